/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The mark of Paralane, lanes with blocks, for pages that have nothing to show yet. Drawn here: to read it from its
 * SVG file would cost a tenth of the time to the first frame. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PL_TYPE_EMBLEM (pl_emblem_get_type ())
G_DECLARE_FINAL_TYPE (PlEmblem, pl_emblem, PL, EMBLEM, GtkWidget)

G_END_DECLS
