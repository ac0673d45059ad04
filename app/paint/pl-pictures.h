/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The kinds of picture there are. Each keeps what it is of. */

#include "paint/pl-picture.h"
#include "trace/kinds/pl-kinds.h"
#include "trace/lesson/pl-tally.h"
#include "trace/pl-trace.h"
#include "trace/race/pl-compare.h"
#include "trace/race/pl-race.h"
#include "trace/sweep/pl-sweep.h"

G_BEGIN_DECLS

PlPicture *pl_picture_of_pool (PlTrace *trace);
PlPicture *pl_picture_of_scene (PlTrace *trace);
/* A lane a process or thread of a program that is not ours. */
PlPicture *pl_picture_of_recording (PlTrace *trace);
/* A lane a CPU: who had it, and who moved to another. Of any run; where nobody told when who had which CPU there is a
 * sentence that says why. */
PlPicture *pl_picture_of_cpus (PlTrace *trace);
/* Whether there is anything to see in it. */
gboolean pl_pictures_can_by_cpu (PlTrace *trace);
/* The proof of its lost updates, or of the trials of it what they came to. */
PlPicture *pl_picture_of_proof (PlRace *race);
PlPicture *pl_picture_of_trials (PlRace *race);
/* compare must not grow while its picture lives. */
PlPicture *pl_picture_of_compare (PlCompare *compare);

/* How much faster more workers are, or how large a message is best. The sweep may go on while it is looked at. */
PlPicture *pl_picture_of_sweep (PlSweep *sweep);

/* What processes and threads cost and give, measured. More figures may come in while it is looked at. */
PlPicture *pl_picture_of_kinds (PlKinds *kinds);

/* How often a lesson came out how. Runs may be added while it is looked at. */
PlPicture *pl_picture_of_tally (PlTally *tally);

/* What fits the log, by the kind of run it is of; NULL: of an unknown one. moment: one with a time axis
 * is wanted, although it may be the picture of one of many trials. */
PlPicture *pl_picture_of_log (PlLog *log, gboolean moment);

G_END_DECLS
