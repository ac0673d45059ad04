/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One page: all that the window knows of a kind of experiment. It has a form, it follows runs of its kind and shows
 * them, live or saved, and it offers actions of its own. Whoever holds the page (its host) starts runs for it and shows
 * what it has to say. */

#include "control/pl-run.h"
#include "ui/canvas/pl-canvas.h"
#include "ui/compare/pl-comparison.h"
#include "ui/widgets/pl-form.h"

G_BEGIN_DECLS

#define PL_TYPE_PAGE (pl_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (PlPage, pl_page, PL, PAGE, GtkWidget)

/* Signal "changed" (): what can be done now may have changed: another picture, another choice. */

struct _PlPageClass {
  GtkWidgetClass parent_class;

  /* Made once, when it is first asked for. */
  PlForm *(*make_form) (PlPage *self);
  /* Where its picture is shown, and where the keyboard goes. */
  PlCanvas *(*get_canvas) (PlPage *self);
  /* A run of this page has just been started; it is over, and its log is final. */
  void (*follow) (PlPage *self, PlRun *run);
  void (*finish) (PlPage *self, PlRun *run);
  void (*show_log) (PlPage *self, PlLog *log);
  /* Of what is shown; NULL: nothing that could be saved. By default the picture's. */
  PlLog *(*get_log) (PlPage *self);
  /* What of the look is for the window only, and not for paper. May be NULL. */
  void (*prepare_print) (PlPage *self, PlViewport *viewport);
  /* "pool-4-queue": what a file of it may be called, without an ending; something is shown. */
  char *(*suggest_name) (PlPage *self);
  /* What runs, or has just run, is one of many that it has started for one picture: none of them is kept by itself. By
   * default FALSE. */
  gboolean (*in_series) (PlPage *self);
  /* One of its own actions makes sense now. By default they all do. */
  gboolean (*can) (PlPage *self, const char *action);
};

PlForm *pl_page_get_form (PlPage *self);
PlCanvas *pl_page_get_canvas (PlPage *self);
void pl_page_follow (PlPage *self, PlRun *run);
void pl_page_finish (PlPage *self, PlRun *run);
void pl_page_show_log (PlPage *self, PlLog *log);
PlLog *pl_page_get_log (PlPage *self);
/* What can be exported, and as it is looked at (viewport may be NULL). NULL: nothing is shown. */
PlPicture *pl_page_get_picture (PlPage *self, PlViewport *viewport);
/* "paralane", if nothing is shown. */
char *pl_page_suggest_name (PlPage *self);
gboolean pl_page_in_series (PlPage *self);
gboolean pl_page_can (PlPage *self, const char *action);

/* A comparison in the place of the page: canvas, picture and name are its then. Shown, or made, and shown; until a run is
 * followed or shown, or somebody goes back. */
PlComparison *pl_page_show_comparison (PlPage *self);
/* Back to the page; nothing where there is none. */
void pl_page_hide_comparison (PlPage *self);
/* NULL: the page itself is shown. */
PlComparison *pl_page_get_comparison (PlPage *self);

/* For the pages themselves. The line, and how long it will still take; left_ns < 0: nobody knows. */
char *pl_page_add_left (const char *line, gint64 left_ns);
void pl_page_changed (PlPage *self);

/* --- the host --- */

#define PL_TYPE_PAGE_HOST (pl_page_host_get_type ())
G_DECLARE_INTERFACE (PlPageHost, pl_page_host, PL, PAGE_HOST, GtkWidget)

struct _PlPageHostInterface {
  GTypeInterface parent_iface;

  /* One run at a time: FALSE and error: it could not be started. When it is over, the page's finish is called, which
   * may start the next one. */
  gboolean (*start) (PlPageHost *self, PlPage *page, const PlPlanData *plan, GError **error);
  PlRun *(*get_run) (PlPageHost *self);
  /* Brings the page to the front: for something to be done in its form, or to show something new. */
  void (*present) (PlPageHost *self, PlPage *page, gboolean form);
  void (*show_error) (PlPageHost *self, const GError *error);
  void (*show_info) (PlPageHost *self, const char *text);
};

/* The host of a page that has been put into it; NULL: none. */
PlPageHost *pl_page_get_host (PlPage *self);
gboolean pl_page_host_start (PlPageHost *self, PlPage *page, const PlPlanData *plan, GError **error);
/* The current or last run; NULL: none yet. */
PlRun *pl_page_host_get_run (PlPageHost *self);
void pl_page_host_present (PlPageHost *self, PlPage *page, gboolean form);
void pl_page_host_show_error (PlPageHost *self, const GError *error);
void pl_page_host_show_info (PlPageHost *self, const char *text);

/* --- the table --- */

/* An action of the window that a page brings along. */
typedef struct {
  const char *name;             /* without "win." */
  const char *parameter;        /* its type as GVariant writes it; NULL: none */
  void (*activate) (PlPage *page, GVariant *parameter);
  /* A switch: whether it is on (page NULL: not made yet); activate gets the new state. NULL: it is none. */
  gboolean (*get_state) (PlPage *page);
  gboolean idle;                /* only while nothing runs */
  gboolean in_front;            /* only while its page is shown */
  gboolean asks;                /* also while another page's run goes on: whether that may be stopped is asked before */
} PlPageAction;

/* Instead of a kind: the page opens runs of any, its form offers plans that are not the user's, and none is remembered. */
#define PL_PAGE_OF_NO_KIND PL_N_RUN_KINDS

typedef struct {
  PlRunKind kind;
  const char *key;              /* "pool": in win.page::pool, in the settings "pool-plan" */
  const char *title;            /* marked for translation */
  GType (*get_type) (void);
  void (*init_plan) (PlPlanData *plan);   /* the default plan on this machine */
  PlRun *(*make_run) (const PlPlanData *plan, GError **error);
  const PlPageAction *actions;            /* ended by one without a name; NULL: none */
  gboolean can_pause;
  GType (*get_run_menu) (void);           /* of a popover beside Run, with more that can be run; NULL: there is none */
} PlPageInfo;

/* The i-th page, in their order; NULL: there are no more. */
const PlPageInfo *pl_page_info (guint i);
/* NULL: there is no such page. */
const PlPageInfo *pl_page_info_for_kind (guint kind);
const PlPageInfo *pl_page_info_for_key (const char *key);

G_END_DECLS
