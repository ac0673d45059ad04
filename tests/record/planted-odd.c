/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What no recorder may change: signals, descriptors, memory that is lent, programs that lock themselves up. */

#include "planted.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Finds nothing open that is not its own, closes whatever it finds, as daemons do, and goes on. */
static int
plant_close_all (void)
{
  if (open ("/dev/null", O_RDONLY) != 3)
    return 1;
  for (int fd = 3; fd < 4096; fd++)
    close (fd);
  planted_rest (5);
  return 0;
}

static int
plant_errno (void)
{
  char byte;

  errno = 0;
  planted_rest (1);
  if (errno != 0)
    return 1;
  return read (-1, &byte, 1) == -1 && errno == EBADF && write (-7421, "paralane:mark x", 15) == -1 && errno == EBADF ? 0 : 1;
}

static void
alarm_cb (int signal)
{
}

/* A read that a signal ends stays ended, and a thread that is cancelled in one is gone. */
static void *
read_cb (void *data)
{
  char byte;

  (void) !read (*(int *) data, &byte, 1);
  return NULL;
}

static int
plant_signals (void)
{
  struct sigaction action = { .sa_handler = alarm_cb };
  pthread_t thread;
  void *result;
  char byte;
  int ends[2];

  if (pipe (ends) != 0)
    return 1;
  sigaction (SIGALRM, &action, NULL);
  ualarm (20000, 0);
  if (read (ends[0], &byte, 1) != -1 || errno != EINTR)
    return 1;
  pthread_create (&thread, NULL, read_cb, &ends[0]);
  planted_rest (10);
  pthread_cancel (thread);
  pthread_join (thread, &result);
  return result == PTHREAD_CANCELED ? 0 : 1;
}

#define ROUNDS 200

static _Atomic int *n_held, *n_waits, *n_has;
static sem_t *lock;

static void
rest_until (_Atomic int *count, int n)
{
  while (*count < n)
    planted_rest (1);
}

/* Now and then, some work and a sleep; and a wait for a lock. */
static void
sleep_often (void)
{
  if (ptrace (PTRACE_TRACEME, 0, NULL, NULL) != 0)
    _exit (77);
  raise (SIGSTOP);
  for (int i = 1; i <= ROUNDS; i++)
    {
      planted_spin (2);
      syscall (SYS_getppid);
      planted_rest (1);
      rest_until (n_held, i);
      ++*n_waits;
      sem_wait (lock);
      syscall (SYS_gettid);
      ++*n_has;
      sem_post (lock);
    }
  _exit (0);
}

/* Until he waits for it. */
static void
hold_often (void)
{
  for (int i = 1; i <= ROUNDS; i++)
    {
      sem_wait (lock);
      ++*n_held;
      rest_until (n_waits, i);
      planted_rest (2);
      sem_post (lock);
      rest_until (n_has, i);
    }
  _exit (0);
}

#define NO_CALL UINT64_MAX

/* What the kernel is called for next; NO_CALL: the child is no more. */
static uint64_t
next_call (pid_t child)
{
  struct __ptrace_syscall_info info = { 0 };
  int status;

  do
    if (ptrace (PTRACE_SYSCALL, child, NULL, NULL) != 0 || waitpid (child, &status, 0) != child || !WIFSTOPPED (status) ||
        ptrace (PTRACE_GET_SYSCALL_INFO, child, (void *) sizeof info, &info) <= 0)
      return NO_CALL;
  while (info.op != PTRACE_SYSCALL_INFO_ENTRY);
  return info.entry.nr;
}

/* Between the last word of whoever goes to sleep and his sleep the kernel is not called, where it may let others go first: a
 * signal that comes then does not wake him. Where he had to wait for a CPU it is. Nor between a wait for a lock and what is done
 * with it, while others wait. */
static int
plant_falls_asleep (void)
{
  int status, n_at_once = 0, n_has_it = 0;
  uint64_t call, before = NO_CALL;
  pid_t child, holder;

  n_held = planted_flag ();
  n_waits = planted_flag ();
  n_has = planted_flag ();
  lock = planted_semaphores ("1");
  child = fork ();
  if (child == 0)
    sleep_often ();
  holder = fork ();
  if (holder == 0)
    hold_often ();
  if (waitpid (child, &status, 0) != child)
    return 1;
  /* Where nobody may be traced it is not known. */
  if (!WIFSTOPPED (status) || ptrace (PTRACE_SETOPTIONS, child, NULL, (void *) PTRACE_O_TRACESYSGOOD) != 0)
    return 77;
  while ((n_at_once == 0 || n_has_it == 0) && (call = next_call (child)) != NO_CALL)
    {
      n_at_once += before == SYS_getppid && call == SYS_clock_nanosleep;
      n_has_it += before == SYS_futex && call == SYS_gettid;
      before = call;
    }
  kill (child, SIGKILL);
  kill (holder, SIGKILL);
  while (wait (NULL) > 0)
    ;
  return n_at_once > 0 && n_has_it > 0 ? 0 : 1;
}

static int
plant_status (void)
{
  exit (23);
}

static int
plant_abort (void)
{
  abort ();
}

static int
plant_env (void)
{
  char *const arguments[] = { (char *) "planted", (char *) "sleep", NULL };
  char *const nothing[] = { NULL };

  execve ("/proc/self/exe", arguments, nothing);
  return 1;
}

/* A child in our memory that executes nothing: what it does is not ours. */
static int
plant_vfork (void)
{
  volatile pid_t child = vfork ();
  int status = 0;

  if (child == 0)
    _exit (9);
  if (waitpid (child, &status, 0) != child || WEXITSTATUS (status) != 9)
    return 1;
  planted_rest (20);
  return 0;
}

/* And one that executes something, with an environment of its own. */
static int
plant_vfork_exec (void)
{
  char *const arguments[] = { (char *) "planted", (char *) "seen-nothing", NULL };
  char *const own[] = { (char *) "FRUIT=orange", NULL };
  volatile pid_t child = vfork ();
  int status = 0;

  if (child == 0)
    {
      execve ("/proc/self/exe", arguments, own);
      _exit (9);
    }
  return waitpid (child, &status, 0) == child && status == 0 ? 0 : 1;
}

/* What was put into a cleared environment to record us is not to be seen. */
static int
plant_seen_nothing (void)
{
  return environ[0] && strcmp (environ[0], "FRUIT=orange") == 0 && !environ[1] ? 0 : 1;
}

/* Forked without libc's knowing. */
static int
plant_raw_fork (void)
{
  pid_t child = (pid_t) syscall (SYS_clone, SIGCHLD, 0, 0, 0, 0);

  if (child == 0)
    {
      planted_rest (15);
      _exit (3);
    }
  waitpid (child, NULL, 0);
  return 0;
}

static pid_t handler_child;

static void
fork_cb (int signal)
{
  int saved = errno;

  handler_child = fork ();
  if (handler_child == 0)
    _exit (0);
  errno = saved;
}

/* A child made in a signal handler, in the middle of a wait. */
static int
plant_fork_in_handler (void)
{
  struct sigaction action = { .sa_handler = fork_cb };
  struct timespec left = { 0, 300000000 };

  sigaction (SIGALRM, &action, NULL);
  /* Late enough that it comes in the middle, even where others have the CPU for a while. */
  ualarm (120000, 0);
  if (nanosleep (&left, &left) == 0 || errno != EINTR)
    return 1;
  return waitpid (handler_child, NULL, 0) == handler_child ? 0 : 1;
}

static int
run (const char *path, char *const arguments[])
{
  pid_t child = fork ();
  int status = 0;

  if (child == 0)
    {
      execv (path, arguments);
      _exit (127);
    }
  return waitpid (child, &status, 0) == child ? WEXITSTATUS (status) : 127;
}

/* A program nobody can look into, next to this one. */
static int
plant_static (void)
{
  char *const arguments[] = { (char *) "planted-static", NULL };

  return run (getenv ("PARALANE_PLANTED_STATIC"), arguments) == 5 ? 0 : 1;
}

/* One that could not be recorded, and is not executed either: so many bytes are no argument. */
static int
plant_not_executed (void)
{
  static char much[1 << 20];
  char *const arguments[] = { (char *) "planted-static", memset (much, 'x', sizeof much - 1), NULL };

  if (execv (getenv ("PARALANE_PLANTED_STATIC"), arguments) == 0 || errno != E2BIG)
    return 1;
  planted_rest (5);
  return 0;
}

/* Another root: nothing of ours is there, and the loader must not say so. */
static int
plant_chroot (void)
{
  pid_t child = fork ();
  int status = 0;

  if (child == 0)
    {
      if (chroot ("/proc/self") != 0)
        _exit (77);
      planted_rest (5);
      _exit (0);
    }
  waitpid (child, &status, 0);
  return WEXITSTATUS (status);
}

/* Nothing but read, write and exit: everything else is the end. */
static int
plant_seccomp (void)
{
  pid_t child = fork ();
  int status = 0;

  if (child == 0)
    {
      char byte = 'x';
      int ends[2];

      if (pipe (ends) != 0 || prctl (PR_SET_SECCOMP, SECCOMP_MODE_STRICT) != 0)
        _exit (77);
      if (write (ends[1], &byte, 1) != 1 || read (ends[0], &byte, 1) != 1)
        syscall (SYS_exit, 1);
      syscall (SYS_exit, 6);
    }
  waitpid (child, &status, 0);
  return WEXITSTATUS (status) == 6 || WEXITSTATUS (status) == 77 ? 0 : 1;
}

/* Root becomes nobody, and is still itself. Where we are not root there is nobody to become. */
static int
become_nobody (void)
{
  return getuid () != 0 || (setgid (65534) == 0 && setuid (65534) == 0) ? 0 : 1;
}

/* Another user, before anything else and before another program. */
static int
plant_user (void)
{
  char *const arguments[] = { (char *) "sh", (char *) "-c", (char *) "sleep 0.02; exit 4", NULL };

  if (become_nobody () != 0)
    return 77;
  planted_rest (20);
  return run ("/bin/sh", arguments) == 4 && (getuid () != 0 || setuid (0) != 0) ? 0 : 1;
}

/* A program of root's, executed by nobody: the system loads no library of ours into it. */
static int
plant_setuid (void)
{
  char *const arguments[] = { (char *) "su", (char *) "--version", NULL };
  pid_t child = fork ();
  int status = 0;

  if (child == 0)
    {
      int nothing = open ("/dev/null", O_WRONLY);

      if (access ("/bin/su", X_OK) != 0)
        _exit (77);
      if (become_nobody () != 0 || nothing < 0 || dup2 (nothing, STDOUT_FILENO) < 0)
        _exit (77);
      execv ("/bin/su", arguments);
      _exit (127);
    }
  return waitpid (child, &status, 0) == child ? WEXITSTATUS (status) : 1;
}

static void *
write_cb (void *data)
{
  static const char much[1 << 20];

  (void) !write (*(int *) data, much, sizeof much);
  return NULL;
}

/* Ends in the middle of a write: one thread writes into a pipe that nobody reads, and has given what there is room for. */
static int
plant_exit_in_write (void)
{
  static char much[1 << 20];
  static int ends[2];
  long total = 0;
  ssize_t n;
  pid_t child;
  int status = 0;

  if (pipe (ends) != 0)
    return 1;
  child = fork ();
  if (child == 0)
    {
      pthread_t thread;

      pthread_create (&thread, NULL, write_cb, &ends[1]);
      while (ioctl (ends[0], FIONREAD, &status) == 0 && status < 65536)
        planted_rest (1);
      _exit (7);
    }
  if (waitpid (child, &status, 0) != child || WEXITSTATUS (status) != 7)
    return 1;
  close (ends[1]);
  while ((n = read (ends[0], much, sizeof much)) > 0)
    total += n;
  return n == 0 && total == 65536 ? 0 : 1;
}

/* Leaves a child that goes on telling of itself when the recorder has seen the end. */
static int
plant_left_alone (void)
{
  if (fork () == 0)
    {
      /* Nobody waits for the end of what it writes. */
      for (int fd = 0; fd < 3; fd++)
        close (fd);
      for (int i = 0; i < 2000; i++)
        usleep (150);
      planted_rest (5000);
      _exit (0);
    }
  planted_rest (20);
  return 0;
}

#define MANY 10000

static int
plant_many_files (void)
{
  struct rlimit limit = { 20000, 20000 };
  static int ends[MANY / 2][2];
  char byte = 'x';

  if (setrlimit (RLIMIT_NOFILE, &limit) != 0)
    return 77;
  for (int i = 0; i < MANY / 2; i++)
    if (pipe (ends[i]) != 0)
      return 77;
  for (int i = 0; i < MANY / 2; i++)
    if (write (ends[i][1], &byte, 1) != 1 || read (ends[i][0], &byte, 1) != 1)
      return 1;
  close_range (3, ~0u, 0);
  return pipe (ends[0]) == 0 && ends[0][0] == 3 ? 0 : 1;
}

const Plant plants_odd[] = {
  { "close-all", plant_close_all }, { "errno", plant_errno }, { "signals", plant_signals },
  { "falls-asleep", plant_falls_asleep },
  { "status", plant_status }, { "abort", plant_abort }, { "env", plant_env }, { "vfork", plant_vfork },
  { "vfork-exec", plant_vfork_exec }, { "seen-nothing", plant_seen_nothing }, { "raw-fork", plant_raw_fork },
  { "fork-in-handler", plant_fork_in_handler }, { "static", plant_static }, { "not-executed", plant_not_executed }, { "chroot", plant_chroot },
  { "seccomp", plant_seccomp }, { "many-files", plant_many_files }, { "user", plant_user },
  { "setuid", plant_setuid }, { "left-alone", plant_left_alone }, { "exit-in-write", plant_exit_in_write }, { NULL, NULL },
};
