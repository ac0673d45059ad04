/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pl-plan.h"
#include "plan/pl-plan-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/pl-text.h"

/* A plan in words. */

static char *
pool_title (const PlPlanData *plan)
{
  g_autofree char *tasks = pl_text_count (plan->tasks);
  g_autofree char *tasks_text =
      g_strdup_printf (ngettext ("%s task", "%s tasks", plan->tasks), tasks);

  return g_strdup_printf (_("Pool of %u, %s, %s"), plan->pool_size, tasks_text,
                          pl_ipc_name (plan->ipc));
}

static char *
race_title (const PlPlanData *plan)
{
  g_autofree char *increments = pl_text_count (plan->increments);
  g_autofree char *workers =
      g_strdup_printf (ngettext ("%u worker", "%u workers", plan->workers), plan->workers);

  if (plan->duration_ns > 0)
    {
      g_autofree char *duration = pl_text_duration_short (plan->duration_ns);

      return g_strdup_printf (_("One counter, %s, %s"), workers, duration);
    }
  return g_strdup_printf (ngettext ("One counter, %s, %s increment each",
                                    "One counter, %s, %s increments each", (gulong) plan->increments),
                          workers, increments);
}

static char *
scene_title (const PlPlanData *plan)
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
scene_subtitle (const PlPlanData *plan)
{
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, plan->seed);
  g_autofree char *rounds = pl_text_count (plan->scene_rounds);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("%u worker", "%u workers", plan->scene_workers),
                          plan->scene_workers);
  g_string_append (text, ", ");
  g_string_append_printf (text, ngettext ("%s round", "%s rounds", plan->scene_rounds), rounds);
  g_string_append (text, ", ");
  if (plan->scene == PL_SCENE_GATE)
    g_string_append_printf (text, _("at most %u inside, "), plan->scene_limit);
  else if (plan->scene == PL_SCENE_BUFFER)
    g_string_append_printf (text, ngettext ("%u place, ", "%u places, ", plan->scene_limit),
                            plan->scene_limit);
  g_string_append_printf (text, _("seed %s"), seed);
  return g_string_free (text, FALSE);
}

char *
pl_plan_title (const PlPlanData *plan)
{
  if (plan->kind == PL_RUN_SCENE)
    return scene_title (plan);
  return plan->kind == PL_RUN_RACE ? race_title (plan) : pool_title (plan);
}

/* "2-8 ms": from the shortest to the longest task, as the engine draws them. */
static char *
uniform_range (gint64 mean_ns)
{
  g_autofree char *shortest = pl_text_duration_short (mean_ns * 2 / 5);
  g_autofree char *longest = pl_text_duration_short (mean_ns * 8 / 5);
  const char *unit = strrchr (shortest, ' ');

  if (unit != NULL && g_strcmp0 (unit, strrchr (longest, ' ')) == 0)
    shortest[unit - shortest] = '\0';
  return g_strdup_printf ("%s-%s", shortest, longest);
}

static char *
time_text (const PlPlanData *plan)
{
  if (plan->spread == PL_SPREAD_UNIFORM)
    return uniform_range (plan->task_time_ns);
  return pl_text_duration_short (plan->task_time_ns);
}

static char *
pool_subtitle (const PlPlanData *plan)
{
  g_autofree char *chunk = pl_text_count (plan->chunk);
  g_autofree char *time = time_text (plan);
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, plan->seed);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _("chunk %s"), chunk);
  g_string_append (text, ", ");
  if (plan->task_time_ns > 0)
    {
      /* Translators: "work spin 2-8 ms uniform": what is worked, for how long, how that is spread. */
      g_string_append_printf (text, _("work %s %s %s"), pl_work_word (plan->work), time,
                              pl_spread_word (plan->spread));
    }
  else
    g_string_append_printf (text, _("work %s 0 ms"), pl_work_word (plan->work));
  if (plan->payload > 0)
    {
      g_autofree char *payload = pl_text_bytes (plan->payload);

      g_string_append (text, ", ");
      g_string_append_printf (text, _("payload %s"), payload);
    }
  g_string_append (text, ", ");
  g_string_append_printf (text, _("seed %s"), seed);
  return g_string_free (text, FALSE);
}

/* The RLock's depth matters where there is one. */
static gboolean
has_rlock (const PlPlanData *plan)
{
  for (guint i = 0; i < MIN (plan->n_parts, PL_MAX_RACE_PARTS); i++)
    {
      if (plan->parts[i].method == PL_RACE_RLOCK)
        return TRUE;
    }
  return FALSE;
}

static void
append_race_options (GString *text, const PlPlanData *plan)
{
  g_autofree char *window = pl_plan_window_phrase (plan);
  const char *cpus = pl_cpus_word (plan->cpus);

  if (plan->rlock_depth > 1 && has_rlock (plan))
    {
      g_string_append (text, ", ");
      g_string_append_printf (text, _("locked %u times over"), plan->rlock_depth);
    }
  if (window != NULL)
    g_string_append_printf (text, ", %s", window);
  if (cpus != NULL)
    g_string_append_printf (text, ", %s", cpus);
}

char *
pl_plan_race_options (const PlPlanData *plan)
{
  GString *text = g_string_new (NULL);

  append_race_options (text, plan);
  return g_string_free (text, FALSE);
}

static char *
race_subtitle (const PlPlanData *plan)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (plan->n_parts, PL_MAX_RACE_PARTS); i++)
    {
      const PlRaceMethodInfo *info = pl_race_method_info (plan->parts[i].method);
      const char *name = info != NULL ? _(info->name) : "?";

      if (i > 0)
        g_string_append (text, ", ");
      g_string_append_printf (text, plan->parts[i].record ? _("%s recorded") : _("%s unrecorded"),
                              name);
    }
  append_race_options (text, plan);
  if (plan->trials > 1)
    {
      g_autofree char *trials = pl_text_count (plan->trials);

      g_string_append (text, ", ");
      g_string_append_printf (text, ngettext ("%s trial", "%s trials", plan->trials), trials);
    }
  return g_string_free (text, FALSE);
}

char *
pl_plan_subtitle (const PlPlanData *plan)
{
  if (plan->kind == PL_RUN_SCENE)
    return scene_subtitle (plan);
  return plan->kind == PL_RUN_RACE ? race_subtitle (plan) : pool_subtitle (plan);
}
