/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <dlfcn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* States one lane may have. */
#define CAPACITY (UINT64_C (1) << 22)

typedef enum { LANE_UNKNOWN = 0, LANE_THERE, LANE_NONE } LaneState;

typedef struct {
  PlLaneWriter writer;
  uint64_t edge;                        /* of its birth, and of its end */
  pid_t lent_by;                        /* our pid, while a child may live in our memory; 0: none does */
  LaneState state;
} Thread;

static __thread Thread self __attribute__ ((tls_model ("initial-exec")));
/* Wiped by the kernel in whatever is forked, by whatever call: a process that does not find its mark there is new. */
static _Atomic uint32_t *same;

static uint32_t process_lane = PL_LANE_NOBODY;

void (*pl_rec_lane_new_process) (void);
void (*pl_rec_lane_end_process) (PlLaneWriter *writer);

uint32_t
pl_rec_lane_process (void)
{
  return process_lane;
}

void
pl_rec_lane_set_process (uint32_t lane)
{
  process_lane = lane;
}

static __attribute__ ((constructor (101))) void
make_mark (void)
{
  void *page = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (page != MAP_FAILED && madvise (page, 4096, MADV_WIPEONFORK) != 0)
    munmap (page, 4096);
  else if (page != MAP_FAILED)
    {
      same = page;
      *same = 1;
    }
}

void
pl_rec_lane_begin (uint32_t lane, uint64_t edge)
{
  self.lent_by = 0;
  self.edge = edge;
  pl_rec_promise_forget ();
  self.state = lane == PL_LANE_NOBODY ? LANE_NONE : LANE_THERE;
  if (same)
    *same = 1;
  if (self.state == LANE_NONE)
    return;
  pl_lane_writer_init (&self.writer, pl_rec_log, lane);
  pl_rec_account_slept ();
  /* What it waited for before it was another program. */
  atomic_store_explicit (&self.writer.lane->streams[PL_STREAM_NOTES].waiting_since_ns, 0, memory_order_relaxed);
  if (edge != 0)
    pl_lane_edge (&self.writer, PL_EVENT_FORK, edge, true);
  pl_rec_account (&self.writer, pl_lane_record (&self.writer, PL_STATE_WORKING, PL_NO_TASK, 0), 0);
}

void
pl_rec_lane_start_thread (uint32_t parent, uint64_t edge)
{
  PlLaneWriter clock = { .start_mono_ns = pl_rec_log ? pl_log_header (pl_rec_log)->start_mono_ns : 0 };
  int saved = errno;

  /* Before anything that might be recorded itself. */
  self.state = LANE_NONE;
  if (pl_rec_log && !pl_rec_careful)
    pl_rec_lane_begin (pl_log_add_lane (pl_rec_log, PL_LANE_THREAD, parent, getpid (), (pid_t) syscall (SYS_gettid),
                                        pl_lane_now_ns (&clock), 0, CAPACITY), edge);
  errno = saved;
}

/* TRUE: this is the child that lives in our memory, or so it looks. */
bool
pl_rec_lane_borrowed (void)
{
  if (self.lent_by == 0)
    return false;
  if ((pid_t) syscall (SYS_getpid) != self.lent_by)
    return true;
  self.lent_by = 0;
  return false;
}

PlLaneWriter *
pl_rec_lane_lender (void)
{
  return self.state == LANE_THERE ? &self.writer : NULL;
}

void *
pl_rec_lane_lend (void)
{
  PL_REC_REAL (pid_t, "vfork", (void));

  if (pl_rec_writer ())
    self.lent_by = (pid_t) syscall (SYS_getpid);
  return (void *) real;
}

PlLaneWriter *
pl_rec_writer (void)
{
  if (!pl_rec_log)
    return NULL;
  if (__builtin_expect (same && !*same, 0) && pl_rec_lane_new_process)
    pl_rec_lane_new_process ();
  if (__builtin_expect (self.lent_by != 0, 0) && pl_rec_lane_borrowed ())
    return NULL;
  /* A thread that was made behind our back. */
  if (__builtin_expect (self.state == LANE_UNKNOWN, 0))
    pl_rec_lane_start_thread (pl_rec_lane_process (), 0);
  return self.state == LANE_THERE ? &self.writer : NULL;
}

PlLaneWriter *
pl_rec_teller (void)
{
  PlLaneWriter *writer = pl_rec_writer ();

  if (writer)
    pl_rec_promise_tell (writer);
  return writer;
}

uint32_t
pl_rec_lane_index (void)
{
  const PlLaneWriter *writer = pl_rec_writer ();

  return writer ? writer->index : PL_LANE_NOBODY;
}

uint32_t
pl_rec_lane_forked_from (void)
{
  return self.state == LANE_THERE ? self.writer.index : pl_rec_lane_process ();
}

void
pl_rec_lane_end (int status)
{
  PlLaneWriter *writer = pl_rec_writer ();
  int64_t now_ns;

  if (!writer)
    return;
  if (writer->index == process_lane && pl_rec_lane_end_process)
    pl_rec_lane_end_process (writer);
  now_ns = pl_lane_now_ns (writer);
  pl_rec_promise_tell (writer);
  pl_rec_words_close (writer);
  pl_rec_account (writer, now_ns, 0);
  if (self.edge != 0)
    pl_lane_edge_at (writer, now_ns, PL_EVENT_JOIN, self.edge, false);
  pl_lane_record_at (writer, now_ns, PL_STATE_FINISHED, (uint32_t) status, 0);
  self.state = LANE_NONE;
}

void
pl_rec_lane_set_name (const char *name)
{
  PlLaneWriter *writer = pl_rec_writer ();
  uint32_t text = writer ? pl_log_add_name (pl_rec_log, name) : 0;

  if (text != 0)
    atomic_store_explicit (&writer->lane->name, text, memory_order_release);
}

void
pl_rec_lane_set_helper (PlHelper helper)
{
  PlLaneWriter *writer = pl_rec_writer ();

  if (writer)
    __atomic_store_n (&writer->lane->part, (uint32_t) helper, __ATOMIC_RELAXED);
}

void
pl_rec_lane_lost (PlLostReason reason)
{
  PlLaneWriter *writer = pl_rec_teller ();

  if (writer)
    pl_lane_event_at (writer, -1, PL_EVENT_LOST, reason);
}

void
pl_rec_lane_held_back (uint32_t n)
{
  PlLaneWriter *writer = pl_rec_teller ();

  if (writer)
    pl_lane_event_at (writer, -1, PL_EVENT_HELD_BACK, n);
}

void
pl_rec_mark (const char *text)
{
  PlLaneWriter *writer = pl_rec_teller ();
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
