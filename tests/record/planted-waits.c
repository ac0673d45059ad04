/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For time, bytes, threads and children. */

#include "planted.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "record/paralane-mark.h"

static int
plant_sleep (void)
{
  paralane_mark ("about to sleep");
  planted_rest (50);
  return 0;
}

/* Nobody writes for 20 ms, then 100 bytes come, and 20 more. */
static int
plant_pipe (void)
{
  _Atomic int *reads = planted_flag ();
  char bytes[256] = { 0 };
  int ends[2];
  pid_t child;

  if (pipe (ends) != 0)
    return 1;
  child = fork ();
  if (child == 0)
    {
      planted_until (reads);
      planted_rest (20);
      if (write (ends[1], bytes, 100) != 100 || write (ends[1], bytes, 20) != 20)
        _exit (1);
      _exit (0);
    }
  *reads = 1;
  if (read (ends[0], bytes, 100) != 100 || read (ends[0], bytes, 20) != 20)
    return 1;
  waitpid (child, NULL, 0);
  return 0;
}

#define NEW_PIPES 2000

static int new_ends[2];
static _Atomic int new_there, new_written;

static int
write_new (void)
{
  char byte = 'x';

  if (write (new_ends[1], &byte, 1) != 1)
    return 1;
  new_written++;
  return 0;
}

static void *
new_cb (void *data)
{
  for (int i = 1; i <= NEW_PIPES; i++)
    {
      while (new_there < i)
        sched_yield ();
      if (write_new () != 0)
        abort ();
    }
  return NULL;
}

/* Two threads meet a pipe for the first time at the same time, and the next one. */
static int
plant_new_pipes (void)
{
  pthread_t thread;
  char byte;

  pthread_create (&thread, NULL, new_cb, NULL);
  for (int i = 1; i <= NEW_PIPES; i++)
    {
      if (pipe (new_ends) != 0)
        return 1;
      new_there = i;
      if (write_new () != 0)
        return 1;
      while (new_written < 2 * i)
        sched_yield ();
      if (read (new_ends[0], &byte, 1) != 1 || read (new_ends[0], &byte, 1) != 1)
        return 1;
      close (new_ends[0]);
      close (new_ends[1]);
    }
  pthread_join (thread, NULL);
  return 0;
}

/* More than a pipe holds: the writer waits for room until the reader begins, 20 ms later. */
static int
plant_full (void)
{
  _Atomic int *writes = planted_flag ();
  static char bytes[200000];
  int ends[2];
  pid_t child;

  if (pipe (ends) != 0)
    return 1;
  child = fork ();
  if (child == 0)
    {
      close (ends[1]);
      planted_until (writes);
      planted_rest (20);
      while (read (ends[0], bytes, sizeof bytes) > 0)
        ;
      _exit (0);
    }
  close (ends[0]);
  *writes = 1;
  if (write (ends[1], bytes, sizeof bytes) != sizeof bytes)
    return 1;
  close (ends[1]);
  waitpid (child, NULL, 0);
  return 0;
}

/* Takes the CPU as long as the others need it. */
static void
rival (const _Atomic int *is_over, pid_t parent)
{
  while (!*is_over && getppid () == parent)
    ;
  _exit (0);
}

/* A pipe that has room for whatever is written, and data for whoever reads, while others want the one CPU: it is lost
 * again and again, also in the middle of a call. How often this thread slept by itself is marked. */
static int
plant_room (void)
{
  _Atomic int *is_over = planted_flag ();
  struct rusage before, now;
  pid_t parent = getpid ();
  char bytes[64] = { 0 };
  cpu_set_t one;
  int ends[2];

  CPU_ZERO (&one);
  CPU_SET (sched_getcpu (), &one);
  if (pipe (ends) != 0 || sched_setaffinity (0, sizeof one, &one) != 0)
    return 1;
  for (int i = 0; i < 3; i++)
    if (fork () == 0)
      rival (is_over, parent);
  getrusage (RUSAGE_THREAD, &before);
  do
    for (int i = 0; i < 100; i++)
      if (write (ends[1], bytes, sizeof bytes) != sizeof bytes || read (ends[0], bytes, sizeof bytes) != sizeof bytes)
        return 1;
  while (getrusage (RUSAGE_THREAD, &now) == 0 && now.ru_nivcsw - before.ru_nivcsw < 40);
  *is_over = 1;
  snprintf (bytes, sizeof bytes, "slept %ld", now.ru_nvcsw - before.ru_nvcsw);
  paralane_mark (bytes);
  while (wait (NULL) > 0)
    ;
  return 0;
}

static _Atomic int joining;

/* From about when it is waited for. */
static void *
thread_cb (void *data)
{
  planted_until (&joining);
  planted_rest (25);
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
  _Atomic int *waits = planted_flag ();
  pid_t child = fork ();

  if (child == 0)
    {
      planted_until (waits);
      planted_rest (15);
      _exit (7);
    }
  *waits = 1;
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
      planted_rest (1);
    }
  pthread_mutex_unlock (&mutex);
  planted_rest (20);
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
  _Atomic int *is_there = planted_flag ();
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
  planted_until (is_there);
  planted_rest (10);
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
  _Atomic int *reads = planted_flag ();
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
      planted_until (reads);
      planted_rest (20);
      _exit (send (end, bytes, 100, 0) != 100 || recv (end, bytes, 8, MSG_WAITALL) != 8);
    }
  end = accept (listener, NULL, NULL);
  *reads = 1;
  if (end < 0 || recv (end, bytes, 100, MSG_WAITALL) != 100 || send (end, bytes, 8, 0) != 8)
    return 1;
  waitpid (child, NULL, 0);
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
          planted_rest (10);
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
        planted_rest (10);
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
  _Atomic int *rests = planted_flag ();
  pid_t child = fork ();

  if (child == 0)
    {
      *rests = 1;
      planted_rest (100);
      raise (SIGSTOP);
      _exit (0);
    }
  planted_until (rests);
  planted_rest (10);
  kill (child, SIGSTOP);
  planted_rest (50);
  kill (child, SIGCONT);
  while (waitpid (child, NULL, WUNTRACED) == child && kill (child, 0) == 0)
    {
      planted_rest (20);
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
        planted_spin (150);
        _exit (0);
      }
  while (wait (NULL) > 0)
    ;
  return 0;
}

static void
rest_cb (int signal)
{
  int saved = errno;

  planted_rest (5);
  errno = saved;
}

/* A wait for 60 ms, in the middle of which a signal handler sleeps for 5. */
static int
plant_interrupted (void)
{
  struct sigaction action = { .sa_handler = rest_cb, .sa_flags = SA_RESTART };
  _Atomic int *waits = planted_flag ();
  char byte = 'x';
  int ends[2];
  pid_t child;

  if (pipe (ends) != 0)
    return 1;
  child = fork ();
  if (child == 0)
    {
      planted_until (waits);
      planted_rest (60);
      _exit (write (ends[1], &byte, 1) != 1);
    }
  sigaction (SIGALRM, &action, NULL);
  ualarm (30000, 0);
  *waits = 1;
  if (read (ends[0], &byte, 1) != 1)
    return 1;
  waitpid (child, NULL, 0);
  return 0;
}

/* Says who it is, and goes when it is told to. */
static int
plant_until_input (void)
{
  char byte;

  printf ("%d\n", getpid ());
  fflush (stdout);
  return read (STDIN_FILENO, &byte, 1) != 1;
}

static void *
named_cb (void *data)
{
  pthread_setname_np (pthread_self (), "the thread");
  planted_rest (5);
  return NULL;
}

/* Names of its own. */
static int
plant_names (void)
{
  pthread_t thread;

  prctl (PR_SET_NAME, "the program", 0, 0, 0);
  pthread_create (&thread, NULL, named_cb, NULL);
  pthread_join (thread, NULL);
  return 0;
}

/* Three messages that are read as one: which of them somebody got nobody can say. */
static int
plant_unpaired (void)
{
  char bytes[30] = { 0 };
  int ends[2];

  if (pipe (ends) != 0)
    return 1;
  for (int i = 0; i < 3; i++)
    if (write (ends[1], bytes, 10) != 10)
      return 1;
  return read (ends[0], bytes, sizeof bytes) == 30 ? 0 : 1;
}

const Plant plants_waits[] = {
  { "sleep", plant_sleep }, { "pipe", plant_pipe }, { "new-pipes", plant_new_pipes }, { "full", plant_full }, { "room", plant_room },
  { "join", plant_join }, { "child", plant_child }, { "condition", plant_condition }, { "socket", plant_socket }, { "tcp", plant_tcp },
  { "one-by-one", plant_one_by_one }, { "together", plant_together }, { "stopped", plant_stopped },
  { "crowd", plant_crowd }, { "interrupted", plant_interrupted }, { "until-input", plant_until_input },
  { "names", plant_names }, { "unpaired", plant_unpaired },
  { NULL, NULL },
};
