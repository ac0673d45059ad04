/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/kinds/pl-kinds-private.h"
#include "paint/parts/pl-chart.h"
#include "paint/pl-pictures.h"

/* Processes against threads as a picture. Items are its rows: lane and index are the row. */

#define LEAST_HEIGHT 420.0

typedef struct { PlChart parent_instance; } PlKindsKind;
typedef struct { PlChartClass parent_class; } PlKindsKindClass;

static GType pl_kinds_kind_get_type (void);
G_DEFINE_TYPE (PlKindsKind, pl_kinds_kind, PL_TYPE_CHART)

static PlKinds *
kinds_of (PlPicture *picture)
{
  return pl_chart_subject (picture);
}

static PlDrawing *
lay_out (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  return &pl_kinds_lay_out (kinds_of (picture), viewport, paper)->drawing;
}

static double
natural_height (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  return pl_kinds_natural_height (kinds_of (picture), paper);
}

static double
least_height (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  return LEAST_HEIGHT;
}

static char *
title (PlPicture *picture)
{
  return pl_kinds_title (kinds_of (picture));
}

static char *
subtitle (PlPicture *picture)
{
  return pl_kinds_subtitle (kinds_of (picture));
}

static char *
caption (PlPicture *picture)
{
  return pl_kinds_footer (kinds_of (picture));
}

static gboolean
item_text (PlPicture *picture, const PlViewport *viewport, const PlItem *item, char **name, char **sentence)
{
  if (item->index >= PL_N_KINDS_ROWS)
    return FALSE;
  *name = g_strdup (pl_kinds_row_name ((PlKindsRow) item->index));
  *sentence = pl_kinds_row_sentence (kinds_of (picture), (PlKindsRow) item->index);
  return TRUE;
}

static char *
tell_all (gpointer kinds)
{
  GString *text = g_string_new (NULL);

  for (guint row = 0; row < PL_N_KINDS_ROWS; row++)
    {
      g_autofree char *sentence = pl_kinds_row_sentence (kinds, row);

      g_string_append_printf (text, "%s%s: %s", row > 0 ? "\n" : "", pl_kinds_row_name (row), sentence);
    }
  return g_string_free (text, FALSE);
}

static gboolean
walk (PlPicture *picture, const PlViewport *viewport, const PlItem *from, PlWalk direction, PlItem *to)
{
  gboolean down = direction == PL_WALK_DOWN || direction == PL_WALK_RIGHT || direction == PL_WALK_NEXT;
  guint64 row = from == NULL ? 0 : down ? from->index + 1 : from->index - 1;

  if (row >= PL_N_KINDS_ROWS)
    return FALSE;
  *to = (PlItem) { 0, (guint) row, row, row };
  return TRUE;
}

static guint
get_n (gpointer kinds)
{
  return pl_kinds_get_n_values (kinds);
}

static void
pl_kinds_kind_class_init (PlKindsKindClass *klass)
{
  PlPictureClass *picture = &klass->parent_class.parent_class;

  klass->parent_class.tell_all = tell_all;
  klass->parent_class.get_n = get_n;
  picture->lay_out = lay_out;
  picture->natural_height = natural_height;
  picture->least_height = least_height;
  picture->title = title;
  picture->subtitle = subtitle;
  picture->caption = caption;
  picture->item_text = item_text;
  picture->walk = walk;
}

static void
pl_kinds_kind_init (PlKindsKind *self)
{
}

PlPicture *
pl_picture_of_kinds (PlKinds *kinds)
{
  return pl_chart_new (pl_kinds_kind_get_type (), kinds);
}
