/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pl-trace-kinds.h"

#include <glib/gi18n-lib.h>

#include "trace/scene/pl-scene-path.h"
#include "trace/scene/pl-scene-text.h"

static const char *
no_robust_locks (const PlPlanData *plan)
{
  if (plan->scene != PL_SCENE_OWNER || plan->scene_variant != PL_OWNER_ROBUST)
    return NULL;
  return _("This system has no robust locks: nobody is told that the owner of one has died.");
}

static char *
outcome (PlLog *log)
{
  return g_strdup (pl_scene_headline (log));
}

static const char *
result (PlLog *log)
{
  return pl_scene_outcome_info (pl_log_header (log)->status.scene.outcome)->key;
}

const PlTraceKind pl_trace_scene = {
  .outcome = outcome, .result = result,
  .worker_name = pl_scene_lane_name, .span_title = pl_scene_span_title,
  .span_sentence = pl_scene_span_sentence, .state_name = pl_scene_state_name, .no_robust_locks = no_robust_locks, .measure = pl_scene_measure,
  .cause = pl_scene_cause,
};
