/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "race/picture-harness.h"

#include <string.h>

#include "paint/pl-export.h"

PlRacePicture *
picture_lay_out (PlRace *race, const PlViewport *view, PlThemeId theme, double width, double height, guint parts)
{
  const PlPaper paper = { theme, 1, width, height, parts };

  return pl_race_picture_lay_out (race, view, &paper);
}

/* Whether the pointer is told something there. tooltip and branch may be NULL. */
gboolean
picture_hears (PlRacePicture *picture, double x, double y, char **tooltip, guint64 *branch)
{
  guint64 found;
  g_autofree char *text = pl_race_picture_tooltip (picture, x, y, &found);
  gboolean told = text != NULL;

  if (branch && told)
    *branch = found;
  if (tooltip && told)
    *tooltip = g_steal_pointer (&text);
  return told;
}

double
picture_needed_height (gboolean least, PlRace *race, double width, guint parts)
{
  const PlPaper paper = { PL_THEME_LIGHT, 1, width, 0, parts };
  g_autoptr (PlPicture) picture = pl_picture_of_proof (race);
  PlViewport view;

  pl_picture_init_viewport (picture, &view);
  return least ? pl_picture_least_height (picture, &view, &paper) : pl_picture_natural_height (picture, &view, &paper);
}

/* Two workers, k increments each, about a third lost, at times that look like a real race. */
PlRace *
picture_made_race (guint64 k, PlRaceMethod method)
{
  PlRace *race;
  MadeRace made;

  made_init (&made, 2, k, method);
  for (guint64 i = 0; i < k; i++)
    {
      gint64 t = (gint64) i * 200;
      int before = i == 0 ? MADE_INITIAL : 1;

      if (method == PL_RACE_ATOMIC)
        {
          made_add_word (&made, 0, PL_WORD (2 * i, PL_WORD_NOBODY, 0), t, t + 40);
          made_add_word (&made, 1, PL_WORD (2 * i + 1, PL_WORD_NOBODY, 0), t + 60, t + 90);
          continue;
        }
      made_add (&made, 0, before, (guint) i - 1, t, t + 60);
      /* Every third time both read the same. */
      if (i % 3 == 2 && method == PL_RACE_NONE)
        made_add (&made, 1, before, (guint) i - 1, t + 10, t + 110);
      else
        made_add (&made, 1, 0, (guint) i, t + 100, t + 140);
    }
  made_finish (&made,
               method == PL_RACE_ATOMIC ? PL_WORD (2 * k, PL_WORD_NOBODY, 0)
                                        : made_word (&made, 1, (guint) k - 1),
               (gint64) k * 200);
  race = pl_race_new (made.log);
  pl_log_unref (made.log);
  return race;
}

/* All ink lies on the page. */
void
picture_check_ink (PlRacePicture *picture, double width, double height)
{
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);
  double x, y, w, h;

  pl_race_picture_draw (picture, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_recording_surface_ink_extents (surface, &x, &y, &w, &h);
  cairo_surface_destroy (surface);
  g_assert_cmpfloat (x, >=, -0.5);
  g_assert_cmpfloat (y, >=, -0.5);
  g_assert_cmpfloat (x + w, <=, width + 0.5);
  g_assert_cmpfloat (y + h, <=, height + 0.5);
}

void
picture_check_marks (PlRacePicture *picture, PlRace *race)
{
  guint n = pl_race_picture_get_n_marks (picture);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *tooltip = NULL, *sentence = NULL;
      guint64 branch = G_MAXUINT64, real;
      PlRaceMark mark, found;

      pl_race_picture_get_mark (picture, i, &mark);
      g_assert_true (pl_race_picture_pick_mark (picture, mark.x + mark.width / 2,
                                                mark.y + mark.height / 2, &found));
      g_assert_cmpuint (found.first.worker, ==, mark.first.worker);
      g_assert_cmpuint (found.first.seq, ==, mark.first.seq);
      g_assert_true (picture_hears (picture, mark.x + mark.width / 2, mark.y + mark.height / 2, &tooltip, &branch));
      if (mark.n_increments > 1)
        continue;
      sentence = pl_race_increment_sentence (race, mark.part, mark.first);
      g_assert_true (g_str_has_prefix (tooltip, sentence));
      g_assert_cmpint (strlen (tooltip) == strlen (sentence), ==, mark.n_waits == 0);
      g_assert_cmpint (mark.n_lost == 1, ==, pl_race_is_lost (race, mark.part, mark.first));
      if (pl_race_find_branch (race, mark.part, mark.first, &real))
        g_assert_cmpuint (branch, ==, real);
    }
}

void
picture_check_picture (PlRace *race, guint64 branch, PlThemeId theme, double width, double height,
               guint parts)
{
  const PlViewport view = { .focus = branch };
  double natural = picture_needed_height (FALSE, race, width, parts);
  PlRacePicture *picture;

  g_assert_cmpfloat (natural, >, 60);
  if (height <= 0)
    height = natural;
  picture = picture_lay_out (race, &view, theme, width, height, parts);
  picture_check_ink (picture, width, height);
  picture_check_marks (picture, race);
  g_assert_false (picture_hears (picture, -5, -5, NULL, NULL));
  g_assert_false (picture_hears (picture, width - 1, 1, NULL, NULL));
  pl_race_picture_free (picture);
}

void
picture_check_sizes (PlRace *race)
{
  static const struct { double width, height;
  } sizes[] = {
    { 560, 420 },  { 560, 0 },    { 620, 520 }, { 720, 480 },   { 900, 500 },
    { 1100, 640 }, { 1440, 800 }, { 1600, 0 },  { 1600, 1400 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint theme = 0; theme < PL_N_THEMES; theme++)
      picture_check_picture (race, pl_race_choose_branch (race, pl_race_get_main_part (race)), theme,
                     sizes[i].width, sizes[i].height, theme % 2 ? PL_PARTS_EXPORT : 0);
}

gboolean
picture_svg_says (PlPicture *picture, const PlViewport *view, const char *words)
{
  const PlExportOptions options = { .theme = PL_THEME_PRINT, .width = 1600, .bare = TRUE };
  g_autoptr (GError) error = NULL;
  GByteArray *bytes = pl_export_picture_bytes (picture, view, &options, PL_FORMAT_SVG, &error);
  gboolean says;

  g_assert_no_error (error);
  says = g_strstr_len ((const char *) bytes->data, (gssize) bytes->len, words) != NULL;
  g_byte_array_unref (bytes);
  return says;
}
