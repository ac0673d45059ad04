/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"
#include "paint/pl-pictures.h"
#include "paint/pool/pl-cpus-private.h"
#include "trace/pl-account-text.h"
#include "trace/pl-trace-account.h"
#include "trace/pl-trace-text.h"

/* By CPU: a lane a CPU, who had it, and when somebody moved to another. */

#define LEAST_HEIGHT 160.0

/* Of a live run, one part in so many of the time goes into sorting its turns anew. */
#define SORTING_SHARE 20

typedef struct {
  PlSpansPicture parent_instance;
  PlByCpu *cpus;
  gint64 sorted_us, took_us;    /* when, and how long that took */
  gboolean behind;              /* there is more by now */
} PlCpusPicture;
typedef struct { PlSpansPictureClass parent_class; } PlCpusPictureClass;

static GType pl_cpus_picture_get_type (void);
G_DEFINE_TYPE (PlCpusPicture, pl_cpus_picture, PL_TYPE_SPANS_PICTURE)

static PlTrace *
trace_of (PlPicture *picture)
{
  return ((PlSpansPicture *) picture)->trace;
}

static PlByCpu *
index_of (PlPicture *picture)
{
  PlCpusPicture *self = (PlCpusPicture *) picture;

  if (!self->cpus)
    {
      gint64 start_us = g_get_monotonic_time ();

      self->cpus = pl_by_cpu_new (trace_of (picture));
      self->sorted_us = g_get_monotonic_time ();
      self->took_us = self->sorted_us - start_us;
    }
  return self->cpus;
}

static gboolean
refresh (PlPicture *picture)
{
  PlCpusPicture *self = (PlCpusPicture *) picture;
  gboolean more = PL_PICTURE_CLASS (pl_cpus_picture_parent_class)->refresh (picture);

  self->behind = self->behind || more;
  if (!self->behind || (pl_trace_get_live (trace_of (picture)) &&
                        g_get_monotonic_time () - self->sorted_us < self->took_us * SORTING_SHARE))
    return more;
  self->behind = FALSE;
  g_clear_pointer (&self->cpus, pl_by_cpu_free);
  return TRUE;
}

static const PlCpuTurn *
turn_of (PlPicture *picture, const PlItem *item)
{
  PlByCpu *cpus = index_of (picture);

  if (item->lane >= pl_by_cpu_n_rows (cpus) || item->index >= pl_by_cpu_n_turns (cpus, item->lane))
    return NULL;
  return pl_by_cpu_turn (cpus, item->lane, (guint) item->index);
}

static PlDrawing *
lay_out (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  PlViewport view = pl_spans_picture_shown (picture, viewport);

  return &pl_cpus_lay_out (picture, trace_of (picture), index_of (picture), &view, paper)->drawing;
}

static double
least_height (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  return LEAST_HEIGHT;
}

static char *
title (PlPicture *picture)
{
  g_autofree char *run = pl_trace_title (trace_of (picture));

  return g_strdup_printf (_("%s, by CPU"), run);
}

/* Of a replay its moment, else after all that there is. */
static gint64
moment_of (const PlViewport *viewport)
{
  return viewport->until_ns > 0 ? viewport->until_ns : G_MAXINT64 - 1;
}

/* How many of the rows somebody had by then. */
static guint
n_used_by (PlByCpu *cpus, gint64 t_ns)
{
  guint n = 0;

  for (guint row = 0; row < pl_by_cpu_n_rows (cpus); row++)
    n += pl_by_cpu_find_start (cpus, row, t_ns + 1) > 0;
  return n;
}

static char *
subtitle_at (PlPicture *picture, const PlViewport *viewport)
{
  PlByCpu *cpus = index_of (picture);
  gint64 t_ns = moment_of (viewport);
  guint n_rows = pl_by_cpu_n_rows (cpus), n_used = n_used_by (cpus, t_ns), n = pl_by_cpu_find_migration (cpus, t_ns + 1);
  g_autofree char *count = pl_text_count (n), *source = pl_account_source_sentence (trace_of (picture));
  g_autofree char *moved = NULL, *had = NULL;

  if (n_rows == 0)
    return g_steal_pointer (&source);
  moved = n == 0 ? g_strdup (_("no migration")) : g_strdup_printf (ngettext ("%s migration", "%s migrations", n), count);
  if (n_used < n_rows)
    had = g_strdup_printf (_("on %u of %u CPUs"), n_used, n_rows);
  else
    had = g_strdup_printf (ngettext ("on %u CPU", "on %u CPUs", n_rows), n_rows);
  return g_strdup_printf (_("%s, %s. %s"), had, moved, source);
}

static char *
subtitle (PlPicture *picture)
{
  return subtitle_at (picture, &(PlViewport) { 0 });
}

static guint
get_n_lanes (PlPicture *picture)
{
  return pl_by_cpu_n_rows (index_of (picture));
}

/* Its rows are CPUs, and no lane of the log is one. */
static gboolean
no_lane (PlPicture *picture, guint lane, guint *row)
{
  return FALSE;
}

/* Nor is anything in it a span. */
static PlFindSource *
no_source (PlPicture *picture)
{
  return NULL;
}

static gboolean
nothing_to_follow (PlPicture *picture, const PlItem *from, gboolean forth, PlItem *to)
{
  return FALSE;
}

static char *
lane_name (PlPicture *picture, guint lane)
{
  return pl_cpus_row_name (pl_by_cpu_number (index_of (picture), lane));
}

/* Of the turns [first, after): what of them lies in the range. */
static gint64
sum_between (PlByCpu *cpus, guint row, guint first, guint after, gint64 from_ns, gint64 to_ns)
{
  return pl_by_cpu_sum_ns (cpus, row, first, after - 1) - MAX (from_ns - pl_by_cpu_turn (cpus, row, first)->start_ns, 0)
         - MAX (pl_by_cpu_turn (cpus, row, after - 1)->end_ns - to_ns, 0);
}

static char *
lane_text (PlPicture *picture, const PlViewport *viewport, guint lane)
{
  PlByCpu *cpus = index_of (picture);
  gint64 end_ns = MIN (pl_trace_slices_end_ns (trace_of (picture)), moment_of (viewport));
  guint n = pl_by_cpu_find_start (cpus, lane, moment_of (viewport) + 1);
  gint64 sum_ns = n > 0 ? sum_between (cpus, lane, 0, n, 0, moment_of (viewport)) : 0;
  g_autofree char *name = lane_name (picture, lane), *sum = pl_text_duration (sum_ns), *all = pl_text_duration (end_ns);
  g_autofree char *percent = pl_text_percent ((double) MIN (sum_ns, end_ns), (double) end_ns), *count = pl_text_count (n);

  if (n == 0)
    return g_strdup_printf (_("%s: nobody of this run had it."), name);
  return g_strdup_printf (ngettext ("%s: this run had it for %s of %s (%s), in %s turn.",
                                    "%s: this run had it for %s of %s (%s), in %s turns.", n),
                          name, sum, all, percent, count);
}

/* "Worker 2 had CPU 1 for 3.2 ms, from ... to ...; it came from CPU 0." */
static char *
turn_sentence (PlPicture *picture, guint row, const PlCpuTurn *turn)
{
  int number = pl_by_cpu_number (index_of (picture), row);
  gint64 end_ns = pl_trace_get_end_ns (trace_of (picture)), length_ns = turn->end_ns - turn->start_ns;
  gint64 step_ns = 1;
  g_autofree char *who = pl_trace_lane_name (trace_of (picture), turn->lane), *cpu = pl_cpus_row_name (number);
  g_autofree char *length = pl_text_duration (length_ns), *from = NULL, *to = NULL, *before = NULL;

  while (step_ns < length_ns / 400)
    step_ns *= 10;
  from = pl_text_axis_time (turn->start_ns, step_ns, end_ns);
  to = pl_text_axis_time (turn->end_ns, step_ns, end_ns);
  if (turn->from_cpu < 0 || number < 0)
    return g_strdup_printf (_("%s had %s for %s, from %s to %s."), who, cpu, length, from, to);
  before = pl_cpus_row_name (turn->from_cpu);
  if (turn->from_cpu == number)
    return g_strdup_printf (_("%s had %s for %s, from %s to %s, as before."), who, cpu, length, from, to);
  return g_strdup_printf (_("%s had %s for %s, from %s to %s. It came from %s: a migration."), who, cpu, length, from, to,
                          before);
}

static gboolean
item_text (PlPicture *picture, const PlViewport *viewport, const PlItem *item, char **title, char **sentence)
{
  const PlCpuTurn *turn = turn_of (picture, item);
  g_autofree char *who = NULL, *cpu = NULL;
  PlCpuTurn so_far;

  if (!turn || turn->start_ns > moment_of (viewport))
    return FALSE;
  so_far = *turn;
  so_far.end_ns = MIN (so_far.end_ns, moment_of (viewport));
  who = pl_trace_lane_name (trace_of (picture), turn->lane);
  cpu = lane_name (picture, item->lane);
  *title = g_strdup_printf (_("%s on %s"), who, cpu);
  *sentence = turn_sentence (picture, item->lane, &so_far);
  return TRUE;
}

static gboolean
item_time (PlPicture *picture, const PlViewport *viewport, const PlItem *item, gint64 *from_ns, gint64 *to_ns)
{
  const PlCpuTurn *first = turn_of (picture, item), *last = first;
  const PlItem end = { 0, item->lane, item->last, item->last };

  if (first && item->last > item->index)
    last = turn_of (picture, &end);
  if (!first || !last)
    return FALSE;
  *from_ns = first->start_ns;
  *to_ns = last->end_ns;
  return TRUE;
}

/* How much of it each CPU was had by the run. */
static char *
range_text (PlPicture *picture, const PlViewport *viewport, gint64 from_ns, gint64 to_ns)
{
  PlByCpu *cpus = index_of (picture);
  gint64 seen_ns = MAX (MIN (to_ns, moment_of (viewport)), from_ns);
  guint n = pl_by_cpu_find_migration (cpus, seen_ns) - pl_by_cpu_find_migration (cpus, from_ns);
  g_autofree char *length = pl_text_duration (seen_ns - from_ns), *count = pl_text_count (n);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("In these %s: %s migration", "In these %s: %s migrations", n), length, count);
  for (guint row = 0; row < pl_by_cpu_n_rows (cpus); row++)
    {
      guint first = pl_by_cpu_find_end (cpus, row, from_ns), last = pl_by_cpu_find_start (cpus, row, seen_ns);
      g_autofree char *name = lane_name (picture, row), *percent = NULL;
      gint64 sum_ns = 0;

      if (first < last)
        sum_ns = sum_between (cpus, row, first, last, from_ns, seen_ns);
      percent = pl_text_percent ((double) sum_ns, (double) MAX (seen_ns - from_ns, 1));
      g_string_append_printf (text, _("; %s in use %s"), name, percent);
    }
  g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}

static void
describe (PlPicture *picture, const PlViewport *viewport, char **name, char **description)
{
  g_autofree char *selected = NULL;

  if (viewport->has_range)
    {
      selected = g_strdup (_("Selected range"));
      *description = pl_picture_range_text (picture, viewport, viewport->range_from_ns, viewport->range_to_ns);
    }
  else if (!viewport->has_selection
           || !pl_picture_item_text (picture, viewport, &viewport->selected, &selected, description))
    {
      g_autofree char *what = title (picture), *how = subtitle_at (picture, viewport);

      *name = g_strdup (_("CPUs"));
      *description = g_strdup_printf ("%s\n%s", what, how);
      return;
    }
  *name = g_strdup_printf (_("CPUs: %s"), selected);
}

static char *
tell (PlPicture *picture, const PlViewport *viewport)
{
  g_autofree char *first = subtitle (picture), *last = pl_picture_caption (picture);
  GString *text = g_string_new (first);

  for (guint row = 0; row < get_n_lanes (picture); row++)
    {
      g_autofree char *lane = lane_text (picture, viewport, row);

      g_string_append_printf (text, "\n%s", lane);
    }
  g_string_append_printf (text, "\n%s", last);
  return g_string_free (text, FALSE);
}

static gboolean
choose_item (PlPicture *picture, const PlViewport *viewport, const PlItem *item, PlItem *chosen)
{
  if (!turn_of (picture, item))
    return FALSE;
  *chosen = (PlItem) { 0, item->lane, item->index, item->index };
  return TRUE;
}

/* The turn at t, or the one after it, or the last, of the first row from there on that has any. FALSE: none has. */
static gboolean
find_near (PlByCpu *cpus, guint row, int step, gint64 t_ns, PlItem *to)
{
  for (; row < pl_by_cpu_n_rows (cpus); row += (guint) step)
    if (pl_by_cpu_n_turns (cpus, row) > 0)
      {
        guint i = MIN (pl_by_cpu_find_end (cpus, row, t_ns), pl_by_cpu_n_turns (cpus, row) - 1);

        *to = (PlItem) { 0, row, i, i };
        return TRUE;
      }
  return FALSE;
}

/* To the next migration after the turn, or the last before it. */
static gboolean
walk_migrations (PlByCpu *cpus, const PlItem *from, const PlCpuTurn *at, gboolean forward, PlItem *to)
{
  guint n = pl_by_cpu_n_migrations (cpus), i = forward ? 0 : n;
  const PlMigration *migration;

  if (at)
    i = pl_by_cpu_find_migration (cpus, at->start_ns);
  /* Those that arrive on several CPUs at one moment come one after the other. */
  for (guint k = i; at && k < n && pl_by_cpu_migration (cpus, k)->arrived_ns == at->start_ns; k++)
    if (pl_by_cpu_migration (cpus, k)->to_row == from->lane && pl_by_cpu_migration (cpus, k)->index == from->index)
      i = forward ? k + 1 : k;
  if (forward ? i >= n : i == 0)
    return FALSE;
  migration = pl_by_cpu_migration (cpus, forward ? i : i - 1);
  *to = (PlItem) { 0, migration->to_row, migration->index, migration->index };
  return TRUE;
}

static gboolean
walk (PlPicture *picture, const PlViewport *viewport, const PlItem *from, PlWalk direction, PlItem *to)
{
  PlViewport view = pl_spans_picture_shown (picture, viewport);
  PlByCpu *cpus = index_of (picture);
  const PlCpuTurn *at = from ? turn_of (picture, from) : NULL;
  gboolean forward = direction == PL_WALK_RIGHT || direction == PL_WALK_DOWN || direction == PL_WALK_NEXT;

  if (direction == PL_WALK_NEXT || direction == PL_WALK_PREVIOUS)
    return walk_migrations (cpus, from, at, forward, to);
  if (!at)
    return find_near (cpus, 0, 1, view.from_ns + (view.to_ns - view.from_ns) / 2, to);
  *to = *from;
  if (direction == PL_WALK_LEFT || direction == PL_WALK_RIGHT)
    {
      if (forward ? from->last + 1 >= pl_by_cpu_n_turns (cpus, from->lane) : from->index == 0)
        return FALSE;
      to->index = to->last = forward ? from->last + 1 : from->index - 1;
      return TRUE;
    }
  return find_near (cpus, forward ? from->lane + 1 : from->lane - 1, forward ? 1 : -1,
                    at->start_ns + (at->end_ns - at->start_ns) / 2, to);
}

static gboolean
open_item (PlPicture *picture, const PlItem *item, PlViewport *viewport)
{
  gint64 least_ns = pl_picture_least_range_ns (picture), from_ns, to_ns, margin_ns, range_ns;
  gint64 end_ns = MAX (pl_trace_get_end_ns (trace_of (picture)), least_ns);

  if (!item_time (picture, viewport, item, &from_ns, &to_ns))
    return FALSE;
  margin_ns = MAX (to_ns - from_ns, least_ns / 2);
  range_ns = MIN (MAX (to_ns - from_ns + 2 * margin_ns, least_ns), end_ns);
  viewport->from_ns = CLAMP (from_ns - margin_ns, 0, end_ns - range_ns);
  viewport->to_ns = viewport->from_ns + range_ns;
  return TRUE;
}

static void
init_viewport (PlPicture *picture, PlViewport *viewport)
{
  *viewport = (PlViewport) { .to_ns = pl_trace_get_end_ns (trace_of (picture)),
                             .growing = pl_trace_get_live (trace_of (picture)) };
}

static void
finalize (GObject *object)
{
  g_clear_pointer (&((PlCpusPicture *) object)->cpus, pl_by_cpu_free);
  G_OBJECT_CLASS (pl_cpus_picture_parent_class)->finalize (object);
}

static void
pl_cpus_picture_class_init (PlCpusPictureClass *klass)
{
  PlPictureClass *picture = &klass->parent_class.parent_class;

  G_OBJECT_CLASS (klass)->finalize = finalize;
  picture->lay_out = lay_out;
  picture->least_height = least_height;
  picture->title = title;
  picture->subtitle = subtitle;
  picture->subtitle_at = subtitle_at;
  picture->describe = describe;
  picture->tell = tell;
  picture->get_n_lanes = get_n_lanes;
  picture->lane_name = lane_name;
  picture->make_source = no_source;
  picture->follow = nothing_to_follow;
  picture->row_of_lane = no_lane;
  picture->lane_of_row = no_lane;
  picture->lane_text = lane_text;
  picture->init_viewport = init_viewport;
  picture->refresh = refresh;
  picture->item_text = item_text;
  picture->item_time = item_time;
  picture->range_text = range_text;
  picture->choose_item = choose_item;
  picture->walk = walk;
  picture->open_item = open_item;
}

static void
pl_cpus_picture_init (PlCpusPicture *self)
{
}

PlPicture *
pl_picture_of_cpus (PlTrace *trace)
{
  return pl_spans_picture_new (pl_cpus_picture_get_type (), trace);
}

gboolean
pl_pictures_can_by_cpu (PlTrace *trace)
{
  return pl_by_cpu_is_told (trace);
}
