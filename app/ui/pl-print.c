/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pl-print.h"

#include "paint/pl-export.h"

/* The picture is laid out this wide and then scaled to the page: its texts become as small as on a page they should. */
#define LAYOUT_WIDTH 1200.0

typedef struct {
  PlPicture *picture;
  PlViewport viewport;
} Job;

static void
job_free (gpointer data,
          GClosure *closure)
{
  Job *job = data;

  g_object_unref (job->picture);
  g_free (job);
}

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              gpointer           data)
{
  Job *job = data;
  double width = gtk_print_context_get_width (context);
  double height = gtk_print_context_get_height (context);
  double scale = width / LAYOUT_WIDTH;
  cairo_t *cr = gtk_print_context_get_cairo_context (context);

  if (width <= 0 || height <= 0)
    return;
  cairo_save (cr);
  cairo_scale (cr, scale, scale);
  pl_export_page (job->picture, &job->viewport, cr, LAYOUT_WIDTH, height / scale);
  cairo_restore (cr);
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

  *job = (Job) { g_object_ref (picture), *viewport };
  gtk_page_setup_set_orientation (setup, GTK_PAGE_ORIENTATION_LANDSCAPE);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_job_name (operation, name);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  if (path != NULL)
    gtk_print_operation_set_export_filename (operation, path);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (draw_page_cb), job, job_free, 0);

  return gtk_print_operation_run (operation, action, parent, error) != GTK_PRINT_OPERATION_RESULT_ERROR;
}
