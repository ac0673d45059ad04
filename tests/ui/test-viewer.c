/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is looked at: zooming, moving, selecting and walking, on logs made by hand. */
#include "config.h"

#include "fixture-log.h"
#include "paint/pl-pictures.h"
#include "ui/canvas/pl-viewer.h"

static void
show (PlViewer *viewer,
      PlTrace  *trace)
{
  g_autoptr(PlPicture) picture = pl_picture_of_pool (trace);
  pl_viewer_set_picture (viewer, picture, 0);
}

static void
select_span (PlViewer *viewer,
             guint     lane,
             guint64   index)
{
  pl_viewer_select (viewer, &(PlItem) { 0, lane, index, index });
}

static gboolean
selected_span (PlViewer *viewer,
               PlTrace  *trace,
               PlSpan   *span)
{
  const PlViewport *view = pl_viewer_get_viewport (viewer);

  return view->has_selection && pl_trace_get_span (trace, view->selected.lane, view->selected.index, span);
}

static PlViewer *
new_viewer (PlTrace **trace)
{
  PlViewer *viewer = pl_viewer_new ();
  PlLog *log = fixture_pool (&(FixturePlan) { .workers = 4, .tasks = 60, .ipc = PL_IPC_QUEUE, .task_ns = 2000000, .seed = 3 });

  *trace = pl_trace_new (log);
  show (viewer, *trace);
  pl_log_unref (log);
  return viewer;
}

static void
assert_inside (PlViewer *viewer)
{
  const PlViewport *view = pl_viewer_get_viewport (viewer);

  g_assert_cmpint (view->from_ns, >=, 0);
  g_assert_cmpint (view->to_ns, >, view->from_ns);
  g_assert_cmpint (view->to_ns, <=, pl_picture_get_now (pl_viewer_get_picture (viewer)));
}

static void
test_zoom (void)
{
  g_autoptr(PlTrace) trace = NULL;
  g_autoptr(PlViewer) viewer = new_viewer (&trace);
  const PlViewport *view = pl_viewer_get_viewport (viewer);
  gint64 end = pl_trace_get_end_ns (trace);

  g_assert_cmpint (view->from_ns, ==, 0);
  g_assert_cmpint (view->to_ns, ==, end);

  /* The point under the pointer stays where it is. */
  gint64 center = end / 4;
  pl_viewer_zoom (viewer, 0.5, center);
  assert_inside (viewer);
  g_assert_cmpfloat_with_epsilon ((double) (center - view->from_ns) / (double) (view->to_ns - view->from_ns), 0.25, 1e-6);

  for (int i = 0; i < 100; i++)
    pl_viewer_zoom (viewer, 0.7, center);
  assert_inside (viewer);
  g_assert_cmpint (view->to_ns - view->from_ns, ==, pl_picture_least_range_ns (pl_viewer_get_picture (viewer)));

  for (int i = 0; i < 100; i++)
    pl_viewer_zoom (viewer, 1.7, center);
  g_assert_cmpint (view->from_ns, ==, 0);
  g_assert_cmpint (view->to_ns, ==, end);
}

static void
test_pan (void)
{
  g_autoptr(PlTrace) trace = NULL;
  g_autoptr(PlViewer) viewer = new_viewer (&trace);
  const PlViewport *view = pl_viewer_get_viewport (viewer);
  gint64 end = pl_trace_get_end_ns (trace);

  pl_viewer_show (viewer, end / 4, end / 2);
  gint64 width = view->to_ns - view->from_ns;
  pl_viewer_pan (viewer, 10 * end);
  g_assert_cmpint (view->to_ns, ==, end);
  g_assert_cmpint (view->to_ns - view->from_ns, ==, width);
  pl_viewer_pan (viewer, -20 * end);
  g_assert_cmpint (view->from_ns, ==, 0);
  g_assert_cmpint (view->to_ns - view->from_ns, ==, width);
  pl_viewer_show_end (viewer);
  g_assert_cmpint (view->to_ns, ==, end);
  pl_viewer_show_begin (viewer);
  g_assert_cmpint (view->from_ns, ==, 0);
}

static void
test_range (void)
{
  g_autoptr(PlTrace) trace = NULL;
  g_autoptr(PlViewer) viewer = new_viewer (&trace);
  const PlViewport *view = pl_viewer_get_viewport (viewer);
  g_autofree char *title = NULL, *sentence = NULL;

  g_assert_false (pl_viewer_describe (viewer, &title, &sentence));
  g_assert_false (pl_viewer_zoom_to_selection (viewer));
  pl_viewer_select_range (viewer, 9000000, 3000000);
  g_assert_true (view->has_range);
  g_assert_cmpint (view->range_from_ns, ==, 3000000);
  g_assert_true (pl_viewer_describe (viewer, &title, &sentence));
  g_test_message ("%s: %s", title, sentence);
  g_assert_true (pl_viewer_zoom_to_selection (viewer));
  g_assert_cmpint (view->from_ns, ==, 3000000);
  g_assert_cmpint (view->to_ns, ==, 9000000);
  pl_viewer_clear (viewer);
  g_assert_false (view->has_range);
}

/* By keyboard every span of every lane can be reached, none twice, in both directions. */
static void
test_walk_spans (void)
{
  g_autoptr(PlTrace) trace = NULL;
  g_autoptr(PlViewer) viewer = new_viewer (&trace);
  PlSpan span;

  for (guint lane = 0; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      guint64 n = 1;

      select_span (viewer, lane, 0);
      while (pl_viewer_walk (viewer, PL_WALK_RIGHT))
        {
          g_assert_true (selected_span (viewer, trace, &span));
          g_assert_cmpuint (span.lane, ==, lane);
          g_assert_cmpuint (span.index, ==, n++);
          assert_inside (viewer);
        }
      g_assert_cmpuint (n, ==, pl_trace_get_n_records (trace, lane));
      while (pl_viewer_walk (viewer, PL_WALK_LEFT))
        n--;
      g_assert_cmpuint (n, ==, 1);
    }
}

static void
test_walk_reveals (void)
{
  g_autoptr(PlTrace) trace = NULL;
  g_autoptr(PlViewer) viewer = new_viewer (&trace);
  const PlViewport *view = pl_viewer_get_viewport (viewer);
  PlSpan span;

  select_span (viewer, 2, 0);
  pl_viewer_show (viewer, 0, 4000000);
  while (pl_viewer_walk (viewer, PL_WALK_RIGHT))
    {
      g_assert_true (selected_span (viewer, trace, &span));
      g_assert_cmpint (span.start_ns, <=, view->to_ns);
      g_assert_cmpint (span.end_ns, >=, view->from_ns);
    }
}

static void
test_walk_lanes (void)
{
  g_autoptr(PlTrace) trace = NULL;
  g_autoptr(PlViewer) viewer = new_viewer (&trace);
  PlSpan first, span;

  /* The first step selects what is in the middle, on a worker's lane. */
  g_assert_true (pl_viewer_walk (viewer, PL_WALK_DOWN));
  g_assert_true (selected_span (viewer, trace, &first));
  g_assert_cmpuint (first.lane, ==, 1);

  for (guint lane = 2; lane <= 4; lane++)
    {
      gint64 middle = first.start_ns + (first.end_ns - first.start_ns) / 2;

      g_assert_true (pl_viewer_walk (viewer, PL_WALK_DOWN));
      g_assert_true (selected_span (viewer, trace, &span));
      g_assert_cmpuint (span.lane, ==, lane);
      g_assert_cmpint (span.start_ns, <=, middle);
      g_assert_cmpint (span.end_ns, >=, middle);
      first = span;
    }
  g_assert_false (pl_viewer_walk (viewer, PL_WALK_DOWN));
}

static void
test_walk_filtered (void)
{
  g_autoptr(PlTrace) trace = NULL;
  g_autoptr(PlViewer) viewer = new_viewer (&trace);
  guint n_tasks = 0;
  PlSpan span;

  for (guint state = 0; state < PL_N_STATES; state++)
    pl_viewer_set_hidden (viewer, state, state != PL_STATE_WORKING);
  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      select_span (viewer, lane, 0);
      while (pl_viewer_walk (viewer, PL_WALK_RIGHT))
        {
          g_assert_true (selected_span (viewer, trace, &span));
          g_assert_cmpint (span.state, ==, PL_STATE_WORKING);
          n_tasks++;
        }
    }
  g_assert_cmpuint (n_tasks, ==, 60);
}

/* A log without records, as a run leaves that could not start. */
static void
test_empty (void)
{
  g_autoptr(PlViewer) viewer = pl_viewer_new ();
  PlLog *log = fixture_empty (3, 10);
  g_autoptr(PlTrace) trace = pl_trace_new (log);

  g_assert_false (pl_viewer_walk (viewer, PL_WALK_RIGHT));
  show (viewer, trace);
  g_assert_false (pl_viewer_walk (viewer, PL_WALK_RIGHT));
  g_assert_false (pl_viewer_walk (viewer, PL_WALK_UP));
  pl_viewer_zoom (viewer, 0.1, 5);
  pl_viewer_pan (viewer, 5);
  pl_viewer_finish (viewer);
  pl_viewer_set_picture (viewer, NULL, 0);
  pl_log_unref (log);
}

/* A picture that is nothing but time, and goes on as the test says. */
typedef struct { PlPicture parent_instance; gint64 whole_ns, now_ns; gboolean live, own_range; } FakePicture;
typedef struct { PlPictureClass parent_class; } FakePictureClass;
static GType fake_picture_get_type (void);
G_DEFINE_TYPE (FakePicture, fake_picture, PL_TYPE_PICTURE)

static gboolean
fake_get_whole (PlPicture *picture, gint64 *from_ns, gint64 *to_ns)
{
  *from_ns = 0;
  *to_ns = ((FakePicture *) picture)->whole_ns;
  return TRUE;
}

static gint64
fake_get_now (PlPicture *picture)
{
  return ((FakePicture *) picture)->now_ns;
}

static gboolean
fake_get_live (PlPicture *picture)
{
  return ((FakePicture *) picture)->live;
}

static gboolean
fake_refresh (PlPicture *picture)
{
  return TRUE;
}

static void
fake_init_viewport (PlPicture *picture, PlViewport *viewport)
{
  FakePicture *self = (FakePicture *) picture;
  *viewport = (PlViewport) { .to_ns = self->own_range ? 0 : self->whole_ns, .growing = self->live };
}

static void
fake_picture_class_init (FakePictureClass *klass)
{
  klass->parent_class.get_whole = fake_get_whole;
  klass->parent_class.get_now = fake_get_now;
  klass->parent_class.get_live = fake_get_live;
  klass->parent_class.refresh = fake_refresh;
  klass->parent_class.init_viewport = fake_init_viewport;
  klass->parent_class.least_range_ns = 2;
}

static void
fake_picture_init (FakePicture *self)
{
}

static FakePicture *
new_fake (gint64   now_ns,
          gint64   whole_ns,
          gboolean own_range)
{
  FakePicture *fake = g_object_new (fake_picture_get_type (), NULL);

  fake->now_ns = now_ns;
  fake->whole_ns = whole_ns;
  fake->own_range = own_range;
  fake->live = TRUE;
  return fake;
}

static void
go_on (PlViewer    *viewer,
       FakePicture *fake,
       gint64       now_ns)
{
  fake->now_ns = now_ns;
  fake->whole_ns = fake->live ? MAX (fake->whole_ns, now_ns) : now_ns;
  g_assert_true (pl_viewer_refresh (viewer));
}

static void
assert_range (PlViewer *viewer,
              gint64    from_ns,
              gint64    to_ns)
{
  g_assert_cmpint (pl_viewer_get_viewport (viewer)->from_ns, ==, from_ns);
  g_assert_cmpint (pl_viewer_get_viewport (viewer)->to_ns, ==, to_ns);
}

/* A range that was chosen moves along with the end of what goes on, if it showed that. */
static void
test_follow (void)
{
  g_autoptr(PlViewer) viewer = pl_viewer_new ();
  FakePicture *fake = new_fake (100, 300, TRUE);

  pl_viewer_set_picture (viewer, (PlPicture *) fake, 0);
  assert_range (viewer, 0, 0);
  /* The end was in sight, and stays so. */
  pl_viewer_show (viewer, 20, 100);
  go_on (viewer, fake, 130);
  assert_range (viewer, 50, 130);
  /* There is still room for what is to come. */
  pl_viewer_show (viewer, 50, 150);
  go_on (viewer, fake, 140);
  assert_range (viewer, 50, 150);
  go_on (viewer, fake, 160);
  assert_range (viewer, 60, 160);
  /* Something earlier is looked at. */
  pl_viewer_show (viewer, 60, 120);
  go_on (viewer, fake, 200);
  assert_range (viewer, 60, 120);
  /* No more room once it is over. */
  pl_viewer_show (viewer, 60, 220);
  fake->live = FALSE;
  go_on (viewer, fake, 210);
  assert_range (viewer, 50, 210);
  g_object_unref (fake);
}

/* All of what goes on: a picture that chooses its range itself goes on doing so; another one grows in steps. */
static void
test_follow_all (void)
{
  g_autoptr(PlViewer) viewer = pl_viewer_new ();
  FakePicture *own = new_fake (100, 300, TRUE), *other = new_fake (100, 100, FALSE);

  pl_viewer_set_picture (viewer, (PlPicture *) own, 0);
  pl_viewer_zoom (viewer, 0.5, 50);
  g_assert_cmpint (pl_viewer_get_viewport (viewer)->to_ns, >, 0);
  pl_viewer_zoom (viewer, 10, 50);
  assert_range (viewer, 0, 0);
  pl_viewer_show (viewer, 10, 20);
  pl_viewer_show_all (viewer);
  assert_range (viewer, 0, 0);

  pl_viewer_set_picture (viewer, (PlPicture *) other, 250);
  assert_range (viewer, 0, 250);
  go_on (viewer, other, 240);
  assert_range (viewer, 0, 250);
  go_on (viewer, other, 300);
  assert_range (viewer, 0, 400);
  other->live = FALSE;
  go_on (viewer, other, 310);
  assert_range (viewer, 0, 310);
  g_object_unref (own);
  g_object_unref (other);
}

/* For paper: nothing of the pointer, and no room for what is to come. */
static void
test_print (void)
{
  g_autoptr(PlViewer) viewer = pl_viewer_new ();
  FakePicture *fake = new_fake (100, 100, FALSE);
  PlViewport view;

  pl_viewer_set_picture (viewer, (PlPicture *) fake, 500);
  pl_viewer_hover (viewer, &(PlItem) { 0, 1, 2, 2 });
  g_assert_true (pl_viewer_get_viewport (viewer)->has_hover && pl_viewer_get_viewport (viewer)->growing);
  pl_viewer_get_print_viewport (viewer, &view);
  g_assert_false (view.has_hover || view.growing);
  g_assert_cmpint (view.to_ns, ==, 100);
  g_object_unref (fake);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/viewer/zoom", test_zoom);
  g_test_add_func ("/ui/viewer/pan", test_pan);
  g_test_add_func ("/ui/viewer/range", test_range);
  g_test_add_func ("/ui/viewer/walk/spans", test_walk_spans);
  g_test_add_func ("/ui/viewer/walk/reveals", test_walk_reveals);
  g_test_add_func ("/ui/viewer/walk/lanes", test_walk_lanes);
  g_test_add_func ("/ui/viewer/walk/filtered", test_walk_filtered);
  g_test_add_func ("/ui/viewer/empty", test_empty);
  g_test_add_func ("/ui/viewer/follow", test_follow);
  g_test_add_func ("/ui/viewer/follow-all", test_follow_all);
  g_test_add_func ("/ui/viewer/print", test_print);
  return g_test_run ();
}
