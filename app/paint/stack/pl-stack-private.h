/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of the stack; nobody else includes this. */

#include "paint/parts/pl-words.h"
#include "paint/stack/pl-stack.h"

G_BEGIN_DECLS

/* How much room each got the last time: what asks for as much again gets it without trying. */
typedef struct {
  double width, room, natural;    /* of the paper; for all pictures; of them with their counters */
  guint parts;
  gboolean counters;              /* they have room */
  double left;                    /* where the time of all begins */
  double heights[PL_STACK_MOST];
} PlStackPlaces;

typedef struct {
  PlPicture parent_instance;
  guint n;
  PlAlign align;
  PlPicture *pictures[PL_STACK_MOST];
  gint64 zero_ns[PL_STACK_MOST];  /* of each, in its own time: where it is aligned */
  gint64 base_ns;                 /* the same moment on the axis of all: the greatest of them */
  PlStackPlaces places;
} PlStack;

typedef struct {
  PlDrawing *drawing;
  PlBox box;                    /* within the content, of what it draws; its heading is above it */
  double heading;               /* height of that */
} PlStackPart;

typedef struct {
  PlDrawing drawing;
  PlStack *stack;
  PlInk *ink;
  const PlTheme *theme;
  guint parts;                  /* PlParts */
  double left;                  /* where the time of all begins; 0: not known yet */
  PlViewport view;
  double margin, top;           /* of the content, before it is scrolled */
  double width, height, scroll; /* in its own units, as this is: */
  PlBox plot;
  PlBox title, footer;          /* height 0: not there */
  PlStackPart children[PL_STACK_MOST];
} PlStackDrawing;

/* pl-stack-time.c: the i-th picture's own time and lanes, and those of all. */
gint64 pl_stack_own_ns (PlStack *self, guint i, gint64 t_ns);
gint64 pl_stack_common_ns (PlStack *self, guint i, gint64 own_ns);
/* Where the lanes of the i-th begin. */
guint pl_stack_first_lane (PlStack *self, guint i);
/* Whose it is, and as that one knows it. FALSE: nobody's. */
gboolean pl_stack_own_item (PlStack *self, const PlItem *item, guint *i, PlItem *own);
PlItem pl_stack_common_item (PlStack *self, guint i, const PlItem *own);
/* The lanes of the logs, those of each behind those of the one before: whose it is, and as its log knows it. FALSE: nobody's. */
gboolean pl_stack_own_log_lane (PlStack *self, guint lane, guint *i, guint *own);
guint pl_stack_first_log_lane (PlStack *self, guint i);
/* viewport with the time it shows where it asks for none; and what of it the i-th is to show. */
PlViewport pl_stack_shown (PlStack *self, const PlViewport *viewport);
PlViewport pl_stack_own_view (PlStack *self, guint i, const PlViewport *shown);
/* "A: Pool of 4, 40 tasks, Queue" */
char *pl_stack_heading (PlStack *self, guint i);
char *pl_stack_title (PlStack *self);
char *pl_stack_subtitle (PlStack *self);
char *pl_stack_caption (PlStack *self);

/* pl-stack-layout.c; height 0: natural. */
PlStackDrawing *pl_stack_lay_out (PlStack *self, const PlViewport *viewport, const PlPaper *paper);

/* Whether headings say all there is to say: on paper, where there is room. */
gboolean pl_stack_long_headings (const PlStackDrawing *self);
/* Where it has not: what stands beside its title. Free it. */
char *pl_stack_short_words (const PlStackDrawing *self, guint i);

/* pl-stack-drawing.c */
extern const PlDrawingClass pl_stack_drawing_class;

G_END_DECLS
