/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The kernel's account of one lane, as running sums. Private to trace/. */

#include "log/pl-log-events.h"
#include "trace/pl-trace-account.h"
#include "trace/pl-trace-private.h"

G_BEGIN_DECLS

/* How much is known of some time, and how much of that was on a CPU or waiting for one. */
typedef struct { gint64 known_ns, on_ns, wait_ns; } PlAccountSums;

/* What is true of a lane from its beginning up to a moment in which the kernel was asked. */
typedef struct {
  gint64 time_ns;
  gint64 work_ns;               /* at tasks so far */
  guint64 at;                   /* records that began before */
  PlAccountSums tasks, others;  /* of the time at tasks, and of all other time */
} PlReading;

/* One answer of the kernel: since the birth of the process. */
typedef struct { gint64 time_ns, on_ns, wait_ns; } PlKernelWord;

typedef struct { gint64 start_ns, end_ns; gint32 cpu; } PlAccountSlice;

struct _PlAccountIndex {
  PlLogCursor events, slice_events;
  gint64 wait_ns;               /* told last */
  PlKernelWord last;            /* the newest one in readings */
  GArray *words;                /* PlKernelWord: not yet in readings */
  GPtrArray *readings;          /* blocks of PL_READING_BLOCK PlReading: what grows is never copied */
  guint n_readings;
  GArray *slices;               /* PlAccountSlice */
};

#define PL_READING_BLOCK 256u

static inline const PlReading *
pl_account_index_reading (const PlAccountIndex *self, guint i)
{
  return (const PlReading *) self->readings->pdata[i / PL_READING_BLOCK] + i % PL_READING_BLOCK;
}

/* The part of a whole that n of `of` are; of > 0. Mostly they are so short that the product is, too: then it is divided at a
 * fraction of the cost. */
static inline gint64
pl_account_part (gint64 whole, gint64 n, gint64 of)
{
  gint64 product;

  if (__builtin_mul_overflow (whole, n, &product))
    return (gint64) ((__int128) whole * n / of);
  return product / of;
}

PlAccountIndex *pl_account_index_new (const PlLog *log, guint lane);
void pl_account_index_free (PlAccountIndex *self);
/* Reads what is new. Before the lane's records are counted: whatever is told of by then is among them. */
gboolean pl_account_index_read (PlAccountIndex *self);
/* Takes what was read into the sums, now that the lane has all records that lie before it. */
void pl_account_index_settle (PlAccountIndex *self, const PlLaneIndex *lane);

G_END_DECLS
