/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Replace-or-leave writing: everything Paralane writes to disk goes through here. */

#include <glib.h>

G_BEGIN_DECLS

/* Called with a descriptor open for writing on a temporary file beside the target.
 * Returns 0 or a negative errno; or sets error itself and returns FALSE-like -EIO. */
typedef int (*PlFileWriter) (int fd, gpointer data, GError **error);

/* Writes path through a temporary file in the same folder, fsync, rename; where path is a link, beside what it leads
 * to. What is no file, as a device or a pipe with a reader, is written as it is. On any failure
 * the old file stays, nothing half-written is left, and error (PL_ERROR_FILE) says in one
 * sentence which file, what happened and what to do (disk full, no permission, no such folder ...). */
gboolean pl_file_replace (const char *path, PlFileWriter writer, gpointer data, GError **error);
gboolean pl_file_replace_bytes (const char *path, const void *bytes, gsize size, GError **error);

/* Whether path can be written, as far as that can be told before: everything but a disk that is nearly full, or fills up meanwhile.
 * Leaves nothing behind. FALSE: error says why, as above. *held, if not -1, is to be closed when path was written: the
 * reader of a pipe would take it for the end if nobody had it open until then. */
gboolean pl_file_try (const char *path, int *held, GError **error);

/* The path of name in folder, or, where there is such a file, of name-2, name-3 and so on, before its ending. */
char *pl_file_free_path (const char *folder, const char *name);

G_END_DECLS
