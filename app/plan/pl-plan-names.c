/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pl-plan.h"
#include "plan/pl-plan-private.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"

/* Key in files and on the command line, name in a list, word within a sentence. */
typedef struct {
  const char *key, *name, *word;
} Entry;

static const Entry ipc_entries[PL_N_IPC] = {
  [PL_IPC_QUEUE] = { "queue", N_("Queue"), N_("Queue") },
  [PL_IPC_PIPE] = { "pipe", N_("Pipe"), N_("Pipe") },
  [PL_IPC_ARRAY] = { "array", N_("Shared array"), N_("Shared array") },
};

static const Entry work_entries[PL_N_WORK] = {
  [PL_WORK_SPIN] = { "spin", N_("Spin"), N_("spin") },
  [PL_WORK_SLEEP] = { "sleep", N_("Sleep"), N_("sleep") },
  [PL_WORK_SQUARES] = { "squares", N_("Squares"), N_("squares") },
  [PL_WORK_PRIMES] = { "primes", N_("Primes"), N_("primes") },
};

static const Entry spread_entries[PL_N_SPREAD] = {
  [PL_SPREAD_EQUAL] = { "equal", N_("Equal"), N_("each") },
  [PL_SPREAD_UNIFORM] = { "uniform", N_("Uniform"), N_("uniform") },
  [PL_SPREAD_EXPONENTIAL] = { "exponential", N_("Exponential"), N_("exponential") },
  [PL_SPREAD_STRAGGLER] = { "straggler", N_("One straggler"), N_("with one straggler") },
};

static const Entry workers_entries[PL_N_WORKERS] = {
  [PL_WORKERS_PROCESS] = { "process", N_("Processes"), NULL },
  [PL_WORKERS_THREAD] = { "thread", N_("Threads"), NULL },
  [PL_WORKERS_GIL] = { "gil", N_("Threads, one lock"), NULL },
};

static const Entry engine_entries[PL_N_ENGINES] = {
  [PL_ENGINE_LOCAL] = { "local", N_("This machine"), NULL },
  [PL_ENGINE_MPI] = { "mpi", N_("MPI ranks"), NULL },
};

/* Their names are Python's: they are not translated. */
static const char *const start_keys[PL_N_START] = {
  [PL_START_FORK] = "fork", [PL_START_SPAWN] = "spawn", [PL_START_FORKSERVER] = "forkserver",
};

static const char *const crash_keys[PL_N_CRASHES] = {
  [PL_CRASH_SEGV] = "segv", [PL_CRASH_ABORT] = "abort", [PL_CRASH_TERM] = "term", [PL_CRASH_KILL] = "kill",
  [PL_CRASH_EXIT] = "exit",
};

/* What Python calls them: there is nothing to translate. */
static const Entry mode_entries[PL_N_MODES] = {
  [PL_MODE_MAP] = { "map", "map", "map" },
  [PL_MODE_STARMAP] = { "starmap", "starmap", "starmap" },
  [PL_MODE_IMAP] = { "imap", "imap", "imap" },
  [PL_MODE_IMAP_UNORDERED] = { "imap-unordered", "imap_unordered", "imap_unordered" },
  [PL_MODE_APPLY] = { "apply", "apply", "apply" },
  [PL_MODE_APPLY_ASYNC] = { "apply-async", "apply_async", "apply_async" },
  [PL_MODE_MAP_ASYNC] = { "map-async", "map_async", "map_async" },
};

static const Entry end_entries[PL_N_ENDS] = {
  [PL_END_CLOSE] = { "close", N_("Close"), "close" },
  [PL_END_TERMINATE] = { "terminate", N_("Terminate"), "terminate" },
};

static const Entry cpus_entries[PL_N_CPUS] = {
  [PL_CPUS_FREE] = { "free", N_("Free"), NULL },
  [PL_CPUS_ONE] = { "one", N_("All on one CPU"), N_("all on one CPU") },
  [PL_CPUS_SPREAD] = { "spread", N_("Spread over the CPUs"), N_("spread over the CPUs") },
};

static int
from_key (const Entry *entries, guint n, const char *key)
{
  for (guint i = 0; i < n && key != NULL; i++)
    {
      if (g_str_equal (entries[i].key, key))
        return (int) i;
    }
  return -1;
}

const char *
pl_ipc_key (guint ipc)
{
  return ipc < PL_N_IPC ? ipc_entries[ipc].key : NULL;
}

const char *
pl_work_key (guint work)
{
  return work < PL_N_WORK ? work_entries[work].key : NULL;
}

const char *
pl_spread_key (guint spread)
{
  return spread < PL_N_SPREAD ? spread_entries[spread].key : NULL;
}

const char *
pl_engine_key (guint engine)
{
  return engine < PL_N_ENGINES ? engine_entries[engine].key : NULL;
}

const char *
pl_engine_name (guint engine)
{
  return engine < PL_N_ENGINES ? _(engine_entries[engine].name) : NULL;
}

int
pl_engine_from_key (const char *key)
{
  return from_key (engine_entries, PL_N_ENGINES, key);
}

const char *
pl_mode_key (guint mode)
{
  return mode < PL_N_MODES ? mode_entries[mode].key : NULL;
}

const char *
pl_mode_name (guint mode)
{
  return mode < PL_N_MODES ? mode_entries[mode].name : NULL;
}

int
pl_mode_from_key (const char *key)
{
  return from_key (mode_entries, PL_N_MODES, key);
}

const char *
pl_pool_end_key (guint end)
{
  return end < PL_N_ENDS ? end_entries[end].key : NULL;
}

const char *
pl_pool_end_name (guint end)
{
  return end < PL_N_ENDS ? _(end_entries[end].name) : NULL;
}

int
pl_pool_end_from_key (const char *key)
{
  return from_key (end_entries, PL_N_ENDS, key);
}

const char *
pl_ipc_name (guint ipc)
{
  return ipc < PL_N_IPC ? _(ipc_entries[ipc].name) : NULL;
}

const char *
pl_work_name (guint work)
{
  return work < PL_N_WORK ? _(work_entries[work].name) : NULL;
}

const char *
pl_spread_name (guint spread)
{
  return spread < PL_N_SPREAD ? _(spread_entries[spread].name) : NULL;
}

const char *
pl_cpus_key (guint cpus)
{
  return cpus < PL_N_CPUS ? cpus_entries[cpus].key : NULL;
}

const char *
pl_cpus_name (guint cpus)
{
  return cpus < PL_N_CPUS ? _(cpus_entries[cpus].name) : NULL;
}

const char *
pl_cpus_word (guint cpus)
{
  return cpus < PL_N_CPUS && cpus_entries[cpus].word != NULL ? _(cpus_entries[cpus].word) : NULL;
}

int
pl_cpus_from_key (const char *key)
{
  return from_key (cpus_entries, PL_N_CPUS, key);
}

const char *
pl_work_word (guint work)
{
  return work < PL_N_WORK ? _(work_entries[work].word) : NULL;
}

const char *
pl_spread_word (guint spread)
{
  return spread < PL_N_SPREAD ? _(spread_entries[spread].word) : NULL;
}

int
pl_ipc_from_key (const char *key)
{
  return from_key (ipc_entries, PL_N_IPC, key);
}

int
pl_work_from_key (const char *key)
{
  return from_key (work_entries, PL_N_WORK, key);
}

int
pl_spread_from_key (const char *key)
{
  return from_key (spread_entries, PL_N_SPREAD, key);
}

const char *
pl_workers_key (guint workers)
{
  return workers < PL_N_WORKERS ? workers_entries[workers].key : NULL;
}

const char *
pl_workers_name (guint workers)
{
  return workers < PL_N_WORKERS ? _(workers_entries[workers].name) : NULL;
}

int
pl_workers_from_key (const char *key)
{
  return from_key (workers_entries, PL_N_WORKERS, key);
}

const char *
pl_start_key (guint start)
{
  return start < PL_N_START ? start_keys[start] : NULL;
}

int
pl_start_from_key (const char *key)
{
  return pl_text_find (start_keys, PL_N_START, key);
}

const char *
pl_crash_key (guint crash)
{
  return crash < PL_N_CRASHES ? crash_keys[crash] : NULL;
}

int
pl_crash_from_key (const char *key)
{
  return pl_text_find (crash_keys, PL_N_CRASHES, key);
}
