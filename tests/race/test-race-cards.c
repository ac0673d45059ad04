/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "paint/pl-pictures.h"
#include "paint/pl-theme.h"
#include "paint/race/pl-race-picture.h"
#include "race/picture-harness.h"
#include "race/race-harness.h"

/* The three looks of a card: updates lost, correct by its lock, no race. Of unrecorded races alone, so that
 * nothing else in the picture has the colour of a verdict. */

typedef struct { guint lost, right; } Colors;

/* An unrecorded race of 2 workers that never was. */
static PlRace *
made_race (PlRaceMethod method, guint64 final_value, gint64 overlap_ns, gint64 wanted_ns)
{
  PlPlanData plan;
  PlRace *race;
  PlLog *log;

  race_plan_init (&plan, 2, 5000000);
  race_plan_add (&plan, method, FALSE);
  plan.overlap_ns = wanted_ns;
  g_assert_cmpint (pl_log_create (&plan, "1.2.3", &log), ==, 0);
  pl_log_header (log)->n_cpus = 2;
  for (guint i = 0; i < 2; i++)
    pl_log_lane (log, pl_log_race_lane (log, 0, i))->made = 5000000;
  pl_log_header (log)->status.parts[0] = (PlRacePartStatus) {
    .final_value = final_value, .begin_ns = 1000, .end_ns = 1001000, .overlap_ns = overlap_ns, .trials_done = 1,
  };
  pl_log_header (log)->status.phase = PL_PHASE_DONE;
  race = pl_race_new (log);
  pl_log_unref (log);
  return race;
}

static gboolean
is_color (const guint8 *pixel, const PlColor *color)
{
  const double channels[] = { color->b, color->g, color->r };

  for (guint i = 0; i < 3; i++)
    if (fabs (pixel[i] - channels[i] * 255) > 1.5)
      return FALSE;
  return TRUE;
}

static Colors
count_colors (PlRacePicture *picture, double width, double height, const PlTheme *theme)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
  cairo_t *cr = cairo_create (surface);
  Colors colors = { 0, 0 };

  pl_race_picture_draw (picture, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int y = 0; y < (int) height; y++)
    for (int x = 0; x < (int) width; x++)
      {
        const guint8 *pixel = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface) + 4 * x;

        colors.lost += is_color (pixel, &theme->lost.color);
        colors.right += is_color (pixel, &theme->survivor.color);
      }
  cairo_surface_destroy (surface);
  return colors;
}

static Colors
look_at (PlRace *race, PlThemeId theme, double width, double height)
{
  const PlPaper paper = { theme, 1, width, height, 0 };
  g_autoptr (PlPicture) kind = pl_picture_of_proof (race);
  PlRacePicture *picture;
  PlViewport view;
  Colors colors;

  pl_picture_init_viewport (kind, &view);
  picture = pl_race_picture_lay_out (race, &view, &paper);
  colors = count_colors (picture, width, height, pl_theme_get (theme));
  pl_race_picture_free (picture);
  return colors;
}

static void
test_looks (void)
{
  static const struct { PlRaceMethod method; guint64 final_value; gint64 overlap_ns, wanted_ns; gboolean lost, right; } cases[] = {
    { PL_RACE_NONE, 9000000, 900000, 0, TRUE, FALSE },
    { PL_RACE_MUTEX, 10000000, 900000, 0, FALSE, TRUE },
    { PL_RACE_NONE, 10000000, 30000, 50000000, FALSE, FALSE },
    { PL_RACE_NONE, 10000000, 900000, 0, FALSE, FALSE },
    { PL_RACE_OWN, 10000000, 900000, 0, FALSE, FALSE },
  };
  static const PlThemeId themes[] = { PL_THEME_LIGHT, PL_THEME_DARK };
  static const double sizes[][2] = { { 1100, 800 }, { 600, 400 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint t = 0; t < G_N_ELEMENTS (themes); t++)
      for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
        {
          g_autoptr (PlRace) race =
            made_race (cases[i].method, cases[i].final_value, cases[i].overlap_ns, cases[i].wanted_ns);
          Colors colors = look_at (race, themes[t], sizes[s][0], sizes[s][1]);

          g_assert_cmpint (colors.lost > 20, ==, cases[i].lost);
          g_assert_cmpint (colors.right > 20, ==, cases[i].right);
        }
}

static void
test_why (void)
{
  static const struct { gint64 overlap_ns; const char *brief; } cases[] = {
    { 30000, "hardly met: 3 % overlap" }, { 900000, "none lost, by luck" },
  };
  g_autoptr (PlRace) lost = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PlRace) race = made_race (PL_RACE_NONE, 10000000, cases[i].overlap_ns, 0);
      g_autofree char *brief = pl_race_did_not_race_text (race, 0, TRUE);

      g_assert_cmpstr (brief, ==, cases[i].brief);
    }
  /* Where updates were lost it was one, however short. */
  lost = made_race (PL_RACE_NONE, 9000000, 30000, 0);
  g_assert_null (pl_race_did_not_race_text (lost, 0, TRUE));
  g_assert_null (pl_race_overlap_sentence (lost));
}

/* An unrecorded race goes on for a time: its card says how long it raced, and how many increments that came to. */
static void
test_own_number (void)
{
  g_autoptr (PlRace) race = made_race (PL_RACE_NONE, 9000000, 52000000, 50000000);
  g_autoptr (PlPicture) proof = pl_picture_of_proof (race);

  g_assert_true (picture_svg_says (proof, NULL, ">of 10,000,000 expected</text>"));
  g_assert_true (picture_svg_says (proof, NULL, ">not recorded, 52 ms of racing</text>"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/cards/looks", test_looks);
  g_test_add_func ("/race/cards/why", test_why);
  g_test_add_func ("/race/cards/own-number", test_own_number);
  return g_test_run ();
}
