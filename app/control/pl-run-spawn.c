/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/pl-run-private.h"

#include <errno.h>
#include <fcntl.h>

/* Where the runner finds its two descriptors: behind the standard three. */
#define RUNNER_LOG_FD 3
#define RUNNER_CONTROL_FD 4

GSubprocess *
pl_run_spawn_helper (PlLog *log, const char *program, int control_end, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autofree char *log_arg = g_strdup_printf ("%d", RUNNER_LOG_FD);
  g_autofree char *control_arg = g_strdup_printf ("%d", RUNNER_CONTROL_FD);
  const char *argv[] = { program, log_arg, control_arg, NULL };
  int log_end = fcntl (pl_log_fd (log), F_DUPFD_CLOEXEC, 0);

  g_subprocess_launcher_take_fd (launcher, control_end, RUNNER_CONTROL_FD);
  if (log_end < 0)
    {
      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
      return NULL;
    }
  g_subprocess_launcher_take_fd (launcher, log_end, RUNNER_LOG_FD);
  return g_subprocess_launcher_spawnv (launcher, argv, error);
}
