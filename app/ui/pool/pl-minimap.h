/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The whole run in a strip, with the visible range marked; click or drag to go there. */

#include <gtk/gtk.h>

#include "trace/pl-trace.h"
#include "ui/canvas/pl-canvas.h"

G_BEGIN_DECLS

#define PL_TYPE_MINIMAP (pl_minimap_get_type ())
G_DECLARE_FINAL_TYPE (PlMinimap, pl_minimap, PL, MINIMAP, GtkWidget)

/* The strip stands right under the canvas's plot, so that with the whole run in view the same moment is at the same
 * place in both. trace: where the page keeps the one it shows, or NULL; lives as long as the strip does. */
void pl_minimap_set_canvas (PlMinimap *self, PlCanvas *canvas, PlTrace **trace);

G_END_DECLS
