/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A race repeated: for each of its parts a histogram of what the counter ended with, over one axis. Those that
 * ended right have a column of their own. Beside what happened, what can: where the schedules of so small a race can
 * be counted, how often each value would come if all were equally likely. */

#include <cairo.h>

#include "paint/pl-theme.h"
#include "trace/race/pl-race.h"

G_BEGIN_DECLS

typedef struct _PlTrialsPicture PlTrialsPicture;

/* parts: PlParts; TITLE, LEGEND and FOOTER apply. height 0: natural. */
PlTrialsPicture *pl_trials_picture_new (PlRace *race, PlThemeId theme, double width, double height, guint parts);
void pl_trials_picture_free (PlTrialsPicture *self);
/* As high as it likes to be. */
double pl_trials_picture_get_height (PlTrialsPicture *self);
/* Below it the end of the picture is cut off. */
double pl_trials_picture_get_least_height (PlTrialsPicture *self);
void pl_trials_picture_draw (PlTrialsPicture *self, cairo_t *cr);
/* What the column at this place stands for, in words; NULL: nothing is there. Free it. */
char *pl_trials_picture_pick (PlTrialsPicture *self, double x, double y);
/* A line for each part; free it. */
char *pl_trials_picture_describe (PlTrialsPicture *self);
char *pl_trials_picture_title (PlRace *race);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlTrialsPicture, pl_trials_picture_free)

G_END_DECLS
