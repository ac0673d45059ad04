/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What costs a recorded program its speed: a row a finding, the dearest first. A row that is chosen shows its moment in
 * the picture. */

#include <gtk/gtk.h>

#include "trace/recording/pl-recording.h"
#include "ui/canvas/pl-canvas.h"

G_BEGIN_DECLS

#define PL_TYPE_FINDINGS_LIST (pl_findings_list_get_type ())
G_DECLARE_FINAL_TYPE (PlFindingsList, pl_findings_list, PL, FINDINGS_LIST, GtkWidget)

void pl_findings_list_set_canvas (PlFindingsList *self, PlCanvas *canvas);
/* Of a run that is over; NULL: it goes on, and nothing is said yet. */
void pl_findings_list_show (PlFindingsList *self, PlTrace *trace);
/* How many are told: of a replay those that are about what has been. */
guint pl_findings_list_get_n (PlFindingsList *self);

G_END_DECLS
