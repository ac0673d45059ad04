/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A histogram as a small picture: a bar a bin, which can be pointed at. Pure; lengths are pixels. */

#include "paint/pl-ink.h"
#include "trace/find/pl-histogram.h"

G_BEGIN_DECLS

typedef struct {
  PlHistogram *histogram;
  guint look;                   /* of the bars: a state */
  PlThemeId theme;
  double width, height;
  double scale;                 /* of the type; 1: as designed */
  int chosen;                   /* bin; -1: none */
} PlBars;

void pl_bars_draw (const PlBars *self, PlInk *ink, cairo_t *cr);
/* The bin at that place, however low its bar; -1: none. */
int pl_bars_pick (const PlBars *self, double x, double y);
/* "12 of 200 lasted 2 ms to 5 ms". Translated; free it. */
char *pl_bars_describe (PlHistogram *histogram, guint bin);

G_END_DECLS
