/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Text in SVG as text: to be searched, read aloud and edited. cairo writes it as outlines, so while an SVG is drawn what
 * would be written is remembered, and a rectangle of a colour that nothing else has keeps its place, with all that clips
 * it and all that lies above. In the finished document the text takes the rectangle's place. Its length is said too:
 * where the font is missing another one fills the same room. */

#include <cairo.h>
#include <pango/pangocairo.h>

#include "paint/pl-theme.h"

G_BEGIN_DECLS

typedef struct _PlSvgText PlSvgText;

PlSvgText *pl_svg_text_new (void);
void pl_svg_text_free (PlSvgText *self);
/* From now on what is written to cr goes to self, which must live as long. */
void pl_svg_text_attach (PlSvgText *self, cairo_t *cr);
/* Where text for cr goes; NULL: to cr. */
PlSvgText *pl_svg_text_of (cairo_t *cr);

/* A layout whose top left corner lies at x, y. */
void pl_svg_text_add_layout (PlSvgText *self, cairo_t *cr, PangoLayout *layout, double x, double y, const PlColor *color);
typedef struct {
  const char *text;
  double x, y, width;           /* where it begins on its baseline; how long it is */
  double size;                  /* of its font */
  gboolean bold;
} PlSvgLine;
void pl_svg_text_add_line (PlSvgText *self, cairo_t *cr, const PlSvgLine *line, const PlColor *color);

/* In a finished document: texts for rectangles, and the font they share. */
void pl_svg_text_substitute (PlSvgText *self, GByteArray *svg);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlSvgText, pl_svg_text_free)

G_END_DECLS
