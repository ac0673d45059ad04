/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-runs.h"

#include <string.h>

/* Where each run ends. */
static GArray *
find_ends (const GArray *array, gsize size, GCompareFunc compare)
{
  GArray *ends = g_array_new (FALSE, FALSE, sizeof (gsize));

  for (gsize i = 1; i <= array->len; i++)
    if (i == array->len || compare (array->data + (i - 1) * size, array->data + i * size) > 0)
      g_array_append_val (ends, i);
  return ends;
}

/* [from, middle) and [middle, to) of one into the same place of the other; in elements. */
static void
merge (const char *source, char *target, gsize size, gsize from, gsize middle, gsize to, GCompareFunc compare)
{
  const char *a = source + from * size, *a_end = source + middle * size, *b = a_end, *b_end = source + to * size;

  target += from * size;
  /* Nothing to choose where one begins only after the other's end. */
  if (a < a_end && b < b_end && compare (a_end - size, b) > 0)
    while (a < a_end && b < b_end)
      {
        const char **least = compare (a, b) <= 0 ? &a : &b;

        memcpy (target, *least, size);
        *least += size;
        target += size;
      }
  memcpy (target, a, (gsize) (a_end - a));
  memcpy (target + (a_end - a), b, (gsize) (b_end - b));
}

/* Two neighbours each become one; the last may have none. */
static void
merge_all (const char *source, char *target, gsize size, GArray *ends, GCompareFunc compare)
{
  gsize from = 0;
  guint n = 0;

  for (guint i = 0; i < ends->len; i += 2)
    {
      gsize middle = g_array_index (ends, gsize, i), to = g_array_index (ends, gsize, MIN (i + 1, ends->len - 1));

      merge (source, target, size, from, middle, to, compare);
      g_array_index (ends, gsize, n++) = from = to;
    }
  g_array_set_size (ends, n);
}

void
pl_runs_sort (GArray *self, GCompareFunc compare)
{
  gsize size = g_array_get_element_size (self);
  g_autoptr (GArray) ends = find_ends (self, size, compare);
  g_autofree char *room = ends->len > 1 ? g_malloc_n (self->len, size) : NULL;
  char *source = self->data, *target = room;

  while (ends->len > 1)
    {
      char *merged = target;

      merge_all (source, target, size, ends, compare);
      target = source;
      source = merged;
    }
  if (source != self->data)
    memcpy (self->data, source, self->len * size);
}
