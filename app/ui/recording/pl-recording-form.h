/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Which program is recorded, and how: its command line, with those of before and examples to choose from. */

#include "ui/widgets/pl-form.h"

G_BEGIN_DECLS

#define PL_TYPE_RECORDING_FORM (pl_recording_form_get_type ())
G_DECLARE_FINAL_TYPE (PlRecordingForm, pl_recording_form, PL, RECORDING_FORM, PlForm)

/* Writes it into its place, as a person would. */
void pl_recording_form_set_command (PlRecordingForm *self, const char *command);

G_END_DECLS
