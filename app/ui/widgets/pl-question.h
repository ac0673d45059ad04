/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A question that has to be answered before the window goes on. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PL_QUESTION_MAX_ANSWERS 3

typedef struct {
  const char *title;
  const char *text;
  /* The first leaves everything as it is, as Escape does; the last is what was asked for, and has the focus. */
  const char *answers[PL_QUESTION_MAX_ANSWERS + 1];
} PlQuestion;

/* The number of the answer. The parent outlives the call. */
typedef void (*PlQuestionAnswered) (GtkWindow *parent, guint answer);

/* One at a time: while one is open, no other is asked. Returns it, for tests. */
GtkWindow *pl_question_ask (GtkWindow *parent, const PlQuestion *question, PlQuestionAnswered answered);

G_END_DECLS
