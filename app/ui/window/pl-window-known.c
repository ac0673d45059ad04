/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

/* Logs that this window shows, or is about to, with what is kept of them. A few: what no page shows any more is forgotten,
 * or its records would stay in memory. */
typedef struct {
  PlLog *log;
  PlRunEntry *entry;
} Known;

static void
known_free (gpointer data)
{
  Known *known = data;

  pl_log_unref (known->log);
  g_object_unref (known->entry);
  g_free (known);
}

static gboolean
is_shown (PlWindow *self,
          PlLog    *log)
{
  const PlPageInfo *info;

  for (guint i = 0; (info = pl_page_info (i)) != NULL; i++)
    {
      PlPage *page = g_hash_table_lookup (self->made, info);

      if (page != NULL && pl_page_get_log (page) == log)
        return TRUE;
    }
  return FALSE;
}

/* A race is shown only when it has been proven: the last one of each kind stays. */
static gboolean
is_last_of_kind (PlWindow *self,
                 guint     at)
{
  Known *known = g_ptr_array_index (self->known, at);

  for (guint i = at + 1; i < self->known->len; i++)
    if (pl_run_entry_get_kind (((Known *) g_ptr_array_index (self->known, i))->entry) ==
        pl_run_entry_get_kind (known->entry))
      return FALSE;
  return TRUE;
}

void
pl_window_know (PlWindow   *self,
                PlLog      *log,
                PlRunEntry *entry)
{
  Known *known = g_new (Known, 1);

  known->log = pl_log_ref (log);
  known->entry = g_object_ref (entry);
  g_ptr_array_add (self->known, known);
  for (guint i = self->known->len; i > 0; i--)
    if (!is_last_of_kind (self, i - 1) && !is_shown (self, ((Known *) g_ptr_array_index (self->known, i - 1))->log))
      g_ptr_array_remove_index (self->known, i - 1);
}

PlRunEntry *
pl_window_find_entry (PlWindow *self,
                      PlLog    *log)
{
  for (guint i = 0; i < self->known->len; i++)
    if (((Known *) g_ptr_array_index (self->known, i))->log == log)
      return ((Known *) g_ptr_array_index (self->known, i))->entry;
  return NULL;
}

PlLog *
pl_window_find_log (PlWindow   *self,
                    PlRunEntry *entry)
{
  for (guint i = 0; i < self->known->len; i++)
    if (((Known *) g_ptr_array_index (self->known, i))->entry == entry)
      return ((Known *) g_ptr_array_index (self->known, i))->log;
  return NULL;
}

void
pl_window_init_known (PlWindow *self)
{
  self->known = g_ptr_array_new_with_free_func (known_free);
}
