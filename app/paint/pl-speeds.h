/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How slowly a run can be watched: at 1/n of its own speed. */

#include <glib.h>

G_BEGIN_DECLS

#define PL_SPEED_SLOWEST 1000

/* Slowest first. */
guint pl_speeds_n (void);
guint pl_speeds_part (guint speed);
/* The one at which that much time of a run takes some ten seconds. */
guint pl_speeds_calm (gint64 run_ns);

G_END_DECLS
