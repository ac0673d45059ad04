/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Which rows the picture of a recording has: its processes in time of birth, below each its threads unless they are
 * folded, and last, set apart, what only helps Python, and what ran before the program. */

#include "paint/pool/pl-timeline-rows.h"
#include "trace/pl-trace.h"

G_BEGIN_DECLS

typedef struct _PlRecordingRows PlRecordingRows;

PlRecordingRows *pl_recording_rows_new (void);
void pl_recording_rows_free (PlRecordingRows *self);
/* As they are now; made anew when there is something new. Owned by self. */
PlTimelineRows *pl_recording_rows_get (PlRecordingRows *self, PlTrace *trace);
/* As PlPictureClass has them. */
gboolean pl_recording_rows_get_fold (PlRecordingRows *self, PlTrace *trace, guint lane, guint *above, gboolean *open);
void pl_recording_rows_set_fold (PlRecordingRows *self, PlTrace *trace, guint lane, gboolean open);

G_END_DECLS
