/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/find/pl-find-tabs.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "trace/find/pl-query.h"
#include "ui/find/pl-bars-view.h"
#include "ui/find/pl-find-job.h"
#include "ui/find/pl-find-link.h"

/* How long tasks and waits lasted: a histogram each. A bar looks for its spans. */

enum { TASKS, WAITS, N_SIDES };

static const struct { const char *title; guint32 states; PlState look; } sides[N_SIDES] = {
  { N_("Task times"), PL_FIND_TASKS, PL_STATE_WORKING },
  { N_("Waits of the workers"), PL_FIND_WAITS, PL_STATE_WAITING_LOCK },
};

typedef struct {
  GtkWidget *box, *what, *titles[N_SIDES], *views[N_SIDES];
  PlHistogram *histograms[N_SIDES];
  PlFindSource *source;         /* NULL: there is nothing to count */
  PlFindLink link;
  PlFindJob job;
  gint64 from_ns, to_ns;
  const char *range;            /* what that is; NULL: there is no time */
} Times;

static Times *
times_of (GtkWidget *tab)
{
  return g_object_get_data (G_OBJECT (tab), "pl-times");
}

static void
clear (Times *self)
{
  for (guint i = 0; i < N_SIDES; i++)
    {
      pl_bars_view_set_histogram (PL_BARS_VIEW (self->views[i]), NULL);
      g_clear_pointer (&self->histograms[i], pl_histogram_free);
    }
  g_clear_pointer (&self->source, pl_find_source_unref);
}

static void
begin (gpointer data)
{
  Times *self = data;

  clear (self);
  self->range = NULL;
  if (!pl_find_link_get_range_so_far (&self->link, &self->from_ns, &self->to_ns, &self->range))
    return;
  self->source = self->link.viewer != NULL ? pl_viewer_make_source (self->link.viewer) : NULL;
  for (guint i = 0; self->source != NULL && i < N_SIDES; i++)
    self->histograms[i] = pl_histogram_new (self->source, sides[i].states, self->from_ns, self->to_ns);
}

static gboolean
step (gpointer data,
      gint64   budget_us)
{
  Times *self = data;
  gboolean more = FALSE;

  for (guint i = 0; self->source != NULL && i < N_SIDES && !more; i++)
    more = pl_histogram_step (self->histograms[i], budget_us);
  return more;
}

static void
tell_side (Times *self,
           guint  i)
{
  g_autofree char *count = NULL, *mean = NULL, *shortest = NULL, *longest = NULL, *text = NULL;
  gint64 shortest_ns = 0, longest_ns = 0;

  if (self->source == NULL || pl_histogram_get_n (self->histograms[i]) == 0)
    text = g_strdup_printf (_("%s: none"), _(sides[i].title));
  else
    {
      pl_histogram_get_limits (self->histograms[i], &shortest_ns, &longest_ns);
      count = pl_text_count (pl_histogram_get_n (self->histograms[i]));
      mean = pl_text_duration (pl_histogram_get_mean_ns (self->histograms[i]));
      shortest = pl_text_duration (shortest_ns);
      longest = pl_text_duration (longest_ns);
      /* Translators: "Task times: 40, 41 ms to 158 ms, mean 98 ms" */
      text = g_strdup_printf (_("%s: %s, %s to %s, mean %s"), _(sides[i].title), count, shortest, longest, mean);
    }
  gtk_label_set_text (GTK_LABEL (self->titles[i]), text);
  pl_bars_view_set_histogram (PL_BARS_VIEW (self->views[i]), self->histograms[i]);
}

static void
finish (gpointer data)
{
  Times *self = data;
  g_autofree char *text = NULL;

  for (guint i = 0; i < N_SIDES; i++)
    tell_side (self, i);
  if (self->source == NULL)
    text = g_strdup (pl_find_link_why_nothing (&self->link));
  else
    text = g_strdup_printf (_("%s. A click on a bar marks its spans in the picture; F3 goes from one to the next."), self->range);
  gtk_label_set_text (GTK_LABEL (self->what), text);
}

/* What the bar counts, as a search. */
static void
choose (Times *self,
        guint  i,
        guint  bin_number)
{
  GtkWidget *pane = gtk_widget_get_ancestor (self->box, PL_TYPE_FIND_PANE);
  g_autofree char *text = NULL;
  PlQuery query;
  gint64 begin_ns, end_ns;
  PlBin bin;

  if (pane == NULL || self->source == NULL || !pl_histogram_get_bin (self->histograms[i], bin_number, &bin))
    return;
  pl_query_init (&query);
  query.states = sides[i].states;
  query.longer_ns = bin.from_ns - 1;
  query.shorter_ns = bin.to_ns;
  query.workers = TRUE;
  pl_picture_get_whole (pl_find_link_get_picture (&self->link), &begin_ns, &end_ns);
  query.after_ns = self->from_ns > begin_ns ? self->from_ns : -1;
  query.before_ns = self->to_ns < end_ns ? self->to_ns : -1;
  text = pl_query_to_text (&query, self->source);
  pl_find_tab_search (pl_find_pane_get_tab (PL_FIND_PANE (pane), "find"), text);
}

static void
task_chosen_cb (Times *self,
                guint  bin)
{
  choose (self, TASKS, bin);
}

static void
wait_chosen_cb (Times *self,
                guint  bin)
{
  choose (self, WAITS, bin);
}

static void
changed_cb (Times *self,
            guint  what)
{
  if ((what & ~(guint) (PL_VIEWER_HOVER | PL_VIEWER_FILTER)) && gtk_widget_get_mapped (self->box))
    {
      gint64 from_ns, to_ns;
      const char *range;

      if (pl_find_link_goes_on (&self->link, what))
        {
          pl_find_job_keep_up (&self->job);
          return;
        }
      /* What only points something out changes no figure. */
      if (what == PL_VIEWER_MARKS || what == PL_VIEWER_SELECTION)
        if (pl_find_link_get_range_so_far (&self->link, &from_ns, &to_ns, &range) && from_ns == self->from_ns && to_ns == self->to_ns)
          return;
      pl_find_job_restart (&self->job);
    }
}

static void
set_canvas (GtkWidget *tab,
            PlCanvas  *canvas)
{
  Times *self = times_of (tab);

  pl_find_link_set (&self->link, canvas, G_CALLBACK (changed_cb), self);
  pl_find_job_restart (&self->job);
}

static GtkWidget *
make_side (Times *self,
           guint  i)
{
  GtkWidget *side = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 3, NULL);

  self->titles[i] = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_widget_add_css_class (self->titles[i], "numeric");
  self->views[i] = pl_bars_view_new (_(sides[i].title), sides[i].look);
  g_signal_connect_swapped (self->views[i], "chosen", i == TASKS ? G_CALLBACK (task_chosen_cb) : G_CALLBACK (wait_chosen_cb),
                            self);
  gtk_box_append (GTK_BOX (side), self->titles[i]);
  gtk_box_append (GTK_BOX (side), self->views[i]);
  return side;
}

static void
times_free (gpointer data)
{
  Times *self = data;

  pl_find_job_stop (&self->job);
  pl_find_link_clear (&self->link);
  for (guint i = 0; i < N_SIDES; i++)
    g_clear_pointer (&self->histograms[i], pl_histogram_free);
  g_clear_pointer (&self->source, pl_find_source_unref);
  g_free (self);
}

static GtkWidget *
create (void)
{
  Times *self = g_new0 (Times, 1);
  GtkWidget *both = g_object_new (GTK_TYPE_BOX, "spacing", 24, "homogeneous", TRUE, NULL);

  self->job = (PlFindJob) { .begin = begin, .step = step, .finish = finish, .data = self };
  self->box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 6, NULL);
  self->what = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, NULL);
  gtk_widget_add_css_class (self->what, "dim");
  for (guint i = 0; i < N_SIDES; i++)
    gtk_box_append (GTK_BOX (both), make_side (self, i));
  gtk_box_append (GTK_BOX (self->box), self->what);
  gtk_box_append (GTK_BOX (self->box), both);
  g_signal_connect_swapped (self->box, "map", G_CALLBACK (pl_find_job_restart), &self->job);
  g_object_set_data_full (G_OBJECT (self->box), "pl-times", self, times_free);
  return self->box;
}

const PlFindTab pl_times_tab = { "times", N_("Histograms"), create, set_canvas, NULL, NULL };
