/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The window is split by concern: pl-window.c (birth, size, settings), -actions.c (the table of actions),
 * -run.c (running), -compare.c (many locks), -files.c (open, save), -export.c (pictures). */

#include "ui/widgets/pl-fold.h"
#include "ui/widgets/pl-message-bar.h"
#include "ui/pool/pl-plan-form.h"
#include "ui/pool/pl-pool-page.h"
#include "ui/race/pl-race-form.h"
#include "ui/race/pl-race-page.h"
#include "ui/scene/pl-scene-form.h"
#include "ui/scene/pl-scene-page.h"
#include "ui/pl-session.h"
#include "ui/window/pl-window.h"

G_BEGIN_DECLS

struct _PlWindow
{
  GtkApplicationWindow parent_instance;

  /* Template */
  PlFold *fold;
  GtkStack *forms, *pages;
  PlPlanForm *plan_form;
  PlRaceForm *race_form;
  PlSceneForm *scene_form;
  PlMessageBar *message_bar;
  PlPoolPage *pool_page;
  PlRacePage *race_page;
  PlScenePage *scene_page;
  GtkButton *run_button, *pause_button;
  GtkMenuButton *menu_button, *export_button;

  /* Owned */
  PlSession *session;
  PlCompare *compare;       /* being filled; NULL: no comparison is going on */
  GArray *compare_plans;    /* PlPlanData: its races, of which so many have been started: */
  guint compare_next;
};

/* pl-window.c */
gboolean pl_window_on_race_page (PlWindow *self);
gboolean pl_window_on_scene_page (PlWindow *self);
void pl_window_set_page (PlWindow *self, PlRunKind kind);
void pl_window_show_error (PlWindow *self, const GError *error);
void pl_window_show_info (PlWindow *self, const char *text);

/* pl-window-actions.c */
void pl_window_init_actions (PlWindow *self);
/* After anything that decides what can be done now: page, run, picture. */
void pl_window_update_actions (PlWindow *self);

/* pl-window-run.c */
void pl_window_init_run (PlWindow *self);
void pl_window_run (PlWindow *self);
void pl_window_load_plans (PlWindow *self);
void pl_window_reset_plan (PlWindow *self);
/* What the shown page shows; NULL: nothing. */
PlLog *pl_window_get_log (PlWindow *self);

/* pl-window-compare.c: the chosen locks side by side, one race after the other; and the tables of a race. */
void pl_window_compare (PlWindow *self);
/* FALSE: the run that is over was none of a comparison. */
gboolean pl_window_compare_finished (PlWindow *self, PlRun *run);
void pl_window_compare_clear (PlWindow *self);
void pl_window_save_table (PlWindow *self);
void pl_window_save_table_to (PlWindow *self, const char *path);
void pl_window_save_certificate (PlWindow *self);
void pl_window_save_certificate_to (PlWindow *self, const char *path);

/* pl-window-files.c */
void pl_window_open (PlWindow *self);
void pl_window_save (PlWindow *self);
void pl_window_save_to (PlWindow *self, const char *path);
/* "pool-4-queue": what a file of the shown run may be called, without an ending. */
char *pl_window_suggest_name (PlWindow *self);

/* pl-window-export.c */
void pl_window_export (PlWindow *self, const char *ending);
void pl_window_export_to (PlWindow *self, const char *path);
void pl_window_copy_image (PlWindow *self);
void pl_window_print (PlWindow *self);

G_END_DECLS
