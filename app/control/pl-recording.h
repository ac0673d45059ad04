/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A program that is not ours, recorded: it runs among our own processes and in our terminal as it would without us, and
 * writes the log itself, by a library that is preloaded into it and all it makes (app/record/). Main context only. */

#include <gio/gio.h>

#include "log/pl-log.h"

G_BEGIN_DECLS

/* Signals: "ended" (): the program has; "output" (const char *text): it wrote this, UTF-8 whatever it was. */

#define PL_TYPE_RECORDING (pl_recording_get_type ())
G_DECLARE_FINAL_TYPE (PlRecording, pl_recording, PL, RECORDING, GObject)

/* argv: the program, looked for in PATH, and its arguments. NULL and error: no memory, or no recorder is installed. */
PlRecording *pl_recording_new (const PlPlanData *plan, const char *const *argv, GError **error);
/* What it writes is caught instead of going to our terminal: it writes to a terminal of its own, and hears nothing from a
 * keyboard. Before the start. */
void pl_recording_catch_output (PlRecording *self);
/* FALSE and error: it could not be started. */
gboolean pl_recording_start (PlRecording *self, GError **error);
/* Iterates the main context until the program has ended. */
void pl_recording_wait (PlRecording *self);
/* Asks it to end (SIGTERM); what is left of it after two seconds is killed. */
void pl_recording_stop (PlRecording *self);
/* All of it stands still where it is, or goes on. */
void pl_recording_set_paused (PlRecording *self, gboolean paused);
/* To the program alone. */
void pl_recording_signal (PlRecording *self, int signal);
/* Of wait; 0 before it has ended. */
int pl_recording_get_status (PlRecording *self);
/* As it grows; owned by the recording. */
PlLog *pl_recording_get_log (PlRecording *self);
/* What was recorded, read back as any saved run is: nothing that the program wrote is trusted. Unref it. NULL and error:
 * it left nothing that can be read. */
PlLog *pl_recording_finish (PlRecording *self, GError **error);
/* The words as one line that a shell would read as they are. Free it. */
char *pl_recording_join (char **argv);

G_END_DECLS
