/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Below the picture, when somebody looks closer: one tab each for what is looked for, noted and counted. It is about the
 * canvas of the page in front. */

#include "ui/canvas/pl-canvas.h"

G_BEGIN_DECLS

#define PL_TYPE_FIND_PANE (pl_find_pane_get_type ())
G_DECLARE_FINAL_TYPE (PlFindPane, pl_find_pane, PL, FIND_PANE, GtkWidget)

/* A tab. Each is one of these, made when it is first shown. */
typedef struct {
  const char *key;              /* "notes" */
  const char *title;            /* marked for translation */
  /* A new widget. canvas: that of the page in front; never NULL. */
  GtkWidget *(*create) (void);
  void (*set_canvas) (GtkWidget *tab, PlCanvas *canvas);
  /* It has come to the front: gives the keyboard to where one begins. May be NULL. */
  void (*begin) (GtkWidget *tab);
  /* The pane is there, or gone: with it goes what the tab points out in the picture. May be NULL. */
  void (*set_shown) (GtkWidget *tab, gboolean shown);
} PlFindTab;

/* Does not own it: to be told before it goes. */
void pl_find_pane_set_canvas (PlFindPane *self, PlCanvas *canvas);
/* It is open in a window so low that the picture needs all the room there is beside it. */
gboolean pl_find_pane_is_crowded (PlFindPane *self);
/* Shows that tab, and the pane. */
void pl_find_pane_show (PlFindPane *self, const char *key);
void pl_find_pane_hide (PlFindPane *self);
/* The widget of a tab, made if need be; NULL: there is no such tab. */
GtkWidget *pl_find_pane_get_tab (PlFindPane *self, const char *key);

G_END_DECLS
