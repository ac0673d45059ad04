/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pl-plan-fields.h"
#include "plan/pl-plan-kinds.h"
#include "plan/pl-plan.h"
#include "plan/race/pl-plan-race-private.h"

#include <string.h>

#include "base/pl-text.h"
#include "log/pl-record.h"

void
pl_plan_init_race (PlPlanData *plan)
{
  memset (plan, 0, sizeof *plan);
  plan->kind = PL_RUN_RACE;
  plan->record = 1;
  plan->seed = 1;
  plan->workers = 4;
  plan->increments = 100000;
  plan->trials = 1;
  plan->rlock_depth = 1;
  plan->overlap_ns = PL_RACE_OVERLAP_NS;
  pl_plan_set_lock (plan, PL_RACE_MUTEX);
}

void
pl_plan_init_race_on (PlPlanData *plan, guint n_cpus)
{
  pl_plan_init_race (plan);
  if (n_cpus == 1)
    plan->window = PL_RACE_WINDOW_YIELD;
}

void
pl_plan_set_lock (PlPlanData *plan, guint method)
{
  plan->n_parts = 0;
  plan->parts[plan->n_parts++] = (PlRacePart) { .method = PL_RACE_NONE, .record = 1 };
  if (method != PL_RACE_NONE)
    plan->parts[plan->n_parts++] = (PlRacePart) { .method = method, .record = 1 };
  plan->parts[plan->n_parts++] = (PlRacePart) { .method = PL_RACE_NONE, .record = 0 };
}

guint
pl_plan_get_lock (const PlPlanData *plan)
{
  for (guint i = 0; i < MIN (plan->n_parts, PL_MAX_RACE_PARTS); i++)
    if (plan->parts[i].method != PL_RACE_NONE)
      return plan->parts[i].method;
  return PL_RACE_NONE;
}

static gboolean
equal (const PlPlanData *a, const PlPlanData *b)
{
  if (a->workers != b->workers || a->n_parts != b->n_parts || a->increments != b->increments
      || a->trials != b->trials || a->window != b->window || a->window_amount != b->window_amount
      || a->cpus != b->cpus || a->duration_ns != b->duration_ns
      || (a->duration_ns == 0 && a->overlap_ns != b->overlap_ns) || a->guess != b->guess
      || MAX (a->rlock_depth, 1) != MAX (b->rlock_depth, 1))
    return FALSE;
  for (guint i = 0; i < MIN (a->n_parts, PL_MAX_RACE_PARTS); i++)
    {
      if (a->parts[i].method != b->parts[i].method || a->parts[i].record != b->parts[i].record)
        return FALSE;
    }
  return TRUE;
}

static guint
n_steps (const PlPlanData *plan)
{
  return plan->n_parts * plan->trials;
}

/* What an increment takes at least: under a lock, and without. */
#define LOCKED_NS 15.0
#define BARE_NS 1.0

/* Under a lock one waits for the other; those who sleep without one need no CPU. */
static double
part_ns (const PlPlanData *plan, const PlRacePart *part, double cpus)
{
  gboolean lock = pl_race_method_is_lock (part->method), sleeps = plan->window == PL_RACE_WINDOW_SLEEP;
  double each = (lock ? LOCKED_NS : BARE_NS) + (double) plan->window_amount;
  double at_once = lock ? 1 : sleeps ? plan->workers : MIN (plan->workers, cpus);

  return (double) plan->increments * each * plan->workers / at_once;
}

static gint64
estimate_ns (const PlPlanData *plan, double cpus)
{
  double ns = 0;

  for (guint i = 0; i < plan->n_parts; i++)
    ns += plan->duration_ns > 0 ? (double) plan->duration_ns : part_ns (plan, &plan->parts[i], cpus);
  /* A thousand million increments with pauses, ten thousand times: more than the number holds. */
  return (gint64) MIN (ns * plan->trials, 9e18);
}

/* What is recorded of a race is known to the last byte. */
static guint64
filled_bytes (const PlPlanData *plan)
{
  guint64 bytes = 0;

  for (guint i = 0; i < plan->n_parts; i++)
    {
      if (plan->parts[i].record)
        bytes += plan->workers * plan->increments * sizeof (PlRaceRecord);
    }
  return bytes;
}

static const PlPlanField fields[] = {
  { "workers", G_STRUCT_OFFSET (PlPlanData, workers), FALSE },
  { "increments", G_STRUCT_OFFSET (PlPlanData, increments), TRUE },
  { "trials", G_STRUCT_OFFSET (PlPlanData, trials), FALSE },
  { "rlock-depth", G_STRUCT_OFFSET (PlPlanData, rlock_depth), FALSE },
  { "guess", G_STRUCT_OFFSET (PlPlanData, guess), TRUE },
  { "seed", G_STRUCT_OFFSET (PlPlanData, seed), TRUE },
};

static void
write_plan (GKeyFile *file, const PlPlanData *plan)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_autofree char *window = pl_plan_window_text (plan);
  g_autofree char *duration = pl_text_duration_exact (plan->duration_ns);
  g_autofree char *overlap = pl_text_duration_exact (plan->overlap_ns);
  g_auto (GStrv) strv = NULL;

  g_key_file_set_string (file, PL_PLAN_GROUP, "window", window);
  g_key_file_set_string (file, PL_PLAN_GROUP, "cpus", pl_cpus_key (plan->cpus));
  if (plan->duration_ns > 0)
    g_key_file_set_string (file, PL_PLAN_GROUP, "duration", duration);
  else
    g_key_file_set_string (file, PL_PLAN_GROUP, "overlap", overlap);
  pl_plan_write_fields (file, plan, fields, G_N_ELEMENTS (fields));
  for (guint i = 0; i < plan->n_parts; i++)
    {
      g_autofree char *part = g_strconcat (pl_race_method_info (plan->parts[i].method)->key,
                                           plan->parts[i].record ? " recorded" : " unrecorded", NULL);

      g_strv_builder_add (parts, part);
    }
  strv = g_strv_builder_end (parts);
  g_key_file_set_string_list (file, PL_PLAN_GROUP, "parts", (const char *const *) strv, plan->n_parts);
}

static gboolean
read_part (const char *text, PlRacePart *part, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 2);
  int method = words[0] != NULL ? pl_race_method_from_key (words[0]) : -1;

  if (method < 0 || words[1] == NULL)
    return pl_plan_bad_value (error, "parts", text);
  part->method = (guint32) method;
  part->record = g_str_equal (words[1], "recorded");
  return part->record || g_str_equal (words[1], "unrecorded") ? TRUE
                                                              : pl_plan_bad_value (error, "parts", text);
}

static gboolean
read_plan (GKeyFile *file, PlPlanData *plan, GError **error)
{
  g_autofree char *window = g_key_file_get_string (file, PL_PLAN_GROUP, "window", NULL);
  g_autofree char *duration = g_key_file_get_string (file, PL_PLAN_GROUP, "duration", NULL);
  g_autofree char *overlap = g_key_file_get_string (file, PL_PLAN_GROUP, "overlap", NULL);
  g_auto (GStrv) parts = NULL;
  gsize n_parts = 0;

  if (!pl_plan_read_fields (file, plan, fields, G_N_ELEMENTS (fields), error)
      || !pl_plan_read_choice (file, "cpus", pl_cpus_from_key, &plan->cpus, error))
    return FALSE;
  if (window != NULL && !pl_plan_set_window (plan, window))
    return pl_plan_bad_value (error, "window", window);
  if (duration != NULL && !pl_text_parse_duration (duration, &plan->duration_ns))
    return pl_plan_bad_value (error, "duration", duration);
  if (overlap != NULL && !pl_text_parse_duration (overlap, &plan->overlap_ns))
    return pl_plan_bad_value (error, "overlap", overlap);
  parts = g_key_file_get_string_list (file, PL_PLAN_GROUP, "parts", &n_parts, NULL);
  if (parts == NULL)
    return TRUE;
  plan->n_parts = (guint32) MIN (n_parts, G_MAXUINT32);
  for (gsize i = 0; i < MIN (n_parts, PL_MAX_RACE_PARTS); i++)
    {
      if (!read_part (parts[i], &plan->parts[i], error))
        return FALSE;
    }
  return TRUE;
}

const PlPlanKind pl_plan_race = {
  .init = pl_plan_init_race, .check = pl_plan_check_race, .equal = equal,
  .title = pl_plan_race_title, .subtitle = pl_plan_race_subtitle, .n_steps = n_steps,
  .estimate_ns = estimate_ns, .filled_bytes = filled_bytes, .write = write_plan, .read = read_plan,
};
