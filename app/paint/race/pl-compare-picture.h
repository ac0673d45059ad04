/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Methods side by side: a bar each for its time an increment, on a log scale. */

#include <cairo.h>

#include "paint/pl-theme.h"
#include "trace/race/pl-compare.h"

G_BEGIN_DECLS

typedef struct _PlComparePicture PlComparePicture;

/* parts: PlParts; TITLE, LEGEND and FOOTER apply. compare must not grow while the picture lives. */
PlComparePicture *pl_compare_picture_new (PlCompare *compare, PlThemeId theme, double width,
                                          guint parts);
void pl_compare_picture_free (PlComparePicture *self);
/* As high as it needs. */
double pl_compare_picture_get_height (PlComparePicture *self);
void pl_compare_picture_draw (PlComparePicture *self, cairo_t *cr);
/* The row of the bar (or beside it) at this height; FALSE: none. */
gboolean pl_compare_picture_pick (PlComparePicture *self, double y, guint *row);
/* A row in words, for a tooltip or a reader; free it. */
char *pl_compare_picture_describe (PlComparePicture *self, guint row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlComparePicture, pl_compare_picture_free)

G_END_DECLS
