/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The terminal of a recorded program that was not started from one: programs write to a terminal line by line, and to
 * anything else in large pieces and late. Main context only. */

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PlRecordingOutput PlRecordingOutput;

/* text: valid UTF-8, whatever the program wrote. */
typedef void (*PlRecordingOutputFunc) (const char *text, gpointer data);

/* What launcher starts next writes there, and reads nothing. NULL and error: there are no terminals, or no descriptors. */
PlRecordingOutput *pl_recording_output_new (GSubprocessLauncher *launcher, PlRecordingOutputFunc func, gpointer data,
                                            GError **error);
/* Tells what is still there; nothing comes after that. */
void pl_recording_output_finish (PlRecordingOutput *self);
void pl_recording_output_free (PlRecordingOutput *self);

G_END_DECLS
