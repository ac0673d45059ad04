/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of log/ only. */

#include "log/pl-log-events.h"
#include "log/pl-log-format.h"
#include "log/pl-race-methods.h" /* N_() */

#include <errno.h>
#include <pthread.h>

#define PL_LOG_SECTION_ALIGN 64u      /* of every section and chunk of a compact log */
#define PL_LOG_NO_STREAM 0xffffffffu

typedef struct PlLogView PlLogView;
typedef struct PlLogNotes PlLogNotes;

/* Where everything is was found out once: what another process does to the header later moves nothing. */
struct PlLog {
  uint8_t *base;
  size_t size;
  int fd;                             /* owned; -1 for attached and opened logs */
  _Atomic uint32_t refs;
  bool still;                         /* private memory: nobody writes any more */
  bool opened;                        /* the same, compact, and every field was looked at */
  PlLogHeader *header;
  PlLane *lanes;
  PlLogChunk *chunks;
  char *names;
  uint32_t *order;
  PlTrial *trials;
  PlRecord *records;
  uint32_t lanes_capacity, chunks_capacity, names_capacity;
  uint64_t order_capacity, trials_capacity, n_records;
  PlPlanData plan;
  const char *plan_text;              /* also what this version does not know */
  uint32_t plan_size;
  void *tables;                       /* of an imported log: header, lanes, chunks, names; free () */
  /* The readable records of lanes that grow: pl-log-view.c. */
  pthread_mutex_t lock;
  PlLogView *views;
  uint8_t *window;                    /* addresses for all lanes of the plan */
  size_t window_size;
  PlLogNotes *notes;                  /* a person's, under the lock; NULL: nobody has asked for them yet */
};

static inline uint64_t
pl_log_align (uint64_t offset, uint64_t to)
{
  return (offset + to - 1) / to * to;
}

static inline int
pl_log_refuse (PlLogFault *fault, const char *reason, uint64_t where)
{
  fault->reason = reason;
  fault->where = where;
  return -EBADMSG;
}

/* As much of text as fits, whole UTF-8 characters; what is none, and control characters, become question marks. Returns
 * its length. */
size_t pl_log_clean_text (char *out, size_t room, const char *text, size_t size);
/* A text of a header: plain ASCII that ends within its room. */
bool pl_log_text_ok (const char *text, size_t size);

static inline bool
pl_log_time_ok (int64_t ns)
{
  return ns >= 0 && ns <= PL_LOG_MAX_NS;
}

static inline uint32_t
pl_log_lanes_of (const PlLog *log)
{
  uint32_t n = log->header->n_lanes;

  return n < log->lanes_capacity ? n : log->lanes_capacity;
}

/* --- pl-log-object.c --- */

/* Takes over the mapping and fd; frees neither on failure. */
int pl_log_new (void *base, size_t size, int fd, PlLog **out);
void pl_log_free (PlLog *log);
/* Everything else from the header, whose sections must have been checked; not the plan. */
void pl_log_point (PlLog *log);

/* --- pl-log-plan.c: what a plan means for the log --- */

uint32_t pl_log_plan_lanes (const PlPlanData *plan);
uint64_t pl_log_plan_chunks (const PlPlanData *plan);
uint64_t pl_log_plan_trials (const PlPlanData *plan);
/* States or increments one lane may have, and pages for those of all lanes together, racers apart. */
uint64_t pl_log_plan_records (const PlPlanData *plan, uint32_t lane);
uint64_t pl_log_plan_pages (const PlPlanData *plan);
/* Kind, index, part and parent of a lane. */
void pl_log_plan_lane (const PlPlanData *plan, uint32_t lane, PlLane *out);
/* NULL, or why the plan is not within the limits. */
const char *pl_log_check_plan (const PlPlanData *plan);

/* --- pl-log-layout.c, pl-log-check.c, pl-log-v1.c --- */

/* Header, sections and plan against size; then pl_log_point () was done. No lane is looked at. */
int pl_log_check_layout (PlLog *log, PlLogFault *fault);
/* Kind, place and room of every lane. */
int pl_log_check_lanes (const PlLog *log, PlLogFault *fault);
/* Chunks and chains. *compact: nothing is to be done for one chunk a stream. */
int pl_log_check_chains (const PlLog *log, PlLogFault *fault);
/* Status, counters, records, order, trials. */
int pl_log_check_content (const PlLog *log, PlLogFault *fault);
/* Header, lanes and chunks of this version for a file of version 1, whose records stay where they are. */
int pl_log_import_v1 (PlLog *log, PlLogFault *fault);

/* --- pl-log-machine.c --- */

/* Fills n_cpus, cpu_model and kernel. */
void pl_log_fill_machine (PlLogHeader *header);

/* --- pl-log-chain.c: walking along the chunks of a stream, whatever lies in them --- */

void pl_log_place_init (PlLogPlace *self, const PlLog *log, uint32_t lane, uint32_t stream);
/* Makes sure that slot lies in the chunk held. False: there is none yet, or it makes no sense. */
bool pl_log_place_enter (PlLogPlace *self);
/* Records claimed so far; more than there are when they are not in the chain. */
uint64_t pl_log_place_claimed (const PlLogPlace *self);
/* Published records in a row from slot on, which is not moved. Not beyond the chunk. */
uint64_t pl_log_place_run (PlLogPlace *self, uint64_t claimed, const PlRecord **records);
/* Moves slot over records that were never published. False: they may still be. */
bool pl_log_place_skip (PlLogPlace *self, uint64_t claimed);
/* A chunk's fields, if it belongs to lane and stream and lies within the record area. */
bool pl_log_chunk_read (const PlLog *log, uint32_t chunk, uint32_t lane, uint32_t stream, uint64_t first,
                        PlLogPlace *out);

/* --- pl-log-view.c --- */

/* Addresses for the lanes of the plan. */
int pl_log_views_init (PlLog *log);
void pl_log_views_clear (PlLog *log);
/* Makes what is published readable; its address and how many. */
const PlRecord *pl_log_view_grow (const PlLog *log, uint32_t lane, uint64_t *n);

/* --- pl-log-grow.c --- */

/* A new chunk of pages for a stream behind `last` (NULL: the first), linked. The one somebody else has
 * linked meanwhile, or NULL: there is no room. */
PlLogChunk *pl_log_grow (PlLog *log, uint32_t lane, uint32_t stream, PlLogChunk *last);
