/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The one table of scenes: small programs of a few processes, each with a classic fault and
 * its cure. The engine adds the functions (engine/scene-NAME.c); everybody else reads names,
 * limits and words from here. Names are English message ids; callers above log/ translate them. */

#include <stdbool.h>
#include <stdint.h>

#include "log/pl-plan-data.h"

#ifndef N_
#define N_(String) (String)
#endif

/* A scene is asked to end after that, with the rounds it has. */
#define PL_SCENE_LIMIT_NS INT64_C (15000000000)

/* Ids are stored in files: append, never renumber.
 * X (ID, key, name, description,
 *    workers: least, most, default; rounds: most, default; limit: least, most, default (0: none),
 *    role of a worker, of the first one (NULL: all alike); what it does, what in the moment in
 *    which it goes wrong (NULL: nothing of its own), meanwhile; what is counted) */
#define PL_SCENES(X) \
  X (DEADLOCK, deadlock, N_ ("Two locks"), N_ ("two workers need both of two locks"), \
     2, 2, 2, 1000, 100, 0, 0, 0, \
     N_ ("Worker"), NULL, N_ ("holding both locks"), N_ ("holding one lock"), N_ ("elsewhere"), \
     N_ ("rounds")) \
  X (PHILOSOPHERS, philosophers, N_ ("Dining philosophers"), \
     N_ ("each needs the fork on the left and the one on the right"), \
     2, 12, 5, 1000, 60, 0, 0, 0, \
     N_ ("Philosopher"), NULL, N_ ("eating"), N_ ("holding one fork"), N_ ("thinking"), \
     N_ ("meals")) \
  X (OWNER, owner, N_ ("A lock whose owner is killed"), \
     N_ ("the first worker is killed while it holds the lock the others wait for"), \
     2, 8, 3, 100, 3, 0, 0, 0, \
     N_ ("Worker"), NULL, N_ ("holding the lock"), N_ ("repairing"), N_ ("elsewhere"), \
     N_ ("turns")) \
  X (GATE, gate, N_ ("A gate for a few"), N_ ("a semaphore lets only so many in at a time"), \
     2, 12, 5, 1000, 8, 1, 11, 2, \
     N_ ("Worker"), NULL, N_ ("inside"), N_ ("has looked, is about to enter"), N_ ("outside"), \
     N_ ("visits")) \
  X (BARRIER, barrier, N_ ("Meeting at a barrier"), \
     N_ ("nobody begins the next round before everybody has ended this one"), \
     2, 12, 4, 1000, 6, 0, 0, 0, \
     N_ ("Worker"), NULL, N_ ("at work on a round"), NULL, N_ ("between rounds"), N_ ("rounds")) \
  X (WAKEUP, wakeup, N_ ("The lost wake-up"), \
     N_ ("the event is set just before somebody starts to wait for it"), \
     2, 2, 2, 1000, 50, 0, 0, 0, \
     N_ ("Waiter"), N_ ("Sender"), N_ ("at the event"), N_ ("has looked, does not wait yet"), \
     N_ ("busy before the event"), N_ ("events")) \
  X (BUFFER, buffer, N_ ("Bounded buffer"), \
     N_ ("consumers wait until there is something, a producer until there is room"), \
     3, 12, 4, 1000, 40, 1, 64, 4, \
     N_ ("Consumer"), N_ ("Producer"), N_ ("handling an item"), NULL, N_ ("elsewhere"), \
     N_ ("items")) \
  X (READERS, readers, N_ ("Readers and writers"), \
     N_ ("readers share the lock, the writer needs it alone"), \
     2, 12, 4, 1000, 40, 0, 0, 0, \
     N_ ("Reader"), N_ ("Writer"), N_ ("at the data"), NULL, N_ ("elsewhere"), N_ ("visits")) \
  X (SHARING, sharing, N_ ("False sharing"), \
     N_ ("each worker has a counter of its own, on one cache line or on several"), \
     2, 8, 2, 1000, 20, 0, 0, 0, \
     N_ ("Worker"), NULL, N_ ("counting"), NULL, N_ ("between"), N_ ("batches")) \
  X (ABA, aba, N_ ("The ABA problem"), \
     N_ ("a stack without locks, whose head comes back to an old value"), \
     2, 8, 3, 10000, 60, 0, 0, 0, \
     N_ ("Worker"), NULL, N_ ("using a node"), N_ ("has read the head"), N_ ("elsewhere"), \
     N_ ("nodes taken")) \
  X (LITMUS, litmus, N_ ("Store buffering"), \
     N_ ("each stores to its own cell and then reads the other's"), \
     2, 2, 2, 1000, 50, 0, 0, 0, \
     N_ ("Worker"), NULL, N_ ("storing and reading"), NULL, N_ ("between"), N_ ("batches"))

typedef enum {
#define X(ID, ...) PL_SCENE_##ID,
  PL_SCENES (X)
#undef X
  PL_N_SCENES
} PlSceneId;

/* How a scene can end. Stored in files: append, never renumber.
 * X (ID, key, words, whether it is a fault) */
#define PL_SCENE_OUTCOMES(X) \
  X (NONE, none, N_ ("No result"), false) \
  X (FINE, fine, N_ ("All went well"), false) \
  X (DEADLOCK, deadlock, N_ ("Deadlock"), true) \
  X (HANG, hang, N_ ("Everybody waits for ever"), true) \
  X (STARVED, starved, N_ ("Somebody starved"), true) \
  X (BROKEN, broken, N_ ("A rule was broken"), true) \
  X (RECOVERED, recovered, N_ ("Recovered"), false) \
  X (FREED, freed, N_ ("Freed by the kernel"), false) \
  X (REORDERED, reordered, N_ ("Reordered"), true) \
  X (MEASURED, measured, N_ ("Measured"), false)

typedef enum {
#define X(ID, ...) PL_OUTCOME_##ID,
  PL_SCENE_OUTCOMES (X)
#undef X
  PL_N_OUTCOMES
} PlSceneOutcome;

#define PL_MAY(ID) (1u << PL_OUTCOME_##ID)

/* Variants, scene by scene, the one with the fault first. Their numbers are stored in files: append
 * to a scene.
 * X (SCENE, key, name, outcomes that are allowed, the same in words) */
#define PL_SCENE_VARIANTS(X) \
  X (DEADLOCK, opposite, N_ ("opposite order"), PL_MAY (DEADLOCK) | PL_MAY (FINE), \
     N_ ("may deadlock")) \
  X (DEADLOCK, ordered, N_ ("same order"), PL_MAY (FINE), N_ ("cannot deadlock")) \
  X (PHILOSOPHERS, naive, N_ ("left fork first"), \
     PL_MAY (DEADLOCK) | PL_MAY (FINE) | PL_MAY (STARVED), N_ ("may deadlock")) \
  X (PHILOSOPHERS, ordered, N_ ("lower fork first"), PL_MAY (FINE) | PL_MAY (STARVED), \
     N_ ("cannot deadlock, may starve")) \
  X (PHILOSOPHERS, lefthanded, N_ ("one left-handed"), PL_MAY (FINE) | PL_MAY (STARVED), \
     N_ ("cannot deadlock, may starve")) \
  X (PHILOSOPHERS, waiter, N_ ("a waiter with one seat less"), PL_MAY (FINE) | PL_MAY (STARVED), \
     N_ ("cannot deadlock, may starve")) \
  X (OWNER, mutex, N_ ("plain mutex"), PL_MAY (HANG), N_ ("hangs")) \
  X (OWNER, semaphore, N_ ("semaphore"), PL_MAY (HANG), N_ ("hangs")) \
  X (OWNER, robust, N_ ("robust mutex"), PL_MAY (RECOVERED), N_ ("recovers")) \
  X (OWNER, fcntl, N_ ("fcntl record lock"), PL_MAY (FREED), N_ ("is freed by the kernel")) \
  X (OWNER, flock, N_ ("flock"), PL_MAY (FREED), N_ ("is freed by the kernel")) \
  X (GATE, check, N_ ("check, then enter"), PL_MAY (FINE) | PL_MAY (BROKEN), \
     N_ ("may let too many in")) \
  X (GATE, semaphore, N_ ("semaphore"), PL_MAY (FINE), N_ ("never lets too many in")) \
  X (BARRIER, oneshot, N_ ("a barrier that works once"), PL_MAY (FINE) | PL_MAY (BROKEN), \
     N_ ("may let somebody run ahead")) \
  X (BARRIER, barrier, N_ ("a barrier to use again"), PL_MAY (FINE), \
     N_ ("keeps the rounds apart")) \
  X (WAKEUP, unlocked, N_ ("checked without the lock"), PL_MAY (FINE) | PL_MAY (HANG), \
     N_ ("may hang")) \
  X (WAKEUP, locked, N_ ("checked under the lock"), PL_MAY (FINE), N_ ("cannot hang")) \
  X (BUFFER, if, N_ ("waiting with “if”"), PL_MAY (FINE) | PL_MAY (BROKEN), \
     N_ ("may take from an empty buffer")) \
  X (BUFFER, while, N_ ("waiting with “while”"), PL_MAY (FINE), N_ ("hands on each item once")) \
  X (READERS, readers, N_ ("readers first"), PL_MAY (FINE) | PL_MAY (STARVED), \
     N_ ("may starve the writer")) \
  X (READERS, writer, N_ ("writer first"), PL_MAY (FINE), N_ ("lets the writer in")) \
  X (SHARING, both, N_ ("one line, then a line each"), PL_MAY (MEASURED), \
     N_ ("counts right, at different speeds")) \
  X (SHARING, same, N_ ("on one cache line"), PL_MAY (MEASURED), N_ ("counts right")) \
  X (SHARING, padded, N_ ("a cache line each"), PL_MAY (MEASURED), N_ ("counts right")) \
  X (ABA, bare, N_ ("bare head"), PL_MAY (FINE) | PL_MAY (BROKEN), \
     N_ ("may hand out a node twice")) \
  X (ABA, tagged, N_ ("head with a tag"), PL_MAY (FINE), N_ ("hands out each node once")) \
  X (LITMUS, bare, N_ ("without a fence"), PL_MAY (FINE) | PL_MAY (REORDERED), \
     N_ ("both may read 0")) \
  X (LITMUS, fence, N_ ("with a fence"), PL_MAY (FINE), N_ ("never do both read 0"))

typedef struct {
  const char *key, *name, *description;
  uint32_t min_workers, max_workers, workers;
  uint32_t max_rounds, rounds;
  uint32_t min_limit, max_limit, limit;   /* of the gate, of the buffer; 0: there is none */
  const char *role, *other_role;          /* "Reader"; "Writer" or NULL */
  const char *doing, *between, *meanwhile; /* working, receiving (or NULL), waiting for a task */
  const char *counted;                    /* "meals" */
} PlSceneInfo;

typedef struct {
  PlSceneId scene;
  const char *key, *name;
  uint32_t allowed;                       /* bit an outcome */
  const char *expected;                   /* "may deadlock" */
} PlSceneVariantInfo;

typedef struct {
  const char *key, *name;
  bool fault;
} PlSceneOutcomeInfo;

/* All three: NULL when out of range. */
const PlSceneInfo *pl_scene_info (uint32_t scene);
const PlSceneVariantInfo *pl_scene_variant_info (uint32_t scene, uint32_t variant);
const PlSceneOutcomeInfo *pl_scene_outcome_info (uint32_t outcome);
uint32_t pl_scene_n_variants (uint32_t scene);
/* -1: no such key. */
int pl_scene_from_key (const char *key);
int pl_scene_variant_from_key (uint32_t scene, const char *key);

/* How many workers, from the first, have the other role. */
uint32_t pl_scene_n_others (uint32_t scene);
/* The right outcome, or one that is allowed on a system that lacks that much (PlRunStatus.lacks):
 * false for one that must not be. */
bool pl_scene_outcome_allowed (const PlPlanData *plan, uint32_t lacks, uint32_t outcome);
/* Resources a worker can wait for; they are numbered from 0. */
uint32_t pl_scene_n_resources (const PlPlanData *plan);

/* The variants of a scene by their number, for those that have to tell them apart. */
enum { PL_VARIANT_FAULTY = 0 };
enum { PL_DEADLOCK_OPPOSITE = 0, PL_DEADLOCK_ORDERED };
enum {
  PL_PHILOSOPHERS_NAIVE = 0, PL_PHILOSOPHERS_ORDERED, PL_PHILOSOPHERS_LEFTHANDED,
  PL_PHILOSOPHERS_WAITER
};
enum { PL_OWNER_MUTEX = 0, PL_OWNER_SEMAPHORE, PL_OWNER_ROBUST, PL_OWNER_FCNTL, PL_OWNER_FLOCK };
enum { PL_SHARING_BOTH = 0, PL_SHARING_SAME, PL_SHARING_PADDED };

/* Numbers in PlSceneStatus.numbers, by scene. */
enum {
  PL_GATE_MOST_INSIDE = 0,
  PL_BARRIER_EARLY = 0, PL_BARRIER_AHEAD, /* how often somebody was early; by how many rounds */
  PL_WAKEUP_ROUND = 0, /* the event that was lost */
  PL_BUFFER_PRODUCED = 0, PL_BUFFER_CONSUMED, PL_BUFFER_EMPTY, PL_BUFFER_TWICE, PL_BUFFER_MISSING,
  PL_READERS_READS = 0, PL_READERS_WRITES, /* while the readers were at it */
  /* Picoseconds an addition, additions, counters that are wrong. */
  PL_SHARING_SAME_PS = 0, PL_SHARING_PADDED_PS, PL_SHARING_ADDS, PL_SHARING_WRONG,
  /* Nodes in use handed out, all handed out, not found again. */
  PL_ABA_TWICE = 0, PL_ABA_TAKEN, PL_ABA_ASTRAY,
  PL_LITMUS_00 = 0, PL_LITMUS_01, PL_LITMUS_10, PL_LITMUS_11,
  PL_OWNER_RECOVERY_NS = 0, /* from the kill to the next owner */
  PL_PHILOSOPHERS_LEAST = 0, PL_PHILOSOPHERS_MOST, PL_PHILOSOPHERS_LONGEST_NS
};
