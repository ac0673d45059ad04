/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What is remembered between sessions. Where the schema is not installed, it is remembered for this session only. */

#include <glib.h>

#include "log/pl-plan-data.h"
#include "ui/race/pl-locks.h"

G_BEGIN_DECLS

typedef struct {
  int width, height;
  gboolean maximized;
} PlWindowSize;

/* The last plan of that kind, or the default one; without a guess. */
void pl_settings_load_plan (PlRunKind kind, PlPlanData *plan);
void pl_settings_save_plan (const PlPlanData *plan);

gboolean pl_settings_get_sidebar (void);
void pl_settings_set_sidebar (gboolean visible);

/* Of the pictures and their words, times the desktop's. */
double pl_settings_get_text_size (void);
void pl_settings_set_text_size (double size);

/* Whether a guess is asked for before a race. */
gboolean pl_settings_get_predict (void);
void pl_settings_set_predict (gboolean predict);

PlLocks pl_settings_get_locks (void);
void pl_settings_set_locks (PlLocks locks);

/* Whether finished runs are kept; whether they are shown; how many MiB they may take. */
#define PL_RUNS_MIB 512
#define PL_RUNS_MOST_MIB (1 << 20)
gboolean pl_settings_get_keep_runs (void);
void pl_settings_set_keep_runs (gboolean keep);
gboolean pl_settings_get_runs_visible (void);
void pl_settings_set_runs_visible (gboolean visible);
int pl_settings_get_runs_limit (void);
void pl_settings_set_runs_limit (int mib);

/* What was chosen for each purpose of an export, as ui/export/pl-export-choices.c writes it: a{sv}. Unref it; set takes a
 * floating one. */
GVariant *pl_settings_get_export (void);
void pl_settings_set_export (GVariant *choices);

void pl_settings_get_window (PlWindowSize *size);
void pl_settings_set_window (const PlWindowSize *size);

/* Command lines that were recorded, the newest first; at most ten. Free them. */
char **pl_settings_get_commands (void);
void pl_settings_add_command (const char *command);

/* Lessons that came out as expected, by name. Free them. */
char **pl_settings_get_lessons (void);
void pl_settings_add_lesson (const char *name);

G_END_DECLS
