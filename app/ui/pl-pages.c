/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pl-page.h"

#include <string.h>

#include <glib/gi18n.h>

#include "plan/pl-machine.h"
#include "plan/pl-plan.h"
#include "ui/lesson/pl-lesson-page.h"
#include "ui/pool/pl-pool-page.h"
#include "ui/pool/pl-sweep-menu.h"
#include "ui/race/pl-race-actions.h"
#include "ui/race/pl-race-page.h"
#include "ui/recording/pl-examples.h"
#include "ui/recording/pl-recording-page.h"
#include "ui/scene/pl-scene-page.h"

static void
init_pool (PlPlanData *plan)
{
  pl_plan_init_pool_on (plan, pl_machine_n_cpus ());
}

static void
init_race (PlPlanData *plan)
{
  pl_plan_init_race_on (plan, pl_machine_n_cpus ());
}

static void
init_scene (PlPlanData *plan)
{
  pl_plan_init_scene (plan, PL_SCENE_DEADLOCK);
}

/* Of any kind, since a lesson may be about any. */
static PlRun *
run_lesson (const PlPlanData *plan, GError **error)
{
  return pl_plan_runs_program (plan) ? pl_run_new_recording (plan, error) : pl_run_new (plan, error);
}

/* A new page is one line here. */
static const PlPageInfo pages[] = {
  { PL_RUN_POOL, "pool", N_("Pool"), pl_pool_page_get_type, init_pool, pl_run_new, pl_pool_actions, TRUE,
    pl_sweep_menu_get_type },
  { PL_RUN_RACE, "race", N_("Race"), pl_race_page_get_type, init_race, pl_run_new, pl_race_actions, TRUE, NULL },
  /* A scene cannot be paused: it would look like the very thing it is about. */
  { PL_RUN_SCENE, "scene", N_("Scenes"), pl_scene_page_get_type, init_scene, pl_run_new, pl_scene_actions, FALSE, NULL },
  { PL_RUN_RECORDING, "recording", N_("Programs"), pl_recording_page_get_type, pl_examples_init_plan, pl_run_new_recording,
    NULL, TRUE, NULL },
  /* A shelf and no kind: what it runs is of any. */
  { PL_PAGE_OF_NO_KIND, "lesson", N_("Lessons"), pl_lesson_page_get_type, pl_plan_init_recording, run_lesson,
    pl_lesson_actions, TRUE, NULL },
};

const PlPageInfo *
pl_page_info (guint i)
{
  return i < G_N_ELEMENTS (pages) ? &pages[i] : NULL;
}

const PlPageInfo *
pl_page_info_for_kind (guint kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if ((guint) pages[i].kind == kind)
      return &pages[i];
  return NULL;
}

const PlPageInfo *
pl_page_info_for_key (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (strcmp (pages[i].key, key) == 0)
      return &pages[i];
  return NULL;
}
