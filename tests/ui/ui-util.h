/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the window's tests share. */

#include <gtk/gtk.h>

#include "trace/pl-trace.h"
#include "ui/canvas/pl-canvas.h"
#include "ui/pl-application.h"
#include "ui/window/pl-window.h"

/* Runs the main loop until the condition holds; the test fails after a bound. */
#define wait_until(condition) \
  G_STMT_START { \
    gint64 wait_until_end_ = g_get_monotonic_time () + 60 * G_USEC_PER_SEC; \
    guint wait_until_id_ = g_timeout_add (10, ui_tick_cb, NULL); \
    while (!(condition)) \
      { \
        if (g_get_monotonic_time () > wait_until_end_) \
          g_error ("%s:%d: gave up waiting for %s", __FILE__, __LINE__, #condition); \
        g_main_context_iteration (NULL, TRUE); \
      } \
    g_source_remove (wait_until_id_); \
  } G_STMT_END

gboolean ui_tick_cb (gpointer data);

/* gtk_test_start (), our types, and an application that nobody else meets. */
void ui_test_init (int *argc, char ***argv);
GtkApplication *ui_test_application (void);
/* A window that has been shown and laid out. */
PlWindow *ui_test_window (int width, int height);
/* Such a window, with that command line on the page of programs, not yet recorded. */
PlWindow *ui_test_record_window (const char *command, int width, int height);
/* Whatever has not been saved. */
void ui_test_close (PlWindow *window);
gboolean ui_is_running (PlWindow *window);
/* With this label, or the first of this type: itself or somewhere below; NULL: there is none. */
GtkWidget *ui_find_button (GtkWidget *widget, const char *label);
gpointer ui_find_type (GtkWidget *widget, GType type);
/* What the window asks; NULL: nothing. And one of its answers. */
GtkWindow *ui_question (PlWindow *window);
void ui_answer (PlWindow *window, const char *answer);
/* A template's child. */
gpointer ui_child (gpointer widget, const char *name);
/* The page of that key ("pool"), and its form. */
gpointer ui_page (PlWindow *window, const char *key);
gpointer ui_form (PlWindow *window, const char *key);
/* The span of the trace that is selected. FALSE: none is. */
gboolean ui_selected_span (PlCanvas *canvas, PlTrace *trace, PlSpan *span);
void ui_activate (PlWindow *window, const char *action, GVariant *parameter);
/* Types keys as a person does, into that window; as xdotool writes them, between blanks. They arrive with time. */
void ui_press (gpointer window, const char *keys);
/* A file name in a folder of our own, which does not exist yet. Free it. */
char *ui_temp_path (const char *name);
/* FALSE: assistive technology is told something else, or nothing. */
gboolean ui_is_named (gpointer widget, const char *name);
/* What was copied, as text. Free it. */
char *ui_clipboard_text (PlWindow *window);
gboolean ui_is_described (gpointer widget, const char *description);
