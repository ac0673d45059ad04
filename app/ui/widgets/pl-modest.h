/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A child that asks for no more width than it needs at least, and takes all it gets. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *pl_modest_new (GtkWidget *child);

G_END_DECLS
