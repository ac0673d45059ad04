/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A legend: entries of a swatch, a name and perhaps a share, one after the other. Of each entry: take its
 * room, draw the swatch there, write it. */

#include "paint/parts/pl-words.h"
#include "trace/pl-trace.h"

G_BEGIN_DECLS

#define PL_LEGEND_SWATCH_WIDTH 31.0
#define PL_LEGEND_SWATCH_HEIGHT 19.0
/* From the end of a swatch to the share of an entry without a name. */
#define PL_LEGEND_SHARE_X 14.0

typedef struct {
  PlInk *ink;
  const PlTheme *theme;
  PlFont font;
  double x, y, width;           /* the room, and the top of its first row */
  double middle;                /* of the text, below the top of a row */
  double swatch, gap;           /* widths: of a swatch, between entries */
  double row;                   /* from row to row; 0: there is one, and what has no room there is left out */
  gboolean whole;               /* names take whole pixels */

  double at_x, at_y;            /* of the entry taken: left of its swatch, top of its row */
  /* private */
  const char *name, *share;
  double name_width, max_width, next, down;
} PlLegendFlow;

/* What a picture has beside states, and its legend explains: marks from 0 to n, of which there are at most 32. */
typedef struct {
  guint n;
  /* Bits: those that are there in [from, to). */
  guint32 (*occurring) (PlTrace *trace, gint64 from_ns, gint64 to_ns);
  /* Translated, static. */
  const char *(*name) (guint mark);
  /* As it looks in the picture; from 0, 0 on. */
  void (*draw) (cairo_t *cr, guint mark, const PlTheme *theme, double width, double height);
  /* Bits: the states in which lanes are now of which there is no record yet. May be NULL: there are none. */
  guint32 (*states_now) (PlTrace *trace);
} PlLegendMarks;

/* As wide as box, as the states of lanes are shown: in rows. */
PlLegendFlow pl_legend_in_rows (PlInk *ink, const PlTheme *theme, const PlBox *box);
/* FALSE: there is no room. share: NULL for none; name and share must live until it is written. */
gboolean pl_legend_take (PlLegendFlow *self, const char *name, const char *share);
void pl_legend_write (PlLegendFlow *self, cairo_t *cr);
/* Words that belong to no entry, and how many entries are filtered out (0: nothing to say). cr NULL: only takes the room. */
void pl_legend_add_words (PlLegendFlow *self, cairo_t *cr, const char *words);
void pl_legend_add_hidden (PlLegendFlow *self, cairo_t *cr, guint n);
/* An entry whose swatch is an arrow. cr NULL: only takes the room. */
void pl_legend_add_arrow (PlLegendFlow *self, cairo_t *cr, const char *name, const PlColor *color, double alpha);
/* Its swatch, of a legend in rows: a state, or PL_LOOK_*; with the letter that stands in spans of it. */
void pl_legend_draw_state (PlLegendFlow *self, cairo_t *cr, guint look, gboolean letter);
/* An entry for each of the marks that is there in [from, to). cr NULL: only takes the room. */
void pl_legend_add_marks (PlLegendFlow *self, cairo_t *cr, const PlLegendMarks *marks, PlTrace *trace, gint64 from_ns,
                          gint64 to_ns);
/* Of all that was taken. */
double pl_legend_rows_height (const PlLegendFlow *self);

/* An arrow from lane to lane, in the colour that is set; from 0, 0 on. */
void pl_legend_arrow_draw (cairo_t *cr, double width, double height);
/* The letter that spans of a state, or PL_LOOK_*, carry where they have no number (static); "": none. */
const char *pl_legend_letter (guint look);
/* A state or PL_LOOK_*, as marks of it look; from 0, 0 on. ink: for the letter that stands in spans of it; NULL: without. */
void pl_legend_swatch_draw (cairo_t *cr, PlInk *ink, guint look, const PlTheme *theme, double width, double height);

G_END_DECLS
