/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The one widget that shows a picture, of whatever kind, and turns pointer and keys into calls of its viewer: zoom, pan,
 * walk, select, range, tooltip, context menu. Assistive technology is told what the picture says of itself. */

#include <gtk/gtk.h>

#include "ui/canvas/pl-viewer.h"
#include "ui/replay/pl-replay.h"

G_BEGIN_DECLS

#define PL_TYPE_CANVAS (pl_canvas_get_type ())
G_DECLARE_FINAL_TYPE (PlCanvas, pl_canvas, PL, CANVAS, GtkWidget)

/* Properties, for templates: "fills" (gboolean): the page has title, legend and caption of its own, and the canvas takes
 * what room it gets: lanes that do not fit scroll inside. Else it shows all of the picture and asks for the height that
 * has for its width. "bare" (gboolean): the page has
 * the legend. "legend" (gboolean): it has not, although the picture fills its place. "folds" (gboolean): all lanes
 * are in sight, however low they get. "least-width". "picture-name" (translated): what it is called while there is no picture.
 * Signal "menu" (guint lane, GMenu *menu): a menu for that lane is about to be shown; add to it.
 * Signal "placed" (), of one that fills: it has got another size, and what lines up with its picture may have to move.
 * Keys canvas.* are its actions. */

/* Its viewer, made with it. */
PlViewer *pl_canvas_get_viewer (PlCanvas *self);
/* Plays what it shows; the canvas is its clock. Made with it. */
PlReplay *pl_canvas_get_replay (PlCanvas *self);
/* Short for the viewer's. */
PlPicture *pl_canvas_get_picture (PlCanvas *self);
const PlViewport *pl_canvas_get_viewport (PlCanvas *self);

/* NULL: there is nothing to show, or no room. Owned by the canvas; valid until the next change. */
PlDrawing *pl_canvas_get_drawing (PlCanvas *self);
/* The lanes' scroll, in pixels; belongs to the canvas. */
GtkAdjustment *pl_canvas_get_adjustment (PlCanvas *self);
/* Scrolls the lanes, and is there only while there is something to scroll. */
void pl_canvas_set_scrollbar (PlCanvas *self, GtkScrollbar *scrollbar);
/* Where what is selected is drawn, of all the canvas: to be kept in sight. FALSE: nothing is, or not there. */
gboolean pl_canvas_get_selected_row (PlCanvas *self, double *y, double *height);
/* Of a live picture: time for another frame. Pictures take a share of the time only, so that the window stays quick
 * where drawing is slow. */
gboolean pl_canvas_is_due (PlCanvas *self);

/* The i-th action, NULL after the last; a page may offer them too and pass them on. */
const char *pl_canvas_action (guint i);

G_END_DECLS
