/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program that is not Paralane's and waits in ways that are known: planted WHAT. */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "record/paralane-mark.h"

static void
rest (int ms)
{
  struct timespec left = { ms / 1000, ms % 1000 * 1000000 };

  while (nanosleep (&left, &left) < 0 && errno == EINTR)
    ;
}

static void
spin (int ms)
{
  struct timespec now, begin;

  clock_gettime (CLOCK_MONOTONIC, &begin);
  do
    clock_gettime (CLOCK_MONOTONIC, &now);
  while ((now.tv_sec - begin.tv_sec) * 1000 + (now.tv_nsec - begin.tv_nsec) / 1000000 < ms);
}

/* Shared with the children: one for each digit, which says how often it can be taken. */
static sem_t *
new_semaphores (const char *values)
{
  size_t n = strlen (values);
  sem_t *all = mmap (NULL, n * sizeof *all, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  for (size_t i = 0; i < n; i++)
    sem_init (&all[i], 1, (unsigned) (values[i] - '0'));
  return all;
}

static int
plant_sleep (void)
{
  paralane_mark ("about to sleep");
  rest (50);
  return 0;
}

/* A child holds the lock for 30 ms from when we are about to ask for it. */
static int
plant_lock (void)
{
  sem_t *locks = new_semaphores ("100");
  pid_t child;

  child = fork ();
  if (child == 0)
    {
      sem_wait (&locks[0]);
      sem_post (&locks[1]);
      sem_wait (&locks[2]);
      rest (30);
      sem_post (&locks[0]);
      _exit (0);
    }
  sem_wait (&locks[1]);
  sem_post (&locks[2]);
  sem_wait (&locks[0]);
  sem_post (&locks[0]);
  waitpid (child, NULL, 0);
  return 0;
}

/* Nobody writes for 20 ms, then 100 bytes come, and 20 more. */
static int
plant_pipe (void)
{
  char bytes[256] = { 0 };
  int ends[2];
  pid_t child;

  if (pipe (ends) != 0)
    return 1;
  child = fork ();
  if (child == 0)
    {
      rest (20);
      if (write (ends[1], bytes, 100) != 100 || write (ends[1], bytes, 20) != 20)
        _exit (1);
      _exit (0);
    }
  if (read (ends[0], bytes, 100) != 100 || read (ends[0], bytes, 20) != 20)
    return 1;
  waitpid (child, NULL, 0);
  return 0;
}

/* More than a pipe holds: the writer waits for room until the reader begins, 20 ms later. */
static int
plant_full (void)
{
  static char bytes[200000];
  int ends[2];
  pid_t child;

  if (pipe (ends) != 0)
    return 1;
  child = fork ();
  if (child == 0)
    {
      close (ends[1]);
      rest (20);
      while (read (ends[0], bytes, sizeof bytes) > 0)
        ;
      _exit (0);
    }
  close (ends[0]);
  if (write (ends[1], bytes, sizeof bytes) != sizeof bytes)
    return 1;
  close (ends[1]);
  waitpid (child, NULL, 0);
  return 0;
}

static _Atomic int joining;

/* From about when it is waited for. */
static void *
thread_cb (void *data)
{
  while (!joining)
    sched_yield ();
  rest (25);
  return NULL;
}

static int
plant_join (void)
{
  pthread_t thread;

  pthread_create (&thread, NULL, thread_cb, NULL);
  joining = 1;
  pthread_join (thread, NULL);
  return 0;
}

static int
plant_child (void)
{
  pid_t child = fork ();

  if (child == 0)
    {
      rest (15);
      _exit (7);
    }
  waitpid (child, NULL, 0);
  return 0;
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static int listening, told;

/* So long after the other one has begun to wait: it lets go of the mutex only when it does. */
static void *
tell_cb (void *data)
{
  while (pthread_mutex_lock (&mutex) == 0 && !listening)
    {
      pthread_mutex_unlock (&mutex);
      rest (1);
    }
  pthread_mutex_unlock (&mutex);
  rest (20);
  pthread_mutex_lock (&mutex);
  told = 1;
  pthread_cond_signal (&condition);
  pthread_mutex_unlock (&mutex);
  return NULL;
}

static int
plant_condition (void)
{
  pthread_t thread;

  pthread_create (&thread, NULL, tell_cb, NULL);
  pthread_mutex_lock (&mutex);
  listening = 1;
  while (!told)
    pthread_cond_wait (&condition, &mutex);
  pthread_mutex_unlock (&mutex);
  pthread_join (thread, NULL);
  return 0;
}

static int
plant_socket (void)
{
  _Atomic int *is_there = mmap (NULL, sizeof *is_there, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  char bytes[64] = { 0 };
  int ends[2];
  pid_t child;

  if (socketpair (AF_UNIX, SOCK_STREAM, 0, ends) != 0)
    return 1;
  child = fork ();
  if (child == 0)
    {
      *is_there = 1;
      if (recv (ends[1], bytes, 40, MSG_WAITALL) != 40 || send (ends[1], bytes, 8, 0) != 8)
        _exit (1);
      _exit (0);
    }
  while (!*is_there)
    sched_yield ();
  rest (10);
  if (send (ends[0], bytes, 40, 0) != 40 || recv (ends[0], bytes, 8, 0) != 8)
    return 1;
  waitpid (child, NULL, 0);
  return 0;
}

/* A child connects over the network to itself, and says nothing for 20 ms; then 100 bytes. */
static int
plant_tcp (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;
  int listener = socket (AF_INET, SOCK_STREAM, 0), end;
  char bytes[128] = { 0 };
  pid_t child;

  if (bind (listener, (struct sockaddr *) &address, size) != 0 || listen (listener, 1) != 0
      || getsockname (listener, (struct sockaddr *) &address, &size) != 0)
    return 1;
  child = fork ();
  if (child == 0)
    {
      end = socket (AF_INET, SOCK_STREAM, 0);
      if (connect (end, (struct sockaddr *) &address, size) != 0)
        _exit (1);
      rest (20);
      _exit (send (end, bytes, 100, 0) != 100 || recv (end, bytes, 8, MSG_WAITALL) != 8);
    }
  end = accept (listener, NULL, NULL);
  if (end < 0 || recv (end, bytes, 100, MSG_WAITALL) != 100 || send (end, bytes, 8, 0) != 8)
    return 1;
  waitpid (child, NULL, 0);
  return 0;
}

/* Two children, each has what the other one wants. They never end by themselves. */
static int
plant_deadlock (void)
{
  sem_t *locks = new_semaphores ("11");

  for (int i = 0; i < 2; i++)
    if (fork () == 0)
      {
        sem_wait (&locks[i]);
        rest (50);
        sem_wait (&locks[1 - i]);
        _exit (0);
      }
  while (wait (NULL) > 0)
    ;
  return 0;
}

/* A child dies with the lock that another one waits for. */
static int
plant_dead_holder (void)
{
  sem_t *locks = new_semaphores ("10");
  pid_t holder;

  holder = fork ();
  if (holder == 0)
    {
      sem_wait (&locks[0]);
      sem_post (&locks[1]);
      rest (60);
      raise (SIGKILL);
    }
  sem_wait (&locks[1]);
  if (fork () == 0)
    {
      sem_wait (&locks[0]);
      _exit (0);
    }
  waitpid (holder, NULL, 0);
  while (wait (NULL) > 0)
    ;
  return 0;
}

static int
plant_one_by_one (void)
{
  for (int i = 0; i < 4; i++)
    {
      pid_t child = fork ();

      if (child == 0)
        {
          rest (10);
          _exit (0);
        }
      waitpid (child, NULL, 0);
    }
  return 0;
}

/* The same work, as it should be. */
static int
plant_together (void)
{
  for (int i = 0; i < 4; i++)
    if (fork () == 0)
      {
        rest (10);
        _exit (0);
      }
  while (wait (NULL) > 0)
    ;
  return 0;
}

/* Four who share one lock, and work only while they have it. */
static int
plant_one_lock (void)
{
  sem_t *lock = mmap (NULL, sizeof *lock, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  sem_init (lock, 1, 1);
  for (int i = 0; i < 4; i++)
    if (fork () == 0)
      {
        for (int round = 0; round < 16; round++)
          {
            sem_wait (lock);
            rest (4);
            sem_post (lock);
          }
        _exit (0);
      }
  while (wait (NULL) > 0)
    ;
  return 0;
}

/* A child that stands still for 50 ms, and one that stops itself. */
static int
plant_stopped (void)
{
  pid_t child = fork ();

  if (child == 0)
    {
      rest (30);
      raise (SIGSTOP);
      _exit (0);
    }
  rest (10);
  kill (child, SIGSTOP);
  rest (50);
  kill (child, SIGCONT);
  while (waitpid (child, NULL, WUNTRACED) == child && kill (child, 0) == 0)
    {
      rest (20);
      kill (child, SIGCONT);
    }
  return 0;
}

static int
plant_crowd (void)
{
  long n = sysconf (_SC_NPROCESSORS_ONLN) * 3;

  for (long i = 0; i < n; i++)
    if (fork () == 0)
      {
        spin (150);
        _exit (0);
      }
  while (wait (NULL) > 0)
    ;
  return 0;
}

/* Closes whatever it finds, as daemons do, and goes on. */
static int
plant_close_all (void)
{
  for (int fd = 3; fd < 4096; fd++)
    close (fd);
  rest (5);
  return 0;
}

static int
plant_errno (void)
{
  char byte;

  errno = 0;
  rest (1);
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
  rest (10);
  pthread_cancel (thread);
  pthread_join (thread, &result);
  return result == PTHREAD_CANCELED ? 0 : 1;
}

static void
rest_cb (int signal)
{
  int saved = errno;

  rest (5);
  errno = saved;
}

/* A wait for 60 ms, in the middle of which a signal handler sleeps for 5. */
static int
plant_interrupted (void)
{
  struct sigaction action = { .sa_handler = rest_cb, .sa_flags = SA_RESTART };
  char byte = 'x';
  int ends[2];
  pid_t child;

  if (pipe (ends) != 0)
    return 1;
  child = fork ();
  if (child == 0)
    {
      rest (60);
      _exit (write (ends[1], &byte, 1) != 1);
    }
  sigaction (SIGALRM, &action, NULL);
  ualarm (30000, 0);
  if (read (ends[0], &byte, 1) != 1)
    return 1;
  waitpid (child, NULL, 0);
  return 0;
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
  rest (20);
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
      rest (15);
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
  struct timespec left = { 0, 60000000 };

  sigaction (SIGALRM, &action, NULL);
  ualarm (20000, 0);
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
      rest (5);
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

static int
plant_many_files (void)
{
  struct rlimit limit = { 20000, 20000 };
  static int ends[4000][2];
  char byte = 'x';

  if (setrlimit (RLIMIT_NOFILE, &limit) != 0)
    return 77;
  for (int i = 0; i < 4000; i++)
    if (pipe (ends[i]) != 0)
      return 77;
  for (int i = 0; i < 4000; i++)
    if (write (ends[i][1], &byte, 1) != 1 || read (ends[i][0], &byte, 1) != 1)
      return 1;
  close_range (3, ~0u, 0);
  return pipe (ends[0]) == 0 && ends[0][0] == 3 ? 0 : 1;
}

/* A lock that another thread holds while we fork: in the child nobody will ever give it. */
static void *
hold_cb (void *data)
{
  pthread_mutex_lock (&mutex);
  rest (300);
  pthread_mutex_unlock (&mutex);
  return NULL;
}

static int
plant_inherited (void)
{
  pthread_t thread;
  pid_t child;

  pthread_create (&thread, NULL, hold_cb, NULL);
  rest (50);
  child = fork ();
  if (child == 0)
    {
      pthread_mutex_lock (&mutex);
      _exit (0);
    }
  rest (50);
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  pthread_join (thread, NULL);
  return 0;
}

/* Two semaphores that tell something: whoever waits is told, and nobody has them. */
static int
plant_told (void)
{
  sem_t *told_by = new_semaphores ("00");
  pid_t child;

  child = fork ();
  if (child == 0)
    {
      for (int i = 0; i < 3; i++)
        {
          sem_wait (&told_by[0]);
          rest (10);
          sem_post (&told_by[1]);
        }
      _exit (0);
    }
  for (int i = 0; i < 3; i++)
    {
      sem_post (&told_by[0]);
      sem_wait (&told_by[1]);
    }
  waitpid (child, NULL, 0);
  return 0;
}

static const struct { const char *name; int (*plant) (void); } plants[] = {
  { "sleep", plant_sleep }, { "lock", plant_lock }, { "pipe", plant_pipe }, { "full", plant_full },
  { "join", plant_join }, { "child", plant_child }, { "condition", plant_condition }, { "socket", plant_socket }, { "tcp", plant_tcp },
  { "deadlock", plant_deadlock }, { "dead-holder", plant_dead_holder }, { "one-by-one", plant_one_by_one },
  { "together", plant_together }, { "one-lock", plant_one_lock }, { "crowd", plant_crowd },
  { "close-all", plant_close_all }, { "errno", plant_errno }, { "signals", plant_signals }, { "status", plant_status },
  { "abort", plant_abort }, { "env", plant_env },
  { "vfork", plant_vfork }, { "vfork-exec", plant_vfork_exec }, { "seen-nothing", plant_seen_nothing },
  { "raw-fork", plant_raw_fork }, { "fork-in-handler", plant_fork_in_handler }, { "static", plant_static },
  { "chroot", plant_chroot }, { "seccomp", plant_seccomp }, { "many-files", plant_many_files },
  { "inherited", plant_inherited }, { "interrupted", plant_interrupted }, { "told", plant_told },
  { "stopped", plant_stopped },
};

int
main (int argc, char **argv)
{
  for (size_t i = 0; argc == 2 && i < sizeof plants / sizeof *plants; i++)
    if (strcmp (argv[1], plants[i].name) == 0)
      return plants[i].plant ();
  fprintf (stderr, "usage: planted WHAT\n");
  return 2;
}
