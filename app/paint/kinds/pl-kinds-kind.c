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

static guint
n_rows (gpointer kinds)
{
  return PL_N_KINDS_ROWS;
}

static char *
row_name (gpointer kinds, guint row)
{
  return g_strdup (pl_kinds_row_name (row));
}

static char *
row_sentence (gpointer kinds, guint row)
{
  return pl_kinds_row_sentence (kinds, row);
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

  klass->parent_class.n_rows = n_rows;
  klass->parent_class.row_name = row_name;
  klass->parent_class.row_sentence = row_sentence;
  klass->parent_class.get_n = get_n;
  picture->lay_out = lay_out;
  picture->least_height = least_height;
  picture->title = title;
  picture->subtitle = subtitle;
  picture->caption = caption;
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
