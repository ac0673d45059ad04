/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The one table of counter methods: id, key on the command line and in files,
 * name, one-line description, and whether it is correct. The engine adds the
 * functions (engine/race/race-KEY.c: pl_race_KEY_ops); everybody else reads names from here.
 * Names are English message ids; callers above log/ translate them. Saved runs keep the id:
 * append, never renumber.
 *
 * What a recorded increment of each means (see PlRaceRecord): the worker holds the lock from
 * its load to its store, because both are clocked within it; so the holds of a lock
 * (pl_race_method_is_lock ()) never overlap, and the gap since the worker's previous store is its
 * wait, plus a clock read and the writing of a record. none, cas and the wrong ones have no hold,
 * only a window from load to store. An atomic add is clocked before and after, names no writer,
 * and is linked by its value, which no two of them return. */

#include <stdbool.h>
#include <stdint.h>

/* X (ID, key, name, description, correct) ; N_() only marks for xgettext. */
#ifndef N_
#define N_(String) (String)
#endif
#define PL_RACE_METHODS(X) \
  X (NONE, none, N_ ("No lock"), \
     N_ ("load, add, store"), false) \
  X (MUTEX, mutex, N_ ("Mutex"), \
     N_ ("lock, load, add, store, unlock"), true) \
  X (ATOMIC, atomic, N_ ("Atomic add"), \
     N_ ("one indivisible add"), true) \
  X (CAS, cas, N_ ("Compare and swap"), \
     N_ ("load, add, store if nobody stored since, else again"), true) \
  X (SPIN, spin, N_ ("Spinlock"), \
     N_ ("test and set until it is free; yields when that takes long"), true) \
  X (TICKET, ticket, N_ ("Ticket lock"), \
     N_ ("draw a number, wait for your turn: fair"), true) \
  X (ROBUST, robust, N_ ("Robust mutex"), \
     N_ ("a mutex that outlives an owner who died"), true) \
  X (RLOCK, rlock, N_ ("Recursive mutex"), \
     N_ ("the owner may lock again"), true) \
  X (ERRORCHECK, errorcheck, N_ ("Error-checking mutex"), \
     N_ ("locking it twice is an error, no deadlock"), true) \
  X (PI, pi, N_ ("Priority-inheriting mutex"), \
     N_ ("the owner runs at its best waiter's priority"), true) \
  X (SEMAPHORE, semaphore, N_ ("Semaphore"), \
     N_ ("wait down from 1, post up again"), true) \
  X (FUTEX, futex, N_ ("Futex lock"), \
     N_ ("one compare and swap, and a system call only when contended"), true) \
  X (RWLOCK, rwlock, N_ ("Reader-writer lock"), \
     N_ ("everybody takes the writer's side"), true) \
  X (FLOCK, flock, N_ ("File lock (flock)"), \
     N_ ("lock and unlock a whole file"), true) \
  X (FCNTL, fcntl, N_ ("Record lock (fcntl)"), \
     N_ ("lock and unlock a byte of a file"), true) \
  X (PIPE, pipe, N_ ("Pipe token"), \
     N_ ("read the one byte, write it back"), true) \
  X (PETERSON, peterson, N_ ("Peterson"), \
     N_ ("two flags, a turn and a fence; for two workers"), true) \
  X (UNFENCED, unfenced, N_ ("Peterson, no fence"), \
     N_ ("two flags and a turn; stores may pass loads"), false) \
  X (OWN, own, N_ ("A lock of one's own"), \
     N_ ("each worker locks another mutex"), false) \
  X (STORE, store, N_ ("Lock around the store"), \
     N_ ("load, add, lock, store, unlock"), false) \
  X (CHECK, check, N_ ("Check, then act"), \
     N_ ("wait until it is free, then set it: two steps"), false)

typedef enum {
#define X(ID, key, name, description, correct) PL_RACE_##ID,
  PL_RACE_METHODS (X)
#undef X
  PL_N_RACE_METHODS
} PlRaceMethod;

typedef struct {
  const char *key, *name, *description;
  bool correct;
} PlRaceMethodInfo;

/* NULL when method is out of range. */
const PlRaceMethodInfo *pl_race_method_info (uint32_t method);
/* The method with this key, or -1. */
int pl_race_method_from_key (const char *key);
/* Whether it lets in one worker at a time: then holds, from load to store, never overlap. */
bool pl_race_method_is_lock (uint32_t method);
/* The most workers it can be used by. */
uint32_t pl_race_method_max_workers (uint32_t method);
