/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is in a call for bytes waits for them while he sleeps there, and works while he runs: of a recording that goes on, by
 * what the kernel says of real threads. */
#include "config.h"

#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "control/pl-recording-tree.h"
#include "fixture-log.h"
#include "log/pl-lane-writer.h"
#include "trace/recording/pl-recording.h"

#define MS G_GINT64_CONSTANT (1000000)
enum { RUNNER = 1, READER };

/* A thread that sleeps until there is a byte, and then runs until it is told to end. */
static int pipe_fds[2];
static _Atomic int reader_tid, reader_ran, ends;

static void *
read_and_run (void *data)
{
  char byte;

  atomic_store (&reader_tid, (int) syscall (SYS_gettid));
  g_assert_cmpint (read (pipe_fds[0], &byte, 1), ==, 1);
  atomic_store (&reader_ran, 1);
  while (!atomic_load (&ends))
    ;
  return NULL;
}

static void
say_waits (PlLog *log, guint lane, PlWaitReason reason, gint64 since_ns)
{
  PlLogStream *streams = pl_log_lane (log, lane)->streams;

  atomic_store (&streams[PL_STREAM_SLICES].waiting, PL_WAITING (reason, 0, 0));
  atomic_store (&streams[PL_STREAM_NOTES].waiting_since_ns, since_ns);
}

static void
add_lane (PlLog *log, int tid)
{
  guint lane = pl_log_add_lane (log, PL_LANE_PROCESS, PL_LANE_NOBODY, getpid (), tid, MS, 0, 64);
  PlLaneWriter writer;

  pl_lane_writer_init (&writer, log, lane);
  pl_lane_record_at (&writer, MS, PL_STATE_WORKING, PL_NO_TASK, 0);
  say_waits (log, lane, PL_WAIT_DATA, 2 * MS);
}

/* A run that began a second ago. */
static PlLog *
make_log (void)
{
  PlLog *log = fixture_recording (PL_THREADS_ALL);
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  pl_log_header (log)->start_mono_ns = (gint64) (now.tv_sec - 1) * 1000000000 + now.tv_nsec;
  atomic_store (&pl_log_header (log)->status.phase, PL_PHASE_RUNNING);
  add_lane (log, getpid ());
  add_lane (log, atomic_load (&reader_tid));
  return log;
}

static gboolean
waits (PlTrace *trace, guint lane)
{
  PlSpan wait;

  pl_trace_refresh (trace, -1);
  return pl_recording_waits_now (trace, lane, &wait);
}

/* Both do what they do for good. */
static void
until (_Atomic int *flag)
{
  while (!atomic_load (flag))
    sched_yield ();
}

static void
test_sleeps (void)
{
  g_autoptr (PlTrace) trace = NULL;
  pthread_t thread;
  char byte = 0;
  PlLog *log;

  g_assert_cmpint (pipe (pipe_fds), ==, 0);
  g_assert_cmpint (pthread_create (&thread, NULL, read_and_run, NULL), ==, 0);
  until (&reader_tid);
  log = make_log ();
  trace = pl_trace_new (log);
  /* Nobody looks: what they say is all that is known. */
  g_assert_true (waits (trace, RUNNER));
  pl_recording_watch_sleep (trace, pl_recording_tree_sleeps);
  g_assert_false (waits (trace, RUNNER));
  while (!waits (trace, READER))
    sched_yield ();
  g_assert_cmpint (write (pipe_fds[1], &byte, 1), ==, 1);
  until (&reader_ran);
  /* It has slept in it; in the next one it has not. */
  g_assert_true (waits (trace, READER));
  say_waits (log, READER, PL_WAIT_ROOM, 4 * MS);
  g_assert_false (waits (trace, READER));
  /* A lock has a holder also while somebody tries for it without a sleep. */
  say_waits (log, READER, PL_WAIT_LOCK, 6 * MS);
  g_assert_true (waits (trace, READER));
  atomic_store (&ends, 1);
  pthread_join (thread, NULL);
  close (pipe_fds[0]);
  close (pipe_fds[1]);
  pl_log_unref (log);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/control/recording/sleeps", test_sleeps);
  return g_test_run ();
}
