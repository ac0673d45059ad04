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

enum { ACQUIRE = 0, RELEASE = 3, AT_FORK = 6, N_METHODS };

typedef void *(*Method) (void *self, void *a, void *b, void *c);
typedef struct { const char *name; Method function; int flags; const char *doc; } Definition;

/* Behind the head of an object and what all descriptors have; of a type, what frees its objects. */
#define DESCRIPTOR_DEFINITION 40
#define TYPE_FREE 48

static const char *const names[N_METHODS] = { "acquire", "acquire_lock", "__enter__", "release", "release_lock", "__exit__", "_at_fork_reinit" };
static Method before[N_METHODS];
static void (*free_before) (void *self);
static const void *yes;               /* what a lock that was taken returns */

static __thread const void *waits_for __attribute__ ((tls_model ("initial-exec")));

const void *
pl_rec_python_lock (void)
{
  return waits_for;
}

/* --- in their place --- */

/* A handler may come in between and take another one. */
static void *
acquire (unsigned method, void *self, void *a, void *b, void *c)
{
  const void *outer = waits_for;
  void *result;

  pl_rec_lock_met (self, PL_REC_LOCK);
  waits_for = self;
  result = before[method] (self, a, b, c);
  waits_for = outer;
  if (result == yes)
    pl_rec_lock_taken (self, false);
  return result;
}

static void *
release (unsigned method, void *self, void *a, void *b, void *c)
{
  PlRecWake wake = pl_rec_lock_given (self);
  void *result = before[method] (self, a, b, c);

  pl_rec_woke (wake);
  return result;
}

#define STAND_IN(kind, method) \
  static void *kind##_##method (void *self, void *a, void *b, void *c) { return kind (method, self, a, b, c); }

STAND_IN (acquire, 0)
STAND_IN (acquire, 1)
STAND_IN (acquire, 2)
STAND_IN (release, 3)
STAND_IN (release, 4)
STAND_IN (release, 5)

/* In a new process: nobody has it any more. */
static void *
at_fork (void *self, void *a, void *b, void *c)
{
  pl_rec_lock_gone (self);
  return before[AT_FORK] (self, a, b, c);
}

static void
free_lock (void *self)
{
  pl_rec_lock_gone (self);
  free_before (self);
}

static const Method ours[N_METHODS] = { acquire_0, acquire_1, acquire_2, release_3, release_4, release_5, at_fork };

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
look_at_frees (uintptr_t type)
{
  void (*function) (void *), (*own) (void *) = free_lock;

  if (!peek (type + TYPE_FREE, &function, sizeof function) || function == free_lock || (free_before && free_before != function))
    return;
  free_before = function;
  (void) poke (type + TYPE_FREE, &own, sizeof own);
}

void
pl_rec_python_locks (const char *numbers)
{
  uintptr_t type, at[N_METHODS];
  Method functions[N_METHODS];
  char *rest;

  type = (uintptr_t) strtoull (numbers, &rest, 10);
  yes = (const void *) (uintptr_t) strtoull (rest, &rest, 10);
  for (unsigned i = 0; i < N_METHODS; i++)
    {
      at[i] = find_function ((uintptr_t) strtoull (rest, &rest, 10), names[i], &functions[i]);
      if (at[i] == 0)
        return;
    }
  /* Of another interpreter in this process the functions are the same, and the type is not. */
  for (unsigned i = 0; i < N_METHODS && functions[i] != ours[i]; i++)
    {
      before[i] = functions[i];
      if (!poke (at[i], &ours[i], sizeof ours[i]))
        return;
    }
  look_at_frees (type);
}
