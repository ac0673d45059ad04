/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Scenes through the real runner. */

#include "log/pl-scenes.h"
#include "plan/pl-plan.h"
#include "race/race-harness.h"

static inline const PlSceneStatus *
scene_status (PlLog *log)
{
  return &pl_log_header (log)->status.scene;
}

/* Start, wait, expect it to be done and everybody gone; free the log. */
static inline PlLog *
scene_run (const PlPlanData *plan)
{
  PlLog *log = race_run (plan);

  g_assert_true (race_all_gone_cb (log));
  g_assert_cmpuint (pl_log_dropped (log), ==, 0);
  return log;
}

/* The runner's own limit, and time to clean up. */
#define SCENE_BOUND_NS G_GINT64_CONSTANT (20000000000)
