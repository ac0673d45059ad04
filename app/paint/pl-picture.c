/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-picture.h"

#include <math.h>

#include "paint/pl-picture-scale.h"

typedef struct { PlHighlights *highlights[PL_N_HIGHLIGHTS]; } PlPicturePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (PlPicture, pl_picture, G_TYPE_OBJECT)

static double
as_drawn (PlPicture *self, const PlViewport *viewport, const PlPaper *paper)
{
  PlPaper natural = { paper->theme, paper->text_scale, paper->width, 0, paper->parts };
  PlDrawing *drawing = PL_PICTURE_GET_CLASS (self)->lay_out (self, viewport, &natural);
  double height = drawing->height;

  drawing->klass->free (drawing);
  return height;
}

static char *
no_text (PlPicture *self)
{
  return g_strdup ("");
}

static char *
always_the_same (PlPicture *self, const PlViewport *viewport)
{
  return pl_picture_subtitle (self);
}

static void
plain_description (PlPicture *self, const PlViewport *viewport, char **name, char **description)
{
  *name = pl_picture_title (self);
  *description = pl_picture_tell (self, viewport);
}

static char *
three_lines (PlPicture *self, const PlViewport *viewport)
{
  g_autofree char *subtitle = pl_picture_subtitle (self), *caption = pl_picture_caption (self);

  return g_strjoin ("\n", subtitle, caption, NULL);
}

static PlLog *
no_log (PlPicture *self)
{
  return NULL;
}

static PlTrace *
no_trace (PlPicture *self)
{
  return NULL;
}

static PlFindSource *
source_of_trace (PlPicture *self)
{
  PlTrace *trace = pl_picture_get_trace (self);

  return trace ? pl_find_source_of_trace (trace) : NULL;
}

static guint32
no_entries (PlPicture *self, const PlViewport *viewport)
{
  return 0;
}

static guint
no_lanes (PlPicture *self)
{
  return 0;
}

static char *
no_lane_name (PlPicture *self, guint lane)
{
  return g_strdup ("");
}

static gboolean
same_lane (PlPicture *self, guint lane, guint *other)
{
  PlLog *log = pl_picture_get_log (self);

  *other = lane;
  return log && lane < pl_log_n_lanes (log) && pl_picture_get_n_lanes (self) == pl_log_n_lanes (log);
}

static char *
no_lane_text (PlPicture *self, const PlViewport *viewport, guint lane)
{
  return g_strdup ("");
}

static gboolean
no_fold (PlPicture *self, guint lane, guint *above, gboolean *open)
{
  *above = lane;
  *open = FALSE;
  return FALSE;
}

static void
nothing_to_fold (PlPicture *self, guint lane, gboolean open)
{
}

static guint64
no_findings (PlPicture *self)
{
  return 0;
}

static char *
no_range_text (PlPicture *self, const PlViewport *viewport, gint64 from_ns, gint64 to_ns)
{
  return NULL;
}

static gboolean
first_of_all (PlPicture *self, const PlViewport *viewport, const PlItem *item, PlItem *chosen)
{
  *chosen = *item;
  chosen->last = item->index;
  return TRUE;
}

static void
plain_viewport (PlPicture *self, PlViewport *viewport)
{
  *viewport = (PlViewport) { .show_messages = TRUE };
}

static gboolean
no_time (PlPicture *self, gint64 *from_ns, gint64 *to_ns)
{
  *from_ns = *to_ns = 0;
  return FALSE;
}

static gboolean
no_event (PlPicture *self, gint64 t_ns, gboolean forward, gint64 *event_ns)
{
  return FALSE;
}

static gboolean
no (PlPicture *self)
{
  return FALSE;
}

static gboolean
no_item_text (PlPicture *self, const PlViewport *viewport, const PlItem *item, char **title, char **sentence)
{
  return FALSE;
}

static gboolean
no_item_time (PlPicture *self, const PlViewport *viewport, const PlItem *item, gint64 *from_ns, gint64 *to_ns)
{
  return FALSE;
}

static gboolean
no_walk (PlPicture *self, const PlViewport *viewport, const PlItem *from, PlWalk direction, PlItem *to)
{
  return FALSE;
}

static gboolean
nothing_to_follow (PlPicture *self, const PlItem *from, gboolean forth, PlItem *to)
{
  return FALSE;
}

static gboolean
nothing_to_open (PlPicture *self, const PlItem *item, PlViewport *viewport)
{
  return FALSE;
}

static gint64
end_of_whole (PlPicture *self)
{
  gint64 from_ns, to_ns;

  return pl_picture_get_whole (self, &from_ns, &to_ns) ? to_ns : 0;
}

static gboolean
no_finding (PlPicture *self, gint64 t_ns, guint64 *finding)
{
  return FALSE;
}

static void
pl_picture_finalize (GObject *object)
{
  PlPicturePrivate *private = pl_picture_get_instance_private (PL_PICTURE (object));

  for (guint i = 0; i < PL_N_HIGHLIGHTS; i++)
    pl_highlights_unref (private->highlights[i]);
  G_OBJECT_CLASS (pl_picture_parent_class)->finalize (object);
}

static void
pl_picture_class_init (PlPictureClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pl_picture_finalize;
  klass->natural_height = as_drawn;
  klass->subtitle = no_text;
  klass->subtitle_at = always_the_same;
  klass->next_event = no_event;
  klass->caption = no_text;
  klass->describe = plain_description;
  klass->tell = three_lines;
  klass->get_log = no_log;
  klass->get_entries = no_entries;
  klass->get_trace = no_trace;
  klass->make_source = source_of_trace;
  klass->get_n_lanes = no_lanes;
  klass->lane_name = no_lane_name;
  klass->lane_text = no_lane_text;
  klass->row_of_lane = same_lane;
  klass->lane_of_row = same_lane;
  klass->get_fold = no_fold;
  klass->set_fold = nothing_to_fold;
  klass->get_n_findings = no_findings;
  klass->range_text = no_range_text;
  klass->choose_item = first_of_all;
  klass->init_viewport = plain_viewport;
  klass->get_whole = no_time;
  klass->get_now = end_of_whole;
  klass->nearest_finding = no_finding;
  klass->refresh = no;
  klass->get_live = no;
  klass->item_text = no_item_text;
  klass->item_time = no_item_time;
  klass->walk = no_walk;
  klass->follow = nothing_to_follow;
  klass->open_item = nothing_to_open;
}

static void
pl_picture_init (PlPicture *self)
{
}

double
pl_picture_natural_height (PlPicture *self, const PlViewport *viewport, const PlPaper *paper)
{
  PlPaper scaled = pl_paper_for_kind (paper);

  return ceil (PL_PICTURE_GET_CLASS (self)->natural_height (self, viewport, &scaled) * pl_paper_scale (paper));
}

double
pl_picture_least_height (PlPicture *self, const PlViewport *viewport, const PlPaper *paper)
{
  PlPaper scaled = pl_paper_for_kind (paper);

  return ceil (PL_PICTURE_GET_CLASS (self)->least_height (self, viewport, &scaled) * pl_paper_scale (paper));
}

char *
pl_picture_title (PlPicture *self)
{
  return PL_PICTURE_GET_CLASS (self)->title (self);
}

char *
pl_picture_subtitle (PlPicture *self)
{
  return PL_PICTURE_GET_CLASS (self)->subtitle (self);
}

char *
pl_picture_subtitle_at (PlPicture *self, const PlViewport *viewport)
{
  return PL_PICTURE_GET_CLASS (self)->subtitle_at (self, viewport);
}

char *
pl_picture_caption (PlPicture *self)
{
  return PL_PICTURE_GET_CLASS (self)->caption (self);
}

void
pl_picture_describe (PlPicture *self, const PlViewport *viewport, char **name, char **description)
{
  PL_PICTURE_GET_CLASS (self)->describe (self, viewport, name, description);
}

char *
pl_picture_tell (PlPicture *self, const PlViewport *viewport)
{
  return PL_PICTURE_GET_CLASS (self)->tell (self, viewport);
}

PlLog *
pl_picture_get_log (PlPicture *self)
{
  return PL_PICTURE_GET_CLASS (self)->get_log (self);
}

PlTrace *
pl_picture_get_trace (PlPicture *self)
{
  return PL_PICTURE_GET_CLASS (self)->get_trace (self);
}

PlFindSource *
pl_picture_make_source (PlPicture *self)
{
  return PL_PICTURE_GET_CLASS (self)->make_source (self);
}

guint32
pl_picture_get_entries (PlPicture *self, const PlViewport *viewport)
{
  return PL_PICTURE_GET_CLASS (self)->get_entries (self, viewport);
}

guint
pl_picture_get_n_lanes (PlPicture *self)
{
  return PL_PICTURE_GET_CLASS (self)->get_n_lanes (self);
}

char *
pl_picture_lane_name (PlPicture *self, guint lane)
{
  return PL_PICTURE_GET_CLASS (self)->lane_name (self, lane);
}

char *
pl_picture_lane_text (PlPicture *self, const PlViewport *viewport, guint lane)
{
  return PL_PICTURE_GET_CLASS (self)->lane_text (self, viewport, lane);
}

gboolean
pl_picture_has_pictures (PlPicture *self)
{
  return PL_PICTURE_GET_CLASS (self)->of_pictures;
}

gboolean
pl_picture_get_fold (PlPicture *self, guint lane, guint *above, gboolean *open)
{
  return PL_PICTURE_GET_CLASS (self)->get_fold (self, lane, above, open);
}

void
pl_picture_set_fold (PlPicture *self, guint lane, gboolean open)
{
  PL_PICTURE_GET_CLASS (self)->set_fold (self, lane, open);
}

gboolean
pl_picture_row_of_lane (PlPicture *self, guint lane, guint *row)
{
  return PL_PICTURE_GET_CLASS (self)->row_of_lane (self, lane, row);
}

gboolean
pl_picture_lane_of_row (PlPicture *self, guint row, guint *lane)
{
  return PL_PICTURE_GET_CLASS (self)->lane_of_row (self, row, lane);
}

void
pl_picture_set_highlights (PlPicture *self, PlHighlightKind kind, PlHighlights *highlights)
{
  PlPicturePrivate *private = pl_picture_get_instance_private (self);
  PlHighlights *old = private->highlights[kind];

  private->highlights[kind] = highlights ? pl_highlights_ref (highlights) : NULL;
  pl_highlights_unref (old);
}

PlHighlights *
pl_picture_get_highlights (PlPicture *self, PlHighlightKind kind)
{
  return ((PlPicturePrivate *) pl_picture_get_instance_private (self))->highlights[kind];
}

guint64
pl_picture_get_n_findings (PlPicture *self)
{
  return PL_PICTURE_GET_CLASS (self)->get_n_findings (self);
}

void
pl_picture_init_viewport (PlPicture *self, PlViewport *viewport)
{
  PL_PICTURE_GET_CLASS (self)->init_viewport (self, viewport);
}

gboolean
pl_picture_get_whole (PlPicture *self, gint64 *from_ns, gint64 *to_ns)
{
  return PL_PICTURE_GET_CLASS (self)->get_whole (self, from_ns, to_ns);
}

gboolean
pl_picture_next_event (PlPicture *self, gint64 t_ns, gboolean forward, gint64 *event_ns)
{
  return PL_PICTURE_GET_CLASS (self)->next_event (self, t_ns, forward, event_ns);
}

gint64
pl_picture_get_now (PlPicture *self)
{
  return PL_PICTURE_GET_CLASS (self)->get_now (self);
}

gboolean
pl_picture_nearest_finding (PlPicture *self, gint64 t_ns, guint64 *finding)
{
  return PL_PICTURE_GET_CLASS (self)->nearest_finding (self, t_ns, finding);
}

gint64
pl_picture_least_range_ns (PlPicture *self)
{
  return MAX (PL_PICTURE_GET_CLASS (self)->least_range_ns, 1);
}

gboolean
pl_picture_has_letters (PlPicture *self)
{
  return PL_PICTURE_GET_CLASS (self)->letters;
}

gboolean
pl_picture_refresh (PlPicture *self)
{
  return PL_PICTURE_GET_CLASS (self)->refresh (self);
}

gboolean
pl_picture_get_live (PlPicture *self)
{
  return PL_PICTURE_GET_CLASS (self)->get_live (self);
}

gboolean
pl_picture_item_text (PlPicture *self, const PlViewport *viewport, const PlItem *item, char **title,
                      char **sentence)
{
  return PL_PICTURE_GET_CLASS (self)->item_text (self, viewport, item, title, sentence);
}

gboolean
pl_picture_item_time (PlPicture *self, const PlViewport *viewport, const PlItem *item, gint64 *from_ns,
                      gint64 *to_ns)
{
  return PL_PICTURE_GET_CLASS (self)->item_time (self, viewport, item, from_ns, to_ns);
}

char *
pl_picture_range_text (PlPicture *self, const PlViewport *viewport, gint64 from_ns, gint64 to_ns)
{
  return PL_PICTURE_GET_CLASS (self)->range_text (self, viewport, from_ns, to_ns);
}

gboolean
pl_picture_choose_item (PlPicture *self, const PlViewport *viewport, const PlItem *item, PlItem *chosen)
{
  return PL_PICTURE_GET_CLASS (self)->choose_item (self, viewport, item, chosen);
}

gboolean
pl_picture_walk (PlPicture *self, const PlViewport *viewport, const PlItem *from, PlWalk direction, PlItem *to)
{
  return PL_PICTURE_GET_CLASS (self)->walk (self, viewport, from, direction, to);
}

gboolean
pl_picture_follow (PlPicture *self, const PlItem *from, gboolean forth, PlItem *to)
{
  return PL_PICTURE_GET_CLASS (self)->follow (self, from, forth, to);
}

gboolean
pl_picture_open_item (PlPicture *self, const PlItem *item, PlViewport *viewport)
{
  return PL_PICTURE_GET_CLASS (self)->open_item (self, item, viewport);
}

/* Right of the cursor of a replay nothing is there yet, also of a mark that goes on beyond it. */
static gboolean
is_to_come (PlDrawing *self, double x, double y)
{
  const PlBox *plot = &self->plot;

  return self->has_cursor && x > pl_drawing_x (self, self->cursor_ns) && x <= plot->x + plot->width && y >= plot->y
         && y <= plot->y + plot->height;
}

gboolean
pl_drawing_pick (PlDrawing *self, double x, double y, PlItem *item, PlBox *box)
{
  PlItem found;
  PlBox place = { 0 };

  if (!self->klass->pick || is_to_come (self, x, y) || !self->klass->pick (self, x / self->scale, y / self->scale, &found, &place))
    return FALSE;
  pl_box_scale (&place, self->scale);
  if (item)
    *item = found;
  if (box)
    *box = place;
  return TRUE;
}

gboolean
pl_drawing_locate (PlDrawing *self, const PlItem *item, PlBox *box)
{
  if (!self->klass->locate || !self->klass->locate (self, item, box))
    return FALSE;
  pl_box_scale (box, self->scale);
  return TRUE;
}

gboolean
pl_drawing_lane_box (PlDrawing *self, guint lane, PlBox *box)
{
  if (!self->klass->lane_box || !self->klass->lane_box (self, lane, box))
    return FALSE;
  pl_box_scale (box, self->scale);
  return TRUE;
}

gboolean
pl_drawing_pick_lane (PlDrawing *self, double x, double y, guint *lane)
{
  return self->klass->pick_lane && self->klass->pick_lane (self, x / self->scale, y / self->scale, lane);
}

gboolean
pl_drawing_pick_fold (PlDrawing *self, double x, double y, guint *lane)
{
  return self->klass->pick_fold && self->klass->pick_fold (self, x / self->scale, y / self->scale, lane);
}

char *
pl_drawing_tooltip (PlDrawing *self, double x, double y)
{
  return self->klass->tooltip && !is_to_come (self, x, y) ? self->klass->tooltip (self, x / self->scale, y / self->scale) : NULL;
}

double
pl_drawing_sticky (PlDrawing *self, double scroll)
{
  return self->klass->sticky ? self->klass->sticky (self, scroll / self->scale) * self->scale : 0;
}

double
pl_drawing_cut (PlDrawing *self, double limit)
{
  return self->klass->cut ? self->klass->cut (self, limit / self->scale) * self->scale : 0;
}

gboolean
pl_drawing_pick_overview (PlDrawing *self, double x, double y, gint64 *t_ns)
{
  return self->klass->pick_overview
         && self->klass->pick_overview (self, x / self->scale, y / self->scale, t_ns);
}

double
pl_drawing_x (const PlDrawing *self, gint64 t_ns)
{
  double range = (double) MAX (self->to_ns - self->from_ns, 1);

  return self->plot.x + (double) (t_ns - self->from_ns) / range * self->plot.width;
}

gint64
pl_drawing_time (const PlDrawing *self, double x)
{
  double share = self->plot.width > 0 ? CLAMP ((x - self->plot.x) / self->plot.width, 0, 1) : 0;

  return self->from_ns + (gint64) llround (share * (double) (self->to_ns - self->from_ns));
}
