/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A histogram to look at and to choose from: by a click on a bar, or with Left, Right and Return. */

#include <gtk/gtk.h>

#include "trace/find/pl-histogram.h"

G_BEGIN_DECLS

#define PL_TYPE_BARS_VIEW (pl_bars_view_get_type ())
G_DECLARE_FINAL_TYPE (PlBarsView, pl_bars_view, PL, BARS_VIEW, GtkWidget)

/* Signal "chosen" (guint bin). */

/* name: what it is of, for assistive technology (translated). look: the state its bars look like. */
GtkWidget *pl_bars_view_new (const char *name, guint look);
/* Not owned: one that is done, or NULL for none. */
void pl_bars_view_set_histogram (PlBarsView *self, PlHistogram *histogram);

G_END_DECLS
