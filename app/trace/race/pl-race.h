/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The proof of a recorded race, from words alone (no clock). "The parent of an increment is
 * the store it read" makes all increments of a part a tree rooted at the initial word. Survivors
 * are the ancestors of the final word; everything else is lost. MUST hold: survivors = final -
 * initial, survivors + lost = made. */

#include <glib-object.h>

#include "log/pl-log.h"
#include "log/pl-race-methods.h"
#include "trace/pl-trace-account.h"

G_BEGIN_DECLS

#define PL_TYPE_RACE (pl_race_get_type ())
G_DECLARE_FINAL_TYPE (PlRace, pl_race, PL, RACE, GObject)

/* worker: 0-based within the part; seq: 0-based index in its lane. */
typedef struct { guint worker; guint32 seq; } PlIncrement;

/* One lost branch: its head is the first increment off the survivors' path. */
typedef struct {
  PlIncrement head;         /* the lost increment */
  PlIncrement rival;        /* the survivor that read the same store */
  PlIncrement parent;       /* the store both read; worker G_MAXUINT: the initial word */
  guint32 size;             /* lost increments on this branch, head included */
  guint32 value;            /* the value both read */
} PlLostBranch;

/* What a part has shown. Luck is not right: a method that is not correct and lost nothing did not race. */
typedef enum { PL_RACE_VERDICT_LOST, PL_RACE_VERDICT_RIGHT, PL_RACE_VERDICT_DID_NOT_RACE } PlRaceVerdict;
PlRaceVerdict pl_race_verdict (PlRaceMethod method, guint64 lost);
/* "lost", "right", "did-not-race": never translated. */
const char *pl_race_verdict_key (PlRaceVerdict verdict);

typedef struct {
  PlRaceMethod method;
  gboolean recorded;
  gboolean timed;       /* went on for a time: how many increments that were stands in expected */
  PlRaceVerdict verdict; /* once it is done */
  guint64 expected, final_value, lost; /* lost = expected - final: known from the counter itself */
  double ns_per_increment;              /* wall time of the race x 1 / increments made */
  double overlap; /* 0..1: share of the wall time with at least two workers at it */
  gint64 wall_ns, overlap_ns;
  /* recorded only */
  guint64 survivors, lost_proven, branches, longest_branch;
  gboolean balanced; /* the account balances; FALSE would be a bug or a damaged file */
  gboolean done;     /* FALSE: the run ended before this part was through; all else is 0 */
  guint64 fewest, most; /* increments one worker made */
  /* Context switches. Of a race that went on for a time: within it; else in the workers' lives. */
  guint64 voluntary, involuntary;
  /* Recorded: how far the counter fell at most between a store and what the same worker, or in the
   * end the final count, found after it. The clock has no say in it. 0: it never fell. */
  guint64 largest_fall;
  guint fall_worker;    /* who saw it; of those that saw the same the first */
} PlRacePartResult;

/* Lost updates of one worker in collisions with another, whose store survived. */
typedef struct {
  guint loser, rival;
  guint64 branches, lost;
} PlRacePair;

/* In which order the two stores of a collision came. */
typedef enum { PL_ORDER_UNKNOWN, PL_ORDER_LOST_FIRST, PL_ORDER_RIVAL_FIRST } PlStoreOrder;

typedef struct {
  PlStoreOrder order;
  gboolean proven;          /* by what was read afterwards; else only the clock says so */
  gint64 gap_ns;            /* between the two stores; -1: the clock contradicts the proof */
  gboolean direct;          /* the rival stored right over the lost one: nobody else in between */
  guint readers;            /* increments that read the same store, the survivor among them */
} PlCollision;

/* Whether the race of this log goes on: until it is over nothing can be proven. */
gboolean pl_race_goes_on (PlLog *log);
/* log: of a finished race. Proves every recorded part: O(increments). */
PlRace *pl_race_new (PlLog *log);
/* log: of a race that may still go on. What its counters say so far; nothing is proven. */
PlRace *pl_race_new_unproven (PlLog *log);
PlLog *pl_race_get_log (PlRace *self);
guint pl_race_get_n_parts (PlRace *self);
void pl_race_get_result (PlRace *self, guint part, PlRacePartResult *result);
/* First part with this method (and recorded or not); -1: none. */
int pl_race_find_part (PlRace *self, PlRaceMethod method, gboolean recorded);

/* The part a picture is about: the first that lost updates, else the first recorded one, else the
 * first. */
guint pl_race_get_main_part (PlRace *self);

gboolean pl_race_is_lost (PlRace *self, guint part, PlIncrement increment);
guint64 pl_race_get_n_branches (PlRace *self, guint part);
/* In the order of time of their heads' stores. */
gboolean pl_race_get_branch (PlRace *self, guint part, guint64 branch, PlLostBranch *out);
/* The branch a lost increment is on; FALSE: it is not lost. */
gboolean pl_race_find_branch (PlRace *self, guint part, PlIncrement increment, guint64 *branch);
/* The branch whose head's store is nearest to t; FALSE: there are none. */
gboolean pl_race_nearest_branch (PlRace *self, guint part, gint64 t_ns, guint64 *branch);
gboolean pl_race_get_collision (PlRace *self, guint part, guint64 branch, PlCollision *collision);
/* All increments that read the same store as this branch's head, by worker; how many of them were
 * written (at most max). */
guint pl_race_get_readers (PlRace *self, guint part, guint64 branch, PlIncrement *readers,
                           guint max);
/* The account of lost updates by pairs of workers, most lost first: an array of *n, or NULL and 0.
 * Together they are all that were lost. Free with g_free. */
PlRacePair *pl_race_get_pairs (PlRace *self, guint part, guint *n);
/* A branch that makes a good first picture: a short hold, two workers, near the middle of the
 * overlap. */
guint64 pl_race_choose_branch (PlRace *self, guint part);

typedef struct {
  gint64 load_ns, store_ns;
  guint32 value_read;       /* it stored value_read + 1 */
  gboolean lost;
  PlIncrement parent;       /* worker G_MAXUINT: the initial word */
} PlIncrementInfo;
/* Increments recorded of a worker; 0 out of range. */
guint32 pl_race_get_n_increments (PlRace *self, guint part, guint worker);
/* FALSE: there is no such increment, or nothing was recorded. */
gboolean pl_race_get_increment (PlRace *self, guint part, PlIncrement increment,
                                PlIncrementInfo *info);
/* The same but for the parent, which an atomic add has to look for. */
gboolean pl_race_get_times (PlRace *self, guint part, PlIncrement increment, PlIncrementInfo *info);
/* The increment whose store the counter ended with; worker G_MAXUINT: nobody's, or not recorded. */
PlIncrement pl_race_get_final (PlRace *self, guint part);
/* First increment of worker whose store is at or after t. */
guint32 pl_race_find (PlRace *self, guint part, guint worker, gint64 t_ns);
/* The same; where there are very many since `from`, up to a quarter of these fewer: that costs next
 * to nothing. */
guint32 pl_race_find_about (PlRace *self, guint part, guint worker, gint64 t_ns, guint32 from);
/* Lost ones among the increments [from, to) of a worker. */
guint64 pl_race_count_lost (PlRace *self, guint part, guint worker, guint32 from, guint32 to);
/* What the waits of a worker for the lock among its increments [from, to) add up to, from the first
 * load to the last store: to - from - 1 of them. 0: the method is no lock
 * (pl_race_method_is_lock ()). Costs the same however many these are. */
gint64 pl_race_sum_waits (PlRace *self, guint part, guint worker, guint32 from, guint32 to);
/* Survivors and lost increments by store time in n_bins equal bins over [from, to): the "whole run"
 * strip. */
void pl_race_bins (PlRace *self, guint part, gint64 from_ns, gint64 to_ns, guint n_bins,
                   guint64 *survived, guint64 *lost);

/* A time during which the same workers were at it, from their release to their last increment. */
typedef struct {
  gint64 from_ns, to_ns;
  guint workers;            /* at it; 0: one was done before the next had its CPU */
} PlRaceStretch;
/* From the first worker released to the last one done, recorded or not, in order and without gaps.
 * Those with two workers or more add up to the overlap. An array of *n, free with g_free; NULL and
 * 0: the race did not come to its end, or took no time. */
PlRaceStretch *pl_race_get_stretches (PlRace *self, guint part, guint *n);

/* Who had a CPU, of all workers of a part together. FALSE: nobody knows. */
gboolean pl_race_has_account (PlRace *self);
/* From each one's release to its last increment. */
void pl_race_get_account (PlRace *self, guint part, PlCpuAccount *out);
/* The same in n_bins equal bins over [from, to), as pl_race_bins (); a bin that a worker has for a part of it, whole. */
void pl_race_account_bins (PlRace *self, guint part, gint64 from_ns, gint64 to_ns, guint n_bins, PlCpuAccount *bins);

/* The counter at a moment of a recorded race, by the clock: what the last store by then left in it. */
guint64 pl_race_value_at (PlRace *self, guint part, gint64 t_ns);
/* Increments stored by then, and how many of these were lost in the end. */
guint64 pl_race_count_by (PlRace *self, guint part, gint64 t_ns, guint64 *n_lost);
/* "The counter stands at 130,643.\n137,436 of 268,080 increments so far are lost." */
char *pl_race_moment_sentence (PlRace *self, guint part, gint64 t_ns);
/* The nearest load or store after, or before, t. FALSE: there is none. */
gboolean pl_race_next_event (PlRace *self, guint part, gint64 t_ns, gboolean forward, gint64 *event_ns);

/* Sentences (translated, free them). */
/* "without a CPU 38 % of the time"; NULL: that was next to nothing, or nobody knows. */
char *pl_race_account_text (PlRace *self, guint part);
char *pl_race_title (PlRace *self);
char *pl_race_subtitle (PlRace *self);  /* "Released by a barrier, overlap 97 %, recorded (...)" */
char *pl_race_footer (PlRace *self);    /* "126,214 survivors + 73,786 lost = 200,000 made. ..." */
/* The same before anybody knows how it ends. */
char *pl_race_subtitle_so_far (PlRace *self);
char *pl_race_footer_so_far (PlRace *self);
char *pl_race_branch_title (PlRace *self, guint part, guint64 branch);
/* Two lines: what both read; what became of it. */
char *pl_race_branch_sentence (PlRace *self, guint part, guint64 branch);
/* "Worker 1's increment 20,954 read 41,905 at 4.18 ms and stored 41,906 63 ns later. ..." */
char *pl_race_increment_sentence (PlRace *self, guint part, PlIncrement increment);
/* "You guessed 350,000: 34,045 too many."; of repeated races how many ended with less, how many with
 * more. NULL: nobody guessed. */
char *pl_race_guess_sentence (PlRace *self);
/* How far the guess is from what the first part ended with: "34,045 too many", "exactly right".
 * NULL: nobody guessed, or that part did not come to an end. */
char *pl_race_guess_verdict (PlRace *self);
/* "The counter fell back by up to 1,204: ..." or NULL: it never fell. */
char *pl_race_fall_sentence (PlRace *self, guint part);
/* What the CPUs the workers had mean for the race, or NULL: nothing special. */
char *pl_race_cpus_sentence (PlRace *self);
/* The part that did the same unrecorded, when part is recorded and that one came to an end; else -1. */
int pl_race_find_unrecorded (PlRace *self, guint part);
/* What recording did: "recording made no difference: 44 % lost unrecorded, 44.3 % here". NULL: nothing to
 * compare, or nothing lost. */
char *pl_race_recording_text (PlRace *self, guint part);
/* Why a part did not race: "the workers hardly met: 3 % overlap"; brief: for a card. NULL: it did. */
char *pl_race_did_not_race_text (PlRace *self, guint part, gboolean brief);
/* The same of the first part that did not race, as a sentence. NULL: all of them did. */
char *pl_race_overlap_sentence (PlRace *self);
/* The plan of the same race, so much longer that it may become one. FALSE: they all raced, or longer would not
 * help. */
#define PL_RACE_LONGER 4
#define PL_RACE_MAX_LONGER G_GUINT64_CONSTANT (8000000) /* increments of all workers, recorded */
gboolean pl_race_make_longer (PlRace *self, PlPlanData *plan);
/* For a part in which nothing was lost, two lines: that, and why or what to change. */
char *pl_race_no_loss_sentence (PlRace *self, guint part);

G_END_DECLS
