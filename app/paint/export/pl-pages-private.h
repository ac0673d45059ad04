/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of the pages; nobody else includes this. */

#include "paint/export/pl-pages.h"

G_BEGIN_DECLS

/* A run of more lanes than that many pages hold does not exist. */
#define PL_MOST_PAGES 200

/* How far the picture is scrolled on it, or where it is cut; how high it is; and how much of its plot is covered by what
 * stays at the top. */
typedef struct { double scroll, height, covered; } PlPage;

struct _PlPages {
  PlPicture *picture;
  PlViewport viewport;
  PlPaper paper;                /* of the picture alone */
  double width, height, margin;
  double head, foot;            /* for what is said above and below it */
  char *title, *own_title, *caption, *author;  /* NULL: nobody said */
  gboolean numbered;            /* room is kept for the number of the page */
  gboolean whole;
  gboolean cut;                 /* pages are pieces of one drawing, from scroll on */
  GArray *pages;                /* PlPage */
};

/* pl-pages-words.c: what somebody wrote around the picture. The width of the paper has to be known; sets head and foot. */
void pl_pages_measure_words (PlPages *self);
gboolean pl_pages_has_words (const PlPages *self);
void pl_pages_draw_words (const PlPages *self, guint page, cairo_t *cr);

G_END_DECLS
