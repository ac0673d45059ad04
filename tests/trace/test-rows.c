/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "fixture-log.h"
#include "trace/pool/pl-messages.h"
#include "trace/rows/pl-rows.h"

/* The data of a run as rows: against what comes out of it when all of it is written down and sorted. */

typedef struct {
  gint64 value;
  guint lane;
  guint64 index;
} Row;

static PlFindSource *
source_of (PlLog *log)
{
  g_autoptr (PlTrace) trace = pl_trace_new (log);

  pl_log_unref (log);
  return pl_find_source_of_trace (trace);
}

static PlRows *
make_rows (PlFindSource *source, PlRowsOrder order)
{
  PlRows *rows = pl_rows_new (source, &order);

  /* Done when it says so, however small the pieces are. */
  while (pl_rows_step (rows, 0))
    g_assert_cmpuint (pl_rows_get_n (rows), ==, 0);
  return rows;
}

static gint64
value_of (const PlFindSpan *span, PlRowsColumn column)
{
  switch ((guint) column)
    {
    case PL_COLUMN_LANE: return span->lane;
    case PL_COLUMN_BEGIN: return span->from_ns;
    case PL_COLUMN_LENGTH: return span->to_ns - span->from_ns;
    case PL_COLUMN_STATE: return span->state;
    default: return span->task;
    }
}

static gboolean
touches (const PlFindSpan *span, const PlRowsOrder *order)
{
  return span->from_ns < order->to_ns && (span->to_ns > order->from_ns || span->from_ns >= order->from_ns);
}

static gboolean descending;

static int
compare (gconstpointer a, gconstpointer b)
{
  const Row *x = a, *y = b;

  if (x->value != y->value)
    return (x->value < y->value) != descending ? -1 : 1;
  if (x->lane != y->lane)
    return x->lane < y->lane ? -1 : 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

static GArray *
brute (PlFindSource *source, const PlRowsOrder *order)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Row));
  PlFindSpan span;

  for (guint lane = 0; lane < pl_find_source_n_lanes (source); lane++)
    for (guint64 i = 0; i < pl_find_source_count (source, lane); i++)
      if (pl_find_source_get (source, lane, i, &span) && touches (&span, order))
        g_array_append_vals (all, &(Row) { value_of (&span, order->column), lane, i }, 1);
  descending = order->descending;
  qsort (all->data, all->len, sizeof (Row), compare);
  return all;
}

/* The same rows in the same order, and each is found again. */
static void
check_order (PlFindSource *source, PlRowsOrder order)
{
  g_autoptr (PlRows) rows = make_rows (source, order);
  g_autoptr (GArray) all = brute (source, &order);
  PlFindSpan span;
  guint position;

  g_assert_cmpuint (pl_rows_get_n (rows), ==, all->len);
  for (guint i = 0; i < all->len; i++)
    {
      const Row *row = &g_array_index (all, Row, i);

      g_assert_true (pl_rows_get_span (rows, i, &span));
      g_assert_cmpuint (span.lane, ==, row->lane);
      g_assert_cmpuint (span.index, ==, row->index);
      g_assert_true (i % 7 != 0 || pl_rows_find (rows, &span, &position));
      g_assert_true (i % 7 != 0 || position == i);
    }
  g_assert_false (pl_rows_get_span (rows, all->len, &span));
}

static void
test_spans (void)
{
  static const PlRowsColumn columns[] = { PL_COLUMN_LANE, PL_COLUMN_BEGIN, PL_COLUMN_LENGTH, PL_COLUMN_STATE, PL_COLUMN_TASK };

  for (guint32 seed = 1; seed < 12; seed++)
    {
      g_autoptr (PlFindSource) source = source_of (fixture_random (1 + seed % 5, seed * 97, 40000, seed, PL_PHASE_DONE));

      for (guint c = 0; c < G_N_ELEMENTS (columns); c++)
        for (guint down = 0; down < 2; down++)
          {
            check_order (source, (PlRowsOrder) { PL_ROWS_SPANS, 0, G_MAXINT64, columns[c], down != 0 });
            check_order (source, (PlRowsOrder) { PL_ROWS_SPANS, 300000, 700000, columns[c], down != 0 });
          }
    }
}

/* None at all, and one. */
static void
test_few (void)
{
  g_autoptr (PlFindSource) source = source_of (fixture_empty (2, 5));
  g_autoptr (PlRows) none = make_rows (source, (PlRowsOrder) { PL_ROWS_SPANS, 0, G_MAXINT64, PL_COLUMN_BEGIN, FALSE });
  g_autofree char *text = pl_rows_text (none, 0, PL_COLUMN_LANE);
  PlFindSpan span = { 0 };
  guint position;

  g_assert_cmpuint (pl_rows_get_n (none), ==, 0);
  g_assert_cmpstr (text, ==, "");
  g_assert_false (pl_rows_find (none, &span, &position));
  g_assert_false (pl_rows_has (source, PL_ROWS_LOST));
}

/* Each message there is, once; and found from what received it, from what sent it, and from the task it brought. */
static void
test_messages (void)
{
  g_autoptr (PlFindSource) source
    = source_of (fixture_pool (&(FixturePlan) { .workers = 3, .tasks = 60, .chunk = 4, .ipc = PL_IPC_QUEUE, .task_ns = 900000, .seed = 2 }));
  g_autoptr (PlRows) rows = make_rows (source, (PlRowsOrder) { PL_ROWS_MESSAGES, 0, G_MAXINT64, PL_COLUMN_WAY, TRUE });
  g_autoptr (GArray) transfers = g_array_new (FALSE, FALSE, sizeof (PlTransfer));
  guint n = 0, position;
  PlFindSpan span;

  for (guint lane = 0; lane < pl_find_source_n_lanes (source); lane++)
    for (guint64 i = 0; pl_find_source_get (source, lane, i, &span); i++)
      {
        if (span.state != PL_STATE_RECEIVING)
          continue;
        pl_find_source_transfers (source, &span, transfers);
        n += transfers->len;
        g_assert_cmpint (pl_rows_find (rows, &span, &position), ==, transfers->len > 0);
      }
  g_assert_cmpuint (n, ==, 30);
  g_assert_cmpuint (pl_rows_get_n (rows), ==, n);

  double before = 1e18;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *way = pl_rows_text (rows, i, PL_COLUMN_WAY);

      g_assert_cmpfloat (g_ascii_strtod (way, NULL), <=, before);
      before = g_ascii_strtod (way, NULL);
    }
  /* Of a worker's task: the message that brought it. */
  for (guint64 i = 0; pl_find_source_get (source, 1, i, &span); i++)
    if (span.state == PL_STATE_WORKING)
      {
        g_autofree char *tasks = NULL, *first = NULL;

        g_assert_true (pl_rows_find (rows, &span, &position));
        tasks = pl_rows_text (rows, position, PL_COLUMN_TASKS);
        first = g_strdup_printf ("%u–%u", (guint) span.task / 4 * 4 + 1, (guint) span.task / 4 * 4 + 4);
        g_assert_cmpstr (tasks, ==, first);
      }
}

static void
test_text (void)
{
  g_autoptr (PlFindSource) source
    = source_of (fixture_pool (&(FixturePlan) { .workers = 2, .tasks = 4, .ipc = PL_IPC_QUEUE, .task_ns = 900000, .seed = 2 }));
  g_autoptr (PlRows) rows = make_rows (source, (PlRowsOrder) { PL_ROWS_SPANS, 0, G_MAXINT64, PL_COLUMN_TASK, TRUE });
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *line = NULL;
  PlFindSpan span;

  g_assert_true (pl_rows_get_span (rows, 0, &span));
  g_assert_cmpint (span.task, ==, 3);
  pl_rows_append_titles (rows, text);
  g_assert_cmpstr (text->str, ==, "Lane\tBegin (ms)\tLength (ms)\tState\tTask\tIn words\n");
  g_string_truncate (text, 0);
  pl_rows_append_line (rows, 0, text);
  line = g_strdup_printf ("Worker %u\t%.6f\t%.6f\tworking\t4\tTask 4 on Worker %u\n", span.lane, (double) span.from_ns / 1e6,
                          (double) (span.to_ns - span.from_ns) / 1e6, span.lane);
  g_assert_cmpstr (text->str, ==, line);
}

/* A million rows: 4 bytes a row are left of it, and no step takes long. */
static void
test_million (void)
{
  g_autoptr (PlFindSource) source = source_of (fixture_random (8, 125000, 1000, 3, PL_PHASE_DONE));
  gsize before = mallinfo2 ().uordblks + mallinfo2 ().hblkhd;
  PlRowsOrder order = { PL_ROWS_SPANS, 0, G_MAXINT64, PL_COLUMN_LENGTH, TRUE };
  g_autoptr (PlRows) rows = pl_rows_new (source, &order);
  gint64 began = g_get_monotonic_time (), longest = 0, at = began;
  PlFindSpan a, b;
  guint steps = 0;

  for (; pl_rows_step (rows, 4000); steps++, at = g_get_monotonic_time ())
    longest = MAX (longest, g_get_monotonic_time () - at);
  g_test_message ("%u rows sorted in %.0f ms, %u steps, the longest %.1f ms; %.1f bytes a row are left", pl_rows_get_n (rows),
                  (double) (g_get_monotonic_time () - began) / 1000, steps, (double) longest / 1000,
                  (double) (mallinfo2 ().uordblks + mallinfo2 ().hblkhd - before) / pl_rows_get_n (rows));
  g_assert_cmpuint (pl_rows_get_n (rows), >=, 1000000);
  g_assert_cmpuint (steps, >=, 5);
  g_assert_cmpuint (mallinfo2 ().uordblks + mallinfo2 ().hblkhd - before, <, 5 * (gsize) pl_rows_get_n (rows));
  for (guint i = 1; i < pl_rows_get_n (rows); i++)
    g_assert_true (pl_rows_get_span (rows, i - 1, &a) && pl_rows_get_span (rows, i, &b)
                   && a.to_ns - a.from_ns >= b.to_ns - b.from_ns);
}

/* A pool's tasks have numbers, and so a column. */
static void
test_columns (void)
{
  g_autoptr (PlFindSource) source = source_of (fixture_empty (2, 5));
  PlRowsColumn column;
  guint n = 0, tasks = 0;

  for (; pl_rows_column (source, PL_ROWS_SPANS, n, &column); n++)
    tasks += column == PL_COLUMN_TASK;
  g_assert_cmpuint (n, ==, 6);
  g_assert_cmpuint (tasks, ==, 1);
  for (n = 0; pl_rows_column (source, PL_ROWS_MESSAGES, n, &column); n++)
    g_assert_true (pl_rows_column_can_sort (column));
  g_assert_cmpuint (n, ==, 7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rows/spans", test_spans);
  g_test_add_func ("/rows/few", test_few);
  g_test_add_func ("/rows/messages", test_messages);
  g_test_add_func ("/rows/text", test_text);
  g_test_add_func ("/rows/columns", test_columns);
  g_test_add_func ("/rows/million", test_million);
  return g_test_run ();
}
