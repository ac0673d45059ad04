/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/parts/pl-chart.h"

G_DEFINE_ABSTRACT_TYPE (PlChart, pl_chart, PL_TYPE_PICTURE)

static PlChartClass *
class_of (PlPicture *picture)
{
  return G_TYPE_INSTANCE_GET_CLASS (picture, PL_TYPE_CHART, PlChartClass);
}

static char *
tell_rows (PlPicture *picture)
{
  gpointer subject = pl_chart_subject (picture);
  GString *text = g_string_new (NULL);

  for (guint row = 0; row < class_of (picture)->n_rows (subject); row++)
    {
      g_autofree char *name = class_of (picture)->row_name (subject, row), *sentence = class_of (picture)->row_sentence (subject, row);

      g_string_append_printf (text, "%s%s: %s", row > 0 ? "\n" : "", name, sentence);
    }
  return g_string_free (text, FALSE);
}

static char *
tell_all (PlPicture *picture)
{
  return class_of (picture)->tell_all != NULL ? class_of (picture)->tell_all (pl_chart_subject (picture)) : tell_rows (picture);
}

static gboolean
item_text (PlPicture *picture, const PlViewport *viewport, const PlItem *item, char **name, char **sentence)
{
  gpointer subject = pl_chart_subject (picture);

  if (item->index >= class_of (picture)->n_rows (subject))
    return FALSE;
  *name = class_of (picture)->row_name (subject, (guint) item->index);
  *sentence = class_of (picture)->row_sentence (subject, (guint) item->index);
  return TRUE;
}

static gboolean
walk (PlPicture *picture, const PlViewport *viewport, const PlItem *from, PlWalk direction, PlItem *to)
{
  gboolean down = direction == PL_WALK_DOWN || direction == PL_WALK_RIGHT || direction == PL_WALK_NEXT;
  guint64 row = from == NULL ? 0 : down ? from->index + 1 : from->index - 1;

  if (row >= class_of (picture)->n_rows (pl_chart_subject (picture)))
    return FALSE;
  *to = (PlItem) { 0, (guint) row, row, row };
  return TRUE;
}

static void
describe (PlPicture *picture, const PlViewport *viewport, char **name, char **description)
{
  if (viewport->has_selection && pl_picture_item_text (picture, viewport, &viewport->selected, name, description))
    return;
  *name = pl_picture_title (picture);
  *description = tell_all (picture);
}

static char *
tell (PlPicture *picture, const PlViewport *viewport)
{
  g_autofree char *first = pl_picture_subtitle (picture), *last = pl_picture_caption (picture);
  g_autofree char *all = tell_all (picture);

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
  picture->item_text = item_text;
  picture->walk = walk;
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
