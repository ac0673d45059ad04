/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of the lessons' command share. */

#include "cli/pl-cli.h"
#include "control/lesson/pl-lesson-program.h"
#include "control/lesson/pl-lesson-shelf.h"
#include "trace/lesson/pl-tally.h"

G_BEGIN_DECLS

int pl_cli_lesson (int argc, char **argv);

typedef struct {
  char *times, *handout;
  gboolean twin, yes, solution;
  guint64 n;                    /* times */
  PlCliTargets targets;
  PlCliTargets tally;           /* of many runs; extra: the table */
} PlCliLessonOptions;

/* What a run of a lesson came to. */
typedef struct {
  PlLog *log;
  char *output;
  char *differs;                /* NULL: it is as expected */
} PlCliLessonRun;

typedef struct {
  const PlLessonEntry *entry;
  const PlLessonProgram *program;
  GPtrArray *runs;              /* PlCliLessonRun, in order */
  PlTally *tally;
} PlCliLessonRuns;

/* lesson-run.c: exit status */
int pl_cli_lesson_run (const PlLessonEntry *entry, PlCliLessonOptions *options);

/* lesson-report.c */
/* The first of them that is not as expected, or the last. */
const PlCliLessonRun *pl_cli_lesson_shown (const PlCliLessonRuns *runs);
void pl_cli_lesson_list (PlLessonShelf *shelf, gboolean json);
void pl_cli_lesson_json (const PlCliLessonRuns *runs);
void pl_cli_lesson_text (const PlCliLessonRuns *runs);

G_END_DECLS
