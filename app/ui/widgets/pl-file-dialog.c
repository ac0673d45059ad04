/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/pl-file-dialog.h"

#include <string.h>

#include <glib/gi18n.h>

typedef struct {
  GtkWindow *parent;
  PlFileChosen chosen;
  char *ending;
} Asking;

static void
asking_free (Asking *asking)
{
  g_object_unref (asking->parent);
  g_free (asking->ending);
  g_free (asking);
}

/* The dialog asked about replacing the file under the name it was given. A name that we complete must not
 * replace anything unasked: then the next free one is taken. */
static char *
complete_path (const char *path,
               const char *ending)
{
  g_autofree char *base = g_path_get_basename (path);
  char *completed;

  if (ending == NULL || strchr (base, '.') != NULL)
    return g_strdup (path);
  completed = g_strconcat (path, ending, NULL);
  for (guint i = 2; g_file_test (completed, G_FILE_TEST_EXISTS); i++)
    {
      g_free (completed);
      completed = g_strdup_printf ("%s-%u%s", path, i, ending);
    }
  return completed;
}

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             Asking          *asking)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *chosen = file != NULL ? g_file_get_path (file) : NULL;
      g_autofree char *path = chosen != NULL ? complete_path (chosen, asking->ending) : NULL;

      if (path != NULL)
        asking->chosen (asking->parent, path);
    }
  asking_free (asking);
  g_object_unref (dialog);
}

static void
add_filter (GtkFileChooser     *dialog,
            const PlFileChoice *choice)
{
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, choice->kind);
  gtk_file_filter_add_pattern (filter, choice->pattern);
  gtk_file_chooser_add_filter (dialog, filter);
}

static void
ask (GtkWindow            *parent,
     const PlFileChoice   *choice,
     PlFileChosen          chosen,
     GtkFileChooserAction  action)
{
  gboolean save = action == GTK_FILE_CHOOSER_ACTION_SAVE;
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (choice->title, parent, action,
                                                              action == GTK_FILE_CHOOSER_ACTION_OPEN ? _("_Open") : _("_Save"),
                                                              _("_Cancel"));
  Asking *asking = g_new0 (Asking, 1);

  asking->parent = g_object_ref (parent);
  asking->chosen = chosen;
  asking->ending = save && choice->pattern != NULL ? g_strdup (choice->pattern + 1) : NULL;

  if (choice->kind != NULL)
    add_filter (GTK_FILE_CHOOSER (dialog), choice);
  if (save)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), choice->name);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), asking);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
pl_file_dialog_open (GtkWindow          *parent,
                     const PlFileChoice *choice,
                     PlFileChosen        chosen)
{
  ask (parent, choice, chosen, GTK_FILE_CHOOSER_ACTION_OPEN);
}

void
pl_file_dialog_save (GtkWindow          *parent,
                     const PlFileChoice *choice,
                     PlFileChosen        chosen)
{
  ask (parent, choice, chosen, GTK_FILE_CHOOSER_ACTION_SAVE);
}

void
pl_file_dialog_folder (GtkWindow          *parent,
                       const PlFileChoice *choice,
                       PlFileChosen        chosen)
{
  ask (parent, choice, chosen, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);
}
