/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pool/pl-start.h"

#include "engine/pl-clock.h"
#include "engine/pl-process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* The side of whoever wants a worker. */

#define SELF "/proc/self/exe"
/* A server that makes everything anew may take a while; one that says nothing for so long is none. */
#define PATIENCE_MS 20000

uint32_t pl_start_variable;
int pl_start_log_fd = -1;

typedef struct {
  char texts[16][24];
  char *argv[18];
  int n;
} Words;

static void
add_number (Words *words, int64_t number)
{
  snprintf (words->texts[words->n], sizeof words->texts[0], "%lld", (long long) number);
  words->argv[words->n + 2] = words->texts[words->n];
  words->n++;
}

static void
begin_words (Words *words, const char *role)
{
  memset (words, 0, sizeof *words);
  words->argv[0] = (char *) "paralane-runner";
  words->argv[1] = (char *) role;
}

static void
let_through (int fd)
{
  fcntl (fd, F_SETFD, 0);
}

void
pl_start_execute (PlStartOrder *order)
{
  Words words;

  begin_words (&words, PL_START_WORKER);
  add_number (&words, order->log_fd);
  add_number (&words, order->arena_fd);
  add_number (&words, order->lane);
  add_number (&words, order->life);
  add_number (&words, order->asked_ns);
  let_through (order->log_fd);
  let_through (order->arena_fd);
  for (int i = 0; i < order->n_fds; i++)
    {
      add_number (&words, order->fds[i]);
      let_through (order->fds[i]);
    }
  execv (SELF, words.argv);
}

/* In the child. */
static void
execute_server (int arena_fd, int fd)
{
  Words words;

  begin_words (&words, PL_START_SERVER);
  add_number (&words, pl_start_log_fd);
  add_number (&words, arena_fd);
  add_number (&words, fd);
  let_through (pl_start_log_fd);
  let_through (arena_fd);
  let_through (fd);
  execv (SELF, words.argv);
}

/* What it answers, or -EPIPE. */
static int64_t
hear (PlStartServer *self)
{
  struct pollfd wait = { .fd = self->fd, .events = POLLIN };
  int64_t answer;
  ssize_t n;
  int ready;

  do
    ready = poll (&wait, 1, PATIENCE_MS);
  while (ready < 0 && errno == EINTR);
  n = ready > 0 ? recv (self->fd, &answer, sizeof answer, 0) : -1;
  return n == (ssize_t) sizeof answer ? answer : -EPIPE;
}

int
pl_start_server (PlStartServer *self, int arena_fd)
{
  int64_t begin_ns = pl_clock_ns (CLOCK_MONOTONIC);
  int pair[2], keep[3];

  self->fd = -1;
  /* Its workers are the runner's own children, also where the kernel lets nobody make them for another: then they are
   * orphans, and fall to the nearest reaper. Where that is refused as well, the first of them says so. */
  prctl (PR_SET_CHILD_SUBREAPER, 1);
  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
    return -errno;
  keep[0] = pair[1];
  keep[1] = pl_start_log_fd;
  keep[2] = arena_fd;
  self->pid = pl_process_fork (keep, 3);
  if (self->pid == 0)
    {
      execute_server (arena_fd, pair[1]);
      _exit (1);
    }
  close (pair[1]);
  self->fd = pair[0];
  if (self->pid < 0 || hear (self) != 0)
    {
      int error = self->pid < 0 ? (int) self->pid : -EPIPE;

      pl_start_stop_server (self);
      return error;
    }
  self->creation_ns = pl_clock_ns (CLOCK_MONOTONIC) - begin_ns;
  return 0;
}

pid_t
pl_start_ask_server (PlStartServer *self, const PlStartOrder *order)
{
  union { struct cmsghdr align; char bytes[CMSG_SPACE (sizeof order->fds)]; } control;
  struct iovec part = { .iov_base = (void *) order, .iov_len = sizeof *order };
  struct msghdr message = {
    .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control,
    .msg_controllen = CMSG_SPACE ((unsigned) order->n_fds * sizeof (int)),
  };
  struct cmsghdr *rights;

  memset (&control, 0, sizeof control);
  rights = CMSG_FIRSTHDR (&message);
  rights->cmsg_level = SOL_SOCKET;
  rights->cmsg_type = SCM_RIGHTS;
  rights->cmsg_len = CMSG_LEN ((unsigned) order->n_fds * sizeof (int));
  memcpy (CMSG_DATA (rights), order->fds, (unsigned) order->n_fds * sizeof (int));
  if (sendmsg (self->fd, &message, MSG_NOSIGNAL) < 0)
    return -EPIPE;
  return (pid_t) hear (self);
}

void
pl_start_stop_server (PlStartServer *self)
{
  siginfo_t info = { 0 };
  struct rusage usage;
  int status;

  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  /* Whoever found it dead among the others has reaped it: then it is nobody's child any more. */
  if (self->pid > 0 && waitid (P_PID, (id_t) self->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0)
    {
      pl_process_kill (self->pid);
      pl_process_reap (self->pid, &status, &usage);
    }
  self->pid = 0;
}
