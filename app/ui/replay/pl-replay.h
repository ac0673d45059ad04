/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Plays a run that is over: moves the cursor of its viewer along, at a part of the run's speed. Right of the cursor nothing
 * is drawn, counted or told. It never starts by itself, and it has no clock: whoever shows the picture tells it the time.
 * Times are ns since the start of the run. Main thread only. */

#include "ui/canvas/pl-viewer.h"

G_BEGIN_DECLS

#define PL_TYPE_REPLAY (pl_replay_get_type ())
G_DECLARE_FINAL_TYPE (PlReplay, pl_replay, PL, REPLAY, GObject)

/* Signal "changed" (): it plays or not, the cursor has moved, there is another speed, or another picture. */

PlReplay *pl_replay_new (PlViewer *viewer);

/* What is shown there plays along from its own start, and time goes on until both are over. Nothing need be shown there. */
void pl_replay_set_beside (PlReplay *self, PlViewer *viewer);

/* FALSE: there is no time in the picture, or the run still goes on. */
gboolean pl_replay_can (PlReplay *self);
/* A part of the run is shown, up to the cursor. */
gboolean pl_replay_get_active (PlReplay *self);
gboolean pl_replay_get_playing (PlReplay *self);

/* From the cursor on; from the begin, where the whole run is shown. FALSE: it cannot. */
gboolean pl_replay_play (PlReplay *self);
void pl_replay_pause (PlReplay *self);
/* The whole run is shown again. */
void pl_replay_leave (PlReplay *self);
/* Pauses, and goes to the next moment at which something happens, or to the one before; after the last one the whole run
 * is shown again. FALSE: nothing lies that way. */
gboolean pl_replay_step (PlReplay *self, gboolean forward);
/* Goes there, and plays on if it played; to the end or beyond: the whole run is shown. */
void pl_replay_seek (PlReplay *self, gint64 t_ns);

/* It is now_us by some clock that only goes forward. glide FALSE: it goes from event to event, twice a second at most. */
void pl_replay_tick (PlReplay *self, gint64 now_us, gboolean glide);

/* As in paint/pl-speeds.h. Until somebody chooses one it is the calm one for the whole run. */
guint pl_replay_get_speed (PlReplay *self);
void pl_replay_set_speed (PlReplay *self, guint speed);

/* All of the time, and where the cursor is in it: at its end while the whole run is shown. FALSE: there is none. */
gboolean pl_replay_get_time (PlReplay *self, gint64 *from_ns, gint64 *to_ns, gint64 *at_ns);
/* "12.3 of 304 ms"; free it. */
char *pl_replay_describe (PlReplay *self);

G_END_DECLS
