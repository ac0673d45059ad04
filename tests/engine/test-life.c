/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/engine-harness.h"

#include <errno.h>
#include <glib.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* How runs are commanded, how they fail, and that nothing outlives them. */

static const char *const ipc_names[] = { "queue", "pipe", "array" };

/* Would go on for hours. */
static PlPlanData
long_plan (uint32_t ipc)
{
  PlPlanData plan = harness_plan (ipc, 4, 100000, 1);

  plan.work = PL_WORK_SLEEP;
  plan.task_time_ns = 1000000000;
  return plan;
}

static bool
all_alive (Harness *h, uint64_t n)
{
  return pl_log_header (h->log)->status.alive == n && harness_phase (h) == PL_PHASE_RUNNING;
}

static bool
all_stopped (Harness *h, uint64_t unused)
{
  for (uint32_t i = 1; i < pl_log_n_lanes (h->log); i++)
    {
      g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pl_log_lane (h->log, i)->pid);
      g_autofree char *text = NULL;

      /* one that was killed shortly before is no longer there, and not yet replaced */
      if (g_file_get_contents (path, &text, NULL, NULL) && !strchr ("TZX", strrchr (text, ')')[2]))
        return false;
    }
  return true;
}

static void
test_stop (gconstpointer data)
{
  PlPlanData plan = long_plan (GPOINTER_TO_UINT (data));
  const PlRunStatus *status;
  gint64 begin;
  Harness h;

  harness_start (&h, &plan);
  harness_wait_for (&h, all_alive, 4);
  g_assert_cmpint (pl_log_lane (h.log, 0)->pid, ==, h.pid);
  begin = g_get_monotonic_time ();
  harness_command (&h, PL_COMMAND_STOP, 0);
  harness_wait (&h);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 10 * G_USEC_PER_SEC);
  status = &pl_log_header (h.log)->status;
  g_assert_cmpuint (status->phase, ==, PL_PHASE_STOPPED);
  g_assert_cmpuint (status->error, ==, PL_RUN_OK);
  g_assert_cmpint (status->end_ns, >, 0);
  g_assert_cmpuint (status->alive, ==, 0);
  for (uint32_t i = 1; i <= 4; i++)
    {
      const PlRecord *last = &pl_log_records (h.log, i)[pl_log_count (h.log, i) - 1];

      g_assert_cmpuint (last->state, ==, PL_STATE_FINISHED);
      g_assert_cmpuint (last->arg, ==, 1);
    }
  harness_finish (&h);
}

static void
test_pause (gconstpointer data)
{
  PlPlanData plan = harness_plan (GPOINTER_TO_UINT (data), 3, 500000, 1);
  uint32_t done;
  Harness h;

  plan.work = PL_WORK_SLEEP;
  plan.task_time_ns = 500000;
  harness_start (&h, &plan);
  harness_wait_for (&h, harness_has_done, 10);
  for (int i = 0; i < 3; i++)
    {
      harness_command (&h, PL_COMMAND_PAUSE, 0);
      harness_command (&h, PL_COMMAND_PAUSE, 0);
      harness_wait_for (&h, harness_has_phase, PL_PHASE_PAUSED);
      harness_wait_for (&h, all_stopped, 0);
      done = pl_log_header (h.log)->status.done;
      g_usleep (30000);
      g_assert_cmpuint (pl_log_header (h.log)->status.done, ==, done);
      /* one that dies in the pause is replaced after it */
      if (i == 1)
        harness_command (&h, PL_COMMAND_KILL, 2);
      harness_command (&h, PL_COMMAND_RESUME, 0);
      harness_wait_for (&h, harness_has_done, done + 1);
    }
  harness_wait_for (&h, all_alive, 3);
  harness_command (&h, PL_COMMAND_STOP, 0);
  harness_wait (&h);
  g_assert_cmpuint (harness_count (h.log, 0, PL_STATE_PAUSED), >=, 3);
  g_assert_cmpuint (pl_log_header (h.log)->status.replaced, ==, 1);
  g_assert_cmpuint (pl_log_header (h.log)->status.wrong, ==, 0);
  harness_finish (&h);
}

static void
test_stop_paused (gconstpointer data)
{
  PlPlanData plan = long_plan (GPOINTER_TO_UINT (data));
  Harness h;

  harness_start (&h, &plan);
  harness_wait_for (&h, all_alive, 4);
  harness_command (&h, PL_COMMAND_PAUSE, 0);
  harness_wait_for (&h, harness_has_phase, PL_PHASE_PAUSED);
  harness_kill (&h, 3);
  harness_command (&h, PL_COMMAND_STOP, 0);
  harness_wait (&h);
  g_assert_cmpuint (harness_phase (&h), ==, PL_PHASE_STOPPED);
  harness_finish (&h);
}

static void
test_nonsense_commands (gconstpointer data)
{
  PlPlanData plan = harness_plan (GPOINTER_TO_UINT (data), 2, 200, 1);
  Harness h;

  plan.task_time_ns = 200000;
  harness_start (&h, &plan);
  harness_command (&h, 0, 0);
  harness_command (&h, 99, 7);
  harness_command (&h, PL_COMMAND_KILL, 0);
  harness_command (&h, PL_COMMAND_KILL, 3);
  harness_command (&h, PL_COMMAND_KILL, UINT32_MAX);
  harness_command (&h, PL_COMMAND_RESUME, 0);
  harness_finish_done (&h);
}

/* The front end dies: its end of the control socket closes. */
static void
test_control_closes (gconstpointer data)
{
  for (int paused = 0; paused < 2; paused++)
    {
      PlPlanData plan = long_plan (GPOINTER_TO_UINT (data));
      Harness h;

      harness_start (&h, &plan);
      harness_wait_for (&h, all_alive, 4);
      if (paused)
        {
          harness_command (&h, PL_COMMAND_PAUSE, 0);
          harness_wait_for (&h, harness_has_phase, PL_PHASE_PAUSED);
        }
      shutdown (h.control_fd, SHUT_RDWR);
      harness_wait (&h);
      g_assert_cmpuint (harness_phase (&h), ==, PL_PHASE_STOPPED);
      harness_finish (&h);
    }
}

/* kill -9 of the runner: the workers go with it, and what they wrote can be read. */
static void
test_runner_dies (gconstpointer data)
{
  for (int paused = 0; paused < 2; paused++)
    {
      PlPlanData plan = long_plan (GPOINTER_TO_UINT (data));
      gint64 begin;
      Harness h;

      harness_start (&h, &plan);
      harness_wait_for (&h, all_alive, 4);
      if (paused)
        {
          harness_command (&h, PL_COMMAND_PAUSE, 0);
          harness_wait_for (&h, all_stopped, 0);
        }
      begin = g_get_monotonic_time ();
      kill (h.pid, SIGKILL);
      harness_wait (&h);
      g_assert_true (WIFSIGNALED (h.wait_status));
      harness_wait_for (&h, harness_workers_gone, 0);
      g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
      /* it told of no end, and still is a log */
      g_assert_cmpuint (harness_phase (&h), <, PL_PHASE_DONE);
      pl_log_header (h.log)->status.phase = PL_PHASE_FAILED;
      h.wait_status = 0;
      harness_finish (&h);
    }
}

/* kill -9 of whoever started the runner. */
static void
test_starter_dies (gconstpointer data)
{
  PlPlanData plan = long_plan (GPOINTER_TO_UINT (data));
  PlLog *shared = NULL;
  Harness h;
  int pipe_fds[2], status;
  pid_t starter;

  g_assert_cmpint (pipe (pipe_fds), ==, 0);
  g_assert_cmpint (pl_log_create (&plan, NULL, &shared), ==, 0);
  starter = fork ();
  if (starter == 0)
    {
      harness_start (&h, &plan);
      harness_wait_for (&h, all_alive, 4);
      for (uint32_t i = 1; i <= 4; i++)
        pl_log_lane (shared, i)->pid = pl_log_lane (h.log, i)->pid;
      pl_log_header (shared)->status.alive = (uint32_t) h.pid;
      if (write (pipe_fds[1], "x", 1) == 1)
        pause ();
      _exit (1);
    }
  close (pipe_fds[1]);
  g_assert_cmpint (read (pipe_fds[0], &status, 1), ==, 1);
  close (pipe_fds[0]);
  kill (starter, SIGKILL);
  g_assert_cmpint (waitpid (starter, &status, 0), ==, starter);
  h = (Harness) { .log = shared };
  harness_wait_for (&h, harness_workers_gone, 0);
  for (int i = 0; harness_pid_exists ((pid_t) pl_log_header (shared)->status.alive); i++)
    {
      g_assert_cmpint (i, <, 5000);
      g_usleep (1000);
    }
  pl_log_unref (shared);
}

/* --- faults --- */

static void
test_fault_once (gconstpointer data)
{
  PlPlanData plan = harness_plan (GPOINTER_TO_UINT (data), 3, 300, 7);
  Harness h;

  plan.fault = PL_FAULT_TASK_ONCE;
  plan.fault_task = 123;
  harness_start (&h, &plan);
  harness_wait (&h);
  g_assert_cmpuint (pl_log_header (h.log)->status.replaced, ==, 1);
  harness_finish_done (&h);
}

static void
test_fault_poison (gconstpointer data)
{
  PlPlanData plan = harness_plan (GPOINTER_TO_UINT (data), 3, 300, 10);
  const PlRunStatus *status;
  Harness h;

  plan.fault = PL_FAULT_TASK;
  plan.fault_task = 123;
  harness_start (&h, &plan);
  harness_wait (&h);
  status = &pl_log_header (h.log)->status;
  g_assert_cmpuint (status->phase, ==, PL_PHASE_FAILED);
  g_assert_cmpuint (status->error, ==, PL_RUN_POISON);
  g_assert_cmpuint (status->error_args[0], ==, 123);
  g_assert_cmpuint (status->error_args[1], ==, 5);
  g_assert_true (WIFSIGNALED (status->error_detail) && WTERMSIG (status->error_detail) == SIGSEGV);
  /* everything else got done */
  g_assert_cmpuint (status->right, ==, 290);
  g_assert_cmpuint (status->wrong, ==, 0);
  g_assert_cmpuint (status->replaced, <=, 5);
  harness_finish (&h);
}

static void
test_fault_start (gconstpointer data)
{
  PlPlanData plan = harness_plan (GPOINTER_TO_UINT (data), 3, 300, 10);
  const PlRunStatus *status;
  Harness h;

  plan.fault = PL_FAULT_START;
  harness_start (&h, &plan);
  harness_wait (&h);
  status = &pl_log_header (h.log)->status;
  g_assert_cmpuint (status->phase, ==, PL_PHASE_FAILED);
  g_assert_cmpuint (status->error, ==, PL_RUN_GIVEN_UP);
  g_assert_cmpuint (status->error_args[0], >=, 1);
  g_assert_cmpuint (status->error_args[0], <=, 3);
  g_assert_cmpuint (status->error_args[1], ==, 9);
  g_assert_true (WIFSIGNALED (status->error_detail));
  g_assert_cmpuint (status->done, ==, 0);
  g_assert_cmpuint (status->replaced, ==, 27);
  harness_finish (&h);
}

/* --- limits --- */

static void
test_no_descriptors (gconstpointer data)
{
  PlPlanData plan = harness_plan (GPOINTER_TO_UINT (data), 64, 300, 1);

  for (uint64_t limit = 5; limit < 20; limit++)
    {
      const PlRunStatus *status;
      Harness h;

      harness_start_limited (&h, &plan, RLIMIT_NOFILE, limit + 10);
      harness_wait (&h);
      status = &pl_log_header (h.log)->status;
      if (status->phase == PL_PHASE_FAILED)
        {
          g_assert_cmpuint (status->error, ==, PL_RUN_DESCRIPTORS);
          g_assert_cmpint (status->error_errno, ==, EMFILE);
          g_assert_cmpuint (status->error_args[1], ==, 64);
          harness_finish (&h);
        }
      else
        {
          g_assert_cmpuint (plan.ipc, !=, PL_IPC_PIPE);
          harness_finish_done (&h);
        }
    }
}

static void
test_no_memory (gconstpointer data)
{
  PlPlanData plan = harness_plan (GPOINTER_TO_UINT (data), 2, 500, 1);
  const PlRunStatus *status;
  Harness h;

#if defined __SANITIZE_ADDRESS__
  g_test_skip ("the address sanitizer needs all of the address space");
  return;
#endif
  /* Array: the payloads of all tasks; the others: the parameters of all tasks */
  if (plan.ipc == PL_IPC_ARRAY)
    plan.payload = PL_MAX_PAYLOAD;
  else
    plan.tasks = PL_MAX_TASKS;
  harness_set_chunk (&plan, 0);
  plan.record = 0;
  harness_start_limited (&h, &plan, RLIMIT_AS, plan.ipc == PL_IPC_ARRAY ? 256 << 20 : 10 << 20);
  harness_wait (&h);
  status = &pl_log_header (h.log)->status;
  g_assert_cmpuint (status->phase, ==, PL_PHASE_FAILED);
  g_assert_cmpuint (status->error, ==, PL_RUN_MEMORY);
  g_assert_cmpuint (status->error_args[0], >=, 1);
  harness_finish (&h);
}

/* An ordinary user's limit of processes; root has none. */
static void
test_no_processes (gconstpointer data)
{
  PlPlanData plan = harness_plan (GPOINTER_TO_UINT (data), 200, 300, 1);
  const PlRunStatus *status;
  Harness h;

  if (geteuid () == 0)
    {
      /* The limit does not bind root, so there is nothing to see but that it goes well. */
      harness_start_limited (&h, &plan, RLIMIT_NPROC, 1);
      harness_finish_done (&h);
      return;
    }
  harness_start_limited (&h, &plan, RLIMIT_NPROC, 1);
  harness_wait (&h);
  status = &pl_log_header (h.log)->status;
  g_assert_cmpuint (status->phase, ==, PL_PHASE_FAILED);
  g_assert_cmpuint (status->error, ==, PL_RUN_FORK);
  g_assert_cmpint (status->error_errno, ==, EAGAIN);
  g_assert_cmpuint (status->error_args[1], ==, 200);
  harness_finish (&h);
}

static void
test_stop_serial (gconstpointer data)
{
  PlPlanData plan = harness_plan (GPOINTER_TO_UINT (data), 4, 4, 1);
  Harness h;

  plan.work = PL_WORK_SLEEP;
  plan.task_time_ns = 300000000;
  plan.serial = 1;
  harness_start (&h, &plan);
  harness_wait_for (&h, harness_has_phase, PL_PHASE_SERIAL);
  harness_command (&h, PL_COMMAND_PAUSE, 0);
  harness_wait_for (&h, harness_has_phase, PL_PHASE_PAUSED);
  harness_command (&h, PL_COMMAND_RESUME, 0);
  harness_wait_for (&h, harness_has_phase, PL_PHASE_SERIAL);
  harness_command (&h, PL_COMMAND_STOP, 0);
  harness_wait (&h);
  g_assert_cmpuint (harness_phase (&h), ==, PL_PHASE_STOPPED);
  g_assert_cmpuint (pl_log_header (h.log)->status.right, ==, 4);
  g_assert_cmpint (pl_log_header (h.log)->status.serial_ns, ==, 0);
  harness_finish (&h);
}

static void
test_usage (void)
{
  const char *runner = g_getenv ("PARALANE_RUNNER");
  const char *lines[][4] = {
    { runner, NULL }, { runner, "3", NULL }, { runner, "0", "1", NULL }, { runner, "x", "4", NULL },
    { runner, "998", "999", NULL },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *out = NULL;
      g_autofree char *err = NULL;
      int status = 0;

      g_assert_true (g_spawn_sync (NULL, (char **) lines[i], NULL, G_SPAWN_DEFAULT, NULL, NULL,
                                   &out, &err,
                                   &status, NULL));
      g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 2);
      g_assert_cmpstr (out, ==, "");
      g_assert_true (g_str_has_prefix (err, "paralane-runner: "));
    }
}

int
main (int argc, char *argv[])
{
  static const struct { const char *name; void (*test) (gconstpointer); } tests[] = {
    { "stop", test_stop }, { "pause", test_pause }, { "stop-paused", test_stop_paused },
    { "nonsense-commands", test_nonsense_commands }, { "control-closes", test_control_closes },
    { "runner-dies", test_runner_dies }, { "starter-dies", test_starter_dies },
    { "fault-once", test_fault_once }, { "fault-poison", test_fault_poison }, { "fault-start",
                                                                                test_fault_start },
    { "no-descriptors", test_no_descriptors }, { "no-memory", test_no_memory },
    { "no-processes", test_no_processes }, { "stop-serial", test_stop_serial },
  };

  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (tests); i++)
    for (uint32_t ipc = 0; ipc < PL_N_IPC; ipc++)
      {
        g_autofree char *path = g_strdup_printf ("/life/%s/%s", tests[i].name, ipc_names[ipc]);

        g_test_add_data_func (path, GUINT_TO_POINTER (ipc), tests[i].test);
      }
  g_test_add_func ("/life/usage", test_usage);
  return g_test_run ();
}
