/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A recording as drawn: a timeline, and over it what a program has beside its spans. */

#include "paint/pl-picture.h"
#include "paint/pool/pl-timeline-rows.h"
#include "trace/pl-trace.h"

G_BEGIN_DECLS

/* trace: of the moment that is looked at. */
PlDrawing *pl_recording_drawing_new (PlTrace *trace, PlTimelineRows *rows, const PlViewport *view, const PlPaper *paper);

G_END_DECLS
