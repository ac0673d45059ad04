/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* cairo writes text into SVG as outlines. What a picture says goes in beside them, as text:
 * for screen readers, for search, and as tooltips in a browser. */

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char *id, *title;             /* "lane-2", "Worker 2, pid 4103" */
  double x, y, width, height;
} PlSvgArea;

/* svg: a whole document, changed in place. areas: PlSvgArea. */
void pl_export_svg_describe (GByteArray *svg, const char *title, const char *description, GArray *areas);
void pl_svg_area_clear (gpointer area);

G_END_DECLS
