/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "paint/pool/pl-timeline-private.h"
#include "trace/pl-trace-account.h"
#include "trace/pl-trace-text.h"

/* A worker at a task, and what the kernel tells of it: when it had a CPU, when it waited for one, when it slept. Where
 * slices are known each stands where it was; else they are shares of the block, from the left. */

/* Narrower than this a block is a bar of its parts, one on the other, as a fold is. */
#define LEAST_SIDE_BY_SIDE 7.0
/* From here on a 255th is more than a pixel. */
#define EXACT_WIDTH 200.0
/* Slices that have less room than this are folded: strips of a block, each a bar of its parts. */
#define LEAST_SLICE 4.0
#define STRIP 3.0
#define MAX_STRIPS 4096u
#define MAX_SLICES 256u
/* Of one block; more would cost a frame too much, and are shares again. */
#define MOST_SLICES 8192u

static const PlCpuPart stack_order[] = { PL_CPU_PART_ON, PL_CPU_PART_UNKNOWN, PL_CPU_PART_ASLEEP, PL_CPU_PART_WAITING };

gboolean
pl_timeline_has_parts (const PlMarkEntry *mark)
{
  return mark->first == mark->last && mark->state == PL_STATE_WORKING && mark->n_parts == PL_N_CPU_PARTS;
}

gboolean
pl_timeline_shows_parts (PlTimeline *self, const PlMarkEntry *mark)
{
  for (guint part = 0; part < PL_N_CPU_PARTS; part++)
    if (mark->parts[part].height > 0 && !(self->view.hidden & (1u << mark->parts[part].look)))
      return TRUE;
  return FALSE;
}

/* Of a block: one of its parts, as high as it is. Filtered out: a thread that says there is something. */
static void
fill_part (PlTimeline *self, PlFill *fill, PlCpuPart part, const PlBox *box, double x0, double x1)
{
  guint look = pl_cpu_part_look (part);
  double height = MAX (round (self->theme->states[look].height * box->height), 1), base = box->y + box->height;

  if (self->view.hidden & (1u << look))
    pl_fill_rect (fill, PL_STATE_FINISHED, PL_FILL_PLAIN, x0, base - 1, x1 - x0, 1);
  else
    pl_fill_rect (fill, look, PL_FILL_PATTERN, x0, base - height, x1 - x0, height);
}

/* From x0 to x1, each as wide as its share of them; on whole pixels. */
static void
fill_shares (PlTimeline *self, PlFill *fill, const PlBox *box, double x0, double x1, const double *shares)
{
  double sum = 0, done = 0, x = x0;

  for (guint part = 0; part < PL_N_CPU_PARTS; part++)
    sum += shares[part];
  for (guint part = 0; part < PL_N_CPU_PARTS && sum > 0; part++)
    {
      double next = x0 + round ((done += shares[part]) / sum * (x1 - x0));

      if (next > x)
        fill_part (self, fill, part, box, x, next);
      x = MAX (x, next);
    }
}

static void
fill_account (PlTimeline *self, PlFill *fill, guint lane, const PlBox *box, double x0, double x1, gint64 from_ns,
              gint64 to_ns)
{
  PlCpuAccount account;

  pl_trace_account_tasks (self->trace, lane, from_ns, to_ns, &account);
  fill_shares (self, fill, box, x0, x1,
               (const double[]) { (double) account.on_ns, (double) account.waiting_ns, (double) account.asleep_ns,
                                  (double) account.unknown_ns });
}

/* Each where it was; what lies between them is told as a share of it. */
static void
fill_slices (PlTimeline *self, PlFill *fill, guint lane, const PlBox *box, const PlSpan *span, const PlSlice *slices,
             guint n)
{
  double right = box->x + box->width, x = box->x;
  gint64 t_ns = span->start_ns;

  for (guint i = 0; i < n; i++)
    {
      double x0 = CLAMP (round (pl_timeline_x (self, slices[i].start_ns)), x, right);
      double x1 = CLAMP (round (pl_timeline_x (self, slices[i].end_ns)), x0, right);

      if (x0 > x)
        fill_account (self, fill, lane, box, x, x0, t_ns, slices[i].start_ns);
      if (x1 > x0)
        fill_part (self, fill, PL_CPU_PART_ON, box, x0, x1);
      x = x1;
      t_ns = slices[i].end_ns;
    }
  if (x < right)
    fill_account (self, fill, lane, box, x, right, MIN (t_ns, span->end_ns), span->end_ns);
}

/* One on the other, the worst on top; together as high as the block. */
static void
stack_shares (PlTimeline *self, PlFill *fill, const PlBox *box, double x, double width, const double *shares)
{
  PlFillPart parts[PL_N_CPU_PARTS];
  double sum = 0, done = 0;
  int used = 0;
  guint n = 0;

  for (guint part = 0; part < PL_N_CPU_PARTS; part++)
    sum += shares[part];
  for (guint i = 0; i < G_N_ELEMENTS (stack_order) && sum > 0; i++)
    {
      guint look = pl_cpu_part_look (stack_order[i]);
      int height;

      done += shares[stack_order[i]];
      height = (int) (done * box->height / sum + 0.5) - used;
      if (height <= 0 || (self->view.hidden & (1u << look)))
        continue;
      used += height;
      parts[n++] = (PlFillPart) { (guint8) look, (guint8) MIN (height, 255) };
    }
  pl_fill_stack (fill, x, width, box->y + box->height, parts, n);
}

/* Time on a CPU in each of n strips of a span. FALSE: that would be too many slices. */
static gboolean
sum_strips (PlTimeline *self, guint lane, const PlSpan *span, guint n, double *on_ns)
{
  double strip_ns = (double) (span->end_ns - span->start_ns) / n;
  gint64 from_ns = span->start_ns;
  PlSlice slices[MAX_SLICES];
  guint sum = 0, got;

  do
    {
      got = pl_trace_slices (self->trace, lane, from_ns, span->end_ns, slices, MAX_SLICES);
      for (guint i = 0; i < got; i++)
        {
          double a = (double) (MAX (slices[i].start_ns, span->start_ns) - span->start_ns);
          double b = (double) (MIN (slices[i].end_ns, span->end_ns) - span->start_ns);

          for (guint k = (guint) (a / strip_ns); k < n && k * strip_ns < b; k++)
            on_ns[k] += MAX (MIN (b, (k + 1) * strip_ns) - MAX (a, k * strip_ns), 0);
          from_ns = slices[i].end_ns;
        }
      sum += got;
    }
  while (got == MAX_SLICES && sum < MOST_SLICES);
  return got < MAX_SLICES;
}

/* What was not on a CPU is told as a share of the whole block. */
static gboolean
fill_strips (PlTimeline *self, PlFill *fill, guint lane, const PlBox *box, const PlSpan *span)
{
  guint n = (guint) CLAMP (ceil (box->width / STRIP), 1, MAX_STRIPS);
  g_autofree double *on_ns = g_new0 (double, n);
  double strip_ns = (double) (span->end_ns - span->start_ns) / n, off_ns;
  PlCpuAccount account;

  if (span->end_ns <= span->start_ns || !sum_strips (self, lane, span, n, on_ns))
    return FALSE;
  pl_trace_account_tasks (self->trace, lane, span->start_ns, span->end_ns, &account);
  off_ns = (double) MAX (account.waiting_ns + account.asleep_ns + account.unknown_ns, 1);
  for (guint i = 0; i < n; i++)
    {
      double off = MAX (strip_ns - on_ns[i], 0) / off_ns, x = box->x + i * STRIP;

      stack_shares (self, fill, box, x, MIN (STRIP, box->x + box->width - x),
                    (const double[]) { on_ns[i], off * (double) account.waiting_ns, off * (double) account.asleep_ns,
                                       off * (double) account.unknown_ns });
    }
  return TRUE;
}

/* FALSE: no slices are known here. */
static gboolean
draw_slices (PlTimeline *self, PlFill *fill, guint lane, const PlBox *box, const PlSpan *span)
{
  guint most = (guint) MIN (box->width / LEAST_SLICE, MAX_SLICES), n;
  PlSlice slices[MAX_SLICES];

  if (span->end_ns > pl_trace_slices_end_ns (self->trace))
    return FALSE;
  n = pl_trace_slices (self->trace, lane, span->start_ns, span->end_ns, slices, most);
  if (n == 0 || n == most)
    return n > 0 && fill_strips (self, fill, lane, box, span);
  fill_slices (self, fill, lane, box, span, slices, n);
  return TRUE;
}

void
pl_timeline_draw_parts (PlTimeline *self, PlFill *fill, guint lane, const PlMarkEntry *mark, const PlBox *box)
{
  const double shares[] = { mark->parts[0].height, mark->parts[1].height, mark->parts[2].height, mark->parts[3].height };
  PlSpan span;

  if (box->width < LEAST_SIDE_BY_SIDE)
    stack_shares (self, fill, box, box->x, box->width, shares);
  else if (pl_trace_account_source (self->trace) == PL_ACCOUNT_SOURCE_PERF
           && pl_trace_get_span (self->trace, lane, mark->first, &span) && draw_slices (self, fill, lane, box, &span))
    return;
  else if (box->width >= EXACT_WIDTH && pl_trace_get_span (self->trace, lane, mark->first, &span))
    fill_account (self, fill, lane, box, box->x, box->x + box->width, span.start_ns, span.end_ns);
  else
    fill_shares (self, fill, box, box->x, box->x + box->width, shares);
}
