/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/mpi/mpi-parent.h"

#include "engine/mpi/mpi-lifeline.h"
#include "engine/mpi/mpi-parent-private.h"
#include "engine/pl-process.h"
#include "engine/pl-run-status.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* The pool's parent, as in the runner; but its workers are ranks that mpirun started, and MPI takes the messages. It hands
 * out chunks as over pipes. A rank that is gone cannot be replaced: MPI has no new ones. So the run ends with what is there. */

/* --- waiting --- */

/* Whoever is gone without a word: what it had sent before still counts. */
static void
bury (PlMpiParent *self, uint32_t lane)
{
  PlPool *pool = &self->pool;
  PlMpiPeer *peer = &self->peers[lane];
  int64_t now_ns = pl_lane_now_ns (&pool->crew.writer);

  while (pl_mpi_receive (self))
    ;
  if (peer->left)
    return;
  pl_lane_end_busy (peer->writer.lane, now_ns);
  atomic_store (&peer->writer.lane->streams[PL_STREAM_STATES].working, 0);
  /* How it ended nobody has heard. */
  pl_lane_record_at (&peer->writer, now_ns, PL_STATE_DEAD, PL_DEAD_ARG (PL_DEAD_UNKNOWN), 0);
  atomic_fetch_sub_explicit (&pool->crew.status->alive, 1, memory_order_relaxed);
  peer->left = true;
  pl_crew_fail (&pool->crew, PL_RUN_RANK_LOST, 0, 0, lane, pool->n_lanes);
}

static void
look_after_peers (PlMpiParent *self)
{
  for (uint32_t lane = 1; lane <= self->pool.n_lanes && !self->pool.crew.failed; lane++)
    if (self->peers[lane].fd >= 0 && !self->peers[lane].left && pl_mpi_lifeline_is_cut (self->peers[lane].fd))
      bury (self, lane);
}

/* Sleeps until somebody is lost, the front end has a word, or it is time to look for messages again. */
static void
doze (PlMpiParent *self, int64_t sleep_ns)
{
  PlPool *pool = &self->pool;
  struct pollfd fds[PL_MAX_POOL_SIZE + 1];
  struct timespec moment = { 0, sleep_ns };
  nfds_t n = 0;

  fds[n++] = (struct pollfd) { .fd = pool->crew.control_fd, .events = POLLIN };
  for (uint32_t lane = 1; lane <= pool->n_lanes; lane++)
    if (self->peers[lane].fd >= 0 && !self->peers[lane].left)
      fds[n++] = (struct pollfd) { .fd = self->peers[lane].fd, .events = POLLIN };
  ppoll (fds, n, &moment, NULL);
}

#define LOOK_EVERY 64u

/* What is true of both sides of a wait. turn: how often in a row nothing had come. */
static void
look_around (PlMpiParent *self, unsigned *turn, bool busy)
{
  PlPool *pool = &self->pool;
  PlState state = pl_pool_caller_state (pool);
  static unsigned n;
  int64_t sleep_ns;

  *turn = busy ? 0 : *turn + 1;
  if (*turn == 1 && pool->crew.last_state != state)
    pl_crew_enter (&pool->crew, state, 0);
  sleep_ns = *turn > 0 ? pl_mpi_yield (*turn - 1) : 0;
  if (sleep_ns > 0)
    doze (self, sleep_ns);
  if (sleep_ns > 0 || n++ % LOOK_EVERY == 0)
    {
      pl_crew_listen (&pool->crew);
      look_after_peers (self);
    }
}

/* --- what the front end says --- */

static void
kill_one (void *owner, uint32_t lane)
{
  PlMpiParent *self = owner;

  if (self->peers[lane].fd >= 0 && !self->peers[lane].left)
    pl_mpi_lifeline_say (self->peers[lane].fd, PL_MPI_WORD_DIE);
}

static void
pause_it (void *owner, bool pause)
{
  PlMpiParent *self = owner;
  PlPool *pool = &self->pool;

  if (pause == pool->paused)
    return;
  pool->paused = pause;
  for (uint32_t lane = 1; lane <= pool->n_lanes; lane++)
    if (self->peers[lane].fd >= 0 && !self->peers[lane].left)
      pl_mpi_lifeline_say (self->peers[lane].fd, pause ? PL_MPI_WORD_PAUSE : PL_MPI_WORD_RESUME);
  pl_crew_enter (&pool->crew, pause ? PL_STATE_PAUSED : PL_STATE_WAITING_TASK, 0);
  pl_run_set_phase (pool->log, pause ? PL_PHASE_PAUSED : PL_PHASE_RUNNING);
}

/* What has come by then lies where it is. */
#define PAUSE_LOOK_NS INT64_C (50000000)

static void
sit_out_pause (PlMpiParent *self)
{
  while (self->pool.paused && pl_crew_goes_on (&self->pool.crew))
    {
      doze (self, PAUSE_LOOK_NS);
      pl_crew_listen (&self->pool.crew);
      look_after_peers (self);
    }
}

/* --- the loop --- */

/* Everybody may go, and says what it used. */
static void
begin_to_finish (PlMpiParent *self)
{
  PlPool *pool = &self->pool;
  uint8_t word = 0;

  pool->finishing = true;
  for (uint32_t lane = 1; !self->alone && lane <= pool->n_lanes && !pool->crew.failed; lane++)
    if (!pl_mpi_send (self->world, &word, PL_MPI_LEAVE, (int) lane, PL_MPI_TASK))
      pl_crew_fail (&pool->crew, PL_RUN_CHANNEL, EIO, 0, lane, 0);
}

static void
loop (PlMpiParent *self)
{
  PlPool *pool = &self->pool;
  unsigned turn = 0;

  while (pl_crew_goes_on (&pool->crew))
    {
      bool busy = self->alone ? pl_mpi_do_one (self) : pl_mpi_receive (self);

      pl_pool_publish (pool);
      if (!pool->finishing)
        pl_pool_caller_turn (pool);
      if (!pool->finishing && pool->caller.over)
        begin_to_finish (self);
      if (pool->finishing && (self->alone || self->n_left == pool->n_lanes))
        break;
      if (pl_pool_caller_is_busy (pool))
        pl_pool_sit_out_callback (pool);
      else if (!pool->finishing)
        pl_mpi_hand_out (pool);
      look_around (self, &turn, busy);
      sit_out_pause (self);
    }
  /* Somebody may be lost, and mpirun may have told the front end first. */
  if (pool->crew.stopped)
    look_after_peers (self);
}

/* --- beginning and end --- */

static void
make_memory (PlMpiParent *self)
{
  PlPool *pool = &self->pool;
  uint64_t wanted = sizeof (PlMpiPeer) * (pool->n_lanes + 1);
  int error = -ENOMEM;

  pool->lanes = calloc (pool->n_lanes + 1, sizeof *pool->lanes);
  self->peers = calloc (pool->n_lanes + 1, sizeof *self->peers);
  self->buffer = malloc (PL_MPI_PIECE);
  if (pool->lanes && self->peers && self->buffer)
    error = pl_workload_init (&pool->workload, pool->plan, &wanted);
  if (error == 0)
    error = pl_arena_init (&pool->arena, &pool->workload, &wanted);
  if (error == 0)
    error = pl_pool_init_chunks (pool, &wanted);
  if (error == 0)
    error = pl_worker_init (&pool->worker, &pool->workload, &pool->arena);
  for (uint32_t lane = 1; error == 0 && lane <= pool->n_lanes; lane++)
    {
      self->peers[lane].fd = -1;
      self->peers[lane].piece = self->alone ? NULL : malloc (PL_MPI_PIECE);
      if (!self->alone && !self->peers[lane].piece)
        error = -ENOMEM;
    }
  if (error < 0)
    pl_crew_fail (&pool->crew, PL_RUN_MEMORY, -error, 0, (wanted + (1 << 20) - 1) >> 20, 0);
}

/* The ranks wait for this, also when it is that there is nothing to do. */
static void
tell_plan (PlMpiParent *self)
{
  PlPool *pool = &self->pool;
  size_t size = 0;
  const char *text = pl_log_plan_text (pool->log, &size);
  int64_t head[2] = { pool->crew.failed ? 0 : (int64_t) size, pl_log_header (pool->log)->start_mono_ns };
  int error = MPI_Bcast (head, sizeof head, MPI_BYTE, 0, self->world->comm);

  if (error == MPI_SUCCESS && !pool->crew.failed)
    error = MPI_Bcast ((char *) text, (int) size, MPI_BYTE, 0, self->world->comm);
  if (error != MPI_SUCCESS)
    pl_crew_fail (&pool->crew, PL_RUN_CHANNEL, EIO, 0, 0, 0);
}

static void
tie_lifelines (PlMpiParent *self)
{
  PlPool *pool = &self->pool;
  int fds[PL_MAX_POOL_SIZE + 1];

  if (!pl_mpi_lifeline_tie (self->world, fds))
    pl_crew_fail (&pool->crew, PL_RUN_CHANNEL, errno, 0, 0, 0);
  for (uint32_t lane = 1; !self->alone && self->peers && lane <= pool->n_lanes; lane++)
    self->peers[lane].fd = fds[lane];
}

static void
know_lanes (PlMpiParent *self)
{
  PlPool *pool = &self->pool;
  uint32_t name = 0;

  for (uint32_t lane = 0; lane <= pool->n_lanes; lane++)
    {
      int rank = self->alone ? 0 : (int) lane;

      if (lane == 0 || !pl_mpi_same_host (self->world, rank, (int) lane - 1))
        name = pl_log_add_name (pool->log, self->world->hosts[rank]);
      atomic_store_explicit (&pl_log_lane (pool->log, lane)->name, name, memory_order_release);
      if (lane == 0)
        continue;
      pl_pipe_message_expect (&self->peers[lane].in, &pool->workload, PL_TO_PARENT, NULL, NULL);
      pl_lane_writer_init (&self->peers[lane].writer, pool->log, lane);
      atomic_store (&pl_log_lane (pool->log, lane)->incarnations, 1);
    }
  atomic_store (&pool->crew.status->alive, pool->n_lanes);
}

/* A worker in this very process. */
static void
be_own_worker (PlMpiParent *self)
{
  PlPool *pool = &self->pool;
  PlLane *lane = pl_log_lane (pool->log, 1);
  PlAccount account;

  atomic_store (&lane->pid, getpid ());
  atomic_store (&lane->tid, getpid ());
  if (pl_account_begin (&account, &self->peers[1].writer, pl_lane_now_ns (&pool->crew.writer)))
    atomic_fetch_or (&pl_log_header (pool->log)->account, PL_ACCOUNT_TIMES);
  pl_worker_begin (&pool->worker, pool->log, 1, pl_lane_now_ns (&pool->crew.writer), &account);
}

static void
leave_own_worker (PlMpiParent *self)
{
  PlPool *pool = &self->pool;
  PlLane *lane = pl_log_lane (pool->log, 1);
  struct rusage usage;

  pl_worker_finish (&pool->worker);
  atomic_store (&pool->crew.status->alive, 0);
  if (getrusage (RUSAGE_SELF, &usage) < 0)
    return;
  atomic_store (&lane->cpu_ns, pl_process_cpu_ns (&usage));
  atomic_store (&lane->voluntary, (uint64_t) usage.ru_nvcsw);
  atomic_store (&lane->involuntary, (uint64_t) usage.ru_nivcsw);
}

/* Ranks that were not asked to leave end when their lifelines are cut. */
static void
drop_peers (PlMpiParent *self)
{
  PlPool *pool = &self->pool;
  int64_t now_ns = pl_lane_now_ns (&pool->crew.writer);

  for (uint32_t lane = 1; self->peers && lane <= pool->n_lanes; lane++)
    {
      PlMpiPeer *peer = &self->peers[lane];

      if (peer->fd < 0)
        continue;
      close (peer->fd);
      if (peer->left || !peer->writer.lane)
        continue;
      pl_lane_end_busy (peer->writer.lane, now_ns);
      pl_lane_record_at (&peer->writer, now_ns, PL_STATE_FINISHED, 1, 0);
      atomic_fetch_or (&pl_log_header (pool->log)->account, PL_ACCOUNT_USAGE_LOST);
    }
  atomic_store (&pool->crew.status->alive, 0);
}

static void
end (PlMpiParent *self)
{
  PlPool *pool = &self->pool;

  if (self->alone && !pool->crew.failed)
    leave_own_worker (self);
  if (!pl_crew_goes_on (&pool->crew))
    drop_peers (self);
  if (pool->finishing)
    pl_pool_caller_tell (pool, PL_CALLER_JOINED, 0);
  pl_pool_publish (pool);
  pl_crew_finish (&pool->crew);
  pl_run_set_phase (pool->log, pl_crew_final_phase (&pool->crew));
}

/* How many chunks a rank may have. */
static uint32_t
choose_depth (const PlPlanData *plan)
{
  bool brief = (int64_t) plan->chunk * plan->task_time_ns < PL_MPI_AHEAD_NS;

  return brief && pl_body_size (plan, plan->chunk) <= PL_MPI_AHEAD_BYTES ? PL_MPI_DEPTH : 1;
}

bool
pl_mpi_parent_run (const PlMpiWorld *world, PlLog *log, int control_fd)
{
  static const PlChannelOps channel = { .turn = pl_mpi_hand_out };
  static const PlCrewOps crew = { .kill = kill_one, .pause = pause_it };
  static PlMpiParent self;
  PlPool *pool = &self.pool;

  *pool = (PlPool) { .log = log, .plan = pl_log_plan (log), .ops = &channel, .n_lanes = pl_log_plan (log)->pool_size,
                     .epoll_fd = -1, .server.fd = -1, .tells_order = true };
  self.world = world;
  self.alone = world->size == 1;
  self.depth = choose_depth (pool->plan);
  pl_crew_init (&pool->crew, log, control_fd, pool->n_lanes, &crew, &self);
  pool->crew.foreign = true;
  make_memory (&self);
  tie_lifelines (&self);
  pl_crew_start_clock (&pool->crew);
  tell_plan (&self);
  if (!pool->crew.failed)
    {
      know_lanes (&self);
      pl_crew_enter (&pool->crew, PL_STATE_STARTING, 1);
      if (self.alone)
        be_own_worker (&self);
      pl_run_set_phase (log, PL_PHASE_RUNNING);
      pl_pool_caller_begin (pool);
      pl_mpi_hand_out (pool);
      loop (&self);
    }
  end (&self);
  return pl_crew_goes_on (&pool->crew);
}
