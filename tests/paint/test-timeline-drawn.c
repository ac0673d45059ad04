/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fixture-log.h"
#include "paint/parts/pl-legend.h"
#include "paint/pl-pictures.h"
#include "paint/pl-steps.h"
#include "timeline-util.h"

static cairo_surface_t *
render (PlTrace *trace, const PlViewport *view, PlThemeId theme, int width, int height, guint parts)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  PlTimeline *timeline = timeline_lay_out (trace, view, theme, width, height, parts);
  cairo_t *cr = cairo_create (surface);

  pl_timeline_draw (timeline, cr);
  pl_minimap_draw_viewport (cr, trace, view, theme, width, 30);
  pl_legend_swatch_draw (cr, NULL, PL_STATE_DEAD, pl_theme_get (theme), 20, 20);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  pl_timeline_free (timeline);
  cairo_surface_flush (surface);
  return surface;
}

/* Every size and theme is painted without complaint, empty and extreme views too. */
static void
test_draw (void)
{
  g_autoptr (PlTrace) pool = timeline_pool (4, 60, 2000000);
  g_autoptr (PlTrace) empty = timeline_take (fixture_empty (3, 10));
  g_autoptr (PlTrace) none = timeline_take (fixture_empty (256, 0));
  PlTrace *traces[] = { pool, empty, none };
  static const int sizes[][2] = { { 1440, 700 }, { 560, 300 }, { 120, 60 }, { 1, 1 } };

  for (guint k = 0; k < G_N_ELEMENTS (traces); k++)
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
      for (guint theme = 0; theme < PL_N_THEMES; theme++)
        for (guint extreme = 0; extreme < 3; extreme++)
          {
            cairo_surface_t *surface;
            PlViewport view;

            timeline_view (&view, traces[k]);
            view.has_selection = view.has_hover = view.has_range = TRUE;
            view.selected = (PlItem) { 0, 1, 3, 3 };
            view.hover.lane = 999;
            view.range_from_ns = 500;
            view.range_to_ns = 400;
            if (extreme == 1)
              view.to_ns = view.from_ns = 1234567;
            else if (extreme == 2)
              view.to_ns = G_MAXINT64 / 4;
            surface = render (traces[k], &view, (PlThemeId) theme, sizes[i][0], sizes[i][1], PL_PARTS_EXPORT);
            cairo_surface_destroy (surface);
          }
}

static guint32
pixel_at (cairo_surface_t *surface, double x, double y)
{
  const guint8 *row = cairo_image_surface_get_data (surface) + (gsize) y * (gsize) cairo_image_surface_get_stride (surface);

  return ((const guint32 *) (const void *) row)[(gsize) x] & 0xffffff;
}

/* What the list of marks says is what the pixels show. */
static void
test_pixels (void)
{
  g_autoptr (PlTrace) trace = timeline_pool (3, 20, 2000000);
  const PlColor *blue = &pl_theme_get (PL_THEME_LIGHT)->states[PL_STATE_WORKING].color;
  guint32 expected = (guint32) (blue->r * 255 + 0.5) << 16 | (guint32) (blue->g * 255 + 0.5) << 8 | (guint32) (blue->b * 255 + 0.5);
  cairo_surface_t *surface;
  PlTimeline *timeline;
  guint n = 0;
  PlViewport view;

  timeline_view (&view, trace);
  view.show_messages = FALSE;
  surface = render (trace, &view, PL_THEME_LIGHT, 1200, 500, 0);
  timeline = timeline_lay_out (trace, &view, PL_THEME_LIGHT, 1200, 500, 0);
  for (guint i = 0; i < pl_timeline_get_n_marks (timeline); i++)
    {
      PlMark mark;

      pl_timeline_get_mark (timeline, i, &mark);
      if (mark.state != PL_STATE_WORKING || mark.n_spans > 1 || mark.width < 6)
        continue;
      /* The corners, where no number is. */
      g_assert_cmphex (pixel_at (surface, mark.x, mark.y), ==, expected);
      g_assert_cmphex (pixel_at (surface, mark.x + mark.width - 2, mark.y + mark.height - 1), ==, expected);
      g_assert_cmphex (pixel_at (surface, mark.x, mark.y - 1), !=, expected);
      n++;
    }
  g_assert_cmpuint (n, >=, 20);
  pl_timeline_free (timeline);
  cairo_surface_destroy (surface);
}

/* How many pixels of two pictures differ within blocks of tasks, away from their edges. */
static guint
count_differences (cairo_surface_t *a, cairo_surface_t *b, PlTimeline *timeline)
{
  guint n = 0;

  for (guint i = 0; i < pl_timeline_get_n_marks (timeline); i++)
    {
      PlMark mark;

      pl_timeline_get_mark (timeline, i, &mark);
      for (double y = mark.y + 1; mark.state == PL_STATE_WORKING && y < mark.y + mark.height - 1; y++)
        for (double x = mark.x + 1; x < mark.x + mark.width - 2; x++)
          n += pixel_at (a, x, y) != pixel_at (b, x, y);
    }
  return n;
}

static guint
count_all_differences (cairo_surface_t *a, cairo_surface_t *b, int width, int height)
{
  guint n = 0;

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      n += pixel_at (a, x, y) != pixel_at (b, x, y);
  return n;
}

/* Arrows pass behind the blocks; a thicket of more than twenty is only drawn for who asks. */
static void
test_arrows (void)
{
  static const guint tasks[] = { 8, 60 };

  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      g_autoptr (PlTrace) trace = timeline_pool (4, tasks[i], 2000000);
      cairo_surface_t *none, *some, *all;
      PlTimeline *timeline;
      PlViewport view;

      timeline_view (&view, trace);
      view.show_messages = FALSE;
      none = render (trace, &view, PL_THEME_LIGHT, 1200, 500, 0);
      view.show_messages = TRUE;
      some = render (trace, &view, PL_THEME_LIGHT, 1200, 500, 0);
      view.all_messages = TRUE;
      all = render (trace, &view, PL_THEME_LIGHT, 1200, 500, 0);
      timeline = timeline_lay_out (trace, &view, PL_THEME_LIGHT, 1200, 500, 0);
      g_assert_cmpuint (count_differences (none, all, timeline), ==, 0);
      g_assert_cmpuint (count_all_differences (none, all, 1200, 500), >, i == 0 ? 50 : 500);
      g_assert_cmpuint (count_all_differences (none, some, 1200, 500) > 0, ==, i == 0);
      pl_timeline_free (timeline);
      cairo_surface_destroy (none);
      cairo_surface_destroy (some);
      cairo_surface_destroy (all);
    }
}

/* A range that somebody zoomed to lies under no veil; a narrower one does. */
static void
test_veil (void)
{
  g_autoptr (PlTrace) trace = timeline_pool (3, 20, 2000000);
  cairo_surface_t *plain, *zoomed, *within;
  PlTimeline *timeline;
  PlViewport view;

  timeline_view (&view, trace);
  plain = render (trace, &view, PL_THEME_LIGHT, 1200, 500, 0);
  timeline = timeline_lay_out (trace, &view, PL_THEME_LIGHT, 1200, 500, 0);
  view.has_range = TRUE;
  view.range_to_ns = view.to_ns;
  zoomed = render (trace, &view, PL_THEME_LIGHT, 1200, 500, 0);
  view.range_to_ns = view.to_ns / 2;
  within = render (trace, &view, PL_THEME_LIGHT, 1200, 500, 0);
  g_assert_cmpuint (count_differences (plain, zoomed, timeline), ==, 0);
  g_assert_cmpuint (count_differences (plain, within, timeline), >, 300);
  pl_timeline_free (timeline);
  cairo_surface_destroy (plain);
  cairo_surface_destroy (zoomed);
  cairo_surface_destroy (within);
}

static gboolean
has_letter (cairo_surface_t *surface, const PlMark *mark)
{
  guint32 text = pl_color_pixel (&pl_theme_get (PL_THEME_LIGHT)->states[mark->state].text) & 0xffffff;
  guint n = 0;

  for (double y = mark->y; y < mark->y + mark->height; y++)
    for (double x = mark->x; x < mark->x + mark->width; x++)
      n += pixel_at (surface, x, y) == text;
  return n >= 3;
}

/* The letters of the legend stand where there is room and no number. */
static void
test_letters (void)
{
  g_autoptr (PlTrace) trace = timeline_pool (3, 20, 2000000);
  cairo_surface_t *surface;
  PlTimeline *timeline;
  PlViewport view;
  guint n = 0;

  timeline_view (&view, trace);
  view.show_messages = FALSE;
  surface = render (trace, &view, PL_THEME_LIGHT, 1200, 500, 0);
  timeline = timeline_lay_out (trace, &view, PL_THEME_LIGHT, 1200, 500, 0);
  for (guint i = 0; i < pl_timeline_get_n_marks (timeline); i++)
    {
      PlMark mark;

      pl_timeline_get_mark (timeline, i, &mark);
      if (mark.n_spans > 1 || mark.state != PL_STATE_WAITING_LOCK || mark.width < 22)
        continue;
      g_assert_true (has_letter (surface, &mark));
      n++;
    }
  g_assert_cmpuint (n, >=, 3);
  pl_timeline_free (timeline);
  cairo_surface_destroy (surface);
}

static cairo_surface_t *
draw_swatch (PlInk *ink, guint look, PlThemeId theme)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 26, 16);
  cairo_t *cr = cairo_create (surface);

  pl_legend_swatch_draw (cr, ink, look, pl_theme_get (theme), 26, 16);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* What stands in a span stands in the legend, too. */
static void
test_legend_letters (void)
{
  g_autoptr (PlTrace) trace = timeline_pool (3, 20, 2000000);
  g_autoptr (PlPicture) picture = pl_picture_of_pool (trace);
  PlInk *ink = pl_ink_for (G_OBJECT (trace));
  guint n = 0;

  g_assert_true (pl_picture_has_letters (picture));
  for (guint theme = 0; theme < PL_N_THEMES; theme++)
    for (guint look = PL_STATE_STARTING; look < PL_N_STATES; look++)
      {
        cairo_surface_t *with = draw_swatch (ink, look, theme), *without = draw_swatch (NULL, look, theme);
        gsize size = (gsize) cairo_image_surface_get_stride (with) * 16;
        gboolean same = memcmp (cairo_image_surface_get_data (with), cairo_image_surface_get_data (without), size) == 0;

        g_assert_cmpint (same, ==, *pl_legend_letter (look) == '\0' || look == PL_STATE_DEAD);
        n += !same;
        cairo_surface_destroy (with);
        cairo_surface_destroy (without);
      }
  g_assert_cmpuint (n, >=, 10 * PL_N_THEMES);
}

/* One picture at that scale of the screen. */
static cairo_surface_t *
render_at (PlTrace *trace, const PlViewport *view, PlThemeId theme, double scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (900 * scale), (int) (300 * scale));
  PlTimeline *timeline = timeline_lay_out (trace, view, theme, 900, 300, 0);
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  pl_timeline_draw (timeline, cr);
  cairo_destroy (cr);
  pl_timeline_free (timeline);
  cairo_surface_flush (surface);
  return surface;
}

/* What is kept of one picture for the next (names, shapes of digits, room for marks) never shows: each is the same as the
 * first one of a fresh trace. */
static void
test_kept (void)
{
  PlLog *log = fixture_empty (40, 1000);
  g_autoptr (PlTrace) trace = pl_trace_new (log);

  atomic_store (&pl_log_header (log)->status.phase, PL_PHASE_RUNNING);
  for (guint i = 0; i < 16; i++)
    {
      g_autoptr (PlTrace) fresh = NULL;
      double scale = i % 3 == 1 ? 2 : 1;
      cairo_surface_t *a, *b;
      PlLaneWriter writer;
      PlViewport view;

      pl_lane_writer_init (&writer, log, 1 + i / 4);
      pl_lane_record_at (&writer, (gint64) i * 1000000, PL_STATE_WORKING, 100 * i, 0);
      /* Born, and born again: its name is another one. */
      pl_log_lane (log, 1)->pid = 100 + i / 2;
      fresh = pl_trace_new (log);
      pl_trace_refresh (trace, (gint64) (i + 1) * 1000000);
      pl_trace_refresh (fresh, (gint64) (i + 1) * 1000000);
      timeline_view (&view, trace);
      view.scroll = i % 5 * 7;
      a = render_at (trace, &view, i % 4 == 3 ? PL_THEME_DARK : PL_THEME_LIGHT, scale);
      b = render_at (fresh, &view, i % 4 == 3 ? PL_THEME_DARK : PL_THEME_LIGHT, scale);
      g_assert_cmpuint (count_all_differences (a, b, (int) (900 * scale), (int) (300 * scale)), ==, 0);
      cairo_surface_destroy (a);
      cairo_surface_destroy (b);
    }
  pl_log_unref (log);
}

static int
pixel_difference (guint32 a, guint32 b)
{
  int most = 0;

  for (guint shift = 0; shift < 24; shift += 8)
    most = MAX (most, ABS ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff)));
  return most;
}

/* A line of steps is the same, whether it is laid into a mask or stroked. */
static void
test_steps (void)
{
  const PlBox box = { 3.25, 2, 290, 90 };
  g_autoptr (GRand) random = g_rand_new_with_seed (9);
  cairo_surface_t *surfaces[2];
  PlStep steps[150];

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      double y = i % 10 < 4 && i > 0 ? steps[i - 1].y : 4 + g_rand_int_range (random, 0, 170) / 2.0;

      /* As narrow as a column of a pixel, at times. */
      steps[i] = (PlStep) { i > 0 ? steps[i - 1].x1 : 3.25, 0, y };
      steps[i].x1 = steps[i].x0 + (i % 3 ? 1.03 : 3.7);
    }
  for (guint vector = 0; vector < 2; vector++)
    {
      cairo_t *cr;

      surfaces[vector] = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 300, 100);
      cr = cairo_create (surfaces[vector]);
      cairo_set_source_rgb (cr, 1, 1, 1);
      cairo_paint (cr);
      pl_steps_stroke (cr, steps, G_N_ELEMENTS (steps), 1.2, &(PlColor) { 0, 0, 0 }, &box, vector == 1);
      cairo_destroy (cr);
    }
  for (int y = 0; y < 100; y++)
    for (int x = 0; x < 300; x++)
      g_assert_cmpint (pixel_difference (pixel_at (surfaces[0], x, y), pixel_at (surfaces[1], x, y)), <=, 40);
  cairo_surface_destroy (surfaces[0]);
  cairo_surface_destroy (surfaces[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timeline/draw", test_draw);
  g_test_add_func ("/timeline/pixels", test_pixels);
  g_test_add_func ("/timeline/steps", test_steps);
  g_test_add_func ("/timeline/arrows", test_arrows);
  g_test_add_func ("/timeline/veil", test_veil);
  g_test_add_func ("/timeline/letters", test_letters);
  g_test_add_func ("/timeline/letters/legend", test_legend_letters);
  g_test_add_func ("/timeline/kept", test_kept);
  return g_test_run ();
}
