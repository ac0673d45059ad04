/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The queue's messages travel in frames of one size a plan: a power of two, so that page boundaries
 * are frame boundaries, and at most PIPE_BUF, so that the kernel writes each whole or not at all.
 * Whoever is killed, wherever: what stands in the pipe is whole frames. */

#include "engine/pool/pl-body.h"

#define PL_FRAME_MIN 32u
#define PL_FRAME_MAX 4096u

typedef struct {
  uint32_t chunk;
  uint32_t sequence;         /* of tasks: how many messages were sent before */
  uint16_t attempt;
  uint16_t lane;             /* of results: who sends */
  uint32_t index, n;         /* this frame of so many */
  uint32_t check;            /* of the above */
} PlFrame;

_Static_assert (sizeof (PlFrame) == 24, "a frame header and one value make the smallest frame");

/* For messages of up to the plan's chunk size. */
uint32_t pl_frame_size (const PlPlanData *plan);
/* Frames of a chunk's message. */
uint32_t pl_frame_count (const PlPlanData *plan, uint32_t frame_size, uint32_t chunk);
uint32_t pl_frame_check (const PlFrame *frame);
/* Whole, and of this plan. */
bool pl_frame_is_valid (const PlFrame *frame, const PlPlanData *plan, uint32_t frame_size);
/* Writes frame number frame->index with the next bytes of body, and steps on. */
void pl_frame_write (PlFrame *frame, PlBody *body, uint8_t *to, uint32_t frame_size);
/* Feeds what the frame at `from` carries to body. */
void pl_frame_read_body (PlBody *body, const uint8_t *from, uint32_t frame_size);
