/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pl-crew.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "engine/pl-control.h"
#include "engine/pl-process.h"
#include "engine/pl-run-status.h"

_Static_assert (PL_MAX_CREW >= PL_MAX_POOL_SIZE && PL_MAX_CREW >= PL_MAX_RACE_WORKERS &&
                PL_MAX_CREW >= PL_MAX_SCENE_WORKERS, "there is a place for everybody");

void
pl_crew_init (PlCrew *self, PlLog *log, int control_fd, uint32_t n, const PlCrewOps *ops,
              void *owner)
{
  *self = (PlCrew) {
    .log = log, .status = &pl_log_header (log)->status, .ops = ops, .owner = owner,
    .control_fd = control_fd, .child_fd = -1, .first = 1, .n = n,
  };
}

bool
pl_crew_open (PlCrew *self)
{
  self->child_fd = pl_process_child_fd ();
  if (self->child_fd < 0)
    pl_crew_fail (self, PL_RUN_DESCRIPTORS, -self->child_fd, 0, 0, self->n);
  return self->child_fd >= 0;
}

void
pl_crew_close (PlCrew *self)
{
  if (self->child_fd >= 0)
    close (self->child_fd);
}

/* What the machine has for them. */
static void
look_at_group (PlCrew *self)
{
  PlLogHeader *header = pl_log_header (self->log);

  pl_cpu_group_find (&self->group, "/proc/self");
  header->quota_millis = self->group.quota_millis;
  if (!pl_cpu_group_throttled_ns (&self->group, &self->throttled_ns))
    self->throttled_ns = -1;
  if (!pl_cpu_stolen_ms ("/proc/stat", header->cpus_allowed, &self->stolen_ms))
    self->stolen_ms = UINT64_MAX;
}

static void
tell_stolen (PlCrew *self)
{
  PlLogHeader *header = pl_log_header (self->log);
  uint64_t now_ms;

  if (self->stolen_ms != UINT64_MAX && pl_cpu_stolen_ms ("/proc/stat", header->cpus_allowed, &now_ms) &&
      now_ms >= self->stolen_ms && now_ms - self->stolen_ms <= UINT32_MAX)
    atomic_store_explicit (&header->stolen_ms, (uint32_t) (now_ms - self->stolen_ms), memory_order_relaxed);
}

static void
tell_throttled (PlCrew *self)
{
  PlLogHeader *header = pl_log_header (self->log);
  int64_t now_ns;

  if (self->throttled_ns >= 0 && pl_cpu_group_throttled_ns (&self->group, &now_ns) &&
      now_ns >= self->throttled_ns)
    atomic_store_explicit (&header->throttled_ns, now_ns - self->throttled_ns, memory_order_relaxed);
}

void
pl_crew_start_clock (PlCrew *self)
{
  look_at_group (self);
  pl_run_start_clock (self->log);
  pl_lane_writer_init (&self->writer, self->log, 0);
  if (self->writer.area)
    self->slices = pl_slices_open (self->log);
}

int64_t
pl_crew_now (const PlCrew *self)
{
  return self->writer.records ? pl_lane_now_ns (&self->writer) : 0;
}

void
pl_crew_record (PlCrew *self, int64_t time_ns, PlState state, uint32_t arg, uint16_t count)
{
  self->last_state = state;
  pl_lane_record_at (&self->writer, time_ns, state, arg, count);
}

void
pl_crew_enter (PlCrew *self, PlState state, uint32_t arg)
{
  pl_crew_record (self, pl_crew_now (self), state, arg, 0);
}

void
pl_crew_fail (PlCrew *self, PlRunError error, int error_errno, int detail, uint64_t arg0,
              uint64_t arg1)
{
  pl_run_set_error (self->log, error, error_errno, detail, arg0, arg1);
  self->failed = true;
}

/* --- birth --- */

static PlCrewMember *
member_of (PlCrew *self, uint32_t lane)
{
  return lane >= self->first && lane - self->first < self->n ? &self->members[lane - self->first]
                                                             : NULL;
}

pid_t
pl_crew_pid (const PlCrew *self, uint32_t lane)
{
  return self->members[lane - self->first].pid;
}

static void
note_alive (PlCrew *self, uint32_t n)
{
  self->n_alive = n;
  atomic_store_explicit (&self->status->alive, n, memory_order_relaxed);
}

/* Which birth and death belong together: no two lives have the same. */
static uint64_t
life_id (uint32_t lane, uint32_t incarnation)
{
  return ((uint64_t) lane << 24) | (incarnation & 0xffffffu);
}

/* In the child: its first moment. */
static void
note_birth (PlCrew *self, uint32_t lane, uint64_t id)
{
  PlLaneWriter writer;

  pl_lane_writer_init (&writer, self->log, lane);
  if (pl_account_begin (&self->account, &writer, self->fork_ns))
    atomic_fetch_or_explicit (&pl_log_header (self->log)->account, PL_ACCOUNT_TIMES, memory_order_relaxed);
  pl_lane_edge (&writer, PL_EVENT_FORK, id, true);
}

static void
note_parenthood (PlCrew *self, uint32_t lane, pid_t pid, uint64_t id)
{
  PlLane *entry = pl_log_lane (self->log, lane);

  pl_lane_edge_at (&self->writer, self->fork_ns, PL_EVENT_FORK, id, false);
  entry->born_ns = self->fork_ns;
  atomic_store_explicit (&entry->pid, pid, memory_order_relaxed);
  atomic_store_explicit (&entry->tid, pid, memory_order_relaxed);
  atomic_fetch_add_explicit (&entry->incarnations, 1, memory_order_release);
}

/* The dead cannot say when: both ends are the moment in which the parent learns of it. */
static void
note_death (PlCrew *self, uint32_t lane, pid_t pid)
{
  uint64_t id = life_id (lane, atomic_load (&pl_log_lane (self->log, lane)->incarnations));
  PlLaneWriter writer;

  self->death_ns = pl_lane_now_ns (&self->writer);
  pl_lane_writer_init (&writer, self->log, lane);
  pl_account_dead (&writer, pid, self->death_ns);
  pl_lane_edge_at (&writer, self->death_ns, PL_EVENT_JOIN, id, false);
  pl_lane_edge_at (&self->writer, self->death_ns, PL_EVENT_JOIN, id, true);
}

bool
pl_crew_fork (PlCrew *self, uint32_t lane, int *keep, unsigned n_keep, _Atomic uint32_t *guarded)
{
  uint64_t id = life_id (lane, atomic_load (&pl_log_lane (self->log, lane)->incarnations) + 1);
  PlCrewMember *member = member_of (self, lane);
  pid_t pid;

  self->fork_ns = pl_lane_now_ns (&self->writer);
  pl_crew_record (self, self->fork_ns, PL_STATE_STARTING, lane, 0);
  pid = guarded ? pl_process_fork_guarded (keep, n_keep, guarded) : pl_process_fork (keep, n_keep);
  if (pid == 0)
    {
      note_birth (self, lane, id);
      self->ops->work (self->owner, lane);
      _exit (0);
    }
  if (pid < 0)
    {
      pl_crew_fail (self, PL_RUN_FORK, -pid, 0, lane - self->first + 1, self->n);
      return false;
    }
  pl_slices_know (self->slices, pid, lane);
  *member = (PlCrewMember) { .pid = pid, .guarded = guarded };
  note_alive (self, self->n_alive + 1);
  note_parenthood (self, lane, pid, id);
  return true;
}

void
pl_crew_fork_all (PlCrew *self, int *keep, unsigned n_keep)
{
  for (uint32_t lane = self->first; lane < self->first + self->n; lane++)
    {
      pl_crew_listen (self);
      if (!pl_crew_goes_on (self) || !pl_crew_fork (self, lane, keep, n_keep, NULL))
        return;
    }
  pl_crew_enter (self, PL_STATE_WAITING_TASK, 0);
}

/* --- death --- */

/* One that is dead. Returns its wait status. */
static int
bury (PlCrew *self, uint32_t lane)
{
  PlLane *entry = pl_log_lane (self->log, lane);
  PlCrewMember *member = member_of (self, lane);
  struct rusage usage = { 0 };
  int status = 0;

  note_death (self, lane, member->pid);
  pl_process_reap (member->pid, &status, &usage);
  atomic_fetch_add_explicit (&entry->cpu_ns, pl_process_cpu_ns (&usage), memory_order_relaxed);
  atomic_fetch_add_explicit (&entry->voluntary, (uint64_t) usage.ru_nvcsw, memory_order_relaxed);
  atomic_fetch_add_explicit (&entry->involuntary, (uint64_t) usage.ru_nivcsw, memory_order_relaxed);
  member->pid = 0;
  note_alive (self, self->n_alive - 1);
  return status;
}

/* Dead, but none of ours. */
static void
ignore (pid_t pid)
{
  struct rusage usage;
  int status;

  pl_process_reap (pid, &status, &usage);
}

void
pl_crew_reap (PlCrew *self)
{
  pid_t pid;

  pl_process_drain_child_fd (self->child_fd);
  while (!self->failed && (pid = pl_process_find_dead ()) > 0)
    {
      uint32_t i = 0;

      while (i < self->n && self->members[i].pid != pid)
        i++;
      if (i < self->n)
        self->ops->died (self->owner, self->first + i, bury (self, self->first + i));
      else
        ignore (pid);
    }
}

static void
signal_all (PlCrew *self, int number)
{
  for (uint32_t i = 0; i < self->n; i++)
    if (self->members[i].pid > 0)
      kill (self->members[i].pid, number);
}

void
pl_crew_kill_all (PlCrew *self)
{
  /* All at once, or whoever is still there would go on with what the dead have left. */
  signal_all (self, SIGKILL);
  for (uint32_t i = 0; i < self->n; i++)
    if (self->members[i].pid > 0)
      {
        pl_process_kill (self->members[i].pid);
        bury (self, self->first + i);
        if (self->ops->killed)
          self->ops->killed (self->owner, self->first + i);
      }
}

/* --- pause, and what the front end says --- */

void
pl_crew_pause (PlCrew *self, bool pause)
{
  if (!pause)
    signal_all (self, SIGCONT);
  for (uint32_t i = 0; pause && i < self->n; i++)
    if (self->members[i].pid > 0)
      pl_process_stop (self->members[i].pid, self->members[i].guarded);
}

static void
kill_one (PlCrew *self, uint32_t lane)
{
  PlCrewMember *member = member_of (self, lane);

  if (!member || member->pid == 0)
    return;
  member->by_order = true;
  kill (member->pid, SIGKILL);
}

static void
obey (PlCrew *self, const PlRunnerCommand *command)
{
  switch (command->kind)
    {
    case PL_COMMAND_STOP:
      self->stopped = true;
      break;
    case PL_COMMAND_KILL:
      kill_one (self, command->lane);
      break;
    case PL_COMMAND_PAUSE:
      if (self->ops->pause)
        self->ops->pause (self->owner, true);
      break;
    case PL_COMMAND_RESUME:
      if (self->ops->pause)
        self->ops->pause (self->owner, false);
      break;
    default:
      break;
    }
}

void
pl_crew_listen (PlCrew *self)
{
  PlRunnerCommand command;
  int got = 1;

  while (!self->stopped && (got = pl_control_read (self->control_fd, &command)) > 0)
    obey (self, &command);
  if (got < 0)
    self->stopped = true;
}

void
pl_crew_wait (PlCrew *self, int tick_ms)
{
  struct pollfd fds[] = {
    { .fd = self->child_fd, .events = POLLIN },
    { .fd = self->control_fd, .events = POLLIN },
    { .fd = pl_slices_fd (self->slices), .events = POLLIN },
  };

  if (poll (fds, 3, tick_ms) < 0)
    {
      if (errno != EINTR)
        pl_crew_fail (self, PL_RUN_INTERNAL, errno, 0, 0, 0);
      return;
    }
  if (fds[2].revents)
    pl_slices_read (self->slices);
  else if (tick_ms >= 0)
    pl_slices_glance (self->slices);
  if (fds[0].revents)
    pl_crew_reap (self);
  if (fds[1].revents && !self->failed)
    pl_crew_listen (self);
}

/* --- the end --- */

void
pl_crew_finish (PlCrew *self)
{
  int64_t end_ns;

  atomic_store (&self->status->end_ns, PL_END_UNDECIDED);
  end_ns = pl_lane_now_ns (&self->writer);
  pl_crew_record (self, end_ns, PL_STATE_FINISHED, self->stopped, 0);
  atomic_store_explicit (&self->status->end_ns, end_ns, memory_order_relaxed);
  tell_throttled (self);
  tell_stolen (self);
  pl_slices_close (self->slices);
  self->slices = NULL;
}

PlPhase
pl_crew_final_phase (const PlCrew *self)
{
  return self->failed ? PL_PHASE_FAILED : self->stopped ? PL_PHASE_STOPPED : PL_PHASE_DONE;
}
