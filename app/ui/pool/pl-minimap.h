/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The whole run in a strip, with the visible range marked; click or drag to go there. */

#include <gtk/gtk.h>

#include "ui/pool/pl-scene.h"
#include "ui/pool/pl-timeline-view.h"

G_BEGIN_DECLS

#define PL_TYPE_MINIMAP (pl_minimap_get_type ())
G_DECLARE_FINAL_TYPE (PlMinimap, pl_minimap, PL, MINIMAP, GtkWidget)

/* The strip stands right under the timeline's plot, so that with the whole run in view the same moment is at the same
 * place in both. */
void pl_minimap_set_scene (PlMinimap *self, PlScene *scene, PlTimelineView *timeline);

G_END_DECLS
