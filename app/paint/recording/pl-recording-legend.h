/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the legend of a recording has beside states: who stood still, what was written to the
 * terminal, and who made whom. */

#include "paint/parts/pl-legend.h"

G_BEGIN_DECLS

enum { PL_RECORDING_STILL, PL_RECORDING_WROTE, PL_RECORDING_TORN, PL_RECORDING_LIFE, PL_N_RECORDING_MARKS };

/* Of a moment of a recording: what there was by then. */
extern const PlLegendMarks pl_recording_marks;

G_END_DECLS
