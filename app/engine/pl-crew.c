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
  if (self->writer.area && !self->foreign)
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

static const PlCrewMember *
look_at (const PlCrew *self, uint32_t lane)
{
  return &self->members[lane - self->first];
}

void
pl_crew_note_birth (PlLog *log, uint32_t lane, uint32_t life, int64_t asked_ns, PlAccount *account)
{
  PlLane *entry = pl_log_lane (log, lane);
  PlLaneWriter writer;

  pl_lane_writer_init (&writer, log, lane);
  if (entry->kind == PL_LANE_WORKER)
    atomic_store_explicit (&entry->creation_ns, (uint64_t) (pl_lane_now_ns (&writer) - asked_ns), memory_order_relaxed);
  if (pl_account_begin (account, &writer, asked_ns))
    atomic_fetch_or_explicit (&pl_log_header (log)->account, PL_ACCOUNT_TIMES, memory_order_relaxed);
  pl_lane_edge (&writer, PL_EVENT_FORK, life_id (lane, life), true);
}

uint32_t
pl_crew_life (const PlCrew *self, uint32_t lane)
{
  return look_at (self, lane)->life;
}

void
pl_crew_thread_born (const PlCrew *self, uint32_t lane, int64_t asked_ns, PlAccount *account)
{
  PlLane *entry = pl_log_lane (self->log, lane);

  entry->born_ns = asked_ns;
  atomic_store_explicit (&entry->tid, (int32_t) gettid (), memory_order_relaxed);
  pl_crew_note_birth (self->log, lane, pl_crew_life (self, lane), asked_ns, account);
}

static void
note_parenthood (PlCrew *self, uint32_t lane)
{
  const PlCrewMember *member = look_at (self, lane);
  PlLane *entry = pl_log_lane (self->log, lane);

  pl_lane_edge_at (&self->writer, self->fork_ns, PL_EVENT_FORK, life_id (lane, member->life), false);
  atomic_store_explicit (&entry->pid, member->pid, memory_order_relaxed);
  /* A thread has a name of its own, and knows when it was born. */
  if (!self->threads)
    {
      entry->born_ns = self->fork_ns;
      atomic_store_explicit (&entry->tid, member->pid, memory_order_relaxed);
    }
  atomic_store_explicit (&entry->exited, 0, memory_order_relaxed);
  atomic_fetch_add_explicit (&entry->incarnations, 1, memory_order_release);
}

/* The dead cannot say when: both ends are the moment in which the parent learns of it. */
static void
note_death (PlCrew *self, uint32_t lane, pid_t pid)
{
  uint64_t id = life_id (lane, look_at (self, lane)->life);
  PlLaneWriter writer;

  self->death_ns = pl_lane_now_ns (&self->writer);
  pl_lane_writer_init (&writer, self->log, lane);
  /* Of a dead process' threads nothing is told any more. */
  if (!self->threads)
    pl_account_dead (&writer, pid, self->death_ns);
  pl_lane_edge_at (&writer, self->death_ns, PL_EVENT_JOIN, id, false);
  pl_lane_edge_at (&self->writer, self->death_ns, PL_EVENT_JOIN, id, true);
}

/* Before its child is there, which has a copy of it. */
static void
begin_life (PlCrew *self, uint32_t lane, _Atomic uint32_t *guarded)
{
  *member_of (self, lane) = (PlCrewMember) {
    .life = atomic_load (&pl_log_lane (self->log, lane)->incarnations) + 1, .guarded = guarded,
  };
}

static void
note_life (PlCrew *self, uint32_t lane, pid_t pid)
{
  member_of (self, lane)->pid = pid;
  note_alive (self, self->n_alive + 1);
  note_parenthood (self, lane);
}

bool
pl_crew_fork (PlCrew *self, uint32_t lane, int *keep, unsigned n_keep, _Atomic uint32_t *guarded)
{
  pid_t pid;

  begin_life (self, lane, guarded);
  self->fork_ns = pl_lane_now_ns (&self->writer);
  pl_crew_record (self, self->fork_ns, PL_STATE_STARTING, lane, 0);
  if (self->makes)
    pid = self->ops->make (self->owner, lane);
  else
    pid = guarded ? pl_process_fork_guarded (keep, n_keep, guarded) : pl_process_fork (keep, n_keep);
  if (pid == 0)
    {
      if (!self->executes)
        pl_crew_note_birth (self->log, lane, pl_crew_life (self, lane), self->fork_ns, &self->account);
      self->ops->work (self->owner, lane);
      _exit (0);
    }
  if (pid < 0)
    {
      pl_crew_fail (self, PL_RUN_FORK, -pid, 0, lane - self->first + 1, self->n);
      return false;
    }
  pl_slices_know (self->slices, pid, lane);
  note_life (self, lane, pid);
  return true;
}

bool
pl_crew_fork_threads (PlCrew *self, int *keep, unsigned n_keep, _Atomic uint32_t *guarded)
{
  pid_t pid;

  self->threads = true;
  for (uint32_t lane = self->first; lane < self->first + self->n; lane++)
    begin_life (self, lane, guarded);
  self->fork_ns = pl_lane_now_ns (&self->writer);
  pl_crew_record (self, self->fork_ns, PL_STATE_STARTING, self->first, 0);
  pid = pl_process_fork_guarded (keep, n_keep, guarded);
  if (pid == 0)
    {
      self->ops->live (self->owner);
      _exit (0);
    }
  if (pid < 0)
    {
      pl_crew_fail (self, PL_RUN_FORK, -pid, 0, 1, self->n);
      return false;
    }
  for (uint32_t lane = self->first; lane < self->first + self->n; lane++)
    note_life (self, lane, pid);
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

static void
note_usage (const PlCrew *self, uint32_t lane, const struct rusage *usage)
{
  PlLane *entry = pl_log_lane (self->log, lane);

  atomic_fetch_add_explicit (&entry->cpu_ns, pl_process_cpu_ns (usage), memory_order_relaxed);
  atomic_fetch_add_explicit (&entry->voluntary, (uint64_t) usage->ru_nvcsw, memory_order_relaxed);
  atomic_fetch_add_explicit (&entry->involuntary, (uint64_t) usage->ru_nivcsw, memory_order_relaxed);
}

void
pl_crew_thread_ends (const PlCrew *self, uint32_t lane)
{
  struct rusage usage;

  if (getrusage (RUSAGE_THREAD, &usage) == 0)
    note_usage (self, lane, &usage);
}

/* A process that is dead: returns its wait status. */
static int
bury (PlCrew *self, pid_t pid)
{
  struct rusage usage = { 0 };
  int status = 0;

  for (uint32_t i = 0; i < self->n; i++)
    if (self->members[i].pid == pid)
      note_death (self, self->first + i, pid);
  pl_process_reap (pid, &status, &usage);
  if (self->threads && status != 0)
    atomic_fetch_or_explicit (&pl_log_header (self->log)->account, PL_ACCOUNT_USAGE_LOST, memory_order_relaxed);
  for (uint32_t i = 0; i < self->n; i++)
    if (self->members[i].pid == pid)
      {
        PlLane *entry = pl_log_lane (self->log, self->first + i);

        if (!self->threads)
          note_usage (self, self->first + i, &usage);
        if (entry->kind == PL_LANE_WORKER)
          atomic_store_explicit (&entry->exited, PL_EXITED (status), memory_order_relaxed);
        self->members[i].pid = 0;
        self->members[i].fallen = true;
        note_alive (self, self->n_alive - 1);
      }
  return status;
}

/* Buries it, and tells its owner of each lane it had. */
static void
take_leave (PlCrew *self, pid_t pid, bool killed)
{
  int status = bury (self, pid);
  uint32_t lane = 0;

  for (uint32_t i = 0; i < self->n; i++)
    if (self->members[i].fallen)
      {
        lane = self->first + i;
        self->members[i].fallen = false;
        if (!killed)
          self->ops->died (self->owner, lane, status);
        else if (self->ops->killed)
          self->ops->killed (self->owner, lane);
      }
  if (!killed && lane > 0 && self->ops->gone)
    self->ops->gone (self->owner, lane, status);
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
        take_leave (self, pid, false);
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
        take_leave (self, self->members[i].pid, true);
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

  if (member && self->ops->kill)
    self->ops->kill (self->owner, lane);
  if (!member || member->pid == 0)
    return;
  /* Whoever is in the same process goes with it. */
  for (uint32_t i = 0; i < self->n; i++)
    self->members[i].by_order |= self->members[i].pid == member->pid;
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
