/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scene/scene-util.h"

#include <string.h>
#include <sys/mman.h>

#include "paint/pl-pictures.h"
#include "paint/pool/pl-timeline.h"
#include "trace/scene/pl-scene-text.h"
#include "trace/pl-trace-text.h"

/* The picture of a scene that still goes on: whenever one looks it shows what there is, nothing of
 * what is to come, and no verdict before there is one. */

#define WIDTH 1400
#define HEIGHT 900
#define PARTS (PL_PART_TITLE | PL_PART_LEGEND | PL_PART_FOOTER)
#define MS G_GINT64_CONSTANT (1000000)

static const PlViewport window_view = { .growing = TRUE };

static PlDrawing *
new_picture (PlTrace *trace)
{
  const PlPaper paper = { PL_THEME_LIGHT, 1, WIDTH, HEIGHT, PARTS };
  g_autoptr (PlPicture) picture = pl_picture_of_scene (trace);

  return pl_picture_lay_out (picture, &window_view, &paper);
}

/* In the middle of it, and nothing has happened yet. */
static PlLog *
new_scene (PlSceneId scene, guint variant)
{
  PlPlanData plan;
  PlLog *log;

  pl_plan_init_scene (&plan, scene);
  plan.scene_variant = variant;
  g_assert_cmpint (pl_log_create (&plan, "0.1.0", &log), ==, 0);
  for (guint lane = 0; lane < pl_log_n_lanes (log); lane++)
    {
      atomic_store (&pl_log_lane (log, lane)->pid, (int) (4101 + lane));
      atomic_store (&pl_log_lane (log, lane)->incarnations, 1);
    }
  atomic_store (&pl_log_header (log)->status.phase, PL_PHASE_RUNNING);
  return log;
}

static void
add (PlLog *log, guint lane, gint64 t_ns, PlState state, guint32 arg)
{
  PlLaneWriter writer;

  pl_lane_writer_init (&writer, log, lane);
  pl_lane_record_at (&writer, t_ns, state, arg, 0);
}

/* What the watchdog writes before it says so. */
static void
find_deadlock (PlLog *log, gint64 stuck_ns)
{
  PlSceneStatus *scene = &pl_log_header (log)->status.scene;

  scene->outcome = PL_OUTCOME_DEADLOCK;
  scene->n_cycle = scene->n_stuck = pl_log_n_lanes (log) - 1;
  for (guint i = 0; i < scene->n_cycle; i++)
    {
      scene->cycle[i] = (guint16) (i + 1);
      scene->wanted[i] = (guint16) ((i + 1) % scene->n_cycle);
    }
  scene->stuck_ns = stuck_ns;
}

static void
end (PlLog *log, gint64 t_ns, PlPhase phase)
{
  add (log, 0, t_ns, PL_STATE_FINISHED, 0);
  atomic_store (&pl_log_header (log)->status.end_ns, t_ns);
  atomic_store (&pl_log_header (log)->status.phase, phase);
}

static void
check_spans (PlTrace *trace)
{
  gint64 end_ns = pl_trace_get_end_ns (trace);

  for (guint lane = 0; lane < pl_trace_get_n_lanes (trace); lane++)
    for (guint64 i = 0; i < pl_trace_get_n_records (trace, lane); i++)
      {
        g_autofree char *sentence = pl_trace_span_sentence (trace, lane, i);
        PlSpan span;

        g_assert_true (pl_trace_get_span (trace, lane, i, &span));
        g_assert_cmpint (span.start_ns, >=, 0);
        g_assert_cmpint (span.end_ns, >=, span.start_ns);
        g_assert_cmpint (span.end_ns, <=, end_ns);
        /* Who still waits has not waited in vain. */
        g_assert_null (strstr (sentence, "never got it"));
        g_assert_null (strstr (sentence, "until it was ended"));
      }
}

/* What is drawn lies between the beginning and now, but for the pixel a mark needs to be seen. */
static void
check_marks (PlTrace *trace, PlDrawing *picture)
{
  gint64 end_ns = pl_trace_get_end_ns (trace);

  g_assert_cmpint (picture->from_ns, ==, 0);
  g_assert_cmpint (picture->to_ns, >=, end_ns);
  for (guint lane = 0; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      PlBox box;

      g_assert_true (pl_drawing_lane_box (picture, lane, &box));
      g_assert_cmpfloat (box.y + box.height, <=, HEIGHT);
      for (double at = box.x + box.width; at < WIDTH; at++)
        {
          PlItem hit;

          if (!pl_drawing_pick (picture, at, box.y + box.height / 2, &hit, NULL))
            continue;
          g_assert_cmpuint (hit.lane, ==, lane);
          g_assert_cmpuint (hit.index, <, pl_trace_get_n_records (trace, lane));
          g_assert_cmpint (pl_drawing_time (picture, at - 2), <=, end_ns);
        }
    }
}

static void
check_no_verdict (PlTrace *trace)
{
  static const PlSceneStatus nothing;
  PlSceneCard card;

  g_assert_cmpmem (pl_scene_end (trace), sizeof nothing, &nothing, sizeof nothing);
  pl_scene_card_init (&card, trace);
  g_assert_true (g_str_has_prefix (card.headline, "Running…"));
  g_assert_nonnull (strstr (card.verdict, " so far: "));
  g_assert_null (card.cycle);
  g_assert_null (strstr (card.expectation, "Not this time"));
  g_assert_null (strstr (card.expectation, "must not happen"));
  pl_scene_card_clear (&card);
}

static void
check_moment (PlTrace *trace)
{
  PlDrawing *picture = new_picture (trace);

  g_assert_true (pl_trace_get_live (trace));
  check_spans (trace);
  check_marks (trace, picture);
  check_no_verdict (trace);
  pl_drawing_free (picture);
}

static char *
verdict_of (PlTrace *trace)
{
  PlSceneCard card;
  char *verdict;

  pl_scene_card_init (&card, trace);
  verdict = g_strdup_printf ("%s: %s", card.headline, card.verdict);
  pl_scene_card_clear (&card);
  return verdict;
}

static void
check_verdict (PlTrace *trace, const char *expected)
{
  g_autofree char *verdict = verdict_of (trace);

  g_assert_cmpstr (verdict, ==, expected);
}

/* Step by step into the deadlock, with looks in between at all kinds of moments. */
static void
test_made (void)
{
  PlLog *log = new_scene (PL_SCENE_DEADLOCK, PL_DEADLOCK_OPPOSITE);
  g_autoptr (PlTrace) trace = pl_trace_new (log);

  pl_trace_refresh (trace, 1 * MS);
  check_moment (trace);
  check_verdict (trace, "Running…: rounds so far: 0.");
  for (guint lane = 1; lane <= 2; lane++)
    {
      add (log, 0, lane * MS, PL_STATE_STARTING, lane);
      add (log, lane, 2 * MS + lane, PL_STATE_STARTING, 0);
    }
  add (log, 0, 3 * MS, PL_STATE_WAITING_TASK, 0);
  pl_trace_refresh (trace, 3 * MS);
  check_moment (trace);
  for (gint64 i = 0; i < 400; i++)
    {
      guint lane = 1 + i % 2;

      add (log, lane, (4 + i) * MS, i % 4 < 2 ? PL_STATE_RECEIVING : PL_STATE_WORKING, 0);
      atomic_store (&pl_log_lane (log, lane)->tasks, (guint32) i / 4);
      /* At the record itself, and a little after it. */
      pl_trace_refresh (trace, (4 + i) * MS + (i % 3) * 300000);
      if (i % 20 < 3)
        check_moment (trace);
    }
  check_verdict (trace, "Running… 0.4 s: rounds so far: 198.");

  add (log, 1, 410 * MS, PL_STATE_WAITING_LOCK, PL_LOCK_ARG (1, 2));
  pl_trace_refresh (trace, 530 * MS);
  check_moment (trace);
  check_verdict (trace, "Running… 0.5 s: rounds so far: 198. Waiting right now: 1 of 2. "
                        "Worker 1 has been waiting 0.1 s for lock B.");
  add (log, 2, 600 * MS, PL_STATE_WAITING_LOCK, PL_LOCK_ARG (0, 1));
  pl_trace_refresh (trace, 610 * MS);
  check_verdict (trace, "Running… 0.6 s: rounds so far: 198. Waiting right now: 2 of 2. "
                        "Worker 1 has been waiting 0.2 s for lock B.");
  find_deadlock (log, 600 * MS);
  pl_trace_refresh (trace, 890 * MS);
  check_moment (trace);
  check_verdict (trace, "Running… 0.8 s: rounds so far: 198. All that are left have been waiting "
                        "for 0.2 s: whether anybody can still go on is not decided yet.");

  end (log, 900 * MS, PL_PHASE_DONE);
  /* Until the trace has looked again, it is the moment before. */
  check_moment (trace);
  g_assert_true (pl_trace_refresh (trace, -1));
  g_assert_cmpuint (pl_scene_end (trace)->n_cycle, ==, 2);
  check_verdict (trace, "Deadlock: 2 wait for each other in a ring. From 600 ms on nobody could go "
                        "on any more.");
  pl_log_unref (log);
}

static GBytes *
draw (PlTrace *trace)
{
  PlDrawing *picture = new_picture (trace);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  GBytes *bytes;

  pl_drawing_draw (picture, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface),
                       (gsize) cairo_image_surface_get_stride (surface) * HEIGHT);
  cairo_surface_destroy (surface);
  pl_drawing_free (picture);
  return bytes;
}

static PlLog *
new_waiting_scene (PlSceneId scene, guint variant)
{
  PlLog *log = new_scene (scene, variant);

  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    {
      add (log, lane, lane * MS, PL_STATE_STARTING, 0);
      add (log, lane, 20 * MS + lane, PL_STATE_WAITING_LOCK, PL_LOCK_ARG (0, PL_NO_LANE));
    }
  return log;
}

/* A ring that is written but not told of yet changes no pixel; when it is told of, it is drawn. */
static void
test_not_before (void)
{
  PlLog *log = new_waiting_scene (PL_SCENE_DEADLOCK, PL_DEADLOCK_OPPOSITE);
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  g_autoptr (GBytes) before = NULL, same = NULL, after = NULL;

  pl_trace_refresh (trace, 400 * MS);
  before = draw (trace);
  find_deadlock (log, 20 * MS);
  pl_log_header (log)->status.scene.event_ns = 15 * MS;
  pl_log_header (log)->status.scene.culprit = 1;
  same = draw (trace);
  g_assert_true (g_bytes_equal (before, same));
  end (log, 400 * MS, PL_PHASE_DONE);
  pl_trace_refresh (trace, -1);
  after = draw (trace);
  g_assert_false (g_bytes_equal (before, after));
  pl_log_unref (log);
}

static void
get_lane (PlTrace *trace, double *y, double *height)
{
  PlDrawing *picture = new_picture (trace);
  PlBox box;

  g_assert_true (pl_drawing_lane_box (picture, 1, &box));
  *y = box.y;
  *height = box.height;
  pl_drawing_free (picture);
}

static void
check_still (PlSceneId scene, guint variant, PlPhase phase, PlSceneOutcome outcome)
{
  PlLog *log = new_waiting_scene (scene, variant);
  PlSceneStatus *status = &pl_log_header (log)->status.scene;
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  double before, height_before, after, height_after;

  pl_trace_refresh (trace, 150 * MS);
  get_lane (trace, &before, &height_before);
  pl_trace_refresh (trace, 400 * MS);
  get_lane (trace, &after, &height_after);
  g_assert_cmpfloat (before, ==, after);
  g_assert_cmpfloat (height_before, ==, height_after);
  if (outcome == PL_OUTCOME_DEADLOCK)
    find_deadlock (log, 20 * MS);
  status->outcome = outcome;
  status->culprit = phase == PL_PHASE_DONE && scene != PL_SCENE_WAKEUP;
  for (guint i = 0; i < G_N_ELEMENTS (status->numbers); i++)
    status->numbers[i] = 3456;
  end (log, 400 * MS, phase);
  pl_trace_refresh (trace, -1);
  get_lane (trace, &after, &height_after);
  g_assert_cmpfloat (before, ==, after);
  g_assert_cmpfloat (height_before, ==, height_after);
  pl_log_unref (log);
}

/* Whatever the end, the lanes are where they were while it went on. */
static void
test_still (gconstpointer data)
{
  guint scene = GPOINTER_TO_UINT (data);
  const PlSceneVariantInfo *info;

  for (guint v = 0; (info = pl_scene_variant_info (scene, v)) != NULL; v++)
    {
      check_still (scene, v, PL_PHASE_STOPPED, PL_OUTCOME_NONE);
      check_still (scene, v, PL_PHASE_FAILED, PL_OUTCOME_NONE);
      for (guint outcome = 0; outcome < PL_N_OUTCOMES; outcome++)
        if (info->allowed & (1u << outcome))
          check_still (scene, v, PL_PHASE_DONE, outcome);
    }
}

/* The end of the window moves in steps, ahead of the present and not too far. */
static void
test_steps (void)
{
  PlLog *log = new_scene (PL_SCENE_READERS, PL_VARIANT_FAULTY);
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  gint64 before = 0;
  guint steps = 0;

  for (gint64 now_ns = MS; now_ns < PL_SCENE_LIMIT_NS; now_ns += now_ns / 50)
    {
      gint64 window_ns;

      pl_trace_refresh (trace, now_ns);
      window_ns = pl_scene_interesting_end_ns (trace);
      g_assert_cmpint (window_ns, >=, now_ns);
      g_assert_cmpint (window_ns, >=, before);
      g_assert_cmpint (window_ns, <=, MAX (now_ns / 2 * 3, 60 * MS));
      steps += window_ns > before;
      before = window_ns;
    }
  g_assert_cmpuint (steps, <, 30);
  pl_log_unref (log);
}

/* A file that was saved in the middle is a scene without an end: nothing is running any more. */
static void
test_saved (void)
{
  PlLog *log = new_waiting_scene (PL_SCENE_DEADLOCK, PL_DEADLOCK_OPPOSITE), *again = NULL;
  int fd = memfd_create ("scene", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autoptr (PlTrace) trace = NULL;

  find_deadlock (log, 20 * MS);
  g_assert_cmpint (pl_log_save (log, fd), ==, 0);
  g_assert_cmpint (pl_log_open (path, &again, NULL), ==, 0);
  close (fd);
  trace = pl_trace_new (again);
  g_assert_false (pl_trace_get_live (trace));
  g_assert_cmpuint (pl_scene_end (trace)->n_cycle, ==, 0);
  check_verdict (trace, "Saved before the end: ");
  check_spans (trace);
  g_bytes_unref (draw (trace));
  pl_log_unref (again);
  pl_log_unref (log);
}

/* The runner reads the clock for the last time, and some time later it says that it is over:
 * whoever looks in between has a later clock, but not a later end. */
static void
test_last_look (void)
{
  PlLog *log = new_waiting_scene (PL_SCENE_DEADLOCK, PL_DEADLOCK_OPPOSITE);
  _Atomic gint64 *told_ns = &pl_log_header (log)->status.end_ns;
  g_autoptr (PlTrace) trace = pl_trace_new (log);

  pl_trace_refresh (trace, 25 * MS);
  g_assert_cmpint (pl_trace_get_end_ns (trace), ==, 25 * MS);
  atomic_store (told_ns, PL_END_UNDECIDED);
  pl_trace_refresh (trace, 27 * MS);
  g_assert_true (pl_trace_get_live (trace));
  g_assert_cmpint (pl_trace_get_end_ns (trace), ==, 25 * MS);
  check_spans (trace);
  atomic_store (told_ns, 26 * MS);
  pl_trace_refresh (trace, 28 * MS);
  g_assert_true (pl_trace_get_live (trace));
  g_assert_cmpint (pl_trace_get_end_ns (trace), ==, 26 * MS);
  end (log, 26 * MS, PL_PHASE_DONE);
  pl_trace_refresh (trace, 29 * MS);
  g_assert_false (pl_trace_get_live (trace));
  g_assert_cmpint (pl_trace_get_end_ns (trace), ==, 26 * MS);
  pl_log_unref (log);
}

typedef struct {
  RaceRun run;
  PlTrace *trace;
  guint looks;
  gint64 end_ns;
} Look;

static gboolean
look_cb (gpointer data)
{
  Look *look = data;

  pl_trace_refresh (look->trace, -1);
  g_assert_cmpint (pl_trace_get_end_ns (look->trace), >=, look->end_ns);
  look->end_ns = pl_trace_get_live (look->trace) ? pl_trace_get_end_ns (look->trace) : 0;
  if (!pl_trace_get_live (look->trace))
    return TRUE;
  check_moment (look->trace);
  look->looks++;
  return FALSE;
}

static guint64
records_in_log (PlLog *log)
{
  guint64 n = 0;

  for (guint lane = 0; lane < pl_log_n_lanes (log); lane++)
    n += pl_log_count (log, lane);
  return n;
}

static void
run_and_look (Look *look, const PlPlanData *plan)
{
  *look = (Look) { 0 };
  race_run_start (&look->run, plan);
  look->trace = pl_trace_new (look->run.log);
  race_wait_for (look_cb, look);
  g_assert_cmpint (race_run_wait (&look->run), ==, 0);
  g_test_message ("%u looks", look->looks);
}

/* A real one, looked at again and again while it happens. A short one may be over before this test has a CPU. */
static void
test_real (gconstpointer scene)
{
  const PlSceneStatus *told;
  PlPlanData plan;
  Look look;

  pl_plan_init_scene (&plan, GPOINTER_TO_UINT (scene));
  plan.scene_rounds = MIN (plan.scene_rounds, 40);
  run_and_look (&look, &plan);
  for (guint again = 0; again < 20 && look.looks == 0; again++)
    {
      g_object_unref (look.trace);
      race_run_clear (&look.run);
      run_and_look (&look, &plan);
    }
  g_assert_cmpuint (look.looks, >, 0);

  told = pl_scene_end (look.trace);
  g_assert_true (told == scene_status (look.run.log));
  g_assert_true (pl_scene_outcome_allowed (
    &plan, pl_log_header (look.run.log)->status.lacks, told->outcome));
  g_assert_cmpuint (pl_trace_get_n_records_total (look.trace), ==, records_in_log (look.run.log));
  g_bytes_unref (draw (look.trace));
  g_object_unref (look.trace);
  race_run_clear (&look.run);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/live/made", test_made);
  g_test_add_func ("/scene/live/not-before", test_not_before);
  g_test_add_func ("/scene/live/steps", test_steps);
  g_test_add_func ("/scene/live/saved", test_saved);
  g_test_add_func ("/scene/live/last-look", test_last_look);
  for (guint scene = 0; scene < PL_N_SCENES; scene++)
    {
      g_autofree char *still = g_strconcat ("/scene/live/still/", pl_scene_info (scene)->key, NULL);
      g_autofree char *real = g_strconcat ("/scene/live/real/", pl_scene_info (scene)->key, NULL);

      g_test_add_data_func (still, GUINT_TO_POINTER (scene), test_still);
      g_test_add_data_func (real, GUINT_TO_POINTER (scene), test_real);
    }
  return g_test_run ();
}
