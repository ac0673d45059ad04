/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Measures processes and threads (trace/kinds): the runner measures its own, a script what Python's come to, if there
 * is a Python. Some seconds, during which the figures come in one by one. Main context only. */

#include <gio/gio.h>

#include "control/pl-run.h"
#include "trace/kinds/pl-kinds.h"

G_BEGIN_DECLS

/* changed, which may be NULL, is called after each figure. Cancelled, it ends what it has started. */
void pl_kinds_measure_async (PlKinds *kinds, GCancellable *cancellable, void (*changed) (gpointer data),
                             GAsyncReadyCallback done, gpointer data);
/* FALSE and error: the runner could not measure; that there is no Python is no error: see pl_kinds_get_python_note (). */
gboolean pl_kinds_measure_finish (PlKinds *kinds, GAsyncResult *result, GError **error);
/* A run that records Python's part, to see where its figures come from; not yet started. They themselves are those of the
 * script alone: under the recorder each birth, lock and message is written down as well, and what is so short would be
 * measured with that (a thread takes up to twice as long to make, a message through memory a quarter longer). NULL and
 * error: there is no recorder. That there is no Python is told by its start. */
PlRun *pl_kinds_new_recording (GError **error);

G_END_DECLS
