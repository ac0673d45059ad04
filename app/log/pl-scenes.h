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

#define PL_SCENE_MAX_BLOCKS 100u

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
     N_ ("Worker"), NULL, N_ ("storing and reading"), NULL, N_ ("between"), N_ ("batches")) \
  X (VALUE, value, N_ ("A shared Value of every type"), \
     N_ ("workers add to thirteen shared numbers, one of each type code, until they wrap"), \
     2, 8, 3, 1000, 60, 0, 0, 0, \
     N_ ("Worker"), NULL, N_ ("adding to each number"), NULL, \
     N_ ("elsewhere"), N_ ("rounds")) \
  X (ARRAY, array, N_ ("An Array doubled in place"), \
     N_ ("workers double the cells of one shared array, each cell once"), \
     2, 8, 2, 1000, 10, 2, 16, 8, \
     N_ ("Worker"), NULL, N_ ("doubling a cell"), N_ ("has seen a cell to be done"), \
     N_ ("between rounds"), N_ ("cells")) \
  X (SENTINEL, sentinel, N_ ("The end of a queue"), \
     N_ ("a producer says with a last item, the sentinel, that no more will come"), \
     3, 12, 4, 500, 20, 1, 64, 4, \
     N_ ("Consumer"), N_ ("Producer"), N_ ("handling an item"), NULL, \
     N_ ("elsewhere"), N_ ("items")) \
  X (JOINABLE, joinable, N_ ("A queue that is joined"), \
     N_ ("its producer waits until every item has been reported as done"), \
     2, 12, 3, 500, 20, 0, 0, 0, \
     N_ ("Worker"), N_ ("Producer"), N_ ("handling an item"), NULL, \
     N_ ("elsewhere"), N_ ("items")) \
  X (TORN, torn, N_ ("Messages torn in a pipe"), \
     N_ ("several write long messages into one pipe at once"), \
     3, 6, 3, 500, 20, 0, 0, 0, \
     N_ ("Writer"), N_ ("Reader"), N_ ("at a message"), NULL, \
     N_ ("elsewhere"), N_ ("messages")) \
  X (EOF, eof, N_ ("The end of a pipe"), \
     N_ ("a reader reads until nobody can write any more"), \
     2, 2, 2, 1000, 20, 0, 0, 0, \
     N_ ("Writer"), N_ ("Reader"), N_ ("at a message"), NULL, \
     N_ ("elsewhere"), N_ ("messages")) \
  X (TWICE, twice, N_ ("A lock taken twice"), \
     N_ ("who has the lock calls a function that takes it, too"), \
     2, 8, 2, 1000, 10, 0, 0, 0, \
     N_ ("Worker"), NULL, N_ ("in the inner function"), N_ ("has the lock, about to take it again"), \
     N_ ("elsewhere"), N_ ("rounds")) \
  X (STRANGER, stranger, N_ ("Released by a stranger"), \
     N_ ("somebody releases a lock that another worker has"), \
     3, 8, 4, 500, 20, 0, 0, 0, \
     N_ ("Worker"), N_ ("Stranger"), N_ ("inside"), NULL, \
     N_ ("outside"), N_ ("visits")) \
  X (BOUNDED, bounded, N_ ("One release too many"), \
     N_ ("a semaphore is released once more than it was taken"), \
     2, 12, 4, 1000, 15, 1, 11, 2, \
     N_ ("Worker"), NULL, N_ ("inside"), N_ ("releases what it never took"), \
     N_ ("outside"), N_ ("visits")) \
  X (NOTIFY, notify, N_ ("Woken, but the wrong one"), \
     N_ ("several wait at one condition, each for a word of its own"), \
     3, 12, 4, 500, 30, 0, 0, 0, \
     N_ ("Waiter"), N_ ("Notifier"), N_ ("at its word"), N_ ("woken in vain"), \
     N_ ("elsewhere"), N_ ("words")) \
  X (ABSENT, absent, N_ ("Somebody does not come"), \
     N_ ("workers meet at a barrier, and one of them has gone home"), \
     2, 12, 4, 500, 8, 0, 0, 0, \
     N_ ("Worker"), NULL, N_ ("at work on a round"), N_ ("told that the barrier is broken"), \
     N_ ("elsewhere"), N_ ("rounds")) \
  X (MANAGER, manager, N_ ("A list owned by a server"), \
     N_ ("a manager's process owns a list, and the others reach it by messages"), \
     2, 6, 4, 500, 50, 0, 0, 0, \
     N_ ("Client"), N_ ("Server"), N_ ("at a number in the list"), N_ ("has read, is about to write"), \
     N_ ("elsewhere"), N_ ("requests")) \
  X (TERMINAL, terminal, N_ ("Several on one terminal"), \
     N_ ("several write lines to one terminal"), \
     2, 8, 3, 500, 20, 0, 0, 0, \
     N_ ("Writer"), N_ ("Terminal"), N_ ("writing a line"), N_ ("has written the text, not yet its end"), \
     N_ ("elsewhere"), N_ ("lines")) \
  X (BUFFERED, buffered, N_ ("Printed once, written often"), \
     N_ ("the parent prints a line and then forks"), \
     2, 12, 3, 100, 4, 0, 0, 0, \
     N_ ("Worker"), NULL, N_ ("working"), N_ ("flushing at the end"), \
     N_ ("elsewhere"), N_ ("rounds")) \
  X (RANDOM, random, N_ ("The same random numbers"), \
     N_ ("the parent seeds its random numbers and then forks"), \
     2, 12, 4, 1000, 10, 0, 0, 0, \
     N_ ("Worker"), NULL, N_ ("drawing a number"), N_ ("seeding its own"), \
     N_ ("elsewhere"), N_ ("numbers")) \
  X (FORKLOCK, forklock, N_ ("A lock held across a fork"), \
     N_ ("a process is forked while another of its threads has a lock"), \
     2, 8, 2, 100, 5, 0, 0, 0, \
     N_ ("Worker"), NULL, N_ ("holding the lock"), NULL, \
     N_ ("elsewhere"), N_ ("turns")) \
  X (DRAIN, drain, N_ ("Joined before it was read"), \
     N_ ("a writer puts more into a queue than fits, and the reader first waits for its end"), \
     2, 2, 2, 500, 20, 0, 0, 0, \
     N_ ("Writer"), N_ ("Reader"), N_ ("at a message"), NULL, \
     N_ ("elsewhere"), N_ ("messages")) \
  X (BLOCK, block, N_ ("A block that has a name"), \
     N_ ("shared memory is made under a name, and stays until somebody removes the name"), \
     3, 8, 4, PL_SCENE_MAX_BLOCKS, 8, 0, 0, 0, \
     N_ ("User"), N_ ("Creator"), N_ ("at the block"), N_ ("has gone from the block, whose name stays"), \
     N_ ("elsewhere"), N_ ("blocks"))

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
  X (LITMUS, fence, N_ ("with a fence"), PL_MAY (FINE), N_ ("never do both read 0")) \
  X (VALUE, unlocked, N_ ("without its lock"), PL_MAY (FINE) | PL_MAY (BROKEN), \
     N_ ("may lose additions")) \
  X (VALUE, locked, N_ ("with its lock"), PL_MAY (FINE), \
     N_ ("loses nothing")) \
  X (ARRAY, together, N_ ("whoever finds a cell to be done"), PL_MAY (FINE) | PL_MAY (BROKEN), \
     N_ ("may double a cell twice")) \
  X (ARRAY, slices, N_ ("each its own slice"), PL_MAY (FINE), \
     N_ ("doubles each cell once")) \
  X (SENTINEL, one, N_ ("one sentinel for all"), PL_MAY (HANG), \
     N_ ("leaves the others waiting")) \
  X (SENTINEL, each, N_ ("a sentinel for each"), PL_MAY (FINE), \
     N_ ("everybody goes home")) \
  X (SENTINEL, again, N_ ("put back by whoever takes it"), PL_MAY (FINE), \
     N_ ("everybody goes home")) \
  X (SENTINEL, timeout, N_ ("no sentinel, but a time-out"), PL_MAY (FINE) | PL_MAY (BROKEN), \
     N_ ("everybody gives up in the end")) \
  X (JOINABLE, forgotten, N_ ("an item that fails is not reported"), PL_MAY (HANG), \
     N_ ("waits for ever")) \
  X (JOINABLE, always, N_ ("every item is reported"), PL_MAY (FINE), \
     N_ ("ends when all is done")) \
  X (TORN, unlocked, N_ ("long messages, no lock"), PL_MAY (FINE) | PL_MAY (BROKEN), \
     N_ ("may tear messages")) \
  X (TORN, locked, N_ ("long messages under a lock"), PL_MAY (FINE), \
     N_ ("keeps messages whole")) \
  X (TORN, short, N_ ("short messages, no lock"), PL_MAY (FINE), \
     N_ ("keeps messages whole")) \
  X (EOF, inherited, N_ ("the reader keeps the end to write to"), PL_MAY (HANG), \
     N_ ("never ends")) \
  X (EOF, closed, N_ ("each closes what it does not use"), PL_MAY (FINE), \
     N_ ("ends with the writer")) \
  X (TWICE, plain, N_ ("a plain lock"), PL_MAY (DEADLOCK), \
     N_ ("waits for itself")) \
  X (TWICE, recursive, N_ ("a recursive lock"), PL_MAY (FINE), \
     N_ ("goes on")) \
  X (STRANGER, lock, N_ ("a lock that anybody may release"), PL_MAY (FINE) | PL_MAY (BROKEN), \
     N_ ("may let two in")) \
  X (STRANGER, owned, N_ ("a lock that knows its owner"), PL_MAY (FINE), \
     N_ ("refuses the stranger")) \
  X (BOUNDED, plain, N_ ("a semaphore"), PL_MAY (FINE) | PL_MAY (BROKEN), \
     N_ ("may let too many in")) \
  X (BOUNDED, bounded, N_ ("a bounded semaphore"), PL_MAY (FINE), \
     N_ ("refuses the release")) \
  X (NOTIFY, one, N_ ("one is notified"), PL_MAY (FINE) | PL_MAY (HANG), \
     N_ ("may hang")) \
  X (NOTIFY, all, N_ ("all are notified"), PL_MAY (FINE), \
     N_ ("cannot hang")) \
  X (ABSENT, patient, N_ ("waiting without an end"), PL_MAY (HANG), \
     N_ ("waits for ever")) \
  X (ABSENT, timeout, N_ ("with a time-out"), PL_MAY (FINE), \
     N_ ("tells the others")) \
  X (MANAGER, unlocked, N_ ("read, then written"), PL_MAY (FINE) | PL_MAY (BROKEN), \
     N_ ("may lose additions")) \
  X (MANAGER, locked, N_ ("both under one lock"), PL_MAY (FINE), \
     N_ ("loses nothing")) \
  X (TERMINAL, apart, N_ ("the text, then its end"), PL_MAY (FINE) | PL_MAY (BROKEN), \
     N_ ("may tear lines")) \
  X (TERMINAL, whole, N_ ("a line as one"), PL_MAY (FINE), \
     N_ ("keeps lines whole")) \
  X (BUFFERED, buffered, N_ ("still in the buffer"), PL_MAY (BROKEN), \
     N_ ("is written again by each child")) \
  X (BUFFERED, flushed, N_ ("flushed before the fork"), PL_MAY (FINE), \
     N_ ("is written once")) \
  X (RANDOM, inherited, N_ ("seeded before the fork"), PL_MAY (BROKEN), \
     N_ ("all draw the same")) \
  X (RANDOM, seeded, N_ ("seeded in each child"), PL_MAY (FINE), \
     N_ ("each draws its own")) \
  X (FORKLOCK, held, N_ ("forked with the lock held"), PL_MAY (HANG), \
     N_ ("waits for ever")) \
  X (FORKLOCK, released, N_ ("released before the fork"), PL_MAY (FINE), \
     N_ ("goes on")) \
  X (DRAIN, join, N_ ("joined first"), PL_MAY (DEADLOCK), \
     N_ ("waits for ever")) \
  X (DRAIN, drain, N_ ("read first, then joined"), PL_MAY (FINE), \
     N_ ("ends")) \
  X (BLOCK, forgotten, N_ ("nobody removes the name"), PL_MAY (BROKEN), \
     N_ ("stays when all have gone")) \
  X (BLOCK, unlinked, N_ ("its creator removes the name"), PL_MAY (FINE), \
     N_ ("leaves nothing")) \
  X (BLOCK, killed, N_ ("its creator is killed before that"), PL_MAY (BROKEN), \
     N_ ("stays when all have gone")) \
  X (BLOCK, tracked, N_ ("killed, but a tracker removes the name"), PL_MAY (RECOVERED), \
     N_ ("leaves nothing"))

/* What a worker of a scene can wait for, where it is not just "the lock", in the order of their numbers.
 * X (SCENE, name) */
#define PL_SCENE_WAITS(X) \
  X (SENTINEL, N_ ("an item")) \
  X (SENTINEL, N_ ("a free place")) \
  X (JOINABLE, N_ ("an item")) \
  X (JOINABLE, N_ ("the last item to be reported")) \
  X (TORN, N_ ("a message")) \
  X (TORN, N_ ("room in the pipe")) \
  X (EOF, N_ ("a message or the end")) \
  X (NOTIFY, N_ ("its word")) \
  X (NOTIFY, N_ ("the answer")) \
  X (ABSENT, N_ ("the barrier")) \
  X (MANAGER, N_ ("a request")) \
  X (MANAGER, N_ ("the answer")) \
  X (MANAGER, N_ ("the lock")) \
  X (TERMINAL, N_ ("a line")) \
  X (TERMINAL, N_ ("room in the pipe")) \
  X (DRAIN, N_ ("room in the pipe")) \
  X (DRAIN, N_ ("the end of the writer")) \
  X (DRAIN, N_ ("a message")) \
  X (BLOCK, N_ ("the block")) \
  X (BLOCK, N_ ("a name, or the end of all others"))

/* What the last worker is in a variant, where it is neither as the first nor as the others.
 * X (SCENE, VARIANT, role) */
#define PL_SCENE_LAST_ROLES(X) \
  X (BLOCK, TRACKED, N_ ("Tracker"))

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

/* What the last worker is when it is neither: NULL, or its role. */
const char *pl_scene_last_role (const PlPlanData *plan);
/* How many workers, from the first, have the other role. */
uint32_t pl_scene_n_others (uint32_t scene);
/* The right outcome, or one that is allowed on a system that lacks that much (PlRunStatus.lacks):
 * false for one that must not be. */
bool pl_scene_outcome_allowed (const PlPlanData *plan, uint32_t lacks, uint32_t outcome);
/* Resources a worker can wait for; they are numbered from 0. */
uint32_t pl_scene_n_resources (const PlPlanData *plan);
/* NULL: the table above has none of this number. */
const char *pl_scene_wait_name (uint32_t scene, uint32_t resource);

/* That a worker (0-based) has doubled a cell (0 to 15) in the last round: this bit of the number that is told in *number. */
static inline uint64_t
pl_scene_array_bit (uint32_t worker, uint32_t cell, uint32_t *number)
{
  *number = 2 + worker / 4;
  return UINT64_C (1) << (worker % 4 * 16 + cell);
}

/* The variants of a scene by their number, for those that have to tell them apart. */
enum { PL_VARIANT_FAULTY = 0 };
enum { PL_DEADLOCK_OPPOSITE = 0, PL_DEADLOCK_ORDERED };
enum {
  PL_PHILOSOPHERS_NAIVE = 0, PL_PHILOSOPHERS_ORDERED, PL_PHILOSOPHERS_LEFTHANDED,
  PL_PHILOSOPHERS_WAITER
};
enum { PL_OWNER_MUTEX = 0, PL_OWNER_SEMAPHORE, PL_OWNER_ROBUST, PL_OWNER_FCNTL, PL_OWNER_FLOCK };
enum { PL_BLOCK_VARIANT_FORGOTTEN = 0, PL_BLOCK_VARIANT_UNLINKED, PL_BLOCK_VARIANT_KILLED, PL_BLOCK_VARIANT_TRACKED };
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
  PL_PHILOSOPHERS_LEAST = 0, PL_PHILOSOPHERS_MOST, PL_PHILOSOPHERS_LONGEST_NS,
  /* To each number; at most missing in one of 32 bits or more; numbers that are wrong; that went past their largest. */
  PL_VALUE_ADDITIONS = 0, PL_VALUE_MISSING, PL_VALUE_WRONG, PL_VALUE_WRAPPED,
  PL_ARRAY_CELLS = 0, PL_ARRAY_WRONG, /* of all rounds */
  PL_ARRAY_WRITTEN, PL_ARRAY_WRITTEN_MORE, /* see pl_scene_array_bit () */
  PL_SENTINEL_ITEMS = 0, PL_SENTINEL_TIMEOUTS,
  PL_JOINABLE_ITEMS = 0, PL_JOINABLE_FAILED,
  PL_TORN_MESSAGES = 0, PL_TORN_TORN,
  PL_EOF_MESSAGES = 0,
  PL_TWICE_DEPTH = 0,
  PL_STRANGER_TRIES = 0, PL_STRANGER_TOGETHER, PL_STRANGER_REFUSED,
  PL_BOUNDED_MOST = 0, PL_BOUNDED_REFUSED,
  PL_NOTIFY_WORDS = 0, PL_NOTIFY_IN_VAIN,
  PL_ABSENT_TOLD = 0,
  /* The times: of one addition. */
  PL_MANAGER_ADDITIONS = 0, PL_MANAGER_MISSING, PL_MANAGER_MESSAGES, PL_MANAGER_MESSAGE_NS, PL_MANAGER_MEMORY_NS,
  PL_TERMINAL_LINES = 0, PL_TERMINAL_TORN,
  PL_BUFFERED_LINES = 0,
  PL_RANDOM_DRAWN = 0, PL_RANDOM_SAME,
  PL_DRAIN_PUT = 0, PL_DRAIN_READ,
  /* Made; opened by name; cells that the creator found written; names removed by it, by the tracker; left, and bytes. */
  PL_BLOCK_CREATED = 0, PL_BLOCK_ATTACHED, PL_BLOCK_SEEN, PL_BLOCK_UNLINKED, PL_BLOCK_TRACKED, PL_BLOCK_LEFT,
  PL_BLOCK_LEFT_BYTES
};
