/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "paint/parts/pl-axis.h"
#include "paint/pl-theme.h"

static double
linear (double v)
{
  return v <= 0.04045 ? v / 12.92 : pow ((v + 0.055) / 1.055, 2.4);
}

static double
luminance (const PlColor *c)
{
  return 0.2126 * linear (c->r) + 0.7152 * linear (c->g) + 0.0722 * linear (c->b);
}

/* As the Web Content Accessibility Guidelines define it. */
static double
contrast (const PlColor *a, const PlColor *b)
{
  double x = luminance (a), y = luminance (b);

  return (MAX (x, y) + 0.05) / (MIN (x, y) + 0.05);
}

static void
check_look (const PlStateLook *look)
{
  /* On a hatch text stands on the tint. */
  const PlColor *ground = look->pattern == PL_PATTERN_SOLID ? &look->color : &look->tint;

  g_assert_cmpfloat (contrast (&look->text, ground), >=, 4.5);
}

static void
test_contrast (void)
{
  for (guint id = 0; id < PL_N_THEMES; id++)
    {
      const PlTheme *theme = pl_theme_get ((PlThemeId) id);

      g_assert_cmpfloat (contrast (&theme->text, &theme->background), >=, 7);
      g_assert_cmpfloat (contrast (&theme->text, &theme->panel), >=, 7);
      g_assert_cmpfloat (contrast (&theme->dim_text, &theme->background), >=, 4.5);
      g_assert_cmpfloat (contrast (&theme->dim_text, &theme->panel), >=, 4.5);
      g_assert_cmpfloat (contrast (&theme->focus, &theme->background), >=, 7);
      g_assert_cmpfloat (contrast (&theme->accent, &theme->background), >=, 3);
      for (guint s = 1; s < PL_N_LOOKS; s++)
        check_look (&theme->states[s]);
      check_look (&theme->lost);
      check_look (&theme->survivor);
    }
}

/* In the high-contrast themes every mark stands out from the ground. */
static void
test_marks_stand_out (void)
{
  static const PlThemeId ids[] = { PL_THEME_CONTRAST, PL_THEME_CONTRAST_DARK };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    for (guint s = 1; s < PL_N_STATES; s++)
      {
        const PlTheme *theme = pl_theme_get (ids[i]);

        /* Receiving differs from sending by lightness: it may be a little weaker. */
        g_assert_cmpfloat (contrast (&theme->states[s].color, &theme->background), >=, s == PL_STATE_RECEIVING ? 2.8 : 4.5);
      }
}

/* No two states look alike without colour: height, pattern or lightness differs. */
static void
test_greyscale (void)
{
  for (guint id = 0; id < PL_N_THEMES; id++)
    for (guint a = 1; a < PL_N_LOOKS; a++)
      for (guint b = a + 1; b < PL_N_LOOKS; b++)
        {
          const PlStateLook *x = &pl_theme_get ((PlThemeId) id)->states[a], *y = &pl_theme_get ((PlThemeId) id)->states[b];
          gboolean differ = x->pattern != y->pattern || fabs (x->height - y->height) > 0.05
                            || contrast (&x->color, &y->color) > 1.3;

          g_assert_true (differ);
        }
}

/* On grey paper the two that stand beside each other all the time are told by more than a seventh of their height. */
static void
test_grey_print (void)
{
  const PlTheme *theme = pl_theme_get (PL_THEME_PRINT);
  const PlStateLook *states = theme->states;

  g_assert_cmpfloat (contrast (&states[PL_STATE_WORKING].color, &states[PL_STATE_SENDING].color), >=, 1.7);
  g_assert_cmpfloat (contrast (&states[PL_STATE_SENDING].color, &states[PL_STATE_RECEIVING].color), >=, 1.7);
  g_assert_cmpfloat (contrast (&states[PL_STATE_WORKING].color, &states[PL_LOOK_CPU_WAITING].color), >=, 1.7);
}

static void
test_keys (void)
{
  g_assert_cmpint (pl_theme_from_key ("print"), ==, PL_THEME_PRINT);
  g_assert_cmpint (pl_theme_from_key ("light"), ==, PL_THEME_LIGHT);
  g_assert_cmpint (pl_theme_from_key ("dark"), ==, PL_THEME_DARK);
  g_assert_cmpint (pl_theme_from_key ("pink"), ==, -1);
  g_assert_cmpint (pl_theme_from_key (NULL), ==, -1);
}

static void
test_badness (void)
{
  static const PlState falling[] = { PL_STATE_DEAD, PL_STATE_WAITING_LOCK, PL_STATE_WAITING_TASK, PL_STATE_WORKING };

  for (guint i = 0; i + 1 < G_N_ELEMENTS (falling); i++)
    g_assert_cmpint (pl_state_badness (falling[i]), >, pl_state_badness (falling[i + 1]));
}

static void
test_steps (void)
{
  static const gint64 steps[] = { 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000 };

  for (guint i = 0; i + 1 < G_N_ELEMENTS (steps); i++)
    g_assert_cmpint (pl_axis_next_step (steps[i]), ==, steps[i + 1]);
  for (gint64 range = 0; range < 3000; range += 7)
    for (gint64 most = 1; most < 12; most++)
      {
        gint64 step = pl_axis_step (range, most), before = 1;

        /* It reaches, and the one before it would not. */
        g_assert_cmpint (step * most, >=, range);
        while (step > 1 && pl_axis_next_step (before) < step)
          before = pl_axis_next_step (before);
        g_assert_true (step == 1 || before * most < range);
      }
  g_assert_cmpint (pl_axis_step (G_MAXINT64, 2), ==, G_GINT64_CONSTANT (5000000000000000000));
  for (gint64 from = -25; from <= 25; from++)
    {
      gint64 first = pl_axis_first (from, 10);

      g_assert_cmpint (first % 10, ==, 0);
      g_assert_true (first >= from && first < from + 10);
    }
}

static void
test_labels (void)
{
  PlAxisRow row = { 0, 100, 10 };

  g_assert_false (pl_axis_take (&row, -1, 20));
  g_assert_true (pl_axis_take (&row, 0, 20));
  g_assert_false (pl_axis_take (&row, 29, 20));
  g_assert_true (pl_axis_take (&row, 30, 20));
  g_assert_false (pl_axis_take (&row, 81, 20));
  /* What had no room took none. */
  g_assert_true (pl_axis_take (&row, 80, 20));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/axis/steps", test_steps);
  g_test_add_func ("/axis/labels", test_labels);
  g_test_add_func ("/theme/contrast", test_contrast);
  g_test_add_func ("/theme/marks-stand-out", test_marks_stand_out);
  g_test_add_func ("/theme/greyscale", test_greyscale);
  g_test_add_func ("/theme/grey-print", test_grey_print);
  g_test_add_func ("/theme/keys", test_keys);
  g_test_add_func ("/theme/badness", test_badness);
  return g_test_run ();
}
