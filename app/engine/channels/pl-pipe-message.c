/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/channels/pl-pipe-message.h"

#include <errno.h>
#include <string.h>

static uint32_t
check (const PlPipeHeader *header)
{
  uint64_t words = (uint64_t) header->chunk << 32 | header->attempt;

  return (uint32_t) (pl_mix (words + pl_mix (header->lane + 1)) >> 32);
}

static void
begin_body (PlPipeMessage *self)
{
  const PlPlanData *plan = self->workload->plan;
  uint32_t n = pl_chunk_size (plan, self->header.chunk);

  pl_body_init (&self->body, self->workload, self->direction,
                pl_chunk_first (plan, self->header.chunk), n, self->values, self->bad);
  self->size = sizeof self->header + self->body.size;
}

void
pl_pipe_message_expect (PlPipeMessage *self, const PlWorkload *workload, PlDirection direction,
                        uint64_t *values, uint8_t *bad)
{
  self->workload = workload;
  self->direction = direction;
  self->values = values;
  self->bad = bad;
  self->pos = 0;
  self->size = sizeof self->header;
}

bool
pl_pipe_message_has_header (const PlPipeMessage *self)
{
  return self->pos >= sizeof self->header;
}

int
pl_pipe_message_take (PlPipeMessage *self, const uint8_t *bytes, size_t n, size_t *used)
{
  *used = 0;
  if (self->pos < sizeof self->header)
    {
      size_t missing = sizeof self->header - self->pos, part = n < missing ? n : missing;

      memcpy ((uint8_t *) &self->header + self->pos, bytes, part);
      self->pos += part;
      *used = part;
      if (part < missing)
        return 0;
      if (self->header.check != check (&self->header) ||
          self->header.chunk >= pl_chunk_count (self->workload->plan))
        return -EBADMSG;
      begin_body (self);
    }
  n -= *used;
  if (n > self->size - self->pos)
    n = self->size - self->pos;
  pl_body_read (&self->body, bytes + *used, n);
  self->pos += n;
  *used += n;
  return self->pos == self->size;
}

void
pl_pipe_message_compose (PlPipeMessage *self, const PlWorkload *workload,
                         PlDirection direction, uint32_t chunk, uint32_t attempt, uint32_t lane,
                         uint64_t *values)
{
  pl_pipe_message_expect (self, workload, direction, values, NULL);
  self->header = (PlPipeHeader) { .chunk = chunk, .attempt = attempt, .lane = lane };
  self->header.check = check (&self->header);
  begin_body (self);
}

size_t
pl_pipe_message_peek (PlPipeMessage *self, uint8_t *to, size_t room)
{
  size_t n = 0;

  if (self->pos < sizeof self->header)
    {
      n = sizeof self->header - self->pos;
      if (n > room)
        n = room;
      memcpy (to, (const uint8_t *) &self->header + self->pos, n);
      self->body.pos = 0;
    }
  else
    {
      self->body.pos = self->pos - sizeof self->header;
    }
  return n + pl_body_write (&self->body, to + n, room - n);
}

bool
pl_pipe_message_sent (PlPipeMessage *self, size_t n)
{
  self->pos += n;
  return self->pos == self->size;
}
