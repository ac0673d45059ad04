/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pl-engine.h"
#include "engine/kinds/pl-kinds.h"
#include "engine/pl-process.h"
#include "engine/pool/pl-start.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static PlEngineRun *const engines[PL_N_RUN_KINDS] = {
#define X(ID, key) [PL_RUN_##ID] = pl_##key##_engine_run,
  PL_RUN_KINDS (X)
#undef X
};

/* A descriptor number that is open, or -1. */
static int
parse_fd (const char *text)
{
  char *end;
  long n;

  errno = 0;
  n = strtol (text, &end, 10);
  if (errno != 0 || end == text || *end != '\0' || n < 3 || n > 1 << 24)
    return -1;
  return fcntl ((int) n, F_SETFD, FD_CLOEXEC) < 0 ? -1 : (int) n;
}

int
main (int argc, char *argv[])
{
  int log_fd = argc == 3 ? parse_fd (argv[1]) : -1;
  int control_fd = argc == 3 ? parse_fd (argv[2]) : -1;
  PlLog *log;
  int error;

  if (argc == 2 && strcmp (argv[1], PL_KINDS_OPTION) == 0)
    return pl_kinds_main ();
  if (argc > 1 && strcmp (argv[1], PL_START_WORKER) == 0)
    return pl_started_worker (argc, argv);
  if (argc > 1 && strcmp (argv[1], PL_START_SERVER) == 0)
    return pl_started_server (argc, argv);
  if (log_fd < 0 || control_fd < 0)
    {
      fprintf (stderr, "paralane-runner: usage: paralane-runner LOG_FD CONTROL_FD "
                       "(Paralane starts it; it is of no use alone)\n");
      return 2;
    }
  pl_process_set_up ();
  error = pl_log_attach (log_fd, &log);
  if (error < 0)
    {
      fprintf (stderr, "paralane-runner: %s is no log: %s\n", argv[1], strerror (-error));
      return 2;
    }
  pl_start_log_fd = log_fd;
  if (!pl_process_has_robust_lists ())
    atomic_fetch_or (&pl_log_header (log)->status.lacks, PL_LACKS_ROBUST_LISTS);
  /* Lane 0 is this process. */
  atomic_store (&pl_log_lane (log, 0)->pid, getpid ());
  atomic_store (&pl_log_lane (log, 0)->incarnations, 1);
  engines[pl_log_plan (log)->kind] (log, control_fd);
  pl_log_unref (log);
  return 0;
}
