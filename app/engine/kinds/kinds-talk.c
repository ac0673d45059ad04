/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/kinds/kinds-talk.h"

#include "engine/pl-clock.h"
#include "engine/pool/pl-gil.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define MESSAGES 2000
#define MEBIBYTES 48
#define MEBIBYTE (1u << 20)

/* One place, one way. What is passed on is an address. */
typedef struct {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  const void *thing;                  /* NULL: nothing is there */
} Place;

typedef struct {
  int there[2], back[2];
  Place out, in;
  char *buffer;
  size_t size;                        /* of one message there; the answer is eight bytes */
  unsigned n;
  int64_t *turns_ns;                  /* n */
} Talk;

static bool
write_all (int fd, const char *bytes, size_t size)
{
  while (size > 0)
    {
      ssize_t n = write (fd, bytes, size);

      if (n < 0 && errno != EINTR)
        return false;
      bytes += n > 0 ? n : 0;
      size -= n > 0 ? (size_t) n : 0;
    }
  return true;
}

static bool
read_all (int fd, char *bytes, size_t size)
{
  while (size > 0)
    {
      ssize_t n = read (fd, bytes, size);

      if (n == 0 || (n < 0 && errno != EINTR))
        return false;
      bytes += n > 0 ? n : 0;
      size -= n > 0 ? (size_t) n : 0;
    }
  return true;
}

static void
put (Place *place, const void *thing)
{
  pthread_mutex_lock (&place->mutex);
  place->thing = thing;
  pthread_cond_signal (&place->changed);
  pthread_mutex_unlock (&place->mutex);
}

static const void *
take (Place *place)
{
  const void *thing;

  pl_gil_release ();
  pthread_mutex_lock (&place->mutex);
  while (!place->thing)
    pthread_cond_wait (&place->changed, &place->mutex);
  thing = place->thing;
  place->thing = NULL;
  pthread_mutex_unlock (&place->mutex);
  pl_gil_take ();
  return thing;
}

static void
answer (Team *team, uint32_t worker)
{
  Talk *talk = team->data;

  for (unsigned i = 0; i < talk->n; i++)
    if (team->kind == PL_KIND_PROCESS)
      {
        if (!read_all (talk->there[0], talk->buffer, talk->size) || !write_all (talk->back[1], talk->buffer, 8))
          return;
      }
    else
      put (&talk->in, take (&talk->out));
}

/* false: there is nobody to talk to. */
static bool
ask_once (Team *team)
{
  Talk *talk = team->data;

  if (team->kind == PL_KIND_PROCESS)
    return write_all (talk->there[1], talk->buffer, talk->size) && read_all (talk->back[0], talk->buffer, 8);
  put (&talk->out, talk->buffer);
  take (&talk->in);
  return true;
}

static void
ask (Team *team)
{
  Talk *talk = team->data;
  int64_t before_ns = pl_clock_ns (CLOCK_MONOTONIC), now_ns;

  for (unsigned i = 0; i < talk->n && ask_once (team); i++, before_ns = now_ns)
    {
      now_ns = pl_clock_ns (CLOCK_MONOTONIC);
      talk->turns_ns[i] = now_ns - before_ns;
    }
}

static int
compare (const void *a, const void *b)
{
  int64_t x = *(const int64_t *) a, y = *(const int64_t *) b;

  return (x > y) - (x < y);
}

/* A turn there and back, the middle one: whoever was kept from the CPU for a while counts once. */
static int64_t
turn_ns (Team *team, size_t size, unsigned n)
{
  int64_t turns_ns[MESSAGES] = { 0 };
  Talk talk = { .there = { -1, -1 }, .back = { -1, -1 }, .size = size, .n = n, .turns_ns = turns_ns,
                .buffer = calloc (1, MEBIBYTE) };

  pthread_mutex_init (&talk.out.mutex, NULL);
  pthread_mutex_init (&talk.in.mutex, NULL);
  pthread_cond_init (&talk.out.changed, NULL);
  pthread_cond_init (&talk.in.changed, NULL);
  team->data = &talk;
  if (talk.buffer && pipe (talk.there) == 0 && pipe (talk.back) == 0 && team_start (team, 1, answer))
    {
      ask (team);
      team_wait (team);
    }
  for (int i = 0; i < 2; i++)
    {
      close (talk.there[i]);
      close (talk.back[i]);
    }
  free (talk.buffer);
  qsort (turns_ns, n, sizeof *turns_ns, compare);
  return turns_ns[n / 2];
}

int64_t
kinds_message_ns (Team *team)
{
  return turn_ns (team, 8, MESSAGES) / 2;
}

/* Without the way back, which is a message of a few bytes. */
int64_t
kinds_mebibyte_ns (Team *team)
{
  int64_t both_ns = turn_ns (team, MEBIBYTE, MEBIBYTES), back_ns = kinds_message_ns (team);

  return both_ns > back_ns ? both_ns - back_ns : both_ns;
}
