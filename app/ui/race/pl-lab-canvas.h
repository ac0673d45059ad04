/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What many races say together, as a picture: the trials of one setting, or locks compared. */

#include <gtk/gtk.h>

#include "trace/race/pl-compare.h"

G_BEGIN_DECLS

#define PL_TYPE_LAB_CANVAS (pl_lab_canvas_get_type ())
G_DECLARE_FINAL_TYPE (PlLabCanvas, pl_lab_canvas, PL, LAB_CANVAS, GtkWidget)

/* One or the other; NULL: nothing. A comparison must not grow while it is shown. */
void pl_lab_canvas_set_trials (PlLabCanvas *self, PlRace *race);
void pl_lab_canvas_set_compare (PlLabCanvas *self, PlCompare *compare);
PlCompare *pl_lab_canvas_get_compare (PlLabCanvas *self);

G_END_DECLS
