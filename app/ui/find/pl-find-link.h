/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* From a tab to the canvas it is about, which changes with the page in front and may be gone first. */

#include "ui/canvas/pl-canvas.h"

G_BEGIN_DECLS

typedef struct {
  PlCanvas *canvas;             /* NULL: it is gone */
  PlViewer *viewer;             /* the last one; owned */
  gulong changed_id;
} PlFindLink;

/* changed: void (gpointer data, guint what), for the viewer's "changed". */
void pl_find_link_set (PlFindLink *self, PlCanvas *canvas, GCallback changed, gpointer data);
void pl_find_link_clear (PlFindLink *self);
/* NULL: nothing is shown. */
PlPicture *pl_find_link_get_picture (PlFindLink *self);

G_END_DECLS
