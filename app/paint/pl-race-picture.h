/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The race page as a picture: the account without and with a lock side by side, one lost update
 * proven over two small timelines (who read what, who overwrote whom), the whole run as a strip. */

#include <cairo.h>

#include "pl-theme.h"
#include "trace/pl-race.h"

G_BEGIN_DECLS

typedef struct {
  guint64 branch;               /* which lost branch is shown */
} PlRaceView;

typedef struct _PlRacePicture PlRacePicture;
/* parts: PlTimelineParts, TITLE, LEGEND, FOOTER, VECTOR apply. */
PlRacePicture *pl_race_picture_new (PlRace *race, const PlRaceView *view, PlThemeId theme,
                                    double width, double height, guint parts);
void pl_race_picture_free (PlRacePicture *self);
void pl_race_picture_draw (PlRacePicture *self, cairo_t *cr);
double pl_race_picture_natural_height (PlRace *race, double width, guint parts);
/* The same at its most condensed; below it the end of the picture is cut off. */
double pl_race_picture_least_height (PlRace *race, double width, guint parts);
/* What one drawn box stands for: an increment, or a fold of neighbouring ones of a worker. */
typedef struct {
  guint part;
  PlIncrement first;
  guint32 n_increments;         /* of the worker, from first on */
  guint64 n_lost;               /* of these */
  double x, y, width, height;
} PlRaceMark;

guint pl_race_picture_get_n_marks (PlRacePicture *self);
void pl_race_picture_get_mark (PlRacePicture *self, guint i, PlRaceMark *mark);
/* TRUE: a box is there, and it is exactly what is painted there. */
gboolean pl_race_picture_pick_mark (PlRacePicture *self, double x, double y, PlRaceMark *mark);
/* The increment or the strip's place under the pointer; FALSE: nothing. branch: of the
 * nearest lost update in the strip, or the one under it; elsewhere the one shown. */
gboolean pl_race_picture_pick (PlRacePicture *self, double x, double y, char **tooltip,
                               guint64 *branch);

G_END_DECLS
