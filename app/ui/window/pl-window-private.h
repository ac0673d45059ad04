/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The window is split by concern, each on those below: pl-window.c (birth, size, settings), -actions.c (the table of
 * actions), -close.c (what would be lost), -drop.c (files that are dropped), -runs.c (the strip of kept runs), -files.c (open, save), -pages.c (the pages of the
 * table), -run.c (running), -find.c (the pane below the picture) and -export.c (pictures), -keep.c (what is kept), -state.c (what is shown, and what can be done
 * now), -known.c (which of that is kept). */

#include "ui/find/pl-find-pane.h"
#include "ui/pl-page.h"
#include "ui/pl-session.h"
#include "ui/runs/pl-runs-strip.h"
#include "ui/table/pl-table-pane.h"
#include "ui/widgets/pl-fold.h"
#include "ui/widgets/pl-message-bar.h"
#include "ui/window/pl-window.h"

G_BEGIN_DECLS

struct _PlWindow
{
  GtkApplicationWindow parent_instance;

  /* Template */
  PlFold *fold;
  GtkWidget *content;
  GtkStackSwitcher *switcher;
  GtkStack *forms, *pages;
  PlMessageBar *message_bar;
  PlRunsStrip *runs;
  GtkWidget *spoken;
  PlFindPane *find_pane;
  GtkPaned *beside;
  PlTablePane *table_pane;
  GtkWidget *sidebar_button;
  GtkButton *run_button, *pause_button;
  GtkMenuButton *menu_button, *export_button, *run_menu_button;

  /* Owned */
  PlSession *session;
  GHashTable *spinners;           /* PlPageInfo -> GtkSpinner in its tab */
  GHashTable *kept;               /* PlPageInfo -> PlLog: what it shows has been saved, or opened */
  GPtrArray *known;               /* which shown runs are among those that are kept: see pl-window-known.c */
  GHashTable *made;               /* PlPageInfo -> PlPage, which the stack owns: those that have been shown */
  const PlPageInfo *runner;       /* whose run is going on, or was the last; NULL: none yet */
  const PlPageInfo *next;         /* to be run when what runs has been stopped; NULL: none */
  const PlPageAction *next_action; /* what was asked about last, done then instead; NULL: it is run */
  const PlPageInfo *awaited;      /* its next picture is to get the keyboard; NULL: none */
  gboolean closing;               /* whatever has not been saved */
  gboolean presenting;            /* to a class: the picture over all of the screen */
  int text_size;                  /* which of the sizes there are */
};

/* pl-window-state.c */
void pl_window_show_error (PlWindow *self, const GError *error);
void pl_window_show_info (PlWindow *self, const char *text);
/* How the run of the page in front has come out, for who cannot see it. */
void pl_window_tell_outcome (PlWindow *self);
const PlPageInfo *pl_window_get_shown_info (PlWindow *self);
/* What is shown has always been made. */
PlPage *pl_window_get_shown (PlWindow *self);
/* NULL: it has not been made yet. */
PlPage *pl_window_find_page (PlWindow *self, const PlPageInfo *info);
/* A run of the page in front is going on. */
gboolean pl_window_runs_here (PlWindow *self);
/* The keyboard goes to the picture; where there is none yet, to what makes one. */
void pl_window_focus_picture (PlWindow *self);
/* After anything that decides what can be done now: page, run, picture. */
void pl_window_update_actions (PlWindow *self);
/* After anything that decides whether the kept runs are seen, and which of them is looked at. */
void pl_window_update_runs (PlWindow *self);

/* pl-window-known.c: the runs that are shown here, and what is kept of them. */
void pl_window_init_known (PlWindow *self);
void pl_window_know (PlWindow *self, PlLog *log, PlRunEntry *entry);
/* NULL: it is not one of those. Also what has been removed since. */
PlRunEntry *pl_window_find_entry (PlWindow *self, PlLog *log);
/* The log of that entry, while a page shows it; NULL: none does. */
PlLog *pl_window_find_log (PlWindow *self, PlRunEntry *entry);

/* pl-window-pages.c: a page is made when it is first needed. */
void pl_window_init_pages (PlWindow *self);
void pl_window_init_page_host (PlPageHostInterface *iface);
PlPage *pl_window_make_page (PlWindow *self, const PlPageInfo *info);
void pl_window_set_page (PlWindow *self, const PlPageInfo *info);

/* pl-window-actions.c */
void pl_window_init_actions (PlWindow *self);

/* pl-window-keys.c: the keys of the picture count anywhere in the window. */
void pl_window_class_init_keys (GtkWidgetClass *widget_class);
void pl_window_init_keys (PlWindow *self);

/* pl-window-view.c: how large text is, and full screen. */
void pl_window_init_view (PlWindow *self);
void pl_window_set_presenting (PlWindow *self, gboolean presenting);
/* One step, by < 0: smaller; 0: as the desktop has it. */
void pl_window_change_text_size (PlWindow *self, int by);

/* pl-window-run.c */
void pl_window_init_run (PlWindow *self);
/* Runs the page in front, or stops its run; what runs elsewhere is asked about. */
void pl_window_run_or_stop (PlWindow *self);
/* May what runs elsewhere be stopped for that action of the page? NULL: for its run. */
void pl_window_ask_to_stop (PlWindow *self, const PlPageAction *action);
gboolean pl_window_start (PlWindow *self, const PlPageInfo *info, const PlPlanData *plan, GError **error);
void pl_window_page_changed (PlWindow *self);
void pl_window_reset_plan (PlWindow *self);

/* pl-window-keep.c */
/* A run that is over; and all that the page shows beside each other. */
void pl_window_keep (PlWindow *self, PlLog *log);
void pl_window_keep_compared (PlWindow *self, PlPage *page);
/* One that a person named or wrote notes in, and did not save; n of them. NULL: there is none, or another window still has
 * them. */
PlRunEntry *pl_window_find_asking (PlWindow *self, guint *n);

/* pl-window-runs.c */
void pl_window_init_runs (PlWindow *self);
void pl_window_show_entry (PlWindow *self, PlRunEntry *entry);

/* pl-window-drop.c */
void pl_window_init_drop (PlWindow *self);

/* pl-window-files.c */
/* Writes that command line of a program to record into its form, and shows it. */
void pl_window_offer_command (PlWindow *self, const char *command);
/* A run of its kind's page, which comes to the front. */
void pl_window_show_log (PlWindow *self, PlLog *log);
void pl_window_open (PlWindow *self);
void pl_window_save (PlWindow *self);
void pl_window_save_to (PlWindow *self, const char *path);

/* pl-window-compare.c: runs of the strip, or a file, beside each other. */
void pl_window_init_compare (PlWindow *self);
/* What was opened together, aligned as it was. */
void pl_window_compare (PlWindow *self, const PlCompared *runs);
/* The runs that are compared, each into a file of its own in a folder that is asked for. FALSE: none are. */
gboolean pl_window_save_compared (PlWindow *self);

/* pl-window-close.c */
/* FALSE: there is something that would be lost, and whether it may be is being asked. */
gboolean pl_window_may_close (PlWindow *self);

/* pl-window-find.c */
void pl_window_init_find (PlWindow *self);
void pl_window_show_find_tab (PlWindow *self, const char *key);
void pl_window_find_next (PlWindow *self, gboolean forward);

/* pl-window-table.c: the table beside the picture. */
void pl_window_init_table (PlWindow *self);

/* pl-window-export.c */
void pl_window_export (PlWindow *self, const char *ending);
void pl_window_export_to (PlWindow *self, const char *path);
void pl_window_open_exported (PlWindow *self, const char *path);
void pl_window_show_exported (PlWindow *self, const char *path);
void pl_window_copy_image (PlWindow *self);
void pl_window_print (PlWindow *self);

G_END_DECLS
