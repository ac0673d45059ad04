/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/pl-text.h"
#include "paint/parts/pl-legend.h"
#include "paint/pool/pl-timeline-private.h"
#include "trace/pl-trace-account.h"
#include "trace/pl-trace-text.h"

/* In the order in which a task meets them, the rare ones last. */
static const PlState order[] = {
  PL_STATE_WORKING, PL_STATE_WAITING_GIL, PL_STATE_WAITING_LOCK, PL_STATE_RECEIVING, PL_STATE_SENDING, PL_STATE_WAITING_TASK,
  PL_STATE_STARTING, PL_STATE_INITIALISING, PL_STATE_CALLBACK, PL_STATE_FREE, PL_STATE_PAUSED, PL_STATE_DEAD,
};

/* All workers together, over the time in view. */
static void
sum_workers (PlTrace *trace, const PlViewport *view, PlShares *sum)
{
  guint n = pl_trace_get_n_lanes (trace);

  memset (sum, 0, sizeof *sum);
  for (guint lane = 0; lane < n; lane++)
    {
      PlShares shares;

      if (pl_trace_is_beside (trace, lane))
        continue;
      pl_trace_sum (trace, lane, view->from_ns, view->to_ns, &shares);
      /* Pauses stand in the parent's lane, and what its caller does. */
      if (lane == 0)
        {
          sum->states |= shares.states & (1u << PL_STATE_PAUSED | 1u << PL_STATE_CALLBACK | 1u << PL_STATE_FREE | 1u << PL_STATE_RECEIVING);
          continue;
        }
      for (guint s = 0; s < PL_N_STATES; s++)
        sum->state_ns[s] += shares.state_ns[s];
      sum->states |= shares.states;
    }
}

/* The same, of what the kernel tells. */
static void
sum_accounts (PlTrace *trace, const PlViewport *view, gint64 *parts_ns)
{
  memset (parts_ns, 0, PL_N_CPU_PARTS * sizeof *parts_ns);
  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      PlCpuAccount account;

      if (pl_trace_is_beside (trace, lane))
        continue;
      pl_trace_account_tasks (trace, lane, view->from_ns, view->to_ns, &account);
      parts_ns[PL_CPU_PART_ON] += account.on_ns;
      parts_ns[PL_CPU_PART_WAITING] += account.waiting_ns;
      parts_ns[PL_CPU_PART_ASLEEP] += account.asleep_ns;
      parts_ns[PL_CPU_PART_UNKNOWN] += account.unknown_ns;
    }
}

/* What the entries are parts of, and what they have in common. */
typedef struct {
  PlLegendFlow flow;
  cairo_t *cr;                  /* NULL: only measured */
  guint32 hidden;
  double whole;
  guint n_hidden;
} Legend;

static void
add_entry (Legend *self, guint look, const char *name, gint64 part_ns)
{
  double part = (double) part_ns;
  g_autofree char *share = part > 0 && self->whole > 0 ? pl_text_percent (part, self->whole) : g_strdup ("");

  if (self->hidden & (1u << look))
    {
      self->n_hidden++;
      return;
    }
  pl_legend_take (&self->flow, name, share);
  if (!self->cr)
    return;
  pl_legend_draw_state (&self->flow, self->cr, look, TRUE);
  pl_legend_write (&self->flow, self->cr);
}

static void
add_part (Legend *self, PlTrace *trace, PlCpuPart part, gint64 part_ns)
{
  g_autofree char *name = pl_trace_part_name (trace, part);

  add_entry (self, pl_cpu_part_look (part), name, part_ns);
}

/* Instead of the time at tasks: what it consists of. */
static void
add_account (Legend *self, PlTrace *trace, const PlViewport *view)
{
  gint64 parts_ns[PL_N_CPU_PARTS];

  sum_accounts (trace, view, parts_ns);
  for (guint part = 0; part < PL_N_CPU_PARTS; part++)
    if (parts_ns[part] > 0 || part == PL_CPU_PART_ON)
      add_part (self, trace, part, parts_ns[part]);
}

guint32
pl_timeline_entries (PlTrace *trace, const PlViewport *view)
{
  gint64 parts_ns[PL_N_CPU_PARTS];
  guint32 entries = 0;
  PlShares shares;

  sum_workers (trace, view, &shares);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    entries |= shares.states & (1u << order[i]);
  if (!(entries & (1u << PL_STATE_WORKING)) || pl_trace_account_source (trace) == PL_ACCOUNT_SOURCE_NONE)
    return entries;
  sum_accounts (trace, view, parts_ns);
  for (guint part = 0; part < PL_N_CPU_PARTS; part++)
    if (parts_ns[part] > 0)
      entries |= 1u << pl_cpu_part_look (part);
  return entries;
}

/* The words of all that have it, which scenes of several kinds do not agree on: "eating / writing". */
static char *
word_of_all (PlTrace *trace, const PlViewport *view, guint look, char *(*name_of) (PlTrace *trace, guint i), guint i)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint k = 0; k < PL_MAX_COMPARED && view->runs[k].trace != NULL; k++)
    {
      g_autofree char *word = view->runs[k].entries & (1u << look) ? name_of (view->runs[k].trace, i) : NULL;

      if (word != NULL && !g_ptr_array_find_with_equal_func (words, word, g_str_equal, NULL))
        g_ptr_array_add (words, g_steal_pointer (&word));
    }
  if (words->len == 0)
    return name_of (trace, i);
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" / ", (char **) words->pdata);
}

static char *
state_name (PlTrace *trace, guint state)
{
  return g_strdup (pl_trace_state_name (trace, state));
}

static char *
part_name (PlTrace *trace, guint part)
{
  return pl_trace_part_name (trace, part);
}

static void
add_state_of_all (Legend *self, PlTrace *trace, const PlViewport *view, PlState state)
{
  g_autofree char *name = word_of_all (trace, view, state, state_name, state);

  add_entry (self, state, name, 0);
}

static void
add_part_of_all (Legend *self, PlTrace *trace, const PlViewport *view, PlCpuPart part)
{
  g_autofree char *name = word_of_all (trace, view, pl_cpu_part_look (part), part_name, part);

  add_entry (self, pl_cpu_part_look (part), name, 0);
}

/* For several pictures: what any of them has, and no figures. */
static double
flow_of_all (cairo_t *cr, PlInk *ink, PlTrace *trace, const PlViewport *view, const PlTheme *theme, const PlBox *box)
{
  Legend legend = { .flow = pl_legend_in_rows (ink, theme, box), .cr = cr, .hidden = view->hidden };
  guint32 parts = 0;

  legend.flow.whole = TRUE;
  for (guint part = PL_CPU_PART_ON + 1; part < PL_N_CPU_PARTS; part++)
    parts |= view->entries & (1u << pl_cpu_part_look (part));
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (order[i] == PL_STATE_WORKING && parts != 0)
      for (guint part = 0; part < PL_N_CPU_PARTS; part++)
        {
          if (view->entries & (1u << pl_cpu_part_look (part)))
            add_part_of_all (&legend, trace, view, part);
        }
    else if (view->entries & (1u << order[i]))
      add_state_of_all (&legend, trace, view, order[i]);
  pl_legend_add_hidden (&legend.flow, cr, legend.n_hidden);
  return pl_legend_rows_height (&legend.flow);
}

/* Where there are too many none is drawn. */
static void
add_messages (Legend *self, PlTrace *trace, const PlViewport *view)
{
  PlMessage some[PL_MOST_ARROWS];
  guint n = view->show_messages ? pl_trace_messages (trace, view->from_ns, view->to_ns, some, PL_MOST_ARROWS) : 0;

  if (n > 0 && (n <= PL_MOST_ARROWS || view->all_messages))
    pl_legend_add_arrow (&self->flow, self->cr, _("message"), self->cr ? &self->flow.theme->text : NULL, 0.6);
}

double
pl_timeline_legend_flow (cairo_t *cr, PlInk *ink, PlTrace *trace, const PlTimelineRows *rows, const PlViewport *view,
                         const PlTheme *theme, const PlBox *box)
{
  Legend legend = { .flow = pl_legend_in_rows (ink, theme, box), .cr = cr, .hidden = view->hidden };
  gboolean all = view->from_ns <= 0 && view->to_ns >= pl_trace_get_end_ns (trace);
  gboolean told = pl_trace_account_source (trace) != PL_ACCOUNT_SOURCE_NONE;
  PlShares shares;

  if (view->entries != 0)
    return flow_of_all (cr, ink, trace, view, theme, box);
  legend.flow.whole = TRUE;
  sum_workers (trace, view, &shares);
  legend.whole = (double) pl_states_alive_ns (shares.state_ns);
  /* Which time the shares are of; and below, that something is left out, which they are of, too. */
  pl_legend_add_words (&legend.flow, cr, all ? _("Whole run:") : _("This range:"));
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (!(shares.states & (1u << order[i])))
      continue;
    else if (order[i] == PL_STATE_WORKING && told)
      add_account (&legend, trace, view);
    else
      add_entry (&legend, order[i], pl_trace_state_name (trace, order[i]),
                 PL_STATES_ENDED & (1u << order[i]) ? 0 : shares.state_ns[order[i]]);
  add_messages (&legend, trace, view);
  if (rows && rows->marks)
    pl_legend_add_marks (&legend.flow, cr, rows->marks, trace, view->from_ns, view->to_ns);
  pl_legend_add_hidden (&legend.flow, cr, legend.n_hidden);
  return pl_legend_rows_height (&legend.flow);
}
