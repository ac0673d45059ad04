/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* States one lane may have. */
#define CAPACITY (UINT64_C (1) << 22)

typedef enum { LANE_UNKNOWN = 0, LANE_THERE, LANE_NONE } LaneState;

typedef struct {
  PlLaneWriter writer;
  LaneState state;
} Thread;

static __thread Thread self __attribute__ ((tls_model ("initial-exec")));
/* The lane of this process' first thread. */
static uint32_t process_lane = PL_LANE_NOBODY;
static uint32_t process_name;

static int64_t
now_ns (void)
{
  const PlLaneWriter clock = { .start_mono_ns = pl_log_header (pl_rec_log)->start_mono_ns };

  return pl_lane_now_ns (&clock);
}

static void
begin (uint32_t lane)
{
  self.state = lane == PL_LANE_NOBODY ? LANE_NONE : LANE_THERE;
  if (self.state == LANE_NONE)
    return;
  pl_lane_writer_init (&self.writer, pl_rec_log, lane);
  pl_lane_record (&self.writer, PL_STATE_WORKING, PL_NO_TASK, 0);
  pl_rec_account (&self.writer, true);
}

static uint32_t
add_lane (PlLaneKind kind, uint32_t parent, uint32_t name)
{
  pid_t pid = getpid (), tid = kind == PL_LANE_PROCESS ? pid : (pid_t) syscall (SYS_gettid);

  return pl_log_add_lane (pl_rec_log, kind, parent, pid, tid, now_ns (), name, CAPACITY);
}

PlLaneWriter *
pl_rec_writer (void)
{
  if (!pl_rec_log)
    return NULL;
  /* A thread that was made behind our back. */
  if (self.state == LANE_UNKNOWN)
    pl_rec_lane_start_thread (process_lane);
  return self.state == LANE_THERE ? &self.writer : NULL;
}

uint32_t
pl_rec_lane_index (void)
{
  const PlLaneWriter *writer = pl_rec_writer ();

  return writer ? writer->index : PL_LANE_NOBODY;
}

static bool
is_over (uint32_t lane)
{
  PlRecord last;

  return pl_log_last_record (pl_rec_log, lane, &last) &&
         (last.state == PL_STATE_FINISHED || last.state == PL_STATE_DEAD);
}

/* The youngest lane of a process that has not ended. */
static uint32_t
find_process (pid_t pid)
{
  for (uint32_t lane = pl_log_n_lanes (pl_rec_log); lane-- > 0; )
    {
      PlLane *entry = pl_log_lane (pl_rec_log, lane);

      if (atomic_load_explicit (&entry->ready, memory_order_acquire) && entry->kind == PL_LANE_PROCESS &&
          atomic_load_explicit (&entry->pid, memory_order_relaxed) == pid)
        return is_over (lane) ? PL_LANE_NOBODY : lane;
    }
  return PL_LANE_NOBODY;
}

void
pl_rec_lane_start_process (const char *name)
{
  uint32_t lane = find_process (getpid ());

  process_name = pl_log_add_name (pl_rec_log, name);
  if (lane == PL_LANE_NOBODY)
    lane = add_lane (PL_LANE_PROCESS, find_process (getppid ()), process_name);
  else
    atomic_store_explicit (&pl_log_lane (pl_rec_log, lane)->name, process_name, memory_order_relaxed);
  process_lane = lane;
  begin (lane);
}

void
pl_rec_lane_forked (void)
{
  uint32_t parent = self.state == LANE_THERE ? self.writer.index : process_lane;

  if (!pl_rec_log)
    return;
  process_lane = add_lane (PL_LANE_PROCESS, parent, process_name);
  begin (process_lane);
}

void
pl_rec_lane_start_thread (uint32_t parent)
{
  /* Before anything that might be recorded itself. */
  self.state = LANE_NONE;
  if (pl_rec_log)
    begin (add_lane (PL_LANE_THREAD, parent, 0));
}

void
pl_rec_lane_end (int status)
{
  PlLaneWriter *writer = pl_rec_writer ();

  if (!writer)
    return;
  pl_rec_account (writer, true);
  pl_lane_record (writer, PL_STATE_FINISHED, (uint32_t) status, 0);
  self.state = LANE_NONE;
}

void
pl_rec_lane_reaped (pid_t pid, int status)
{
  PlLaneWriter *writer = pl_rec_writer (), dead;
  uint32_t lane = writer ? find_process (pid) : PL_LANE_NOBODY;

  if (writer)
    pl_lane_edge (writer, PL_EVENT_JOIN, (uint64_t) pid, true);
  if (lane == PL_LANE_NOBODY)
    return;
  /* It is dead: nobody else writes there any more. */
  pl_lane_writer_init (&dead, pl_rec_log, lane);
  pl_lane_record (&dead, WIFSIGNALED (status) ? PL_STATE_DEAD : PL_STATE_FINISHED,
                  WIFSIGNALED (status) ? PL_DEAD_ARG (status) : (uint32_t) WEXITSTATUS (status), 0);
}

void
pl_rec_lane_set_name (const char *name)
{
  PlLaneWriter *writer = pl_rec_writer ();
  uint32_t text = writer ? pl_log_add_name (pl_rec_log, name) : 0;

  if (text == 0)
    return;
  atomic_store_explicit (&writer->lane->name, text, memory_order_relaxed);
  if (writer->index == process_lane)
    process_name = text;
}

void
pl_rec_mark (const char *text)
{
  PlLaneWriter *writer = pl_rec_writer ();
  uint32_t name = writer ? pl_log_add_name (pl_rec_log, text) : 0;

  if (name != 0)
    pl_lane_mark (writer, name);
}

/* A weak symbol of the program's own: see paralane-mark.h. */
PL_REC_EXPORT void paralane_mark (const char *text);

PL_REC_EXPORT void
paralane_mark (const char *text)
{
  int saved = errno;

  if (text)
    pl_rec_mark (text);
  errno = saved;
}
