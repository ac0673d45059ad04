/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec-locks.h"
#include "record/rec-moment.h"

#include <unistd.h>

/* Several let somebody go before one had gone: nobody knows who let go whom. */
#define NOT_KNOWN UINT32_MAX

/* The lane of whoever forked this process: what it held then is held by the thread it became. */
static uint32_t forked_from = PL_LANE_NOBODY;

static __thread struct { bool joins; uint32_t tid; } joining __attribute__ ((tls_model ("initial-exec")));

void
pl_rec_lock_joins (bool joins, uint32_t tid)
{
  joining.joins = joins;
  joining.tid = tid;
}

void
pl_rec_lock_forked (uint32_t lane)
{
  forked_from = lane;
}

static inline PlRecLockState *
state_of (PlRecLock *lock)
{
  return lock ? atomic_load_explicit (&lock->state, memory_order_relaxed) : NULL;
}

void
pl_rec_lock_made (const void *address, PlRecLockKind kind)
{
  PlRecLockState *state;

  pl_rec_lock_gone (address);
  state = state_of (pl_rec_locks_find (address));
  if (!state)
    return;
  atomic_store_explicit (&state->holder, 0, memory_order_relaxed);
  atomic_store_explicit (&state->woke, 0, memory_order_relaxed);
  atomic_store_explicit (&state->kind, kind, memory_order_relaxed);
}

void
pl_rec_lock_gone (const void *address)
{
  uint32_t place = pl_rec_locks_look_up (address);

  if (place < PL_REC_LOCKS)
    atomic_store_explicit (&pl_rec_lock_addresses[place], 0, memory_order_relaxed);
}

void
pl_rec_lock_met (const void *address, PlRecLockKind kind)
{
  if (__builtin_expect (!pl_rec_locks_is_at (address, *pl_rec_locks_last (address)), 0)
      && pl_rec_locks_look_up (address) == PL_REC_LOCKS)
    pl_rec_lock_made (address, kind);
}

void
pl_rec_lock_named (const void *address, const char *name, bool made, PlRecLockKind kind)
{
  PlRecLock *lock = pl_rec_locks_find (address);
  uint64_t key = 1469598103934665603u;
  PlRecLockState *state;
  PlRecObject *object;

  for (const char *c = name; *c; c++)
    key = pl_rec_hash (key, (uint64_t) (unsigned char) *c);
  object = lock ? pl_rec_object (key, "lock") : NULL;
  if (!object)
    return;
  pl_rec_locks_share (lock, object);
  state = pl_rec_object_lock (object);
  if (made && atomic_load_explicit (&state->holder, memory_order_relaxed) == 0 &&
      atomic_load_explicit (&state->waiters, memory_order_relaxed) == 0)
    atomic_store_explicit (&state->kind, kind, memory_order_relaxed);
}

void
pl_rec_lock_taken (const void *address, bool mutex)
{
  PlRecLockState *state = state_of (pl_rec_locks_find (address));

  if (!state)
    return;
  atomic_store_explicit (&state->holder, pl_rec_lane_index () + 1, memory_order_relaxed);
  if (mutex)
    atomic_store_explicit (&state->kind, PL_REC_LOCK, memory_order_relaxed);
}

/* Whoever goes says later by which edge. Several gave before one had gone: nobody knows who let go whom. had: but who gives a
 * lock has taken what was given before, so that nobody goes by that any more. Here others still wait for what is given: what can
 * be done afterwards is done then. */
static __attribute__ ((noinline)) PlRecWake
wake_one (PlRecLockState *state, bool had)
{
  uint32_t woke = atomic_load_explicit (&state->woke, memory_order_relaxed);
  PlLaneWriter *writer = pl_rec_writer ();
  PlRecWake wake = { 0, 0 };

  if (woke != 0 && !had)
    atomic_store_explicit (&state->woke, NOT_KNOWN, memory_order_relaxed);
  else if (writer)
    {
      /* Who gives a lock again and again mostly has it again before anybody has woken up: he promises the same. */
      wake.edge = woke != 0 && woke == pl_rec_promise_edge () ? woke : pl_rec_promise_new_edge ();
      if (wake.edge != woke)
        atomic_store_explicit (&state->woke, wake.edge, memory_order_relaxed);
      wake.moment = pl_rec_moment (writer);
    }
  return wake;
}

static inline PlRecWake
wake (PlRecLockState *state, bool had)
{
  bool waited_for = state && atomic_load_explicit (&state->waiters, memory_order_relaxed) != 0;

  return __builtin_expect (waited_for, 0) ? wake_one (state, had) : (PlRecWake) { 0, 0 };
}

void
pl_rec_lock_let_go (PlRecWake wake)
{
  PlLaneWriter *writer = pl_rec_writer ();

  if (writer && wake.edge != 0)
    pl_rec_promise (writer, wake.edge, pl_rec_moment_ns (writer, wake.moment));
  if (writer && pl_rec_account_owed)
    pl_rec_account_pay (writer, pl_lane_now_ns (writer));
}

/* What a process has that was forked is another one, unless others see it, too. */
static bool
is_mine (const PlRecLock *lock, uint32_t holder)
{
  return holder == pl_rec_lane_index () || (forked_from != PL_LANE_NOBODY && holder == forked_from &&
                                            !atomic_load_explicit (&lock->shared, memory_order_relaxed));
}

PlRecWake
pl_rec_lock_given (const void *address)
{
  PlRecLock *lock = pl_rec_locks_find (address);
  PlRecLockState *state = state_of (lock);
  uint32_t holder;
  bool had;

  if (!state)
    return (PlRecWake) { 0, 0 };
  /* Given by somebody who does not have it: it tells others something, and protects nothing. */
  holder = atomic_load_explicit (&state->holder, memory_order_relaxed);
  had = holder > 0 && is_mine (lock, holder - 1);
  if (holder > 0 && !had)
    atomic_store_explicit (&state->kind, PL_REC_SIGNAL, memory_order_relaxed);
  atomic_store_explicit (&state->holder, 0, memory_order_relaxed);
  return wake (state, had && atomic_load_explicit (&state->kind, memory_order_relaxed) == PL_REC_LOCK);
}

static uint32_t
name_of (PlRecLock *lock, const void *address, const char *kind)
{
  PlRecObject *object = lock ? atomic_load_explicit (&lock->object, memory_order_relaxed) : NULL;

  if (!object && lock)
    {
      object = pl_rec_object (pl_rec_hash ((uintptr_t) address, (uint64_t) getpid ()), kind);
      atomic_store_explicit (&lock->object, object, memory_order_relaxed);
    }
  return pl_rec_object_name (object);
}

void
pl_rec_lock_name (const void *address, const char *name)
{
  PlRecLock *lock = pl_rec_log ? pl_rec_locks_find (address) : NULL;

  if (!lock)
    return;
  (void) name_of (lock, address, "lock");
  pl_rec_object_rename (atomic_load_explicit (&lock->object, memory_order_relaxed), name);
}

/* Behind the head of an object. */
#define PYTHON_HEAD 16

void
pl_rec_lock_name_held (const void *object, const char *name)
{
  const void *address = *(const void *const *) ((const char *) object + PYTHON_HEAD);
  uint32_t place = pl_rec_log ? pl_rec_locks_look_up (address) : PL_REC_LOCKS;
  PlRecObject *thing;

  if (!address || place == PL_REC_LOCKS || atomic_load_explicit (&pl_rec_locks[place].shared, memory_order_relaxed))
    return;
  thing = pl_rec_object (pl_rec_hash (pl_rec_hash ((uintptr_t) address, (uint64_t) getpid ()),
                                      pl_rec_object_next_edge ()), "lock");
  pl_rec_object_rename (thing, name);
  atomic_store_explicit (&pl_rec_locks[place].object, thing, memory_order_relaxed);
}

/* Nobody in this process can give it: its holder is a thread of the process that this one was forked from. */
static bool
is_inherited (const PlRecLock *lock, uint32_t holder)
{
  return !atomic_load_explicit (&lock->shared, memory_order_relaxed) && holder < pl_log_n_lanes (pl_rec_log) &&
         atomic_load_explicit (&pl_log_lane (pl_rec_log, holder)->pid, memory_order_relaxed) != getpid ();
}

/* The first one is not let go by what was given to those who are no more. */
static void
add_waiter (PlRecLockState *state)
{
  if (atomic_load_explicit (&state->waiters, memory_order_relaxed) == 0)
    atomic_store_explicit (&state->woke, 0, memory_order_relaxed);
  atomic_fetch_add_explicit (&state->waiters, 1, memory_order_relaxed);
}

void
pl_rec_lock_wait (PlRecWait *wait, const void *address, bool mutex)
{
  int saved = errno;
  PlRecLock *lock = pl_rec_locks_find (address);
  PlRecLockState *state = state_of (lock);
  uint32_t holder = state ? atomic_load_explicit (&state->holder, memory_order_relaxed) - 1 : PL_LANE_NOBODY;

  if (state)
    add_waiter (state);
  /* Who waits for what he has himself waits to be told. */
  if (joining.joins)
    pl_rec_wait_begin (wait, PL_WAIT_THREAD, joining.tid);
  else if (state && !mutex && (atomic_load_explicit (&state->kind, memory_order_relaxed) != PL_REC_LOCK ||
                          (holder != PL_LANE_NOBODY && is_mine (lock, holder))))
    pl_rec_wait_begin (wait, PL_WAIT_CONDITION, name_of (lock, address, "lock"));
  else
    {
      pl_rec_wait_lock (wait, PL_WAIT_LOCK, name_of (lock, address, "lock"), holder);
      if (wait->writer && holder != PL_LANE_NOBODY && !is_mine (lock, holder) && is_inherited (lock, holder))
        {
          pl_lane_event_at (wait->writer, wait->since_ns, PL_EVENT_HOLDER, holder);
          pl_lane_event_at (wait->writer, wait->since_ns, PL_EVENT_INHERITED, holder);
        }
    }
  errno = saved;
}

static void
end_wait (PlRecWait *wait, PlRecLockState *state, bool woken)
{
  int64_t now_ns = pl_rec_wait_end (wait);
  uint32_t edge;

  if (!state)
    return;
  atomic_fetch_sub_explicit (&state->waiters, 1, memory_order_relaxed);
  edge = woken ? atomic_exchange_explicit (&state->woke, 0, memory_order_relaxed) : 0;
  if (wait->writer && edge != 0 && edge != NOT_KNOWN && now_ns - wait->since_ns >= PL_REC_LEAST_NS)
    pl_lane_edge_at (wait->writer, now_ns, PL_EVENT_WAKE, PL_REC_EDGE (edge), true);
}

void
pl_rec_lock_wait_end (PlRecWait *wait, const void *address, bool taken)
{
  int saved = errno;
  PlRecLockState *state = state_of (pl_rec_locks_find (address));

  if (taken && state)
    atomic_store_explicit (&state->holder, pl_rec_lane_index () + 1, memory_order_relaxed);
  end_wait (wait, state, taken);
  errno = saved;
}

void
pl_rec_signal_wait (PlRecWait *wait, PlWaitReason reason, const void *address)
{
  int saved = errno;
  PlRecLock *lock = pl_rec_locks_find (address);
  PlRecLockState *state = state_of (lock);

  if (state)
    add_waiter (state);
  pl_rec_wait_begin (wait, reason, name_of (lock, address, "condition"));
  errno = saved;
}

void
pl_rec_signal_wait_end (PlRecWait *wait, const void *address)
{
  int saved = errno;

  end_wait (wait, state_of (pl_rec_locks_find (address)), true);
  errno = saved;
}

PlRecWake
pl_rec_signal_given (const void *address)
{
  return wake (state_of (pl_rec_locks_find (address)), false);
}
