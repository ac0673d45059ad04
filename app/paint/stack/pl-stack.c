/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/parts/pl-spans.h"
#include "paint/pl-pictures.h"
#include "paint/stack/pl-stack-private.h"
#include "trace/compare/pl-differences.h"

typedef struct { PlPictureClass parent_class; } PlStackClass;

static GType pl_stack_get_type (void);
G_DEFINE_TYPE (PlStack, pl_stack, PL_TYPE_PICTURE)

static PlStack *
stack_of (PlPicture *picture)
{
  return (PlStack *) picture;
}

static PlDrawing *
lay_out (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  return &pl_stack_lay_out (stack_of (picture), viewport, paper)->drawing;
}

/* What has no room is scrolled. */
static double
least_height (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  return 240;
}

static char *
title (PlPicture *picture)
{
  return pl_stack_title (stack_of (picture));
}

static char *
subtitle (PlPicture *picture)
{
  return pl_stack_subtitle (stack_of (picture));
}

gint64
pl_picture_stack_own_ns (PlPicture *stack, guint i, gint64 t_ns)
{
  return pl_stack_own_ns (stack_of (stack), i, t_ns);
}

static char *
caption (PlPicture *picture)
{
  return pl_stack_caption (stack_of (picture));
}

static PlLog *
get_log (PlPicture *picture)
{
  return pl_picture_get_log (stack_of (picture)->pictures[0]);
}

static void
get_runs (PlPicture *picture, PlCompared *out)
{
  PlStack *self = stack_of (picture);

  out->align = self->align;
  for (guint i = 0; i < self->n; i++)
    pl_compared_add (out, pl_picture_get_log (self->pictures[i]));
}

/* Of all of them together, if each tells of its own. */
static guint
get_n_lanes (PlPicture *picture)
{
  PlStack *self = stack_of (picture);
  guint n = 0;

  for (guint i = 0; i < self->n; i++)
    {
      guint own = pl_picture_get_n_lanes (self->pictures[i]);

      if (own == 0)
        return 0;
      n += own;
    }
  return n;
}

/* "A: Worker 1, pid 4103"; takes text. */
static char *
add_letter (guint i, char *text)
{
  char *whole = text && *text ? g_strdup_printf ("%s: %s", pl_run_letter (i), text) : g_strdup (text);

  g_free (text);
  return whole;
}

static char *
lane_name (PlPicture *picture, guint lane)
{
  PlItem item = { .lane = lane }, own;
  guint i;

  if (!pl_stack_own_item (stack_of (picture), &item, &i, &own))
    return g_strdup ("");
  return add_letter (i, pl_picture_lane_name (stack_of (picture)->pictures[i], own.lane));
}

static char *
lane_text (PlPicture *picture, const PlViewport *viewport, guint lane)
{
  PlStack *self = stack_of (picture);
  PlViewport shown = pl_stack_shown (self, viewport), view;
  PlItem item = { .lane = lane }, own;
  guint i;

  if (!pl_stack_own_item (self, &item, &i, &own))
    return g_strdup ("");
  view = pl_stack_own_view (self, i, &shown);
  return add_letter (i, pl_picture_lane_text (self->pictures[i], &view, own.lane));
}

static gboolean
get_whole (PlPicture *picture, gint64 *from_ns, gint64 *to_ns)
{
  PlStack *self = stack_of (picture);
  gboolean has_time = TRUE;

  *from_ns = G_MAXINT64;
  *to_ns = 1;
  for (guint i = 0; i < self->n; i++)
    {
      gint64 own_from_ns, own_to_ns;

      has_time = pl_picture_get_whole (self->pictures[i], &own_from_ns, &own_to_ns) && has_time;
      *from_ns = MIN (*from_ns, pl_stack_common_ns (self, i, own_from_ns));
      *to_ns = MAX (*to_ns, pl_stack_common_ns (self, i, own_to_ns));
    }
  *from_ns = MIN (*from_ns, *to_ns - 1);
  return has_time;
}

static gboolean
next_event (PlPicture *picture, gint64 t_ns, gboolean forward, gint64 *event_ns)
{
  PlStack *self = stack_of (picture);
  gboolean found = FALSE;
  gint64 own_ns;

  for (guint i = 0; i < self->n; i++)
    {
      if (!pl_picture_next_event (self->pictures[i], pl_stack_own_ns (self, i, t_ns), forward, &own_ns))
        continue;
      own_ns = pl_stack_common_ns (self, i, own_ns);
      if (!found || (forward ? own_ns < *event_ns : own_ns > *event_ns))
        *event_ns = own_ns;
      found = TRUE;
    }
  return found;
}

static void
init_viewport (PlPicture *picture, PlViewport *viewport)
{
  *viewport = (PlViewport) { .show_messages = TRUE, .zero_ns = stack_of (picture)->base_ns };
  get_whole (picture, &viewport->from_ns, &viewport->to_ns);
}

static guint32
get_entries (PlPicture *picture, const PlViewport *viewport)
{
  PlStack *self = stack_of (picture);
  PlViewport shown = pl_stack_shown (self, viewport);
  guint32 entries = 0;

  for (guint i = 0; i < self->n; i++)
    {
      PlViewport own = pl_stack_own_view (self, i, &shown);

      entries |= pl_picture_get_entries (self->pictures[i], &own);
    }
  return entries;
}

static gboolean
refresh (PlPicture *picture)
{
  gboolean any = FALSE;

  for (guint i = 0; i < stack_of (picture)->n; i++)
    any = pl_picture_refresh (stack_of (picture)->pictures[i]) || any;
  return any;
}

static gboolean
item_text (PlPicture *picture, const PlViewport *viewport, const PlItem *item, char **title, char **sentence)
{
  PlStack *self = stack_of (picture);
  PlViewport shown = pl_stack_shown (self, viewport), view;
  PlItem own;
  guint i;

  if (!pl_stack_own_item (self, item, &i, &own))
    return FALSE;
  view = pl_stack_own_view (self, i, &shown);
  if (!pl_picture_item_text (self->pictures[i], &view, &own, title, sentence))
    return FALSE;
  *title = add_letter (i, *title);
  return TRUE;
}

static gboolean
item_time (PlPicture *picture, const PlViewport *viewport, const PlItem *item, gint64 *from_ns, gint64 *to_ns)
{
  PlStack *self = stack_of (picture);
  PlViewport shown = pl_stack_shown (self, viewport), view;
  PlItem own;
  guint i;

  if (!pl_stack_own_item (self, item, &i, &own))
    return FALSE;
  view = pl_stack_own_view (self, i, &shown);
  if (!pl_picture_item_time (self->pictures[i], &view, &own, from_ns, to_ns))
    return FALSE;
  *from_ns = pl_stack_common_ns (self, i, *from_ns);
  *to_ns = pl_stack_common_ns (self, i, *to_ns);
  return TRUE;
}

/* NULL: one of them has nothing to look for. */
static PlFindSource *
make_source (PlPicture *picture)
{
  PlStack *self = stack_of (picture);
  PlFindSource *sources[PL_STACK_MOST];
  gint64 shift_ns[PL_STACK_MOST];

  for (guint i = 0; i < self->n; i++)
    {
      sources[i] = pl_picture_make_source (self->pictures[i]);
      shift_ns[i] = pl_stack_common_ns (self, i, 0);
      if (sources[i] != NULL)
        continue;
      while (i-- > 0)
        pl_find_source_unref (sources[i]);
      return NULL;
    }
  return pl_find_source_join (sources, shift_ns, self->n);
}

static gboolean
row_of_lane (PlPicture *picture, guint lane, guint *row)
{
  PlStack *self = stack_of (picture);
  guint i, own;

  if (!pl_stack_own_log_lane (self, lane, &i, &own) || !pl_picture_row_of_lane (self->pictures[i], own, row))
    return FALSE;
  *row += pl_stack_first_lane (self, i);
  return TRUE;
}

static gboolean
lane_of_row (PlPicture *picture, guint row, guint *lane)
{
  PlStack *self = stack_of (picture);
  PlItem item = { .lane = row }, own;
  guint i;

  if (!pl_stack_own_item (self, &item, &i, &own) || !pl_picture_lane_of_row (self->pictures[i], own.lane, lane))
    return FALSE;
  *lane += pl_stack_first_log_lane (self, i);
  return TRUE;
}

static gboolean
get_fold (PlPicture *picture, guint lane, guint *above, gboolean *open)
{
  PlStack *self = stack_of (picture);
  PlItem item = { .lane = lane }, own;
  guint i;

  if (!pl_stack_own_item (self, &item, &i, &own) || !pl_picture_get_fold (self->pictures[i], own.lane, above, open))
    return FALSE;
  *above += pl_stack_first_lane (self, i);
  return TRUE;
}

static void
set_fold (PlPicture *picture, guint lane, gboolean open)
{
  PlStack *self = stack_of (picture);
  PlItem item = { .lane = lane }, own;
  guint i;

  if (pl_stack_own_item (self, &item, &i, &own))
    pl_picture_set_fold (self->pictures[i], own.lane, open);
}

/* A line a run, in the run's own time. */
static char *
range_text (PlPicture *picture, const PlViewport *viewport, gint64 from_ns, gint64 to_ns)
{
  PlStack *self = stack_of (picture);
  PlViewport shown = pl_stack_shown (self, viewport);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->n; i++)
    {
      PlViewport view = pl_stack_own_view (self, i, &shown);
      g_autofree char *own = pl_picture_range_text (self->pictures[i], &view, pl_stack_own_ns (self, i, from_ns),
                                                    pl_stack_own_ns (self, i, to_ns));

      if (own)
        g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "", pl_run_letter (i), own);
    }
  return g_string_free (text, text->len == 0);
}

static gboolean
choose_item (PlPicture *picture, const PlViewport *viewport, const PlItem *item, PlItem *chosen)
{
  PlStack *self = stack_of (picture);
  PlViewport shown = pl_stack_shown (self, viewport), view;
  PlItem own;
  guint i;

  if (!pl_stack_own_item (self, item, &i, &own))
    return FALSE;
  view = pl_stack_own_view (self, i, &shown);
  if (!pl_picture_choose_item (self->pictures[i], &view, &own, chosen))
    return FALSE;
  *chosen = pl_stack_common_item (self, i, chosen);
  return TRUE;
}

/* Into another picture: to its first or last lane, near the moment that was left. */
static gboolean
enter (PlStack *self, guint i, const PlViewport *shown, gint64 t_ns, PlWalk direction, PlItem *to)
{
  PlViewport view = pl_stack_own_view (self, i, shown);
  PlItem next;

  if (direction == PL_WALK_UP || direction == PL_WALK_DOWN)
    {
      view.from_ns = pl_stack_own_ns (self, i, t_ns);
      view.to_ns = view.from_ns + 1;
    }
  if (!pl_picture_walk (self->pictures[i], &view, NULL, direction, to))
    return FALSE;
  if (direction == PL_WALK_UP || direction == PL_WALK_DOWN)
    while (pl_picture_walk (self->pictures[i], &view, to, direction == PL_WALK_UP ? PL_WALK_DOWN : PL_WALK_UP, &next))
      *to = next;
  *to = pl_stack_common_item (self, i, to);
  return TRUE;
}

static gboolean
leave (PlStack *self, guint from, const PlViewport *shown, gint64 t_ns, PlWalk direction, PlItem *to)
{
  gboolean back = direction == PL_WALK_UP || direction == PL_WALK_PREVIOUS;

  if (direction == PL_WALK_LEFT || direction == PL_WALK_RIGHT)
    return FALSE;
  for (guint i = from; back ? i > 0 : i + 1 < self->n;)
    {
      i = back ? i - 1 : i + 1;
      if (enter (self, i, shown, t_ns, direction, to))
        return TRUE;
    }
  return FALSE;
}

static gboolean
walk (PlPicture *picture, const PlViewport *viewport, const PlItem *from, PlWalk direction, PlItem *to)
{
  PlStack *self = stack_of (picture);
  PlViewport shown = pl_stack_shown (self, viewport), view;
  gint64 from_ns = shown.from_ns, to_ns = shown.to_ns;
  PlItem own;
  guint i = 0;

  if (from && !pl_stack_own_item (self, from, &i, &own))
    return FALSE;
  view = pl_stack_own_view (self, i, &shown);
  if (pl_picture_walk (self->pictures[i], &view, from ? &own : NULL, direction, to))
    {
      *to = pl_stack_common_item (self, i, to);
      return TRUE;
    }
  if (from)
    item_time (picture, viewport, from, &from_ns, &to_ns);
  from_ns = MAX (from_ns, shown.from_ns);
  return leave (self, i, &shown, from_ns + MAX (MIN (to_ns, shown.to_ns) - from_ns, 0) / 2, direction, to);
}

static gboolean
open_item (PlPicture *picture, const PlItem *item, PlViewport *viewport)
{
  PlStack *self = stack_of (picture);
  PlViewport shown = pl_stack_shown (self, viewport), view;
  gint64 begin_ns, end_ns;
  PlItem own;
  guint i;

  if (!pl_stack_own_item (self, item, &i, &own))
    return FALSE;
  view = pl_stack_own_view (self, i, &shown);
  /* One that is shown in another way when it is opened cannot be, beside others. */
  if (!pl_picture_open_item (self->pictures[i], &own, &view) || view.to_ns <= view.from_ns)
    return FALSE;
  get_whole (picture, &begin_ns, &end_ns);
  viewport->from_ns = MAX (pl_stack_common_ns (self, i, view.from_ns), begin_ns);
  viewport->to_ns = MIN (pl_stack_common_ns (self, i, view.to_ns), end_ns);
  return TRUE;
}

static char *
tell (PlPicture *picture, const PlViewport *viewport)
{
  PlStack *self = stack_of (picture);
  PlViewport shown = pl_stack_shown (self, viewport);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->n; i++)
    {
      PlViewport view = pl_stack_own_view (self, i, &shown);
      g_autofree char *heading = pl_stack_heading (self, i), *own = pl_picture_tell (self->pictures[i], &view);

      g_string_append_printf (text, "%s%s\n%s", i > 0 ? "\n" : "", heading, own);
    }
  return g_string_free (text, FALSE);
}

static void
describe (PlPicture *picture, const PlViewport *viewport, char **name, char **description)
{
  PlStack *self = stack_of (picture);
  GString *text = g_string_new (NULL);

  if (viewport->has_selection && item_text (picture, viewport, &viewport->selected, name, description))
    {
      g_string_free (text, TRUE);
      return;
    }
  for (guint i = 0; i < self->n; i++)
    {
      g_autofree char *heading = pl_stack_heading (self, i), *own = pl_picture_subtitle (self->pictures[i]);

      g_string_append_printf (text, "%s%s. %s", i > 0 ? "\n" : "", heading, own);
    }
  *name = pl_stack_title (self);
  *description = g_string_free (text, FALSE);
}

static void
dispose (GObject *object)
{
  PlStack *self = (PlStack *) object;

  for (guint i = 0; i < PL_STACK_MOST; i++)
    g_clear_object (&self->pictures[i]);
  self->n = 0;
  G_OBJECT_CLASS (pl_stack_parent_class)->dispose (object);
}

static void
pl_stack_class_init (PlStackClass *klass)
{
  PlPictureClass *picture = &klass->parent_class;

  G_OBJECT_CLASS (klass)->dispose = dispose;
  picture->lay_out = lay_out;
  picture->least_height = least_height;
  picture->title = title;
  picture->subtitle = subtitle;
  picture->caption = caption;
  picture->describe = describe;
  picture->tell = tell;
  picture->get_log = get_log;
  picture->get_runs = get_runs;
  picture->get_entries = get_entries;
  picture->get_n_lanes = get_n_lanes;
  picture->lane_name = lane_name;
  picture->lane_text = lane_text;
  picture->make_source = make_source;
  picture->row_of_lane = row_of_lane;
  picture->lane_of_row = lane_of_row;
  picture->get_fold = get_fold;
  picture->set_fold = set_fold;
  picture->init_viewport = init_viewport;
  picture->get_whole = get_whole;
  picture->next_event = next_event;
  picture->of_pictures = TRUE;
  picture->refresh = refresh;
  picture->item_text = item_text;
  picture->item_time = item_time;
  picture->range_text = range_text;
  picture->choose_item = choose_item;
  picture->walk = walk;
  picture->open_item = open_item;
  picture->least_range_ns = PL_SPANS_LEAST_NS;
  picture->letters = TRUE;
}

static void
pl_stack_init (PlStack *self)
{
}

PlPicture *
pl_picture_of_stack (PlPicture *const *pictures, guint n, PlAlign align)
{
  PlStack *self = g_object_new (pl_stack_get_type (), NULL);

  g_return_val_if_fail (n >= 1 && n <= PL_STACK_MOST, NULL);

  self->n = n;
  self->align = align;
  for (guint i = 0; i < n; i++)
    {
      self->pictures[i] = g_object_ref (pictures[i]);
      if (align == PL_ALIGN_FIRST_TASK)
        self->zero_ns[i] = pl_measures_begin_ns (pl_picture_get_log (pictures[i]));
      self->base_ns = MAX (self->base_ns, self->zero_ns[i]);
    }
  return &self->parent_instance;
}

PlPicture *
pl_picture_of_logs (PlLog *const *logs, guint n, PlAlign align)
{
  PlPicture *pictures[PL_STACK_MOST] = { NULL }, *stack;

  g_return_val_if_fail (n >= 1 && n <= PL_STACK_MOST, NULL);

  for (guint i = 0; i < n; i++)
    pictures[i] = pl_picture_of_log (logs[i], TRUE);
  stack = pl_picture_of_stack (pictures, n, align);
  for (guint i = 0; i < n; i++)
    g_object_unref (pictures[i]);
  return stack;
}
