/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench-bare.h"
#include "bench-common.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* A task out or a result back. */
typedef struct { uint32_t task, result, pad[2]; } Message;

enum { MAX_WORKERS = 64, BURST = 256 };

static pid_t workers_pids[MAX_WORKERS];

static void *
shared (size_t size)
{
  void *memory = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    bench_die ("mmap");
  return memory;
}

static pid_t
start_worker (void)
{
  pid_t pid = fork ();
  if (pid < 0)
    bench_die ("fork");
  return pid;
}

static void
wait_for_workers (unsigned workers)
{
  for (unsigned i = 0; i < workers; i++)
    waitpid (workers_pids[i], NULL, 0);
}

static void
shared_lock_init (pthread_mutex_t *lock)
{
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init (&attributes);
  pthread_mutexattr_setpshared (&attributes, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init (lock, &attributes);
  pthread_mutexattr_destroy (&attributes);
}

/* --- two shared pipes with locks ------------------------------------------------------------- */

typedef struct { pthread_mutex_t in, out; } QueueLocks;

static void
queue_worker (QueueLocks *locks, int in, int out)
{
  Message message;

  for (;;)
    {
      pthread_mutex_lock (&locks->in);
      ssize_t n = read (in, &message, sizeof message);
      pthread_mutex_unlock (&locks->in);
      if (n != sizeof message)
        _exit (0);
      message.result = message.task * 2;
      pthread_mutex_lock (&locks->out);
      n = write (out, &message, sizeof message);
      pthread_mutex_unlock (&locks->out);
      if (n != sizeof message)
        _exit (1);
    }
}

static void
queue_parent (int out, int in, unsigned tasks)
{
  struct pollfd fds[] = { { .fd = in, .events = POLLIN }, { .fd = out, .events = POLLOUT } };
  Message burst[BURST];
  unsigned sent = 0, received = 0;
  ssize_t n;

  fcntl (out, F_SETFL, O_NONBLOCK);
  fcntl (in, F_SETFL, O_NONBLOCK);
  while (received < tasks)
    {
      while (sent < tasks)
        {
          unsigned k = tasks - sent < BURST ? tasks - sent : BURST;
          for (unsigned i = 0; i < k; i++)
            burst[i] = (Message) { .task = sent + i };
          n = write (out, burst, k * sizeof *burst);
          if (n <= 0)
            break;
          sent += (unsigned) (n / (ssize_t) sizeof *burst);
        }
      while ((n = read (in, burst, sizeof burst)) > 0)
        received += (unsigned) (n / (ssize_t) sizeof *burst);
      if (received < tasks)
        poll (fds, sent < tasks ? 2 : 1, -1);
    }
}

double
bench_bare_queue (unsigned workers, unsigned tasks)
{
  QueueLocks *locks = shared (sizeof *locks);
  int out[2], in[2];

  shared_lock_init (&locks->in);
  shared_lock_init (&locks->out);
  if (pipe2 (out, O_CLOEXEC) < 0 || pipe2 (in, O_CLOEXEC) < 0)
    bench_die ("pipe");

  double start = bench_now ();
  for (unsigned i = 0; i < workers; i++)
    if (!(workers_pids[i] = start_worker ()))
      {
        close (out[1]);
        close (in[0]);
        queue_worker (locks, out[0], in[1]);
      }
  queue_parent (out[1], in[0], tasks);
  double end = bench_now ();

  close (out[1]);
  wait_for_workers (workers);
  close (out[0]);
  close (in[0]);
  close (in[1]);
  munmap (locks, sizeof *locks);
  return end - start;
}

/* --- a socket pair a worker ------------------------------------------------------------------ */

static void
pipe_worker (int fd)
{
  Message message;

  while (read (fd, &message, sizeof message) == sizeof message)
    {
      message.result = message.task * 2;
      if (write (fd, &message, sizeof message) != sizeof message)
        _exit (1);
    }
  _exit (0);
}

static void
send_task (int fd, unsigned task)
{
  Message message = { .task = task };
  if (write (fd, &message, sizeof message) != sizeof message)
    bench_die ("write");
}

static void
pipe_parent (const int *fds, unsigned workers, unsigned tasks)
{
  struct epoll_event events[MAX_WORKERS];
  unsigned sent = 0, received = 0;
  Message message;
  int epoll = epoll_create1 (EPOLL_CLOEXEC);

  for (unsigned i = 0; i < workers; i++)
    {
      struct epoll_event event = { .events = EPOLLIN, .data.fd = fds[i] };
      epoll_ctl (epoll, EPOLL_CTL_ADD, fds[i], &event);
      if (sent < tasks)
        send_task (fds[i], sent++);
    }
  while (received < tasks)
    {
      int n = epoll_wait (epoll, events, MAX_WORKERS, -1);
      for (int i = 0; i < n; i++)
        {
          if (read (events[i].data.fd, &message, sizeof message) != sizeof message)
            bench_die ("read");
          received++;
          if (sent < tasks)
            send_task (events[i].data.fd, sent++);
        }
    }
  close (epoll);
}

double
bench_bare_pipe (unsigned workers, unsigned tasks)
{
  int fds[MAX_WORKERS];
  double start = bench_now ();

  for (unsigned i = 0; i < workers; i++)
    {
      int pair[2];
      if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
        bench_die ("socketpair");
      if (!(workers_pids[i] = start_worker ()))
        {
          for (unsigned k = 0; k < i; k++)
            close (fds[k]);
          close (pair[0]);
          pipe_worker (pair[1]);
        }
      close (pair[1]);
      fds[i] = pair[0];
    }
  pipe_parent (fds, workers, tasks);
  double end = bench_now ();

  for (unsigned i = 0; i < workers; i++)
    close (fds[i]);
  wait_for_workers (workers);
  return end - start;
}

/* --- a shared index -------------------------------------------------------------------------- */

typedef struct {
  _Alignas (64) _Atomic uint32_t next;
  _Alignas (64) uint32_t values[];
} Array;

static void
array_worker (Array *array, unsigned tasks)
{
  uint32_t *inputs = array->values, *results = array->values + tasks;
  uint32_t i;

  while ((i = atomic_fetch_add_explicit (&array->next, 1, memory_order_relaxed)) < tasks)
    results[i] = inputs[i] * 2;
  _exit (0);
}

double
bench_bare_array (unsigned workers, unsigned tasks)
{
  size_t size = sizeof (Array) + 2 * sizeof (uint32_t) * tasks;
  Array *array = shared (size);

  for (unsigned i = 0; i < tasks; i++)
    array->values[i] = i;
  double start = bench_now ();
  for (unsigned i = 0; i < workers; i++)
    if (!(workers_pids[i] = start_worker ()))
      array_worker (array, tasks);
  wait_for_workers (workers);
  double end = bench_now ();

  munmap (array, size);
  return end - start;
}
