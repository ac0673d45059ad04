/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pl-plan.h"
#include "plan/pl-plan-private.h"

#include <glib/gi18n-lib.h>

#include "base/pl-error.h"
#include "base/pl-text.h"

/* Plans as key files, for presets and settings. Keys that are missing keep their default,
 * unknown ones are ignored: a file of a later version can still be read. */

#define GROUP "plan"

/* The plain numbers of a plan, so that writing and reading them cannot disagree. */
typedef struct {
  const char *key;
  gsize offset;
  gboolean wide;        /* guint64, else guint32 */
} Field;

static const Field pool_fields[] = {
  { "pool-size", G_STRUCT_OFFSET (PlPlanData, pool_size), FALSE },
  { "tasks", G_STRUCT_OFFSET (PlPlanData, tasks), FALSE },
  { "payload", G_STRUCT_OFFSET (PlPlanData, payload), FALSE },
  { "seed", G_STRUCT_OFFSET (PlPlanData, seed), TRUE },
  { "serial", G_STRUCT_OFFSET (PlPlanData, serial), FALSE },
  { "record", G_STRUCT_OFFSET (PlPlanData, record), FALSE },
  { "fault", G_STRUCT_OFFSET (PlPlanData, fault), FALSE },
  { "fault-task", G_STRUCT_OFFSET (PlPlanData, fault_task), FALSE },
};

static const Field race_fields[] = {
  { "workers", G_STRUCT_OFFSET (PlPlanData, workers), FALSE },
  { "increments", G_STRUCT_OFFSET (PlPlanData, increments), TRUE },
  { "trials", G_STRUCT_OFFSET (PlPlanData, trials), FALSE },
  { "rlock-depth", G_STRUCT_OFFSET (PlPlanData, rlock_depth), FALSE },
  { "guess", G_STRUCT_OFFSET (PlPlanData, guess), TRUE },
  { "seed", G_STRUCT_OFFSET (PlPlanData, seed), TRUE },
};

static const Field scene_fields[] = {
  { "workers", G_STRUCT_OFFSET (PlPlanData, scene_workers), FALSE },
  { "rounds", G_STRUCT_OFFSET (PlPlanData, scene_rounds), FALSE },
  { "limit", G_STRUCT_OFFSET (PlPlanData, scene_limit), FALSE },
  { "seed", G_STRUCT_OFFSET (PlPlanData, seed), TRUE },
};

static void
write_fields (GKeyFile *file, const PlPlanData *plan, const Field *fields, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint64 value = fields[i].wide ? G_STRUCT_MEMBER (guint64, plan, fields[i].offset)
                                     : G_STRUCT_MEMBER (guint32, plan, fields[i].offset);

      g_key_file_set_uint64 (file, GROUP, fields[i].key, value);
    }
}

char *
pl_plan_exact_duration (gint64 ns)
{
  if (ns % 1000000000 == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT "s", ns / 1000000000);
  if (ns % 1000000 == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT "ms", ns / 1000000);
  if (ns % 1000 == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT "us", ns / 1000);
  return g_strdup_printf ("%" G_GINT64_FORMAT "ns", ns);
}

static void
write_pool (GKeyFile *file, const PlPlanData *plan)
{
  g_autofree char *task_time = pl_plan_exact_duration (plan->task_time_ns);

  g_key_file_set_string (file, GROUP, "kind", "pool");
  write_fields (file, plan, pool_fields, G_N_ELEMENTS (pool_fields));
  if (plan->chunk_asked == 0)
    g_key_file_set_string (file, GROUP, "chunk", "auto");
  else
    g_key_file_set_uint64 (file, GROUP, "chunk", plan->chunk_asked);
  g_key_file_set_string (file, GROUP, "ipc", pl_ipc_key (plan->ipc));
  g_key_file_set_string (file, GROUP, "work", pl_work_key (plan->work));
  g_key_file_set_string (file, GROUP, "spread", pl_spread_key (plan->spread));
  g_key_file_set_string (file, GROUP, "task-time", task_time);
}

static void
write_race (GKeyFile *file, const PlPlanData *plan)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_autofree char *window = pl_plan_window_text (plan);
  g_autofree char *duration = pl_plan_exact_duration (plan->duration_ns);
  g_auto (GStrv) strv = NULL;

  g_key_file_set_string (file, GROUP, "kind", "race");
  g_key_file_set_string (file, GROUP, "window", window);
  g_key_file_set_string (file, GROUP, "cpus", pl_cpus_key (plan->cpus));
  if (plan->duration_ns > 0)
    g_key_file_set_string (file, GROUP, "duration", duration);
  write_fields (file, plan, race_fields, G_N_ELEMENTS (race_fields));
  for (guint i = 0; i < plan->n_parts; i++)
    {
      g_autofree char *part = g_strconcat (pl_race_method_info (plan->parts[i].method)->key,
                                           plan->parts[i].record ? " recorded" : " unrecorded", NULL);

      g_strv_builder_add (parts, part);
    }
  strv = g_strv_builder_end (parts);
  g_key_file_set_string_list (file, GROUP, "parts", (const char *const *) strv, plan->n_parts);
}

static void
write_scene (GKeyFile *file, const PlPlanData *plan)
{
  g_key_file_set_string (file, GROUP, "kind", "scene");
  g_key_file_set_string (file, GROUP, "scene", pl_scene_info (plan->scene)->key);
  g_key_file_set_string (file, GROUP, "variant",
                         pl_scene_variant_info (plan->scene, plan->scene_variant)->key);
  write_fields (file, plan, scene_fields, G_N_ELEMENTS (scene_fields));
}

char *
pl_plan_to_key_file (const PlPlanData *plan)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  PlPlanData checked = *plan;

  g_return_val_if_fail (pl_plan_validate (&checked, NULL), NULL);
  if (checked.kind == PL_RUN_RACE)
    write_race (file, &checked);
  else if (checked.kind == PL_RUN_SCENE)
    write_scene (file, &checked);
  else
    write_pool (file, &checked);
  return g_key_file_to_data (file, NULL, NULL);
}

static gboolean
bad_value (GError **error, const char *key, const char *value)
{
  g_set_error (error, PL_ERROR, PL_ERROR_FORMAT,
               _("The plan's “%s” cannot be “%s”. Correct it, or remove the line."), key, value);
  return FALSE;
}

static gboolean
read_fields (GKeyFile *file, PlPlanData *plan, const Field *fields, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_key_file_get_string (file, GROUP, fields[i].key, NULL);
      guint64 value;

      if (text == NULL)
        continue;
      if (!pl_text_parse_count (text, &value) || (!fields[i].wide && value > G_MAXUINT32))
        return bad_value (error, fields[i].key, text);
      if (fields[i].wide)
        G_STRUCT_MEMBER (guint64, plan, fields[i].offset) = value;
      else
        G_STRUCT_MEMBER (guint32, plan, fields[i].offset) = (guint32) value;
    }
  return TRUE;
}

static gboolean
read_choice (GKeyFile *file, const char *key, int (*from_key) (const char *), guint32 *choice,
             GError **error)
{
  g_autofree char *text = g_key_file_get_string (file, GROUP, key, NULL);
  int value;

  if (text == NULL)
    return TRUE;
  value = from_key (text);
  if (value < 0)
    return bad_value (error, key, text);
  *choice = (guint32) value;
  return TRUE;
}

static gboolean
read_pool (GKeyFile *file, PlPlanData *plan, GError **error)
{
  g_autofree char *task_time = g_key_file_get_string (file, GROUP, "task-time", NULL);
  g_autofree char *chunk = g_key_file_get_string (file, GROUP, "chunk", NULL);
  guint64 value;

  pl_plan_init_pool (plan);
  if (!read_fields (file, plan, pool_fields, G_N_ELEMENTS (pool_fields), error)
      || !read_choice (file, "ipc", pl_ipc_from_key, &plan->ipc, error)
      || !read_choice (file, "work", pl_work_from_key, &plan->work, error)
      || !read_choice (file, "spread", pl_spread_from_key, &plan->spread, error))
    return FALSE;
  if (task_time != NULL && !pl_text_parse_duration (task_time, &plan->task_time_ns))
    return bad_value (error, "task-time", task_time);
  if (chunk == NULL || g_str_equal (chunk, "auto"))
    return TRUE;
  if (!pl_text_parse_count (chunk, &value) || value == 0 || value > G_MAXUINT32)
    return bad_value (error, "chunk", chunk);
  plan->chunk_asked = (guint32) value;
  return TRUE;
}

static gboolean
read_part (const char *text, PlRacePart *part, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 2);
  int method = words[0] != NULL ? pl_race_method_from_key (words[0]) : -1;

  if (method < 0 || words[1] == NULL)
    return bad_value (error, "parts", text);
  part->method = (guint32) method;
  part->record = g_str_equal (words[1], "recorded");
  return part->record || g_str_equal (words[1], "unrecorded") ? TRUE
                                                              : bad_value (error, "parts", text);
}

static gboolean
read_race (GKeyFile *file, PlPlanData *plan, GError **error)
{
  g_autofree char *window = g_key_file_get_string (file, GROUP, "window", NULL);
  g_autofree char *duration = g_key_file_get_string (file, GROUP, "duration", NULL);
  g_auto (GStrv) parts = NULL;
  gsize n_parts = 0;

  pl_plan_init_race (plan);
  if (!read_fields (file, plan, race_fields, G_N_ELEMENTS (race_fields), error)
      || !read_choice (file, "cpus", pl_cpus_from_key, &plan->cpus, error))
    return FALSE;
  if (window != NULL && !pl_plan_set_window (plan, window))
    return bad_value (error, "window", window);
  if (duration != NULL && !pl_text_parse_duration (duration, &plan->duration_ns))
    return bad_value (error, "duration", duration);
  parts = g_key_file_get_string_list (file, GROUP, "parts", &n_parts, NULL);
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

static gboolean
read_scene (GKeyFile *file, PlPlanData *plan, GError **error)
{
  g_autofree char *scene = g_key_file_get_string (file, GROUP, "scene", NULL);
  g_autofree char *variant = g_key_file_get_string (file, GROUP, "variant", NULL);
  int id = scene != NULL ? pl_scene_from_key (scene) : 0;

  if (id < 0)
    return bad_value (error, "scene", scene);
  pl_plan_init_scene (plan, (PlSceneId) id);
  if (variant != NULL)
    {
      int number = pl_scene_variant_from_key ((guint) id, variant);

      if (number < 0)
        return bad_value (error, "variant", variant);
      plan->scene_variant = (guint32) number;
    }
  return read_fields (file, plan, scene_fields, G_N_ELEMENTS (scene_fields), error);
}

static gboolean
read_kind (GKeyFile *file, const char *kind, PlPlanData *plan, GError **error)
{
  if (kind == NULL || g_str_equal (kind, "pool"))
    return read_pool (file, plan, error);
  if (g_str_equal (kind, "race"))
    return read_race (file, plan, error);
  if (g_str_equal (kind, "scene"))
    return read_scene (file, plan, error);
  return bad_value (error, "kind", kind);
}

gboolean
pl_plan_from_key_file (PlPlanData *plan, const char *text, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *kind = NULL;
  g_autoptr (GError) syntax = NULL;
  PlPlanData read;

  if (!g_key_file_load_from_data (file, text, (gsize) -1, G_KEY_FILE_NONE, &syntax)
      || !g_key_file_has_group (file, GROUP))
    {
      g_set_error (error, PL_ERROR, PL_ERROR_FORMAT,
                   _("This is not a plan: it has no readable section [%s]."), GROUP);
      return FALSE;
    }
  kind = g_key_file_get_string (file, GROUP, "kind", NULL);
  if (!read_kind (file, kind, &read, error) || !pl_plan_validate (&read, error))
    return FALSE;
  *plan = read;
  return TRUE;
}
