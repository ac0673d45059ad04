/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The tabs of the pane, each in a file of its own. */

#include "ui/find/pl-find-pane.h"

G_BEGIN_DECLS

extern const PlFindTab pl_search_tab, pl_range_tab, pl_times_tab, pl_notes_tab, pl_path_tab;

/* Of the search tab: to the next or previous hit. FALSE: nothing has been looked for. */
gboolean pl_find_tab_step (GtkWidget *tab, gboolean forward);
/* Looks for that. */
void pl_find_tab_search (GtkWidget *tab, const char *text);

G_END_DECLS
