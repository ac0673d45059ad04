/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/scene/pl-scene-picture-private.h"

#include "paint/parts/pl-legend.h"
#include "trace/pl-trace-account.h"
#include "trace/pl-trace-text.h"

static const PlState order[] = {
  PL_STATE_WORKING,      PL_STATE_RECEIVING, PL_STATE_WAITING_LOCK,
  PL_STATE_WAITING_TASK, PL_STATE_STARTING,  PL_STATE_DEAD,
};

static guint32
workers_states (PlTrace *trace)
{
  guint32 states = 0;

  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      PlShares shares;

      pl_trace_sum (trace, lane, 0, pl_trace_get_end_ns (trace) + 1, &shares);
      states |= shares.states;
    }
  return states;
}

static void
add_entry (PlLegendFlow *legend, cairo_t *cr, guint look, const char *name)
{
  pl_legend_take (legend, name, NULL);
  if (!cr)
    return;
  pl_legend_draw_state (legend, cr, look, FALSE);
  pl_legend_write (legend, cr);
}

/* Instead of the time at work: what it consists of. Returns how many of these are filtered out. */
static guint
add_account (PlScenePicture *self, PlLegendFlow *legend, cairo_t *cr)
{
  PlCpuAccount account;
  guint n_hidden = 0;

  pl_trace_account_total (self->trace, &account);
  const gint64 parts_ns[PL_N_CPU_PARTS] = { account.on_ns, account.waiting_ns, account.asleep_ns, account.unknown_ns };
  for (guint part = 0; part < PL_N_CPU_PARTS; part++)
    {
      g_autofree char *name = pl_trace_part_name (self->trace, part);
      gboolean occurs = parts_ns[part] > 0 || part == PL_CPU_PART_ON;

      if (occurs && self->hidden & (1u << pl_cpu_part_look (part)))
        n_hidden++;
      else if (occurs)
        add_entry (legend, cr, pl_cpu_part_look (part), name);
    }
  return n_hidden;
}

/* The states that occur, in the scene's own words, and how many of them are not shown; of several scenes those of any. */
double
pl_sp_legend_flow (PlScenePicture *self, cairo_t *cr, const PlBox *box)
{
  PlLegendFlow legend = pl_legend_in_rows (self->ink, self->theme, box);
  gboolean told = pl_trace_account_source (self->trace) != PL_ACCOUNT_SOURCE_NONE;
  guint32 states = workers_states (self->trace);
  guint n_hidden = 0;

  if (self->entries != 0)
    {
      PlViewport view = { .entries = self->entries, .hidden = self->hidden };

      memcpy (view.runs, self->runs, sizeof view.runs);
      return pl_timeline_legend_flow (cr, self->ink, self->trace, NULL, &view, self->theme, box);
    }
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (!(states & (1u << order[i])))
      continue;
    else if (order[i] == PL_STATE_WORKING && told)
      n_hidden += add_account (self, &legend, cr);
    else if (self->hidden & (1u << order[i]))
      n_hidden++;
    else
      add_entry (&legend, cr, order[i], pl_trace_state_name (self->trace, order[i]));
  pl_legend_add_hidden (&legend, cr, n_hidden);
  return pl_legend_rows_height (&legend);
}
