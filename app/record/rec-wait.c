/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

/* A wait is told before it begins, so that it is seen while it lasts, and also when it never ends; therefore whoever
 * might wait first tries whether he has to. */

static PlState
state_of (PlWaitReason reason)
{
  return reason == PL_WAIT_LOCK || reason == PL_WAIT_GIL ? PL_STATE_WAITING_LOCK : PL_STATE_WAITING_TASK;
}

void
pl_rec_wait_begin (PlWaitReason reason, uint32_t what)
{
  int saved = errno;
  PlLaneWriter *writer = pl_rec_writer ();

  if (writer)
    {
      pl_rec_account (writer, false);
      pl_lane_record (writer, state_of (reason), what, (uint16_t) reason);
    }
  errno = saved;
}

void
pl_rec_wait_lock (PlWaitReason reason, uint32_t what, uint32_t holder)
{
  int saved = errno;
  PlLaneWriter *writer = pl_rec_writer ();

  if (writer)
    {
      int64_t now_ns;

      pl_rec_account (writer, false);
      now_ns = pl_lane_record (writer, PL_STATE_WAITING_LOCK, what, (uint16_t) reason);
      if (holder != PL_LANE_NOBODY)
        pl_lane_event_at (writer, now_ns, PL_EVENT_HOLDER, holder);
    }
  errno = saved;
}

void
pl_rec_wait_end (void)
{
  int saved = errno;
  PlLaneWriter *writer = pl_rec_writer ();

  if (writer)
    {
      pl_lane_record (writer, PL_STATE_WORKING, 0, 0);
      pl_rec_account (writer, false);
    }
  errno = saved;
}
