/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pool/pl-body.h"

#include <string.h>

void
pl_body_init (PlBody *self, const PlWorkload *workload, PlDirection direction, uint32_t first,
              uint32_t n_tasks, uint64_t *values, uint8_t *bad)
{
  memset (self, 0, sizeof *self);
  self->workload = workload;
  self->direction = direction;
  self->first = first;
  self->payload = workload->plan->payload;
  self->size = pl_body_size (workload->plan, n_tasks);
  self->values = values;
  self->bad = bad;
}

static size_t
smaller (uint64_t a, uint64_t b)
{
  return (size_t) (a < b ? a : b);
}

size_t
pl_body_write (PlBody *self, uint8_t *to, size_t room)
{
  uint64_t each = sizeof (uint64_t) + self->payload;
  size_t done = 0;

  while (done < room && self->pos < self->size)
    {
      uint32_t i = (uint32_t) (self->pos / each);
      uint64_t at = self->pos % each;
      const uint8_t *from;
      size_t n;

      if (at < sizeof (uint64_t))
        {
          from = (const uint8_t *) &self->values[i] + at;
          n = smaller (sizeof (uint64_t) - at, room - done);
        }
      else
        {
          at -= sizeof (uint64_t);
          from = pl_workload_payload (self->workload, self->first + i, self->direction) + at;
          n = smaller (self->payload - at, room - done);
        }
      memcpy (to + done, from, n);
      done += n;
      self->pos += n;
    }
  return done;
}

/* All of a task has come. */
static void
take (PlBody *self, uint32_t i)
{
  if (self->values)
    {
      self->values[i] = self->value;
      if (self->bad)
        self->bad[i] = self->broken;
    }
  else if (!self->broken && self->value == pl_workload_answer (self->workload, self->first + i))
    {
      self->right++;
    }
  else
    {
      self->wrong++;
    }
  self->broken = false;
}

void
pl_body_read (PlBody *self, const uint8_t *from, size_t left)
{
  uint64_t each = sizeof (uint64_t) + self->payload;

  while (left > 0)
    {
      uint32_t i = (uint32_t) (self->pos / each);
      uint64_t at = self->pos % each;
      size_t n;

      if (at < sizeof (uint64_t))
        {
          n = smaller (sizeof (uint64_t) - at, left);
          memcpy ((uint8_t *) &self->value + at, from, n);
        }
      else
        {
          const uint8_t *payload = pl_workload_payload (self->workload, self->first + i,
                                                        self->direction);

          n = smaller (each - at, left);
          if (memcmp (payload + at - sizeof (uint64_t), from, n) != 0)
            self->broken = true;
        }
      from += n;
      left -= n;
      self->pos += n;
      if (at + n == each)
        take (self, i);
    }
}
