/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pl-plan-fields.h"
#include "plan/pl-plan-kinds.h"
#include "plan/pl-plan-limits.h"
#include "plan/pl-plan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/pl-text.h"

void
pl_plan_init_scene (PlPlanData *plan, PlSceneId scene)
{
  const PlSceneInfo *info = pl_scene_info (scene);

  g_return_if_fail (info != NULL);
  memset (plan, 0, sizeof *plan);
  plan->kind = PL_RUN_SCENE;
  plan->record = 1;
  plan->seed = 1;
  plan->scene = scene;
  plan->scene_variant = PL_VARIANT_FAULTY;
  plan->scene_workers = info->workers;
  plan->scene_rounds = info->rounds;
  plan->scene_limit = info->limit;
}

static void
init (PlPlanData *plan)
{
  pl_plan_init_scene (plan, (PlSceneId) 0);
}

static gboolean
equal (const PlPlanData *a, const PlPlanData *b)
{
  return a->scene == b->scene && a->scene_variant == b->scene_variant
         && a->scene_workers == b->scene_workers && a->scene_rounds == b->scene_rounds
         && a->scene_limit == b->scene_limit;
}

static gboolean
check (PlPlanData *plan, GError **error)
{
  const PlSceneInfo *info = pl_scene_info (plan->scene);

  if (!pl_plan_check_choice (_("Scene"), plan->scene, PL_N_SCENES, error)
      || !pl_plan_check_choice (_("Variant"), plan->scene_variant, pl_scene_n_variants (plan->scene), error)
      || !pl_plan_check_count (_("Number of workers"), plan->scene_workers, info->min_workers,
                       info->max_workers, error)
      || !pl_plan_check_count (_("Number of rounds"), plan->scene_rounds, 1, info->max_rounds, error)
      || !pl_plan_check_count (_("Limit"), plan->scene_limit, info->min_limit, info->max_limit, error))
    return FALSE;
  /* Every scene lives from what is seen. */
  plan->record = 1;
  return TRUE;
}

static char *
title (const PlPlanData *plan)
{
  const PlSceneInfo *info = pl_scene_info (plan->scene);
  const PlSceneVariantInfo *variant = pl_scene_variant_info (plan->scene, plan->scene_variant);

  if (info == NULL || variant == NULL)
    return g_strdup ("?");
  /* Translators: a scene and its variant: "Dining philosophers: left fork first". */
  return g_strdup_printf (_("%s: %s"), _(info->name), _(variant->name));
}

/* "5 workers, 20 rounds each, at most 2 inside": the numbers of a scene. */
static char *
subtitle (const PlPlanData *plan)
{
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, plan->seed);
  g_autofree char *rounds = pl_text_count (plan->scene_rounds);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("%u worker", "%u workers", plan->scene_workers),
                          plan->scene_workers);
  g_string_append (text, ", ");
  g_string_append_printf (text, ngettext ("%s round", "%s rounds", plan->scene_rounds), rounds);
  g_string_append (text, ", ");
  if (plan->scene == PL_SCENE_GATE || plan->scene == PL_SCENE_BOUNDED)
    g_string_append_printf (text, _("at most %u inside, "), plan->scene_limit);
  else if (plan->scene == PL_SCENE_BUFFER || plan->scene == PL_SCENE_SENTINEL)
    g_string_append_printf (text, ngettext ("%u place, ", "%u places, ", plan->scene_limit),
                            plan->scene_limit);
  else if (plan->scene == PL_SCENE_ARRAY)
    g_string_append_printf (text, ngettext ("%u cell, ", "%u cells, ", plan->scene_limit), plan->scene_limit);
  g_string_append_printf (text, _("seed %s"), seed);
  return g_string_free (text, FALSE);
}

/* It is over or it is not. */
static guint
n_steps (const PlPlanData *plan)
{
  return 1;
}

static const PlPlanField fields[] = {
  { "workers", G_STRUCT_OFFSET (PlPlanData, scene_workers), FALSE },
  { "rounds", G_STRUCT_OFFSET (PlPlanData, scene_rounds), FALSE },
  { "limit", G_STRUCT_OFFSET (PlPlanData, scene_limit), FALSE },
  { "seed", G_STRUCT_OFFSET (PlPlanData, seed), TRUE },
};

static void
write_plan (GKeyFile *file, const PlPlanData *plan)
{
  g_key_file_set_string (file, PL_PLAN_GROUP, "scene", pl_scene_info (plan->scene)->key);
  g_key_file_set_string (file, PL_PLAN_GROUP, "variant",
                         pl_scene_variant_info (plan->scene, plan->scene_variant)->key);
  pl_plan_write_fields (file, plan, fields, G_N_ELEMENTS (fields));
}

static gboolean
read_plan (GKeyFile *file, PlPlanData *plan, GError **error)
{
  g_autofree char *scene = g_key_file_get_string (file, PL_PLAN_GROUP, "scene", NULL);
  g_autofree char *variant = g_key_file_get_string (file, PL_PLAN_GROUP, "variant", NULL);
  int id = scene != NULL ? pl_scene_from_key (scene) : 0;

  if (id < 0)
    return pl_plan_bad_value (error, "scene", scene);
  pl_plan_init_scene (plan, (PlSceneId) id);
  if (variant != NULL)
    {
      int number = pl_scene_variant_from_key ((guint) id, variant);

      if (number < 0)
        return pl_plan_bad_value (error, "variant", variant);
      plan->scene_variant = (guint32) number;
    }
  return pl_plan_read_fields (file, plan, fields, G_N_ELEMENTS (fields), error);
}

const PlPlanKind pl_plan_scene = {
  .init = init, .check = check, .equal = equal, .title = title, .subtitle = subtitle,
  .n_steps = n_steps, .write = write_plan, .read = read_plan,
};
