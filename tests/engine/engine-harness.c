/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/engine-harness.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE_US (60 * G_USEC_PER_SEC)

void
harness_set_chunk (PlPlanData *plan, uint32_t chunk)
{
  plan->chunk_asked = chunk;
  plan->chunk = chunk ? chunk : (plan->tasks + 4 * plan->pool_size - 1) / (4 * plan->pool_size);
  plan->chunk = CLAMP (plan->chunk, 1, MAX (plan->tasks, 1));
}

PlPlanData
harness_plan (uint32_t ipc, uint32_t pool_size, uint32_t tasks, uint32_t chunk)
{
  PlPlanData plan = { 0 };

  plan.kind = PL_RUN_POOL;
  plan.record = 1;
  plan.seed = 42;
  plan.pool_size = pool_size;
  plan.tasks = tasks;
  plan.ipc = ipc;
  plan.work = PL_WORK_SPIN;
  plan.workers = plan.n_parts = plan.trials = 1;
  harness_set_chunk (&plan, chunk);
  return plan;
}

static void
run_runner (int log_fd, int control_fd, int resource, uint64_t limit)
{
  const char *runner = g_getenv ("PARALANE_RUNNER");
  struct rlimit rlimit = { limit, limit };
  char log_text[16], control_text[16];

  fcntl (log_fd, F_SETFD, 0);
  fcntl (control_fd, F_SETFD, 0);
  snprintf (log_text, sizeof log_text, "%d", log_fd);
  snprintf (control_text, sizeof control_text, "%d", control_fd);
  if (resource >= 0 && setrlimit ((__rlimit_resource_t) resource, &rlimit) < 0)
    _exit (120);
  execl (runner, "paralane-runner", log_text, control_text, NULL);
  _exit (121);
}

void
harness_start_limited (Harness *self, const PlPlanData *plan, int resource, uint64_t limit)
{
  int pair[2], error;

  g_assert_nonnull (g_getenv ("PARALANE_RUNNER"));
  error = pl_log_create (plan, "test", &self->log);
  g_assert_cmpint (error, ==, 0);
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), ==, 0);
  self->control_fd = pair[0];
  self->pid = fork ();
  if (self->pid == 0)
    run_runner (pl_log_fd (self->log), pair[1], resource, limit);
  g_assert_cmpint (self->pid, >, 0);
  close (pair[1]);
}

void
harness_start (Harness *self, const PlPlanData *plan)
{
  harness_start_limited (self, plan, -1, 0);
}

void
harness_command (Harness *self, PlCommandKind kind, uint32_t lane)
{
  PlRunnerCommand command = { kind, lane };

  /* It may be over already. */
  if (send (self->control_fd, &command, sizeof command, MSG_NOSIGNAL) < 0)
    g_assert_cmpint (errno, ==, EPIPE);
}

PlPhase
harness_phase (Harness *self)
{
  return atomic_load_explicit (&pl_log_header (self->log)->status.phase, memory_order_acquire);
}

static void
complain (Harness *self, const char *what)
{
  const PlRunStatus *status = &pl_log_header (self->log)->status;

  g_error ("%s took too long: phase %u, error %u, %u of %u done, %u alive, %u replaced", what,
           status->phase,
           status->error, status->done, pl_log_plan (self->log)->tasks, status->alive,
           status->replaced);
}

void
harness_wait_for (Harness *self, bool (*condition) (Harness *self, uint64_t arg), uint64_t arg)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;

  while (!condition (self, arg))
    {
      if (g_get_monotonic_time () > deadline)
        complain (self, "a condition");
      g_usleep (200);
    }
}

static bool
runner_is_gone (Harness *self, uint64_t unused)
{
  pid_t pid = waitpid (self->pid, &self->wait_status, WNOHANG);

  g_assert_cmpint (pid, >=, 0);
  if (pid > 0)
    self->pid = 0;
  return pid > 0;
}

void
harness_wait (Harness *self)
{
  if (self->pid > 0)
    harness_wait_for (self, runner_is_gone, 0);
}

static void
check_saved_copy (Harness *self)
{
  int fd = memfd_create ("copy", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  PlLogFault fault = { NULL, 0 };
  PlLog *copy = NULL;
  int error;

  g_assert_cmpint (pl_log_save (self->log, fd), ==, 0);
  error = pl_log_open (path, &copy, &fault);
  if (error < 0)
    g_error ("the log of a run is refused: %s at %" G_GUINT64_FORMAT, fault.reason, fault.where);
  for (uint32_t i = 0; i < pl_log_n_lanes (copy); i++)
    g_assert_cmpuint (pl_log_count (copy, i), ==, pl_log_count (self->log, i));
  pl_log_unref (copy);
  close (fd);
}

void
harness_finish (Harness *self)
{
  harness_wait (self);
  if (!WIFEXITED (self->wait_status) || WEXITSTATUS (self->wait_status) != 0)
    g_error ("the runner ended with wait status 0x%x in phase %u", (unsigned) self->wait_status,
             harness_phase (self));
  g_assert_true (harness_workers_gone (self, 0));
  g_assert_cmpuint (harness_phase (self), >=, PL_PHASE_DONE);
  check_saved_copy (self);
  close (self->control_fd);
  pl_log_unref (self->log);
  self->log = NULL;
}

static void
check_counts (Harness *self)
{
  const PlRunStatus *status = &pl_log_header (self->log)->status;
  const PlPlanData *plan = pl_log_plan (self->log);
  uint32_t n_chunks = (plan->tasks + plan->chunk - 1) / plan->chunk;
  uint64_t tasks = 0;

  if (harness_phase (self) != PL_PHASE_DONE)
    complain (self, "not DONE: it");
  /* tests/engine/refusing-kernel.c */
  if (g_strcmp0 (g_getenv ("PARALANE_REFUSE"), "robust-lists") == 0)
    g_assert_cmpuint (status->lacks, ==, PL_LACKS_ROBUST_LISTS);
  g_assert_cmpuint (status->error, ==, PL_RUN_OK);
  g_assert_cmpuint (status->right, ==, plan->tasks);
  g_assert_cmpuint (status->wrong, ==, 0);
  g_assert_cmpuint (status->done, ==, plan->tasks);
  g_assert_cmpuint (status->alive, ==, 0);
  g_assert_cmpint (status->end_ns, >, 0);
  for (uint32_t i = 1; i <= plan->pool_size; i++)
    tasks += pl_log_lane (self->log, i)->tasks;
  g_assert_cmpuint (tasks, ==, plan->tasks);
  if (plan->ipc != PL_IPC_ARRAY)
    {
      /* each chunk's result exactly once */
      g_autofree uint8_t *seen = g_malloc0 (n_chunks + 1);

      g_assert_cmpuint (status->n_order, ==, n_chunks);
      for (uint32_t i = 0; i < n_chunks; i++)
        {
          uint32_t chunk = pl_log_order (self->log)[i];

          g_assert_cmpuint (chunk, <, n_chunks);
          g_assert_cmpuint (seen[chunk]++, ==, 0);
        }
    }
}

void
harness_finish_done (Harness *self)
{
  harness_wait (self);
  check_counts (self);
  harness_finish (self);
}

/* It may have ended without a word. It is left for harness_wait (). */
static bool
has_exited (Harness *self)
{
  siginfo_t info = { .si_pid = 0 };

  return self->pid == 0 || (waitid (P_PID, (id_t) self->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0);
}

bool
harness_is_over (Harness *self, uint64_t unused)
{
  return harness_phase (self) >= PL_PHASE_DONE || has_exited (self);
}

bool
harness_has_phase (Harness *self, uint64_t phase)
{
  return harness_phase (self) == phase;
}

bool
harness_has_done (Harness *self, uint64_t tasks)
{
  return harness_is_over (self, 0) || pl_log_header (self->log)->status.done >= tasks;
}

bool
harness_pid_exists (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;
  const char *state;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return false;
  /* A zombie is one that its new parent has not looked at yet. */
  state = strrchr (text, ')');
  return state && state[2] != 'Z' && state[2] != 'X';
}

void
harness_kill (Harness *self, uint32_t lane)
{
  pid_t pid = pl_log_lane (self->log, lane)->pid;
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;
  int parent = 0;

  if (pid > 0 && g_file_get_contents (path, &text, NULL, NULL) &&
      sscanf (strrchr (text, ')') + 1, " %*c %d", &parent) == 1 && parent == self->pid)
    kill (pid, SIGKILL);
}

bool
harness_workers_gone (Harness *self, uint64_t unused)
{
  for (uint32_t i = 1; i < pl_log_n_lanes (self->log); i++)
    {
      int32_t pid = pl_log_lane (self->log, i)->pid;

      if (pid > 0 && harness_pid_exists (pid))
        return false;
    }
  return true;
}

uint64_t
harness_count (const PlLog *log, uint32_t lane, PlState state)
{
  const PlRecord *records = pl_log_records (log, lane);
  uint64_t n = 0;

  for (uint64_t i = 0; i < pl_log_count (log, lane); i++)
    n += records[i].state == state;
  return n;
}

unsigned
harness_open_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  unsigned n = 0;

  while (dir && g_dir_read_name (dir))
    n++;
  return n;
}
