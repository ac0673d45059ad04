/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The one run a window has going, if any. */

#include "control/pl-run.h"

G_BEGIN_DECLS

#define PL_TYPE_SESSION (pl_session_get_type ())
G_DECLARE_FINAL_TYPE (PlSession, pl_session, PL, SESSION, GObject)

/* Properties: "running", "paused" (gboolean, read-only).
 * Signals: "finished" (PlRun *run): its log is final; "running" is FALSE already. */

PlSession *pl_session_new (void);

/* Starts run, which is new. FALSE and error: it could not be started; nothing is running then. Must not be called while
 * running. */
gboolean pl_session_start (PlSession *self, PlRun *run, GError **error);
PlRun *pl_session_get_run (PlSession *self);      /* the current or last one; NULL: none yet */
gboolean pl_session_get_running (PlSession *self);
gboolean pl_session_get_paused (PlSession *self);

void pl_session_stop (PlSession *self);
void pl_session_set_paused (PlSession *self, gboolean paused);
void pl_session_kill_worker (PlSession *self, guint lane);

G_END_DECLS
