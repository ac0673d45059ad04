/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/mpi/mpi-worker.h"

#include "engine/channels/pl-pipe-message.h"
#include "engine/mpi/mpi-clock.h"
#include "engine/mpi/mpi-lifeline.h"
#include "engine/mpi/mpi-tidings.h"
#include "engine/pl-memory.h"
#include "engine/pl-process.h"
#include "engine/pool/pl-worker.h"
#include "log/pl-log-events.h"
#include "log/pl-plan-text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A worker like any other, but for the way its tasks come: it has a plan, an arena and a log of its own, since nothing is
 * shared with another host. */

typedef struct {
  const PlMpiWorld *world;
  PlMpiClock clock;
  PlLog *log;
  PlWorkload workload;
  PlArena arena;
  PlWorker worker;
  uint64_t n_states;         /* told so far */
  PlLogCursor events;        /* the first one that was not told */
  int64_t start_mono_ns;     /* rank 0's clock at time 0 of the run */
  bool foreign;              /* on another host: its CPUs are not those that the log numbers */
  uint8_t *parcel;           /* PL_MPI_PIECE */
} Rank;

/* --- telling --- */

static PlRecord
of_run (const Rank *self, PlRecord record)
{
  record.time_ns = pl_mpi_clock_of_run (&self->clock, record.time_ns);
  if (record.time_ns < 0)
    record.time_ns = 0;
  if (self->foreign)
    record.cpu = 255;
  return record;
}

static void
pack_records (Rank *self, PlMpiTidings *tidings)
{
  const PlRecord *states = pl_log_records (self->log, self->worker.lane);
  uint64_t n = pl_log_count (self->log, self->worker.lane);
  PlRecord record;
  PlLogEvent event;
  uint8_t *to = self->parcel + sizeof *tidings;

  for (; self->n_states < n && tidings->n_states < PL_MPI_MOST_RECORDS; to += sizeof record)
    {
      record = of_run (self, states[self->n_states++]);
      memcpy (to, &record, sizeof record);
      tidings->n_states++;
    }
  for (; tidings->n_states + tidings->n_events < PL_MPI_MOST_RECORDS && pl_log_cursor_next (&self->events, &event);
       to += sizeof record)
    {
      record = of_run (self, event.record);
      memcpy (to, &record, sizeof record);
      tidings->n_events++;
    }
}

static void
pack_figures (const Rank *self, PlMpiTidings *tidings)
{
  PlLane *lane = self->worker.writer.lane;
  int64_t since_ns = atomic_load_explicit (&lane->streams[PL_STREAM_EVENTS].busy_since_ns, memory_order_relaxed);

  tidings->pid = getpid ();
  tidings->working = atomic_load_explicit (&lane->streams[PL_STREAM_STATES].working, memory_order_relaxed);
  tidings->busy_ns = atomic_load_explicit (&lane->busy_ns, memory_order_relaxed);
  tidings->busy_since_ns = since_ns > 0 ? pl_mpi_clock_of_run (&self->clock, since_ns) : 0;
  tidings->start_mono_ns = self->clock.start_ns;
  tidings->uncertainty_ns = self->clock.uncertainty_ns;
  tidings->accounts = self->worker.account.fd >= 0;
}

static void
pack_usage (PlMpiTidings *tidings)
{
  struct rusage usage;

  tidings->last = 1;
  tidings->memory = pl_memory_share ();
  if (getrusage (RUSAGE_SELF, &usage) < 0)
    return;
  tidings->cpu_ns = pl_process_cpu_ns (&usage);
  tidings->voluntary = (uint64_t) usage.ru_nvcsw;
  tidings->involuntary = (uint64_t) usage.ru_nivcsw;
}

/* All that is new. */
static bool
tell (Rank *self, bool last)
{
  bool all = false;

  while (!all)
    {
      PlMpiTidings tidings = { .n_states = 0 };
      size_t n;

      pack_records (self, &tidings);
      pack_figures (self, &tidings);
      n = (size_t) tidings.n_states + tidings.n_events;
      all = n < PL_MPI_MOST_RECORDS;
      if (all && last)
        pack_usage (&tidings);
      memcpy (self->parcel, &tidings, sizeof tidings);
      if (!pl_mpi_send (self->world, self->parcel, sizeof tidings + n * sizeof (PlRecord), 0, PL_MPI_TIDINGS))
        return false;
    }
  return true;
}

/* A task has begun: who watches sees it now, not when it is over. */
static void
task_began (void *owner)
{
  Rank *self = owner;

  if (!pl_chunk_is_brief (self->worker.plan))
    tell (self, false);
}

/* --- tasks and results --- */

/* The next part of a chunk; 0: there is none, and will be none. Only a real wait between two chunks is one. */
static size_t
fetch (Rank *self, bool between)
{
  PlWorker *worker = &self->worker;
  MPI_Status status;
  int there = 0, n = 0;

  for (unsigned turn = 0; ; turn++)
    {
      if (MPI_Iprobe (0, PL_MPI_TASK, self->world->comm, &there, &status) != MPI_SUCCESS)
        return 0;
      if (there)
        break;
      if (turn == 0 && between)
        pl_worker_enter_at_now (worker, PL_STATE_WAITING_TASK, 0);
      pl_mpi_pass_time (turn);
    }
  MPI_Get_count (&status, MPI_BYTE, &n);
  if (n < 1 || n > PL_MPI_PIECE ||
      MPI_Recv (worker->input, n, MPI_BYTE, 0, PL_MPI_TASK, self->world->comm, MPI_STATUS_IGNORE) != MPI_SUCCESS)
    return 0;
  if (between && worker->writer.records)
    pl_worker_read_clock (worker);
  return (size_t) n;
}

/* A whole chunk, whose parameters are then in values. 0: no more will come; -1: something broke. */
static int
receive_chunk (Rank *self, PlPipeMessage *message)
{
  PlWorker *worker = &self->worker;
  int whole = 0;

  pl_pipe_message_expect (message, worker->workload, PL_TO_WORKER, worker->values, worker->bad);
  for (bool first = true; whole == 0; first = false)
    {
      size_t n = fetch (self, first), used;

      if (n == 0)
        return -1;
      if (first && n == PL_MPI_LEAVE)
        return 0;
      whole = pl_pipe_message_take (message, worker->input, n, &used);
      if (whole < 0 || used != n)
        return -1;
      if (first)
        pl_worker_enter_at_now (worker, PL_STATE_RECEIVING, message->header.chunk);
    }
  return 1;
}

static bool
send_results (Rank *self, const PlPipeHeader *task)
{
  PlWorker *worker = &self->worker;
  PlPipeMessage message;
  bool done = false;

  pl_worker_enter_at_now (worker, PL_STATE_SENDING, task->chunk);
  if (worker->plan->record && !tell (self, false))
    return false;
  pl_pipe_message_compose (&message, worker->workload, PL_TO_PARENT, task->chunk, task->attempt, worker->lane,
                           worker->values);
  while (!done)
    {
      size_t n = pl_pipe_message_peek (&message, worker->buffer, PL_WORKER_BUFFER);

      if (!pl_mpi_send (self->world, worker->buffer, n, 0, PL_MPI_RESULT))
        return false;
      done = pl_pipe_message_sent (&message, n);
    }
  if (worker->writer.records)
    pl_worker_read_clock (worker);
  return true;
}

static bool
work (Rank *self)
{
  PlPipeMessage message;
  int got;

  if (self->worker.writer.records)
    pl_worker_read_clock (&self->worker);
  while ((got = receive_chunk (self, &message)) > 0)
    {
      pl_worker_do_chunk (&self->worker, message.header.chunk);
      if (!send_results (self, &message.header) || !pl_mpi_clock_refresh (&self->clock, self->world, false))
        return false;
    }
  return got == 0;
}

/* --- beginning and end --- */

/* The plan, and rank 0's clock at time 0. False: rank 0 gave up, or this rank has no memory. */
static bool
hear_plan (Rank *self)
{
  int64_t head[2] = { 0, 0 };
  PlPlanData plan;
  uint64_t wanted;
  char *text;
  bool ok;

  if (MPI_Bcast (head, sizeof head, MPI_BYTE, 0, self->world->comm) != MPI_SUCCESS || head[0] < 1 ||
      head[0] > PL_LOG_MAX_PLAN)
    return false;
  self->start_mono_ns = head[1];
  text = calloc (1, (size_t) head[0]);
  ok = text && MPI_Bcast (text, (int) head[0], MPI_BYTE, 0, self->world->comm) == MPI_SUCCESS &&
       !pl_plan_from_text (text, (size_t) head[0], &plan) && pl_log_create (&plan, NULL, &self->log) == 0;
  free (text);
  self->parcel = malloc (PL_MPI_PIECE);
  return ok && self->parcel && pl_workload_init (&self->workload, pl_log_plan (self->log), &wanted) == 0 &&
         pl_arena_init (&self->arena, &self->workload, &wanted) == 0 &&
         pl_worker_init (&self->worker, &self->workload, &self->arena) == 0;
}

static bool
begin (Rank *self)
{
  uint32_t lane = (uint32_t) self->world->rank;
  PlLaneWriter writer;
  PlAccount account;

  if (!pl_mpi_clock_init (&self->clock, self->world))
    return false;
  self->foreign = !pl_mpi_same_host (self->world, 0, self->world->rank);
  pl_log_header (self->log)->start_mono_ns = self->clock.base_ns;
  pl_log_cursor_init (&self->events, self->log, lane, PL_STREAM_EVENTS);
  pl_lane_writer_init (&writer, self->log, lane);
  pl_account_begin (&account, &writer, pl_lane_now_ns (&writer));
  pl_worker_begin (&self->worker, self->log, lane, pl_lane_now_ns (&writer), &account);
  self->worker.began = task_began;
  self->worker.owner = self;
  return tell (self, false);
}

bool
pl_mpi_worker_run (const PlMpiWorld *world)
{
  static Rank self;
  bool ok;

  self.world = world;
  if (!hear_plan (&self) || !begin (&self))
    return false;
  ok = work (&self) && pl_mpi_clock_refresh (&self.clock, world, true);
  if (!ok)
    return false;
  pl_worker_enter (&self.worker, PL_STATE_FINISHED, 0);
  pl_mpi_lifeline_untie ();
  return tell (&self, true);
}
