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
  self->width = (uint32_t) (pl_body_values_size (workload->plan) / sizeof (uint64_t));
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
  uint64_t head = self->width * sizeof (uint64_t), each = head + self->payload;
  size_t done = 0;

  while (done < room && self->pos < self->size)
    {
      uint32_t i = (uint32_t) (self->pos / each);
      uint64_t at = self->pos % each;
      uint64_t pair[2];
      const uint8_t *from;
      size_t n;

      if (at < head)
        {
          if (self->width == 2)
            pl_workload_split (self->workload, self->first + i, self->values[i], pair);
          from = (self->width == 2 ? (const uint8_t *) pair : (const uint8_t *) &self->values[i]) + at;
          n = smaller (head - at, room - done);
        }
      else
        {
          at -= head;
          from = pl_workload_payload (self->workload, self->first + i, self->direction) + at;
          n = smaller (self->payload - at, room - done);
        }
      memcpy (to + done, from, n);
      done += n;
      self->pos += n;
    }
  return done;
}

void
pl_body_count (const PlWorkload *workload, uint32_t task, uint64_t value, bool broken, PlTally *tally)
{
  if (broken || value != pl_workload_outcome (workload, task))
    tally->wrong++;
  else if (pl_plan_task_fails (workload->plan, task))
    tally->raised++;
  else
    tally->right++;
}

/* All of a task has come. */
static void
take (PlBody *self, uint32_t i)
{
  uint64_t value = self->width == 2 ? self->value[0] + self->value[1] : self->value[0];

  if (self->values)
    {
      self->values[i] = value;
      if (self->bad)
        self->bad[i] = self->broken;
    }
  else
    {
      pl_body_count (self->workload, self->first + i, value, self->broken, &self->tally);
    }
  self->broken = false;
}

void
pl_body_read (PlBody *self, const uint8_t *from, size_t left)
{
  uint64_t head = self->width * sizeof (uint64_t), each = head + self->payload;

  while (left > 0)
    {
      uint32_t i = (uint32_t) (self->pos / each);
      uint64_t at = self->pos % each;
      size_t n;

      if (at < head)
        {
          n = smaller (head - at, left);
          memcpy ((uint8_t *) self->value + at, from, n);
        }
      else
        {
          const uint8_t *payload = pl_workload_payload (self->workload, self->first + i,
                                                        self->direction);

          n = smaller (each - at, left);
          if (memcmp (payload + at - head, from, n) != 0)
            self->broken = true;
        }
      from += n;
      left -= n;
      self->pos += n;
      if (at + n == each)
        take (self, i);
    }
}
