/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/pl-recording.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/pl-error.h"
#include "control/pl-recording-output.h"
#include "control/pl-recording-tree.h"
#include "control/pl-run-private.h"
#include "control/pl-run.h"
#include "plan/pl-plan.h"

#define LIBRARY "libparalane-record.so"
#define PATIENCE_MS 2000
/* In place of a wait status. */
#define STILL_THERE (-2)
/* Room: nobody knows beforehand what a program will have. Pages that are not touched cost nothing. */
#define LANES 16384u
#define RECORDS (UINT64_C (1) << 25)
#define NAMES (1u << 24)
#define OBJECTS (65536u * 32u + 64u)

struct _PlRecording {
  GObject parent_instance;

  PlLog *log;
  int objects_fd;
  char **argv;
  GSubprocess *program;
  guint limit_id, kill_id;
  PlRecordingOutput *output;    /* NULL: it goes where ours goes */
  PlRecordingTree *tree;        /* while it runs */
  int status, pid;
  gint64 born_ns;               /* when the program was started */
  gboolean ended, stopped, caught;
};

enum { ENDED, OUTPUT, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PlRecording, pl_recording, G_TYPE_OBJECT)

static void
pl_recording_finalize (GObject *object)
{
  PlRecording *self = PL_RECORDING (object);

  g_clear_handle_id (&self->limit_id, g_source_remove);
  g_clear_handle_id (&self->kill_id, g_source_remove);
  g_clear_object (&self->program);
  g_clear_pointer (&self->output, pl_recording_output_free);
  pl_log_unref (self->log);
  if (self->objects_fd >= 0)
    close (self->objects_fd);
  g_strfreev (self->argv);
  G_OBJECT_CLASS (pl_recording_parent_class)->finalize (object);
}

static void
pl_recording_class_init (PlRecordingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pl_recording_finalize;
  signals[ENDED] = g_signal_new ("ended", PL_TYPE_RECORDING, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OUTPUT] = g_signal_new ("output", PL_TYPE_RECORDING, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_STRING);
}

static void
pl_recording_init (PlRecording *self)
{
  self->objects_fd = -1;
}

static char *
program_folder (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program != NULL ? g_path_get_dirname (program) : g_strdup (".");
}

/* Where the preloaded library is: $PARALANE_RECORDER, else beside the build's program, else libexec. Free it. */
static char *
find_library (void)
{
  const char *wanted = g_getenv ("PARALANE_RECORDER");
  g_autofree char *folder = program_folder ();
  char *found[] = { g_build_filename (folder, "..", "record", LIBRARY, NULL),
                    g_build_filename (folder, "..", "libexec", LIBRARY, NULL) };
  char *path = NULL;

  if (wanted != NULL && *wanted != '\0')
    path = g_strdup (wanted);
  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    {
      if (path == NULL && g_file_test (found[i], G_FILE_TEST_IS_REGULAR))
        path = g_canonicalize_filename (found[i], NULL);
      g_free (found[i]);
    }
  return path != NULL ? path : g_build_filename (PL_LIBEXEC_DIR, LIBRARY, NULL);
}

static gboolean
is_plain (const char *word)
{
  return *word != '\0' && strspn (word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=:,./@%") == strlen (word);
}

char *
pl_recording_join (char **argv)
{
  GString *line = g_string_new (NULL);

  for (guint i = 0; argv[i] != NULL; i++)
    {
      g_autofree char *quoted = is_plain (argv[i]) ? g_strdup (argv[i]) : g_shell_quote (argv[i]);

      g_string_append_printf (line, "%s%s", i > 0 ? " " : "", quoted);
    }
  return g_string_free (line, FALSE);
}

static gboolean
make_log (PlRecording *self, const PlPlanData *plan, GError **error)
{
  const PlLogRoom room = { .lanes = LANES, .records = RECORDS, .names = NAMES };
  g_autofree char *command = pl_recording_join (self->argv);
  int result = pl_log_create_roomy (plan, &room, PL_VERSION, &self->log);

  if (result == 0)
    {
      self->objects_fd = memfd_create ("paralane-objects", MFD_CLOEXEC);
      if (self->objects_fd < 0 || ftruncate (self->objects_fd, OBJECTS) < 0)
        result = -errno;
    }
  if (result < 0)
    {
      g_propagate_error (error, pl_run_error_from_create (-result));
      return FALSE;
    }
  atomic_store (&pl_log_lane (self->log, 0)->name, pl_log_add_name (self->log, command));
  atomic_store (&pl_log_lane (self->log, 0)->pid, getpid ());
  atomic_store (&pl_log_header (self->log)->account, PL_ACCOUNT_TIMES);
  return TRUE;
}

PlRecording *
pl_recording_new (const PlPlanData *plan, const char *const *argv, GError **error)
{
  g_autoptr (PlRecording) self = g_object_new (PL_TYPE_RECORDING, NULL);
  g_autofree char *library = find_library ();
  PlPlanData checked = *plan;

  g_return_val_if_fail (argv != NULL && argv[0] != NULL, NULL);
  self->argv = g_strdupv ((char **) argv);
  if (!pl_plan_validate (&checked, error))
    return NULL;
  if (access (library, R_OK) != 0)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_RUN,
                   _("The recorder “%s” is not there: install Paralane again, or name it in PARALANE_RECORDER."),
                   library);
      return NULL;
    }
  return make_log (self, &checked, error) ? g_steal_pointer (&self) : NULL;
}

/* The clock of the log starts here. */
static void
start_clock (PlRecording *self)
{
  PlLogHeader *header = pl_log_header (self->log);
  struct timespec now;

  header->start_wall_ns = g_get_real_time () * 1000;
  clock_gettime (CLOCK_MONOTONIC, &now);
  header->start_mono_ns = (gint64) now.tv_sec * 1000000000 + now.tv_nsec;
  atomic_store (&header->status.phase, PL_PHASE_RUNNING);
}

static gint64
now_ns (PlRecording *self)
{
  PlLaneWriter clock = { .start_mono_ns = pl_log_header (self->log)->start_mono_ns };

  return pl_lane_now_ns (&clock);
}

/* Beside the library: in a folder of its own, or in the build's. */
static void
add_python (GSubprocessLauncher *launcher, const char *library)
{
  g_autofree char *folder = g_path_get_dirname (library);
  g_autofree char *installed = g_build_filename (folder, "paralane-python", NULL);
  const char *place = g_file_test (installed, G_FILE_TEST_IS_DIR) ? installed : folder;
  const char *old = g_getenv ("PYTHONPATH");
  g_autofree char *hook = g_build_filename (place, "sitecustomize.py", NULL);
  g_autofree char *path = old != NULL && *old != '\0' ? g_strconcat (place, ":", old, NULL) : g_strdup (place);

  if (g_file_test (hook, G_FILE_TEST_IS_REGULAR))
    g_subprocess_launcher_setenv (launcher, "PYTHONPATH", path, TRUE);
}

/* Its own file, for the hook: the first word that names one in Python. */
static void
add_lines (PlRecording *self, GSubprocessLauncher *launcher)
{
  for (guint i = 0; self->argv[i] != NULL; i++)
    if (g_str_has_suffix (self->argv[i], ".py"))
      {
        g_subprocess_launcher_setenv (launcher, "PARALANE_LINES", self->argv[i], TRUE);
        return;
      }
}

/* By name and not by number: programs close descriptors that they do not know. */
static void
set_environment (PlRecording *self, GSubprocessLauncher *launcher)
{
  g_autofree char *library = find_library ();
  const char *old = g_getenv ("LD_PRELOAD");
  g_autofree char *preload = old != NULL && *old != '\0' ? g_strconcat (library, ":", old, NULL) : g_strdup (library);
  g_autofree char *paths = g_strdup_printf ("/proc/%d/fd/%d:/proc/%d/fd/%d", getpid (), pl_log_fd (self->log),
                                            getpid (), self->objects_fd);

  g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", preload, TRUE);
  g_subprocess_launcher_setenv (launcher, "PARALANE_RECORD", paths, TRUE);
  if (pl_log_plan (self->log)->recording_python)
    add_python (launcher, library);
  if (pl_log_plan (self->log)->recording_lines)
    add_lines (self, launcher);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  PlRecording *self = data;

  g_subprocess_wait_finish (self->program, result, NULL);
  self->status = g_subprocess_get_status (self->program);
  self->ended = TRUE;
  g_clear_pointer (&self->tree, pl_recording_tree_free);
  if (self->output != NULL)
    pl_recording_output_finish (self->output);
  g_signal_emit (self, signals[ENDED], 0);
  g_object_unref (self);
}

static gboolean
limit_cb (gpointer data)
{
  PlRecording *self = data;

  self->limit_id = 0;
  pl_recording_stop (self);
  return G_SOURCE_REMOVE;
}

/* The first lane is ours. */
static void
tell_own (PlRecording *self, PlState state, guint32 arg, guint16 count)
{
  PlLaneWriter writer;

  pl_lane_writer_init (&writer, self->log, 0);
  pl_lane_record (&writer, state, arg, count);
}

static void
output_cb (const char *text, gpointer self)
{
  g_signal_emit (self, signals[OUTPUT], 0, text);
}

void
pl_recording_catch_output (PlRecording *self)
{
  self->caught = TRUE;
}

PlLog *
pl_recording_get_log (PlRecording *self)
{
  return self->log;
}

/* Who uses sockets ignores SIGPIPE, as we do, and a program that is started without a copy of us would, too. */
static GSubprocess *
spawn (PlRecording *self, GSubprocessLauncher *launcher, GError **error)
{
  struct sigaction usual = { .sa_handler = SIG_DFL }, ours;
  gboolean known = sigaction (SIGPIPE, &usual, &ours) == 0;
  GSubprocess *program = g_subprocess_launcher_spawnv (launcher, (const char *const *) self->argv, error);

  if (known)
    sigaction (SIGPIPE, &ours, NULL);
  return program;
}

gboolean
pl_recording_start (PlRecording *self, GError **error)
{
  const char *identifier;
  /* What was opened for the program it has, as without us; what is ours is closed when it is executed. */
  GSubprocessFlags flags = G_SUBPROCESS_FLAGS_INHERIT_FDS | (self->caught ? 0 : G_SUBPROCESS_FLAGS_STDIN_INHERIT);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  gint64 limit_ns = pl_log_plan (self->log)->recording_limit_ns;
  g_autoptr (GError) reason = NULL;

  if (self->caught)
    self->output = pl_recording_output_new (launcher, output_cb, self, error);
  if (self->caught && self->output == NULL)
    return FALSE;
  set_environment (self, launcher);
  start_clock (self);
  self->born_ns = now_ns (self);
  self->program = spawn (self, launcher, &reason);
  if (self->program == NULL)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_RUN, _("“%s” could not be started: %s."), self->argv[0], reason->message);
      return FALSE;
    }
  identifier = g_subprocess_get_identifier (self->program);
  /* It may be dead already: then nobody knows its number any more. */
  self->pid = identifier != NULL ? atoi (identifier) : 0;
  tell_own (self, PL_STATE_WAITING_TASK, (guint32) self->pid, PL_WAIT_CHILD);
  self->tree = pl_recording_tree_new (self->log);
  g_subprocess_wait_async (self->program, NULL, ended_cb, g_object_ref (self));
  if (limit_ns > 0)
    self->limit_id = g_timeout_add ((guint) CLAMP (limit_ns / 1000000, 1, G_MAXINT), limit_cb, self);
  return TRUE;
}

void
pl_recording_wait (PlRecording *self)
{
  while (!self->ended)
    g_main_context_iteration (NULL, TRUE);
  g_clear_handle_id (&self->limit_id, g_source_remove);
  g_clear_handle_id (&self->kill_id, g_source_remove);
}

void
pl_recording_signal (PlRecording *self, int signal)
{
  if (self->program != NULL && !self->ended)
    g_subprocess_send_signal (self->program, signal);
}

static gboolean
kill_cb (gpointer data)
{
  PlRecording *self = data;

  self->kill_id = 0;
  pl_recording_signal (self, SIGKILL);
  pl_recording_tree_signal (self->log, SIGKILL);
  return G_SOURCE_REMOVE;
}

void
pl_recording_set_paused (PlRecording *self, gboolean paused)
{
  if (self->program == NULL || self->ended)
    return;
  pl_recording_signal (self, paused ? SIGSTOP : SIGCONT);
  pl_recording_tree_signal (self->log, paused ? SIGSTOP : SIGCONT);
  atomic_store (&pl_log_header (self->log)->status.phase, paused ? PL_PHASE_PAUSED : PL_PHASE_RUNNING);
}

void
pl_recording_stop (PlRecording *self)
{
  self->stopped = TRUE;
  /* Who stands still hears no signal but the last. */
  pl_recording_set_paused (self, FALSE);
  pl_recording_signal (self, SIGTERM);
  if (self->kill_id == 0)
    self->kill_id = g_timeout_add (PATIENCE_MS, kill_cb, self);
}

int
pl_recording_get_status (PlRecording *self)
{
  return self->status;
}

/* What it waited for when it was heard of last becomes a record now: it never said that it went on. */
static void
tell_wait (PlRecording *self, PlLaneWriter *writer, guint lane, gint64 end_ns)
{
  PlLane *entry = pl_log_lane (self->log, lane);
  gint64 since_ns = atomic_load (&entry->streams[PL_STREAM_NOTES].waiting_since_ns);
  guint64 waiting = atomic_load (&entry->streams[PL_STREAM_SLICES].waiting);
  guint reason = PL_WAITING_REASON (waiting), holder = PL_WAITING_HOLDER (waiting);

  if (since_ns <= 0 || since_ns > end_ns || reason >= PL_N_WAITS)
    return;
  pl_lane_record_at (writer, since_ns,
                     reason == PL_WAIT_LOCK || reason == PL_WAIT_GIL ? PL_STATE_WAITING_LOCK : PL_STATE_WAITING_TASK,
                     PL_WAITING_WHAT (waiting), (guint16) reason);
  if (holder > 0)
    pl_lane_event_at (writer, since_ns, PL_EVENT_HOLDER, holder - 1);
}

/* A process that could not say so itself: its end is told at end_ns, by a wait status or, -1, without one. */
static void
tell_end (PlRecording *self, guint lane, gint64 end_ns, int status)
{
  PlLaneWriter writer;
  gboolean killed = status >= 0 && WIFSIGNALED (status);

  if (pl_recording_tree_has_ended (self->log, lane))
    return;
  pl_lane_writer_init (&writer, self->log, lane);
  tell_wait (self, &writer, lane, end_ns);
  if (status == STILL_THERE)
    return;
  pl_lane_record_at (&writer, end_ns, killed ? PL_STATE_DEAD : PL_STATE_FINISHED,
                     killed ? PL_DEAD_ARG (status) : status >= 0 ? (guint32) WEXITSTATUS (status) : G_MAXUINT32, 0);
}

static gboolean
is_kind (PlRecording *self, guint lane, PlLaneKind kind)
{
  PlLane *entry = pl_log_lane (self->log, lane);

  return atomic_load (&entry->ready) && entry->kind == kind && atomic_load (&entry->pid) > 0;
}

/* When the process of a thread had ended; -1: it has not. */
static gint64
process_end_ns (PlRecording *self, guint thread)
{
  int pid = atomic_load (&pl_log_lane (self->log, thread)->pid);

  for (guint lane = thread; lane-- > 1; )
    {
      PlRecord last;

      if (is_kind (self, lane, PL_LANE_PROCESS) && atomic_load (&pl_log_lane (self->log, lane)->pid) == pid)
        return pl_recording_tree_has_ended (self->log, lane) && pl_log_last_record (self->log, lane, &last) ? last.time_ns : -1;
    }
  return -1;
}

/* What is still there goes on without us. */
static void
tell_process_end (PlRecording *self, guint lane, gint64 end_ns)
{
  int pid = atomic_load (&pl_log_lane (self->log, lane)->pid);

  if (pid == self->pid || (self->pid == 0 && lane == 1))
    tell_end (self, lane, end_ns, self->status);
  else
    tell_end (self, lane, end_ns, kill (pid, 0) != 0 && errno == ESRCH ? -1 : STILL_THERE);
}

/* It was started, and that is all that anybody heard of it: its life is told, and that it was lost. */
static void
tell_unheard (PlRecording *self, gint64 end_ns)
{
  g_autofree char *name = g_path_get_basename (self->argv[0]);
  PlLaneWriter writer;
  guint lane;

  for (lane = 1; lane < pl_log_n_lanes (self->log); lane++)
    if (self->pid == 0 || (is_kind (self, lane, PL_LANE_PROCESS) && atomic_load (&pl_log_lane (self->log, lane)->pid) == self->pid))
      return;
  lane = pl_log_add_lane (self->log, PL_LANE_PROCESS, PL_LANE_NOBODY, self->pid, self->pid, self->born_ns,
                          pl_log_add_name (self->log, name), 16);
  if (lane == PL_LANE_NOBODY)
    return;
  pl_lane_writer_init (&writer, self->log, lane);
  pl_lane_event_at (&writer, self->born_ns, PL_EVENT_LOST, PL_LOST_UNHEARD);
  pl_lane_record_at (&writer, self->born_ns, PL_STATE_WORKING, PL_NO_TASK, 0);
  tell_end (self, lane, end_ns, self->status);
}

/* Threads end with their process. */
static void
tell_ends (PlRecording *self, gint64 end_ns)
{
  for (guint lane = 1; lane < pl_log_n_lanes (self->log); lane++)
    if (is_kind (self, lane, PL_LANE_PROCESS))
      tell_process_end (self, lane, end_ns);
  for (guint lane = 1; lane < pl_log_n_lanes (self->log); lane++)
    if (is_kind (self, lane, PL_LANE_THREAD))
      {
        gint64 process_ns = process_end_ns (self, lane);

        tell_end (self, lane, process_ns >= 0 ? process_ns : end_ns, process_ns >= 0 ? 0 : STILL_THERE);
      }
}

/* Whoever is left alone may still have told something when the end was written: what was kept says how long it took, to
 * whoever asks. */
static void
settle_end (PlLog *log)
{
  PlRunStatus *status = &pl_log_header (log)->status;
  gint64 end_ns = atomic_load (&status->end_ns);

  for (guint lane = 0; lane < pl_log_n_lanes (log); lane++)
    {
      PlRecord last;

      if (pl_log_last_record (log, lane, &last))
        end_ns = MAX (end_ns, last.time_ns);
    }
  atomic_store (&status->end_ns, end_ns);
}

static PlLog *
read_back (PlRecording *self, GError **error)
{
  int fd = memfd_create ("paralane-recording", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  int result = fd < 0 ? -errno : pl_log_save (self->log, fd);
  PlLog *log = NULL;

  if (result < 0)
    g_propagate_error (error, pl_run_error_from_create (-result));
  else
    log = pl_run_open_log (path, error);
  if (fd >= 0)
    close (fd);
  if (log != NULL)
    settle_end (log);
  return log;
}

PlLog *
pl_recording_finish (PlRecording *self, GError **error)
{
  PlRunStatus *status = &pl_log_header (self->log)->status;
  gint64 end_ns = now_ns (self);

  tell_own (self, PL_STATE_FINISHED, 0, 0);
  tell_unheard (self, end_ns);
  tell_ends (self, end_ns);
  /* Who was told to stop takes all along that it made. */
  if (self->stopped)
    pl_recording_tree_signal (self->log, SIGKILL);
  atomic_store (&status->end_ns, end_ns);
  atomic_store_explicit (&status->phase, PL_PHASE_DONE, memory_order_release);
  return read_back (self, error);
}
