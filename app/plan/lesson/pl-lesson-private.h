/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Within plan/lesson/: reading a key file so that whoever is refused hears the line. */

#include "plan/lesson/pl-lesson.h"

G_BEGIN_DECLS

typedef struct {
  GKeyFile *file;
  const char *text;
} PlLessonReader;

/* Sets error: "Line 12: MESSAGE". Returns FALSE. */
gboolean pl_lesson_refuse (const PlLessonReader *self, const char *group, const char *key, GError **error, const char *format,
                           ...) G_GNUC_PRINTF (5, 6);
/* A text in the person's language; *text stays NULL when there is none. FALSE: it is wanted, or too long. */
gboolean pl_lesson_read_text (const PlLessonReader *self, const char *group, const char *key, gboolean wanted, char **text,
                              GError **error);
gboolean pl_lesson_read_list (const PlLessonReader *self, const char *group, const char *key, char ***list, GError **error);
/* A number is left as it was when the file does not say. */
gboolean pl_lesson_read_int (const PlLessonReader *self, const char *group, const char *key, int low, int high, int *value,
                             GError **error);

/* pl-lesson-expect.c */
gboolean pl_lesson_expect_read (const PlLessonReader *self, const char *group, const char *bounds, PlLessonExpect *expect,
                                GError **error);
void pl_lesson_expect_clear (PlLessonExpect *expect);

G_END_DECLS
