/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/pl-run-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "base/pl-error.h"
#include "base/pl-file.h"
#include "log/pl-run-kinds.h"

/* Kept runs as files of a person's own: byte for byte, under a name that says what they are. */

#define BLOCK (256 * 1024)

typedef struct {
  char *from, *name;
} Copy;

typedef struct {
  GArray *copies;               /* Copy */
  char *folder;
} Job;

static void
copy_clear (gpointer data)
{
  g_free (((Copy *) data)->from);
  g_free (((Copy *) data)->name);
}

static void
job_free (gpointer data)
{
  g_array_unref (((Job *) data)->copies);
  g_free (((Job *) data)->folder);
  g_free (data);
}

/* No folder, no hidden file, nothing a file system of somebody else would refuse. */
static char *
as_file_name (const char *name)
{
  char *plain = g_strdup (name);

  g_strdelimit (plain, "/\\:*?\"<>|", '-');
  if (*plain == '.')
    *plain = '-';
  return plain;
}

char *
pl_run_entry_suggest_name (PlRunEntry *self)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (pl_run_entry_get_time_ns (self) / 1000000000);
  g_autofree char *when = time != NULL ? g_date_time_format (time, "%Y%m%d-%H%M%S") : g_strdup ("0");

  if (pl_run_entry_get_name (self) != NULL)
    return as_file_name (pl_run_entry_get_name (self));
  return g_strdup_printf ("%s-%s", pl_run_kind_key (pl_run_entry_get_kind (self)), when);
}

static ssize_t
write_all (int fd, const char *bytes, size_t size)
{
  for (size_t done = 0; done < size;)
    {
      ssize_t n = write (fd, bytes + done, size - done);

      if (n < 0 && errno != EINTR)
        return -errno;
      done += n > 0 ? (size_t) n : 0;
    }
  return 0;
}

static int
copy_cb (int fd, gpointer data, GError **error)
{
  int from = GPOINTER_TO_INT (data);
  g_autofree char *block = g_malloc (BLOCK);
  ssize_t n = 0, result = 0;

  while (result == 0 && (n = read (from, block, BLOCK)) != 0)
    {
      if (n < 0 && errno != EINTR)
        return -errno;
      if (n > 0)
        result = write_all (fd, block, (size_t) n);
    }
  return (int) result;
}

/* A name that is there already stays: the next free one is taken. */
static char *
free_path (const char *folder, const char *name)
{
  char *path = NULL;

  for (guint i = 1; path == NULL || g_file_test (path, G_FILE_TEST_EXISTS); i++)
    {
      g_autofree char *numbered = i == 1 ? g_strdup_printf ("%s.paralane", name)
                                         : g_strdup_printf ("%s-%u.paralane", name, i);

      g_free (path);
      path = g_build_filename (folder, numbered, NULL);
    }
  return path;
}

static gboolean
copy_one (const Copy *copy, const char *folder, GError **error)
{
  g_autofree char *path = free_path (folder, copy->name);
  int from = open (copy->from, O_RDONLY | O_CLOEXEC);
  gboolean done;

  if (from < 0)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_FILE, _("“%s” is not there any more: %s."), copy->name, g_strerror (errno));
      return FALSE;
    }
  done = pl_file_replace (path, copy_cb, GINT_TO_POINTER (from), error);
  close (from);
  return done;
}

static void
copy_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;
  guint n = 0;

  while (n < job->copies->len && copy_one (&g_array_index (job->copies, Copy, n), job->folder, &error))
    n++;
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, n);
}

void
pl_run_store_copy_all (PlRunStore *self, const char *folder, GAsyncReadyCallback ready, gpointer data)
{
  GTask *task;
  Job *job;

  g_return_if_fail (PL_IS_RUN_STORE (self) && folder != NULL);
  pl_run_store_flush (self);
  task = g_task_new (self, NULL, ready, data);
  job = g_new0 (Job, 1);
  job->folder = g_strdup (folder);
  job->copies = g_array_new (FALSE, FALSE, sizeof (Copy));
  g_array_set_clear_func (job->copies, copy_clear);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr (PlRunEntry) entry = g_list_model_get_item (G_LIST_MODEL (self), i);
      Copy copy = { g_strdup (pl_run_entry_get_path (entry)), pl_run_entry_suggest_name (entry) };

      g_array_append_val (job->copies, copy);
    }
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, copy_thread);
  g_object_unref (task);
}

int
pl_run_store_copy_all_finish (PlRunStore *self, GAsyncResult *result, GError **error)
{
  return (int) g_task_propagate_int (G_TASK (result), error);
}
