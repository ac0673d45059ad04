/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "paint/parts/pl-chart.h"
#include "paint/pl-pictures.h"
#include "paint/race/pl-compare-private.h"

/* Locks side by side. Items are rows. */

typedef struct { PlChart parent_instance; } PlCompareKind;
typedef struct { PlChartClass parent_class; } PlCompareKindClass;

static GType pl_compare_kind_get_type (void);
G_DEFINE_TYPE (PlCompareKind, pl_compare_kind, PL_TYPE_CHART)

static PlCompare *
compare_of (PlPicture *picture)
{
  return pl_chart_subject (picture);
}

static PlDrawing *
lay_out (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  return &pl_compare_picture_lay_out (compare_of (picture), viewport, paper)->drawing;
}

/* Its rows are as high as they are. */
static double
height (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  PlComparePicture *drawn = pl_compare_picture_lay_out (compare_of (picture), viewport, paper);
  double height = ceil (drawn->height);

  pl_drawing_free (&drawn->drawing);
  return height;
}

static char *
title (PlPicture *picture)
{
  return pl_compare_title (compare_of (picture));
}

static char *
subtitle (PlPicture *picture)
{
  return pl_compare_subtitle (compare_of (picture));
}

static char *
caption (PlPicture *picture)
{
  return pl_compare_footer (compare_of (picture));
}

/* A row's sentence says whose it is. */
static char *
tell_all (gpointer compare)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < pl_compare_get_n_rows (compare); i++)
    {
      g_autofree char *row = pl_cp_row_text (pl_compare_get_row (compare, i));

      g_string_append_printf (text, i > 0 ? "\n%s" : "%s", row);
    }
  return g_string_free (text, FALSE);
}

static guint
n_rows (gpointer compare)
{
  return pl_compare_get_n_rows (compare);
}

static char *
row_name (gpointer compare, guint row)
{
  return pl_cp_row_title (pl_compare_get_row (compare, row));
}

static char *
row_sentence (gpointer compare, guint row)
{
  return pl_cp_row_text (pl_compare_get_row (compare, row));
}

static PlLog *
get_log (PlPicture *picture)
{
  return pl_compare_get_log (compare_of (picture));
}

static void
pl_compare_kind_class_init (PlCompareKindClass *klass)
{
  PlPictureClass *picture = &klass->parent_class.parent_class;

  klass->parent_class.n_rows = n_rows;
  klass->parent_class.row_name = row_name;
  klass->parent_class.row_sentence = row_sentence;
  klass->parent_class.tell_all = tell_all;
  picture->lay_out = lay_out;
  picture->natural_height = height;
  picture->least_height = height;
  picture->title = title;
  picture->subtitle = subtitle;
  picture->caption = caption;
  picture->get_log = get_log;
}

static void
pl_compare_kind_init (PlCompareKind *self)
{
}

PlPicture *
pl_picture_of_compare (PlCompare *compare)
{
  return pl_chart_new (pl_compare_kind_get_type (), compare);
}
