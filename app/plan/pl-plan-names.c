/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pl-plan.h"
#include "plan/pl-plan-private.h"

#include <glib/gi18n-lib.h>

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
