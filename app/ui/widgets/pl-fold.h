/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A sidebar beside its content. Where there is no room for both, the sidebar folds away, and shows itself over the
 * content when asked for. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PL_TYPE_FOLD (pl_fold_get_type ())
G_DECLARE_FINAL_TYPE (PlFold, pl_fold, PL, FOLD, GtkWidget)

/* Below this width the sidebar folds away. */
#define PL_FOLD_WIDTH 1000

/* Properties: "sidebar", "content" (GtkWidget); "folded" (gboolean, read-only: there is no room for both);
 * "show-sidebar" (gboolean: beside the content where there is room, else over it). Folding hides the sidebar;
 * unfolding brings back what was chosen while there was room. */

gboolean pl_fold_get_folded (PlFold *self);
gboolean pl_fold_get_show_sidebar (PlFold *self);
void pl_fold_set_show_sidebar (PlFold *self, gboolean show);
/* Folds it away in a wide window, too: the content is to have all of it. */
void pl_fold_set_always_folded (PlFold *self, gboolean always);
/* What was chosen for a wide window: worth remembering. */
gboolean pl_fold_get_pinned (PlFold *self);

G_END_DECLS
