/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <unistd.h>

/* An address has a place in one of two rows next to each other, whichever has room, and a row of addresses is one cache
 * line: whatever comes and goes, at most two lines are looked at. */
#define ROWS 1024u
#define ROW 8u
#define LOCKS (ROWS * ROW)
/* Several let somebody go before one had gone: nobody knows who let go whom. */
#define NOT_KNOWN UINT32_MAX
/* Each thread remembers the places of the locks that it met last, by their addresses. */
#define RECENT 16u

typedef struct {
  _Atomic (PlRecObject *) object;     /* NULL: nobody has waited for it yet */
  _Atomic (PlRecLockState *) state;   /* its own, or the object's if others see it, too */
  PlRecLockState own;
  _Atomic bool shared;
} Lock;

static _Atomic uintptr_t addresses[LOCKS] __attribute__ ((aligned (64)));    /* 0: room */
static Lock locks[LOCKS];
/* The lane of whoever forked this process: what it held then is held by the thread it became. */
static uint32_t forked_from = PL_LANE_NOBODY;

static __thread struct { bool joins; uint32_t tid; } joining __attribute__ ((tls_model ("initial-exec")));
/* Nothing but where to look first, so that it may be anything: a handler's, or that of a thread which was before. */
static __thread uint16_t recent[RECENT] __attribute__ ((tls_model ("initial-exec")));

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

static void
share (Lock *lock, PlRecObject *object)
{
  atomic_store_explicit (&lock->object, object, memory_order_relaxed);
  atomic_store_explicit (&lock->state, object ? pl_rec_object_lock (object) : &lock->own, memory_order_relaxed);
  atomic_store_explicit (&lock->shared, true, memory_order_relaxed);
}

/* In memory that other processes see, others may take it. */
static void
new_lock (Lock *lock, const void *address)
{
  uint64_t key = pl_rec_memory_key (address);

  atomic_store_explicit (&lock->object, NULL, memory_order_relaxed);
  atomic_store_explicit (&lock->state, &lock->own, memory_order_relaxed);
  atomic_store_explicit (&lock->shared, false, memory_order_relaxed);
  if (key != 0)
    share (lock, pl_rec_object (key, "lock"));
  atomic_store_explicit (&lock->own.holder, 0, memory_order_relaxed);
  atomic_store_explicit (&lock->own.waiters, 0, memory_order_relaxed);
  atomic_store_explicit (&lock->own.woke, 0, memory_order_relaxed);
  atomic_store_explicit (&lock->own.kind, PL_REC_SIGNAL, memory_order_relaxed);
}

/* Its place. LOCKS: it has none; room: where it might have one, or LOCKS. */
static uint32_t
look_up (const void *address, uint32_t *room)
{
  uint32_t at = (uint32_t) (pl_rec_hash ((uintptr_t) address, 7) % ROWS) * ROW;

  *room = LOCKS;
  for (unsigned i = 0; i < 2 * ROW; i++)
    {
      uint32_t place = (at + i) % LOCKS;
      uintptr_t found = atomic_load_explicit (&addresses[place], memory_order_relaxed);

      if (found == (uintptr_t) address)
        return place;
      if (found == 0 && *room == LOCKS)
        *room = place;
    }
  return LOCKS;
}

/* NULL: there is no room, so that nobody knows who holds it. */
static __attribute__ ((noinline)) Lock *
search_lock (const void *address, uint16_t *last)
{
  uint32_t room, place = look_up (address, &room);
  uintptr_t found = (uintptr_t) address;
  int saved = errno;

  if (place == LOCKS && room < LOCKS)
    {
      place = room;
      found = 0;
      if (atomic_compare_exchange_strong (&addresses[place], &found, (uintptr_t) address))
        {
          new_lock (&locks[place], address);
          found = (uintptr_t) address;
        }
      errno = saved;
    }
  if (place == LOCKS || found != (uintptr_t) address)
    return NULL;
  *last = (uint16_t) place;
  return &locks[place];
}

static inline Lock *
find_lock (const void *address)
{
  uint16_t *last = &recent[(uintptr_t) address / 32 % RECENT], place = *last;

  return __builtin_expect (atomic_load_explicit (&addresses[place], memory_order_relaxed) == (uintptr_t) address, 1)
         ? &locks[place] : search_lock (address, last);
}

static inline PlRecLockState *
state_of (Lock *lock)
{
  return lock ? atomic_load_explicit (&lock->state, memory_order_relaxed) : NULL;
}

void
pl_rec_lock_made (const void *address, PlRecLockKind kind)
{
  PlRecLockState *state;

  pl_rec_lock_gone (address);
  state = state_of (find_lock (address));
  if (!state)
    return;
  atomic_store_explicit (&state->holder, 0, memory_order_relaxed);
  atomic_store_explicit (&state->woke, 0, memory_order_relaxed);
  atomic_store_explicit (&state->kind, kind, memory_order_relaxed);
}

void
pl_rec_lock_gone (const void *address)
{
  uint32_t room, place = look_up (address, &room);

  if (place < LOCKS)
    atomic_store_explicit (&addresses[place], 0, memory_order_relaxed);
}

void
pl_rec_lock_met (const void *address, PlRecLockKind kind)
{
  uint32_t room, place = recent[(uintptr_t) address / 32 % RECENT];

  if (__builtin_expect (atomic_load_explicit (&addresses[place], memory_order_relaxed) != (uintptr_t) address, 0)
      && look_up (address, &room) == LOCKS)
    pl_rec_lock_made (address, kind);
}

void
pl_rec_lock_named (const void *address, const char *name, bool made, PlRecLockKind kind)
{
  Lock *lock = find_lock (address);
  uint64_t key = 1469598103934665603u;
  PlRecLockState *state;
  PlRecObject *object;

  for (const char *c = name; *c; c++)
    key = pl_rec_hash (key, (uint64_t) (unsigned char) *c);
  object = lock ? pl_rec_object (key, "lock") : NULL;
  if (!object)
    return;
  share (lock, object);
  state = pl_rec_object_lock (object);
  if (made && atomic_load_explicit (&state->holder, memory_order_relaxed) == 0 &&
      atomic_load_explicit (&state->waiters, memory_order_relaxed) == 0)
    atomic_store_explicit (&state->kind, kind, memory_order_relaxed);
}

void
pl_rec_lock_taken (const void *address, bool mutex)
{
  PlRecLockState *state = state_of (find_lock (address));

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
      wake.time_ns = pl_lane_now_ns (writer);
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
    pl_rec_promise (writer, wake);
  if (writer && pl_rec_account_owed)
    pl_rec_account_pay (writer);
}

/* What a process has that was forked is another one, unless others see it, too. */
static bool
is_mine (const Lock *lock, uint32_t holder)
{
  return holder == pl_rec_lane_index () || (forked_from != PL_LANE_NOBODY && holder == forked_from &&
                                            !atomic_load_explicit (&lock->shared, memory_order_relaxed));
}

PlRecWake
pl_rec_lock_given (const void *address)
{
  Lock *lock = find_lock (address);
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
name_of (Lock *lock, const void *address, const char *kind)
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
  Lock *lock = pl_rec_log ? find_lock (address) : NULL;

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
  uint32_t room, place = pl_rec_log ? look_up (address, &room) : LOCKS;
  PlRecObject *thing;

  if (!address || place == LOCKS || atomic_load_explicit (&locks[place].shared, memory_order_relaxed))
    return;
  thing = pl_rec_object (pl_rec_hash (pl_rec_hash ((uintptr_t) address, (uint64_t) getpid ()),
                                      pl_rec_object_next_edge ()), "lock");
  pl_rec_object_rename (thing, name);
  atomic_store_explicit (&locks[place].object, thing, memory_order_relaxed);
}

/* Nobody in this process can give it: its holder is a thread of the process that this one was forked from. */
static bool
is_inherited (const Lock *lock, uint32_t holder)
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
  Lock *lock = find_lock (address);
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
  PlRecLockState *state = state_of (find_lock (address));

  if (taken && state)
    atomic_store_explicit (&state->holder, pl_rec_lane_index () + 1, memory_order_relaxed);
  end_wait (wait, state, taken);
  errno = saved;
}

void
pl_rec_signal_wait (PlRecWait *wait, PlWaitReason reason, const void *address)
{
  int saved = errno;
  Lock *lock = find_lock (address);
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

  end_wait (wait, state_of (find_lock (address)), true);
  errno = saved;
}

PlRecWake
pl_rec_signal_given (const void *address)
{
  return wake (state_of (find_lock (address)), false);
}
