/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the legend of a recording has beside states: who stood still, and what was written to the terminal. */

#include "paint/parts/pl-legend.h"

G_BEGIN_DECLS

enum { PL_RECORDING_STILL, PL_RECORDING_WROTE, PL_RECORDING_TORN, PL_N_RECORDING_MARKS };

/* Of a moment of a recording: what there was by then. */
extern const PlLegendMarks pl_recording_marks;

G_END_DECLS
