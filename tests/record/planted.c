/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program that is not Paralane's and waits in ways that are known: planted WHAT. */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

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

static int
plant_sleep (void)
{
  rest (50);
  return 0;
}

/* A child holds the lock for 30 ms from 10 ms before we ask for it. */
static int
plant_lock (void)
{
  sem_t *locks = mmap (NULL, 2 * sizeof (sem_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pid_t child;

  sem_init (&locks[0], 1, 1);
  sem_init (&locks[1], 1, 0);
  child = fork ();
  if (child == 0)
    {
      sem_wait (&locks[0]);
      sem_post (&locks[1]);
      rest (30);
      sem_post (&locks[0]);
      _exit (0);
    }
  sem_wait (&locks[1]);
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

static void *
thread_cb (void *data)
{
  rest (25);
  return NULL;
}

static int
plant_join (void)
{
  pthread_t thread;

  pthread_create (&thread, NULL, thread_cb, NULL);
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
static int told;

static void *
tell_cb (void *data)
{
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
  while (!told)
    pthread_cond_wait (&condition, &mutex);
  pthread_mutex_unlock (&mutex);
  pthread_join (thread, NULL);
  return 0;
}

static int
plant_socket (void)
{
  char bytes[64] = { 0 };
  int ends[2];
  pid_t child;

  if (socketpair (AF_UNIX, SOCK_STREAM, 0, ends) != 0)
    return 1;
  child = fork ();
  if (child == 0)
    {
      if (recv (ends[1], bytes, 40, MSG_WAITALL) != 40 || send (ends[1], bytes, 8, 0) != 8)
        _exit (1);
      _exit (0);
    }
  rest (10);
  if (send (ends[0], bytes, 40, 0) != 40 || recv (ends[0], bytes, 8, 0) != 8)
    return 1;
  waitpid (child, NULL, 0);
  return 0;
}

/* Two children, each has what the other one wants. They never end by themselves. */
static int
plant_deadlock (void)
{
  sem_t *locks = mmap (NULL, 2 * sizeof (sem_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  sem_init (&locks[0], 1, 1);
  sem_init (&locks[1], 1, 1);
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
  sem_t *locks = mmap (NULL, 2 * sizeof (sem_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pid_t holder;

  sem_init (&locks[0], 1, 1);
  sem_init (&locks[1], 1, 0);
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
        for (int round = 0; round < 4; round++)
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

static const struct { const char *name; int (*plant) (void); } plants[] = {
  { "sleep", plant_sleep }, { "lock", plant_lock }, { "pipe", plant_pipe }, { "full", plant_full },
  { "join", plant_join }, { "child", plant_child }, { "condition", plant_condition }, { "socket", plant_socket },
  { "deadlock", plant_deadlock }, { "dead-holder", plant_dead_holder }, { "one-by-one", plant_one_by_one },
  { "together", plant_together }, { "one-lock", plant_one_lock }, { "crowd", plant_crowd },
  { "close-all", plant_close_all }, { "errno", plant_errno }, { "signals", plant_signals }, { "status", plant_status },
  { "abort", plant_abort }, { "env", plant_env },
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
