/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log/log-test-plan.h"
#include "log/pl-log.h"
#include "log/pl-race-methods.h"

#define N_WRITERS 4
#define N_RECORDS 20000

static PlLog *
create (const PlPlanData *plan)
{
  PlLog *log = NULL;

  g_assert_cmpint (pl_log_create (plan, "1.2.3", &log), ==, 0);
  g_assert_nonnull (log);
  return log;
}

/* Saves to a file without a name and returns its bytes. */
static uint8_t *
saved_bytes (const PlLog *log, size_t *size)
{
  int fd = memfd_create ("saved", MFD_CLOEXEC);
  uint8_t *bytes;
  struct stat st;

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (pl_log_save (log, fd), ==, 0);
  g_assert_cmpint (fstat (fd, &st), ==, 0);
  *size = (size_t) st.st_size;
  bytes = g_malloc (*size);
  g_assert_cmpint (pread (fd, bytes, *size, 0), ==, (ssize_t) *size);
  close (fd);
  return bytes;
}

static PlLog *
reopened (const PlLog *log)
{
  PlLogFault fault;
  PlLog *copy = NULL;
  size_t size;
  g_autofree uint8_t *bytes = saved_bytes (log, &size);
  int error = pl_log_open_bytes (bytes, size, &copy, &fault);

  if (error < 0)
    g_error ("refused: %s at %" G_GUINT64_FORMAT, fault.reason, fault.where);
  return copy;
}

static void
test_create (void)
{
  PlPlanData plan = test_pool_plan (3, 100, 10);
  PlLog *log = create (&plan);
  const PlLogHeader *header = pl_log_header (log);

  g_assert_cmpuint (pl_log_n_lanes (log), ==, 4);
  g_assert_cmpuint (header->n_cpus, >=, 1);
  g_assert_cmpuint (header->n_cpus, <=, g_get_num_processors () + 4096);
  g_assert_true (g_str_has_prefix (header->kernel, "Linux "));
  g_assert_cmpstr (header->cpu_model, !=, "");
  g_assert_cmpstr (header->app_version, ==, "1.2.3");
  g_assert_cmpuint (header->order.capacity, ==, 10);
  g_assert_cmpuint (pl_log_lane (log, 0)->kind, ==, PL_LANE_PARENT);
  g_assert_cmpuint (pl_log_lane (log, 3)->kind, ==, PL_LANE_WORKER);
  g_assert_cmpuint (pl_log_lane (log, 3)->index, ==, 3);
  g_assert_cmpmem (pl_log_plan (log), sizeof plan, &plan, sizeof plan);
  for (uint32_t i = 0; i < 4; i++)
    g_assert_cmpuint (pl_log_count (log, i), ==, 0);
  /* sealed: nobody can shrink it under a reader */
  g_assert_cmpint (ftruncate (pl_log_fd (log), 0), ==, -1);
  g_assert_true (fcntl (pl_log_fd (log), F_GETFD) & FD_CLOEXEC);
  pl_log_ref (log);
  pl_log_unref (log);
  pl_log_unref (log);
  pl_log_unref (NULL);
}

static void
test_largest (void)
{
  PlPlanData plan = test_pool_plan (PL_MAX_POOL_SIZE, PL_MAX_TASKS, 1);
  PlLog *log = NULL;
  struct stat st;
  int error = pl_log_create (&plan, NULL, &log);

#if !defined __SANITIZE_ADDRESS__
  g_assert_cmpint (error, ==, 0);
#endif
  if (error < 0)
    {
      g_assert_cmpint (error, ==, -ENOMEM);
      return;
    }
  g_assert_cmpuint (pl_log_lane (log, 256)->capacity, >=, PL_MAX_TASKS * 4);
  g_assert_cmpint (fstat (pl_log_fd (log), &st), ==, 0);
  g_assert_cmpint (st.st_blocks, <, 1024); /* 512 KiB: what is not written costs nothing */
  pl_log_unref (log);
}

static void
test_no_memory (void)
{
  PlPlanData plan = test_pool_plan (PL_MAX_POOL_SIZE, PL_MAX_TASKS, 1);
  pid_t pid;
  int status;

#if defined __SANITIZE_ADDRESS__
  g_test_skip ("the address sanitizer needs all of the address space");
  return;
#endif
  pid = fork ();
  if (pid == 0)
    {
      struct rlimit limit = { 4ull << 30, 4ull << 30 };
      PlLog *log = NULL;

      if (setrlimit (RLIMIT_AS, &limit) < 0)
        _exit (9);
      _exit (pl_log_create (&plan, NULL, &log) == -ENOMEM && log == NULL ? 0 : 1);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_cmpint (status, ==, 0);
}

static void
test_no_descriptors (void)
{
  PlPlanData plan = test_pool_plan (2, 10, 1);
  pid_t pid = fork ();
  int status;

  if (pid == 0)
    {
      struct rlimit limit = { 0, 0 };
      PlLog *log = NULL;

      if (setrlimit (RLIMIT_NOFILE, &limit) < 0)
        _exit (9);
      _exit (pl_log_create (&plan, NULL, &log) == -EMFILE ? 0 : 1);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_cmpint (status, ==, 0);
}

static void
test_bad_plans (void)
{
  PlPlanData plan = test_pool_plan (2, 10, 1);
  PlPlanData bad;
  PlLog *log = NULL;

#define REFUSED(member, value) \
  bad = plan; bad.member = value; g_assert_cmpint (pl_log_create (&bad, NULL, &log), ==, -EINVAL)
  REFUSED (kind, 2);
  REFUSED (pool_size, 0);
  REFUSED (pool_size, 257);
  REFUSED (tasks, PL_MAX_TASKS + 1);
  REFUSED (chunk, 0);
  REFUSED (chunk, 11);
  REFUSED (ipc, PL_N_IPC);
  REFUSED (work, PL_N_WORK);
  REFUSED (spread, PL_N_SPREAD);
  REFUSED (payload, PL_MAX_PAYLOAD + 1);
  REFUSED (task_time_ns, -1);
  REFUSED (fault, PL_N_FAULT);
  plan = test_race_plan (2, 100, 2);
  REFUSED (workers, 0);
  REFUSED (workers, 256);
  REFUSED (increments, PL_MAX_RECORDED_INCREMENTS + 1);
  REFUSED (n_parts, 0);
  REFUSED (n_parts, 9);
  REFUSED (trials, 0);
  REFUSED (parts[1].method, 99);
  REFUSED (window, PL_N_RACE_WINDOWS);
  REFUSED (window_amount, 1);
  REFUSED (cpus, PL_N_CPUS);
  REFUSED (rlock_depth, PL_MAX_RLOCK_DEPTH + 1);
  REFUSED (duration_ns, -1);
  REFUSED (duration_ns, PL_MAX_RACE_DURATION_NS + 1);
  REFUSED (duration_ns, 1); /* recorded */
  REFUSED (guess, 201);
  REFUSED (guess, UINT64_MAX);
  plan.window = PL_RACE_WINDOW_SPIN;
  REFUSED (window_amount, PL_MAX_RACE_SPINS + 1);
  plan.window = PL_RACE_WINDOW_SLEEP;
  REFUSED (window_amount, PL_MAX_RACE_SLEEP_NS + 1);
  plan.workers = 3;
  REFUSED (parts[0].method, PL_RACE_PETERSON);
  REFUSED (parts[0].method, PL_RACE_UNFENCED);
  plan.parts[0].record = plan.parts[1].record = 0;
  plan.duration_ns = 1;
  REFUSED (guess, 1);
#undef REFUSED
}

/* --- writers --- */

static void
write_lane (PlLog *log, uint32_t lane, uint32_t n)
{
  PlLaneWriter writer;

  pl_lane_writer_init (&writer, log, lane);
  for (uint32_t i = 0; i < n; i++)
    pl_lane_record (&writer, PL_STATE_WORKING, i, 0);
}

static void
check_lane (const PlLog *log, uint32_t lane, uint64_t from, uint64_t to)
{
  const PlRecord *records = pl_log_records (log, lane);

  for (uint64_t i = from; i < to; i++)
    {
      g_assert_cmpuint (records[i].state, ==, PL_STATE_WORKING);
      g_assert_cmpuint (records[i].arg, ==, i);
      if (i > 0)
        g_assert_cmpint (records[i].time_ns, >=, records[i - 1].time_ns);
    }
}

/* What is published must be whole at any moment. */
static void
follow (const PlLog *log)
{
  uint64_t seen[N_WRITERS + 1] = { 0 };
  uint32_t finished = 0;
  gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (finished < N_WRITERS && g_get_monotonic_time () < deadline)
    {
      finished = 0;
      for (uint32_t lane = 1; lane <= N_WRITERS; lane++)
        {
          uint64_t count = pl_log_count (log, lane);

          g_assert_cmpuint (count, >=, seen[lane]);
          check_lane (log, lane, seen[lane], count);
          seen[lane] = count;
          finished += count == N_RECORDS;
        }
    }
  g_assert_cmpuint (finished, ==, N_WRITERS);
}

typedef struct { PlLog *log; uint32_t lane; } ThreadArg;

static void *
writer_thread (void *data)
{
  ThreadArg *arg = data;

  write_lane (arg->log, arg->lane, N_RECORDS);
  return NULL;
}

static void
test_threads (void)
{
  PlPlanData plan = test_pool_plan (N_WRITERS, N_RECORDS, 1);
  PlLog *log = create (&plan);
  pthread_t threads[N_WRITERS];
  ThreadArg args[N_WRITERS];

  for (uint32_t i = 0; i < N_WRITERS; i++)
    {
      args[i] = (ThreadArg) { log, i + 1 };
      g_assert_cmpint (pthread_create (&threads[i], NULL, writer_thread, &args[i]), ==, 0);
    }
  follow (log);
  for (uint32_t i = 0; i < N_WRITERS; i++)
    pthread_join (threads[i], NULL);
  g_assert_cmpuint (pl_log_dropped (log), ==, 0);
  pl_log_unref (log);
}

static void
test_forks (void)
{
  PlPlanData plan = test_pool_plan (N_WRITERS, N_RECORDS, 1);
  PlLog *log = create (&plan), *copy;
  pid_t pids[N_WRITERS];
  int status;

  for (uint32_t i = 0; i < N_WRITERS; i++)
    {
      pids[i] = fork ();
      if (pids[i] == 0)
        {
          PlLog *attached = NULL;

          if (pl_log_attach (pl_log_fd (log), &attached) < 0)
            _exit (1);
          write_lane (attached, i + 1, N_RECORDS);
          _exit (0);
        }
    }
  follow (log);
  for (uint32_t i = 0; i < N_WRITERS; i++)
    {
      g_assert_cmpint (waitpid (pids[i], &status, 0), ==, pids[i]);
      g_assert_cmpint (status, ==, 0);
    }
  copy = reopened (log);
  for (uint32_t i = 1; i <= N_WRITERS; i++)
    {
      g_assert_cmpuint (pl_log_count (copy, i), ==, N_RECORDS);
      check_lane (copy, i, 0, N_RECORDS);
    }
  pl_log_unref (copy);
  pl_log_unref (log);
}

/* A worker killed in the middle leaves a log that can be read, and its replacement goes on behind
 * it. */
static void
test_killed_writer (void)
{
  PlPlanData plan = test_pool_plan (1, PL_MAX_TASKS, 1);
  PlLog *log = create (&plan), *copy;
  PlLaneWriter writer;
  uint64_t count;
  pid_t pid = fork ();
  int status;

  if (pid == 0)
    {
      write_lane (log, 1, PL_MAX_TASKS);
      for (;;)
        pause ();
    }
  while (pl_log_count (log, 1) < 1000)
    g_thread_yield ();
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  count = pl_log_count (log, 1);
  check_lane (log, 1, 0, count);
  pl_lane_writer_init (&writer, log, 1);
  pl_lane_record (&writer, PL_STATE_DEAD, PL_DEAD_ARG (status), 0);
  copy = reopened (log);
  g_assert_cmpuint (pl_log_count (copy, 1), ==, count + 1);
  check_lane (copy, 1, 0, count);
  g_assert_cmpuint (pl_log_records (copy, 1)[count].state, ==, PL_STATE_DEAD);
  pl_log_unref (copy);
  pl_log_unref (log);
}

static void
test_full_lane (void)
{
  PlPlanData plan = test_pool_plan (1, 1, 1);
  PlLog *log = create (&plan), *copy;
  uint64_t capacity = pl_log_lane (log, 1)->capacity;
  PlLaneWriter writer;

  pl_lane_writer_init (&writer, log, 1);
  for (uint64_t i = 0; i < capacity + 7; i++)
    pl_lane_record (&writer, PL_STATE_WORKING, 0, 0);
  g_assert_cmpuint (pl_log_count (log, 1), ==, capacity);
  g_assert_cmpuint (pl_log_dropped (log), ==, 7);
  copy = reopened (log);
  g_assert_cmpuint (pl_log_count (copy, 1), ==, capacity);
  g_assert_cmpuint (pl_log_dropped (copy), ==, 7);
  pl_log_unref (copy);
  pl_log_unref (log);
}

static void
test_unrecorded (void)
{
  PlPlanData plan = test_pool_plan (2, 10, 1);
  PlLaneWriter writer;
  PlLog *log, *copy;

  plan.record = 0;
  log = create (&plan);
  pl_lane_writer_init (&writer, log, 1);
  g_assert_cmpint (pl_lane_record (&writer, PL_STATE_WORKING, 0, 0), ==, 0);
  g_assert_cmpuint (pl_log_count (log, 1), ==, 0);
  g_assert_cmpuint (pl_log_dropped (log), ==, 0);
  copy = reopened (log);
  g_assert_cmpuint (pl_log_n_lanes (copy), ==, 3);
  pl_log_unref (copy);
  pl_log_unref (log);
}

/* --- files --- */

static void
test_round_trip (void)
{
  PlPlanData plan = test_pool_plan (2, 10, 2);
  PlLog *log = create (&plan), *copy;
  PlRunStatus *status = &pl_log_header (log)->status;
  PlLaneWriter writer;
  size_t size, again_size;

  pl_log_order (log)[0] = 4;
  pl_log_order (log)[1] = 1;
  status->n_order = 2;
  status->done = status->right = 4;
  status->end_ns = 12345;
  status->phase = PL_PHASE_STOPPED;
  pl_log_lane (log, 2)->busy_ns = 77;
  pl_lane_writer_init (&writer, log, 0);
  pl_lane_record_at (&writer, 5, PL_STATE_STARTING, 2, 0);
  pl_lane_record_at (&writer, 9, PL_STATE_RECEIVING, 0, 2);
  pl_lane_record_at (&writer, 12, PL_STATE_PAUSED, 0, 0);
  copy = reopened (log);
  g_assert_cmpuint (pl_log_header (copy)->status.n_order, ==, 2);
  g_assert_cmpuint (pl_log_header (copy)->status.phase, ==, PL_PHASE_STOPPED);
  g_assert_cmpuint (pl_log_order (copy)[0], ==, 4);
  g_assert_cmpuint (pl_log_order (copy)[1], ==, 1);
  g_assert_cmpint (pl_log_lane (copy, 2)->busy_ns, ==, 77);
  g_assert_cmpmem (pl_log_records (copy, 0), 48, pl_log_records (log, 0), 48);
  g_assert_cmpint (pl_log_fd (copy), ==, -1);
  {
    /* saving what was opened changes nothing */
    g_autofree uint8_t *bytes = saved_bytes (copy, &size);
    g_autofree uint8_t *first = saved_bytes (log, &again_size);

    g_assert_cmpmem (bytes, size, first, again_size);
    g_assert_cmpuint (size, <, 8192);
  }
  g_assert_cmpint (pl_log_header (copy)->status.end_ns, ==, 12345);
  pl_log_unref (copy);

  /* saved while the runner decides on the end: there is none yet */
  status->end_ns = PL_END_UNDECIDED;
  copy = reopened (log);
  g_assert_cmpint (pl_log_header (copy)->status.end_ns, ==, 0);
  pl_log_unref (copy);
  pl_log_unref (log);
}

static void
test_race_round_trip (void)
{
  PlPlanData plan = test_race_plan (3, 50, 2);
  PlLog *log, *copy;
  uint32_t lane;

  plan.trials = 4;
  plan.parts[1].record = 0;
  log = create (&plan);
  g_assert_cmpuint (pl_log_n_lanes (log), ==, 7);
  lane = pl_log_race_lane (log, 0, 2);
  g_assert_cmpuint (lane, ==, 3);
  g_assert_cmpuint (pl_log_lane (log, lane)->capacity, ==, 50);
  g_assert_cmpuint (pl_log_lane (log, pl_log_race_lane (log, 1, 0))->capacity, ==, 0);
  g_assert_cmpuint (pl_log_lane (log, 6)->part, ==, 1);
  g_assert_cmpuint (pl_log_lane (log, 6)->index, ==, 3);
  pl_log_race_records (log, lane)[0].word = PL_WORD (0, PL_WORD_NOBODY, 0);
  pl_log_race_records (log, lane)[1].word = PL_WORD (1, 2, 1);
  pl_log_race_records (log, lane)[1].times = pl_race_times (100, 130);
  pl_log_lane (log, lane)->count = 2;
  pl_log_trials (log, 1)[3].final_value = 149;
  copy = reopened (log);
  g_assert_cmpuint (pl_log_count (copy, lane), ==, 2);
  g_assert_cmpuint (pl_log_race_records (copy, lane)[1].word, ==, PL_WORD (1, 2, 1));
  g_assert_cmpint (pl_race_store_ns (pl_log_race_records (copy, lane)[1].times), ==, 130);
  g_assert_cmpuint (pl_log_trials (copy, 1)[3].final_value, ==, 149);
  pl_log_unref (copy);
  pl_log_unref (log);
}

/* Saved again and again while written: each copy must be whole. */
static void
test_save_while_written (void)
{
  PlPlanData plan = test_pool_plan (N_WRITERS, N_RECORDS, 1);
  PlLog *log = create (&plan);
  pthread_t threads[N_WRITERS];
  ThreadArg args[N_WRITERS];
  uint64_t last = 0;

  for (uint32_t i = 0; i < N_WRITERS; i++)
    {
      args[i] = (ThreadArg) { log, i + 1 };
      g_assert_cmpint (pthread_create (&threads[i], NULL, writer_thread, &args[i]), ==, 0);
    }
  do
    {
      PlLog *copy = reopened (log);

      last = 0;
      for (uint32_t i = 1; i <= N_WRITERS; i++)
        {
          check_lane (copy, i, 0, pl_log_count (copy, i));
          last += pl_log_count (copy, i);
        }
      pl_log_unref (copy);
    }
  while (last < N_WRITERS * N_RECORDS);
  for (uint32_t i = 0; i < N_WRITERS; i++)
    pthread_join (threads[i], NULL);
  pl_log_unref (log);
}

static void
test_files (void)
{
  PlPlanData plan = test_pool_plan (2, 10, 1);
  g_autofree char *dir = g_dir_make_tmp ("paralane-log-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "run.paralane", NULL);
  PlLog *log = create (&plan), *copy = NULL;
  PlLogFault fault;
  int fd;

  g_assert_cmpint (pl_log_open (path, &copy, &fault), ==, -ENOENT);
  g_assert_cmpint (pl_log_open (dir, &copy, &fault), ==, -EISDIR);
  g_assert_cmpint (pl_log_open ("/dev/null", &copy, NULL), ==, -EINVAL);
  fd = g_open (path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  g_assert_cmpint (pl_log_open (path, &copy, &fault), ==, -EBADMSG);
  g_assert_nonnull (fault.reason);
  g_assert_cmpint (ftruncate (fd, 1 << 20), ==, 0);
  g_assert_cmpint (pl_log_open (path, &copy, &fault), ==, -EBADMSG);
  g_assert_cmpint (ftruncate (fd, 0), ==, 0);
  g_assert_cmpint (pl_log_save (log, fd), ==, 0);
  g_assert_cmpint (pl_log_open (path, &copy, &fault), ==, 0);
  g_assert_cmpuint (pl_log_n_lanes (copy), ==, 3);
  pl_log_unref (copy);
  close (fd);
  fd = g_open ("/dev/full", O_WRONLY | O_CLOEXEC, 0);
  if (fd >= 0)
    {
      g_assert_cmpint (pl_log_save (log, fd), ==, -ENOSPC);
      close (fd);
    }
  fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  g_assert_cmpint (pl_log_save (log, fd), ==, -EBADF);
  g_assert_cmpint (pl_log_attach (fd, &copy), <, 0);
  close (fd);
  g_unlink (path);
  g_rmdir (dir);
  pl_log_unref (log);
}

static void
test_methods (void)
{
  for (uint32_t i = 0; i < PL_N_RACE_METHODS; i++)
    {
      const PlRaceMethodInfo *info = pl_race_method_info (i);

      g_assert_cmpuint (pl_race_method_max_workers (i), >=, 2);

      g_assert_cmpint (pl_race_method_from_key (info->key), ==, i);
    }
  g_assert_null (pl_race_method_info (PL_N_RACE_METHODS));
  g_assert_cmpint (pl_race_method_from_key ("nonsense"), ==, -1);
  g_assert_false (pl_race_method_info (PL_RACE_NONE)->correct);
  g_assert_true (pl_race_method_info (PL_RACE_ATOMIC)->correct);
  /* Saved runs say them by number. */
  g_assert_cmpint (PL_RACE_NONE, ==, 0);
  g_assert_cmpint (PL_RACE_MUTEX, ==, 1);
  g_assert_cmpint (PL_RACE_ATOMIC, ==, 2);
  g_assert_false (pl_race_method_is_lock (PL_RACE_ATOMIC));
  g_assert_false (pl_race_method_is_lock (PL_RACE_STORE));
  g_assert_true (pl_race_method_is_lock (PL_RACE_TICKET));
  g_assert_false (pl_race_method_is_lock (PL_N_RACE_METHODS));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log/create", test_create);
  g_test_add_func ("/log/largest", test_largest);
  g_test_add_func ("/log/no-memory", test_no_memory);
  g_test_add_func ("/log/no-descriptors", test_no_descriptors);
  g_test_add_func ("/log/bad-plans", test_bad_plans);
  g_test_add_func ("/log/threads", test_threads);
  g_test_add_func ("/log/forks", test_forks);
  g_test_add_func ("/log/killed-writer", test_killed_writer);
  g_test_add_func ("/log/full-lane", test_full_lane);
  g_test_add_func ("/log/unrecorded", test_unrecorded);
  g_test_add_func ("/log/round-trip", test_round_trip);
  g_test_add_func ("/log/race-round-trip", test_race_round_trip);
  g_test_add_func ("/log/save-while-written", test_save_while_written);
  g_test_add_func ("/log/files", test_files);
  g_test_add_func ("/log/methods", test_methods);
  return g_test_run ();
}
