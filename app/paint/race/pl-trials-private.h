/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A race repeated: for each of its parts a histogram of what the counter ended with, over one axis. Those that
 * ended right have a column of their own. Beside what happened, what can: where the schedules of so small a race can
 * be counted, how often each value would come if all were equally likely. */

#include "paint/parts/pl-words.h"
#include "paint/pl-fill.h"
#include "paint/pl-ink.h"
#include "paint/pl-picture.h"
#include "trace/race/pl-race.h"
#include "trace/race/pl-trials.h"

G_BEGIN_DECLS

#define PL_TP_MARGIN 28.0
#define PL_TP_RIGHT_GAP 14.0          /* before the column of the right ones */
#define PL_TP_RIGHT_WIDTH 46.0
#define PL_TP_PANEL_HEAD 50.0         /* name and figures above the columns */
#define PL_TP_GUESS_ROW 22.0          /* between the head and the columns of the part that was guessed */

#define PL_TP_TITLE ((PlFont) { 20, PL_INK_BOLD, 0 })
#define PL_TP_BODY ((PlFont) { 14, PL_INK_PLAIN, 0 })
#define PL_TP_BOLD ((PlFont) { 15, PL_INK_BOLD, 0 })
#define PL_TP_SMALL ((PlFont) { 13, PL_INK_PLAIN, 0 })
#define PL_TP_SMALL_BOLD ((PlFont) { 13, PL_INK_BOLD, 0 })

/* One part of the race. */
typedef struct {
  guint part;
  PlTrials trials;
  guint *bins;                  /* n_bins wrong ones, then the right ones */
  guint highest;
  guint64 smallest;             /* of its values */
  gboolean lossy;               /* a method without a lock: what is possible applies */
  gboolean correct;             /* else what came out without a loss was luck */
  double top;                   /* of its columns */
  char *name, *figures;
} PlTpPanel;

typedef struct {
  PlDrawing drawing;
  PlRace *race;
  const PlTheme *theme;
  PlInk *ink;
  guint parts;
  double width, height, natural;

  gboolean shares;              /* see pl_trials_in_shares (): not values but shares of them */
  guint64 from, right;          /* the axis: from .. right - 1, then right by itself */
  guint64 bin_width;
  guint n_bins;
  GArray *panels;               /* PlTpPanel */
  GArray *uniform;              /* PlRaceFinal; NULL: too large to count */
  guint64 lowest, highest;      /* possible at all */
  char *guess, *guess_sentence; /* what was guessed of part 0; NULL: nobody did */
  gboolean has_selection;
  PlItem selected;

  double left, plot_width, plot_height, axis_y;
} PlTrialsPicture;

/* pl-trials-picture.c; PlParts TITLE, LEGEND and FOOTER apply. */
PlTrialsPicture *pl_trials_picture_lay_out (PlRace *race, const PlViewport *viewport, const PlPaper *paper);
void pl_trials_picture_free (PlDrawing *drawing);
/* A line for each part; free it. */
char *pl_trials_picture_describe (PlTrialsPicture *self);
char *pl_trials_picture_title (PlRace *race);
PlTpPanel *pl_tp_panel (PlTrialsPicture *self, guint i);
double pl_tp_guess_height (PlTrialsPicture *self, const PlTpPanel *panel);
double pl_tp_head_height (PlTrialsPicture *self);
/* n_bins: the right ones; so is anything beyond, which no correct log has. */
guint pl_tp_bin_of (PlTrialsPicture *self, guint64 value);
/* A value of the axis. */
char *pl_tp_value_text (gboolean shares, guint64 value);
/* The values of a bin. */
void pl_tp_bin_values (PlTrialsPicture *self, guint bin, guint64 *from, guint64 *to);
/* The left edge of a bin and its width. */
double pl_tp_bin_x (PlTrialsPicture *self, guint bin, double *width);
/* What could have come, whatever did. */
char *pl_tp_possible_text (PlTrialsPicture *self);
/* How many trials of a part ended with from to to, both included. */
char *pl_tp_values_text (PlRace *race, guint part, const char *name, guint64 from, guint64 to);
double pl_tp_least_height (PlTrialsPicture *self);

/* pl-trials-draw.c */
void pl_trials_picture_draw (PlDrawing *drawing, cairo_t *cr);
char *pl_tp_footer (PlRace *race);

/* pl-trials-drawing.c */
extern const PlDrawingClass pl_trials_drawing_class;

G_END_DECLS
