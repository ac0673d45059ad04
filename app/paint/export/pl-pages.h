/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A picture on the page of a purpose: laid out for it, with the heading and the caption that somebody wrote. Lanes grow
 * to fill a page; what does not fit goes on on the next one, or, where there is only one, folds. */

#include "paint/export/pl-purpose.h"
#include "paint/pl-picture.h"

G_BEGIN_DECLS

/* What is wanted. The strings are not kept. */
typedef struct {
  PlPurpose purpose;
  PlThemeId theme;
  double width, height;         /* of a page that has no size of its own; 0: the purpose's, the natural one */
  const char *title;            /* in place of the picture's own; NULL or empty: that one */
  const char *caption, *author; /* below the picture; NULL or empty: nothing */
  gboolean no_legend;
  gboolean vector;              /* for SVG, PDF, print */
  gboolean many;                /* more than one page is possible */
  double page_width, page_height; /* the paper that is there, in points, in place of A4; 0: A4 */
} PlPagesPlan;

typedef struct _PlPages PlPages;

/* picture must live as long. viewport NULL: the first look. */
PlPages *pl_pages_new (PlPicture *picture, const PlViewport *viewport, const PlPagesPlan *plan);
void pl_pages_free (PlPages *self);

/* At least one; all of one size, in the units of the purpose. */
guint pl_pages_get_n (const PlPages *self);
void pl_pages_get_size (const PlPages *self, double *width, double *height);
/* Draws a page, its ground too. */
void pl_pages_draw (const PlPages *self, guint page, cairo_t *cr);
/* The heading: what was given, or the picture's own. */
const char *pl_pages_get_title (const PlPages *self);
/* The lanes on that page with the places of their names, from the top down: PlPageLane. */
typedef struct { guint lane; PlBox box; } PlPageLane;
GArray *pl_pages_get_lanes (const PlPages *self, guint page);
/* Whether all of it is in sight: a picture that nothing can make low enough is cut off. */
gboolean pl_pages_get_whole (const PlPages *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlPages, pl_pages_free)

G_END_DECLS
