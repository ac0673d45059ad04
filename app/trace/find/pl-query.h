/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What somebody looks for, as words: "worker 3", "task 17", "waiting > 2 ms", "lock", "held by worker 2", "lost". English
 * words are always understood, beside those of the user's language. Where something was written to the terminal, any other
 * word is looked for in that, and so is whatever stands in quotation marks. */

#include "trace/find/pl-find-source.h"

G_BEGIN_DECLS

/* The bytes there are for texts. */
#define PL_QUERY_TEXT 192u

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
  char text[PL_QUERY_TEXT];     /* what was written has all of these: lower case, each with its end, and "" is the last */
} PlQuery;

void pl_query_init (PlQuery *self);
/* An empty text matches everything. FALSE: error names the word that was not understood, and what would be. */
gboolean pl_query_parse (PlQuery *self, const char *text, PlFindSource *source, GError **error);
/* As it can be read again. Free it. */
char *pl_query_to_text (const PlQuery *self, PlFindSource *source);
/* But for its texts. */
gboolean pl_query_matches (const PlQuery *self, const PlFindSpan *span);
/* They are looked for: in what was written, and not among spans. */
gboolean pl_query_has_text (const PlQuery *self);
/* All of them are in it, in lower case or upper. */
gboolean pl_query_matches_text (const PlQuery *self, const char *written);

G_END_DECLS
