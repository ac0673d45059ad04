/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/pl-details.h"
#include "ui/pool/pl-legend.h"
#include "ui/replay/pl-replay-bar.h"
#include "ui/scene/pl-scene-page.h"

G_BEGIN_DECLS

struct _PlScenePage
{
  PlPage parent_instance;

  GtkStack *stack;
  GtkScrolledWindow *scroll;
  PlCanvas *canvas;
  PlLegend *legend;
  PlReplayBar *replay;
  PlDetails *details;
  GtkWidget *beside_scroll;
  PlCanvas *beside;       /* another picture, before it */
  GtkWidget *beside_button;
  GtkWidget *stale_bar;
  GtkLabel *stale_text;

  PlTrace *trace;         /* what is shown; NULL: nothing */
  PlRun *run;             /* while it is going on */
  gboolean shown;         /* it is what is shown */
  gboolean low;           /* there is no room to spare */
  gboolean keeps;         /* what was shown before stays beside it */
  guint tick_id;          /* only while there is somebody to see it */
  gint64 started_us;
};

/* pl-scene-beside.c, below the page */
/* The settings, what is shown or what runs has changed: whether the picture is of what is chosen, and what can be put
 * beside it. */
void pl_scene_page_update_sides (PlScenePage *self);
/* A run begins: what is shown goes to the other side, or the other side goes. */
void pl_scene_page_turn_over (PlScenePage *self);
/* Both sides leave out what the legend hides. */
void pl_scene_page_hide_alike (PlScenePage *self);
/* Runs the other variant of what is shown, and keeps that in sight. */
void pl_scene_page_run_beside (PlScenePage *self);
gboolean pl_scene_page_can_beside (PlScenePage *self);

G_END_DECLS
