/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/pl-run-store-private.h"

#include "control/pl-run.h"
#include "trace/pl-trace-text.h"

/* How a run came out is kept in words, so that a list need not read it; in another language they are told anew, from the
 * run, in a thread: whoever starts the program in the language of the last time waits for nothing. */

typedef struct {
  GPtrArray *entries;           /* owned PlRunEntry */
  char **outcomes;              /* of each; NULL: it could not be read */
  PlRunRetold retold;
  gpointer data;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  for (guint i = 0; i < job->entries->len; i++)
    g_free (job->outcomes[i]);
  g_free (job->outcomes);
  g_ptr_array_unref (job->entries);
  g_free (job);
}

static void
retell_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;

  for (guint i = 0; i < job->entries->len; i++)
    {
      PlLog *log = pl_run_open_log (pl_run_entry_get_path (g_ptr_array_index (job->entries, i)), NULL);

      if (log == NULL)
        continue;
      job->outcomes[i] = pl_trace_outcome (log);
      pl_log_unref (log);
    }
  g_task_return_boolean (task, TRUE);
}

static void
retold_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Job *job = g_task_get_task_data (G_TASK (result));

  for (guint i = 0; i < job->entries->len; i++)
    if (job->outcomes[i] != NULL)
      pl_run_entry_take_outcome (g_ptr_array_index (job->entries, i), g_steal_pointer (&job->outcomes[i]));
  job->retold (job->entries, job->data);
}

void
pl_run_words_retell (GPtrArray *entries, PlRunRetold retold, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, retold_cb, NULL);
  Job *job = g_new0 (Job, 1);

  job->entries = g_ptr_array_ref (entries);
  job->outcomes = g_new0 (char *, entries->len);
  job->retold = retold;
  job->data = data;
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, retell_thread);
}
