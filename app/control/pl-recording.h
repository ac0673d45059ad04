/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A program that is not ours, recorded: it runs among our own processes and in our terminal as it would without us, and
 * writes the log itself, by a library that is preloaded into it and all it makes (app/record/). Main context only. */

#include <gio/gio.h>

#include "log/pl-log.h"

G_BEGIN_DECLS

#define PL_TYPE_RECORDING (pl_recording_get_type ())
G_DECLARE_FINAL_TYPE (PlRecording, pl_recording, PL, RECORDING, GObject)

/* argv: the program, looked for in PATH, and its arguments. NULL and error: no memory, or no recorder is installed. */
PlRecording *pl_recording_new (const PlPlanData *plan, const char *const *argv, GError **error);
/* FALSE and error: it could not be started. */
gboolean pl_recording_start (PlRecording *self, GError **error);
/* Iterates the main context until the program has ended. */
void pl_recording_wait (PlRecording *self);
/* Asks it to end (SIGTERM); what is left of it after two seconds is killed. */
void pl_recording_stop (PlRecording *self);
/* To the program alone. */
void pl_recording_signal (PlRecording *self, int signal);
/* Of wait; 0 before it has ended. */
int pl_recording_get_status (PlRecording *self);
/* What was recorded, read back as any saved run is: nothing that the program wrote is trusted. Unref it. NULL and error:
 * it left nothing that can be read. */
PlLog *pl_recording_finish (PlRecording *self, GError **error);
/* Where the preloaded library is: $PARALANE_RECORDER, else beside the build's program, else libexec. Free it. */
char *pl_recording_find_library (void);

G_END_DECLS
