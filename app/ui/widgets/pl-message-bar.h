/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What went wrong, in a sentence, at the top of the window until it is dismissed or no longer true. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PL_TYPE_MESSAGE_BAR (pl_message_bar_get_type ())
G_DECLARE_FINAL_TYPE (PlMessageBar, pl_message_bar, PL, MESSAGE_BAR, GtkWidget)

typedef enum { PL_MESSAGE_ERROR, PL_MESSAGE_INFO } PlMessageKind;

void pl_message_bar_show (PlMessageBar *self, PlMessageKind kind, const char *text);
/* Good news that can be taken back, as long as it is there. answered is called once: taken, or FALSE when the bar has
 * gone, or says something else. */
typedef void (*PlMessageAnswered) (gboolean taken, gpointer data);
void pl_message_bar_offer (PlMessageBar *self, const char *text, const char *label, PlMessageAnswered answered,
                           gpointer data);
/* Beside what is shown now: a button that does something about it. The bar stays, and gives it time. */
void pl_message_bar_add_action (PlMessageBar *self, const char *label, const char *action, const char *target);
/* What is shown now goes away when that object tells that it is no longer true. */
void pl_message_bar_hide_on (PlMessageBar *self, GObject *object, const char *signal);
void pl_message_bar_hide (PlMessageBar *self);
/* NULL: nothing is shown. */
const char *pl_message_bar_get_text (PlMessageBar *self);

G_END_DECLS
