/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A pool's run: its title, timeline, minimap, legend and details; before the first run, what to do. */

#include <gtk/gtk.h>

#include "control/pl-run.h"
#include "ui/pool/pl-scene.h"

G_BEGIN_DECLS

#define PL_TYPE_POOL_PAGE (pl_pool_page_get_type ())
G_DECLARE_FINAL_TYPE (PlPoolPage, pl_pool_page, PL, POOL_PAGE, GtkWidget)

/* Follows a run that has just been started, until it is finished. */
void pl_pool_page_follow (PlPoolPage *self, PlRun *run);
/* The run is over: the last look at its log. */
void pl_pool_page_finish (PlPoolPage *self);
/* Shows a saved run. */
void pl_pool_page_show_log (PlPoolPage *self, PlLog *log);

PlScene *pl_pool_page_get_scene (PlPoolPage *self);
/* NULL: nothing is shown. */
PlLog *pl_pool_page_get_log (PlPoolPage *self);
GtkWidget *pl_pool_page_get_view (PlPoolPage *self);

G_END_DECLS
