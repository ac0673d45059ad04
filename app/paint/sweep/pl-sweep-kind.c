/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/parts/pl-chart.h"
#include "paint/pl-pictures.h"
#include "paint/sweep/pl-sweep-private.h"

/* A sweep as a picture. Items are its points: lane is the series, index the point. */

/* Below it the curves say nothing. */
#define LEAST_HEIGHT 300.0

typedef struct { PlChart parent_instance; } PlSweepKind;
typedef struct { PlChartClass parent_class; } PlSweepKindClass;

static GType pl_sweep_kind_get_type (void);
G_DEFINE_TYPE (PlSweepKind, pl_sweep_kind, PL_TYPE_CHART)

static PlSweep *
sweep_of (PlPicture *picture)
{
  return pl_chart_subject (picture);
}

static PlDrawing *
lay_out (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  return &pl_sweep_lay_out (sweep_of (picture), viewport, paper)->drawing;
}

static double
least_height (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  return LEAST_HEIGHT;
}

static char *
title (PlPicture *picture)
{
  return pl_sweep_title (sweep_of (picture));
}

static char *
subtitle (PlPicture *picture)
{
  return pl_sweep_subtitle (sweep_of (picture));
}

static char *
caption (PlPicture *picture)
{
  return pl_sweep_footer (sweep_of (picture));
}

static PlLog *
get_log (PlPicture *picture)
{
  return pl_sweep_get_log (sweep_of (picture));
}

/* Of as many plans as can be seen beside each other a run each; else the first run of all. */
static void
get_runs (PlPicture *picture, PlCompared *out)
{
  PlSweep *sweep = sweep_of (picture);

  for (guint i = 0; i < pl_sweep_get_n_points (sweep) && out->n < PL_MAX_COMPARED; i++)
    if (pl_sweep_get_point_log (sweep, i) != NULL)
      pl_compared_add (out, pl_sweep_get_point_log (sweep, i));
  if (out->n == 0 && pl_sweep_get_log (sweep) != NULL)
    pl_compared_add (out, pl_sweep_get_log (sweep));
}

static gboolean
has_run (PlSweep *sweep, guint64 point)
{
  PlSweepPoint at;

  if (point >= pl_sweep_get_n_points (sweep))
    return FALSE;
  pl_sweep_get_point (sweep, (guint) point, &at);
  return at.n > 0;
}

static gboolean
item_text (PlPicture *picture, const PlViewport *viewport, const PlItem *item, char **title, char **sentence)
{
  if (!has_run (sweep_of (picture), item->index))
    return FALSE;
  *title = pl_sweep_point_name (sweep_of (picture), (guint) item->index);
  *sentence = pl_sweep_point_sentence (sweep_of (picture), (guint) item->index);
  return TRUE;
}

/* The sentence, what each series fits, and every point. */
static char *
tell_all (gpointer sweep)
{
  g_autofree char *sentence = pl_sweep_sentence (sweep);
  GString *text = g_string_new (sentence);

  for (guint series = 0; series < pl_sweep_get_n_series (sweep); series++)
    {
      g_autofree char *name = pl_sweep_series_name (sweep, series), *law = pl_sweep_amdahl_sentence (sweep, series);

      if (law)
        g_string_append_printf (text, "\n%s: %s", name, law);
    }
  for (guint i = 0; i < pl_sweep_get_n_points (sweep); i++)
    {
      g_autofree char *point = pl_sweep_point_sentence (sweep, i);

      g_string_append_printf (text, "\n%s", point);
    }
  return g_string_free (text, FALSE);
}

static gboolean
is_nearer (PlSweep *sweep, const PlSweepPoint *from, const PlSweepPoint *a, const PlSweepPoint *b)
{
  return ABS (pl_sweep_point_x (sweep, a) - pl_sweep_point_x (sweep, from))
         < ABS (pl_sweep_point_x (sweep, b) - pl_sweep_point_x (sweep, from));
}

/* Along a series, or to the one before or after it. */
static gboolean
lies_that_way (PlSweep *sweep, const PlSweepPoint *from, const PlSweepPoint *to, PlWalk direction)
{
  double by = pl_sweep_point_x (sweep, to) - pl_sweep_point_x (sweep, from);

  switch (direction)
    {
    case PL_WALK_LEFT: return to->series == from->series && by < 0;
    case PL_WALK_RIGHT: return to->series == from->series && by > 0;
    case PL_WALK_UP: return to->series + 1 == from->series;
    case PL_WALK_DOWN: return to->series == from->series + 1;
    default: return FALSE;
    }
}

static gboolean
walk (PlPicture *picture, const PlViewport *viewport, const PlItem *from, PlWalk direction, PlItem *to)
{
  PlSweep *sweep = sweep_of (picture);
  PlSweepPoint start, point, best;
  gboolean found = FALSE;

  if (from)
    pl_sweep_get_point (sweep, (guint) MIN (from->index, pl_sweep_get_n_points (sweep) - 1), &start);
  for (guint i = 0; i < pl_sweep_get_n_points (sweep); i++)
    {
      pl_sweep_get_point (sweep, i, &point);
      if (point.n == 0 || (from ? !lies_that_way (sweep, &start, &point, direction) : found)
          || (found && !is_nearer (sweep, &start, &point, &best)))
        continue;
      best = point;
      *to = (PlItem) { 0, point.series, i, i };
      found = TRUE;
    }
  return found;
}

static guint
get_n (gpointer sweep)
{
  return pl_sweep_get_n_done (sweep);
}

static void
pl_sweep_kind_class_init (PlSweepKindClass *klass)
{
  PlPictureClass *picture = &klass->parent_class.parent_class;

  klass->parent_class.tell_all = tell_all;
  klass->parent_class.get_n = get_n;
  picture->lay_out = lay_out;
  picture->least_height = least_height;
  picture->title = title;
  picture->subtitle = subtitle;
  picture->caption = caption;
  picture->get_log = get_log;
  picture->get_runs = get_runs;
  picture->item_text = item_text;
  picture->walk = walk;
}

static void
pl_sweep_kind_init (PlSweepKind *self)
{
}

PlPicture *
pl_picture_of_sweep (PlSweep *sweep)
{
  return pl_chart_new (pl_sweep_kind_get_type (), sweep);
}
