/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of the store; nobody else includes this. */

#include "control/pl-run-entry.h"

G_BEGIN_DECLS

struct _PlRunEntry {
  GObject parent_instance;
  char *folder, *key, *path;
  char *name;                   /* NULL: none */
  char *title, *outcome;
  char *plan;                   /* as a key file */
  guint kind;
  gint64 time_ns;
  guint64 bytes;
  gboolean annotated, asks;
  gboolean foreign;             /* the outcome is in another language */

  /* The store's: */
  PlLog *log;                   /* until it is in the file */
  gboolean writing;             /* a thread is at its files */
  gboolean changed;             /* since the thread began */
  gboolean failed;              /* there is no file */
  gboolean removed;             /* its files go as soon as nobody writes them */
};

#define PL_RUN_ENDING ".paralane"
#define PL_RUN_INFO_ENDING ".run"

/* pl-run-entry.c: of a run that is just over, with a new key. */
PlRunEntry *pl_run_entry_new (const char *folder, PlLog *log);
/* From the text of its second file. NULL: that is none, or it does not fit its first one. */
PlRunEntry *pl_run_entry_new_from_text (const char *folder, const char *key, const char *text);
char *pl_run_entry_to_text (PlRunEntry *self);
/* NULL or nothing but blanks: no name. FALSE: it has been called that before. */
gboolean pl_run_entry_take_name (PlRunEntry *self, const char *name);
/* Looks for notes in the log. */
void pl_run_entry_look_for_notes (PlRunEntry *self, PlLog *log);
/* Takes outcome, in the language of this program. */
void pl_run_entry_take_outcome (PlRunEntry *self, char *outcome);
void pl_run_entry_changed (PlRunEntry *self);

/* pl-run-store-files.c */

/* Writes its log, if there is one, and what is known of it, in a thread; then calls back, with NULL or what went wrong. Of
 * more than limit bytes nothing stays. */
typedef void (*PlRunWritten) (PlRunEntry *entry, const GError *error, gpointer data);
void pl_run_files_write (PlRunEntry *entry, guint64 limit, PlRunWritten written, gpointer data);
void pl_run_files_remove (PlRunEntry *entry);
gboolean pl_run_files_exist (PlRunEntry *entry);
/* What lies in the folder and is whole, but for those of known keys. Owned entries. */
GPtrArray *pl_run_files_read (const char *folder, GHashTable *known);
/* Removes what somebody who was killed left half-written, a day ago or longer. */
void pl_run_files_tidy (const char *folder);
/* How large the file of a log will be at least. */
guint64 pl_run_files_least_bytes (PlLog *log);
GError *pl_run_files_too_large (guint64 bytes, guint64 limit);

/* pl-run-store-words.c */

/* Reads the entries' runs in a thread and gives each its outcome in the language of now; then calls back. Those that cannot
 * be read stay foreign. */
typedef void (*PlRunRetold) (GPtrArray *entries, gpointer data);
void pl_run_words_retell (GPtrArray *entries, PlRunRetold retold, gpointer data);

G_END_DECLS
