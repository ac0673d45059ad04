/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/log-files.h"
#include "scene/scene-util.h"

#include <glib/gstdio.h>
#include <sys/mman.h>

#include "paint/export/pl-pages.h"
#include "paint/pl-export.h"
#include "paint/pl-pictures.h"
#include "paint/stack/pl-stack.h"
#include "trace/scene/pl-scene-text.h"
#include "trace/pl-trace-account.h"
#include "trace/pl-trace-text.h"

/* The picture of a scene: at every width and in every theme it fits its size, and answers what is
 * where. */

static PlTrace *
run (PlSceneId scene, guint variant)
{
  PlPlanData plan;
  PlTrace *trace;
  PlLog *log;

  pl_plan_init_scene (&plan, scene);
  plan.scene_variant = variant;
  plan.scene_rounds = MIN (plan.scene_rounds, 20);
  log = scene_run (&plan);
  trace = pl_trace_new (log);
  pl_log_unref (log);
  return trace;
}

static PlDrawing *
lay_out (PlTrace *trace, PlThemeId theme, double width, double height)
{
  const PlPaper paper = { theme, 1, width, height, PL_PARTS_EXPORT };
  g_autoptr (PlPicture) picture = pl_picture_of_scene (trace);
  PlViewport viewport;

  pl_picture_init_viewport (picture, &viewport);
  return pl_picture_lay_out (picture, &viewport, &paper);
}

static void
draw_at (PlTrace *trace, PlThemeId theme, double width, double height)
{
  PlDrawing *picture = lay_out (trace, theme, width, height);
  double used = picture->height, top = 0;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width,
                                                         (int) used);
  cairo_t *cr = cairo_create (surface);

  pl_drawing_draw (picture, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  for (guint lane = 0; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      PlBox box;

      g_assert_true (pl_drawing_lane_box (picture, lane, &box));
      g_assert_cmpfloat (box.x, >=, 0);
      g_assert_cmpfloat (box.x + box.width, <, width);
      g_assert_cmpfloat (box.y, >, top);
      g_assert_cmpfloat (box.y + box.height, <=, used);
      top = box.y;
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  pl_drawing_free (picture);
}

static void
test_sizes (gconstpointer scene)
{
  g_autoptr (PlTrace) trace = run (GPOINTER_TO_UINT (scene), PL_VARIANT_FAULTY);
  static const double widths[] = { 320, 620, 1400, 3000 };

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    for (guint theme = 0; theme < PL_N_THEMES; theme++)
      draw_at (trace, theme, widths[i], 0);
  draw_at (trace, PL_THEME_LIGHT, 900, 900);
}

/* Every worker's first span is found where it is drawn, and explained. */
static void
test_pick (void)
{
  g_autoptr (PlTrace) trace = run (PL_SCENE_BARRIER, 1);
  PlDrawing *picture = lay_out (trace, PL_THEME_LIGHT, 1400, 0);

  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      gboolean found = FALSE;
      PlBox box;

      g_assert_true (pl_drawing_lane_box (picture, lane, &box));
      for (double at = box.x + box.width; at < 1400 && !found; at += 2)
        {
          g_autofree char *tooltip = pl_drawing_tooltip (picture, at, box.y + box.height / 2);
          PlItem hit;

          if (!pl_drawing_pick (picture, at, box.y + box.height / 2, &hit, NULL))
            continue;
          found = TRUE;
          g_assert_cmpuint (hit.lane, ==, lane);
          g_assert_cmpuint (hit.index, <, pl_trace_get_n_records (trace, lane));
          g_assert_cmpstr (tooltip, !=, "");
        }
      g_assert_true (found);
    }
  g_assert_false (pl_drawing_pick (picture, 3, 3, NULL, NULL));
  pl_drawing_free (picture);
}

/* How often. */
static guint
export_says (PlTrace *trace, guint32 hidden, const char *words)
{
  const PlExportOptions options = { .theme = PL_THEME_PRINT, .width = 1000 };
  g_autofree char *folder = g_dir_make_tmp ("scene-XXXXXX", NULL), *text = NULL;
  g_autofree char *path = g_build_filename (folder, "hidden.pdf", NULL);
  const char *argv[] = { "pdftotext", "-layout", path, "-", NULL };
  g_auto (GStrv) found = NULL;
  g_autoptr (PlPicture) picture = pl_picture_of_scene (trace);
  g_autoptr (GError) error = NULL;
  PlViewport view;

  pl_picture_init_viewport (picture, &view);
  view.hidden = hidden;
  g_assert_true (pl_export_picture (picture, &view, &options, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, &error));
  g_assert_no_error (error);
  g_remove (path);
  g_rmdir (folder);
  found = g_strsplit (text, words, -1);
  return g_strv_length (found) - 1;
}

/* Its work is told in what it consists of, as that of a pool. */
static void
test_account (void)
{
  g_autoptr (PlTrace) trace = run (PL_SCENE_BARRIER, 1);

  if (pl_trace_account_source (trace) == PL_ACCOUNT_SOURCE_NONE)
    g_test_skip ("the kernel keeps no account here");
  else
    g_assert_cmpuint (export_says (trace, 0, "on a CPU"), >, 0);
}

/* What is filtered out is neither drawn, nor there for pointer and keys, nor in the legend, which says so. */
static void
test_hidden (void)
{
  const PlPaper paper = { PL_THEME_LIGHT, 1, 1400, 0, PL_PARTS_EXPORT };
  const guint32 waiting = 1u << PL_STATE_WAITING_LOCK;
  g_autoptr (PlTrace) trace = run (PL_SCENE_DEADLOCK, PL_VARIANT_FAULTY);
  g_autoptr (PlPicture) picture = pl_picture_of_scene (trace);
  PlItem item, at, next;
  PlDrawing *drawing;
  PlViewport view;
  PlSpan span;
  PlBox box;

  g_assert_true (pl_trace_next_span (trace, 1, 0, waiting, &span));
  item = (PlItem) { 0, 1, span.index, span.index };
  pl_picture_init_viewport (picture, &view);
  view.to_ns = span.end_ns;
  view.from_ns = span.start_ns;
  drawing = pl_picture_lay_out (picture, &view, &paper);
  g_assert_true (pl_drawing_locate (drawing, &item, &box));
  g_assert_true (pl_drawing_pick (drawing, box.x + box.width / 2, box.y + box.height / 2, &at, NULL));
  pl_drawing_free (drawing);
  g_assert_true (pl_picture_choose_item (picture, &view, &item, &at));
  view.hidden = waiting;
  drawing = pl_picture_lay_out (picture, &view, &paper);
  g_assert_false (pl_drawing_pick (drawing, box.x + box.width / 2, box.y + box.height / 2, &at, NULL));
  pl_drawing_free (drawing);
  g_assert_false (pl_picture_choose_item (picture, &view, &item, &at));
  for (at = item; pl_picture_walk (picture, &view, &at, PL_WALK_RIGHT, &next); at = next)
    g_assert_true (pl_trace_get_span (trace, 1, next.index, &span) && span.state != PL_STATE_WAITING_LOCK);

  g_assert_cmpuint (export_says (trace, 0, "hidden"), ==, 0);
  g_assert_cmpuint (export_says (trace, waiting, "1 state hidden"), ==, 1);
  g_assert_cmpuint (export_says (trace, waiting, "waiting"), ==, export_says (trace, 0, "waiting") - 1);
}

static void
test_export (void)
{
  g_autoptr (PlTrace) trace = run (PL_SCENE_OWNER, PL_OWNER_MUTEX);
  static const char *const names[] = { "scene.png", "scene.svg", "scene.pdf" };
  const PlExportOptions options = { .theme = PL_THEME_PRINT, .width = 1000 };
  g_autofree char *folder = g_dir_make_tmp ("scene-XXXXXX", NULL);
  g_autofree char *verdict = pl_scene_verdict (pl_trace_get_log (trace));
  g_autoptr (PlPicture) picture = pl_picture_of_scene (trace);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL), *text = NULL;
      g_autoptr (GError) error = NULL;
      gsize size;

      g_assert_true (pl_export_picture (picture, NULL, &options, path, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &text, &size, NULL));
      g_assert_cmpuint (size, >, 1000);
      /* What it shows is in the file as text too. */
      if (g_str_has_suffix (path, ".svg"))
        {
          g_assert_nonnull (strstr (text, verdict));
          g_assert_nonnull (strstr (text, "id=\"lane-3\""));
        }
      g_remove (path);
    }
  g_rmdir (folder);
}

/* Everything that is ever said or drawn of a log. */
static void
use (PlLog *log)
{
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  g_autofree char *verdict = pl_scene_verdict (log), *expectation = pl_scene_expectation (log);
  g_autofree char *cycle = pl_scene_cycle_text (log), *title = pl_trace_title (trace);

  g_assert_nonnull (pl_scene_headline (log));
  g_assert_nonnull (verdict);
  g_assert_nonnull (expectation);
  g_assert_nonnull (title);
  g_assert_true (cycle == NULL || *cycle != '\0');
  for (guint lane = 0; lane < pl_trace_get_n_lanes (trace); lane++)
    for (guint64 i = 0; i < pl_trace_get_n_records (trace, lane); i++)
      {
        g_autofree char *span = pl_trace_span_sentence (trace, lane, i),
                        *head = pl_trace_span_title (trace, lane, i);

        g_assert_nonnull (span);
        g_assert_nonnull (head);
      }
  draw_at (trace, PL_THEME_DARK, 620, 0);
}

/* A damaged file is refused, or good for everything. */
static void
test_damaged (void)
{
  g_autoptr (PlTrace) trace = run (PL_SCENE_PHILOSOPHERS, PL_PHILOSOPHERS_NAIVE);
  int fd = memfd_create ("scene", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd), *bytes = NULL;
  guint opened = 0;
  gsize size;

  g_assert_cmpint (pl_log_save (pl_trace_get_log (trace), fd), ==, 0);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  close (fd);
  for (guint i = 0; i < 600; i++)
    {
      g_autofree char *copy = g_memdup2 (bytes, size);
      guint n = (guint) g_test_rand_int_range (1, 5);
      PlLogHeader *header = (PlLogHeader *) copy;
      g_autofree uint8_t *another = NULL;
      LogFile file = { (uint8_t *) copy, size };
      PlLog *log = NULL;

      for (guint j = 0; j < n; j++)
        copy[g_test_rand_int_range (0, (gint32) size)] = (char) g_test_rand_int_range (0, 256);
      /* Any scene may claim any end. */
      if (i % 2)
        {
          PlPlanData plan = *pl_log_plan (pl_trace_get_log (trace));

          plan.scene = (guint32) g_test_rand_int_range (0, PL_N_SCENES);
          plan.scene_variant = (guint32) g_test_rand_int_range (0, 2);
          plan.scene_limit = pl_scene_info (plan.scene)->limit;
          header->status.scene.outcome = (guint32) g_test_rand_int_range (0, PL_N_OUTCOMES);
          for (guint j = 0; j < 8; j++)
            header->status.scene.numbers[j] = (guint64) g_test_rand_int_range (0, 256)
                                              << g_test_rand_int_range (0, 57);
          /* Where the sections are must still be true for that. */
          memcpy (&header->plan, &((PlLogHeader *) bytes)->plan, 7 * sizeof (PlLogSection));
          file = log_file_with_plan (file, &plan);
          another = file.bytes;
        }
      if (pl_log_open_bytes (file.bytes, file.size, &log, NULL) < 0)
        continue;
      opened++;
      use (log);
      pl_log_unref (log);
    }
  g_test_message ("%u could be opened", opened);
  g_assert_cmpuint (opened, >, 0);
}

/* At a moment of a scene as much is counted as had been ended by then, by the spans themselves. */
static void
check_counts (PlTrace *trace)
{
  gint64 end_ns = pl_trace_get_end_ns (trace);

  for (guint share = 0; share <= 10; share++)
    {
      gint64 until_ns = MAX (end_ns * share / 10, 1);
      PlTrace *past = pl_trace_at (trace, until_ns);

      for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
        {
          guint64 n = 0, all = atomic_load (&pl_log_lane (pl_trace_get_log (trace), lane)->tasks);
          PlSpan span;

          for (guint64 i = 0; pl_trace_get_span (trace, lane, i, &span); i++)
            n += span.state == PL_STATE_WORKING && span.end_ns <= until_ns && i + 1 < pl_trace_get_n_records (trace, lane);
          g_assert_cmpuint (pl_scene_counted (past, lane), ==, past == trace ? all : MIN (n, all));
        }
    }
}

static void
test_moments (void)
{
  const PlSceneId scenes[] = { PL_SCENE_DEADLOCK, PL_SCENE_OWNER, PL_SCENE_BUFFER, PL_SCENE_READERS, PL_SCENE_ABA };

  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++)
    {
      g_autoptr (PlTrace) trace = run (scenes[i], pl_scene_n_variants (scenes[i]) - 1);
      g_autoptr (PlPicture) picture = pl_picture_of_scene (trace);
      const PlPaper paper = { PL_THEME_LIGHT, 1, 900, 0, PL_PARTS_EXPORT };
      PlViewport view;
      PlDrawing *drawing;
      PlItem item;

      check_counts (trace);
      pl_picture_init_viewport (picture, &view);
      view.until_ns = pl_trace_get_end_ns (trace) / 3;
      drawing = pl_picture_lay_out (picture, &view, &paper);
      for (double y = drawing->plot.y; y < drawing->plot.y + drawing->plot.height; y += 5)
        for (double x = pl_drawing_x (drawing, view.until_ns) + 4; x < drawing->plot.x + drawing->plot.width; x += 3)
          g_assert_false (pl_drawing_pick (drawing, x, y, &item, NULL));
      pl_drawing_free (drawing);
    }
}

/* In a low window, alone and with another one beside it, all lanes are in sight at the height that it asks for at least. */
static void
test_low (void)
{
  static const double widths[] = { 900, 450 };
  g_autoptr (PlTrace) trace = run (PL_SCENE_DEADLOCK, PL_DEADLOCK_OPPOSITE);
  g_autoptr (PlPicture) picture = pl_picture_of_scene (trace);
  PlViewport view;

  pl_picture_init_viewport (picture, &view);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      PlPaper paper = { PL_THEME_LIGHT, 1, widths[i], 0, PL_PART_TITLE };
      double natural = pl_picture_natural_height (picture, &view, &paper);
      PlDrawing *drawing;

      paper.height = pl_picture_least_height (picture, &view, &paper);
      g_assert_cmpfloat (paper.height, <, widths[i] < 500 ? 410 : 340);
      g_assert_cmpfloat (paper.height, <, natural - 40);
      drawing = pl_picture_lay_out (picture, &view, &paper);
      g_assert_cmpfloat (drawing->height, ==, paper.height);
      for (guint lane = 0; lane < pl_trace_get_n_lanes (trace); lane++)
        {
          PlBox box;

          g_assert_true (pl_drawing_lane_box (drawing, lane, &box));
          g_assert_cmpfloat (box.y + box.height, <=, paper.height);
        }
      pl_drawing_free (drawing);
    }
}

/* Above each other on one slide: all lanes are on it, and nothing else hides them. */
static void
test_slide (void)
{
  static const PlSceneId scenes[PL_STACK_MOST] = { PL_SCENE_PHILOSOPHERS, PL_SCENE_DEADLOCK, PL_SCENE_BUFFER, PL_SCENE_PHILOSOPHERS };
  const PlPagesPlan plan = { .purpose = PL_PURPOSE_SLIDE, .theme = PL_THEME_PRINT, .vector = TRUE };
  PlPicture *pictures[PL_STACK_MOST];

  for (guint i = 0; i < PL_STACK_MOST; i++)
    {
      g_autoptr (PlTrace) trace = run (scenes[i], PL_VARIANT_FAULTY);

      pictures[i] = pl_picture_of_scene (trace);
    }
  for (guint n = 2; n <= PL_STACK_MOST; n++)
    {
      g_autoptr (PlPicture) stack = pl_picture_of_stack (pictures, n, PL_ALIGN_START);
      g_autoptr (PlPages) pages = pl_pages_new (stack, NULL, &plan);
      g_autoptr (GArray) lanes = pl_pages_get_lanes (pages, 0);
      double width, height, y = 0;

      pl_pages_get_size (pages, &width, &height);
      g_assert_true (pl_pages_get_whole (pages));
      g_assert_cmpuint (lanes->len, ==, pl_picture_get_n_lanes (stack));
      for (guint i = 0; i < lanes->len; i++)
        {
          const PlPageLane *lane = &g_array_index (lanes, PlPageLane, i);

          g_assert_cmpfloat (lane->box.y, >=, y - 0.5);
          y = lane->box.y + lane->box.height;
        }
      g_assert_cmpfloat (y, <, height - 11);
    }
  for (guint i = 0; i < PL_STACK_MOST; i++)
    g_object_unref (pictures[i]);
}

/* The one legend of several has what any of them has, not only the last. */
static void
test_one_legend (void)
{
  const PlExportOptions options = { .purpose = PL_PURPOSE_SLIDE, .theme = PL_THEME_PRINT };
  g_autoptr (PlTrace) killed = run (PL_SCENE_OWNER, PL_VARIANT_FAULTY), other = run (PL_SCENE_GATE, PL_VARIANT_FAULTY);
  PlPicture *pictures[] = { pl_picture_of_scene (killed), pl_picture_of_scene (other) };
  g_autoptr (PlPicture) stack = pl_picture_of_stack (pictures, 2, PL_ALIGN_START);
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) bytes = pl_export_picture_bytes (stack, NULL, &options, PL_FORMAT_SVG, &error);
  g_autofree char *svg = NULL;

  g_assert_no_error (error);
  svg = g_strndup ((const char *) bytes->data, bytes->len);
  g_assert_nonnull (strstr (svg, "dead<"));
  for (guint i = 0; i < 2; i++)
    g_object_unref (pictures[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint scene = 0; scene < PL_N_SCENES; scene++)
    {
      g_autofree char *path = g_strconcat ("/scene/picture/sizes/", pl_scene_info (scene)->key,
                                           NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (scene), test_sizes);
    }
  g_test_add_func ("/scene/picture/pick", test_pick);
  g_test_add_func ("/scene/picture/account", test_account);
  g_test_add_func ("/scene/picture/export", test_export);
  g_test_add_func ("/scene/picture/hidden", test_hidden);
  g_test_add_func ("/scene/picture/damaged", test_damaged);
  g_test_add_func ("/scene/picture/moments", test_moments);
  g_test_add_func ("/scene/picture/low", test_low);
  g_test_add_func ("/scene/picture/slide", test_slide);
  g_test_add_func ("/scene/picture/one-legend", test_one_legend);
  return g_test_run ();
}
