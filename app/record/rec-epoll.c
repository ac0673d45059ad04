/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <sys/epoll.h>

/* What comes out of an epoll is a number of the program's own: which descriptor it put in with it is remembered. Entries
 * stay when it takes one out; what it puts in next with the same number takes their place. */
typedef struct { _Atomic uint64_t key; _Atomic int fd; } Watched;

#define WATCHED 1024u
#define PROBES 8u

static Watched watched[WATCHED];

static Watched *
find_watched (int fd, uint64_t number, bool make)
{
  uint64_t key = pl_rec_hash (number, (uint64_t) fd);

  for (unsigned i = 0; i < PROBES; i++)
    {
      Watched *entry = &watched[(key + i) % WATCHED];
      uint64_t found = atomic_load_explicit (&entry->key, memory_order_acquire);

      if (found == key || (make && found == 0 && atomic_compare_exchange_strong (&entry->key, &found, key)))
        return entry;
    }
  return NULL;
}

PL_REC_EXPORT int
epoll_ctl (int fd, int what, int other, struct epoll_event *event)
{
  PL_REC_REAL (int, "epoll_ctl", (int, int, int, struct epoll_event *));
  /* Before: another thread may get it at once. */
  Watched *entry = pl_rec_log && event && what != EPOLL_CTL_DEL ? find_watched (fd, event->data.u64, true) : NULL;

  if (entry)
    atomic_store_explicit (&entry->fd, other, memory_order_release);
  return real (fd, what, other, event);
}

static void
begin (PlRecWait *wait)
{
  pl_rec_wait_begin (wait, PL_WAIT_POLL, 0);
}

/* The one that it turned out to be for. */
static int
end (PlRecWait *wait, int fd, const struct epoll_event *events, int result)
{
  Watched *entry = result == 1 ? find_watched (fd, events->data.u64, false) : NULL;
  PlRecObject *object = NULL;
  int saved = errno;

  if (entry && wait->writer)
    {
      pl_rec_file (atomic_load_explicit (&entry->fd, memory_order_acquire), &object);
      pl_rec_wait_name (wait, PL_WAIT_POLL, pl_rec_object_name (object));
    }
  pl_rec_wait_end (wait);
  errno = saved;
  return result;
}

PL_REC_EXPORT int
epoll_wait (int fd, struct epoll_event *events, int most, int timeout)
{
  PL_REC_REAL (int, "epoll_wait", (int, struct epoll_event *, int, int));
  PlRecWait wait;

  if (timeout == 0 || !pl_rec_log)
    return real (fd, events, most, timeout);
  begin (&wait);
  return end (&wait, fd, events, real (fd, events, most, timeout));
}

PL_REC_EXPORT int
epoll_pwait (int fd, struct epoll_event *events, int most, int timeout, const sigset_t *mask)
{
  PL_REC_REAL (int, "epoll_pwait", (int, struct epoll_event *, int, int, const sigset_t *));
  PlRecWait wait;

  if (timeout == 0 || !pl_rec_log)
    return real (fd, events, most, timeout, mask);
  begin (&wait);
  return end (&wait, fd, events, real (fd, events, most, timeout, mask));
}

PL_REC_EXPORT int epoll_pwait2 (int fd, struct epoll_event *events, int most, const struct timespec *timeout,
                                const sigset_t *mask);

PL_REC_EXPORT int
epoll_pwait2 (int fd, struct epoll_event *events, int most, const struct timespec *timeout, const sigset_t *mask)
{
  PL_REC_REAL (int, "epoll_pwait2", (int, struct epoll_event *, int, const struct timespec *, const sigset_t *));
  PlRecWait wait;

  if (!pl_rec_log || (timeout && timeout->tv_sec == 0 && timeout->tv_nsec == 0))
    return real (fd, events, most, timeout, mask);
  begin (&wait);
  return end (&wait, fd, events, real (fd, events, most, timeout, mask));
}
