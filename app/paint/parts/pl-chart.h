/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A picture of one result that is no run: a sweep, a table of figures. It has a subject, says all of it in words, and may
 * grow while it is looked at. A kind derives from it and adds what the subject's own is. */

#include "paint/pl-picture.h"

G_BEGIN_DECLS

#define PL_TYPE_CHART (pl_chart_get_type ())
GType pl_chart_get_type (void);

typedef struct {
  PlPicture parent_instance;
  gpointer subject;             /* a GObject; owned */
  guint n_seen;
} PlChart;

typedef struct {
  PlPictureClass parent_class;
  /* Of a picture of rows from top to bottom: how many, what each is called and what there is to say about it; free both.
   * An item's lane and index are its row. Whoever has no rows answers item_text and walk, and tells all of it, itself. */
  guint (*n_rows) (gpointer subject);
  char *(*row_name) (gpointer subject, guint row);
  char *(*row_sentence) (gpointer subject, guint row);
  /* All that it shows, a line each; free it. */
  char *(*tell_all) (gpointer subject);
  /* How much there is of it by now; NULL: it does not grow. */
  guint (*get_n) (gpointer subject);
} PlChartClass;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlChart, g_object_unref)

/* Takes a reference on subject. */
PlPicture *pl_chart_new (GType kind, gpointer subject);

static inline gpointer
pl_chart_subject (PlPicture *picture)
{
  return ((PlChart *) picture)->subject;
}

G_END_DECLS
