/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture-log.h"

#include "plan/pl-plan.h"

PlLog *
fixture_recording (PlRecordingThreads threads)
{
  const PlLogRoom room = { .lanes = 64, .records = 1 << 12, .names = 1 << 12 };
  PlPlanData plan;
  PlLog *log;

  pl_plan_init_recording (&plan);
  pl_plan_set_command (&plan, "planted");
  plan.recording_threads = threads;
  g_assert_cmpint (pl_log_create_roomy (&plan, &room, "0", &log), ==, 0);
  return log;
}
