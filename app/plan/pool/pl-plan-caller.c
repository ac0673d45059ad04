/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pool/pl-plan-caller.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/pl-error.h"
#include "base/pl-order.h"
#include "base/pl-text.h"
#include "plan/pl-plan-fields.h"
#include "plan/pl-plan-limits.h"
#include "plan/pl-plan.h"

/* --- tasks that raise an exception --- */

char *
pl_plan_fail_tasks_text (const PlPlanData *plan)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < PL_MAX_FAIL_TASKS && plan->fail_tasks[i] > 0; i++)
    g_string_append_printf (text, i > 0 ? ", %u" : "%u", plan->fail_tasks[i]);
  return g_string_free (text, FALSE);
}

PL_ORDER (compare, guint32)

gboolean
pl_plan_set_fail_tasks (PlPlanData *plan, const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (text, ", ;", -1);
  guint32 found[PL_MAX_FAIL_TASKS] = { 0 };
  guint n = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      guint64 task;

      if (words[i][0] == '\0')
        continue;
      if (!pl_text_parse_count (words[i], &task))
        {
          g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
                       _("“%s” is no list of tasks. Give their numbers, as in “7, 19”."), text);
          return FALSE;
        }
      if (!pl_plan_check_count (_("Failing task"), task, 1, MAX (plan->tasks, 1), error))
        return FALSE;
      if (n == PL_MAX_FAIL_TASKS)
        return pl_plan_check_count (_("Number of failing tasks"), g_strv_length (words), 0, PL_MAX_FAIL_TASKS, error);
      found[n++] = (guint32) task;
    }
  qsort (found, n, sizeof *found, compare);
  memset (plan->fail_tasks, 0, sizeof plan->fail_tasks);
  for (guint i = 0, k = 0; i < n; i++)
    if (i == 0 || found[i] != found[i - 1])
      plan->fail_tasks[k++] = found[i];
  return TRUE;
}

/* --- limits --- */

static gboolean
check_time (const char *what, gint64 ns, GError **error)
{
  g_autofree char *value = NULL, *highest = NULL;

  if (ns >= 0 && ns <= PL_MAX_TASK_TIME_NS)
    return TRUE;
  value = pl_text_duration_short (ns);
  highest = pl_text_duration_short (PL_MAX_TASK_TIME_NS);
  return pl_plan_refuse (error, what, value, "0", highest);
}

static gboolean
check_times (const PlPlanData *plan, GError **error)
{
  return check_time (_("Initialiser time"), plan->init_ns, error) &&
         check_time (_("Callback time"), plan->callback_ns, error) &&
         (plan->result_timeout_ns == 0 || check_time (_("Result time-out"), plan->result_timeout_ns - 1, error)) &&
         check_time (_("Idle time"), plan->idle_ns, error) &&
         check_time (_("Time until terminate"), plan->end_after_ns, error);
}

static gboolean refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  g_autofree char *sentence = NULL;
  va_list args;

  va_start (args, format);
  sentence = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN, sentence);
  return FALSE;
}

/* What Python's methods cannot do either. */
static gboolean
check_mode (const PlPlanData *plan, GError **error)
{
  const PlPoolModeInfo *mode = pl_pool_mode_info (plan->mode);
  const char *name = pl_mode_name (plan->mode);

  if (plan->callback_ns > 0 && !mode->at_once)
    return refuse (error, _("%s returns results and calls nobody back: a callback time needs apply_async or map_async."), name);
  if (plan->result_timeout_ns > 0 && (plan->mode == PL_MODE_APPLY || mode->arrival == PL_ARRIVE_TOGETHER) && !mode->at_once)
    return refuse (error, _("%s waits as long as it takes: a result time-out needs imap, imap_unordered, apply_async or "
                            "map_async."), name);
  if (plan->callback_ns > 0 && plan->result_timeout_ns > 0)
    return refuse (error, _("With %s, results either come by callback, or are waited for: choose a callback time or a "
                            "result time-out."), name);
  if (plan->mode == PL_MODE_APPLY && plan->maps > 1)
    return refuse (error, _("%s is one call a task anyway: choose 1 call."), name);
  if (mode->single && plan->chunk_asked > 1)
    return refuse (error, _("%s hands out one task at a time: its chunk size can only be 1."), name);
  if (plan->tasks_per_worker > 0 && plan->worker_kind != PL_WORKERS_PROCESS)
    return refuse (error, "%s", _("Only processes are followed by new ones: what a thread leaves stays with its process, and "
                                  "Python's ThreadPool has no maxtasksperchild either. Choose processes as workers, or no "
                                  "limit of chunks a worker."));
  if (plan->end_after_ns > 0 && plan->end != PL_END_TERMINATE)
    return refuse (error, "%s", _("Only terminate can end a pool at a time: close waits for its tasks."));
  return TRUE;
}

gboolean
pl_plan_check_caller (PlPlanData *plan, GError **error)
{
  if (!pl_plan_check_choice (_("Mode"), plan->mode, PL_N_MODES, error)
      || !pl_plan_check_choice (_("End"), plan->end, PL_N_ENDS, error)
      || !pl_plan_check_count (_("Number of calls"), MAX (plan->maps, 1), 1, PL_MAX_CALLS, error)
      || !pl_plan_check_count (_("Tasks per worker"), plan->tasks_per_worker, 0, PL_MAX_TASKS, error)
      || !check_times (plan, error) || !check_mode (plan, error))
    return FALSE;
  for (guint i = 0; i < PL_MAX_FAIL_TASKS; i++)
    if (plan->fail_tasks[i] > 0
        && !pl_plan_check_count (_("Failing task"), plan->fail_tasks[i], 1, MAX (plan->tasks, 1), error))
      return FALSE;
  plan->maps = plan->maps > 1 ? plan->maps : 0;
  plan->fail_init = plan->fail_init != 0;
  return TRUE;
}

guint
pl_plan_tasks_a_call (const PlPlanData *plan)
{
  guint maps = MAX (plan->maps, 1);

  return (plan->tasks + maps - 1) / maps;
}

gboolean
pl_plan_equal_callers (const PlPlanData *a, const PlPlanData *b)
{
  return a->mode == b->mode && a->maps == b->maps && a->tasks_per_worker == b->tasks_per_worker
         && a->fail_init == b->fail_init && a->end == b->end && a->init_ns == b->init_ns
         && a->callback_ns == b->callback_ns && a->result_timeout_ns == b->result_timeout_ns
         && a->idle_ns == b->idle_ns && a->end_after_ns == b->end_after_ns
         && memcmp (a->fail_tasks, b->fail_tasks, sizeof a->fail_tasks) == 0;
}

/* --- in words --- */

static void add (GString *text, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add (GString *text, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_string_append (text, ", ");
  g_string_append_vprintf (text, format, args);
  va_end (args);
}

static void
append_times (const PlPlanData *plan, GString *text)
{
  g_autofree char *init = pl_text_duration_short (plan->init_ns), *callback = pl_text_duration_short (plan->callback_ns);
  g_autofree char *timeout = pl_text_duration_short (MAX (plan->result_timeout_ns - 1, 0));
  g_autofree char *idle = pl_text_duration_short (plan->idle_ns), *end = pl_text_duration_short (plan->end_after_ns);

  if (plan->init_ns > 0)
    add (text, _("initialiser %s"), init);
  if (plan->callback_ns > 0)
    add (text, _("callback %s"), callback);
  if (plan->result_timeout_ns > 0)
    add (text, _("time-out %s"), timeout);
  if (plan->idle_ns > 0)
    add (text, _("idle %s"), idle);
  if (plan->end_after_ns > 0)
    add (text, _("terminated at %s"), end);
}

void
pl_plan_append_caller (const PlPlanData *plan, GString *text)
{
  g_autofree char *fail = pl_plan_fail_tasks_text (plan);

  if (plan->maps > 1)
    add (text, ngettext ("%u call", "%u calls", plan->maps), plan->maps);
  if (fail[0] != '\0')
    /* Translators: a list of task numbers */
    add (text, _("failing %s"), fail);
  if (plan->tasks_per_worker > 0)
    add (text, ngettext ("%u chunk a worker", "%u chunks a worker", plan->tasks_per_worker), plan->tasks_per_worker);
  if (plan->fail_init)
    add (text, "%s", _("failing initialiser"));
  if (plan->end == PL_END_TERMINATE && plan->end_after_ns == 0)
    add (text, "%s", _("terminated"));
  append_times (plan, text);
}

/* --- key files --- */

static const PlPlanField fields[] = {
  { "maps", G_STRUCT_OFFSET (PlPlanData, maps), FALSE },
  { "tasks-per-worker", G_STRUCT_OFFSET (PlPlanData, tasks_per_worker), FALSE },
  { "fail-init", G_STRUCT_OFFSET (PlPlanData, fail_init), FALSE },
};

static const struct { const char *key; gsize offset; gboolean from_one; } times[] = {
  { "init-time", G_STRUCT_OFFSET (PlPlanData, init_ns), FALSE },
  { "callback-time", G_STRUCT_OFFSET (PlPlanData, callback_ns), FALSE },
  { "result-timeout", G_STRUCT_OFFSET (PlPlanData, result_timeout_ns), TRUE },
  { "idle", G_STRUCT_OFFSET (PlPlanData, idle_ns), FALSE },
  { "end-after", G_STRUCT_OFFSET (PlPlanData, end_after_ns), FALSE },
};

/* What is as usual is left out: nobody looks for it. */
void
pl_plan_write_caller (GKeyFile *file, const PlPlanData *plan)
{
  g_autofree char *fail = pl_plan_fail_tasks_text (plan);

  g_key_file_set_string (file, PL_PLAN_GROUP, "mode", pl_mode_key (plan->mode));
  g_key_file_set_string (file, PL_PLAN_GROUP, "end", pl_pool_end_key (plan->end));
  pl_plan_write_fields (file, plan, fields, G_N_ELEMENTS (fields));
  if (fail[0] != '\0')
    g_key_file_set_string (file, PL_PLAN_GROUP, "fail-tasks", fail);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      gint64 ns = G_STRUCT_MEMBER (gint64, plan, times[i].offset);
      g_autofree char *text = pl_text_duration_exact (ns - times[i].from_one);

      if (ns > 0)
        g_key_file_set_string (file, PL_PLAN_GROUP, times[i].key, text);
    }
}

gboolean
pl_plan_read_caller (GKeyFile *file, PlPlanData *plan, GError **error)
{
  g_autofree char *fail = g_key_file_get_string (file, PL_PLAN_GROUP, "fail-tasks", NULL);

  if (!pl_plan_read_choice (file, "mode", pl_mode_from_key, &plan->mode, error)
      || !pl_plan_read_choice (file, "end", pl_pool_end_from_key, &plan->end, error)
      || !pl_plan_read_fields (file, plan, fields, G_N_ELEMENTS (fields), error)
      || (fail != NULL && !pl_plan_set_fail_tasks (plan, fail, error)))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autofree char *text = g_key_file_get_string (file, PL_PLAN_GROUP, times[i].key, NULL);
      gint64 ns;

      if (text == NULL)
        continue;
      if (!pl_text_parse_duration (text, &ns))
        return pl_plan_bad_value (error, times[i].key, text);
      G_STRUCT_MEMBER (gint64, plan, times[i].offset) = ns + times[i].from_one;
    }
  return TRUE;
}
