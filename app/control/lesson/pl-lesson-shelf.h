/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* All lessons there are: those that came with Paralane and those in the user's data folder. Main context only. */

#include <gio/gio.h>

#include "plan/lesson/pl-lesson.h"

G_BEGIN_DECLS

typedef struct {
  char *name;                   /* of its folder */
  char *folder;                 /* where its files are */
  PlLesson *lesson;             /* NULL: it is broken */
  char *fault;                  /* why, with the line; NULL: it is not */
  gboolean foreign;             /* it did not come with Paralane: its programs run only when somebody agreed */
} PlLessonEntry;

/* Reads one folder, whatever its name; free it. */
PlLessonEntry *pl_lesson_entry_new (const char *folder, gboolean foreign);
void pl_lesson_entry_free (PlLessonEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlLessonEntry, pl_lesson_entry_free)
/* A file of it as text, UTF-8 whatever it is. NULL: it has none. Free it. */
char *pl_lesson_entry_read (const PlLessonEntry *self, const char *file);

/* Signal "changed" (): the entries are others now, and those of before are gone. */
#define PL_TYPE_LESSON_SHELF (pl_lesson_shelf_get_type ())
G_DECLARE_FINAL_TYPE (PlLessonShelf, pl_lesson_shelf, PL, LESSON_SHELF, GObject)

PlLessonShelf *pl_lesson_shelf_new (void);
/* From now on what changes in the user's folder is seen. */
void pl_lesson_shelf_watch (PlLessonShelf *self);
/* In teaching order, what is broken in the end. */
guint pl_lesson_shelf_get_n (PlLessonShelf *self);
const PlLessonEntry *pl_lesson_shelf_get (PlLessonShelf *self, guint i);
/* NULL: there is none. */
const PlLessonEntry *pl_lesson_shelf_find (PlLessonShelf *self, const char *name);
/* Writes a lesson to begin with into the user's folder; its path, to be freed. NULL and error: the name is not possible,
 * there is one, or it could not be written. */
char *pl_lesson_shelf_add (const char *name, GError **error);
/* Where the user's lessons are. Free it. */
char *pl_lesson_user_folder (void);

G_END_DECLS
