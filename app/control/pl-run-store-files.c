/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/pl-run-store-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/pl-error.h"
#include "base/pl-file.h"
#include "base/pl-text.h"
#include "control/pl-run.h"

/* The files of runs that are kept: KEY.paralane, KEY.run with what a list says about it, written last, and what others put
 * beside them. Each has a name of its own, so that programs that run at once never write the same one. */

#define MOST_INFO_BYTES 65536
#define TIDY_S (24 * 60 * 60)

/* --- writing --- */

typedef struct {
  PlLog *log;                   /* NULL: what is known of it only */
  PlRunWritten written;
  gpointer data;
  guint64 limit, bytes;
  char *text;                   /* where there is no log */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  pl_log_unref (job->log);
  g_free (job->text);
  g_free (job);
}

GError *
pl_run_files_too_large (guint64 bytes, guint64 limit)
{
  g_autofree char *size = pl_text_bytes (bytes), *most = pl_text_bytes (limit);

  return g_error_new (PL_ERROR, PL_ERROR_FILE,
                      _("This run takes %s and is not kept: all runs that are kept may take %s. It is here as long as it is "
                        "shown; save it to have it again."), size, most);
}

guint64
pl_run_files_least_bytes (PlLog *log)
{
  guint64 records = 0;

  for (guint lane = 0; lane < pl_log_n_lanes (log); lane++)
    records += pl_log_count (log, lane);
  return records * sizeof (PlRecord);
}

static gboolean
write_run (PlRunEntry *entry, Job *job, GError **error)
{
  struct stat st;

  if (g_mkdir_with_parents (entry->folder, 0700) != 0 || !pl_run_save_log (job->log, entry->path, error))
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, PL_ERROR, PL_ERROR_FILE, _("The folder “%s” could not be made."), entry->folder);
      return FALSE;
    }
  if (stat (entry->path, &st) != 0 || (guint64) st.st_size > job->limit)
    {
      g_unlink (entry->path);
      g_propagate_error (error, pl_run_files_too_large ((guint64) st.st_size, job->limit));
      return FALSE;
    }
  job->bytes = (guint64) st.st_size;
  return TRUE;
}

static void
write_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PlRunEntry *entry = source;
  Job *job = data;
  g_autofree char *path = pl_run_entry_make_path (entry, &PL_RUN_INFO_ENDING[1]);
  GError *error = NULL;

  if (job->log != NULL && !write_run (entry, job, &error))
    g_task_return_error (task, error);
  else if (job->text != NULL && !pl_file_replace_bytes (path, job->text, strlen (job->text), &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void start (PlRunEntry *entry, PlLog *log, guint64 limit, PlRunWritten written, gpointer data);

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  PlRunEntry *entry = PL_RUN_ENTRY (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  /* How large it is stands in what is known of it: that comes second. */
  if (error == NULL && job->log != NULL)
    {
      entry->bytes = job->bytes;
      start (entry, NULL, job->limit, job->written, job->data);
      return;
    }
  entry->writing = FALSE;
  job->written (entry, error, job->data);
}

static void
start (PlRunEntry *entry, PlLog *log, guint64 limit, PlRunWritten written, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (entry, NULL, written_cb, NULL);
  Job *job = g_new0 (Job, 1);

  job->log = log != NULL ? pl_log_ref (log) : NULL;
  job->text = log == NULL ? pl_run_entry_to_text (entry) : NULL;
  job->limit = limit;
  job->written = written;
  job->data = data;
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, write_thread);
}

void
pl_run_files_write (PlRunEntry *entry, guint64 limit, PlRunWritten written, gpointer data)
{
  entry->writing = TRUE;
  entry->changed = FALSE;
  start (entry, entry->log, limit, written, data);
}

/* --- removing --- */

void
pl_run_files_remove (PlRunEntry *entry)
{
  g_autofree char *info = pl_run_entry_make_path (entry, &PL_RUN_INFO_ENDING[1]);
  g_autofree char *prefix = g_strconcat (entry->key, ".", NULL);
  g_autoptr (GDir) dir = g_dir_open (entry->folder, 0, NULL);
  const char *name;

  /* First: without it nobody takes the rest for a run. */
  g_unlink (info);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (entry->folder, name, NULL);

      if (g_str_has_prefix (name, prefix))
        g_unlink (path);
    }
}

gboolean
pl_run_files_exist (PlRunEntry *entry)
{
  return g_file_test (entry->path, G_FILE_TEST_EXISTS);
}

/* --- reading --- */

/* As new_key () makes them: nothing that leads elsewhere. */
static char *
key_of (const char *name, const char *ending)
{
  g_autofree char *key = NULL;

  if (!g_str_has_suffix (name, ending))
    return NULL;
  key = g_strndup (name, strlen (name) - strlen (ending));
  if (*key == '\0' || strspn (key, "0123456789abcdef-") != strlen (key))
    return NULL;
  return g_steal_pointer (&key);
}

static gboolean
is_small_file (const char *path)
{
  struct stat st;

  return lstat (path, &st) == 0 && S_ISREG (st.st_mode) && st.st_size <= MOST_INFO_BYTES;
}

static PlRunEntry *
read_entry (const char *folder, const char *name, GHashTable *known)
{
  g_autofree char *key = key_of (name, PL_RUN_INFO_ENDING);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;

  if (key == NULL || g_hash_table_contains (known, key) || !is_small_file (path)
      || !g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  return pl_run_entry_new_from_text (folder, key, text);
}

GPtrArray *
pl_run_files_read (const char *folder, GHashTable *known)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      PlRunEntry *entry = read_entry (folder, name, known);

      if (entry != NULL)
        g_ptr_array_add (entries, entry);
    }
  return entries;
}

/* What belongs to a run, and has none. */
static gboolean
is_left_over (const char *folder, const char *name)
{
  const char *ending = strchr (name, '.');
  g_autofree char *key = ending != NULL ? key_of (name, ending) : NULL;
  g_autofree char *info = NULL, *path = NULL;

  if (key == NULL)
    return g_str_has_prefix (name, ".paralane-");
  info = g_strconcat (key, PL_RUN_INFO_ENDING, NULL);
  path = g_build_filename (folder, info, NULL);
  return !g_file_test (path, G_FILE_TEST_EXISTS);
}

void
pl_run_files_tidy (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      struct stat st;

      if (is_left_over (folder, name) && lstat (path, &st) == 0 && S_ISREG (st.st_mode)
          && st.st_mtime < g_get_real_time () / G_USEC_PER_SEC - TIDY_S)
        g_unlink (path);
    }
}
