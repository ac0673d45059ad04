/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the keys of a picture do to its time, as buttons: closer, further away, all of it, and back. */

#include "ui/canvas/pl-canvas.h"

G_BEGIN_DECLS

#define PL_TYPE_ZOOM_BUTTONS (pl_zoom_buttons_get_type ())
G_DECLARE_FINAL_TYPE (PlZoomButtons, pl_zoom_buttons, PL, ZOOM_BUTTONS, GtkWidget)

/* Of a canvas of the same page. Where there is no time in its picture, they are not there. */
void pl_zoom_buttons_set_canvas (PlZoomButtons *self, PlCanvas *canvas);

G_END_DECLS
