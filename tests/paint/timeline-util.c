/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "timeline-util.h"

#include "fixture-log.h"
#include "paint/pl-pictures.h"

PlTrace *
timeline_take (PlLog *log)
{
  PlTrace *trace = pl_trace_new (log);

  pl_log_unref (log);
  return trace;
}

PlTrace *
timeline_pool (guint workers, guint tasks, gint64 task_ns)
{
  FixturePlan plan = { .workers = workers, .tasks = tasks, .task_ns = task_ns, .seed = 8, .deaths = 2 };

  return timeline_take (fixture_pool (&plan));
}

void
timeline_view (PlViewport *view, PlTrace *trace)
{
  *view = (PlViewport) { .to_ns = pl_trace_get_end_ns (trace), .show_messages = TRUE };
}

PlTimeline *
timeline_lay_out (PlTrace *trace, const PlViewport *view, PlThemeId theme, double width, double height, guint parts)
{
  const PlPaper paper = { theme, 1, width, height, parts };

  return pl_timeline_lay_out (trace, view, &paper);
}

double
timeline_natural_height (PlTrace *trace, double width, guint parts)
{
  const PlPaper paper = { PL_THEME_LIGHT, 1, width, 0, parts };
  g_autoptr (PlPicture) picture = pl_picture_of_pool (trace);
  PlViewport view;

  timeline_view (&view, trace);
  return pl_picture_natural_height (picture, &view, &paper);
}
