/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "paint/pl-pictures.h"
#include "paint/sweep/pl-sweep-private.h"
#include "plan/pl-plan.h"

/* The picture of a sweep whose figures are known: where its marks stand, and that all of it is told apart in grey. */

#define MS 1000000
#define WIDTH 1000
#define HEIGHT 640

static GArray *
list (guint32 first, guint32 last)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 n = first; n <= last; n = n == 0 ? 1 : 2 * n)
    g_array_append_val (numbers, n);
  return numbers;
}

/* Sizes 1 to last, or chunks; as the law has it with a share of 0.2, and every third trial a tenth slower. */
static PlSweep *
make_sweep (guint last_size, guint last_ipc, guint last_chunk)
{
  g_autoptr (GArray) sizes = list (1, last_size), ipcs = list (0, last_ipc), chunks = list (last_chunk > 0, last_chunk);
  g_autoptr (GArray) plans = NULL;
  PlSweep *sweep;
  PlPlanData base;

  pl_plan_init_pool (&base);
  base.tasks = 400;
  base.work = PL_WORK_SLEEP;
  plans = pl_plan_sweep (&base, sizes, ipcs, chunks, NULL);
  sweep = pl_sweep_new (plans, 3, 5);
  while (pl_sweep_get_next (sweep) != NULL)
    {
      const PlPlanData *plan = pl_sweep_get_next (sweep);
      gboolean slow = pl_sweep_get_n_done (sweep) < plans->len;
      double time = (0.2 + 0.8 / plan->pool_size) * (1 + plan->ipc * 0.3) * (slow ? 1.1 : 1);

      pl_sweep_add_run (sweep, (gint64) (time * 100 * MS), 2, NULL);
    }
  return sweep;
}

static PlSweepDrawing *
draw_sweep (PlSweep *sweep, PlThemeId theme)
{
  const PlViewport viewport = { 0 };
  const PlPaper paper = { theme, 1, WIDTH, HEIGHT, PL_PARTS_EXPORT };

  return pl_sweep_lay_out (sweep, &viewport, &paper);
}

static const PlSweepMark *
mark_of (const PlSweepDrawing *drawing, guint i)
{
  return &g_array_index (drawing->marks, PlSweepMark, i);
}

/* Where the speed-up is, with its spread around it, and the curve of the law goes through it. */
static void
test_places (void)
{
  g_autoptr (PlSweep) sweep = make_sweep (8, 0, 0);
  PlSweepDrawing *drawing = draw_sweep (sweep, PL_THEME_LIGHT);
  PlAmdahl law;

  pl_sweep_get_amdahl (sweep, 0, &law);
  g_assert_cmpfloat (ABS (law.serial - 0.2), <, 0.05);
  g_assert_cmpuint (drawing->marks->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      const PlSweepMark *mark = mark_of (drawing, i);
      PlSweepPoint point;

      pl_sweep_get_point (sweep, mark->point, &point);
      g_assert_cmpfloat (ABS (mark->x - pl_sweep_place_x (drawing, point.plan->pool_size)), <, 0.01);
      g_assert_cmpfloat (ABS (mark->y - pl_sweep_place_y (drawing, point.speedup)), <, 0.01);
      g_assert_cmpfloat (mark->bottom - mark->top, >, 3);
      g_assert_cmpfloat (mark->top, <=, mark->upper);
      g_assert_cmpfloat (mark->upper, <=, mark->y + 0.01);
      g_assert_cmpfloat (mark->y, <=, mark->lower + 0.01);
      g_assert_cmpfloat (mark->lower, <=, mark->bottom);
      g_assert_cmpfloat (mark->top, >=, drawing->plot.y);
      g_assert_cmpfloat (mark->bottom, <=, drawing->plot.y + drawing->plot.height);
    }
  /* 1 worker begins in the corner of the ideal line: as far from 0 as from one worker to the next. */
  g_assert_cmpfloat (ABS (pl_sweep_place_x (drawing, 0) - drawing->plot.x), <, 0.01);
  pl_drawing_free (&drawing->drawing);
}

/* Tasks a message double from step to step: so do the distances on a log axis not. */
static void
test_log_axis (void)
{
  g_autoptr (PlSweep) sweep = make_sweep (1, 0, 64);
  PlSweepDrawing *drawing = draw_sweep (sweep, PL_THEME_LIGHT);

  g_assert_cmpint (drawing->axis, ==, PL_SWEEP_CHUNKS);
  g_assert_cmpuint (drawing->marks->len, ==, 7);
  for (guint i = 2; i < 7; i++)
    g_assert_cmpfloat (ABS (mark_of (drawing, i)->x - 2 * mark_of (drawing, i - 1)->x + mark_of (drawing, i - 2)->x), <, 0.01);
  pl_drawing_free (&drawing->drawing);
}

static void
test_pick (void)
{
  g_autoptr (PlSweep) sweep = make_sweep (8, 2, 0);
  PlSweepDrawing *drawing = draw_sweep (sweep, PL_THEME_DARK);

  g_assert_cmpuint (drawing->marks->len, ==, 12);
  for (guint i = 0; i < drawing->marks->len; i++)
    {
      const PlSweepMark *mark = mark_of (drawing, i);
      g_autofree char *tooltip = pl_drawing_tooltip (&drawing->drawing, mark->x, mark->y);
      g_autofree char *sentence = pl_sweep_point_sentence (sweep, mark->point);
      PlItem item;
      PlBox box;

      g_assert_true (pl_drawing_pick (&drawing->drawing, mark->x, mark->y, &item, &box));
      g_assert_cmpuint (item.index, ==, mark->point);
      g_assert_cmpstr (tooltip, ==, sentence);
    }
  g_assert_false (pl_drawing_pick (&drawing->drawing, drawing->plot.x + 1, drawing->plot.y + 1, &(PlItem) { 0 }, &(PlBox) { 0 }));
  pl_drawing_free (&drawing->drawing);
}

/* Shapes only: all in one grey. */
static cairo_surface_t *
grey_mark (PlSweepDrawing *drawing, guint series)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 32, 32);
  cairo_t *cr = cairo_create (surface);

  pl_sweep_draw_mark (drawing, cr, series, 16, 16);
  cairo_save (cr);
  pl_sweep_set_dash (cr, series);
  cairo_move_to (cr, 0, 30);
  cairo_line_to (cr, 32, 30);
  cairo_stroke (cr);
  cairo_restore (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static void
test_grey (void)
{
  g_autoptr (PlSweep) sweep = make_sweep (4, 2, 0);
  PlSweepDrawing *drawing = draw_sweep (sweep, PL_THEME_PRINT);

  for (guint a = 0; a < 3; a++)
    for (guint b = a + 1; b < 4; b++)
      {
        cairo_surface_t *one = grey_mark (drawing, a), *other = grey_mark (drawing, b);
        gsize size = (gsize) cairo_image_surface_get_stride (one) * 32;

        g_assert_cmpint (memcmp (cairo_image_surface_get_data (one), cairo_image_surface_get_data (other), size), !=, 0);
        cairo_surface_destroy (one);
        cairo_surface_destroy (other);
      }
  pl_drawing_free (&drawing->drawing);
}

static guint
count_dark (cairo_surface_t *surface, double x0, double y0, double x1, double y1)
{
  int stride = cairo_image_surface_get_stride (surface);
  const guchar *data = cairo_image_surface_get_data (surface);
  guint n = 0;

  for (int y = (int) y0; y < (int) y1; y++)
    for (int x = (int) x0; x < (int) x1; x++)
      n += data[y * stride + 4 * x + 1] < 0x60;
  return n;
}

/* Two CPUs: there is a line, and none where there are more CPUs than workers. */
static void
test_cpus_line (void)
{
  for (guint last_size = 1; last_size <= 8; last_size += 7)
    {
      g_autoptr (PlSweep) sweep = make_sweep (last_size, 0, 0);
      PlSweepDrawing *drawing = draw_sweep (sweep, PL_THEME_PRINT);
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
      cairo_t *cr = cairo_create (surface);
      double x = pl_sweep_place_x (drawing, 2);

      pl_drawing_draw (&drawing->drawing, cr);
      cairo_surface_flush (surface);
      if (last_size == 8)
        g_assert_cmpuint (count_dark (surface, x - 2, drawing->plot.y + 20, x + 3, drawing->plot.y + 150), >, 40);
      else
        g_assert_cmpfloat (x, >, drawing->plot.x + drawing->plot.width);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
      pl_drawing_free (&drawing->drawing);
    }
}

/* What has run is shown at once. */
static void
test_grows (void)
{
  g_autoptr (GArray) sizes = list (1, 4), zero = list (0, 0), plans = NULL;
  g_autoptr (PlSweep) sweep = NULL;
  g_autoptr (PlPicture) picture = NULL;
  PlPlanData base;
  guint n = 0;

  pl_plan_init_pool (&base);
  plans = pl_plan_sweep (&base, sizes, zero, zero, NULL);
  sweep = pl_sweep_new (plans, 1, 1);
  picture = pl_picture_of_sweep (sweep);
  g_assert_false (pl_picture_refresh (picture));
  while (pl_sweep_get_next (sweep) != NULL)
    {
      PlSweepDrawing *drawing;

      pl_sweep_add_run (sweep, 100 * MS / pl_sweep_get_next (sweep)->pool_size, 4, NULL);
      g_assert_true (pl_picture_refresh (picture));
      g_assert_false (pl_picture_refresh (picture));
      drawing = draw_sweep (sweep, PL_THEME_CONTRAST);
      g_assert_cmpuint (drawing->marks->len, >=, n);
      n = drawing->marks->len;
      pl_drawing_free (&drawing->drawing);
    }
  g_assert_cmpuint (n, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sweep-picture/places", test_places);
  g_test_add_func ("/sweep-picture/log-axis", test_log_axis);
  g_test_add_func ("/sweep-picture/pick", test_pick);
  g_test_add_func ("/sweep-picture/grey", test_grey);
  g_test_add_func ("/sweep-picture/cpus-line", test_cpus_line);
  g_test_add_func ("/sweep-picture/grows", test_grows);
  return g_test_run ();
}
