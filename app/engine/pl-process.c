/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pl-process.h"

#include "engine/pl-clock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SYS_close_range
#define SYS_close_range 436
#endif

static void
child_mask (sigset_t *set)
{
  sigemptyset (set);
  sigaddset (set, SIGCHLD);
}

void
pl_process_set_up (void)
{
  struct rlimit limit;
  sigset_t set;
  int null;

  /* If the starter is gone already, its end of the control socket is closed, and that is seen first
   * thing. */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  setsid ();
  signal (SIGPIPE, SIG_IGN);
  child_mask (&set);
  sigprocmask (SIG_BLOCK, &set, NULL);
  if (getrlimit (RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max)
    {
      limit.rlim_cur = limit.rlim_max;
      setrlimit (RLIMIT_NOFILE, &limit);
    }
  /* Not to hold open what the front end's output is piped into. */
  null = open ("/dev/null", O_RDWR | O_CLOEXEC);
  if (null >= 0)
    {
      dup2 (null, STDIN_FILENO);
      dup2 (null, STDOUT_FILENO);
      if (null > STDERR_FILENO)
        close (null);
    }
}

bool
pl_process_has_robust_lists (void)
{
  struct robust_list_head *list = NULL;
  size_t size = 0;

  /* libc has handed in its list at the start and does so again after each fork, without a word when
   * that fails. The same list once more changes nothing. */
  return syscall (SYS_get_robust_list, 0, &list, &size) == 0 && list &&
         syscall (SYS_set_robust_list, list, size) == 0;
}

int
pl_process_child_fd (void)
{
  sigset_t set;
  int fd;

  child_mask (&set);
  fd = signalfd (-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  return fd < 0 ? -errno : fd;
}

void
pl_process_drain_child_fd (int fd)
{
  struct signalfd_siginfo info[8];

  while (read (fd, info, sizeof info) > 0 || errno == EINTR)
    ;
}

static int
compare_fds (const void *a, const void *b)
{
  return *(const int *) a - *(const int *) b;
}

static void
close_between (unsigned first, unsigned last)
{
  if (first > last)
    return;
  /* The system call is in Linux 5.9; its wrapper only in glibc 2.34. */
  if (syscall (SYS_close_range, first, last, 0) == 0)
    return;
  for (unsigned fd = first; fd <= last && fd < 65536; fd++)
    close ((int) fd);
}

static void
close_others (int *keep, unsigned n)
{
  unsigned first = STDERR_FILENO + 1;

  if (n > 0)
    qsort (keep, n, sizeof *keep, compare_fds);
  for (unsigned i = 0; i < n; i++)
    {
      if (keep[i] < (int) first)
        continue;
      close_between (first, (unsigned) keep[i] - 1);
      first = (unsigned) keep[i] + 1;
    }
  close_between (first, ~0u);
}

static void
reset_signals (void)
{
  struct sigaction action;
  sigset_t none;

  memset (&action, 0, sizeof action);
  action.sa_handler = SIG_DFL;
  for (int i = 1; i < NSIG; i++)
    sigaction (i, &action, NULL);
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
}

pid_t
pl_process_fork (int *keep, unsigned n)
{
  _Atomic uint32_t unused;

  return pl_process_fork_guarded (keep, n, &unused);
}

/* guarded: NULL for one that outlives the runner. */
static pid_t
fork_child (int *keep, unsigned n, _Atomic uint32_t *guarded)
{
  pid_t runner = getpid (), pid;
  sigset_t all, before;
  int error;

  if (guarded)
    atomic_store (guarded, 0);
  sigfillset (&all);
  sigprocmask (SIG_BLOCK, &all, &before);
  pid = fork ();
  error = errno;
  if (pid == 0)
    {
      if (guarded)
        {
          prctl (PR_SET_PDEATHSIG, SIGKILL);
          /* It may have died before the line above. */
          if (getppid () != runner)
            _exit (1);
          atomic_store (guarded, 1);
        }
      close_others (keep, n);
      reset_signals ();
      return 0;
    }
  sigprocmask (SIG_SETMASK, &before, NULL);
  return pid < 0 ? -error : pid;
}

pid_t
pl_process_fork_guarded (int *keep, unsigned n, _Atomic uint32_t *guarded)
{
  return fork_child (keep, n, guarded);
}

pid_t
pl_process_fork_guardian (int *keep, unsigned n)
{
  pid_t pid = fork_child (keep, n, NULL);
  sigset_t all;

  if (pid != 0)
    return pid;
  /* Only SIGKILL ends it, and no signal to the runner's group reaches it. */
  sigfillset (&all);
  sigprocmask (SIG_SETMASK, &all, NULL);
  setsid ();
  dup2 (STDIN_FILENO, STDERR_FILENO);
  return 0;
}

/* Normally it is guarded long since; a newborn needs some microseconds, on a busy machine its
 * turn. */
#define GUARD_PATIENCE_NS INT64_C (1000000000)

void
pl_process_stop (pid_t pid, _Atomic uint32_t *guarded)
{
  const struct timespec moment = { 0, 50000 };
  int64_t deadline = pl_clock_ns (CLOCK_MONOTONIC) + GUARD_PATIENCE_NS;

  while (!atomic_load (guarded) && pl_clock_ns (CLOCK_MONOTONIC) < deadline)
    {
      siginfo_t info = { 0 };

      if (waitid (P_PID, (id_t) pid, &info, WEXITED | WNOHANG | WNOWAIT) < 0 || info.si_pid == pid)
        break;
      nanosleep (&moment, NULL);
    }
  kill (pid, SIGSTOP);
}

pid_t
pl_process_find_dead (void)
{
  siginfo_t info = { 0 };
  int error;

  do
    error = waitid (P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT);
  while (error < 0 && errno == EINTR);
  return error < 0 ? -errno : info.si_pid;
}

void
pl_process_kill (pid_t pid)
{
  siginfo_t info;

  kill (pid, SIGKILL);
  while (waitid (P_PID, (id_t) pid, &info, WEXITED | WNOWAIT) < 0 && errno == EINTR)
    ;
}

void
pl_process_reap (pid_t pid, int *status, struct rusage *usage)
{
  while (wait4 (pid, status, 0, usage) < 0 && errno == EINTR)
    ;
}

int64_t
pl_process_cpu_ns (const struct rusage *usage)
{
  return ((int64_t) usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000000000 +
         ((int64_t) usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) * 1000;
}
