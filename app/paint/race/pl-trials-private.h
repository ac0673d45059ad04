/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of the trials' picture. */

#include "paint/pl-fill.h"
#include "paint/pl-ink.h"
#include "paint/pl-picture.h"
#include "paint/race/pl-trials-picture.h"
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
  gboolean lossy;               /* a method without a lock: what is possible applies */
  double top;                   /* of its columns */
  char *name, *figures;
} PlTpPanel;

struct _PlTrialsPicture {
  PlDrawing drawing;
  PlRace *race;
  const PlTheme *theme;
  PlInk *ink;
  guint parts;
  double width, height, natural;

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
};

/* pl-trials-picture.c */
PlTrialsPicture *pl_trials_picture_lay_out (PlRace *race, const PlViewport *viewport, const PlPaper *paper);
PlTpPanel *pl_tp_panel (PlTrialsPicture *self, guint i);
double pl_tp_text_width (PlTrialsPicture *self, const PlFont *font, const char *text);
double pl_tp_guess_height (PlTrialsPicture *self, const PlTpPanel *panel);
double pl_tp_head_height (PlTrialsPicture *self);
/* n_bins: the right ones; so is anything beyond, which no correct log has. */
guint pl_tp_bin_of (PlTrialsPicture *self, guint64 value);
/* The values of a bin. */
void pl_tp_bin_values (PlTrialsPicture *self, guint bin, guint64 *from, guint64 *to);
/* The left edge of a bin and its width. */
double pl_tp_bin_x (PlTrialsPicture *self, guint bin, double *width);
/* What could have come, whatever did. */
char *pl_tp_possible_text (PlTrialsPicture *self);
/* How many trials of a part ended with from to to, both included. */
char *pl_tp_values_text (PlRace *race, guint part, const char *name, guint64 from, guint64 to);
double pl_tp_least_height (PlTrialsPicture *self);

/* pl-trials-draw.c: pl_trials_picture_draw (), and */
char *pl_tp_footer (PlRace *race);

/* pl-trials-drawing.c */
extern const PlDrawingClass pl_trials_drawing_class;
/* In words, without markup; NULL: nothing is there. */
char *pl_tp_tooltip (PlTrialsPicture *self, double x, double y);

G_END_DECLS
