/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A scene acted out by real processes: its picture while it goes on, what became of it, and each span in words; before
 * the first one, what to do. */

#include "trace/pl-trace.h"
#include "ui/pl-page.h"

G_BEGIN_DECLS

#define PL_TYPE_SCENE_PAGE (pl_scene_page_get_type ())
G_DECLARE_FINAL_TYPE (PlScenePage, pl_scene_page, PL, SCENE_PAGE, PlPage)

/* What is shown; NULL: nothing. */
PlTrace *pl_scene_page_get_trace (PlScenePage *self);

/* Its actions in the window; ended by one without a name. */
extern const PlPageAction pl_scene_actions[];

G_END_DECLS
