/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

static PlState
state_of (uint64_t what)
{
  uint32_t reason = PL_WAITING_REASON (what);

  return reason == PL_WAIT_LOCK || reason == PL_WAIT_GIL ? PL_STATE_WAITING_LOCK : PL_STATE_WAITING_TASK;
}

void
pl_rec_words_say (PlLane *lane, int64_t since_ns, uint64_t what)
{
  /* Whoever looks sees what before since. */
  atomic_store_explicit (&lane->streams[PL_STREAM_SLICES].waiting, what, memory_order_relaxed);
  atomic_store_explicit (&lane->streams[PL_STREAM_NOTES].waiting_since_ns, since_ns, memory_order_release);
}

void
pl_rec_words_record (PlLaneWriter *writer, int64_t since_ns, uint64_t what)
{
  pl_lane_record_at (writer, since_ns, state_of (what), PL_WAITING_WHAT (what), (uint16_t) PL_WAITING_REASON (what));
  if (PL_WAITING_HOLDER (what) > 0)
    pl_lane_event_at (writer, since_ns, PL_EVENT_HOLDER, PL_WAITING_HOLDER (what) - 1);
}

void
pl_rec_words_close (PlLaneWriter *writer)
{
  PlLogStream *streams = writer->lane->streams;
  int64_t since_ns = atomic_load_explicit (&streams[PL_STREAM_NOTES].waiting_since_ns, memory_order_acquire);
  uint64_t what = atomic_load_explicit (&streams[PL_STREAM_SLICES].waiting, memory_order_relaxed);

  if (since_ns <= 0 || PL_WAITING_REASON (what) >= PL_N_WAITS)
    return;
  pl_rec_words_record (writer, since_ns, what);
  pl_rec_words_say (writer->lane, 0, 0);
}
