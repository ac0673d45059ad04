/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What somebody looks for, as words: "worker 3", "task 17", "waiting > 2 ms", "lock", "held by worker 2", "lost". English
 * words are always understood, beside those of the user's language. */

#include "trace/find/pl-find-source.h"

G_BEGIN_DECLS

/* All of it has to be true. Plain value. */
typedef struct {
  int lane;                     /* -1: any, */
  gboolean workers;             /* but not the parent's */
  guint32 states;               /* bits; 0: any */
  gint64 task;                  /* from 0 on; -1: any */
  int lock;                     /* -1: any */
  int holder;                   /* the lane that held it; -1: anybody */
  gboolean lost;
  gint64 longer_ns, shorter_ns; /* -1: however long */
  gint64 after_ns, before_ns;   /* it begins at the one or later, and before the other; -1: whenever */
} PlQuery;

void pl_query_init (PlQuery *self);
/* An empty text matches everything. FALSE: error names the word that was not understood, and what would be. */
gboolean pl_query_parse (PlQuery *self, const char *text, PlFindSource *source, GError **error);
/* As it can be read again. Free it. */
char *pl_query_to_text (const PlQuery *self, PlFindSource *source);
gboolean pl_query_matches (const PlQuery *self, const PlFindSpan *span);

G_END_DECLS
