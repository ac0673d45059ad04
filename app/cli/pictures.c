/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli.h"

#include <glib/gi18n.h>

#include "base/pl-error.h"
#include "base/pl-text.h"

/* There is something to see from begin_ns to end_ns. to_ns below 0: up to the end. */
static gboolean
set_range (PlView *view, gint64 begin_ns, gint64 end_ns, gint64 from_ns, gint64 to_ns, GError **error)
{
  g_autofree char *from = NULL, *to = NULL, *begin = NULL, *end = NULL;

  if (to_ns < 0)
    to_ns = MAX (end_ns, from_ns == 0 ? 1 : 0);
  if (from_ns < to_ns && from_ns < end_ns && to_ns > begin_ns)
    {
      view->from_ns = from_ns;
      view->to_ns = to_ns;
      return TRUE;
    }
  from = pl_text_duration_short (from_ns);
  to = pl_text_duration_short (to_ns);
  begin = pl_text_duration_short (begin_ns);
  end = pl_text_duration_short (end_ns);
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
               _("--from %s --to %s shows nothing: it goes from %s to %s, and --from must lie before "
                 "--to."),
               from, to, begin, end);
  return FALSE;
}

static gboolean
draw_race (PlLog *log, const char *path, const PlExportOptions *options, gint64 from_ns, gint64 to_ns,
           GError **error)
{
  g_autoptr (PlRace) race = pl_race_new (log);
  guint part = pl_race_get_main_part (race);
  PlRaceView view = { 0 };
  PlView range;

  /* Of many trials only the last is recorded; all of them are the picture, unless a moment is asked for. */
  if (pl_log_plan (log)->trials > 1 && from_ns == 0 && to_ns < 0)
    return pl_export_trials (race, options, path, error);
  if (pl_race_get_n_branches (race, part) > 0)
    view.branch = pl_race_choose_branch (race, part);
  if (from_ns != 0 || to_ns >= 0)
    {
      const PlRacePartStatus *status = &pl_log_header (log)->status.parts[part];

      if (!set_range (&range, status->begin_ns, status->end_ns, from_ns, to_ns, error))
        return FALSE;
      view.from_ns = range.from_ns;
      view.to_ns = range.to_ns;
    }
  return pl_export_race (race, &view, options, path, error);
}

static gboolean
draw_scene (PlTrace *trace, const char *path, const PlExportOptions *options, gint64 from_ns, gint64 to_ns,
            GError **error)
{
  PlSceneView view = { 0, 0 };
  PlView range;

  if (from_ns != 0 || to_ns >= 0)
    {
      pl_view_init (&range, trace);
      if (!set_range (&range, 0, pl_trace_get_end_ns (trace), from_ns, to_ns, error))
        return FALSE;
      view = (PlSceneView) { range.from_ns, range.to_ns };
    }
  return pl_export_scene (trace, &view, options, path, error);
}

gboolean
pl_cli_draw (PlLog *log, const char *path, const PlExportOptions *options, gint64 from_ns,
             gint64 to_ns, GError **error)
{
  g_autoptr (PlTrace) trace = NULL;
  PlView view;

  if (pl_log_plan (log)->kind == PL_RUN_RACE)
    return draw_race (log, path, options, from_ns, to_ns, error);
  trace = pl_trace_new (log);
  pl_trace_refresh (trace, -1);
  pl_view_init (&view, trace);
  if (pl_log_plan (log)->kind == PL_RUN_SCENE)
    return draw_scene (trace, path, options, from_ns, to_ns, error);
  if (from_ns != 0 || to_ns >= 0)
    {
      if (!set_range (&view, 0, pl_trace_get_end_ns (trace), from_ns, to_ns, error))
        return FALSE;
    }
  return pl_export_timeline (trace, &view, options, path, error);
}
