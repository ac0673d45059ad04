/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What is selected, in sentences; and what can be done with it. */

#include <gtk/gtk.h>

#include "ui/pool/pl-scene.h"

G_BEGIN_DECLS

#define PL_TYPE_DETAILS (pl_details_get_type ())
G_DECLARE_FINAL_TYPE (PlDetails, pl_details, PL, DETAILS, GtkWidget)

void pl_details_set_scene (PlDetails *self, PlScene *scene);
/* For a picture that describes itself. */
void pl_details_set_text (PlDetails *self, const char *title, const char *sentence);
const char *pl_details_get_title (PlDetails *self);
const char *pl_details_get_sentence (PlDetails *self);

G_END_DECLS
