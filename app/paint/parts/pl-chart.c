/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/parts/pl-chart.h"

G_DEFINE_ABSTRACT_TYPE (PlChart, pl_chart, PL_TYPE_PICTURE)

static PlChartClass *
class_of (PlPicture *picture)
{
  return G_TYPE_INSTANCE_GET_CLASS (picture, PL_TYPE_CHART, PlChartClass);
}

static void
describe (PlPicture *picture, const PlViewport *viewport, char **name, char **description)
{
  if (viewport->has_selection && pl_picture_item_text (picture, viewport, &viewport->selected, name, description))
    return;
  *name = pl_picture_title (picture);
  *description = class_of (picture)->tell_all (pl_chart_subject (picture));
}

static char *
tell (PlPicture *picture, const PlViewport *viewport)
{
  g_autofree char *first = pl_picture_subtitle (picture), *last = pl_picture_caption (picture);
  g_autofree char *all = class_of (picture)->tell_all (pl_chart_subject (picture));

  return *all ? g_strjoin ("\n", first, all, last, NULL) : g_strjoin ("\n", first, last, NULL);
}

static gboolean
refresh (PlPicture *picture)
{
  PlChart *self = (PlChart *) picture;
  guint n = class_of (picture)->get_n != NULL ? class_of (picture)->get_n (self->subject) : 0;
  gboolean more = n != self->n_seen;

  self->n_seen = n;
  return more;
}

static void
dispose (GObject *object)
{
  g_clear_object (&((PlChart *) object)->subject);
  G_OBJECT_CLASS (pl_chart_parent_class)->dispose (object);
}

static void
pl_chart_class_init (PlChartClass *klass)
{
  PlPictureClass *picture = &klass->parent_class;

  G_OBJECT_CLASS (klass)->dispose = dispose;
  picture->describe = describe;
  picture->tell = tell;
  picture->refresh = refresh;
}

static void
pl_chart_init (PlChart *self)
{
}

PlPicture *
pl_chart_new (GType kind, gpointer subject)
{
  PlChart *self = g_object_new (kind, NULL);

  self->subject = g_object_ref (subject);
  return &self->parent_instance;
}
