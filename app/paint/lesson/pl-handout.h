/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A lesson on two sheets of A4: what it is about, the listing and the question with room for an answer; then the picture of
 * a run, its lanes as a table, and room for an explanation, or with the solution what is to be said. */

#include "log/pl-log.h"
#include "plan/lesson/pl-lesson.h"

G_BEGIN_DECLS

typedef struct {
  const PlLesson *lesson;
  const char *python, *c;       /* the programs; NULL: there is none */
  PlLog *log;                   /* a run of it that is over */
  const char *output;           /* what it wrote; "" */
  gboolean solution;
} PlHandout;

/* A PDF. The old file stays on failure. */
gboolean pl_handout_write (const PlHandout *handout, const char *path, GError **error);

G_END_DECLS
