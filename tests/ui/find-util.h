/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the tests of looking closer share. */

#include "plan/pl-plan.h"
#include "ui-util.h"
#include "ui/canvas/pl-canvas.h"

G_BEGIN_DECLS

/* Of the pool's page. */
PlCanvas *find_canvas (PlWindow *window);
/* A window that shows a pool of known spans. */
PlWindow *find_show_pool (PlIpc ipc);
void find_look_closer (PlWindow   *window,
                       const char *tab);
/* That of the pane with this key. */
GtkWidget *find_tab (PlWindow   *window,
                     const char *key);
/* Whether it, or anything within it, has a label with these words. */
gboolean find_says (GtkWidget  *widget,
                    const char *words);

G_END_DECLS
