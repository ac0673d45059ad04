/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/pl-file-dialog.h"

#include <string.h>

#include <glib/gi18n.h>

#include "base/pl-file.h"

/* Of this session. */
static char *last_folder;

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

  if (ending == NULL || strchr (base, '.') != NULL)
    return g_strdup (path);
  g_autofree char *folder = g_path_get_dirname (path), *name = g_strconcat (base, ending, NULL);
  return pl_file_free_path (folder, name);
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
        {
          g_free (last_folder);
          last_folder = g_path_get_dirname (path);
          asking->chosen (asking->parent, path);
        }
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

/* Where the last file went, or where documents are kept. */
static const char *
folder_to_save_in (void)
{
  if (last_folder != NULL && g_file_test (last_folder, G_FILE_TEST_IS_DIR))
    return last_folder;
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);
  return documents != NULL && g_file_test (documents, G_FILE_TEST_IS_DIR) ? documents : g_get_home_dir ();
}

/* A name that nothing has yet: to save does not mean to replace. */
static void
suggest (GtkFileChooser *dialog,
         const char     *name)
{
  const char *folder = folder_to_save_in ();
  g_autofree char *path = pl_file_free_path (folder, name), *free_name = g_path_get_basename (path);
  g_autoptr(GFile) file = g_file_new_for_path (folder);

  gtk_file_chooser_set_current_folder (dialog, file, NULL);
  gtk_file_chooser_set_current_name (dialog, free_name);
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
    suggest (GTK_FILE_CHOOSER (dialog), choice->name);

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
