/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pool/pl-shared-lock.h"

#include <glib.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* The lock of the pool's queue, and what its parent does about the dead. */

#define PATIENCE_US (20 * G_USEC_PER_SEC)
#define DEAD 7u
#define WAITER 8u
#define OTHER 9u

typedef struct {
  PlSharedLock lock;
  _Atomic uint32_t got;      /* turns the children have had */
} Shared;

static Shared *
new_shared (void)
{
  void *memory = mmap (NULL, sizeof (Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  g_assert_true (memory != MAP_FAILED);
  return memory;
}

/* A worker of that lane; it keeps the lock or leaves it. */
static pid_t
fork_worker (Shared *shared, uint32_t lane, bool keeps)
{
  pid_t pid = fork ();

  g_assert_cmpint (pid, >=, 0);
  if (pid > 0)
    return pid;
  alarm (30);
  pl_shared_lock_take (&shared->lock, lane);
  atomic_fetch_add (&shared->got, 1);
  if (keeps)
    pause ();
  pl_shared_lock_leave (&shared->lock);
  _exit (0);
}

static void
bury (pid_t pid)
{
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
}

static void
wait_until (Shared *shared, uint32_t got)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;

  while (atomic_load (&shared->got) < got && g_get_monotonic_time () < deadline)
    g_usleep (200);
  g_assert_cmpuint (atomic_load (&shared->got), ==, got);
}

/* Asleep in the kernel, not just on the way there. */
static void
wait_until_asleep (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", (int) pid);
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;
  char state = '?';

  while (state != 'S' && g_get_monotonic_time () < deadline)
    {
      g_autofree char *stat = NULL;

      g_usleep (2000);
      g_assert_true (g_file_get_contents (path, &stat, NULL, NULL));
      state = strrchr (stat, ')')[2];
    }
  g_assert_cmpint (state, ==, 'S');
}

static void
check_left_well (pid_t pid)
{
  int status;

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_cmpint (status, ==, 0);
}

static void
test_names_its_owner (void)
{
  Shared *shared = new_shared ();
  uint32_t holder = 0;

  g_assert_true (pl_shared_lock_try (&shared->lock, OTHER, &holder));
  g_assert_true (pl_shared_lock_is_of (&shared->lock, OTHER));
  g_assert_false (pl_shared_lock_try (&shared->lock, WAITER, &holder));
  g_assert_cmpuint (holder, ==, OTHER);
  pl_shared_lock_leave (&shared->lock);
  g_assert_false (pl_shared_lock_is_of (&shared->lock, OTHER));
  munmap (shared, sizeof *shared);
}

static void
test_owner_dies (void)
{
  Shared *shared = new_shared ();
  pid_t dead = fork_worker (shared, DEAD, true), waiter;

  wait_until (shared, 1);
  waiter = fork_worker (shared, WAITER, false);
  wait_until_asleep (waiter);
  bury (dead);
  g_assert_true (pl_shared_lock_is_of (&shared->lock, DEAD));
  pl_shared_lock_free_dead (&shared->lock, DEAD);
  wait_until (shared, 2);
  check_left_well (waiter);
  munmap (shared, sizeof *shared);
}

/* A death elsewhere takes the lock from nobody. */
static void
test_other_dies (void)
{
  Shared *shared = new_shared ();
  pid_t owner = fork_worker (shared, OTHER, true);

  wait_until (shared, 1);
  pl_shared_lock_free_dead (&shared->lock, DEAD);
  g_assert_true (pl_shared_lock_is_of (&shared->lock, OTHER));
  bury (owner);
  munmap (shared, sizeof *shared);
}

/* The one that the last owner woke has died before it had the lock: nobody has it, and somebody
 * still sleeps. */
static void
test_woken_dies (void)
{
  Shared *shared = new_shared ();
  uint32_t holder;
  pid_t waiter;

  g_assert_true (pl_shared_lock_try (&shared->lock, OTHER, &holder));
  waiter = fork_worker (shared, WAITER, false);
  wait_until_asleep (waiter);
  atomic_store (&shared->lock.word, 0);
  pl_shared_lock_free_dead (&shared->lock, DEAD);
  wait_until (shared, 1);
  check_left_well (waiter);
  munmap (shared, sizeof *shared);
}

/* Nobody is in it with anybody else, and nobody is forgotten. */
static void
test_turns (void)
{
  enum { N = 6, TURNS = 20000 };
  Shared *shared = new_shared ();
  pid_t pids[N];

  for (uint32_t i = 0; i < N; i++)
    {
      pids[i] = fork ();
      if (pids[i] == 0)
        {
          alarm (60);
          for (uint32_t n = 0; n < TURNS; n++)
            {
              pl_shared_lock_take (&shared->lock, i + 1);
              /* Two steps: one more at a time would lose some. */
              atomic_store_explicit (&shared->got,
                                     atomic_load_explicit (&shared->got, memory_order_relaxed) + 1,
                                     memory_order_relaxed);
              pl_shared_lock_leave (&shared->lock);
            }
          _exit (0);
        }
    }
  for (uint32_t i = 0; i < N; i++)
    check_left_well (pids[i]);
  g_assert_cmpuint (shared->got, ==, N * TURNS);
  munmap (shared, sizeof *shared);
}

/* Turns end, and a lock that becomes free in between is taken. */
static void
test_spin (void)
{
  Shared *shared = new_shared ();
  uint32_t holder;
  pid_t pid;

  g_assert_true (pl_shared_lock_try (&shared->lock, DEAD, &holder));
  g_assert_false (pl_shared_lock_spin (&shared->lock, WAITER, 0));
  g_assert_false (pl_shared_lock_spin (&shared->lock, WAITER, 100));
  g_assert_true (pl_shared_lock_is_of (&shared->lock, DEAD));
  pid = fork ();
  if (pid == 0)
    {
      pl_shared_lock_leave (&shared->lock);
      _exit (0);
    }
  g_assert_true (pl_shared_lock_spin (&shared->lock, WAITER, UINT32_MAX));
  g_assert_true (pl_shared_lock_is_of (&shared->lock, WAITER));
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  munmap (shared, sizeof *shared);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shared-lock/names-its-owner", test_names_its_owner);
  g_test_add_func ("/shared-lock/owner-dies", test_owner_dies);
  g_test_add_func ("/shared-lock/other-dies", test_other_dies);
  g_test_add_func ("/shared-lock/woken-dies", test_woken_dies);
  g_test_add_func ("/shared-lock/spin", test_spin);
  g_test_add_func ("/shared-lock/turns", test_turns);
  return g_test_run ();
}
