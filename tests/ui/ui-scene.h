/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The scenes' page, as its tests use it. */

#include "log/pl-scenes.h"
#include "plan/pl-plan.h"
#include "ui-util.h"
#include "ui/scene/pl-scene-page.h"

static inline gboolean
is_running (PlWindow *window)
{
  return g_str_equal (gtk_button_get_label (ui_child (window, "run_button")), "Stop");
}

static inline PlScenePage *
page_of (PlWindow *window)
{
  return ui_page (window, "scene");
}

static inline void
start (PlWindow  *window,
       PlSceneId  scene,
       guint      variant)
{
  PlPlanData plan;

  pl_plan_init_scene (&plan, scene);
  plan.scene_variant = variant;
  pl_form_set_plan (ui_form (window, "scene"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("scene"));
  ui_activate (window, "win.run", NULL);
}

static inline void
run_to_end (PlWindow  *window,
            PlSceneId  scene,
            guint      variant)
{
  start (window, scene, variant);
  wait_until (!is_running (window));
}
