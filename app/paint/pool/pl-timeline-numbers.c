/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "base/pl-text.h"
#include "paint/parts/pl-legend.h"
#include "paint/pool/pl-timeline-private.h"
#include "trace/pl-trace-account.h"

/* What stands in a mark where there is room: the number of its task; of a span that has none the letter of its state,
 * as in the legend. A fold is never as wide as a number: how many spans it holds its tooltip tells. */

#define MARGIN 4.0
/* A low bar with a letter above it has to be wide, or else letters stand everywhere. */
#define LEAST_LOW_WIDTH 26.0

static gboolean
is_hatched (const PlStateLook *look)
{
  return look->pattern == PL_PATTERN_HATCH || look->pattern == PL_PATTERN_HATCH_BACK
         || look->pattern == PL_PATTERN_STRIPES;
}

/* Lines of a pattern would run through the text, and so would whatever else is there where it is mixed. */
static void
add_on_plate (PlFill *fill, PlDigits *digits, const PlTheme *theme, guint look_id, gboolean mixed, const char *text,
              double x, double y)
{
  const PlStateLook *look = &theme->states[look_id];
  double width = ceil (pl_digits_text_width (digits, text)) + 4, height = pl_digits_height (digits) + 4;

  if (is_hatched (look) || mixed)
    pl_fill_rect (fill, look_id, is_hatched (look) ? PL_FILL_TINT : PL_FILL_PLAIN, round (x - width / 2), round (y - height / 2), width, ceil (height));
  pl_digits_add_text (digits, text, x, y, &look->text);
}

/* In the part that has a CPU if there is room, else in the one that waits, or wherever most is. */
static void
add_task_number (PlTimeline *self, PlFill *fill, PlDigits *digits, const PlMarkEntry *mark, const PlBox *box,
                 const char *text)
{
  double room = pl_digits_text_width (digits, text) + 2 * MARGIN, x = box->x, sum = 0, widest = 0, middle = 0;
  /* Then its parts lie here and there, and not from the left. */
  gboolean sliced = pl_trace_account_source (self->trace) == PL_ACCOUNT_SOURCE_PERF;
  guint best = PL_STATE_WORKING;

  if (!pl_timeline_has_parts (mark))
    {
      add_on_plate (fill, digits, self->theme, PL_STATE_WORKING, FALSE, text, box->x + box->width / 2, box->y + box->height / 2);
      return;
    }
  for (guint part = 0; part < PL_N_CPU_PARTS; part++)
    sum += mark->parts[part].height;
  for (guint part = 0; part < PL_N_CPU_PARTS && sum > 0; part++)
    {
      guint look = pl_cpu_part_look (part);
      double width = mark->parts[part].height / sum * box->width;

      if (width >= room && width > widest && !(self->view.hidden & (1u << look)))
        {
          best = look;
          widest = width;
          middle = x + width / 2;
        }
      x += width;
    }
  if (widest > 0)
    add_on_plate (fill, digits, self->theme, best, sliced, text, sliced ? box->x + box->width / 2 : middle,
                  box->y + box->height * (1 - self->theme->states[best].height / 2));
}

static void
add_letter (PlTimeline *self, PlFill *fill, PlDigits *digits, guint lane, const PlMarkEntry *mark)
{
  const PlStateLook *look = &self->theme->states[mark->state];
  PlBox box = pl_timeline_mark_box (self, lane, mark);
  const char *letter = pl_legend_letter (mark->state);
  double height = pl_digits_height (digits);

  if (pl_digits_text_width (digits, letter) + 2 * MARGIN > box.width)
    return;
  if (box.height >= height + 3)
    add_on_plate (fill, digits, self->theme, mark->state, FALSE, letter, box.x + box.width / 2, box.y + box.height / 2);
  else if (look->height < 0.5 && box.width >= LEAST_LOW_WIDTH && self->layout.mark_height - box.height >= height + 3)
    pl_digits_add_text (digits, letter, box.x + box.width / 2, box.y - height / 2 - 3, &self->theme->dim_text);
}

void
pl_timeline_add_number (PlTimeline *self, PlFill *fill, PlDigits *digits, guint lane, const PlMarkEntry *mark,
                        const PlRecord *record)
{
  g_autofree char *number = NULL;
  PlBox box;

  if (mark->first != mark->last || mark->state == PL_STATE_DEAD || mark->state == PL_STATE_NONE)
    return;
  if ((self->view.hidden & (1u << mark->state)) && !pl_timeline_has_parts (mark))
    return;
  if (mark->state != PL_STATE_WORKING || lane == 0)
    {
      add_letter (self, fill, digits, lane, mark);
      return;
    }
  if (record->arg == PL_NO_TASK)
    return;
  number = pl_text_count ((guint64) record->arg + 1);
  box = pl_timeline_mark_box (self, lane, mark);
  if (pl_digits_text_width (digits, number) + 2 * MARGIN <= box.width)
    add_task_number (self, fill, digits, mark, &box, number);
}
