/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pool/pl-frame.h"

#include <string.h>

uint32_t
pl_frame_size (const PlPlanData *plan)
{
  uint64_t wanted = sizeof (PlFrame) + pl_body_size (plan, plan->chunk);
  uint32_t size = PL_FRAME_MIN;

  while (size < wanted && size < PL_FRAME_MAX)
    size *= 2;
  return size;
}

uint32_t
pl_frame_count (const PlPlanData *plan, uint32_t frame_size, uint32_t chunk)
{
  uint64_t body = pl_body_size (plan, pl_chunk_size (plan, chunk));
  uint32_t room = frame_size - (uint32_t) sizeof (PlFrame);

  return (uint32_t) ((body + room - 1) / room);
}

uint32_t
pl_frame_check (const PlFrame *frame)
{
  uint64_t a = (uint64_t) frame->chunk << 32 | frame->sequence;
  uint64_t b = (uint64_t) frame->attempt << 48 | (uint64_t) frame->lane << 32 | frame->index;

  return (uint32_t) (pl_mix (a + pl_mix (b ^ (uint64_t) frame->n << 17)) >> 32);
}

bool
pl_frame_is_valid (const PlFrame *frame, const PlPlanData *plan, uint32_t frame_size)
{
  return frame->check == pl_frame_check (frame) && frame->chunk < pl_chunk_count (plan) &&
         frame->index < frame->n && frame->n == pl_frame_count (plan, frame_size, frame->chunk);
}

void
pl_frame_write (PlFrame *frame, PlBody *body, uint8_t *to, uint32_t frame_size)
{
  size_t room = frame_size - sizeof *frame, n;

  frame->check = pl_frame_check (frame);
  memcpy (to, frame, sizeof *frame);
  n = pl_body_write (body, to + sizeof *frame, room);
  memset (to + sizeof *frame + n, 0, room - n);
  frame->index++;
}

void
pl_frame_read_body (PlBody *body, const uint8_t *from, uint32_t frame_size)
{
  uint64_t room = frame_size - sizeof (PlFrame), left = body->size - body->pos;

  pl_body_read (body, from + sizeof (PlFrame), (size_t) (left < room ? left : room));
}
