/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

/* Locks of Python's threads from 3.13 on: nobody asks the C library for one but who has to wait, and then for a semaphore of his
 * own. So we stand in for the functions of their type, whose pointers lie in Python's data: each calls the one that was there.
 * Nothing is read or written there that is not what it is said to be; else all is as it was, and nobody knows who has a lock. */

enum { N_METHODS = 7 };

typedef void *(*Method) (void *self, void *a, void *b, void *c);
typedef struct { const char *name; Method function; int flags; const char *doc; } Definition;

/* Behind the head of an object and what all descriptors have; of a type, what frees its objects. */
#define DESCRIPTOR_DEFINITION 40
#define TYPE_FREE 48

/* What was there before. */
static Method lock_before[N_METHODS], rlock_before[N_METHODS];
static void (*free_lock_before) (void *self), (*free_rlock_before) (void *self);
static const void *yes;               /* what a lock that was taken returns */

/* Of Python 3.14. */
typedef struct { char head[16], mutex[8]; unsigned long long thread; size_t again; } RLock;

static __thread const void *waits_for __attribute__ ((tls_model ("initial-exec")));

const void *
pl_rec_python_lock (void)
{
  return waits_for;
}

/* --- in their place --- */

/* A handler may come in between and take another one. done: what it returns then; NULL: whatever is no error. */
static void *
take (Method before, const void *done, void *self, void *a, void *b, void *c)
{
  const void *outer = waits_for;
  void *result;

  pl_rec_lock_met (self, PL_REC_LOCK);
  waits_for = self;
  result = before (self, a, b, c);
  waits_for = outer;
  if (done ? result == done : result != NULL)
    pl_rec_lock_taken (self, false);
  return result;
}

static void *
give (Method before, bool given, void *self, void *a, void *b, void *c)
{
  PlRecWake wake = given ? pl_rec_lock_given (self) : (PlRecWake) { 0 };
  void *result = before (self, a, b, c);

  if (given)
    pl_rec_woke (wake);
  return result;
}

static bool
is_mine (const RLock *lock)
{
  return lock->thread == (unsigned long long) pthread_self ();
}

#define STAND_IN(name, how, ...) \
  static void *name (void *self, void *a, void *b, void *c) { return how (__VA_ARGS__, self, a, b, c); }

STAND_IN (lock_acquire, take, lock_before[0], yes)
STAND_IN (lock_acquire_lock, take, lock_before[1], yes)
STAND_IN (lock_enter, take, lock_before[2], yes)
STAND_IN (lock_release, give, lock_before[3], true)
STAND_IN (lock_release_lock, give, lock_before[4], true)
STAND_IN (lock_exit, give, lock_before[5], true)
STAND_IN (rlock_acquire, take, rlock_before[0], yes)
STAND_IN (rlock_enter, take, rlock_before[1], yes)
STAND_IN (rlock_acquire_restore, take, rlock_before[2], NULL)
STAND_IN (rlock_release, give, rlock_before[3], is_mine (self) && ((RLock *) self)->again == 0)
STAND_IN (rlock_exit, give, rlock_before[4], is_mine (self) && ((RLock *) self)->again == 0)
STAND_IN (rlock_release_save, give, rlock_before[5], is_mine (self))

/* In a new process: nobody has it any more. */
static void *
lock_at_fork (void *self, void *a, void *b, void *c)
{
  pl_rec_lock_gone (self);
  return lock_before[6] (self, a, b, c);
}

static void *
rlock_at_fork (void *self, void *a, void *b, void *c)
{
  pl_rec_lock_gone (self);
  return rlock_before[6] (self, a, b, c);
}

static void
free_lock (void *self)
{
  pl_rec_lock_gone (self);
  free_lock_before (self);
}

static void
free_rlock (void *self)
{
  pl_rec_lock_gone (self);
  free_rlock_before (self);
}

typedef struct {
  const char *names[N_METHODS];
  Method ours[N_METHODS], *before;
  void (*free_ours) (void *self), (**free_before) (void *self);
} Kind;

static const Kind lock_kind = {
  { "acquire", "acquire_lock", "__enter__", "release", "release_lock", "__exit__", "_at_fork_reinit" },
  { lock_acquire, lock_acquire_lock, lock_enter, lock_release, lock_release_lock, lock_exit, lock_at_fork }, lock_before,
  free_lock, &free_lock_before,
};

static const Kind rlock_kind = {
  { "acquire", "__enter__", "_acquire_restore", "release", "__exit__", "_release_save", "_at_fork_reinit" },
  { rlock_acquire, rlock_enter, rlock_acquire_restore, rlock_release, rlock_exit, rlock_release_save, rlock_at_fork },
  rlock_before, free_rlock, &free_rlock_before,
};

/* --- how we come there --- */

/* By the kernel, which refuses what is not there or not to be written. */
static bool
peek (uintptr_t from, void *out, size_t size)
{
  const struct iovec mine = { out, size }, its = { (void *) from, size };

  return process_vm_readv (getpid (), &mine, 1, &its, 1, 0) == (ssize_t) size;
}

static bool
poke (uintptr_t to, const void *what, size_t size)
{
  const struct iovec mine = { (void *) what, size }, its = { (void *) to, size };

  return process_vm_writev (getpid (), &mine, 1, &its, 1, 0) == (ssize_t) size;
}

/* Where the function of a descriptor's definition stands; 0: it is not what we take it for. */
static uintptr_t
find_function (uintptr_t descriptor, const char *name, Method *function)
{
  uintptr_t at = 0;
  Definition definition;
  char its[32] = "";

  if (!peek (descriptor + DESCRIPTOR_DEFINITION, &at, sizeof at) || !pl_rec_is_python ((const void *) at)
      || !peek (at, &definition, sizeof definition) || !peek ((uintptr_t) definition.name, its, strlen (name) + 1)
      || strcmp (its, name) != 0)
    return 0;
  *function = definition.function;
  return at + offsetof (Definition, function);
}

static void
look_at_frees (const Kind *kind, uintptr_t type)
{
  void (*function) (void *);

  if (!peek (type + TYPE_FREE, &function, sizeof function) || function == kind->free_ours
      || (*kind->free_before && *kind->free_before != function))
    return;
  *kind->free_before = function;
  (void) poke (type + TYPE_FREE, &kind->free_ours, sizeof function);
}

static void
stand_in (const Kind *kind, const char *numbers)
{
  uintptr_t type, at[N_METHODS];
  Method functions[N_METHODS];
  char *rest;

  type = (uintptr_t) strtoull (numbers, &rest, 10);
  yes = (const void *) (uintptr_t) strtoull (rest, &rest, 10);
  for (unsigned i = 0; i < N_METHODS; i++)
    {
      at[i] = find_function ((uintptr_t) strtoull (rest, &rest, 10), kind->names[i], &functions[i]);
      if (at[i] == 0)
        return;
    }
  /* Of another interpreter in this process the functions are the same, and the type is not. */
  for (unsigned i = 0; i < N_METHODS && functions[i] != kind->ours[i]; i++)
    {
      kind->before[i] = functions[i];
      if (!poke (at[i], &kind->ours[i], sizeof kind->ours[i]))
        return;
    }
  look_at_frees (kind, type);
}

void
pl_rec_python_locks (const char *numbers)
{
  stand_in (&lock_kind, numbers);
}

void
pl_rec_python_rlocks (const char *numbers)
{
  stand_in (&rlock_kind, numbers);
}
