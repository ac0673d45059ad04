/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trace/compare/pl-measures.h"
#include "trace/race/pl-race.h"

/* An increment, or the initial word, in 32 bits: the lower half of the word it stored. */
typedef guint32 PlTag;
#define PL_TAG(worker, seq) (((guint32) (worker) << 24) | ((seq) + 1u))  /* seq 0-based */
#define PL_TAG_INITIAL ((guint32) PL_WORD_NOBODY << 24)
#define PL_TAG_NONE G_MAXUINT32
#define PL_TAG_WORKER(tag) ((tag) >> 24)
#define PL_TAG_SEQ(tag) (((tag) & 0xffffffu) - 1u)

/* Lost increments [first, end) of one lane, each of which read the one before: all on one branch. */
typedef struct {
  guint32 first, end;
  guint32 branch;           /* slot; while proving, the tag that the first one read */
} PlLostRun;

typedef struct {
  PlTag head, rival;
  guint32 size;
  guint32 sibling;          /* slot of another that read the same store: a ring */
} PlRaceBranch;

typedef struct {
  const PlRaceRecord *records;
  guint32 n_records;
  guint64 *lost;            /* a bit an increment; NULL: none lost */
  guint32 *lost_before;     /* lost ones before each block, and in all; NULL: none lost */
  gint64 *block_ns;         /* the first store of each block */
  gint64 *held_before;      /* see pl-race-holds.c; NULL: the method is no lock */
  gsize first_run;
  guint32 n_runs;
  guint32 first_branch, n_branches; /* slots of those whose heads are in this lane */
} PlRaceLane;

/* Branches lie lane by lane, in slots. What others call branch i is the i-th in time. */
typedef struct {
  PlRacePartResult result;
  guint64 initial_word, final_word;
  guint64 initial_value, final_value, made;
  gint64 begin_ns, end_ns;
  guint n_lanes;            /* 0: not recorded */
  PlRaceLane *lanes;
  PlLostRun *runs;
  PlRaceBranch *branches;   /* by slot */
  guint32 n_branches;
  guint32 *slots;           /* of the i-th in time */
  guint32 *places;          /* in time, of a slot */
} PlRacePartTrace;

struct _PlRace {
  GObject parent_instance;

  PlLog *log;
  PlTrace *trace;           /* of its account; NULL: nobody asked */
  guint n_parts;
  PlRacePartTrace parts[PL_MAX_RACE_PARTS];
};

/* Fills the recorded half of part->result, the lost bits, runs and branches. */
void pl_race_prove (PlRacePartTrace *part);

/* pl-race-lost.c: every lost increment on its branch, once the survivors are known. readers: which
 * survivor read each value, from the initial one on; is used up. FALSE: no race can have left such
 * words. */
gboolean pl_race_find_branches (PlRacePartTrace *part, guint32 *readers);
void pl_race_clear_branches (PlRacePartTrace *part);
/* The slot of the branch that a lost increment is on. */
guint32 pl_race_part_get_slot (PlRacePartTrace *part, PlIncrement increment);

/* pl-race-room.c: of nothing in particular. Free with g_free. */
gpointer pl_race_room_new (gsize n, gsize size);

/* pl-race-index.c: what makes looking up cost the same in a long race as in a short one. The second
 * needs the lost bits. */
#define PL_RACE_BLOCK 256u
void pl_race_lane_index_times (PlRaceLane *lane);
void pl_race_lane_index_lost (PlRaceLane *lane);
/* pl-race-holds.c: for pl_race_sum_waits (). */
void pl_race_lane_index_holds (PlRaceLane *lane);

/* Who raced for less of the time hardly met. */
#define PL_RACE_ENOUGH_OVERLAP 0.5

/* NULL when out of range. */
static inline PlRacePartTrace *
pl_race_get_part (PlRace *self, guint part)
{
  return part < self->n_parts ? &self->parts[part] : NULL;
}

/* pl-race-measure.c: all parts of it together; when the one that matters most began. */
void pl_race_measure (PlTrace *trace, PlMeasures *out);
gint64 pl_race_begin_ns (PlTrace *trace);

static inline const PlRaceRecord *
pl_race_part_record (PlRacePartTrace *part, PlTag tag)
{
  guint worker = PL_TAG_WORKER (tag);
  guint32 seq = PL_TAG_SEQ (tag);

  if (worker >= part->n_lanes || seq >= part->lanes[worker].n_records)
    return NULL;
  return &part->lanes[worker].records[seq];
}

/* When its head stored. */
static inline gint64
pl_race_branch_ns (PlRacePartTrace *part, const PlRaceBranch *branch)
{
  return pl_race_store_ns (part->lanes[PL_TAG_WORKER (branch->head)]
                             .records[PL_TAG_SEQ (branch->head)].times);
}

static inline gboolean
pl_race_lane_is_lost (const PlRaceLane *lane, guint32 seq)
{
  return lane->lost && (lane->lost[seq / 64] >> (seq % 64) & 1) != 0;
}

static inline PlTag
pl_word_tag (guint64 word)
{
  return (PlTag) word;
}

static inline PlIncrement
pl_tag_increment (PlTag tag)
{
  PlIncrement increment = { G_MAXUINT, 0 };

  if (PL_TAG_WORKER (tag) != PL_WORD_NOBODY && (tag & 0xffffffu) != 0)
    {
      increment.worker = PL_TAG_WORKER (tag);
      increment.seq = PL_TAG_SEQ (tag);
    }
  return increment;
}

/* pl-race-outcome.c: for pl_trace_outcome (). */
char *pl_race_outcome (PlLog *log);
const char *pl_race_result (PlLog *log);
