/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What is selected, in sentences; and beside it what can be done with it. */

#include <gtk/gtk.h>

#include "ui/canvas/pl-canvas.h"

G_BEGIN_DECLS

#define PL_TYPE_DETAILS (pl_details_get_type ())
G_DECLARE_FINAL_TYPE (PlDetails, pl_details, PL, DETAILS, GtkWidget)

void pl_details_set_viewer (PlDetails *self, PlViewer *viewer);
/* Only there while there is something to tell: the hint how to get there is left out. */
void pl_details_set_brief (PlDetails *self, gboolean brief);
/* What can be done stays there all the same. */
void pl_details_keep_tools (PlDetails *self);
/* Zoom buttons of that canvas, at its end. */
void pl_details_add_zoom (PlDetails *self, PlCanvas *canvas);
/* Takes the widget. */
void pl_details_add (PlDetails *self, GtkWidget *tool);
const char *pl_details_get_title (PlDetails *self);
const char *pl_details_get_sentence (PlDetails *self);

G_END_DECLS
