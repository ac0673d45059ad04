/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A program that is not ours, recorded: a lane a process or thread while it goes on, what costs it its speed, and what it
 * writes. */

#include "trace/pl-trace.h"
#include "ui/pl-page.h"

G_BEGIN_DECLS

#define PL_TYPE_RECORDING_PAGE (pl_recording_page_get_type ())
G_DECLARE_FINAL_TYPE (PlRecordingPage, pl_recording_page, PL, RECORDING_PAGE, PlPage)

/* Writes the command into the form; nothing runs yet. */
void pl_recording_page_set_command (PlRecordingPage *self, const char *command);
/* What is shown; NULL: nothing. */
PlTrace *pl_recording_page_get_trace (PlRecordingPage *self);

G_END_DECLS
