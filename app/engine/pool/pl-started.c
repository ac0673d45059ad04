/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pool/pl-pool-private.h"
#include "engine/pool/pl-start.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* The side of the new program: a worker, or the server that makes them. */

typedef struct {
  PlLog *log;
  PlWorkload workload;
  PlArena arena;
  PlWorker worker;
} World;

/* All that a copy of the runner would have had. Negative errno. */
static int
make_world (World *self, int log_fd, int arena_fd)
{
  const PlPlanData *plan;
  uint64_t wanted;
  int error = pl_log_join (log_fd, &self->log);

  if (error < 0)
    return error;
  plan = pl_log_plan (self->log);
  if (plan->kind != PL_RUN_POOL)
    return -EINVAL;
  error = pl_workload_init (&self->workload, plan, &wanted);
  if (error == 0)
    error = pl_arena_attach (&self->arena, &self->workload, arena_fd);
  if (error == 0)
    error = pl_worker_init (&self->worker, &self->workload, &self->arena);
  return error;
}

/* Its life as a worker. */
static void
live (World *self, const PlStartOrder *order) __attribute__ ((noreturn));

static void
live (World *self, const PlStartOrder *order)
{
  const PlPlanData *plan = pl_log_plan (self->log);
  PlAccount account;

  pl_crew_note_birth (self->log, order->lane, order->life, order->asked_ns, &account);
  pl_worker_begin (&self->worker, self->log, order->lane, order->asked_ns, &account);
  pl_pool_channel (plan)->work (&self->worker, order->fds);
  pl_worker_finish (&self->worker);
  _exit (PL_WORKER_EXIT_OK);
}

static bool
order_ok (const World *self, const PlStartOrder *order)
{
  return order->lane >= 1 && order->lane <= pl_log_plan (self->log)->pool_size && order->n_fds >= 0 &&
         order->n_fds <= (int) PL_MAX_KEEP;
}

int
pl_started_worker (int argc, char *argv[])
{
  static World world;
  PlStartOrder order = { 0 };

  if (argc < 7 || argc > 7 + (int) PL_MAX_KEEP)
    return 2;
  order.log_fd = atoi (argv[2]);
  order.arena_fd = atoi (argv[3]);
  order.lane = (uint32_t) atoi (argv[4]);
  order.life = (uint32_t) atoi (argv[5]);
  order.asked_ns = atoll (argv[6]);
  order.n_fds = argc - 7;
  for (int i = 0; i < order.n_fds; i++)
    order.fds[i] = atoi (argv[7 + i]);
  if (make_world (&world, order.log_fd, order.arena_fd) < 0 || !order_ok (&world, &order))
    return PL_WORKER_EXIT_START;
  live (&world, &order);
}

/* --- the server --- */

/* False: nobody asks any more. */
static bool
take_order (int fd, PlStartOrder *order)
{
  union { struct cmsghdr align; char bytes[CMSG_SPACE (sizeof order->fds)]; } control;
  struct iovec part = { .iov_base = order, .iov_len = sizeof *order };
  struct msghdr message = {
    .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control,
  };
  struct cmsghdr *rights;
  ssize_t n;

  do
    n = recvmsg (fd, &message, MSG_CMSG_CLOEXEC);
  while (n < 0 && errno == EINTR);
  if (n != (ssize_t) sizeof *order)
    return false;
  rights = CMSG_FIRSTHDR (&message);
  if (rights && rights->cmsg_type == SCM_RIGHTS && rights->cmsg_len <= CMSG_LEN (sizeof order->fds))
    memcpy (order->fds, CMSG_DATA (rights), rights->cmsg_len - CMSG_LEN (0));
  return true;
}

static void
answer (int fd, int64_t value)
{
  while (send (fd, &value, sizeof value, MSG_NOSIGNAL) < 0 && errno == EINTR)
    ;
}

/* The same where the kernel makes no siblings, as under an emulator: who is between them ends at once, and the orphan
 * falls to the runner, which is the server's reaper. Who is in between or a negative errno; 0 in the copy. */
static pid_t
fork_by_another (void)
{
  pid_t between = fork (), pid;
  int status = 0;

  if (between < 0)
    return -errno;
  if (between > 0)
    {
      while (waitpid (between, &status, 0) < 0 && errno == EINTR)
        ;
      if (!WIFEXITED (status))
        return -ECHILD;
      return WEXITSTATUS (status) == 0 ? between : -WEXITSTATUS (status);
    }
  between = getpid ();
  pid = fork ();
  if (pid != 0)
    _exit (pid < 0 ? errno : 0);
  while (getppid () == between)
    sched_yield ();
  return 0;
}

/* A copy of the server that is its parent's child: the runner's. */
static pid_t
fork_for_parent (void)
{
  long pid = syscall (SYS_clone, CLONE_PARENT | SIGCHLD, 0, NULL, NULL, 0);

  if (pid < 0 && errno != EAGAIN && errno != ENOMEM)
    return fork_by_another ();
  return pid < 0 ? -errno : (pid_t) pid;
}

static void
become_worker (World *world, int fd, pid_t runner, const PlStartOrder *order)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != runner)
    {
      /* It is dead, or an orphan that was not handed on to it: then it waits for a word. */
      answer (fd, -ENOTSUP);
      _exit (1);
    }
  atomic_store (&world->arena.slots[order->lane].guarded, 1);
  /* It speaks for itself: a server that is killed meanwhile cannot leave somebody nobody knows of. */
  answer (fd, getpid ());
  close (fd);
  live (world, order);
}

int
pl_started_server (int argc, char *argv[])
{
  static World world;
  PlStartOrder order;
  pid_t runner = getppid (), pid;
  int fd = argc == 5 ? atoi (argv[4]) : -1;

  if (fd < 0)
    return 2;
  if (make_world (&world, atoi (argv[2]), atoi (argv[3])) < 0)
    return PL_WORKER_EXIT_START;
  pl_start_variable = PL_VARIABLE_OF_SERVER;
  answer (fd, 0);
  while (take_order (fd, &order) && order_ok (&world, &order))
    {
      pid = fork_for_parent ();
      if (pid == 0)
        become_worker (&world, fd, runner, &order);
      for (int i = 0; i < order.n_fds; i++)
        close (order.fds[i]);
      if (pid < 0)
        answer (fd, pid);
    }
  return 0;
}
