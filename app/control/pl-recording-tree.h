/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The processes of a recording that goes on, as the kernel has them. Only those that are certainly ours: a number that
 * somebody else has by now is left alone. Main context only. */

#include <gio/gio.h>

#include "log/pl-log.h"

G_BEGIN_DECLS

/* Looks after them from now on, and tells the log who was made to stand still or let go on by somebody who is not
 * recorded, and who was dead without anybody having waited for him: at most a few tenths of a second late. */
typedef struct _PlRecordingTree PlRecordingTree;

/* log: must outlive it. */
PlRecordingTree *pl_recording_tree_new (PlLog *log);
void pl_recording_tree_free (PlRecordingTree *self);

/* The lane has said its last word. */
gboolean pl_recording_tree_has_ended (PlLog *log, guint lane);
/* The kernel has its thread asleep; TRUE where that is not known. Some 10 µs. */
gboolean pl_recording_tree_sleeps (PlLog *log, guint lane);
/* Sends it to all that live; SIGKILL not to Python's resource tracker, which ends by itself. */
void pl_recording_tree_signal (PlLog *log, int signal);

G_END_DECLS
