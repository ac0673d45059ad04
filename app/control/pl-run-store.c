/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/pl-run-store.h"

#include "control/pl-run-store-private.h"

struct _PlRunStore {
  GObject parent_instance;
  char *folder;
  guint64 limit;
  GPtrArray *entries;           /* owned PlRunEntry, newest first: the list */
  GPtrArray *away;              /* owned: put away */
  guint n_writing;
};

static void pl_run_store_list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PlRunStore, pl_run_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, pl_run_store_list_init))

enum { FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- the list --- */

static GType
get_item_type (GListModel *model)
{
  return PL_TYPE_RUN_ENTRY;
}

static guint
get_n_items (GListModel *model)
{
  return PL_RUN_STORE (model)->entries->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  PlRunStore *self = PL_RUN_STORE (model);

  return position < self->entries->len ? g_object_ref (g_ptr_array_index (self->entries, position)) : NULL;
}

static void
pl_run_store_list_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gboolean
is_newer (PlRunEntry *a, PlRunEntry *b)
{
  return a->time_ns != b->time_ns ? a->time_ns > b->time_ns : g_strcmp0 (a->key, b->key) > 0;
}

/* Takes the entry. */
static void
insert (PlRunStore *self, PlRunEntry *entry)
{
  guint at = 0;

  while (at < self->entries->len && is_newer (g_ptr_array_index (self->entries, at), entry))
    at++;
  g_ptr_array_insert (self->entries, (int) at, entry);
  g_list_model_items_changed (G_LIST_MODEL (self), at, 0, 1);
}

/* Returns what the list owned; NULL: it is not in it. */
static PlRunEntry *
take_out (PlRunStore *self, PlRunEntry *entry)
{
  guint at;

  if (!g_ptr_array_find (self->entries, entry, &at))
    return NULL;
  g_ptr_array_steal_index (self->entries, at);
  g_list_model_items_changed (G_LIST_MODEL (self), at, 1, 0);
  return entry;
}

/* --- writing --- */

static void write_entry (PlRunStore *self, PlRunEntry *entry);

/* Takes the entry, whose files go now, or when nobody writes them any more. */
static void
drop (PlRunEntry *entry)
{
  entry->removed = TRUE;
  if (!entry->writing)
    pl_run_files_remove (entry);
  g_object_unref (entry);
}

static void
fail (PlRunStore *self, PlRunEntry *entry, const GError *error)
{
  /* Without a file there is nothing to keep; else only what was said about it is not on disk. */
  entry->failed = entry->log != NULL && !pl_run_files_exist (entry);
  if (entry->failed && take_out (self, entry) != NULL)
    drop (entry);
  g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void trim (PlRunStore *self);

static void
written_cb (PlRunEntry *entry, const GError *error, gpointer data)
{
  g_autoptr (PlRunStore) self = data;

  self->n_writing--;
  if (entry->removed)
    {
      pl_run_files_remove (entry);
      return;
    }
  if (entry->changed)
    {
      write_entry (self, entry);
      return;
    }
  if (error != NULL)
    fail (self, entry, error);
  g_clear_pointer (&entry->log, pl_log_unref);
  trim (self);
}

static void
write_entry (PlRunStore *self, PlRunEntry *entry)
{
  if (entry->writing)
    {
      entry->changed = TRUE;
      return;
    }
  self->n_writing++;
  pl_run_files_write (entry, self->limit, written_cb, g_object_ref (self));
}

void
pl_run_store_flush (PlRunStore *self)
{
  g_return_if_fail (PL_IS_RUN_STORE (self));
  while (self->n_writing > 0)
    g_main_context_iteration (NULL, TRUE);
}

/* --- how much stays --- */

/* From the end of the list, the oldest; those with a name or notes only where there is nothing else. */
static PlRunEntry *
find_least (PlRunStore *self)
{
  for (guint i = self->entries->len; i > 0; i--)
    {
      PlRunEntry *entry = g_ptr_array_index (self->entries, i - 1);

      if (entry->name == NULL && !entry->annotated && i > 1)
        return entry;
    }
  return g_ptr_array_index (self->entries, self->entries->len - 1);
}

static guint64
sum_bytes (PlRunStore *self)
{
  guint64 bytes = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      PlRunEntry *entry = g_ptr_array_index (self->entries, i);

      bytes += entry->bytes;
    }
  return bytes;
}

static void
trim (PlRunStore *self)
{
  while (self->entries->len > PL_RUN_STORE_MOST || (self->entries->len > 0 && sum_bytes (self) > self->limit))
    drop (take_out (self, find_least (self)));
}

void
pl_run_store_set_limit (PlRunStore *self, guint64 limit)
{
  g_return_if_fail (PL_IS_RUN_STORE (self));
  self->limit = limit;
  trim (self);
}

/* --- what comes and goes --- */

PlRunEntry *
pl_run_store_add (PlRunStore *self, PlLog *log, GError **error)
{
  PlRunEntry *entry;
  guint64 least;

  g_return_val_if_fail (PL_IS_RUN_STORE (self) && log != NULL, NULL);
  least = pl_run_files_least_bytes (log);
  if (least > self->limit)
    {
      g_propagate_error (error, pl_run_files_too_large (least, self->limit));
      return NULL;
    }
  pl_run_store_refresh (self);
  entry = pl_run_entry_new (self->folder, log);
  insert (self, entry);
  write_entry (self, entry);
  return entry;
}

void
pl_run_store_update (PlRunStore *self, PlRunEntry *entry, PlLog *log)
{
  g_return_if_fail (PL_IS_RUN_STORE (self) && PL_IS_RUN_ENTRY (entry) && log != NULL);
  if (entry->removed)
    return;
  if (entry->log != log)
    {
      g_clear_pointer (&entry->log, pl_log_unref);
      entry->log = pl_log_ref (log);
    }
  pl_run_entry_look_for_notes (entry, log);
  entry->asks = TRUE;
  write_entry (self, entry);
  pl_run_entry_changed (entry);
}

void
pl_run_store_rename (PlRunStore *self, PlRunEntry *entry, const char *name)
{
  g_return_if_fail (PL_IS_RUN_STORE (self) && PL_IS_RUN_ENTRY (entry));
  if (entry->removed || !pl_run_entry_take_name (entry, name))
    return;
  entry->asks = TRUE;
  write_entry (self, entry);
  pl_run_entry_changed (entry);
}

void
pl_run_store_put_away (PlRunStore *self, PlRunEntry *entry)
{
  g_return_if_fail (PL_IS_RUN_STORE (self));
  if (take_out (self, entry) != NULL)
    g_ptr_array_add (self->away, entry);
}

void
pl_run_store_bring_back (PlRunStore *self, PlRunEntry *entry)
{
  guint at;

  g_return_if_fail (PL_IS_RUN_STORE (self));
  if (!g_ptr_array_find (self->away, entry, &at))
    return;
  insert (self, g_ptr_array_steal_index (self->away, at));
  trim (self);
}

void
pl_run_store_remove (PlRunStore *self, PlRunEntry *entry)
{
  guint at;

  g_return_if_fail (PL_IS_RUN_STORE (self));
  if (take_out (self, entry) != NULL)
    drop (entry);
  else if (g_ptr_array_find (self->away, entry, &at))
    drop (g_ptr_array_steal_index (self->away, at));
}

PlRunEntry *
pl_run_store_find (PlRunStore *self, const char *key)
{
  g_return_val_if_fail (PL_IS_RUN_STORE (self), NULL);
  for (guint i = 0; i < self->entries->len; i++)
    {
      PlRunEntry *entry = g_ptr_array_index (self->entries, i);

      if (g_strcmp0 (entry->key, key) == 0)
        return entry;
    }
  return NULL;
}

/* --- what others did --- */

static void
retold_cb (GPtrArray *entries, gpointer data)
{
  g_autoptr (PlRunStore) self = data;

  self->n_writing--;
  for (guint i = 0; i < entries->len; i++)
    {
      PlRunEntry *entry = g_ptr_array_index (entries, i);

      if (entry->foreign || entry->removed)
        continue;
      write_entry (self, entry);
      pl_run_entry_changed (entry);
    }
}

static void
retell_foreign (PlRunStore *self, GPtrArray *found)
{
  g_autoptr (GPtrArray) foreign = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < found->len; i++)
    {
      PlRunEntry *entry = g_ptr_array_index (found, i);

      if (entry->foreign && !entry->removed)
        g_ptr_array_add (foreign, g_object_ref (entry));
    }
  if (foreign->len == 0)
    return;
  self->n_writing++;
  pl_run_words_retell (foreign, retold_cb, g_object_ref (self));
}

static void
add_keys (GHashTable *known, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    g_hash_table_add (known, ((PlRunEntry *) g_ptr_array_index (entries, i))->key);
}

static void
forget_lost (PlRunStore *self)
{
  for (guint i = self->entries->len; i > 0; i--)
    {
      PlRunEntry *entry = g_ptr_array_index (self->entries, i - 1);

      if (!entry->writing && !pl_run_files_exist (entry))
        drop (take_out (self, entry));
    }
}

void
pl_run_store_refresh (PlRunStore *self)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) found = NULL;

  g_return_if_fail (PL_IS_RUN_STORE (self));
  forget_lost (self);
  add_keys (known, self->entries);
  add_keys (known, self->away);
  found = pl_run_files_read (self->folder, known);
  for (guint i = 0; i < found->len; i++)
    insert (self, g_object_ref (g_ptr_array_index (found, i)));
  trim (self);
  retell_foreign (self, found);
}

const char *
pl_run_store_get_folder (PlRunStore *self)
{
  g_return_val_if_fail (PL_IS_RUN_STORE (self), NULL);
  return self->folder;
}

char *
pl_run_store_find_folder (void)
{
  const char *own = g_getenv ("PARALANE_RUNS_DIR");

  return own != NULL && *own != '\0' ? g_strdup (own) : g_build_filename (g_get_user_cache_dir (), "paralane", "runs", NULL);
}

PlRunStore *
pl_run_store_new (const char *folder, guint64 limit)
{
  PlRunStore *self;

  g_return_val_if_fail (folder != NULL, NULL);
  self = g_object_new (PL_TYPE_RUN_STORE, NULL);
  self->folder = g_strdup (folder);
  self->limit = limit;
  pl_run_files_tidy (folder);
  pl_run_store_refresh (self);
  return self;
}

static void
pl_run_store_finalize (GObject *object)
{
  PlRunStore *self = PL_RUN_STORE (object);

  g_free (self->folder);
  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->away);
  G_OBJECT_CLASS (pl_run_store_parent_class)->finalize (object);
}

static void
pl_run_store_class_init (PlRunStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pl_run_store_finalize;
  signals[FAILED] = g_signal_new ("failed", PL_TYPE_RUN_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_STRING);
}

static void
pl_run_store_init (PlRunStore *self)
{
  self->entries = g_ptr_array_new_with_free_func (g_object_unref);
  self->away = g_ptr_array_new_with_free_func (g_object_unref);
}
