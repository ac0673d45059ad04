/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What every picture is written with: lines that fit, paragraphs, a title with its subtitle; and how a
 * selected range and what is hovered are shown. */

#include "paint/pl-ink.h"
#include "paint/pl-picture.h"

G_BEGIN_DECLS

/* Of a line, in whole pixels. */
double pl_words_width (PlInk *ink, const PlFont *font, const char *text);
/* A line that begins at x, ends there, or stands around it; elided where it would leave less than margin at the
 * edge of a picture so wide. y: its middle. */
void pl_words_draw (PlInk *ink, cairo_t *cr, const PlFont *font, const char *text, double x, double y, PlInkAlign align,
                    const PlColor *color, double picture_width, double margin);

/* As high as it gets in so much room; 0: nothing to say. */
double pl_paragraph_height (PlInk *ink, const char *text, PlFont font, double width);
/* Returns its height. */
double pl_paragraph_draw (PlInk *ink, cairo_t *cr, const char *text, PlFont font, const PlColor *color, double x, double y,
                          double width);

/* A card: a panel, and at its left edge a stripe that says how it stands. */
void pl_card_draw (cairo_t *cr, const PlTheme *theme, const PlBox *box, const PlColor *stripe, double stripe_width);

/* From x0 to x1, either way round, within the plot: veiled, but for one that is all of it. */
void pl_range_draw (cairo_t *cr, const PlTheme *theme, const PlBox *plot, double x0, double x1);
/* Around a mark. A rim of the background keeps the line apart from dark marks beside it. */
void pl_outline_draw (cairo_t *cr, const PlTheme *theme, const PlBox *box, double thick);

G_END_DECLS
