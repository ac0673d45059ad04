/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Under a picture: plays its run, pauses, steps from event to event, and shows and sets the moment and the speed. There
 * while the picture has a time axis; of use when the run is over. */

#include "ui/canvas/pl-canvas.h"

G_BEGIN_DECLS

#define PL_TYPE_REPLAY_BAR (pl_replay_bar_get_type ())
G_DECLARE_FINAL_TYPE (PlReplayBar, pl_replay_bar, PL, REPLAY_BAR, GtkWidget)

/* Of a canvas of the same page. */
void pl_replay_bar_set_canvas (PlReplayBar *self, PlCanvas *canvas);

G_END_DECLS
