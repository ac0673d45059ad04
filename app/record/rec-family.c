/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CAPACITY (UINT64_C (1) << 22)

static pid_t process_pid;
/* When this process became the program that it is. */
static int64_t begun_ns;

static int64_t
now_ns (void)
{
  const PlLaneWriter clock = { .start_mono_ns = pl_log_header (pl_rec_log)->start_mono_ns };

  return pl_lane_now_ns (&clock);
}

static PlLane *
lane_of (uint32_t lane)
{
  return lane < pl_log_n_lanes (pl_rec_log) ? pl_log_lane (pl_rec_log, lane) : NULL;
}

static bool
is_over (uint32_t lane)
{
  PlRecord last;

  return pl_log_last_record (pl_rec_log, lane, &last) &&
         (last.state == PL_STATE_FINISHED || last.state == PL_STATE_DEAD);
}

/* The youngest lane of a process. */
static uint32_t
find_process (pid_t pid)
{
  for (uint32_t lane = pl_log_n_lanes (pl_rec_log); lane-- > 0; )
    {
      PlLane *entry = pl_log_lane (pl_rec_log, lane);

      if (atomic_load_explicit (&entry->ready, memory_order_acquire) && entry->kind == PL_LANE_PROCESS &&
          atomic_load_explicit (&entry->pid, memory_order_relaxed) == pid)
        return lane;
    }
  return PL_LANE_NOBODY;
}

pid_t
pl_rec_family_living (uint32_t lane)
{
  PlLane *entry = lane_of (lane);

  if (!entry || !atomic_load_explicit (&entry->ready, memory_order_acquire) || entry->kind != PL_LANE_PROCESS || is_over (lane))
    return 0;
  return atomic_load_explicit (&entry->pid, memory_order_relaxed);
}

static uint32_t
find_living (pid_t pid)
{
  uint32_t lane = find_process (pid);

  return lane == PL_LANE_NOBODY || is_over (lane) ? PL_LANE_NOBODY : lane;
}

/* No two children of one process have one number while it lives, but for a few in a million. */
uint64_t
pl_rec_family_edge (uint32_t process, pid_t child)
{
  return process == PL_LANE_NOBODY ? 0 : (uint64_t) process << 22 | ((uint64_t) child & 0x3fffff);
}

/* Its parent's process, as it was when it was born. */
static uint32_t
process_of (uint32_t lane)
{
  const PlLane *entry = lane != PL_LANE_NOBODY ? lane_of (lane) : NULL;

  for (unsigned i = 0; entry && entry->kind == PL_LANE_THREAD && i < 64; i++)
    {
      lane = entry->parent;
      entry = lane != PL_LANE_NOBODY ? lane_of (lane) : NULL;
    }
  return entry && entry->kind == PL_LANE_PROCESS ? lane : PL_LANE_NOBODY;
}

/* Asks the kernel, which need not be believed, and leaves everything as it is. */
static bool
is_zombie (pid_t pid)
{
  siginfo_t info = { .si_pid = 0 };

  return syscall (SYS_waitid, P_PID, pid, &info, WEXITED | WNOHANG | WNOWAIT, NULL) == 0 && info.si_pid == pid;
}

/* Children that are dead, and whom this process did not wait for. */
static void
tell_unreaped (PlLaneWriter *writer)
{
  uint32_t n = pl_log_n_lanes (pl_rec_log);
  int saved = errno;

  for (uint32_t lane = writer->index + 1; !pl_rec_careful && lane < n; lane++)
    {
      PlLane *entry = pl_log_lane (pl_rec_log, lane);

      if (atomic_load_explicit (&entry->ready, memory_order_acquire) && entry->kind == PL_LANE_PROCESS
          && process_of (entry->parent) == writer->index && is_over (lane)
          && is_zombie (atomic_load_explicit (&entry->pid, memory_order_relaxed)))
        pl_lane_event_at (writer, -1, PL_EVENT_UNREAPED, lane);
    }
  errno = saved;
}

void
pl_rec_family_start (const char *name)
{
  bool same_pids = pl_rec_objects_same_pids ();
  uint32_t lane = same_pids ? find_living (getpid ()) : PL_LANE_NOBODY, text = pl_log_add_name (pl_rec_log, name);
  uint32_t parent = same_pids ? find_living (getppid ()) : PL_LANE_NOBODY;
  bool is_new = lane == PL_LANE_NOBODY;

  if (is_new)
    lane = pl_log_add_lane (pl_rec_log, PL_LANE_PROCESS, parent, getpid (), getpid (), now_ns (), text, CAPACITY);
  else
    {
      parent = process_of (pl_log_lane (pl_rec_log, lane)->parent);
      atomic_store_explicit (&pl_log_lane (pl_rec_log, lane)->name, text, memory_order_release);
    }
  pl_rec_lane_set_process (lane);
  pl_rec_lane_new_process = pl_rec_family_forked;
  pl_rec_lane_end_process = tell_unreaped;
  process_pid = getpid ();
  begun_ns = now_ns ();
  pl_rec_lane_begin (lane, is_new ? pl_rec_family_edge (parent, getpid ()) : 0);
  if (!is_new)
    pl_rec_lane_lost (PL_LOST_NOT);
}

void
pl_rec_family_forked (void)
{
  uint32_t before = pl_rec_lane_process (), lane, name = 0;
  int saved = errno;

  if (!pl_rec_log)
    return;
  if (before != PL_LANE_NOBODY && lane_of (before))
    name = atomic_load_explicit (&lane_of (before)->name, memory_order_relaxed);
  process_pid = getpid ();
  pl_rec_lock_forked (pl_rec_lane_forked_from ());
  lane = pl_log_add_lane (pl_rec_log, PL_LANE_PROCESS, pl_rec_lane_forked_from (), getpid (), getpid (), now_ns (), name,
                          CAPACITY);
  pl_rec_lane_set_process (lane);
  pl_rec_lane_begin (lane, pl_rec_family_edge (before, getpid ()));
  errno = saved;
}

void
pl_rec_family_forked_once (void)
{
  if (process_pid != getpid ())
    pl_rec_family_forked ();
}

void
pl_rec_family_made_by (PlLaneWriter *writer, pid_t child, int64_t time_ns, PlLostReason lost)
{
  PlLaneWriter own;
  uint32_t lane;

  pl_rec_promise_tell (writer);
  pl_lane_edge_at (writer, time_ns, PL_EVENT_FORK, pl_rec_family_edge (pl_rec_lane_process (), child), false);
  if (lost == PL_LOST_NOT)
    return;
  lane = pl_log_add_lane (pl_rec_log, PL_LANE_PROCESS, writer->index, child, child, time_ns, 0, CAPACITY);
  if (lane == PL_LANE_NOBODY)
    return;
  /* Nobody else will write there. */
  pl_lane_writer_init (&own, pl_rec_log, lane);
  pl_lane_edge (&own, PL_EVENT_FORK, pl_rec_family_edge (pl_rec_lane_process (), child), true);
  pl_lane_event_at (&own, -1, PL_EVENT_LOST, lost);
  pl_lane_record (&own, PL_STATE_WORKING, PL_NO_TASK, 0);
  pl_lane_account_at (&own, pl_lane_now_ns (&own), PL_EVENT_CPU_TIME, 0);
}

/* It is dead: nobody else writes there any more. */
static void
tell_death (uint32_t lane, uint64_t edge, int status, int64_t cpu_ns)
{
  PlLaneWriter dead;

  pl_lane_writer_init (&dead, pl_rec_log, lane);
  pl_rec_words_close (&dead);
  if (cpu_ns >= 0)
    pl_lane_account_at (&dead, now_ns (), PL_EVENT_CPU_TIME, cpu_ns);
  pl_lane_edge (&dead, PL_EVENT_JOIN, edge, false);
  pl_lane_record (&dead, WIFSIGNALED (status) ? PL_STATE_DEAD : PL_STATE_FINISHED,
                  WIFSIGNALED (status) ? PL_DEAD_ARG (status) : (uint32_t) WEXITSTATUS (status), 0);
}

void
pl_rec_family_reaped (pid_t pid, int status, int64_t cpu_ns)
{
  PlLaneWriter *writer = pl_rec_teller ();
  uint64_t edge = pl_rec_family_edge (pl_rec_lane_process (), pid);
  uint32_t lane = writer ? find_process (pid) : PL_LANE_NOBODY;

  if (!writer)
    return;
  if (lane != PL_LANE_NOBODY && lane != pl_rec_lane_process () && !is_over (lane))
    tell_death (lane, edge, status, cpu_ns);
  pl_lane_edge (writer, PL_EVENT_JOIN, edge, true);
}

/* --- what a script does before another program takes its place --- */

/* What took longer is worth a look, whatever it was for. */
#define LAUNCH_MOST_NS INT64_C (1000000000)

/* The child of this process from which the lane comes, or that it is. */
static uint32_t
child_above (uint32_t lane)
{
  lane = process_of (lane);
  for (unsigned i = 0; lane != PL_LANE_NOBODY && i < 64; i++)
    {
      uint32_t parent = process_of (lane_of (lane)->parent);

      if (parent == pl_rec_lane_process ())
        return lane;
      lane = parent;
    }
  return PL_LANE_NOBODY;
}

/* Since this program began, and it took no longer. */
static bool
was_short (uint32_t child)
{
  int64_t born_ns = lane_of (child)->born_ns;
  PlRecord last;

  return born_ns >= begun_ns && is_over (child) && pl_log_last_record (pl_rec_log, child, &last)
         && last.time_ns - born_ns < LAUNCH_MOST_NS;
}

void
pl_rec_family_launch (bool does)
{
  uint32_t n = pl_log_n_lanes (pl_rec_log), from = does ? PL_HELPER_NOT : PL_HELPER_LAUNCH;

  for (uint32_t lane = pl_rec_lane_process () + 1; lane < n; lane++)
    {
      uint32_t child = atomic_load_explicit (&lane_of (lane)->ready, memory_order_acquire) ? child_above (lane) : PL_LANE_NOBODY;

      if (child != PL_LANE_NOBODY && was_short (child) && is_over (process_of (lane)) && lane_of (lane)->part == from)
        __atomic_store_n (&lane_of (lane)->part, (uint32_t) (does ? PL_HELPER_LAUNCH : PL_HELPER_NOT), __ATOMIC_RELAXED);
    }
}

void
pl_rec_family_end_borrowed (int status)
{
  uint32_t lane = pl_rec_log ? find_living (getpid ()) : PL_LANE_NOBODY;
  PlLaneWriter own;

  if (!pl_rec_log)
    return;
  if (lane == PL_LANE_NOBODY)
    lane = pl_log_add_lane (pl_rec_log, PL_LANE_PROCESS, pl_rec_lane_process (), getpid (), getpid (), now_ns (), 0, CAPACITY);
  if (lane == PL_LANE_NOBODY)
    return;
  pl_lane_writer_init (&own, pl_rec_log, lane);
  pl_lane_event_at (&own, -1, PL_EVENT_LOST, PL_LOST_BORROWED);
  pl_lane_record (&own, PL_STATE_WORKING, PL_NO_TASK, 0);
  pl_lane_record (&own, PL_STATE_FINISHED, (uint32_t) status, 0);
}
