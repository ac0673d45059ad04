/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "trace/recording/pl-runs.h"

/* number: where it was; what is equal must not change places. */
typedef struct { gint64 key; guint number; char padding[9]; } Element;

static guint n_compared;

static int
compare (gconstpointer a, gconstpointer b)
{
  const Element *one = a, *other = b;

  n_compared++;
  return one->key < other->key ? -1 : one->key > other->key;
}

static void
add (GArray *array, gint64 key)
{
  const Element element = { .key = key, .number = array->len };

  g_array_append_val (array, element);
}

static void
check (GArray *array)
{
  g_autoptr (GArray) expected = g_array_copy (array);

  g_array_sort (expected, compare);
  n_compared = 0;
  pl_runs_sort (array, compare);
  g_assert_cmpuint (array->len, ==, expected->len);
  for (guint i = 0; i < array->len; i++)
    {
      g_assert_cmpint (g_array_index (array, Element, i).key, ==, g_array_index (expected, Element, i).key);
      g_assert_cmpuint (g_array_index (array, Element, i).number, ==, g_array_index (expected, Element, i).number);
    }
}

/* Runs of any length one behind the other, with equals within and between them. */
static void
test_runs (void)
{
  for (guint n_runs = 0; n_runs < 12; n_runs++)
    for (guint turn = 0; turn < 20; turn++)
      {
        g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (Element));

        for (guint run = 0; run < n_runs; run++)
          {
            gint64 key = g_test_rand_int_range (-30, 30);

            for (gint32 i = g_test_rand_int_range (0, 40); i > 0; i--)
              add (array, key += g_test_rand_int_range (0, 3));
          }
        check (array);
      }
}

static void
test_any (void)
{
  for (guint n = 0; n < 300; n++)
    {
      g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (Element));

      for (guint i = 0; i < n; i++)
        add (array, g_test_rand_int_range (0, 100));
      check (array);
    }
}

/* Each is looked at once where nothing is to be done, and where one run comes after the other little more often. */
static void
test_sorted (void)
{
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (Element));

  for (gint64 i = 0; i < 1000; i++)
    add (array, i);
  check (array);
  g_assert_cmpuint (n_compared, ==, 999);
  g_array_set_size (array, 0);
  for (gint64 i = 0; i < 1000; i++)
    add (array, i < 500 ? 2 * i : 2 * (i - 500) + 1);
  check (array);
  g_assert_cmpuint (n_compared, <=, 2000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/runs-sort/runs", test_runs);
  g_test_add_func ("/trace/runs-sort/any", test_any);
  g_test_add_func ("/trace/runs-sort/sorted", test_sorted);
  return g_test_run ();
}
