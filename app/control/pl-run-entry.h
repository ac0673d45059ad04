/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One finished run that is kept on disk: what a list says about it. The run itself is in its file, not in memory. */

#include <gio/gio.h>

#include "log/pl-log.h"

G_BEGIN_DECLS

#define PL_TYPE_RUN_ENTRY (pl_run_entry_get_type ())
G_DECLARE_FINAL_TYPE (PlRunEntry, pl_run_entry, PL, RUN_ENTRY, GObject)

/* Signal "changed" (): another name, other notes, or its outcome in the language of the program. Strings belong to the entry. */

/* Characters of a name; what is longer is cut. */
#define PL_RUN_NAME_MAX 80

/* Unique among all runs that are kept, and part of the names of its files. */
const char *pl_run_entry_get_key (PlRunEntry *self);
/* What a person called it; NULL: nothing. */
const char *pl_run_entry_get_name (PlRunEntry *self);
/* The plan in words. */
const char *pl_run_entry_get_title (PlRunEntry *self);
/* How it came out, in the fewest words: see pl_trace_outcome (). What was kept in another language is told anew, soon. */
const char *pl_run_entry_get_outcome (PlRunEntry *self);
guint pl_run_entry_get_kind (PlRunEntry *self);         /* PlRunKind */
gint64 pl_run_entry_get_time_ns (PlRunEntry *self);     /* when it began: unix time */
guint64 pl_run_entry_get_bytes (PlRunEntry *self);      /* of its file; 0 while it is being written */
/* Somebody wrote notes in it. */
gboolean pl_run_entry_get_annotated (PlRunEntry *self);
/* A person named it or wrote notes in it since the program was started, and has not saved it since: what was meant to be
 * found again, although only the last runs stay. */
gboolean pl_run_entry_get_asks (PlRunEntry *self);
/* What a file of it may be called, without an ending: its name, or "pool-20261129-140301". Free it. */
char *pl_run_entry_suggest_name (PlRunEntry *self);
/* It was saved by a person, under a name of his. */
void pl_run_entry_set_saved (PlRunEntry *self);

/* It could not be written: it is nowhere but where it is shown. */
gboolean pl_run_entry_get_failed (PlRunEntry *self);

/* It has been removed: what is written beside it from now on stays behind. */
gboolean pl_run_entry_get_removed (PlRunEntry *self);

/* Its file; not there yet while it is being written. */
const char *pl_run_entry_get_path (PlRunEntry *self);
/* The name of a file beside it that goes when it goes, as "light.png". Free it. */
char *pl_run_entry_make_path (PlRunEntry *self, const char *ending);
/* The run, read from its file; while that is being written, as it was. NULL: error says why. */
PlLog *pl_run_entry_open (PlRunEntry *self, GError **error);
/* While it is being written; NULL: it is in its file. */
PlLog *pl_run_entry_ref_log (PlRunEntry *self);

G_END_DECLS
