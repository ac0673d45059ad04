/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pl-application.h"

#include <glib/gi18n.h>

#include "ui/pl-accels.h"
#include "ui/pl-ui.h"
#include "ui/runs/pl-runs.h"
#include "ui/window/pl-window.h"

/* EX_UNAVAILABLE: app/run then goes on without a window. */
#define EXIT_NO_DISPLAY 69

struct _PlApplication
{
  GtkApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (PlApplication, pl_application, GTK_TYPE_APPLICATION)

/* The first frame does not wait for the icon to be read; the desktop has its own anyway. */
static gboolean
set_icon_cb (gpointer data)
{
  gtk_window_set_default_icon_name (PL_APP_ID);
  return G_SOURCE_REMOVE;
}

static PlWindow *
new_window (PlApplication *self)
{
  PlWindow *window = pl_window_new (GTK_APPLICATION (self));

  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
new_window_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  new_window (data);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_show_about_dialog (gtk_application_get_active_window (data),
                         "program-name", "Paralane",
                         "version", PL_VERSION,
                         "logo-icon-name", PL_APP_ID,
                         "comments", _("Runs real worker processes and draws what each of them did."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "translator-credits", _("translator-credits"),
                         NULL);
}

/* Each window is closed, not just forgotten: it stops its run, remembers its size, and asks about what nobody has saved.
 * When the last has gone, so has the program. */
static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr(GList) windows = g_list_copy (gtk_application_get_windows (data));

  for (GList *l = windows; l != NULL; l = l->next)
    if (PL_IS_WINDOW (l->data))
      gtk_window_close (l->data);
}

static void
pl_application_startup (GApplication *app)
{
  static const GActionEntry entries[] = {
    { "new-window", new_window_cb },
    { "about", about_cb },
    { "quit", quit_cb },
  };

  G_APPLICATION_CLASS (pl_application_parent_class)->startup (app);

  pl_ui_init ();
  g_timeout_add_seconds (1, set_icon_cb, NULL);
  g_action_map_add_action_entries (G_ACTION_MAP (app), entries, G_N_ELEMENTS (entries), app);
  pl_accels_apply (GTK_APPLICATION (app));
}

static void
pl_application_shutdown (GApplication *app)
{
  pl_runs_flush ();
  G_APPLICATION_CLASS (pl_application_parent_class)->shutdown (app);
}

static void
pl_application_activate (GApplication *app)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (app));

  if (window != NULL)
    gtk_window_present (window);
  else
    new_window (PL_APPLICATION (app));
}

static void
open_file (PlApplication *self,
           GFile         *file)
{
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));
  PlWindow *window;
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *uri = g_file_get_uri (file);

  if (PL_IS_WINDOW (active) && pl_window_is_empty (PL_WINDOW (active)))
    window = PL_WINDOW (active);
  else
    window = new_window (self);
  pl_window_open_path (window, path != NULL ? path : uri);
}

static void
pl_application_open (GApplication  *app,
                     GFile        **files,
                     int            n_files,
                     const char    *hint)
{
  for (int i = 0; i < n_files; i++)
    open_file (PL_APPLICATION (app), files[i]);
}

static int
pl_application_handle_local_options (GApplication *app,
                                     GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("paralane %s\n", PL_VERSION);
      return 0;
    }
  if (gtk_init_check ())
    return -1;
  g_printerr (_("paralane: there is no display to open a window on. Use paralane-cli instead.\n"));
  return EXIT_NO_DISPLAY;
}

static void
pl_application_class_init (PlApplicationClass *klass)
{
  GApplicationClass *app_class = G_APPLICATION_CLASS (klass);

  app_class->startup = pl_application_startup;
  app_class->shutdown = pl_application_shutdown;
  app_class->activate = pl_application_activate;
  app_class->open = pl_application_open;
  app_class->handle_local_options = pl_application_handle_local_options;
}

static void
pl_application_init (PlApplication *self)
{
  static const GOptionEntry options[] = {
    { "version", 'v', 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and exit"), NULL },
    { NULL }
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _("[FILE.paralane…]"));
}

PlApplication *
pl_application_new (void)
{
  return g_object_new (PL_TYPE_APPLICATION,
                       "application-id", PL_APP_ID,
                       "resource-base-path", PL_RESOURCE_PATH,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       NULL);
}
