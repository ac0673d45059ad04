/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/rows/pl-rows-private.h"

/* So many between two looks at the clock. */
#define TURN 16384

void
pl_rows_sort_init (PlRowsSort *self, gsize n)
{
  *self = (PlRowsSort) { g_new (PlRowsEntry, n), g_new (PlRowsEntry, n), n, 1, 0, 0, 0, 0, 0 };
}

void
pl_rows_sort_clear (PlRowsSort *self)
{
  g_clear_pointer (&self->from, g_free);
  g_clear_pointer (&self->to, g_free);
}

/* The next two, side by side. */
static void
begin_pair (PlRowsSort *self)
{
  self->left = self->at;
  self->middle = self->right = MIN (self->left + self->width, self->n);
  self->end = MIN (self->middle + self->width, self->n);
}

static void
end_pass (PlRowsSort *self)
{
  PlRowsEntry *sorted = self->to;

  self->to = self->from;
  self->from = sorted;
  self->at = self->left = self->middle = self->right = self->end = 0;
  self->width *= 2;
}

static void
merge (PlRowsSort *self, gsize until)
{
  const PlRowsEntry *from = self->from;
  gsize left = self->left, right = self->right, at = self->at;

  for (; at < until; at++)
    if (left < self->middle && (right >= self->end || from[left].key <= from[right].key))
      self->to[at] = from[left++];
    else
      self->to[at] = from[right++];
  self->left = left;
  self->right = right;
  self->at = at;
}

gboolean
pl_rows_sort_step (PlRowsSort *self, gint64 until_us)
{
  while (self->width < self->n)
    {
      for (gsize turn = MIN (self->at + TURN, self->n); self->at < turn;)
        {
          if (self->at == self->end)
            begin_pair (self);
          merge (self, MIN (self->end, turn));
        }
      if (self->at == self->n)
        end_pass (self);
      if (g_get_monotonic_time () >= until_us)
        break;
    }
  return self->width < self->n;
}
