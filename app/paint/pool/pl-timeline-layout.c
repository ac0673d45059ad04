/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "paint/pool/pl-timeline-private.h"
#include "trace/pl-trace-account.h"
#include "trace/pl-trace-text.h"

/* Of an export, and of a window, which may have room to spare. */
#define NATURAL_PITCH 70.0
#define MAX_PITCH 92.0
#define MIN_PITCH 14.0
#define MIN_EXPORT_PITCH 16.0
/* Of lanes that fold: names have no room in them. */
#define MIN_FOLD_PITCH 0.1
#define RULER_HEIGHT 30.0
#define RULER_LINE 4.0          /* without the times */
#define COUNTERS_HEIGHT 72.0
/* With one curve and its name more. */
#define COUNTERS_TOLD_HEIGHT 100.0
#define COUNTERS_GAP 12.0
#define MAX_COUNTERS_HEIGHT 112.0
/* Where each may be of another length; more take too long. */
#define MEASURED_NAMES 48u

void
pl_timeline_details_text (PlTrace *trace, const PlViewport *view, char **title, char **text)
{
  *title = *text = NULL;
  if (view->has_selection && view->selected.index < pl_trace_get_n_records (trace, view->selected.lane))
    {
      *title = pl_trace_span_title (trace, view->selected.lane, view->selected.index);
      *text = pl_trace_span_sentence (trace, view->selected.lane, view->selected.index);
    }
  else if (view->has_range)
    {
      *text = pl_trace_range_sentence (trace, -1, view->range_from_ns, view->range_to_ns, view->hidden);
    }
}

/* A lane's name and pid share its height; when it is low the pid goes first. */
static void
choose_lane_fonts (PlTimelineLayout *out)
{
  double low = MAX ((out->pitch - MIN_PITCH) / (NATURAL_PITCH - MIN_PITCH), 0);

  out->mark_height = out->pitch < MIN_PITCH ? MAX (round (out->pitch * 0.8), 1) : round (11 + low * 25);
  out->mark_top = floor ((out->pitch - out->mark_height) * 0.46);
  out->detail_size = out->pitch >= 38 ? 11.5 : 0;
  out->name_size = out->pitch >= 30 ? 14 : out->pitch >= 18 ? 12 : PL_LEAST_TYPE;
}

/* What the counters are called, under the lanes' names. */
static double
counters_names_width (PlInk *ink)
{
  const char *const names[] = { _("Tasks queued"), _("Tasks unclaimed"), _("Workers at a task"), _("Workers on a CPU") };
  double widest = 0, width;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      pl_ink_measure (ink, names[i], &PL_FONT_COUNTER, &width, NULL);
      widest = MAX (widest, width);
    }
  return widest + 11;
}

static double
names_width (PlTrace *trace, const PlTimelineRows *rows, PlInk *ink, const PlTimelineLayout *out)
{
  guint n = pl_timeline_n_rows (trace, rows), all = rows ? MEASURED_NAMES : 0;
  double widest = 0, most = MAX (out->width * 0.2, 64), width;

  /* The longest names are the parent's and the last worker's; pids grow, and may be several. */
  for (guint i = 0; i < n; i = i == 0 || n < 16 || i < all ? i + 1 : MAX (i + 1, n - 2))
    {
      g_autofree char *name = pl_timeline_row_name (trace, rows, i, out->detail_size <= 0);
      g_autofree char *detail = pl_timeline_row_detail (trace, rows, i);
      double indent = rows && rows->folds ? PL_FOLD_COLUMN * (1 + rows->rows[i].depth) : 0;

      pl_ink_measure (ink, name, &(PlFont) { out->name_size, PL_INK_BOLD, 0 }, &width, NULL);
      widest = MAX (widest, width + indent);
      if (out->detail_size > 0)
        {
          pl_ink_measure (ink, detail, &(PlFont) { out->detail_size, PL_INK_PLAIN, 0 }, &width, NULL);
          widest = MAX (widest, width + indent);
        }
    }
  if (out->counters.height > 0)
    {
      /* Cut off, two of them would be the same. */
      width = counters_names_width (ink);
      most = MAX (most, MIN (width, out->width * 0.25));
      widest = MAX (widest, width);
    }
  return ceil (CLAMP (widest, 64, most));
}

static double
details_height (PlTrace *trace, PlInk *ink, const PlViewport *view, double width)
{
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  pl_timeline_details_text (trace, view, &title, &text);
  if (!text)
    return 0;
  return pl_paragraph_height (ink, text, PL_FONT_DETAILS, width - 38) + 24 + (title ? 24 : 0);
}

/* A line that may need more than one in a narrow picture. */
static double
take_height (PlInk *ink, char *text, PlFont font, double width)
{
  double height = pl_paragraph_height (ink, text, font, width);

  g_free (text);
  return height;
}

static double
place_top (PlTrace *trace, PlInk *ink, PlTimelineLayout *out, guint parts)
{
  double y = 0;

  if (parts & PL_PART_TITLE)
    {
      out->title = (PlBox) { out->margin, 18, out->width - 2 * out->margin, 40 };
      out->title.height += take_height (ink, pl_trace_subtitle (trace), PL_FONT_SUBTITLE, out->title.width);
      y = out->title.y + out->title.height;
    }
  out->ruler = (PlBox) { 0, y, 0, parts & PL_PART_NO_RULER ? RULER_LINE : RULER_HEIGHT };
  return y + out->ruler.height + 4;
}

/* Everything under the lanes, with its gaps: heights only. */
static double
measure_bottom (PlTrace *trace, const PlTimelineRows *rows, PlInk *ink, const PlViewport *view, guint parts, PlTimelineLayout *out)
{
  PlBox flow = { out->margin, 0, out->width - 2 * out->margin, 0 };
  double sum = 0;

  if (parts & PL_PART_COUNTERS)
    sum += out->counters.height = (pl_trace_account_source (trace) != PL_ACCOUNT_SOURCE_NONE ? COUNTERS_TOLD_HEIGHT
                                                                                             : COUNTERS_HEIGHT) + COUNTERS_GAP;
  if (parts & PL_PART_LEGEND)
    {
      out->legend.height = pl_timeline_legend_flow (NULL, ink, trace, rows, view, NULL, &flow);
      sum += out->legend.height + 22;
    }
  if (parts & PL_PART_DETAILS)
    {
      out->details.height = details_height (trace, ink, view, out->width - 2 * out->margin);
      sum += out->details.height > 0 ? out->details.height + 16 : 0;
    }
  if (parts & PL_PART_FOOTER)
    {
      out->footer.height = take_height (ink, pl_trace_footer (trace), PL_FONT_SMALL, flow.width);
      sum += out->footer.height + 20;
    }
  return sum + (parts & (PL_PART_TITLE | PL_PART_FOOTER) ? 18 : 6);
}

static void
place_bottom (PlTimelineLayout *out, double y, guint parts)
{
  double width = out->width - 2 * out->margin;

  if (out->counters.height > 0)
    {
      out->counters = (PlBox) { out->plot.x, y + COUNTERS_GAP, out->plot.width, out->counters.height - COUNTERS_GAP };
      y = out->counters.y + out->counters.height;
    }
  if (out->legend.height > 0)
    {
      out->legend = (PlBox) { out->margin, y + 22, width, out->legend.height };
      y = out->legend.y + out->legend.height;
    }
  if (out->details.height > 0)
    out->details = (PlBox) { out->margin, y + 16, width, out->details.height };
  if (out->footer.height > 0)
    out->footer = (PlBox) { out->margin, out->height - 18 - out->footer.height, width, out->footer.height };
}

/* Room that the lanes cannot use goes to the counters, as far as it does them good. */
static void
share_out (PlTimelineLayout *out, double room, guint n, guint parts)
{
  double spare, pitch = floor (room) / MAX (n, 1);

  /* Where they fold, not even the part of a unit may get lost. */
  if ((parts & PL_PART_FOLD) && pitch < MIN_PITCH)
    out->pitch = MAX (pitch, MIN_FOLD_PITCH);
  else
    out->pitch = floor (CLAMP (pitch, MIN_PITCH, MAX_PITCH));
  out->content_height = out->pitch * n;
  spare = room - out->content_height;
  if (spare > 0 && out->counters.height > 0)
    out->counters.height = floor (MIN (out->counters.height + spare, MAX_COUNTERS_HEIGHT));
}

void
pl_timeline_layout (PlTrace *trace, const PlTimelineRows *rows, PlInk *ink, const PlViewport *view, double width,
                    double height, guint parts, PlTimelineLayout *out)
{
  guint n = pl_timeline_n_rows (trace, rows);
  double natural_pitch = floor (CLAMP (1000.0 / MAX (n, 1), MIN_EXPORT_PITCH, NATURAL_PITCH));
  double top, bottom, gap;

  *out = (PlTimelineLayout) { .width = width, .margin = parts & (PL_PART_TITLE | PL_PART_MARGINS) ? 29 : 12 };
  top = place_top (trace, ink, out, parts);
  bottom = measure_bottom (trace, rows, ink, view, parts, out);
  out->natural_height = top + natural_pitch * n + bottom;
  out->height = height > 0 ? height : ceil (out->natural_height);
  share_out (out, MAX (out->height - top - bottom, MIN_PITCH), n, parts);
  choose_lane_fonts (out);

  out->names = (PlBox) { out->margin, top, names_width (trace, rows, ink, out), 0 };
  gap = width < 700 ? 12 : 24;
  out->plot.x = MAX (ceil (out->margin + out->names.width + gap), view->left);
  out->plot.width = MAX (floor (width - out->margin - out->plot.x - (width < 700 ? 4 : 0)), 40);
  out->plot.y = top;
  out->plot.height = MIN (out->content_height, MAX (floor (out->height - top - bottom), MIN_PITCH));
  out->names.height = out->plot.height;
  out->ruler.x = out->plot.x;
  out->ruler.width = out->plot.width;
  out->scroll = round (CLAMP (view->scroll, 0, MAX (out->content_height - out->plot.height, 0)));
  place_bottom (out, out->plot.y + out->plot.height, parts);
}
