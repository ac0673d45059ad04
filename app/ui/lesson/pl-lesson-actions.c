/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/lesson/pl-lesson-page-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/pl-file.h"
#include "paint/pl-pictures.h"
#include "ui/export/pl-export-dialog.h"
#include "ui/widgets/pl-file-dialog.h"

static GtkWindow *
window_of (PlPage *page)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page)));
}

/* text: what to say when there was no error; is freed. */
static void
say_written (PlPageHost   *host,
             char         *text,
             const GError *error)
{
  if (error == NULL)
    pl_page_host_show_info (host, text);
  else
    pl_page_host_show_error (host, error);
  g_free (text);
}

static void
run_times (PlPage   *page,
           GVariant *parameter)
{
  pl_lesson_page_run_times (PL_LESSON_PAGE (page));
}

/* --- handouts --- */

static void
write_handout (PlPage   *page,
               GVariant *parameter,
               gboolean  solution)
{
  const char *path = g_variant_get_string (parameter, NULL);
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr(GError) error = NULL;
  PlLessonHandout handout;

  if (pl_lesson_page_get_handout (PL_LESSON_PAGE (page), &handout))
    {
      handout.handout.solution = solution;
      pl_handout_write (&handout.handout, path, &error);
      say_written (pl_page_get_host (page), g_strdup_printf (_("The handout is in “%s”."), name), error);
    }
  pl_lesson_handout_clear (&handout);
}

static void
handout_to (PlPage   *page,
            GVariant *parameter)
{
  write_handout (page, parameter, FALSE);
}

static void
solution_to (PlPage   *page,
             GVariant *parameter)
{
  write_handout (page, parameter, TRUE);
}

static void
handout_chosen_cb (GtkWindow  *window,
                   const char *path)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.lesson-handout-to", "s", path);
}

static void
solution_chosen_cb (GtkWindow  *window,
                    const char *path)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.lesson-solution-to", "s", path);
}

static void
choose_handout (PlPage       *page,
                const char   *ending,
                PlFileChosen  chosen)
{
  g_autofree char *base = pl_page_suggest_name (page), *name = g_strconcat (base, ending, NULL);

  pl_file_dialog_save (window_of (page), &(PlFileChoice) { _("Save the Handout"), name, _("PDF"), "*.pdf" }, chosen);
}

static void
handout (PlPage   *page,
         GVariant *parameter)
{
  choose_handout (page, ".pdf", handout_chosen_cb);
}

static void
solution (PlPage   *page,
          GVariant *parameter)
{
  choose_handout (page, "-solution.pdf", solution_chosen_cb);
}

/* --- many runs --- */

static void
counts_to (PlPage   *page,
           GVariant *parameter)
{
  const char *path = g_variant_get_string (parameter, NULL);
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = pl_tally_to_csv (pl_lesson_page_get_tally (PL_LESSON_PAGE (page)));
  g_autoptr(GError) error = NULL;

  pl_file_replace_bytes (path, text, strlen (text), &error);
  say_written (pl_page_get_host (page), g_strdup_printf (_("The table is in “%s”."), name), error);
}

static void
counts_chosen_cb (GtkWindow  *window,
                  const char *path)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.lesson-counts-to", "s", path);
}

static void
counts (PlPage   *page,
        GVariant *parameter)
{
  g_autofree char *base = pl_page_suggest_name (page), *name = g_strconcat (base, ".csv", NULL);

  pl_file_dialog_save (window_of (page), &(PlFileChoice) { _("Save the Counts"), name, _("Tables"), "*.csv" }, counts_chosen_cb);
}

static void
exported_cb (GtkWindow  *window,
             const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);

  say_written (PL_PAGE_HOST (window), g_strdup_printf (_("The picture is in “%s”."), name), NULL);
}

static void
bars (PlPage   *page,
      GVariant *parameter)
{
  g_autoptr(PlPicture) picture = pl_picture_of_tally (pl_lesson_page_get_tally (PL_LESSON_PAGE (page)));
  g_autofree char *base = pl_page_suggest_name (page), *name = g_strconcat (base, "-counts", NULL);
  PlExportWish wish = { .picture = picture, .name = name, .format = PL_FORMAT_PNG };

  pl_picture_init_viewport (picture, &wish.viewport);
  pl_export_dialog_open (window_of (page), &wish, exported_cb);
}

const PlPageAction pl_lesson_actions[] = {
  { "lesson-times", NULL, run_times, NULL, TRUE, TRUE, FALSE },
  { "lesson-handout", NULL, handout, NULL, FALSE, TRUE, FALSE },
  { "lesson-handout-to", "s", handout_to, NULL, FALSE, TRUE, FALSE },
  { "lesson-solution", NULL, solution, NULL, FALSE, TRUE, FALSE },
  { "lesson-solution-to", "s", solution_to, NULL, FALSE, TRUE, FALSE },
  { "lesson-counts", NULL, counts, NULL, TRUE, TRUE, FALSE },
  { "lesson-counts-to", "s", counts_to, NULL, TRUE, TRUE, FALSE },
  { "lesson-bars", NULL, bars, NULL, TRUE, TRUE, FALSE },
  { NULL, NULL, NULL, NULL, FALSE, FALSE, FALSE },
};
