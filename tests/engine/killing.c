/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/killing.h"

#include <glib.h>

#include "log/log-edges.h"

static bool
kill_one (Harness *h, GRand *rand, bool by_command)
{
  uint32_t lane = (uint32_t) g_rand_int_range (rand, 1, (gint32) pl_log_n_lanes (h->log));

  if (pl_log_lane (h->log, lane)->pid == 0)
    return false;
  if (by_command)
    harness_command (h, PL_COMMAND_KILL, lane);
  else
    harness_kill (h, lane);
  return true;
}

unsigned
killing_run (const PlPlanData *plan, const Killing *killing)
{
  GRand *rand = g_rand_new_with_seed (g_test_rand_int ());
  unsigned replaced, recycled, n = 0;
  Harness h;

  harness_start (&h, plan);
  while (n < killing->n && !harness_is_over (&h, 0))
    {
      n += kill_one (&h, rand, killing->by_command);
      g_usleep ((gulong) g_rand_int_range (rand, 0, (gint32) killing->max_gap_us + 1));
    }
  harness_wait (&h);
  replaced = pl_log_header (h.log)->status.replaced;
  recycled = pl_log_header (h.log)->status.pool.recycled;
  if (plan->record)
    {
      uint64_t dead = 0, started = 0, finished = 0;

      for (uint32_t i = 1; i <= plan->pool_size; i++)
        {
          dead += harness_count (h.log, i, PL_STATE_DEAD);
          started += harness_count (h.log, i, PL_STATE_STARTING);
          finished += harness_count (h.log, i, PL_STATE_FINISHED);
        }
      /* The dead and their replacements are on the timeline; one killed before its first breath has
       * no STARTING. */
      g_assert_cmpuint (dead, >=, replaced);
      g_assert_cmpuint (started, <=, replaced + recycled + plan->pool_size);
      g_assert_cmpuint (finished + dead, ==, replaced + recycled + plan->pool_size);
      assert_lives (h.log, replaced + recycled + plan->pool_size, TRUE);
    }
  harness_finish_done (&h);
  g_rand_free (rand);
  return replaced;
}

