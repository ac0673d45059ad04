/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What every program that shows our widgets does once, after gtk_init (): resources, types, styles. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PL_RESOURCE_PATH "/io/github/paralane/Paralane"

/* May be called again; the first call counts. */
void pl_ui_init (void);

G_END_DECLS
