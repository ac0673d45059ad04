/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Scenes through the real runner. */

#include <string.h>
#include <unistd.h>

#include "log/pl-scenes.h"
#include "plan/pl-plan.h"
#include "race/race-harness.h"

static inline const PlSceneStatus *
scene_status (PlLog *log)
{
  return &pl_log_header (log)->status.scene;
}

/* Killed ones may be zombies of a dead parent for a moment: they count as gone. */
static inline gboolean
scene_is_gone (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", (int) pid);
  g_autofree char *stat = NULL;
  const char *state;

  if (pid == 0 || !g_file_get_contents (path, &stat, NULL, NULL))
    return TRUE;
  state = strrchr (stat, ')');
  return state && (state[2] == 'Z' || state[2] == 'X');
}

static inline gboolean
scene_all_gone_cb (gpointer data)
{
  PlLog *log = data;

  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    if (!scene_is_gone (pl_log_lane (log, lane)->pid))
      return FALSE;
  return TRUE;
}

/* Start, wait, expect it to be done and everybody gone; free the log. */
static inline PlLog *
scene_run (const PlPlanData *plan)
{
  PlLog *log = race_run (plan);

  g_assert_true (scene_all_gone_cb (log));
  g_assert_cmpuint (pl_log_dropped (log), ==, 0);
  return log;
}

/* The runner's own limit, and time to clean up. */
#define SCENE_BOUND_NS G_GINT64_CONSTANT (20000000000)
