/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/pl-run-mpi.h"
#include "control/pl-run-private.h"
#include "control/pl-run-progress.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "log/pl-runner-protocol.h"
#include "log/scene/pl-scene-blocks.h"
#include "plan/pl-plan.h"

#define POLL_MS 16

struct _PlRun {
  GObject parent_instance;

  PlLog *log;
  GSubprocess *runner;        /* NULL before the start and after the end */
  PlRecording *recording;     /* in place of a runner; NULL: one is wanted */
  GCancellable *cancellable;  /* of the wait for the runner */
  GError *error;
  int control_fd;             /* our end; closing it ends the runner */
  guint poll_id;
  guint phase;                /* as last notified */
  PlRunProgress progress;
  gboolean started, finished, unwanted;
};

enum { PROP_0, PROP_PHASE, PROP_FINISHED, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (PlRun, pl_run, G_TYPE_OBJECT)

static void
close_control (PlRun *self)
{
  if (self->control_fd >= 0)
    close (g_steal_fd (&self->control_fd));
}

static void
update_phase (PlRun *self)
{
  guint phase = atomic_load_explicit (&pl_log_header (self->log)->status.phase, memory_order_acquire);

  /* Before the runner is reaped the run does not count as over, whatever the log says. */
  if (phase == self->phase || (phase >= PL_PHASE_DONE && !self->finished))
    return;
  pl_run_progress_turn (&self->progress, phase, g_get_monotonic_time () * 1000);
  self->phase = phase;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PHASE]);
}

static gboolean
poll_cb (gpointer data)
{
  update_phase (data);
  return G_SOURCE_CONTINUE;
}

/* The log is final: tells everybody. */
static void
finish (PlRun *self)
{
  g_object_ref (self);
  g_clear_handle_id (&self->poll_id, g_source_remove);
  g_clear_object (&self->runner);
  close_control (self);
  self->finished = TRUE;
  if (self->error == NULL)
    self->error = pl_run_error_from_log (self->log);
  g_object_freeze_notify (G_OBJECT (self));
  update_phase (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FINISHED]);
  g_object_thaw_notify (G_OBJECT (self));
  g_object_unref (self);
}

static void
runner_exited_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  PlRun *self = data;
  GSubprocess *runner = G_SUBPROCESS (source);

  /* Cancelled: the run was disposed of, data is gone. */
  if (!g_subprocess_wait_finish (runner, result, NULL))
    return;
  if (atomic_load_explicit (&pl_log_header (self->log)->status.phase, memory_order_acquire)
      < PL_PHASE_DONE)
    pl_run_mark_failed (self->log, PL_RUN_RUNNER_DIED, 0, g_subprocess_get_status (runner));
  /* What has a name outlives its users, and whoever was to remove it may have been killed. */
  pl_scene_blocks_sweep (0);
  finish (self);
}

static void
pl_run_dispose (GObject *object)
{
  PlRun *self = PL_RUN (object);

  g_clear_handle_id (&self->poll_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  close_control (self);
  /* GSubprocess goes on watching the runner until it is reaped, also without us. */
  g_clear_object (&self->runner);
  if (self->recording != NULL)
    g_signal_handlers_disconnect_by_data (self->recording, self);
  g_clear_object (&self->recording);
  G_OBJECT_CLASS (pl_run_parent_class)->dispose (object);
}

static void
pl_run_finalize (GObject *object)
{
  PlRun *self = PL_RUN (object);

  pl_log_unref (self->log);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (pl_run_parent_class)->finalize (object);
}

static void
pl_run_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PlRun *self = PL_RUN (object);

  switch (id)
    {
    case PROP_PHASE:
      g_value_set_uint (value, self->phase);
      break;
    case PROP_FINISHED:
      g_value_set_boolean (value, self->finished);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pl_run_class_init (PlRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = pl_run_dispose;
  object_class->finalize = pl_run_finalize;
  object_class->get_property = pl_run_get_property;
  props[PROP_PHASE] =
      g_param_spec_uint ("phase", NULL, NULL, 0, PL_N_PHASES - 1, PL_PHASE_CREATED, flags);
  props[PROP_FINISHED] = g_param_spec_boolean ("finished", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
pl_run_init (PlRun *self)
{
  self->control_fd = -1;
}

PlRun *
pl_run_new (const PlPlanData *plan, GError **error)
{
  PlPlanData checked;
  PlLog *log = NULL;
  PlRun *self;
  int result;

  g_return_val_if_fail (plan != NULL, NULL);
  checked = *plan;
  if (!pl_plan_validate (&checked, error) || !pl_run_check_memory (&checked, error)
      || (checked.engine == PL_ENGINE_MPI && !pl_run_mpi_check (error)))
    return NULL;
  result = pl_log_create (&checked, PL_VERSION, &log);
  if (result < 0)
    {
      g_propagate_error (error, pl_run_error_from_create (-result));
      return NULL;
    }
  self = g_object_new (PL_TYPE_RUN, NULL);
  self->log = log;
  return self;
}

PlRun *
pl_run_new_recording (const PlPlanData *plan, GError **error)
{
  g_auto (GStrv) argv = pl_plan_get_argv (plan, error);
  PlRecording *recording = argv != NULL ? pl_recording_new (plan, (const char *const *) argv, error) : NULL;
  PlRun *self;

  if (recording == NULL)
    return NULL;
  pl_recording_catch_output (recording);
  self = g_object_new (PL_TYPE_RUN, NULL);
  self->recording = recording;
  self->log = pl_log_ref (pl_recording_get_log (recording));
  return self;
}

PlRecording *
pl_run_get_recording (PlRun *self)
{
  g_return_val_if_fail (PL_IS_RUN (self), NULL);
  return self->recording;
}

/* What it left is looked at like a file: whoever has the log sees the one that can be trusted from now on. */
static void
recording_ended_cb (PlRun *self)
{
  PlLog *log = pl_recording_finish (self->recording, &self->error);

  if (log != NULL)
    {
      pl_log_unref (self->log);
      self->log = log;
    }
  finish (self);
}

static gboolean
start_recording (PlRun *self, GError **error)
{
  if (!pl_recording_start (self->recording, &self->error))
    {
      g_propagate_error (error, g_error_copy (self->error));
      finish (self);
      return FALSE;
    }
  g_signal_connect_swapped (self->recording, "ended", G_CALLBACK (recording_ended_cb), self);
  self->poll_id = g_timeout_add (POLL_MS, poll_cb, self);
  return TRUE;
}

static int
errno_from_spawn (const GError *error)
{
  if (g_error_matches (error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT))
    return ENOENT;
  if (g_error_matches (error, G_SPAWN_ERROR, G_SPAWN_ERROR_ACCES))
    return EACCES;
  if (g_error_matches (error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOEXEC))
    return ENOEXEC;
  if (g_error_matches (error, G_SPAWN_ERROR, G_SPAWN_ERROR_FORK))
    return EAGAIN;
  /* GLib has one code for all else, and the system's words for what it was. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TOO_MANY_OPEN_FILES)
      || strstr (error->message, g_strerror (EMFILE)) != NULL)
    return EMFILE;
  return EIO;
}

static gboolean
fail_start (PlRun *self, PlRunError failure, int error_number, GError *own, GError **error)
{
  pl_run_mark_failed (self->log, failure, error_number, 0);
  self->error = own;
  finish (self);
  if (error != NULL)
    *error = g_error_copy (self->error);
  return FALSE;
}

/* far_end: -1 where the other side opens ours. */
static gboolean
open_control (PlRun *self, gboolean job, int *far_end)
{
  int pair[2] = { -1, -1 };

  if (job)
    pair[0] = pl_run_mpi_open_control ();
  else if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
    return FALSE;
  self->control_fd = pair[0];
  *far_end = pair[1];
  return self->control_fd >= 0;
}

static gboolean
start_runner (PlRun *self, GError **error)
{
  gboolean mpi = pl_log_plan (self->log)->engine == PL_ENGINE_MPI, job = mpi && pl_run_mpi_n_ranks () == 0;
  g_autofree char *program = mpi ? pl_run_find_mpi () : pl_run_find_runner ();
  g_autoptr (GError) reason = NULL;
  int far_end;

  if (!open_control (self, job, &far_end))
    {
      int saved = errno;

      return fail_start (self, PL_RUN_DESCRIPTORS, saved, pl_run_error_from_create (saved), error);
    }
  self->runner = job ? pl_run_mpi_spawn_job (self->log, program, self->control_fd, &reason)
                     : pl_run_spawn_helper (self->log, program, far_end, &reason);
  if (self->runner == NULL)
    {
      int error_number = errno_from_spawn (reason);

      return fail_start (self, PL_RUN_EXEC, error_number,
                         pl_run_error_from_exec (program, error_number), error);
    }
  return TRUE;
}

gboolean
pl_run_start (PlRun *self, GError **error)
{
  g_return_val_if_fail (PL_IS_RUN (self) && !self->started, FALSE);
  /* The runner asks to be killed when the thread that started it dies. */
  g_return_val_if_fail (gettid () == getpid (), FALSE);

  self->started = TRUE;
  if (self->recording != NULL)
    return start_recording (self, error);
  if (!start_runner (self, error))
    return FALSE;
  self->cancellable = g_cancellable_new ();
  g_subprocess_wait_async (self->runner, self->cancellable, runner_exited_cb, self);
  self->poll_id = g_timeout_add (POLL_MS, poll_cb, self);
  return TRUE;
}

PlLog *
pl_run_get_log (PlRun *self)
{
  g_return_val_if_fail (PL_IS_RUN (self), NULL);
  return self->log;
}

guint
pl_run_get_phase (PlRun *self)
{
  g_return_val_if_fail (PL_IS_RUN (self), PL_PHASE_CREATED);
  return self->phase;
}

gboolean
pl_run_get_finished (PlRun *self)
{
  g_return_val_if_fail (PL_IS_RUN (self), FALSE);
  return self->finished;
}

guint
pl_run_get_done (PlRun *self)
{
  g_return_val_if_fail (PL_IS_RUN (self), 0);
  return pl_run_progress_done (&self->progress, self->log);
}

gint64
pl_run_get_left_ns (PlRun *self)
{
  g_return_val_if_fail (PL_IS_RUN (self), -1);
  return pl_run_progress_left_ns (&self->progress, self->log, g_get_monotonic_time () * 1000);
}

guint
pl_run_get_total (PlRun *self)
{
  g_return_val_if_fail (PL_IS_RUN (self), 0);
  return pl_plan_n_steps (pl_log_plan (self->log));
}

/* A runner that is just going away does not read any more: that is as good as done. */
static void
command (PlRun *self, PlCommandKind kind, guint lane)
{
  const PlRunnerCommand packet = { .kind = kind, .lane = lane };
  ssize_t sent;

  if (self->control_fd < 0)
    return;
  do
    {
      sent = send (self->control_fd, &packet, sizeof packet, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent < 0 && errno == ENOTSOCK)
        sent = write (self->control_fd, &packet, sizeof packet);
    }
  while (sent < 0 && errno == EINTR);
}

void
pl_run_stop (PlRun *self)
{
  g_return_if_fail (PL_IS_RUN (self));
  if (self->recording != NULL && !self->finished)
    pl_recording_stop (self->recording);
  self->unwanted = self->unwanted || !self->finished;
  command (self, PL_COMMAND_STOP, 0);
}

gboolean
pl_run_get_unwanted (PlRun *self)
{
  g_return_val_if_fail (PL_IS_RUN (self), FALSE);
  return self->unwanted;
}

void
pl_run_pause (PlRun *self)
{
  g_return_if_fail (PL_IS_RUN (self));
  if (self->recording != NULL)
    pl_recording_set_paused (self->recording, TRUE);
  command (self, PL_COMMAND_PAUSE, 0);
}

void
pl_run_resume (PlRun *self)
{
  g_return_if_fail (PL_IS_RUN (self));
  if (self->recording != NULL)
    pl_recording_set_paused (self->recording, FALSE);
  command (self, PL_COMMAND_RESUME, 0);
}

void
pl_run_kill_worker (PlRun *self, guint lane)
{
  g_return_if_fail (PL_IS_RUN (self));
  if (lane > 0 && lane < pl_log_n_lanes (self->log))
    command (self, PL_COMMAND_KILL, lane);
}

const GError *
pl_run_get_error (PlRun *self)
{
  g_return_val_if_fail (PL_IS_RUN (self), NULL);
  return self->error;
}

gboolean
pl_run_wait (PlRun *self, GError **error)
{
  g_return_val_if_fail (PL_IS_RUN (self) && self->started, FALSE);

  g_object_ref (self);
  while (!self->finished)
    g_main_context_iteration (NULL, TRUE);
  if (self->error != NULL && error != NULL)
    *error = g_error_copy (self->error);
  g_object_unref (self);
  return self->error == NULL;
}
