/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/pl-order.h"
#include "trace/recording/pl-findings-private.h"

typedef struct { gint64 from_ns, to_ns; } Stretch;

PL_ORDER_BY (compare_begin, Stretch, from_ns)

GArray *
pl_stretches_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (Stretch));
}

void
pl_stretches_add (GArray *self, gint64 from_ns, gint64 to_ns)
{
  const Stretch stretch = { from_ns, to_ns };

  if (from_ns < to_ns)
    g_array_append_val (self, stretch);
}

void
pl_stretches_join (GArray *self)
{
  guint n = 0;

  g_array_sort (self, compare_begin);
  for (guint i = 0; i < self->len; i++)
    {
      const Stretch next = g_array_index (self, Stretch, i);
      Stretch *last = n > 0 ? &g_array_index (self, Stretch, n - 1) : NULL;

      if (last != NULL && next.from_ns <= last->to_ns)
        last->to_ns = MAX (last->to_ns, next.to_ns);
      else
        g_array_index (self, Stretch, n++) = next;
    }
  g_array_set_size (self, n);
}

gint64
pl_stretches_common (const GArray *a, const GArray *b, gint64 from_ns, gint64 to_ns)
{
  gint64 sum_ns = 0;

  for (guint i = 0, k = 0; i < a->len && k < b->len; )
    {
      const Stretch *one = &g_array_index (a, Stretch, i), *other = &g_array_index (b, Stretch, k);

      sum_ns += MAX (MIN (MIN (one->to_ns, other->to_ns), to_ns) - MAX (MAX (one->from_ns, other->from_ns), from_ns), 0);
      if (one->to_ns < other->to_ns)
        i++;
      else
        k++;
    }
  return sum_ns;
}
