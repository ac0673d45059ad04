/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pool/pl-pool-kinds.h"

#include <glib/gi18n.h>

#include "control/pl-kinds-run.h"

#define KEY "pl-pool-kinds"
/* With Python; it need not be exact. */
#define FIGURES (PL_N_KIND_MEASURES * PL_N_KINDS)

/* One course of measuring. */
typedef struct
{
  PlPage *page;           /* NULL: it is gone, or has begun anew */
  PlKinds *kinds;
  GCancellable *cancellable;
} Course;

static void
show_progress (Course *course)
{
  PlComparison *shown = course->page != NULL ? pl_page_get_comparison (course->page) : NULL;
  guint n = pl_kinds_get_n_values (course->kinds);
  g_autofree char *text = g_strdup_printf (_("Measuring: %u of %u figures"), n, FIGURES);

  if (shown == NULL)
    return;
  pl_comparison_show_kinds (shown, course->kinds);
  pl_comparison_set_progress (shown, text, (double) n / FIGURES);
}

static void
changed_cb (gpointer course)
{
  show_progress (course);
}

static void
end (Course *course,
     GError *error)
{
  PlComparison *shown = pl_page_get_comparison (course->page);

  if (shown != NULL)
    pl_comparison_set_progress (shown, NULL, 0);
  if (error != NULL)
    pl_page_host_show_error (pl_page_get_host (course->page), error);
  if (shown != NULL && pl_kinds_get_n_values (course->kinds) == 0)
    pl_page_hide_comparison (course->page);
  else if (shown != NULL)
    pl_comparison_show_kinds (shown, course->kinds);
  pl_page_changed (course->page);
  g_object_set_data (G_OBJECT (course->page), KEY, NULL);
}

static void
done_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  Course *course = data;
  g_autoptr(GError) error = NULL;

  pl_kinds_measure_finish (course->kinds, result, &error);
  if (course->page != NULL)
    end (course, error);
  g_object_unref (course->kinds);
  g_object_unref (course->cancellable);
  g_free (course);
}

void
pl_pool_kinds_clear (PlPage *page)
{
  Course *course = g_object_get_data (G_OBJECT (page), KEY);

  if (course == NULL)
    return;
  course->page = NULL;
  g_object_set_data (G_OBJECT (page), KEY, NULL);
  g_cancellable_cancel (course->cancellable);
}

void
pl_pool_kinds_begin (PlPage *page)
{
  Course *course = g_new0 (Course, 1);

  pl_pool_kinds_clear (page);
  pl_page_host_present (pl_page_get_host (page), page, FALSE);
  course->page = page;
  course->kinds = pl_kinds_new ();
  course->cancellable = g_cancellable_new ();
  g_object_set_data (G_OBJECT (page), KEY, course);
  pl_comparison_show_kinds (pl_page_show_comparison (page), course->kinds);
  show_progress (course);
  pl_page_changed (page);
  pl_kinds_measure_async (course->kinds, course->cancellable, changed_cb, done_cb, course);
}
