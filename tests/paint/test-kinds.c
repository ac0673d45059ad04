/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "paint/kinds/pl-kinds-private.h"
#include "paint/pl-pictures.h"

/* The table of processes against threads, from figures that are known. */

static const char *const lines[] = {
  "workers cpu 2", "memory_of_its_own process 1", "memory_of_its_own thread 0", "memory_of_its_own gil 0",
  "creation process 105000", "creation thread 20000", "creation gil 21000", "memory process 120000", "memory thread 70000",
  "memory gil 71000", "message process 4000", "message thread 5000", "message gil 30000", "mebibyte process 320000",
  "mebibyte thread 6000", "mebibyte gil 31000", "speed_up_cpu process 1.97", "speed_up_cpu thread 2",
  "speed_up_cpu gil 0.94", "speed_up_waiting process 7.5", "speed_up_waiting thread 8", "speed_up_waiting gil 7.9",
  "crash process 1", "crash thread 4", "crash gil 4",
};

static PlKinds *
make_kinds (gboolean python)
{
  PlKinds *kinds = pl_kinds_new ();

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    g_assert_true (pl_kinds_take_line (kinds, lines[i]));
  if (python)
    g_assert_true (pl_kinds_take_line (kinds, "creation python_process 2014000"));
  return kinds;
}

static void
test_lines (void)
{
  static const char *const bad[] = {
    "", "creation", "creation process", "creation process many", "creation process -1", "creation process 1 2",
    "creation fibre 1", "speed process 1", "creation process 1x", "creation process inf", "creation process nan",
  };
  g_autoptr (PlKinds) kinds = make_kinds (FALSE);
  guint n = pl_kinds_get_n_values (kinds);
  double value;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (pl_kinds_take_line (kinds, bad[i]));
  g_assert_cmpuint (n, ==, 24);
  g_assert_cmpuint (pl_kinds_get_n_values (kinds), ==, n);
  g_assert_cmpuint (pl_kinds_get_cpu_workers (kinds), ==, 2);
  g_assert_true (pl_kinds_get (kinds, PL_KIND_CPU, PL_KIND_GIL, &value));
  g_assert_cmpfloat (value, ==, 0.94);
  g_assert_false (pl_kinds_get (kinds, PL_KIND_CPU, PL_KIND_PYTHON_THREAD, &value));
  g_assert_false (pl_kinds_has (kinds, PL_KIND_PYTHON_PROCESS));
  /* The same once more is no other one. */
  g_assert_true (pl_kinds_take_line (kinds, "crash gil 4"));
  g_assert_cmpuint (pl_kinds_get_n_values (kinds), ==, n);
}

static void
assert_says (const char *text, const char *words)
{
  g_auto (GStrv) each = g_strsplit (words, "|", -1);

  for (guint i = 0; each[i] != NULL; i++)
    if (strstr (text, each[i]) == NULL)
      g_error ("“%s” does not say “%s”", text, each[i]);
}

static void
test_words (void)
{
  static const char *const said[PL_N_KINDS_ROWS] = {
    "Processes: own|Threads: shared", "Processes: 105|Threads: 20", "Processes: 117 KiB", "Processes: 4.00|320",
    "2 workers|Processes: 2.0x|0.9x", "8 workers|7.5x|8.0x", "4 workers|Processes: 1 of 4|Threads: 4 of 4",
  };
  g_autoptr (PlKinds) kinds = make_kinds (FALSE);
  g_autoptr (PlPicture) picture = pl_picture_of_kinds (kinds);
  PlViewport viewport = { 0 };
  g_autofree char *all = pl_picture_tell (picture, &viewport), *subtitle = NULL;

  for (guint row = 0; row < PL_N_KINDS_ROWS; row++)
    {
      g_autofree char *sentence = pl_kinds_row_sentence (kinds, row);

      assert_says (sentence, said[row]);
      assert_says (all, sentence);
    }
  pl_kinds_set_python_note (kinds, "There is no Python here.");
  subtitle = pl_picture_subtitle (picture);
  g_assert_cmpstr (subtitle, ==, "There is no Python here.");
}

/* On any paper each row is where it says, all of it lies within, and the walk goes through all of them. */
static void
test_places (void)
{
  static const double widths[] = { 420, 700, 1000, 1600 };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (widths); i++)
    {
      g_autoptr (PlKinds) kinds = make_kinds (i % 2 == 1);
      g_autoptr (PlPicture) picture = pl_picture_of_kinds (kinds);
      const PlPaper paper = { PL_THEME_PRINT, 1, widths[i / 2], 0, PL_PARTS_EXPORT };
      PlViewport viewport = { .has_selection = TRUE, .selected = { 0, 1, 1, 1 } };
      g_autoptr (PlDrawing) drawing = pl_picture_lay_out (picture, &viewport, &paper);
      const PlItem *from = NULL;
      double bottom = 0;
      PlItem item, at;
      guint n = 0;

      g_assert_cmpuint (((PlKindsDrawing *) drawing)->n_columns, ==, i % 2 == 1 ? 5 : 3);
      for (; pl_picture_walk (picture, &viewport, from, PL_WALK_DOWN, &item); from = &item, n++)
        {
          PlBox box, again;

          g_assert_true (pl_drawing_locate (drawing, &item, &box));
          g_assert_cmpfloat (box.x, >=, 0);
          g_assert_cmpfloat (box.x + box.width, <=, paper.width);
          g_assert_cmpfloat (box.y, >=, bottom);
          bottom = box.y + box.height;
          g_assert_true (pl_drawing_pick (drawing, box.x + box.width / 2, box.y + box.height / 2, &at, &again));
          g_assert_true (pl_item_equal (&at, &item));
        }
      g_assert_cmpuint (n, ==, PL_N_KINDS_ROWS);
      g_assert_cmpfloat (bottom, <=, drawing->height);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kinds/lines", test_lines);
  g_test_add_func ("/kinds/words", test_words);
  g_test_add_func ("/kinds/places", test_places);
  return g_test_run ();
}
