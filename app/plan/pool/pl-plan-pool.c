/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pl-plan-fields.h"
#include "plan/pl-plan-kinds.h"
#include "plan/pl-plan-limits.h"
#include "plan/pl-plan-private.h"
#include "plan/pl-plan.h"
#include "plan/pool/pl-plan-caller.h"
#include "plan/pool/pl-plan-engine.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/pl-error.h"
#include "base/pl-text.h"

#define AUTO_CHUNKS_PER_WORKER 4
#define DEFAULT_POOL_SIZE 4
#define AUTO_SMALLEST 2
#define AUTO_LARGEST 8

guint
pl_plan_auto_chunk (guint tasks, guint pool_size)
{
  guint64 shares = (guint64) AUTO_CHUNKS_PER_WORKER * MAX (pool_size, 1);

  return (guint) MAX ((tasks + shares - 1) / shares, 1);
}

guint
pl_plan_n_chunks (const PlPlanData *plan)
{
  guint chunk = MAX (plan->chunk, 1);

  return (guint) (((guint64) plan->tasks + chunk - 1) / chunk);
}

void
pl_plan_init_pool (PlPlanData *plan)
{
  memset (plan, 0, sizeof *plan);
  plan->kind = PL_RUN_POOL;
  plan->record = 1;
  plan->seed = 1;
  plan->pool_size = DEFAULT_POOL_SIZE;
  plan->tasks = 40;
  plan->chunk = pl_plan_auto_chunk (plan->tasks, plan->pool_size);
  plan->ipc = PL_IPC_QUEUE;
  plan->work = PL_WORK_SPIN;
  plan->spread = PL_SPREAD_UNIFORM;
  plan->task_time_ns = 100 * 1000 * 1000;
}

void
pl_plan_init_pool_on (PlPlanData *plan, guint n_cpus)
{
  pl_plan_init_pool (plan);
  plan->pool_size = CLAMP (n_cpus, AUTO_SMALLEST, AUTO_LARGEST);
  plan->chunk = pl_plan_auto_chunk (plan->tasks, plan->pool_size);
}

static gboolean
equal (const PlPlanData *a, const PlPlanData *b)
{
  return a->record == b->record && a->pool_size == b->pool_size && a->tasks == b->tasks
         && a->chunk_asked == b->chunk_asked && a->ipc == b->ipc && a->work == b->work
         && a->spread == b->spread && a->payload == b->payload && a->task_time_ns == b->task_time_ns
         && a->serial == b->serial && a->fault == b->fault && a->fault_task == b->fault_task
         && a->worker_kind == b->worker_kind && a->start == b->start && a->crash == b->crash
         && a->crash_code == b->crash_code && a->engine == b->engine && pl_plan_equal_callers (a, b);
}

static gboolean
check_task_time (gint64 ns, GError **error)
{
  g_autofree char *value = NULL, *highest = NULL;

  if (ns >= 0 && ns <= PL_MAX_TASK_TIME_NS)
    return TRUE;
  value = pl_text_duration_short (ns);
  highest = pl_text_duration_short (PL_MAX_TASK_TIME_NS);
  return pl_plan_refuse (error, _("Task time"), value, "0", highest);
}

static gboolean
check_payload (guint bytes, GError **error)
{
  g_autofree char *value = NULL, *highest = NULL;

  if (bytes <= PL_MAX_PAYLOAD)
    return TRUE;
  /* The exact number: "1 MiB is not possible: choose 0 to 1 MiB" would help nobody. */
  value = pl_text_count (bytes);
  highest = pl_text_count (PL_MAX_PAYLOAD);
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
               _("Payload %s bytes is not possible: choose 0 to %s bytes (1 MiB)."), value, highest);
  return FALSE;
}

static gboolean
check_array (const PlPlanData *plan, GError **error)
{
  guint64 bytes = (guint64) plan->tasks * plan->payload * 2;
  g_autofree char *tasks = NULL, *payload = NULL, *size = NULL, *highest = NULL;

  if (plan->ipc != PL_IPC_ARRAY || bytes <= PL_MAX_ARRAY_BYTES)
    return TRUE;
  tasks = pl_text_count (plan->tasks);
  payload = pl_text_bytes (plan->payload);
  size = pl_text_bytes (bytes);
  highest = pl_text_bytes (PL_MAX_ARRAY_BYTES);
  g_set_error (
      error, PL_ERROR, PL_ERROR_PLAN,
      _("%s tasks with a payload of %s each way need a shared array of %s, and %s is the limit: "
        "choose fewer tasks, a smaller payload, or Queue or Pipe."),
      tasks, payload, size, highest);
  return FALSE;
}

static gboolean
check_fault (const PlPlanData *plan, GError **error)
{
  if (!pl_plan_check_choice (_("Fault"), plan->fault, PL_N_FAULT, error))
    return FALSE;
  if (plan->fault < PL_FAULT_TASK)
    return TRUE;
  return pl_plan_check_count (_("Faulty task"), plan->fault_task, 0, MAX (plan->tasks, 1) - 1, error);
}

/* Where results come one by one, Python's chunks are of one task. */
static guint
auto_chunk (const PlPlanData *plan)
{
  return pl_pool_mode_info (plan->mode)->arrival == PL_ARRIVE_TOGETHER
           ? pl_plan_auto_chunk (pl_plan_tasks_a_call (plan), plan->pool_size) : 1;
}

static gboolean
check_workers (const PlPlanData *plan, GError **error)
{
  if (!pl_plan_check_choice (_("Workers"), plan->worker_kind, PL_N_WORKERS, error)
      || !pl_plan_check_choice (_("Start"), plan->start, PL_N_START, error)
      || !pl_plan_check_choice (_("Crash"), plan->crash, PL_N_CRASHES, error))
    return FALSE;
  if (plan->worker_kind == PL_WORKERS_PROCESS || plan->start == PL_START_FORK)
    return TRUE;
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
               _("Threads cannot be started by “%s”: they are made within their process. Choose fork, or processes as "
                 "workers."), pl_start_key (plan->start));
  return FALSE;
}

static gboolean
check (PlPlanData *plan, GError **error)
{
  if (!pl_plan_check_count (_("Pool size"), plan->pool_size, 1, PL_MAX_POOL_SIZE, error)
      || !pl_plan_check_count (_("Number of tasks"), plan->tasks, 0, PL_MAX_TASKS, error)
      || !pl_plan_check_count (_("Chunk size"), MAX (plan->chunk_asked, 1), 1, PL_MAX_TASKS, error)
      || !pl_plan_check_choice (_("IPC method"), plan->ipc, PL_N_IPC, error)
      || !pl_plan_check_choice (_("Work"), plan->work, PL_N_WORK, error)
      || !pl_plan_check_choice (_("Spread"), plan->spread, PL_N_SPREAD, error)
      || !check_task_time (plan->task_time_ns, error)
      || !check_payload (plan->payload, error)
      || !check_array (plan, error)
      || !check_fault (plan, error) || !check_workers (plan, error) || !pl_plan_check_caller (plan, error)
      || !pl_plan_check_engine (plan, error))
    return FALSE;
  plan->serial = plan->serial != 0;
  /* A larger one than there are tasks holds all of them. */
  plan->chunk = MIN (plan->chunk_asked > 0 ? plan->chunk_asked : auto_chunk (plan), MAX (plan->tasks, 1));
  return TRUE;
}

static char *
pool_title (const PlPlanData *plan)
{
  g_autofree char *tasks = pl_text_count (plan->tasks);
  g_autofree char *tasks_text =
      g_strdup_printf (ngettext ("%s task", "%s tasks", plan->tasks), tasks);

  if (plan->engine == PL_ENGINE_MPI)
    return g_strdup_printf (_("Pool of %u, %s, MPI"), plan->pool_size, tasks_text);
  if (plan->worker_kind == PL_WORKERS_THREAD)
    return g_strdup_printf (_("Pool of %u threads, %s, %s"), plan->pool_size, tasks_text, pl_ipc_name (plan->ipc));
  if (plan->worker_kind == PL_WORKERS_GIL)
    return g_strdup_printf (_("Pool of %u threads under one lock, %s, %s"), plan->pool_size, tasks_text,
                            pl_ipc_name (plan->ipc));
  return g_strdup_printf (_("Pool of %u, %s, %s"), plan->pool_size, tasks_text,
                          pl_ipc_name (plan->ipc));
}

/* With the method of Python's that was called, unless it is the one that goes without saying. */
static char *
title (const PlPlanData *plan)
{
  g_autofree char *pool = pool_title (plan);

  return plan->mode == PL_MODE_MAP ? g_steal_pointer (&pool) : g_strdup_printf ("%s, %s", pool, pl_mode_name (plan->mode));
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
subtitle (const PlPlanData *plan)
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
  if (plan->start != PL_START_FORK)
    {
      g_string_append (text, ", ");
      /* Translators: how workers are started: "spawn" or "forkserver", as Python calls it. */
      g_string_append_printf (text, _("start %s"), pl_start_key (plan->start));
    }
  if (plan->fault >= PL_FAULT_TASK)
    {
      g_autofree char *task = pl_text_count ((guint64) plan->fault_task + 1);

      g_string_append (text, ", ");
      g_string_append_printf (text, _("task %s crashes"), task);
    }
  pl_plan_append_caller (plan, text);
  g_string_append (text, ", ");
  g_string_append_printf (text, _("seed %s"), seed);
  return g_string_free (text, FALSE);
}

static guint
n_steps (const PlPlanData *plan)
{
  return plan->tasks;
}

/* The straggler takes eight times as long as the others. */
static double
tasks_ns (const PlPlanData *plan, guint n)
{
  double times = n + (plan->spread == PL_SPREAD_STRAGGLER && n > 0 ? 7.0 : 0.0);

  return times * (double) plan->task_time_ns;
}

/* Who sleeps needs no CPU; all others share those there are. */
static gint64
estimate_ns (const PlPlanData *plan, double cpus)
{
  guint chunks = pl_plan_n_chunks (plan), rounds = (chunks + plan->pool_size - 1) / plan->pool_size;
  double all_ns = tasks_ns (plan, plan->tasks);
  double at_once = MIN (plan->pool_size, MAX (chunks, 1));
  double ns = tasks_ns (plan, (guint) MIN ((guint64) rounds * MAX (plan->chunk, 1), plan->tasks));

  if (plan->worker_kind == PL_WORKERS_GIL)
    cpus = MIN (cpus, 1);
  if (plan->mode == PL_MODE_APPLY)
    ns = all_ns;
  else if (plan->work != PL_WORK_SLEEP)
    ns = MAX (all_ns / MIN (at_once, cpus), tasks_ns (plan, MIN (plan->chunk, plan->tasks)));
  ns += (double) plan->init_ns;
  ns = MAX (ns, (double) plan->callback_ns * (plan->mode == PL_MODE_APPLY_ASYNC ? plan->tasks : MAX (plan->maps, 1)));
  if (plan->end_after_ns > 0)
    ns = MIN (ns, (double) plan->end_after_ns);
  ns += (double) plan->idle_ns;
  return (gint64) (plan->serial ? ns + all_ns : ns);
}

static const PlPlanField fields[] = {
  { "pool-size", G_STRUCT_OFFSET (PlPlanData, pool_size), FALSE },
  { "tasks", G_STRUCT_OFFSET (PlPlanData, tasks), FALSE },
  { "payload", G_STRUCT_OFFSET (PlPlanData, payload), FALSE },
  { "seed", G_STRUCT_OFFSET (PlPlanData, seed), TRUE },
  { "serial", G_STRUCT_OFFSET (PlPlanData, serial), FALSE },
  { "record", G_STRUCT_OFFSET (PlPlanData, record), FALSE },
  { "fault", G_STRUCT_OFFSET (PlPlanData, fault), FALSE },
  { "fault-task", G_STRUCT_OFFSET (PlPlanData, fault_task), FALSE },
  { "crash-code", G_STRUCT_OFFSET (PlPlanData, crash_code), FALSE },
};

static void
write_plan (GKeyFile *file, const PlPlanData *plan)
{
  g_autofree char *task_time = pl_text_duration_exact (plan->task_time_ns);

  pl_plan_write_fields (file, plan, fields, G_N_ELEMENTS (fields));
  pl_plan_write_caller (file, plan);
  if (plan->chunk_asked == 0)
    g_key_file_set_string (file, PL_PLAN_GROUP, "chunk", "auto");
  else
    g_key_file_set_uint64 (file, PL_PLAN_GROUP, "chunk", plan->chunk_asked);
  g_key_file_set_string (file, PL_PLAN_GROUP, "ipc", pl_ipc_key (plan->ipc));
  g_key_file_set_string (file, PL_PLAN_GROUP, "work", pl_work_key (plan->work));
  g_key_file_set_string (file, PL_PLAN_GROUP, "spread", pl_spread_key (plan->spread));
  g_key_file_set_string (file, PL_PLAN_GROUP, "workers", pl_workers_key (plan->worker_kind));
  g_key_file_set_string (file, PL_PLAN_GROUP, "start", pl_start_key (plan->start));
  g_key_file_set_string (file, PL_PLAN_GROUP, "crash", pl_crash_key (plan->crash));
  g_key_file_set_string (file, PL_PLAN_GROUP, "task-time", task_time);
  if (plan->engine != PL_ENGINE_LOCAL)
    g_key_file_set_string (file, PL_PLAN_GROUP, "engine", pl_engine_key (plan->engine));
}

static gboolean
read_plan (GKeyFile *file, PlPlanData *plan, GError **error)
{
  g_autofree char *task_time = g_key_file_get_string (file, PL_PLAN_GROUP, "task-time", NULL);
  g_autofree char *chunk = g_key_file_get_string (file, PL_PLAN_GROUP, "chunk", NULL);
  guint64 value;

  if (!pl_plan_read_fields (file, plan, fields, G_N_ELEMENTS (fields), error)
      || !pl_plan_read_caller (file, plan, error)
      || !pl_plan_read_choice (file, "ipc", pl_ipc_from_key, &plan->ipc, error)
      || !pl_plan_read_choice (file, "work", pl_work_from_key, &plan->work, error)
      || !pl_plan_read_choice (file, "spread", pl_spread_from_key, &plan->spread, error)
      || !pl_plan_read_choice (file, "workers", pl_workers_from_key, &plan->worker_kind, error)
      || !pl_plan_read_choice (file, "start", pl_start_from_key, &plan->start, error)
      || !pl_plan_read_choice (file, "engine", pl_engine_from_key, &plan->engine, error)
      || !pl_plan_read_choice (file, "crash", pl_crash_from_key, &plan->crash, error))
    return FALSE;
  if (task_time != NULL && !pl_text_parse_duration (task_time, &plan->task_time_ns))
    return pl_plan_bad_value (error, "task-time", task_time);
  if (chunk == NULL || g_str_equal (chunk, "auto"))
    return TRUE;
  if (!pl_text_parse_count (chunk, &value) || value == 0 || value > G_MAXUINT32)
    return pl_plan_bad_value (error, "chunk", chunk);
  plan->chunk_asked = (guint32) value;
  return TRUE;
}

const PlPlanKind pl_plan_pool = {
  .init = pl_plan_init_pool, .check = check, .equal = equal, .title = title, .subtitle = subtitle,
  .n_steps = n_steps, .estimate_ns = estimate_ns, .write = write_plan, .read = read_plan,
};
