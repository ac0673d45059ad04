/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "race-util.h"

#include <glib/gstdio.h>

#include "plan/pl-plan.h"

void
race_start (PlWindow *window,
            guint     workers,
            guint     increments)
{
  PlPlanData plan;

  pl_plan_init_race (&plan);
  plan.workers = workers;
  plan.increments = increments;
  pl_form_set_plan (ui_form (window, "race"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("race"));
  ui_activate (window, "win.run", NULL);
}

PlRacePage *
race_page (PlWindow *window)
{
  return ui_page (window, "race");
}

char *
race_export_as (PlWindow   *window,
                const char *name,
                const char *action)
{
  g_autofree char *path = ui_temp_path (name);
  char *bytes = NULL;

  ui_activate (window, action, g_variant_new_string (path));
  g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
  g_unlink (path);
  return bytes;
}
