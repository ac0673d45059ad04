/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "fixture-log.h"
#include "log/notes/pl-log-notes.h"
#include "paint/parts/pl-overlay.h"
#include "paint/pl-pictures.h"
#include "paint/stack/pl-stack.h"

/* What a person puts over a picture: where labels come to lie, what marks hits, and where a path goes. */

#define WIDTH 900.0
#define HEIGHT 480.0

static PlPicture *
make_picture (guint workers)
{
  PlLog *log = fixture_pool (&(FixturePlan) { .workers = workers, .tasks = 60, .task_ns = 2000000, .seed = 8 });
  PlPicture *picture = pl_picture_of_log (log, FALSE);

  pl_log_unref (log);
  return picture;
}

static PlDrawing *
lay_out (PlPicture *picture, const PlViewport *viewport, double scale)
{
  const PlPaper paper = { PL_THEME_LIGHT, scale, WIDTH * scale, HEIGHT * scale, 0 };

  return pl_picture_lay_out (picture, viewport, &paper);
}

static gboolean
touch (const PlBox *a, const PlBox *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height && b->y < a->y + a->height;
}

/* The line from the label ends at the edge of what it is about, and no point of it lies within. */
static void
check_leader (const PlOverlayNote *note)
{
  const PlBox *t = &note->target;

  for (guint i = 0; i <= 100; i++)
    {
      double x = note->leader[0] + (note->leader[2] - note->leader[0]) * i / 100;
      double y = note->leader[1] + (note->leader[3] - note->leader[1]) * i / 100;

      g_assert_false (x > t->x + 1e-6 && x < t->x + t->width - 1e-6 && y > t->y + 1e-6 && y < t->y + t->height - 1e-6);
    }
  g_assert_cmpfloat (note->leader[2], >=, t->x);
  g_assert_cmpfloat (note->leader[2], <=, t->x + t->width);
  g_assert_cmpfloat (note->leader[3], >=, t->y);
  g_assert_cmpfloat (note->leader[3], <=, t->y + t->height);
}

static guint
check_notes (PlDrawing *drawing)
{
  PlOverlayNote note, other;
  guint n_labels = 0;

  for (guint i = 0; pl_overlay_get_note (drawing->overlay, i, &note); i++)
    {
      if (!note.has_label)
        continue;
      n_labels++;
      g_assert_false (touch (&note.label, &note.target));
      g_assert_cmpfloat (note.label.x, >=, drawing->plot.x);
      g_assert_cmpfloat (note.label.x + note.label.width, <=, drawing->plot.x + drawing->plot.width);
      check_leader (&note);
      for (guint k = 0; k < i && pl_overlay_get_note (drawing->overlay, k, &other); k++)
        g_assert_false (other.has_label && touch (&note.label, &other.label));
    }
  return n_labels;
}

static void
add_note (PlPicture *picture, guint lane, gint64 from_ns, gint64 to_ns, const char *text)
{
  const PlLogNote note = { .lane = lane, .from_ns = from_ns, .to_ns = to_ns, .text = text };

  g_assert_cmpuint (pl_log_add_note (pl_picture_get_log (picture), &note), >, 0);
}

/* Whatever is written wherever, in whatever size. */
static void
test_notes_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint round = 0; round < 60; round++)
    {
      g_autoptr (PlPicture) picture = make_picture (2 + round % 7);
      guint n = 1 + round % 12;
      PlViewport view;
      gint64 end_ns;

      pl_picture_init_viewport (picture, &view);
      end_ns = view.to_ns;
      for (guint i = 0; i < n; i++)
        {
          gint64 from_ns = (gint64) (g_rand_double (random) * (double) end_ns);
          gint64 to_ns = from_ns + (i % 3 == 0 ? 0 : (gint64) (g_rand_double (random) * (double) (end_ns - from_ns) / 2));
          guint lane = i % 4 == 0 ? PL_LANE_NOBODY : (guint) g_rand_int_range (random, 0, 3);

          add_note (picture, lane, from_ns, to_ns, i % 5 ? "short" : "a note that says much more, and needs some lines for it");
        }
      view.from_ns = round % 2 ? end_ns / 3 : 0;
      {
        g_autoptr (PlDrawing) drawing = lay_out (picture, &view, round % 3 ? 1 : 1.7);

        check_notes (drawing);
      }
    }
}

static void
test_notes_few (void)
{
  g_autoptr (PlPicture) picture = make_picture (4);
  PlOverlayNote note;
  PlViewport view;
  PlBox row;

  pl_picture_init_viewport (picture, &view);
  add_note (picture, 2, view.to_ns / 3, view.to_ns / 2, "here");
  add_note (picture, PL_LANE_NOBODY, view.to_ns / 4, view.to_ns / 4, "now");
  add_note (picture, 1, view.to_ns / 4, view.to_ns / 4, "");
  {
    g_autoptr (PlDrawing) drawing = lay_out (picture, &view, 1);

    g_assert_cmpuint (check_notes (drawing), ==, 2);
    g_assert_true (pl_overlay_get_note (drawing->overlay, 2, &note));
    g_assert_true (note.has_label);
    g_assert_true (pl_drawing_lane_box (drawing, 2, &row));
    g_assert_cmpfloat (note.target.y, ==, row.y);
    g_assert_cmpfloat_with_epsilon (note.target.x, pl_drawing_x (drawing, view.to_ns / 3), 1.01);
    g_assert_true (pl_overlay_get_note (drawing->overlay, 0, &note));
    g_assert_cmpfloat_with_epsilon (note.target.height, drawing->plot.height, 1e-6);
    g_assert_true (pl_overlay_get_note (drawing->overlay, 1, &note));
    g_assert_false (note.has_label);
  }
  /* Out of sight, or not wanted. */
  view.from_ns = view.to_ns * 3 / 4;
  {
    g_autoptr (PlDrawing) drawing = lay_out (picture, &view, 1);

    g_assert_null (drawing->overlay);
  }
  view.from_ns = 0;
  view.hide_notes = TRUE;
  {
    g_autoptr (PlDrawing) drawing = lay_out (picture, &view, 1);

    g_assert_null (drawing->overlay);
  }
}

static guint32
pixel_at (cairo_surface_t *surface, double x, double y)
{
  cairo_surface_flush (surface);
  return *(guint32 *) (cairo_image_surface_get_data (surface)
                       + (gsize) floor (y) * (gsize) cairo_image_surface_get_stride (surface) + (gsize) floor (x) * 4) & 0xffffff;
}

/* A line at the moment, in the colour of what a person does. */
static void
test_markers (void)
{
  g_autoptr (PlPicture) picture = make_picture (4);
  guint32 accent = pl_color_pixel (&pl_theme_get (PL_THEME_LIGHT)->accent) & 0xffffff;
  PlViewport view;

  pl_picture_init_viewport (picture, &view);
  for (guint which = 0; which < 3; which++)
    {
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) WIDTH, (int) HEIGHT);
      cairo_t *cr = cairo_create (surface);
      g_autoptr (PlDrawing) drawing = NULL;
      double y;

      view.has_a = which > 0;
      view.has_b = which > 1;
      view.a_ns = view.to_ns / 3;
      view.b_ns = view.to_ns / 2;
      drawing = lay_out (picture, &view, 1);
      y = drawing->plot.y + 2;
      pl_drawing_draw (drawing, cr);
      g_assert_cmpint (pixel_at (surface, round (pl_drawing_x (drawing, view.a_ns)), y) == accent, ==, which > 0);
      g_assert_cmpint (pixel_at (surface, round (pl_drawing_x (drawing, view.b_ns)), y) == accent, ==, which > 1);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

static void
add_hit (PlHighlights *highlights, guint lane, gint64 from_ns, gint64 to_ns)
{
  g_array_append_vals (highlights->hits, &(PlStretch) { lane, from_ns, to_ns }, 1);
}

static guint
count_bars (PlPicture *picture, const PlViewport *view, PlHighlights *highlights)
{
  g_autoptr (PlDrawing) drawing = NULL;

  pl_picture_set_highlights (picture, PL_HIGHLIGHT_HITS, highlights);
  drawing = lay_out (picture, view, 1);
  return pl_overlay_get_n_bars (drawing->overlay);
}

static void
test_hits (void)
{
  g_autoptr (PlPicture) picture = make_picture (4);
  g_autoptr (PlHighlights) few = pl_highlights_new (), many = pl_highlights_new ();
  PlViewport view;
  gint64 tenth;

  pl_picture_init_viewport (picture, &view);
  tenth = view.to_ns / 10;
  add_hit (few, 1, tenth, 2 * tenth);
  add_hit (few, 1, 3 * tenth, 4 * tenth);
  add_hit (few, 3, 0, 1);
  add_hit (few, 3, 1, 2);
  g_assert_cmpuint (count_bars (picture, &view, few), ==, 3);
  view.from_ns = 2 * tenth + 1;
  g_assert_cmpuint (count_bars (picture, &view, few), ==, 1);
  g_assert_cmpuint (count_bars (picture, &view, NULL), ==, 0);
  /* Where nobody could tell them apart they are one. */
  view.from_ns = 0;
  for (gint64 t = 0; t + 10 < view.to_ns; t += 20)
    add_hit (many, 2, t, t + 10);
  g_assert_cmpuint (many->hits->len, >, 100000);
  g_assert_cmpuint (count_bars (picture, &view, many), ==, 1);
}

static void
test_path (void)
{
  g_autoptr (PlPicture) picture = make_picture (3);
  g_autoptr (PlHighlights) highlights = pl_highlights_new ();
  g_autoptr (PlDrawing) drawing = NULL;
  PlViewport view;

  pl_picture_init_viewport (picture, &view);
  for (guint i = 0; i < 4; i++)
    g_array_append_vals (highlights->path, &(PlStretch) { i % 2, i * view.to_ns / 4, (i + 1) * view.to_ns / 4 }, 1);
  pl_picture_set_highlights (picture, PL_HIGHLIGHT_PATH, highlights);
  drawing = lay_out (picture, &view, 1);
  /* Four along lanes, three from lane to lane. */
  g_assert_cmpuint (pl_overlay_get_n_lines (drawing->overlay), ==, 7);
}

static guint
count_notes (PlDrawing *drawing)
{
  PlOverlayNote note;
  guint n = 0;

  while (pl_overlay_get_note (drawing->overlay, n, &note))
    n++;
  return n;
}

/* What comes after the cursor of a replay has not happened yet: nothing points at it. */
static void
test_replayed (void)
{
  g_autoptr (PlPicture) picture = make_picture (4);
  g_autoptr (PlHighlights) highlights = pl_highlights_new ();
  PlViewport view;
  gint64 tenth;

  pl_picture_init_viewport (picture, &view);
  tenth = view.to_ns / 10;
  for (guint i = 0; i < 4; i++)
    g_array_append_vals (highlights->path, &(PlStretch) { 1, i * view.to_ns / 4, (i + 1) * view.to_ns / 4 }, 1);
  pl_picture_set_highlights (picture, PL_HIGHLIGHT_PATH, highlights);
  add_hit (highlights, 2, tenth, 2 * tenth);
  add_hit (highlights, 2, 8 * tenth, 9 * tenth);
  add_note (picture, 3, tenth, 4 * tenth, "early");
  add_note (picture, 3, 6 * tenth, 7 * tenth, "late");
  for (guint late = 0; late < 2; late++)
    {
      g_autoptr (PlDrawing) drawing = NULL;
      PlOverlayNote note;

      view.until_ns = late ? 0 : 3 * tenth;
      g_assert_cmpuint (count_bars (picture, &view, highlights), ==, 1 + late);
      drawing = lay_out (picture, &view, 1);
      g_assert_cmpuint (count_notes (drawing), ==, 1 + late);
      g_assert_cmpuint (pl_overlay_get_n_lines (drawing->overlay), ==, late ? 4 : 2);
      g_assert_true (pl_overlay_get_note (drawing->overlay, 0, &note));
      g_assert_cmpfloat_with_epsilon (note.target.x + note.target.width,
                                      pl_drawing_x (drawing, late ? 4 * tenth : 3 * tenth), 1.01);
    }
}

/* Several runs above each other: a note stands once, on its own run; the markers stand over all of them. */
static void
test_stacked (void)
{
  g_autoptr (PlPicture) alone = make_picture (2), other = make_picture (2);
  PlLog *logs[] = { pl_picture_get_log (alone), pl_picture_get_log (other) };
  g_autoptr (PlPicture) stack = NULL;
  g_autoptr (PlDrawing) drawing = NULL;
  PlViewport view;

  add_note (alone, 1, 2000000, 5000000, "here");
  stack = pl_picture_of_logs (logs, 2, PL_ALIGN_FIRST_TASK);
  pl_picture_init_viewport (stack, &view);
  drawing = lay_out (stack, &view, 1);
  g_assert_null (drawing->overlay);
  view.has_a = TRUE;
  view.a_ns = 4000000;
  g_clear_pointer (&drawing, pl_drawing_free);
  drawing = lay_out (stack, &view, 1);
  g_assert_nonnull (drawing->overlay);
  g_assert_cmpuint (count_notes (drawing), ==, 0);
}

static guint32
pixel (cairo_surface_t *surface, double x, double y)
{
  const guchar *data = cairo_image_surface_get_data (surface) + (int) y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *) (const void *) data)[(int) x] | 0xff000000u;
}

/* In pixels, and on what is painted later and drawn as shapes until then, hits, labels and the path look the same. */
static void
test_pixels (void)
{
  g_autoptr (PlPicture) picture = make_picture (4);
  g_autoptr (PlHighlights) hits = pl_highlights_new (), path = pl_highlights_new ();
  g_autoptr (PlDrawing) drawing = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) WIDTH, (int) HEIGHT);
  const PlTheme *theme = pl_theme_get (PL_THEME_LIGHT);
  cairo_t *cr = cairo_create (surface);
  PlOverlayNote note;
  PlViewport view;
  double x, y;
  PlBox row;

  pl_picture_init_viewport (picture, &view);
  add_hit (hits, 1, view.to_ns / 10, 2 * view.to_ns / 10);
  g_array_append_vals (path->path, &(PlStretch) { 2, view.to_ns / 10, view.to_ns / 2 }, 1);
  g_array_append_vals (path->path, &(PlStretch) { 3, view.to_ns / 2, view.to_ns }, 1);
  pl_picture_set_highlights (picture, PL_HIGHLIGHT_HITS, hits);
  pl_picture_set_highlights (picture, PL_HIGHLIGHT_PATH, path);
  add_note (picture, 0, view.to_ns / 3, view.to_ns / 2, "here");
  drawing = lay_out (picture, &view, 1);
  for (guint i = 0; i < 2; i++)
    pl_drawing_draw (drawing, cr);
  cairo_surface_flush (surface);
  g_assert_true (pl_drawing_lane_box (drawing, 1, &row));
  x = pl_drawing_x (drawing, 3 * view.to_ns / 20);
  y = round (row.y + row.height - 3);
  g_assert_cmphex (pixel (surface, x, y), ==, pl_color_pixel (&theme->focus));
  g_assert_cmphex (pixel (surface, x, y + 2), ==, pl_color_pixel (&theme->focus));
  g_assert_cmphex (pixel (surface, x, y - 1), ==, pl_color_pixel (&theme->background));
  g_assert_cmphex (pixel (surface, pl_drawing_x (drawing, view.to_ns / 4), y), !=, pl_color_pixel (&theme->focus));
  /* From lane to lane, upright. */
  g_assert_cmphex (pixel (surface, pl_drawing_x (drawing, view.to_ns / 2), row.y + 2.25 * row.height), ==,
                   pl_color_pixel (&theme->accent));
  g_assert_true (pl_overlay_get_note (drawing->overlay, 0, &note) && note.has_label);
  g_assert_cmphex (pixel (surface, note.label.x, note.label.y + note.label.height / 2), ==, pl_color_pixel (&theme->accent));
  g_assert_cmphex (pixel (surface, note.label.x + 3, note.label.y + 3), ==, pl_color_pixel (&theme->background));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* Drawn on a white ground; shapes: where pixels cannot be written to, since what clips them is no rectangle. */
static cairo_surface_t *
draw_overlay (PlDrawing *drawing, int scale, gboolean shapes)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) WIDTH * scale, (int) HEIGHT * scale);
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_rectangle (cr, 0, 0, WIDTH, HEIGHT - (shapes ? 2 : 0));
  if (shapes)
    cairo_rectangle (cr, 0, HEIGHT - 1, WIDTH / 2, 1);
  cairo_clip (cr);
  pl_overlay_draw (drawing->overlay, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Both ways are the same, but for n bytes of pixels that differ by more than so much. */
static void
compare_ways (PlDrawing *drawing, int much, guint n)
{
  for (int scale = 1; scale <= 2; scale++)
    {
      cairo_surface_t *a = draw_overlay (drawing, scale, FALSE), *b = draw_overlay (drawing, scale, TRUE);
      const guchar *in_a = cairo_image_surface_get_data (a), *in_b = cairo_image_surface_get_data (b);
      int bytes = cairo_image_surface_get_stride (a) * (int) HEIGHT * scale;
      guint n_differ = 0;

      for (int i = 0; i < bytes; i++)
        n_differ += ABS (in_a[i] - in_b[i]) > much;
      g_assert_cmpuint (n_differ, <=, n);
      cairo_surface_destroy (a);
      cairo_surface_destroy (b);
    }
}

/* Notes of that text. */
static void
test_shapes (gconstpointer text)
{
  g_autoptr (PlPicture) picture = make_picture (4);
  g_autoptr (PlHighlights) hits = pl_highlights_new (), path = pl_highlights_new ();
  g_autoptr (PlDrawing) drawing = NULL;
  PlViewport view;

  pl_picture_init_viewport (picture, &view);
  for (guint i = 0; i < 300; i++)
    {
      add_hit (hits, i / 75, view.to_ns / 75 * (i % 75), view.to_ns / 75 * (i % 75) + view.to_ns / 200);
      g_array_append_vals (path->path, &(PlStretch) { i * 7 % 5, view.to_ns / 300 * i, view.to_ns / 300 * (i + 1) }, 1);
    }
  pl_picture_set_highlights (picture, PL_HIGHLIGHT_HITS, hits);
  pl_picture_set_highlights (picture, PL_HIGHLIGHT_PATH, path);
  for (guint i = 0; i < 20; i++)
    add_note (picture, i % 5, view.to_ns / 20 * i, view.to_ns / 20 * (i + 1), text);
  view.has_a = view.has_b = TRUE;
  view.a_ns = view.until_ns = view.to_ns * 2 / 3;
  view.b_ns = view.to_ns / 3;
  drawing = lay_out (picture, &view, 1);
  /* Leaders, which only notes with a text have, are smoothed each in its own way, and otherwise cut off at their ends. */
  if (*(const char *) text)
    compare_ways (drawing, 64, 20 * 8);
  else
    compare_ways (drawing, 0, 0);
}

/* Steps of a path that cannot be told apart are one line, and it has no gaps. */
static void
test_long_path (void)
{
  g_autoptr (PlPicture) picture = make_picture (3);
  g_autoptr (PlHighlights) path = pl_highlights_new ();
  g_autoptr (PlDrawing) drawing = NULL;
  PlViewport view;
  guint n;

  pl_picture_init_viewport (picture, &view);
  for (guint i = 0; i < 100000; i++)
    g_array_append_vals (path->path, &(PlStretch) { i % 3, view.to_ns / 100000 * i, view.to_ns / 100000 * (i + 1) }, 1);
  pl_picture_set_highlights (picture, PL_HIGHLIGHT_PATH, path);
  drawing = lay_out (picture, &view, 1);
  n = pl_overlay_get_n_lines (drawing->overlay);
  g_assert_cmpuint (n, >, 100);
  g_assert_cmpuint (n, <=, (guint) (drawing->plot.width / 6 * 2 + 2));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/overlay/notes-random", test_notes_random);
  g_test_add_func ("/overlay/notes-few", test_notes_few);
  g_test_add_func ("/overlay/markers", test_markers);
  g_test_add_func ("/overlay/hits", test_hits);
  g_test_add_func ("/overlay/path", test_path);
  g_test_add_func ("/overlay/replayed", test_replayed);
  g_test_add_func ("/overlay/stacked", test_stacked);
  g_test_add_func ("/overlay/pixels", test_pixels);
  g_test_add_data_func ("/overlay/shapes", "", test_shapes);
  g_test_add_data_func ("/overlay/shapes-leaders", "here", test_shapes);
  g_test_add_func ("/overlay/long-path", test_long_path);
  return g_test_run ();
}
