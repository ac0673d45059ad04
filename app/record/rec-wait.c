/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

/* Who did not sleep for these had them at once, however long the call took: he ran, or others had his CPU. All else is
 * told whenever it takes long: a lock has a holder also while others try for it without a sleep. */
static bool
is_for_bytes (uint64_t what)
{
  PlWaitReason reason = PL_WAITING_REASON (what);

  return reason == PL_WAIT_DATA || reason == PL_WAIT_ROOM || reason == PL_WAIT_POLL;
}

static void
tell (const PlRecWait *self, int64_t now_ns)
{
  PlLaneWriter *writer = self->writer;

  /* In a signal handler: what it interrupted is told first, because later it would seem to begin only here. */
  if (self->before_ns > 0)
    pl_rec_words_record (writer, self->before_ns, self->before);
  pl_rec_words_record (writer, self->since_ns, self->what);
  if (self->before_ns > 0)
    {
      pl_rec_words_record (writer, now_ns, self->before);
      /* It must be told to its end now, whether it sleeps again or not. */
      pl_rec_account_doubt_sleep ();
    }
  else
    pl_lane_record_at (writer, now_ns, PL_STATE_WORKING, PL_NO_TASK, 0);
}

/* Others wait for whoever has it. */
static bool
is_lock (uint64_t what)
{
  PlWaitReason reason = PL_WAITING_REASON (what);

  return reason == PL_WAIT_LOCK || reason == PL_WAIT_GIL;
}

/* Kept apart from those that are short. Who has waited for a lock has it now, and others wait for him: the kernel is asked when
 * he has given it. When Python's global lock is given nobody hears, but who waits for bytes has given it, and who waits for it again. */
static __attribute__ ((noinline)) void
end_long (const PlRecWait *self, int64_t now_ns)
{
  if (is_lock (self->what))
    {
      tell (self, now_ns);
      pl_rec_account_owe ();
      return;
    }
  if (pl_rec_account_slept () || !is_for_bytes (self->what))
    tell (self, now_ns);
  pl_rec_account (self->writer, now_ns, PL_REC_ACCOUNT_NS);
}

void
pl_rec_wait_lock (PlRecWait *self, PlWaitReason reason, uint32_t what, uint32_t holder)
{
  int saved = errno;
  PlLane *lane;

  self->writer = pl_rec_writer ();
  if (!self->writer)
    return;
  pl_rec_line_settle (self->writer);
  pl_rec_promise_tell (self->writer);
  lane = self->writer->lane;
  self->before = atomic_load_explicit (&lane->streams[PL_STREAM_SLICES].waiting, memory_order_relaxed);
  self->before_ns = atomic_load_explicit (&lane->streams[PL_STREAM_NOTES].waiting_since_ns, memory_order_relaxed);
  self->what = PL_WAITING (reason, what, holder + 1);
  if (is_for_bytes (self->what))
    pl_rec_account_count ();
  self->since_ns = pl_lane_now_ns (self->writer);
  if (__builtin_expect (pl_rec_account_owed, 0) && (reason == PL_WAIT_GIL || is_for_bytes (self->what)))
    pl_rec_account_pay (self->writer, self->since_ns);
  else
    pl_rec_account (self->writer, self->since_ns, PL_REC_ACCOUNT_BEFORE_NS);
  pl_rec_words_say (lane, self->since_ns, self->what);
  errno = saved;
}

void
pl_rec_wait_begin (PlRecWait *self, PlWaitReason reason, uint32_t what)
{
  pl_rec_wait_lock (self, reason, what, PL_LANE_NOBODY);
}

void
pl_rec_wait_name (PlRecWait *self, PlWaitReason reason, uint32_t what)
{
  if (self->writer)
    self->what = PL_WAITING (reason, what, 0);
}

int64_t
pl_rec_wait_end (PlRecWait *self)
{
  PlLaneWriter *writer = self->writer;
  int saved = errno;
  int64_t now_ns;

  if (!writer)
    return 0;
  now_ns = pl_lane_now_ns (writer);
  if (now_ns - self->since_ns >= PL_REC_LEAST_NS)
    end_long (self, now_ns);
  pl_rec_words_say (writer->lane, self->before_ns, self->before);
  errno = saved;
  return now_ns;
}
