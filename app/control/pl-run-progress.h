/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How far a run is, and how long it may still take. */

#include <glib.h>

#include "log/pl-log.h"

G_BEGIN_DECLS

typedef struct {
  guint done;           /* as last told */
  gint64 began_ns;      /* what is being counted, moved on by its pauses; 0: not yet */
  gint64 paused_ns;     /* since then; 0: not paused */
  gboolean serial;      /* that is the serial time, after the pool */
} PlRunProgress;

/* The run has come to this phase now. */
void pl_run_progress_turn (PlRunProgress *self, guint phase, gint64 now_ns);
/* See pl_run_get_done () and pl_run_get_left_ns (). */
guint pl_run_progress_done (PlRunProgress *self, PlLog *log);
gint64 pl_run_progress_left_ns (PlRunProgress *self, PlLog *log, gint64 now_ns);

G_END_DECLS
