/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "paint/pool/pl-timeline-private.h"
#include "plan/pl-plan.h"
#include "trace/pool/pl-pool-arrivals.h"
#include "trace/pool/pl-pool-caller-text.h"

/* What the caller of a pool sees of it, at the parent's lane: under its marks a tick where results reached it, with a line
 * behind it for as long as they were held back; over them what it called. And on the workers' lanes the tasks that raised an
 * exception. */

#define LEVELS 4u
#define LEVEL_PITCH 3.0
#define TICK_HEIGHT 6.0
/* Ticks nearer than that are one. */
#define LEAST_GAP 2.0
#define MOST_HELD 400u
/* Lanes closer together have no room for words. */
#define LEAST_PITCH 38.0

static gboolean
shows_caller (PlTimeline *self)
{
  return self->first_row == 0 && self->n_rows > 0 && self->layout.pitch >= LEAST_PITCH
         && pl_log_plan (pl_trace_get_log (self->trace))->kind == PL_RUN_POOL;
}

static double
under_marks (PlTimeline *self)
{
  return pl_timeline_lane_y (self, 0) + self->layout.mark_top + self->layout.mark_height + 2;
}

/* Up to here things have happened, and are in sight. */
static gint64
last_ns (PlTimeline *self)
{
  return MIN (self->view.to_ns, pl_trace_get_end_ns (self->trace));
}

/* --- what was held back --- */

/* Each line on the uppermost level that is free. */
static void
draw_held (PlTimeline *self, cairo_t *cr, gint64 received_ns, gint64 arrived_ns, double *filled)
{
  double x0 = MAX (pl_timeline_x (self, received_ns), self->layout.plot.x), x1 = pl_timeline_x (self, arrived_ns), y;

  if (x1 - x0 < 3 || x1 < self->layout.plot.x)
    return;
  for (guint level = 0; level < LEVELS; level++)
    {
      if (x0 < filled[level] + 2)
        continue;
      filled[level] = x1;
      y = floor (under_marks (self) + TICK_HEIGHT + 1.5 + level * LEVEL_PITCH) + 0.5;
      cairo_move_to (cr, x0, y);
      cairo_line_to (cr, MIN (x1, self->layout.plot.x + self->layout.plot.width), y);
      return;
    }
}

static void
draw_held_back (PlTimeline *self, cairo_t *cr, const PlArrivalRun *runs, guint n)
{
  double filled[LEVELS] = { 0 };
  guint drawn = 0;

  pl_set_color (cr, &self->theme->states[PL_STATE_RECEIVING].color);
  cairo_set_line_width (cr, 2);
  for (guint i = 0; i < n && drawn < MOST_HELD; i++)
    for (guint k = 0; k < runs[i].n && drawn < MOST_HELD; k++)
      {
        gint64 received_ns = pl_pool_received_ns (self->trace, pl_pool_arrival_chunk (self->trace, runs[i].first + k));

        if (runs[i].time_ns < self->view.from_ns || received_ns < 0 || received_ns > last_ns (self))
          continue;
        draw_held (self, cr, received_ns, MIN (runs[i].time_ns, pl_trace_get_end_ns (self->trace)), filled);
        drawn++;
      }
  cairo_stroke (cr);
}

/* --- arrivals --- */

static void
draw_ticks (PlTimeline *self, cairo_t *cr, const PlArrivalRun *runs, guint n)
{
  double last = -LEAST_GAP, y = under_marks (self), right = self->layout.plot.x + self->layout.plot.width;

  pl_set_color (cr, &self->theme->text);
  for (guint i = 0; i < n && runs[i].time_ns <= last_ns (self); i++)
    {
      double x = pl_timeline_x (self, runs[i].time_ns);

      if (runs[i].time_ns < self->view.from_ns || x - last < LEAST_GAP || x > right + 1)
        continue;
      last = x;
      cairo_move_to (cr, x, y);
      cairo_rel_line_to (cr, 3, TICK_HEIGHT);
      cairo_rel_line_to (cr, -6, 0);
      cairo_close_path (cr);
    }
  cairo_fill (cr);
}

/* --- what it called --- */

static void
draw_step (PlTimeline *self, cairo_t *cr, const PlCallerStep *step, double *filled)
{
  const char *name = pl_pool_step_name (self->trace, step);
  const PlBox *plot = &self->layout.plot;
  double x = floor (pl_timeline_x (self, step->time_ns)) + 0.5, top = pl_timeline_lane_y (self, 0) + 1, width, left;
  /* What ends a wait goes all the way through it. */
  gboolean cuts = step->act == PL_CALLER_TIMES_OUT;

  if (name == NULL || step->time_ns < self->view.from_ns || step->time_ns > last_ns (self))
    return;
  pl_ink_measure (self->ink, name, &PL_FONT_SMALL, &width, NULL);
  left = MIN (x, plot->x + plot->width - width);
  if (left < *filled)
    return;
  *filled = left + width + 8;
  pl_set_color (cr, cuts ? &self->theme->states[PL_STATE_WAITING_LOCK].color : &self->theme->dim_text);
  cairo_set_line_width (cr, cuts ? 2 : 1);
  cairo_move_to (cr, x, top + 13);
  cairo_line_to (cr, x, top + self->layout.mark_top - 1 + (cuts ? self->layout.mark_height : 0));
  cairo_stroke (cr);
  pl_ink_draw (self->ink, cr, name, &PL_FONT_SMALL, left, top + 6, PL_INK_START, &self->theme->dim_text);
}

static void
draw_steps (PlTimeline *self, cairo_t *cr)
{
  double filled = 0;
  guint n;
  const PlCallerStep *steps = pl_pool_caller_steps (self->trace, &n);

  if (self->layout.mark_top < 15)
    return;
  for (guint i = 0; i < n; i++)
    draw_step (self, cr, &steps[i], &filled);
}

void
pl_timeline_draw_caller (PlTimeline *self, cairo_t *cr)
{
  const PlPlanData *plan = pl_log_plan (pl_trace_get_log (self->trace));
  const PlArrivalRun *runs;
  guint n;

  if (!shows_caller (self))
    return;
  runs = pl_pool_arrival_runs (self->trace, &n);
  if (pl_plan_arrival (plan) == PL_ARRIVE_IN_TURN)
    draw_held_back (self, cr, runs, n);
  draw_ticks (self, cr, runs, n);
  draw_steps (self, cr);
}

/* --- exceptions --- */

/* A corner in the colour of what goes wrong. */
static void
draw_exception (PlTimeline *self, cairo_t *cr, const PlSpan *span)
{
  const PlMarkEntry *mark = pl_timeline_find_mark (self, span->lane, span->index);
  double size = MIN (self->layout.mark_height / 2, 11);
  PlBox box;

  if (mark == NULL || mark->first != mark->last)
    return;
  box = pl_timeline_mark_box (self, span->lane, mark);
  size = MIN (size, MAX (box.width, 4));
  cairo_move_to (cr, box.x + box.width - size, box.y + box.height);
  cairo_rel_line_to (cr, size, 0);
  cairo_rel_line_to (cr, 0, -size);
  cairo_close_path (cr);
  pl_set_color (cr, &self->theme->states[PL_STATE_DEAD].color);
  cairo_fill_preserve (cr);
  pl_set_color (cr, &self->theme->background);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

void
pl_timeline_draw_exceptions (PlTimeline *self, cairo_t *cr)
{
  const PlPlanData *plan = pl_log_plan (pl_trace_get_log (self->trace));

  if (plan->kind != PL_RUN_POOL || (self->view.hidden & (1u << PL_STATE_WORKING)))
    return;
  for (guint i = 0; i < PL_MAX_FAIL_TASKS && plan->fail_tasks[i] > 0; i++)
    {
      PlSpan span;

      if (pl_trace_find_task (self->trace, plan->fail_tasks[i] - 1, &span) && !span.open)
        draw_exception (self, cr, &span);
    }
}
