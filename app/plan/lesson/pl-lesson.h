/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A lesson as a value: what its file says, checked. The file is a key file that anybody may have written: nothing in it is
 * trusted, and what cannot be is refused with its line. */

#include <glib.h>

#include "log/pl-plan-data.h"

G_BEGIN_DECLS

#define PL_LESSON_FILE "lesson.ini"
#define PL_LESSON_PYTHON "program.py"
#define PL_LESSON_C "program.c"
#define PL_LESSON_MAX_BYTES (256u * 1024u)
/* How long a program may take when the lesson does not say, and at most. */
#define PL_LESSON_LIMIT_NS G_GINT64_CONSTANT (30000000000)
#define PL_LESSON_MAX_LIMIT_NS G_GINT64_CONSTANT (600000000000)

/* What is asked before the run. */
typedef enum {
  PL_ASK_NOTHING = 0,
  PL_ASK_NUMBER,                /* a number: `right`, or the figure that the run gives */
  PL_ASK_ORDER,                 /* the answers in an order: the one of `right`, or the one they have in what was written */
  PL_ASK_CHOICE,                /* one of the answers: number `right`, from 1 */
  PL_ASK_LANE,                  /* one of the answers, each the name of a lane: the one that ends first */
  PL_N_ASK
} PlLessonAsk;

typedef struct { char *figure; double low, high; } PlLessonBound;

/* What is to be seen of a run for it to be as expected. NULL: anything will do. */
typedef struct {
  gboolean has_exit;
  int exit;                     /* as Python tells it: minus a signal */
  char *output;                 /* all that is written, but for white space in the end */
  char *first, *last;           /* the lines that begin and end it */
  char **lines;                 /* all others, in any order */
  char **pieces;                /* these and line ends are all that is written, in any order: lines may be torn */
  char **contains;              /* found in what is written, one behind the other */
  guint groups;                 /* > 0: so many lines in a row each speak of one number */
  char *result;                 /* of a scene: how it ended; of a race: its verdict */
  char *finding;                /* of a program: what is found in its record */
  GArray *bounds;               /* PlLessonBound: a figure of the run, or a number that the program wrote behind its name */
} PlLessonExpect;

typedef struct {
  char *name;                   /* of its folder */
  char *title, *topic, *chapter, *goal;
  char *claim, *sentence;       /* what is claimed and what is to be said of it; NULL: it is about no claim */
  char *look, *explanation;
  char **examples, **reading;   /* "E03"; titles */
  int order;
  struct {
    PlLessonAsk ask;
    char *text, **answers, *right, *figure;     /* right NULL: what the run shows is right */
  } question;
  /* Of a program: its command line is not in it yet. */
  PlPlanData plan;
  gboolean is_program;
  PlLessonExpect expect, twin;  /* of the run; of the program's twin in C */
} PlLesson;

/* text: of the file; name: of its folder. NULL and error (PL_ERROR_FORMAT): "Line 12: ...". Free it. */
PlLesson *pl_lesson_parse (const char *text, gsize size, const char *name, GError **error);
void pl_lesson_free (PlLesson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlLesson, pl_lesson_free)

/* A name that a folder of a lesson may have: small letters, digits and "-". */
gboolean pl_lesson_check_name (const char *name, GError **error);
/* "choice": the word of the file (static). */
const char *pl_lesson_ask_key (PlLessonAsk ask);
/* The topics that are known by a key have a name in this language (static); any other one is its own name. */
const char *pl_lesson_topic_name (const char *topic);
/* For sorting: by topic, order and name. */
int pl_lesson_compare (const PlLesson *a, const PlLesson *b);
/* Whether all words of text are found in what the lesson is about, in any case. "" finds all. */
gboolean pl_lesson_matches (const PlLesson *self, const char *text);
/* A file to begin with, for new lessons; free it. */
char *pl_lesson_template (const char *name);

G_END_DECLS
