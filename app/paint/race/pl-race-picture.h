/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The race page as a picture: the account without and with a lock side by side, one lost update
 * proven over two small timelines (who read what, who overwrote whom), the whole run as a strip. */

#include <cairo.h>

#include "paint/pl-picture.h"
#include "trace/race/pl-race.h"

G_BEGIN_DECLS

typedef struct _PlRacePicture PlRacePicture;
/* viewport: focus is the lost branch that is shown; a time that is asked for is a window, else it is
 * close up. PlParts TITLE, LEGEND, FOOTER, VECTOR apply. */
PlRacePicture *pl_race_picture_lay_out (PlRace *race, const PlViewport *viewport, const PlPaper *paper);
void pl_race_picture_free (PlRacePicture *self);
void pl_race_picture_draw (PlRacePicture *self, cairo_t *cr);
/* What one drawn box stands for: an increment, or a fold of neighbouring ones of a worker. */
typedef struct {
  guint part;
  PlIncrement first;
  guint32 n_increments;         /* of the worker, from first on */
  guint64 n_lost;               /* of these */
  /* Under a lock: the time they held it, and the waits that have no mark of their own: those
   * between them, and beside them where there is no room. */
  gint64 held_ns, waited_ns;
  guint32 n_waits;
  double x, y, width, height;
} PlRaceMark;

/* A wait for the lock long enough for a mark of its own. */
typedef struct {
  guint worker;
  gint64 from_ns, to_ns;
  double x, y, width, height;
} PlRaceWait;

/* The time the lanes show, and the longest they can: the race from its begin to its end. FALSE: no
 * lanes. */
gboolean pl_race_picture_get_window (PlRacePicture *self, gint64 *from_ns, gint64 *to_ns);
gboolean pl_race_picture_get_whole (PlRacePicture *self, gint64 *from_ns, gint64 *to_ns);
/* The part whose increments the lanes show. */
guint pl_race_picture_get_part (PlRacePicture *self);
/* Where the lanes are. FALSE: there are none. */
gboolean pl_race_picture_get_plot (PlRacePicture *self, double *x, double *y, double *width,
                                   double *height);
/* The first worker shown in a window of time that was asked for, and how many; the rest of them do
 * not fit. */
guint pl_race_picture_get_lanes (PlRacePicture *self, guint *n_shown);
/* Time at x, in the lanes; not clamped. */
gint64 pl_race_picture_time (PlRacePicture *self, double x);
/* TRUE: that is a place in the strip of the whole race; t_ns of it. */
gboolean pl_race_picture_strip_time (PlRacePicture *self, double x, double y, gint64 *t_ns);

guint pl_race_picture_get_n_marks (PlRacePicture *self);
void pl_race_picture_get_mark (PlRacePicture *self, guint i, PlRaceMark *mark);
/* Every wait that is in sight, at least in part, is one of these or told by a mark, whole. */
guint pl_race_picture_get_n_waits (PlRacePicture *self);
void pl_race_picture_get_wait (PlRacePicture *self, guint i, PlRaceWait *wait);
/* TRUE: a box is there, and it is exactly what is painted there. */
gboolean pl_race_picture_pick_mark (PlRacePicture *self, double x, double y, PlRaceMark *mark);
/* The increment or the strip's place under the pointer; FALSE: nothing. branch: of the
 * nearest lost update in the strip, or the one under it; elsewhere the one shown. */
gboolean pl_race_picture_pick (PlRacePicture *self, double x, double y, char **tooltip,
                               guint64 *branch);

G_END_DECLS
