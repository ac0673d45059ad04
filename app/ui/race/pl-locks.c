/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/race/pl-locks.h"

#define ALL "all"

PlLocks
pl_locks_correct (void)
{
  PlLocks locks = 0;

  for (guint i = 0; i < PL_N_RACE_METHODS; i++)
    if (pl_race_method_info (i)->correct)
      locks |= PL_LOCK (i);
  return locks;
}

guint
pl_locks_count (PlLocks locks)
{
  return (guint) __builtin_popcountll (locks & PL_LOCKS_ALL);
}

PlLocks
pl_locks_from_keys (const char * const *keys)
{
  PlLocks locks = 0;

  for (guint i = 0; keys[i] != NULL; i++)
    {
      int method = pl_race_method_from_key (keys[i]);

      if (g_str_equal (keys[i], ALL))
        locks = PL_LOCKS_ALL;
      else if (method >= 0)
        locks |= PL_LOCK (method);
    }
  return locks;
}

char **
pl_locks_to_keys (PlLocks locks)
{
  g_autoptr(GStrvBuilder) keys = g_strv_builder_new ();

  if (locks == PL_LOCKS_ALL)
    g_strv_builder_add (keys, ALL);
  for (guint i = 0; locks != PL_LOCKS_ALL && i < PL_N_RACE_METHODS; i++)
    if (locks & PL_LOCK (i))
      g_strv_builder_add (keys, pl_race_method_info (i)->key);
  return g_strv_builder_end (keys);
}
