/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A message of the Pipe method: a header and the body, as one stretch of a stream. A stream may hold several, one
 * behind the other; a torn one dies with its socket. */

#include "engine/pool/pl-body.h"

typedef struct {
  uint32_t chunk;
  uint32_t attempt;
  uint32_t lane;
  uint32_t check;
} PlPipeHeader;

typedef struct {
  PlPipeHeader header;
  uint64_t pos, size;        /* of the message, header included */
  PlBody body;
  const PlWorkload *workload;
  PlDirection direction;
  uint64_t *values;
  uint8_t *bad;
} PlPipeMessage;

/* To be received: values and bad as in pl_body_init. */
void pl_pipe_message_expect (PlPipeMessage *self, const PlWorkload *workload, PlDirection direction,
                             uint64_t *values, uint8_t *bad);
/* Takes *used of n bytes: none that come after it. 1: that was the last one of it; 0: more is to come; -EBADMSG. */
int pl_pipe_message_take (PlPipeMessage *self, const uint8_t *bytes, size_t n, size_t *used);
/* The header has come, and the chunk is known. */
bool pl_pipe_message_has_header (const PlPipeMessage *self);

/* To be sent. */
void pl_pipe_message_compose (PlPipeMessage *self, const PlWorkload *workload,
                             PlDirection direction, uint32_t chunk, uint32_t attempt, uint32_t lane,
                             uint64_t *values);
/* The next bytes, at most room; may be asked for again until some are said to be sent. */
size_t pl_pipe_message_peek (PlPipeMessage *self, uint8_t *to, size_t room);
/* Whether that was all. */
bool pl_pipe_message_sent (PlPipeMessage *self, size_t n);
