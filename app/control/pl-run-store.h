/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The finished runs that are kept, of every kind: a GListModel of PlRunEntry, the newest first. They lie on disk, in a
 * folder that several programs may use at once, and are there again when the program is started anew; nothing but what a
 * list says about them is in memory. Of the last PL_RUN_STORE_MOST those that fit into the limit stay; those with a name
 * or with notes go last. Writing is done in threads. Main thread only. */

#include "control/pl-run-entry.h"

G_BEGIN_DECLS

#define PL_RUN_STORE_MOST 20u
#define PL_RUN_STORE_MIB (G_GUINT64_CONSTANT (1) << 20)

#define PL_TYPE_RUN_STORE (pl_run_store_get_type ())
G_DECLARE_FINAL_TYPE (PlRunStore, pl_run_store, PL, RUN_STORE, GObject)

/* Signal "failed" (const char *why): a run could not be kept, or what a person wrote about it; in a sentence. */

/* folder: where they are, made when it is needed. limit: bytes of all of them together. */
PlRunStore *pl_run_store_new (const char *folder, guint64 limit);
/* $PARALANE_RUNS_DIR, else paralane/runs in the user's cache. Free it. */
char *pl_run_store_find_folder (void);
const char *pl_run_store_get_folder (PlRunStore *self);
/* The oldest go where the new one is less. */
void pl_run_store_set_limit (PlRunStore *self, guint64 limit);

/* Keeps a run that is over. The entry is in the list at once, and belongs to it. NULL: error says why not; it is larger
 * than the limit. */
PlRunEntry *pl_run_store_add (PlRunStore *self, PlLog *log, GError **error);
/* The notes in it have changed: log is what is to be kept now. */
void pl_run_store_update (PlRunStore *self, PlRunEntry *entry, PlLog *log);
/* NULL or blanks: it has no name any more. */
void pl_run_store_rename (PlRunStore *self, PlRunEntry *entry, const char *name);

/* Out of the list, but not from the disk: for a while in which somebody may think better of it. */
void pl_run_store_put_away (PlRunStore *self, PlRunEntry *entry);
void pl_run_store_bring_back (PlRunStore *self, PlRunEntry *entry);
/* For good, in the list or put away. */
void pl_run_store_remove (PlRunStore *self, PlRunEntry *entry);

/* NULL: there is no such entry in the list. */
PlRunEntry *pl_run_store_find (PlRunStore *self, const char *key);
/* What another program has put there, or taken away. */
void pl_run_store_refresh (PlRunStore *self);
/* Copies all of the list into a folder, each under a name that is free there, in a thread. Returns how many they were; -1:
 * error says why not all of them. */
void pl_run_store_copy_all (PlRunStore *self, const char *folder, GAsyncReadyCallback ready, gpointer data);
int pl_run_store_copy_all_finish (PlRunStore *self, GAsyncResult *result, GError **error);
/* Waits until everything is on disk. */
void pl_run_store_flush (PlRunStore *self);

G_END_DECLS
