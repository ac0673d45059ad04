/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "fixture-log.h"
#include "log/pl-lane-writer.h"
#include "log/pl-scenes.h"
#include "paint/pl-pictures.h"
#include "paint/stack/pl-stack.h"
#include "plan/pl-plan.h"
#include "race/race-harness.h"

/* Every kind of picture answers the whole contract, in every size of type. */

static PlPicture *
take (PlLog *log, gboolean moment)
{
  PlPicture *picture = pl_picture_of_log (log, moment);

  pl_log_unref (log);
  return picture;
}

static PlPicture *
make_pool (void)
{
  const FixturePlan plan = { .workers = 4, .tasks = 60, .task_ns = 2000000, .seed = 8, .deaths = 2 };

  return take (fixture_pool (&plan), FALSE);
}

static PlPicture *
make_crowd (void)
{
  return take (fixture_random (40, 3000, 900, 31, PL_PHASE_DONE), FALSE);
}

static PlPicture *
make_scene (void)
{
  PlPlanData plan;

  pl_plan_init_scene (&plan, PL_SCENE_PHILOSOPHERS);
  plan.scene_variant = 1;
  plan.scene_rounds = 5;
  return take (race_run (&plan), FALSE);
}

static PlLog *
run_race (guint workers, guint64 increments, guint trials, PlRaceMethod method, gboolean record)
{
  PlPlanData plan;

  race_plan_init (&plan, workers, increments);
  race_plan_add (&plan, method, record);
  plan.trials = trials;
  return race_run (&plan);
}

/* Two that read the same store: one is lost. */
static PlPicture *
make_proof (void)
{
  MadeRace made;

  made_init (&made, 2, 3, PL_RACE_NONE);
  made_add (&made, 0, MADE_INITIAL, 0, 100, 150);
  made_add (&made, 0, 0, 0, 200, 260);
  made_add (&made, 1, 0, 0, 210, 300);
  made_add (&made, 1, 1, 0, 400, 450);
  made_add (&made, 0, 1, 1, 500, 540);
  made_add (&made, 1, 0, 2, 600, 640);
  made_finish (&made, made_word (&made, 1, 2), 700);
  return take (made.log, TRUE);
}

static PlPicture *
make_lock (void)
{
  return take (run_race (6, 400, 1, PL_RACE_MUTEX, TRUE), TRUE);
}

static PlPicture *
make_unrecorded (void)
{
  return take (run_race (2, 400, 1, PL_RACE_NONE, FALSE), TRUE);
}

static PlPicture *
make_trials (void)
{
  return take (run_race (2, 20000, 30, PL_RACE_NONE, FALSE), FALSE);
}

static PlPicture *
make_compare (void)
{
  static const PlRaceMethod methods[] = { PL_RACE_NONE, PL_RACE_MUTEX, PL_RACE_TICKET };
  g_autoptr (PlCompare) compare = pl_compare_new ();

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    for (guint workers = 1; workers <= 2; workers++)
      {
        PlLog *log = run_race (workers, 300, 1, methods[i], FALSE);

        pl_compare_add (compare, log);
        pl_log_unref (log);
      }
  return pl_picture_of_compare (compare);
}

/* Workers that take turns on CPUs, some of them too short to be seen; or of whom nobody told. */
static PlPicture *
make_cpus_of (guint n_slices)
{
  PlLog *log = fixture_empty (5, 10);
  g_autoptr (PlTrace) trace = NULL;
  PlLaneWriter writers[6];
  gint64 t_ns[3] = { 0 };

  atomic_store (&pl_log_header (log)->account, PL_ACCOUNT_SLICES);
  for (guint lane = 0; lane < G_N_ELEMENTS (writers); lane++)
    pl_lane_writer_init (&writers[lane], log, lane);
  for (guint i = 0; i < n_slices; i++)
    {
      guint cpu = i % 3;
      gint64 length_ns = i % 7 < 3 ? 40000 : 3000000 + 100000 * (i % 11);

      t_ns[cpu] += i % 5 * 1000;
      pl_lane_slice (&writers[i % 3 + 3 * (i / 60 % 2)], t_ns[cpu], t_ns[cpu] + length_ns, (guint8) ((cpu + i / 30) % 3));
      t_ns[cpu] += length_ns;
    }
  fixture_end (log, MAX (t_ns[0], 10000000));
  trace = pl_trace_new (log);
  pl_log_unref (log);
  pl_trace_refresh (trace, -1);
  return pl_picture_of_cpus (trace);
}

static PlPicture *
make_cpus (void)
{
  return make_cpus_of (300);
}

static PlPicture *
make_no_cpus (void)
{
  return make_cpus_of (0);
}

static PlPicture *
stack_of (PlPicture *first, PlPicture *second, PlAlign align)
{
  PlPicture *const pictures[] = { first, second };
  PlPicture *stack = pl_picture_of_stack (pictures, G_N_ELEMENTS (pictures), align);

  g_object_unref (first);
  g_object_unref (second);
  return stack;
}

static PlPicture *
make_stack (void)
{
  return stack_of (make_pool (), make_crowd (), PL_ALIGN_FIRST_TASK);
}

/* Pools of 1, 2 and 4, as often as that. */
static PlPicture *
make_sweep (void)
{
  g_autoptr (GArray) sizes = pl_plan_doubling (4), zero = pl_plan_doubling (1), plans = NULL;
  g_autoptr (PlSweep) sweep = NULL;
  PlPlanData base;

  g_array_index (zero, guint32, 0) = 0;
  pl_plan_init_pool (&base);
  plans = pl_plan_sweep (&base, sizes, zero, zero, NULL);
  sweep = pl_sweep_new (plans, 3, 1);
  while (pl_sweep_get_next (sweep) != NULL)
    {
      const FixturePlan plan = { .workers = pl_sweep_get_next (sweep)->pool_size, .tasks = 60, .task_ns = 2000000,
                                 .seed = pl_sweep_get_n_done (sweep) };
      PlLog *log = fixture_pool (&plan);

      pl_sweep_add (sweep, log);
      pl_log_unref (log);
    }
  return pl_picture_of_sweep (sweep);
}

static PlPicture *
make_stacked_scenes (void)
{
  return stack_of (make_scene (), make_scene (), PL_ALIGN_START);
}

static PlPicture *
make_stacked_races (void)
{
  return stack_of (make_proof (), make_lock (), PL_ALIGN_FIRST_TASK);
}

typedef struct {
  const char *name;
  PlPicture *(*make) (void);
  gboolean has_time, has_items;
} Kind;

static const Kind kinds[] = {
  { "pool", make_pool, TRUE, TRUE },
  { "crowd", make_crowd, TRUE, TRUE },
  { "scene", make_scene, TRUE, TRUE },
  { "cpus", make_cpus, TRUE, TRUE },
  { "no-cpus", make_no_cpus, TRUE, FALSE },
  { "proof", make_proof, TRUE, TRUE },
  { "lock", make_lock, TRUE, TRUE },
  { "unrecorded", make_unrecorded, FALSE, FALSE },
  { "trials", make_trials, FALSE, TRUE },
  { "compare", make_compare, FALSE, TRUE },
  { "stack", make_stack, TRUE, TRUE },
  { "sweep", make_sweep, FALSE, TRUE },
  { "stacked-scenes", make_stacked_scenes, TRUE, TRUE },
  { "stacked-races", make_stacked_races, TRUE, TRUE },
};

static const double scales[] = { 1, 1.5, 1.75 };

#define SCREEN (PL_PART_TITLE | PL_PART_LEGEND | PL_PART_FOOTER | PL_PART_COUNTERS)

static PlPaper
paper_of (double width, double scale)
{
  return (PlPaper) { PL_THEME_LIGHT, scale, width, 0, SCREEN };
}

static void
take_words (char *words)
{
  g_assert_nonnull (words);
  g_assert_cmpstr (words, !=, "");
  g_assert_true (g_utf8_validate (words, -1, NULL));
  g_free (words);
}

static void
test_words (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (PlPicture) picture = kind->make ();
  char *name, *description;
  PlViewport viewport;

  pl_picture_init_viewport (picture, &viewport);
  take_words (pl_picture_title (picture));
  take_words (pl_picture_subtitle (picture));
  take_words (pl_picture_caption (picture));
  take_words (pl_picture_tell (picture, &viewport));
  pl_picture_describe (picture, &viewport, &name, &description);
  take_words (name);
  take_words (description);
  g_assert_nonnull (pl_picture_get_log (picture));
  g_assert_false (pl_picture_get_live (picture));
  for (guint lane = 0; lane < pl_picture_get_n_lanes (picture); lane++)
    take_words (pl_picture_lane_name (picture, lane));
}

static void
test_time (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (PlPicture) picture = kind->make ();
  PlPaper paper = paper_of (1000, 1);
  gint64 from_ns, to_ns;
  PlDrawing *drawing;
  PlViewport viewport;

  pl_picture_init_viewport (picture, &viewport);
  g_assert_true (pl_picture_get_whole (picture, &from_ns, &to_ns) == kind->has_time);
  drawing = pl_picture_lay_out (picture, &viewport, &paper);
  g_assert_true ((drawing->plot.width > 0) == kind->has_time);
  if (kind->has_time)
    {
      g_assert_cmpint (to_ns, >, from_ns);
      g_assert_cmpint (drawing->to_ns, >, drawing->from_ns);
      for (double share = 0; share <= 1; share += 0.25)
        {
          gint64 t_ns = drawing->from_ns + (gint64) (share * (double) (drawing->to_ns - drawing->from_ns));
          gint64 pixel_ns = (gint64) ((double) (drawing->to_ns - drawing->from_ns) / drawing->plot.width) + 1;

          g_assert_cmpint (ABS (pl_drawing_time (drawing, pl_drawing_x (drawing, t_ns)) - t_ns), <=, pixel_ns);
        }
      g_assert_cmpint (drawing->centre_ns, >=, drawing->from_ns);
      g_assert_cmpint (drawing->centre_ns, <=, drawing->to_ns);
    }
  pl_drawing_free (drawing);
}

/* Larger type takes so much more room, no less. */
static void
test_heights (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (PlPicture) picture = kind->make ();
  PlViewport viewport;

  pl_picture_init_viewport (picture, &viewport);
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      PlPaper paper = paper_of (1400, scales[i]), plain = paper_of (1400 / scales[i], 1);
      double natural = pl_picture_natural_height (picture, &viewport, &paper);
      double least = pl_picture_least_height (picture, &viewport, &paper);
      PlDrawing *drawing = pl_picture_lay_out (picture, &viewport, &paper);

      g_assert_cmpfloat (least, >, 50);
      g_assert_cmpfloat (least, <=, natural);
      g_assert_cmpfloat (fabs (natural - scales[i] * pl_picture_natural_height (picture, &viewport, &plain)), <=, 1);
      g_assert_cmpfloat (fabs (drawing->width - 1400), <=, 1);
      g_assert_cmpfloat (fabs (drawing->height - natural), <=, 2);
      pl_drawing_free (drawing);
    }
}

/* All that a walk comes by, in all directions. */
static GArray *
walk_all (PlPicture *picture, const PlViewport *viewport)
{
  GArray *items = g_array_new (FALSE, FALSE, sizeof (PlItem));
  PlItem at, next;

  if (!pl_picture_walk (picture, viewport, NULL, PL_WALK_RIGHT, &at))
    return items;
  g_array_append_val (items, at);
  for (int direction = PL_WALK_LEFT; direction <= PL_WALK_NEXT; direction++)
    for (guint i = 0; i < 25 && pl_picture_walk (picture, viewport, &at, direction, &next); i++)
      {
        g_assert_false (pl_item_equal (&at, &next));
        g_array_append_val (items, next);
        at = next;
      }
  return items;
}

static void
test_walk (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (PlPicture) picture = kind->make ();
  g_autoptr (GArray) items = NULL;
  PlViewport viewport;

  pl_picture_init_viewport (picture, &viewport);
  items = walk_all (picture, &viewport);
  g_assert_true ((items->len > 0) == kind->has_items);
  for (guint i = 0; i < items->len; i++)
    {
      const PlItem *item = &g_array_index (items, PlItem, i);
      gint64 from_ns, to_ns, begin_ns, end_ns;
      PlViewport opened = viewport;
      char *title, *sentence;

      g_assert_true (pl_picture_item_text (picture, &viewport, item, &title, &sentence));
      take_words (title);
      take_words (sentence);
      g_assert_true (pl_picture_item_time (picture, &viewport, item, &from_ns, &to_ns) == kind->has_time);
      if (!pl_picture_open_item (picture, item, &opened))
        continue;
      g_assert_true (kind->has_time);
      g_assert_true (pl_picture_get_whole (picture, &begin_ns, &end_ns));
      if (opened.to_ns == 0)
        continue;
      g_assert_cmpint (opened.from_ns, >=, begin_ns);
      g_assert_cmpint (opened.to_ns, <=, end_ns);
      g_assert_cmpint (opened.to_ns - opened.from_ns, >=, MIN (pl_picture_least_range_ns (picture), end_ns - begin_ns));
    }
}

/* What is found at the middle of where an item is said to be. */
static void
check_item (PlPicture *picture, const PlViewport *viewport, PlDrawing *drawing, const PlItem *item, guint *n_located)
{
  g_autofree char *tooltip = NULL, *plain = NULL;
  PlBox box, picked;
  PlItem found, chosen;

  if (!pl_drawing_locate (drawing, item, &box))
    return;
  g_assert_cmpfloat (box.width, >, 0);
  g_assert_cmpfloat (box.height, >, 0);
  g_assert_cmpfloat (box.x, >=, 0);
  g_assert_cmpfloat (box.x + box.width, <=, drawing->width + 4);
  if (drawing->content_height > drawing->plot.height + 0.5 && box.y + box.height > drawing->plot.y + drawing->plot.height)
    return;
  g_assert_cmpfloat (box.y + box.height, <=, drawing->height + 1);
  (*n_located)++;
  g_assert_true (pl_drawing_pick (drawing, box.x + box.width / 2, box.y + box.height / 2, &found, &picked));
  g_assert_cmpuint (found.kind, ==, item->kind);
  g_assert_cmpuint (found.lane, ==, item->lane);
  g_assert_cmpuint (found.index, <=, item->index);
  g_assert_cmpuint (found.last, >=, item->index);
  g_assert_cmpfloat (fabs (picked.x - box.x) + fabs (picked.width - box.width), <, 0.01);
  tooltip = pl_drawing_tooltip (drawing, box.x + box.width / 2, box.y + box.height / 2);
  g_assert_nonnull (tooltip);
  g_assert_true (pango_parse_markup (tooltip, -1, 0, NULL, &plain, NULL, NULL));
  g_assert_cmpstr (plain, !=, "");
  if (pl_picture_choose_item (picture, viewport, &found, &chosen))
    {
      g_assert_cmpuint (chosen.index, >=, found.index);
      g_assert_cmpuint (chosen.last, <=, found.last);
    }
}

static void
check_lanes (PlPicture *picture, PlDrawing *drawing)
{
  for (guint lane = 0; lane < pl_picture_get_n_lanes (picture); lane++)
    {
      double middle;
      guint found;
      PlBox box;

      g_assert_true (pl_drawing_lane_box (drawing, lane, &box));
      middle = box.y + box.height / 2;
      if (drawing->plot.width <= 0 || middle >= drawing->plot.y + drawing->plot.height)
        continue;
      g_assert_true (pl_drawing_pick_lane (drawing, drawing->plot.x + 1, middle, &found));
      g_assert_cmpuint (found, ==, lane);
    }
}

static void
test_pick (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (PlPicture) picture = kind->make ();

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    for (double width = 620; width <= 1460; width += 420)
      {
        PlPaper paper = paper_of (width, scales[i]);
        g_autoptr (GArray) items = NULL;
        PlViewport viewport;
        guint n_located = 0;
        PlDrawing *drawing;

        pl_picture_init_viewport (picture, &viewport);
        items = walk_all (picture, &viewport);
        drawing = pl_picture_lay_out (picture, &viewport, &paper);
        for (guint k = 0; k < items->len; k++)
          check_item (picture, &viewport, drawing, &g_array_index (items, PlItem, k), &n_located);
        g_assert_true ((n_located > 0) == kind->has_items);
        check_lanes (picture, drawing);
        pl_drawing_free (drawing);
      }
}

static char *
draw (PlDrawing *drawing, double width, double height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
  cairo_t *cr = cairo_create (surface);
  char *sum;

  pl_drawing_draw (drawing, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, cairo_image_surface_get_data (surface),
                                     (gsize) (cairo_image_surface_get_stride (surface) * cairo_image_surface_get_height (surface)));
  cairo_surface_destroy (surface);
  return sum;
}

/* What is drawn depends on what was asked for, not on what was laid out, drawn or asked before. */
static void
test_order (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (PlPicture) picture = kind->make ();
  char *sums[G_N_ELEMENTS (scales)];
  PlDrawing *drawings[G_N_ELEMENTS (scales)];
  PlViewport viewport, selected;

  pl_picture_init_viewport (picture, &viewport);
  selected = viewport;
  selected.has_selection = pl_picture_walk (picture, &viewport, NULL, PL_WALK_RIGHT, &selected.selected);
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      PlPaper paper = paper_of (1000, scales[i]);

      drawings[i] = pl_picture_lay_out (picture, &viewport, &paper);
      sums[i] = draw (drawings[i], 1000, 900);
    }
  for (guint i = G_N_ELEMENTS (scales); i-- > 0;)
    {
      PlPaper paper = paper_of (1000, scales[i] == 1 ? 0 : scales[i]), other = paper_of (700, 1.25);
      PlDrawing *again = pl_picture_lay_out (picture, &viewport, &paper);
      PlDrawing *disturber = pl_picture_lay_out (picture, &selected, &other);
      g_autofree char *other_sum = draw (disturber, 1000, 900), *first = draw (again, 1000, 900);
      g_autofree char *second = draw (drawings[i], 1000, 900);

      g_assert_cmpstr (first, ==, sums[i]);
      g_assert_cmpstr (second, ==, sums[i]);
      g_assert_cmpstr (other_sum, !=, sums[i]);
      pl_drawing_free (again);
      pl_drawing_free (disturber);
      pl_drawing_free (drawings[i]);
    }
  g_assert_cmpstr (sums[0], !=, sums[1]);
  for (guint i = 0; i < G_N_ELEMENTS (sums); i++)
    g_free (sums[i]);
}

/* What is selected is to be seen, in every kind. */
static void
test_selection (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (PlPicture) picture = kind->make ();
  g_autofree char *without = NULL, *with = NULL, *name = NULL, *description = NULL;
  PlPaper paper = paper_of (1000, 1);
  PlViewport viewport;
  PlDrawing *drawing;

  pl_picture_init_viewport (picture, &viewport);
  if (!pl_picture_walk (picture, &viewport, NULL, PL_WALK_RIGHT, &viewport.selected))
    {
      g_assert_false (kind->has_items);
      return;
    }
  drawing = pl_picture_lay_out (picture, &viewport, &paper);
  without = draw (drawing, 1000, 900);
  pl_drawing_free (drawing);
  viewport.has_selection = TRUE;
  drawing = pl_picture_lay_out (picture, &viewport, &paper);
  with = draw (drawing, 1000, 900);
  pl_drawing_free (drawing);
  g_assert_cmpstr (with, !=, without);
  pl_picture_describe (picture, &viewport, &name, &description);
  g_assert_cmpstr (name, !=, "");
  g_assert_cmpstr (description, !=, "");
}

/* Where time runs a selected range is to be seen. */
static void
test_range (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (PlPicture) picture = kind->make ();
  g_autofree char *without = NULL, *with = NULL;
  PlPaper paper = paper_of (1000, 1);
  PlViewport viewport;
  PlDrawing *drawing;
  gboolean has_time;

  pl_picture_init_viewport (picture, &viewport);
  drawing = pl_picture_lay_out (picture, &viewport, &paper);
  without = draw (drawing, 1000, 900);
  has_time = drawing->plot.width > 0;
  viewport.has_range = TRUE;
  viewport.range_from_ns = pl_drawing_time (drawing, drawing->plot.x + drawing->plot.width / 3);
  viewport.range_to_ns = pl_drawing_time (drawing, drawing->plot.x + drawing->plot.width / 2);
  pl_drawing_free (drawing);
  drawing = pl_picture_lay_out (picture, &viewport, &paper);
  with = draw (drawing, 1000, 900);
  pl_drawing_free (drawing);
  g_assert_cmpint (strcmp (with, without) != 0, ==, has_time);
}

/* None, one and several: the second of Worker 1, stored at 260 ns, is the one that was lost. */
static void
test_stored (void)
{
  static const struct { gint64 from_ns, to_ns; const char *text; } ranges[] = {
    { 0, 10, "In these 10 ns no increment was stored." },
    { 140, 160, "In these 20 ns one increment was stored; it was not lost." },
    { 250, 270, "In these 20 ns one increment was stored; it was lost." },
    { 290, 460, "In these 170 ns 2 increments were stored, none of them lost." },
    { 140, 310, "In these 170 ns 3 increments were stored, 1 of them lost." },
  };
  g_autoptr (PlPicture) picture = make_proof ();
  PlViewport viewport;

  pl_picture_init_viewport (picture, &viewport);
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autofree char *text = pl_picture_range_text (picture, &viewport, ranges[i].from_ns, ranges[i].to_ns);

      g_assert_cmpstr (text, ==, ranges[i].text);
    }
}

int
main (int argc, char **argv)
{
  static const struct { const char *name; GTestDataFunc run; } tests[] = {
    { "words", test_words }, { "time", test_time }, { "heights", test_heights }, { "walk", test_walk },
    { "pick", test_pick }, { "order", test_order }, { "selection", test_selection },
    { "range", test_range },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint k = 0; k < G_N_ELEMENTS (tests); k++)
      {
        g_autofree char *path = g_strdup_printf ("/pictures/%s/%s", kinds[i].name, tests[k].name);

        g_test_add_data_func (path, &kinds[i], tests[k].run);
      }
  g_test_add_func ("/pictures/proof/stored", test_stored);
  return g_test_run ();
}
