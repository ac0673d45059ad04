/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log/log-files.h"
#include "log/log-test-plan.h"

/* Lanes that grow by chunks: from several processes, with killed writers, with signal handlers, until
 * nothing is left. */

#define N_WRITERS 6
#define N_RECORDS 30000

static PlLog *
create (guint workers, guint tasks)
{
  PlPlanData plan = test_pool_plan (workers, tasks, 1);
  PlLog *log = NULL;

  g_assert_cmpint (pl_log_create (&plan, "1.2.3", &log), ==, 0);
  return log;
}

static PlLog *
open_file (LogFile file)
{
  PlLogFault fault;
  PlLog *log = NULL;

  if (pl_log_open_bytes (file.bytes, file.size, &log, &fault) < 0)
    g_error ("refused: %s at %" G_GUINT64_FORMAT, fault.reason, fault.where);
  g_free (file.bytes);
  return log;
}

/* Records 0, 1, 2, ... */
static void
write_states (PlLog *log, uint32_t lane, uint32_t n)
{
  PlLaneWriter writer;

  pl_lane_writer_init (&writer, log, lane);
  for (uint32_t i = 0; i < n; i++)
    pl_lane_record (&writer, PL_STATE_WORKING, i, 0);
}

static void
check_states (const PlLog *log, uint32_t lane, uint64_t from, uint64_t to)
{
  const PlRecord *records = pl_log_records (log, lane);

  for (uint64_t i = from; i < to; i++)
    {
      g_assert_cmpuint (records[i].arg, ==, i);
      g_assert_cmpuint (records[i].state, ==, PL_STATE_WORKING);
      if (i > 0)
        g_assert_cmpint (records[i].time_ns, >=, records[i - 1].time_ns);
    }
}

static guint
chain_length (const LogFile *raw, guint lane)
{
  const PlLogHeader *header = (const PlLogHeader *) raw->bytes;
  const PlLane *lanes = (const PlLane *) (raw->bytes + header->lanes.offset);
  const PlLogChunk *chunks = (const PlLogChunk *) (raw->bytes + header->chunks.offset);
  guint n = 0;

  for (guint i = lanes[lane].streams[0].head; i != 0; i = chunks[i].next)
    n++;
  return n;
}

/* A reader that looks on sees whole records, in order, at an address that stays. */
static void
follow (const PlLog *log, const PlRecord **bases)
{
  uint64_t seen[N_WRITERS + 1] = { 0 };
  gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  guint finished = 0;

  while (finished < N_WRITERS && g_get_monotonic_time () < deadline)
    {
      finished = 0;
      for (guint lane = 1; lane <= N_WRITERS; lane++)
        {
          uint64_t n = pl_log_count (log, lane);

          g_assert_true (pl_log_records (log, lane) == bases[lane]);
          g_assert_cmpuint (n, >=, seen[lane]);
          check_states (log, lane, seen[lane], n);
          seen[lane] = n;
          finished += n == N_RECORDS;
        }
    }
  g_assert_cmpuint (finished, ==, N_WRITERS);
}

static void
test_processes (void)
{
  PlLog *log = create (N_WRITERS, N_RECORDS), *copy;
  const PlRecord *bases[N_WRITERS + 1];
  pid_t pids[N_WRITERS];
  LogFile raw;

  for (guint lane = 1; lane <= N_WRITERS; lane++)
    bases[lane] = pl_log_records (log, lane);
  for (guint i = 0; i < N_WRITERS; i++)
    if ((pids[i] = fork ()) == 0)
      {
        PlLog *attached = NULL;

        if (pl_log_attach (pl_log_fd (log), &attached) < 0)
          _exit (1);
        write_states (attached, i + 1, N_RECORDS);
        _exit (0);
      }
  follow (log, bases);
  for (guint i = 0; i < N_WRITERS; i++)
    {
      int status;

      g_assert_cmpint (waitpid (pids[i], &status, 0), ==, pids[i]);
      g_assert_cmpint (status, ==, 0);
    }
  raw = log_file_raw (log);
  for (guint lane = 1; lane <= N_WRITERS; lane++)
    g_assert_cmpuint (chain_length (&raw, lane), >=, 7);
  g_assert_cmpuint (pl_log_dropped (log), ==, 0);
  /* Saved, and as it lay in memory: the same. */
  for (guint k = 0; k < 2; k++)
    {
      copy = open_file (k ? raw : log_file_save (log));
      for (guint lane = 1; lane <= N_WRITERS; lane++)
        {
          g_assert_cmpuint (pl_log_count (copy, lane), ==, N_RECORDS);
          check_states (copy, lane, 0, N_RECORDS);
        }
      pl_log_unref (copy);
    }
  pl_log_unref (log);
}

/* Also who has only attached it reads all lanes, by a copy. */
static void
test_attached (void)
{
  PlLog *log = create (2, N_RECORDS), *attached = NULL;
  const PlRecord *base;

  g_assert_cmpint (pl_log_attach (pl_log_fd (log), &attached), ==, 0);
  base = pl_log_records (attached, 1);
  write_states (log, 1, 1000);
  g_assert_cmpuint (pl_log_count (attached, 1), ==, 1000);
  check_states (attached, 1, 0, 1000);
  write_states (log, 2, N_RECORDS);
  g_assert_cmpuint (pl_log_count (attached, 2), ==, N_RECORDS);
  check_states (attached, 2, 0, N_RECORDS);
  g_assert_true (pl_log_records (attached, 1) == base);
  g_assert_cmpmem (pl_log_plan (attached), sizeof (PlPlanData), pl_log_plan (log), sizeof (PlPlanData));
  pl_log_unref (attached);
  pl_log_unref (log);
}

/* Killed wherever it was, also in the middle of a record or of a chunk: what it had published is whole, and
 * whoever comes after it goes on there. */
static void
test_kills (void)
{
  guint n_lives = g_test_quick () ? 150 : 1000;
  PlLog *log = create (1, PL_MAX_TASKS), *copy;
  GRand *rand = g_rand_new_with_seed (g_test_rand_int ());
  uint64_t seen = 0, in_order = 0;

  for (guint life = 0; life < n_lives; life++)
    {
      PlLaneWriter writer;
      pid_t pid = fork ();
      int status;
      uint64_t n;

      if (pid == 0)
        {
          pl_lane_writer_init (&writer, log, 1);
          for (uint32_t i = 0;; i++)
            pl_lane_record (&writer, PL_STATE_WORKING, i % PL_MAX_TASKS, 0);
        }
      g_usleep ((gulong) g_rand_int_range (rand, 0, 1500));
      kill (pid, SIGKILL);
      g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
      pl_lane_writer_init (&writer, log, 1);
      pl_lane_record (&writer, PL_STATE_DEAD, 9, 0);
      n = pl_log_count (log, 1);
      if (pl_log_dropped (log) == 0)
        g_assert_cmpuint (pl_log_records (log, 1)[n - 1].state, ==, PL_STATE_DEAD);
      for (uint64_t i = seen, expected = 0; i < n; i++, expected++)
        {
          const PlRecord *record = &pl_log_records (log, 1)[i];

          if (i > 0)
            g_assert_cmpint (record->time_ns, >=, record[-1].time_ns);
          if (record->state == PL_STATE_WORKING)
            {
              g_assert_cmpuint (record->arg, ==, expected);
              in_order++;
            }
        }
      seen = n;
    }
  g_test_message ("%" G_GUINT64_FORMAT " records of %u lives", seen, n_lives);
  g_assert_cmpuint (in_order, >, 0);
  copy = open_file (log_file_save (log));
  g_assert_cmpuint (pl_log_count (copy, 1), ==, seen);
  pl_log_unref (copy);
  g_rand_free (rand);
  pl_log_unref (log);
}

/* --- signal handlers --- */

static PlLaneWriter shared_writer;
static volatile sig_atomic_t n_handled;

static void
handler (int number)
{
  for (guint i = 0; i < 3; i++)
    pl_lane_record (&shared_writer, PL_STATE_WAITING_LOCK, 0, 0);
  n_handled += 3;
}

static void
test_handlers (void)
{
  PlLog *log = create (1, PL_MAX_TASKS), *copy;
  struct sigaction action = { .sa_handler = handler };
  struct itimerval often = { { 0, 40 }, { 0, 40 } }, never = { 0 };
  uint64_t n, by_handler = 0, by_main = 0;
  guint wanted = 400000;
  const PlRecord *records;

  pl_lane_writer_init (&shared_writer, log, 1);
  g_assert_cmpint (sigaction (SIGALRM, &action, NULL), ==, 0);
  g_assert_cmpint (setitimer (ITIMER_REAL, &often, NULL), ==, 0);
  for (guint i = 0; i < wanted; i++)
    pl_lane_record (&shared_writer, PL_STATE_WORKING, i, 0);
  g_assert_cmpint (setitimer (ITIMER_REAL, &never, NULL), ==, 0);
  signal (SIGALRM, SIG_DFL);

  n = pl_log_count (log, 1);
  records = pl_log_records (log, 1);
  for (uint64_t i = 0; i < n; i++)
    {
      if (i > 0)
        g_assert_cmpint (records[i].time_ns, >=, records[i - 1].time_ns);
      if (records[i].state == PL_STATE_WORKING)
        g_assert_cmpuint (records[i].arg, ==, by_main++);
      else
        by_handler++;
    }
  g_test_message ("%" G_GUINT64_FORMAT " records by the handler", by_handler);
  g_assert_cmpuint (by_main, ==, wanted);
  g_assert_cmpuint (by_handler, ==, (guint) n_handled);
  g_assert_cmpuint (by_handler, >, 30);
  g_assert_cmpuint (pl_log_dropped (log), ==, 0);
  copy = open_file (log_file_save (log));
  g_assert_cmpuint (pl_log_count (copy, 1), ==, n);
  pl_log_unref (copy);
  pl_log_unref (log);
}

/* What a handler that never came back to its record leaves: the record claimed, never published. */
static void
leave_a_gap (PlLog *log, uint32_t lane)
{
  atomic_fetch_add (&pl_log_lane (log, lane)->count, 1);
}

static void
test_gaps (void)
{
  PlLog *log = create (2, N_RECORDS), *copy;
  const PlRecord *base = pl_log_records (log, 1);
  PlLaneWriter writer;

  atomic_store (&pl_log_header (log)->status.phase, PL_PHASE_RUNNING);
  pl_lane_writer_init (&writer, log, 1);
  for (guint i = 0; i < 300; i++)
    pl_lane_record_at (&writer, i, PL_STATE_WORKING, i, 0);
  leave_a_gap (log, 1);
  for (guint i = 300; i < 400; i++)
    pl_lane_record_at (&writer, i, PL_STATE_WORKING, i, 0);
  /* It may still come. */
  g_assert_cmpuint (pl_log_count (log, 1), ==, 300);
  /* A second later it will not. */
  for (guint i = 400; i < 1000; i++)
    pl_lane_record_at (&writer, i + G_GINT64_CONSTANT (1100000000), PL_STATE_WORKING, i, 0);
  g_assert_cmpuint (pl_log_count (log, 1), ==, 1000);
  check_states (log, 1, 0, 1000);
  g_assert_true (pl_log_records (log, 1) == base);
  /* And on it goes. */
  for (guint i = 1000; i < 20000; i++)
    pl_lane_record_at (&writer, i + G_GINT64_CONSTANT (1200000000), PL_STATE_WORKING, i, 0);
  g_assert_cmpuint (pl_log_count (log, 1), ==, 20000);
  check_states (log, 1, 0, 20000);
  for (guint k = 0; k < 2; k++)
    {
      copy = open_file (k ? log_file_raw (log) : log_file_save (log));
      g_assert_cmpuint (pl_log_count (copy, 1), ==, 20000);
      check_states (copy, 1, 0, 20000);
      pl_log_unref (copy);
    }
  /* One at the end is given back to the next writer. */
  leave_a_gap (log, 1);
  pl_lane_writer_init (&writer, log, 1);
  pl_lane_record_at (&writer, G_GINT64_CONSTANT (1300000000), PL_STATE_WORKING, 20000, 0);
  g_assert_cmpuint (pl_log_count (log, 1), ==, 20001);
  /* When all is over nobody is waited for. */
  pl_lane_writer_init (&writer, log, 2);
  leave_a_gap (log, 2);
  pl_lane_record_at (&writer, 5, PL_STATE_WORKING, 0, 0);
  g_assert_cmpuint (pl_log_count (log, 2), ==, 0);
  atomic_store (&pl_log_header (log)->status.phase, PL_PHASE_DONE);
  g_assert_cmpuint (pl_log_count (log, 2), ==, 1);
  check_states (log, 2, 0, 1);
  pl_log_unref (log);
}

/* --- a log that is full --- */

static void
test_full (void)
{
  PlPlanData plan = test_pool_plan (1, 1, 1);
  PlLogRoom room = { .lanes = 3, .records = 1000 };
  const guint written = 400000;
  uint64_t kept = 0, claimed;
  PlLog *log = NULL, *copy;
  uint32_t lanes[3];

  g_assert_cmpint (pl_log_create_roomy (&plan, &room, NULL, &log), ==, 0);
  for (guint i = 0; i < 3; i++)
    {
      PlLaneWriter writer;

      lanes[i] = pl_log_add_lane (log, PL_LANE_THREAD, 0, 100, 101, 5, 0, UINT64_C (1) << 40);
      g_assert_cmpuint (lanes[i], ==, 2 + i);
      pl_lane_writer_init (&writer, log, lanes[i]);
      for (guint k = 0; k < written / (i + 1); k++)
        pl_lane_record (&writer, PL_STATE_WORKING, 0, 0);
      g_assert_cmpuint (pl_log_count (log, lanes[i]) + pl_log_lane (log, lanes[i])->dropped, ==,
                        written / (i + 1));
      kept += pl_log_count (log, lanes[i]);
    }
  g_assert_cmpuint (pl_log_lane (log, lanes[0])->dropped, >, 0);
  g_assert_cmpuint (pl_log_lane (log, lanes[2])->dropped, ==, written / 3);
  g_assert_cmpuint (pl_log_dropped (log), ==, written + written / 2 + written / 3 - kept);
  /* Nobody counts on and on where there is nothing left. */
  claimed = pl_log_header (log)->claimed;
  g_assert_cmpuint ((uint32_t) claimed, <=, pl_log_header (log)->records.capacity / PL_LOG_PAGE_RECORDS);
  write_states (log, lanes[1], 1000);
  g_assert_cmpuint (pl_log_header (log)->claimed, ==, claimed);
  copy = open_file (log_file_save (log));
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpuint (pl_log_count (copy, lanes[i]), ==, pl_log_count (log, lanes[i]));
      g_assert_cmpuint (pl_log_lane (copy, lanes[i])->dropped, ==, pl_log_lane (log, lanes[i])->dropped);
    }
  pl_log_unref (copy);
  pl_log_unref (log);
}

/* --- lanes nobody knew beforehand --- */

static void *
add_lanes_cb (void *data)
{
  PlLog *log = data;

  for (guint i = 0; i < 50; i++)
    {
      uint32_t lane = pl_log_add_lane (log, PL_LANE_THREAD, 0, 4000, 4001, 10, 0, 1000);

      g_assert_cmpuint (lane, !=, PL_LANE_NOBODY);
      write_states (log, lane, 300);
    }
  return NULL;
}

static void
test_lanes (void)
{
  PlPlanData plan = test_pool_plan (1, 1000, 1);
  PlLogRoom room = { .lanes = 200, .records = 200 * 1000 };
  pthread_t threads[4];
  PlLog *log = NULL, *copy;

  g_assert_cmpint (pl_log_create_roomy (&plan, &room, NULL, &log), ==, 0);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpint (pthread_create (&threads[i], NULL, add_lanes_cb, log), ==, 0);
  for (guint i = 0; i < 4; i++)
    pthread_join (threads[i], NULL);
  g_assert_cmpuint (pl_log_n_lanes (log), ==, 202);
  g_assert_cmpuint (pl_log_add_lane (log, PL_LANE_CPU, 0, 0, 0, 0, 0, 10), ==, PL_LANE_NOBODY);
  g_assert_cmpuint (pl_log_header (log)->lanes_lost, ==, 1);
  g_assert_cmpuint (pl_log_n_lanes (log), ==, 202);
  g_assert_cmpuint (pl_log_dropped (log), ==, 0);
  copy = open_file (log_file_save (log));
  for (guint lane = 2; lane < 202; lane++)
    for (guint k = 0; k < 2; k++)
      {
        const PlLog *which = k ? copy : log;

        g_assert_cmpuint (pl_log_count (which, lane), ==, 300);
        check_states (which, lane, 0, 300);
        g_assert_cmpuint (pl_log_lane_parent (which, lane), ==, 0);
        g_assert_cmpint (pl_log_lane (which, lane)->tid, ==, 4001);
      }
  pl_log_unref (copy);
  pl_log_unref (log);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log/chains/processes", test_processes);
  g_test_add_func ("/log/chains/attached", test_attached);
  g_test_add_func ("/log/chains/kills", test_kills);
  g_test_add_func ("/log/chains/handlers", test_handlers);
  g_test_add_func ("/log/chains/gaps", test_gaps);
  g_test_add_func ("/log/chains/full", test_full);
  g_test_add_func ("/log/chains/lanes", test_lanes);
  return g_test_run ();
}
