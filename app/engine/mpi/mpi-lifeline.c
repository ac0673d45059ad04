/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/mpi/mpi-lifeline.h"

#include "engine/pl-clock.h"

#include <errno.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_ADDRESSES 8u
#define CONNECT_MS 3000
/* On a busy machine a rank may take its time. */
#define PATIENCE_NS INT64_C (30000000000)

/* Where rank 0 is to be found, and the word by which it knows its own. */
typedef struct {
  uint32_t n;
  in_addr_t addresses[MAX_ADDRESSES];
  in_port_t port;
  uint8_t word[16];
} Place;

typedef struct {
  uint8_t word[16];
  uint32_t rank;
} Greeting;

/* --- rank 0 --- */

static bool
all_on_one_host (const PlMpiWorld *world)
{
  for (int i = 1; i < world->size; i++)
    if (!pl_mpi_same_host (world, 0, i))
      return false;
  return true;
}

/* Others reach none that is for this host alone. */
static void
find_addresses (Place *place, bool one_host)
{
  struct ifaddrs *all = NULL;

  if (one_host)
    {
      place->addresses[place->n++] = htonl (INADDR_LOOPBACK);
      return;
    }
  if (getifaddrs (&all) < 0)
    return;
  for (const struct ifaddrs *i = all; i && place->n < MAX_ADDRESSES - 1; i = i->ifa_next)
    if (i->ifa_addr && i->ifa_addr->sa_family == AF_INET)
      {
        in_addr_t address = ((const struct sockaddr_in *) (const void *) i->ifa_addr)->sin_addr.s_addr;

        if (ntohl (address) >> 24 != 127)
          place->addresses[place->n++] = address;
      }
  freeifaddrs (all);
  /* Two names may be one machine's. */
  place->addresses[place->n++] = htonl (INADDR_LOOPBACK);
}

static int
listen_at (Place *place, bool one_host)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (one_host ? INADDR_LOOPBACK : INADDR_ANY) };
  socklen_t size = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (fd < 0 || bind (fd, (const struct sockaddr *) &address, sizeof address) < 0 || listen (fd, SOMAXCONN) < 0 ||
      getsockname (fd, (struct sockaddr *) &address, &size) < 0 ||
      getrandom (place->word, sizeof place->word, 0) != (ssize_t) sizeof place->word)
    {
      if (fd >= 0)
        close (fd);
      return -1;
    }
  find_addresses (place, one_host);
  place->port = address.sin_port;
  return fd;
}

/* One that says the word; everybody else is shown the door. */
static void
take_in (const PlMpiWorld *world, const Place *place, int fd, int *fds)
{
  const struct timeval patience = { 1, 0 };
  Greeting greeting = { .rank = 0 };
  bool known;

  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  known = recv (fd, &greeting, sizeof greeting, MSG_WAITALL) == (ssize_t) sizeof greeting &&
          memcmp (greeting.word, place->word, sizeof place->word) == 0 && greeting.rank >= 1 &&
          greeting.rank < (uint32_t) world->size && fds[greeting.rank] < 0;
  if (known)
    fds[greeting.rank] = fd;
  else
    close (fd);
}

static bool
await_all (const PlMpiWorld *world, const Place *place, int listener, int *fds)
{
  int64_t deadline_ns = pl_clock_ns (CLOCK_MONOTONIC) + PATIENCE_NS;
  const int on = 1;
  int rank = 1;

  while (rank < world->size)
    {
      struct pollfd ready = { .fd = listener, .events = POLLIN };
      int fd;

      if (fds[rank] >= 0)
        {
          setsockopt (fds[rank++], SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
          continue;
        }
      if (pl_clock_ns (CLOCK_MONOTONIC) > deadline_ns)
        {
          errno = ETIMEDOUT;
          return false;
        }
      if (poll (&ready, 1, 100) < 1)
        continue;
      fd = accept4 (listener, NULL, NULL, SOCK_CLOEXEC);
      if (fd >= 0)
        take_in (world, place, fd, fds);
    }
  return true;
}

bool
pl_mpi_lifeline_is_cut (int fd)
{
  char byte;
  ssize_t n = recv (fd, &byte, 1, MSG_DONTWAIT);

  return n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
}

void
pl_mpi_lifeline_say (int fd, PlMpiWord word)
{
  uint8_t byte = (uint8_t) word;

  while (send (fd, &byte, 1, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 && errno == EINTR)
    ;
}

/* --- the others --- */

static int lifeline = -1;

/* The next word; 0: there is none now. Does not return where rank 0 is gone. */
static uint8_t
hear (void)
{
  uint8_t word = 0;
  ssize_t n = recv (lifeline, &word, 1, MSG_DONTWAIT);

  if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
    _exit (0);
  return n == 1 ? word : 0;
}

/* Also in the middle of a task, which stands still as long as this does not return. */
static void
look_after_rank_0 (int number)
{
  struct pollfd ready = { .fd = lifeline, .events = POLLIN };
  int saved = errno;
  bool paused = false;
  uint8_t word;

  while ((word = hear ()) != 0 || paused)
    {
      if (word == PL_MPI_WORD_DIE)
        raise (SIGKILL);
      if (word != 0)
        paused = word == PL_MPI_WORD_PAUSE;
      else
        poll (&ready, 1, -1);
    }
  errno = saved;
}

static bool
connect_to (int fd, in_addr_t host, in_port_t port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = host, .sin_port = port };
  struct pollfd ready = { .fd = fd, .events = POLLOUT };
  socklen_t size = sizeof errno;
  int error = 0;

  if (connect (fd, (const struct sockaddr *) &address, sizeof address) == 0)
    return true;
  if (errno != EINPROGRESS || poll (&ready, 1, CONNECT_MS) < 1)
    return false;
  return getsockopt (fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
}

static int
reach (const Place *place)
{
  for (uint32_t i = 0; i < place->n && i < MAX_ADDRESSES; i++)
    {
      int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

      if (fd >= 0 && connect_to (fd, place->addresses[i], place->port))
        return fd;
      if (fd >= 0)
        close (fd);
    }
  return -1;
}

static bool
hold_on (const PlMpiWorld *world, const Place *place)
{
  struct sigaction action = { .sa_handler = look_after_rank_0, .sa_flags = SA_RESTART };
  Greeting greeting = { .rank = (uint32_t) world->rank };
  const int on = 1;
  /* Open MPI has threads of its own: this one is told, and stands still. */
  const struct f_owner_ex owner = { F_OWNER_TID, gettid () };

  memcpy (greeting.word, place->word, sizeof greeting.word);
  lifeline = reach (place);
  if (lifeline < 0 || send (lifeline, &greeting, sizeof greeting, MSG_NOSIGNAL) != (ssize_t) sizeof greeting)
    return false;
  setsockopt (lifeline, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  sigaction (SIGIO, &action, NULL);
  if (fcntl (lifeline, F_SETOWN_EX, &owner) < 0 || fcntl (lifeline, F_SETFL, O_ASYNC | O_NONBLOCK) < 0)
    return false;
  /* It may have gone before anybody would have been told. */
  look_after_rank_0 (SIGIO);
  return true;
}

void
pl_mpi_lifeline_untie (void)
{
  signal (SIGIO, SIG_IGN);
}

bool
pl_mpi_lifeline_tie (const PlMpiWorld *world, int *fds)
{
  Place place = { .n = 0 };
  int listener = -1;
  bool tied;

  for (int i = 0; world->rank == 0 && i < world->size; i++)
    fds[i] = -1;
  if (world->size == 1)
    return true;
  if (world->rank == 0)
    listener = listen_at (&place, all_on_one_host (world));
  if (MPI_Bcast (&place, sizeof place, MPI_BYTE, 0, world->comm) != MPI_SUCCESS)
    errno = EIO;
  else if (world->rank > 0)
    return hold_on (world, &place);
  tied = listener >= 0 && await_all (world, &place, listener, fds);
  if (listener >= 0)
    close (listener);
  return tied;
}
