/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pl-print.h"

#include "paint/export/pl-pages.h"

typedef struct {
  PlPicture *picture;
  PlViewport viewport;
  PlPages *pages;               /* as the paper is known */
} Job;

static void
job_free (gpointer data,
          GClosure *closure)
{
  Job *job = data;

  g_clear_pointer (&job->pages, pl_pages_free);
  g_object_unref (job->picture);
  g_free (job);
}

/* A handout on whatever paper was chosen, which has margins of its own. */
static void
begin_print_cb (GtkPrintOperation *operation,
                GtkPrintContext   *context,
                gpointer           data)
{
  Job *job = data;
  const PlPagesPlan plan = {
    .purpose = PL_PURPOSE_A4, .theme = PL_THEME_PRINT, .vector = TRUE, .many = TRUE,
    .page_width = gtk_print_context_get_width (context), .page_height = gtk_print_context_get_height (context),
  };

  job->pages = pl_pages_new (job->picture, &job->viewport, &plan);
  gtk_print_operation_set_n_pages (operation, (int) pl_pages_get_n (job->pages));
}

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              gpointer           data)
{
  Job *job = data;

  pl_pages_draw (job->pages, (guint) page, gtk_print_context_get_cairo_context (context));
}

gboolean
pl_print (GtkWindow         *parent,
          const char        *name,
          PlPicture         *picture,
          const PlViewport  *viewport,
          const char        *path,
          GError           **error)
{
  GtkPrintOperationAction action = path != NULL ? GTK_PRINT_OPERATION_ACTION_EXPORT
                                                : GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG;
  g_autoptr(GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr(GtkPageSetup) setup = gtk_page_setup_new ();
  Job *job = g_new0 (Job, 1);

  *job = (Job) { g_object_ref (picture), *viewport, NULL };
  gtk_page_setup_set_orientation (setup, GTK_PAGE_ORIENTATION_LANDSCAPE);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name (operation, name);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  if (path != NULL)
    gtk_print_operation_set_export_filename (operation, path);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_print_cb), job);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (draw_page_cb), job, job_free, 0);

  return gtk_print_operation_run (operation, action, parent, error) != GTK_PRINT_OPERATION_RESULT_ERROR;
}
