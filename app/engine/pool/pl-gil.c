/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pool/pl-gil.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

#include "engine/pl-clock.h"

/* Under the mutex: all but pl_gil_asked, which is also read without. */
static struct {
  bool open;
  pthread_mutex_t mutex;
  pthread_cond_t dropped, switched;
  uint32_t holder;              /* lane; 0: it is free */
  uint32_t last_holder;
  uint32_t n_waiting;
  uint64_t n_switches;
} gil;

_Atomic uint32_t pl_gil_asked;

static _Thread_local struct {
  uint32_t lane;                /* 0: none of its threads */
  const PlGilOps *ops;
  void *owner;
} me;

void
pl_gil_open (void)
{
  pthread_condattr_t attributes;

  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_mutex_init (&gil.mutex, NULL);
  pthread_cond_init (&gil.dropped, &attributes);
  pthread_cond_init (&gil.switched, &attributes);
  pthread_condattr_destroy (&attributes);
  gil.open = true;
}

static struct timespec
one_interval_from_now (void)
{
  int64_t ns = pl_clock_ns (CLOCK_MONOTONIC) + PL_GIL_SWITCH_NS;

  return (struct timespec) { ns / 1000000000, ns % 1000000000 };
}

/* With the mutex. Whoever has waited for a whole interval, in which nobody else came to have it, asks for it. */
static void
wait_for_it (void)
{
  gil.n_waiting++;
  while (gil.holder != 0)
    {
      struct timespec deadline = one_interval_from_now ();
      uint64_t n_switches = gil.n_switches;
      int error = pthread_cond_timedwait (&gil.dropped, &gil.mutex, &deadline);

      if (error == ETIMEDOUT && gil.holder != 0 && gil.n_switches == n_switches)
        atomic_store_explicit (&pl_gil_asked, 1, memory_order_relaxed);
    }
  gil.n_waiting--;
}

/* With the mutex. */
static void
have_it (bool told)
{
  if (told)
    me.ops->waits (me.owner, gil.holder != 0 ? gil.holder : gil.last_holder);
  wait_for_it ();
  gil.holder = me.lane;
  gil.n_switches += gil.last_holder != me.lane;
  gil.last_holder = me.lane;
  atomic_store_explicit (&pl_gil_asked, 0, memory_order_relaxed);
  /* Told before anybody else can have it: of two holders the one's time ends before the other's begins. */
  if (told)
    me.ops->got (me.owner);
  pthread_cond_signal (&gil.switched);
}

void
pl_gil_take (void)
{
  int error = errno;

  if (me.lane == 0)
    return;
  pthread_mutex_lock (&gil.mutex);
  have_it (me.ops && gil.holder != 0);
  pthread_mutex_unlock (&gil.mutex);
  errno = error;
}

void
pl_gil_release (void)
{
  if (me.lane == 0)
    return;
  pthread_mutex_lock (&gil.mutex);
  gil.holder = 0;
  pthread_cond_signal (&gil.dropped);
  pthread_mutex_unlock (&gil.mutex);
}

void
pl_gil_pass (void)
{
  if (me.lane == 0)
    return;
  pthread_mutex_lock (&gil.mutex);
  atomic_store_explicit (&pl_gil_asked, 0, memory_order_relaxed);
  if (gil.n_waiting > 0)
    {
      if (me.ops)
        me.ops->drops (me.owner);
      gil.holder = 0;
      pthread_cond_signal (&gil.dropped);
      /* Or it would be the first to have it again, for it is awake. */
      while (gil.last_holder == me.lane)
        pthread_cond_wait (&gil.switched, &gil.mutex);
      have_it (me.ops != NULL);
    }
  pthread_mutex_unlock (&gil.mutex);
}

void
pl_gil_join (uint32_t lane, const PlGilOps *ops, void *owner)
{
  if (!gil.open)
    return;
  me.lane = lane;
  me.ops = ops;
  me.owner = owner;
  pl_gil_take ();
}
