/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the marks mean and how much of the workers' time they take. Each entry is a button that filters its state
 * out. Only states that occur are shown. */

#include <gtk/gtk.h>

#include "paint/parts/pl-legend.h"
#include "trace/pl-trace.h"
#include "ui/canvas/pl-viewer.h"

G_BEGIN_DECLS

#define PL_TYPE_LEGEND (pl_legend_get_type ())
G_DECLARE_FINAL_TYPE (PlLegend, pl_legend, PL, LEGEND, GtkWidget)

/* trace: where the page keeps the one it shows, or NULL; lives as long as the legend does. */
void pl_legend_set_viewer (PlLegend *self, PlViewer *viewer, PlTrace **trace);
/* What the picture has beside states: shown where it occurs, and nothing to filter. marks: static; at most once, and before
 * anything is shown. */
void pl_legend_set_marks (PlLegend *self, const PlLegendMarks *marks);
/* Leaves the shares out, to need less room. */
void pl_legend_set_compact (PlLegend *self, gboolean compact);
/* Of a state, or PL_LOOK_*; NULL: it does not occur. For tests. */
GtkWidget *pl_legend_get_button (PlLegend *self, guint look);

/* Of a mark; NULL: it does not occur. For tests. */
GtkWidget *pl_legend_get_mark (PlLegend *self, guint mark);

G_END_DECLS
