/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-picture.h"

#include <math.h>

G_DEFINE_ABSTRACT_TYPE (PlPicture, pl_picture, G_TYPE_OBJECT)

static char *
no_text (PlPicture *self)
{
  return g_strdup ("");
}

static char *
no_description (PlPicture *self, const PlViewport *viewport)
{
  return g_strdup ("");
}

static void
plain_viewport (PlPicture *self, PlViewport *viewport)
{
  *viewport = (PlViewport) { .show_messages = TRUE };
}

static gboolean
no_time (PlPicture *self, gint64 *from_ns, gint64 *to_ns)
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
nothing_to_open (PlPicture *self, const PlItem *item, PlViewport *viewport)
{
  return FALSE;
}

static void
pl_picture_class_init (PlPictureClass *klass)
{
  klass->subtitle = no_text;
  klass->caption = no_text;
  klass->describe = no_description;
  klass->init_viewport = plain_viewport;
  klass->get_whole = no_time;
  klass->refresh = no;
  klass->get_live = no;
  klass->item_text = no_item_text;
  klass->item_time = no_item_time;
  klass->walk = no_walk;
  klass->open_item = nothing_to_open;
}

static void
pl_picture_init (PlPicture *self)
{
}

PlDrawing *
pl_picture_lay_out (PlPicture *self, const PlViewport *viewport, const PlPaper *paper)
{
  return PL_PICTURE_GET_CLASS (self)->lay_out (self, viewport, paper);
}

double
pl_picture_natural_height (PlPicture *self, const PlViewport *viewport, const PlPaper *paper)
{
  return PL_PICTURE_GET_CLASS (self)->natural_height (self, viewport, paper);
}

double
pl_picture_least_height (PlPicture *self, const PlViewport *viewport, const PlPaper *paper)
{
  return PL_PICTURE_GET_CLASS (self)->least_height (self, viewport, paper);
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
pl_picture_caption (PlPicture *self)
{
  return PL_PICTURE_GET_CLASS (self)->caption (self);
}

char *
pl_picture_describe (PlPicture *self, const PlViewport *viewport)
{
  return PL_PICTURE_GET_CLASS (self)->describe (self, viewport);
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

gint64
pl_picture_least_range_ns (PlPicture *self)
{
  return MAX (PL_PICTURE_GET_CLASS (self)->least_range_ns, 1);
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

gboolean
pl_picture_walk (PlPicture *self, const PlViewport *viewport, const PlItem *from, PlWalk direction, PlItem *to)
{
  return PL_PICTURE_GET_CLASS (self)->walk (self, viewport, from, direction, to);
}

gboolean
pl_picture_open_item (PlPicture *self, const PlItem *item, PlViewport *viewport)
{
  return PL_PICTURE_GET_CLASS (self)->open_item (self, item, viewport);
}

void
pl_drawing_draw (PlDrawing *self, cairo_t *cr)
{
  self->klass->draw (self, cr);
}

void
pl_drawing_free (PlDrawing *self)
{
  if (self)
    self->klass->free (self);
}

gboolean
pl_drawing_pick (PlDrawing *self, double x, double y, PlItem *item, PlBox *box)
{
  return self->klass->pick && self->klass->pick (self, x, y, item, box);
}

gboolean
pl_drawing_locate (PlDrawing *self, const PlItem *item, PlBox *box)
{
  return self->klass->locate && self->klass->locate (self, item, box);
}

gboolean
pl_drawing_lane_box (PlDrawing *self, guint lane, PlBox *box)
{
  return self->klass->lane_box && self->klass->lane_box (self, lane, box);
}

gboolean
pl_drawing_pick_lane (PlDrawing *self, double x, double y, guint *lane)
{
  return self->klass->pick_lane && self->klass->pick_lane (self, x, y, lane);
}

char *
pl_drawing_tooltip (PlDrawing *self, double x, double y)
{
  return self->klass->tooltip ? self->klass->tooltip (self, x, y) : NULL;
}

gboolean
pl_drawing_pick_overview (PlDrawing *self, double x, double y, gint64 *t_ns)
{
  return self->klass->pick_overview && self->klass->pick_overview (self, x, y, t_ns);
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
