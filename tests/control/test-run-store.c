/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs that are kept: on disk, the last ones, beside other programs, and whatever lies in the folder. */
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/pl-error.h"
#include "control/control-util.h"
#include "control/pl-run-store.h"
#include "log/notes/pl-log-notes.h"

#define MUCH (1024 * PL_RUN_STORE_MIB)

typedef struct {
  char *folder;
  PlRunStore *store;
  guint n_failed;
  char *why;
} Fixture;

static void
failed_cb (PlRunStore *store, const char *why, gpointer data)
{
  Fixture *f = data;

  f->n_failed++;
  g_free (f->why);
  f->why = g_strdup (why);
}

static PlRunStore *
open_store (Fixture *f)
{
  PlRunStore *store = pl_run_store_new (f->folder, MUCH);

  g_signal_connect (store, "failed", G_CALLBACK (failed_cb), f);
  return store;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *parent = g_dir_make_tmp ("paralane-store-XXXXXX", NULL);

  /* Not there yet: it is made when it is needed. */
  f->folder = g_build_filename (parent, "deep", "runs", NULL);
  f->store = open_store (f);
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_remove (path);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autofree char *deep = g_path_get_dirname (f->folder);
  g_autofree char *parent = g_path_get_dirname (deep);

  g_clear_object (&f->store);
  remove_all (parent);
  g_free (f->folder);
  g_free (f->why);
}

static void
start_again (Fixture *f)
{
  pl_run_store_flush (f->store);
  g_assert_finalize_object (g_steal_pointer (&f->store));
  f->store = open_store (f);
}

static guint
n_entries (Fixture *f)
{
  return g_list_model_get_n_items (G_LIST_MODEL (f->store));
}

/* Borrowed: the list has it. */
static PlRunEntry *
entry_at (Fixture *f, guint at)
{
  g_autoptr (PlRunEntry) entry = g_list_model_get_item (G_LIST_MODEL (f->store), at);

  return entry;
}

static guint
n_files (Fixture *f)
{
  g_autoptr (GDir) dir = g_dir_open (f->folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* As if it had been run at that second. */
static PlLog *
new_log (PlPlanData *plan, guint second)
{
  PlLog *log = NULL;

  g_assert_true (pl_plan_validate (plan, NULL));
  g_assert_cmpint (pl_log_create (plan, "test", &log), ==, 0);
  pl_log_header (log)->start_wall_ns = (1700000000 + (gint64) second) * 1000000000;
  atomic_store (&pl_log_header (log)->status.phase, PL_PHASE_DONE);
  return log;
}

static PlLog *
new_pool (guint pool_size, guint second)
{
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  plan.pool_size = pool_size;
  return new_log (&plan, second);
}

static PlRunEntry *
keep (Fixture *f, guint pool_size, guint second)
{
  PlLog *log = new_pool (pool_size, second);
  PlRunEntry *entry = pl_run_store_add (f->store, log, NULL);

  g_assert_nonnull (entry);
  pl_log_unref (log);
  return entry;
}

static void
test_restart (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;
  PlRunEntry *entry;
  PlPlanData plan;
  PlLog *opened;

  pl_plan_init_pool (&plan);
  plan.task_time_ns = 0;
  g_autoptr (PlRun) run = pl_run_new (&plan, NULL);
  g_assert_true (pl_run_start (run, NULL) && pl_run_wait (run, NULL));
  entry = pl_run_store_add (f->store, pl_run_get_log (run), &error);
  g_assert_no_error (error);
  /* It is in the list, and can be opened, before it is on disk. */
  g_assert_cmpuint (n_entries (f), ==, 1);
  opened = pl_run_entry_open (entry, &error);
  g_assert_no_error (error);
  g_assert_true (opened == pl_run_get_log (run));
  pl_log_unref (opened);

  start_again (f);
  g_assert_cmpuint (n_entries (f), ==, 1);
  entry = entry_at (f, 0);
  title = pl_plan_title (pl_log_plan (pl_run_get_log (run)));
  g_assert_cmpstr (pl_run_entry_get_title (entry), ==, title);
  g_assert_null (pl_run_entry_get_name (entry));
  g_assert_true (g_str_has_suffix (pl_run_entry_get_outcome (entry), "tasks/s"));
  g_assert_cmpuint (pl_run_entry_get_kind (entry), ==, PL_RUN_POOL);
  g_assert_cmpint (pl_run_entry_get_time_ns (entry), ==, pl_log_header (pl_run_get_log (run))->start_wall_ns);
  g_assert_false (pl_run_entry_get_annotated (entry) || pl_run_entry_get_asks (entry));
  opened = pl_run_entry_open (entry, &error);
  g_assert_no_error (error);
  g_assert_true (opened != pl_run_get_log (run));
  g_assert_true (pl_plan_equal (pl_log_plan (opened), pl_log_plan (pl_run_get_log (run))));
  g_assert_cmpuint (pl_log_count (opened, 1), ==, pl_log_count (pl_run_get_log (run), 1));
  pl_log_unref (opened);
}

/* What a list says of a race and of a scene. */
static void
test_kinds (Fixture *f, gconstpointer data)
{
  PlPlanData plan;
  PlRunEntry *entry;
  PlLog *log;

  pl_plan_init_race (&plan);
  log = new_log (&plan, 1);
  pl_log_header (log)->status.parts[0].trials_done = 1;
  pl_log_trials (log, 0)[0].final_value = 399000;
  entry = pl_run_store_add (f->store, log, NULL);
  g_assert_cmpstr (pl_run_entry_get_outcome (entry), ==, "1,000 of 400,000 lost");
  pl_log_unref (log);

  pl_plan_init_scene (&plan, PL_SCENE_DEADLOCK);
  log = new_log (&plan, 2);
  pl_log_header (log)->status.scene.outcome = PL_OUTCOME_DEADLOCK;
  entry = pl_run_store_add (f->store, log, NULL);
  g_assert_cmpstr (pl_run_entry_get_outcome (entry), ==, "Deadlock");
  pl_log_unref (log);

  log = new_pool (2, 3);
  atomic_store (&pl_log_header (log)->status.phase, PL_PHASE_STOPPED);
  entry = pl_run_store_add (f->store, log, NULL);
  g_assert_cmpstr (pl_run_entry_get_outcome (entry), ==, "stopped");
  pl_log_unref (log);

  start_again (f);
  g_assert_cmpuint (n_entries (f), ==, 3);
  g_assert_cmpuint (pl_run_entry_get_kind (entry_at (f, 0)), ==, PL_RUN_POOL);
  g_assert_cmpuint (pl_run_entry_get_kind (entry_at (f, 1)), ==, PL_RUN_SCENE);
  g_assert_cmpuint (pl_run_entry_get_kind (entry_at (f, 2)), ==, PL_RUN_RACE);
  g_assert_cmpstr (pl_run_entry_get_outcome (entry_at (f, 1)), ==, "Deadlock");
}

static void
count_cb (PlRunEntry *entry, guint *n)
{
  (*n)++;
}

/* How a run came out is told in the language of who shows it; in that of the last time nothing is read for it. */
static void
test_language (Fixture *f, gconstpointer data)
{
  static const char *const languages[] = { NULL, "de ,", "" };
  g_autofree char *path = pl_run_entry_make_path (keep (f, 2, 1), "run");
  guint changes = 0;

  start_again (f);
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (GKeyFile) file = g_key_file_new ();

      g_assert_true (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL));
      g_key_file_set_string (file, "run", "outcome", "ok");
      if (languages[i] != NULL)
        g_key_file_set_string (file, "run", "language", languages[i]);
      g_assert_true (g_key_file_save_to_file (file, path, NULL));
      start_again (f);
      g_signal_connect (entry_at (f, 0), "changed", G_CALLBACK (count_cb), &changes);
      start_again (f);
      g_assert_cmpuint (changes, ==, i);
      g_assert_true (g_str_equal (pl_run_entry_get_outcome (entry_at (f, 0)), "ok") == (i == 0));
    }
}

static void
test_names (Fixture *f, gconstpointer data)
{
  PlRunEntry *entry = keep (f, 2, 1);
  g_autofree char *much = g_strnfill (500, 'x');
  guint changes = 0;

  g_signal_connect (entry, "changed", G_CALLBACK (count_cb), &changes);
  /* Before it is written, too. */
  pl_run_store_rename (f->store, entry, "  A queue\nof two ");
  g_assert_cmpstr (pl_run_entry_get_name (entry), ==, "A queue of two");
  g_assert_true (pl_run_entry_get_asks (entry));
  pl_run_store_rename (f->store, entry, "A queue of two");
  g_assert_cmpuint (changes, ==, 1);

  start_again (f);
  entry = entry_at (f, 0);
  g_assert_cmpstr (pl_run_entry_get_name (entry), ==, "A queue of two");
  /* That was another sitting. */
  g_assert_false (pl_run_entry_get_asks (entry));
  pl_run_store_rename (f->store, entry, much);
  g_assert_cmpuint (strlen (pl_run_entry_get_name (entry)), ==, PL_RUN_NAME_MAX);
  g_assert_true (pl_run_entry_get_asks (entry));
  pl_run_entry_set_saved (entry);
  g_assert_false (pl_run_entry_get_asks (entry));
  pl_run_store_rename (f->store, entry, " ");
  g_assert_null (pl_run_entry_get_name (entry));
  g_assert_false (pl_run_entry_get_asks (entry));
  start_again (f);
  g_assert_null (pl_run_entry_get_name (entry_at (f, 0)));
}

static void
test_notes (Fixture *f, gconstpointer data)
{
  PlLog *log = new_pool (2, 1);
  PlRunEntry *entry = pl_run_store_add (f->store, log, NULL);
  PlLogNote note;

  g_assert_false (pl_run_entry_get_annotated (entry));
  pl_run_store_flush (f->store);
  pl_log_add_note (log, &(PlLogNote) { .lane = 1, .from_ns = 5, .to_ns = 9, .text = "look here" });
  pl_run_store_update (f->store, entry, log);
  g_assert_true (pl_run_entry_get_annotated (entry) && pl_run_entry_get_asks (entry));
  pl_log_unref (log);

  start_again (f);
  entry = entry_at (f, 0);
  g_assert_true (pl_run_entry_get_annotated (entry));
  g_assert_false (pl_run_entry_get_asks (entry));
  log = pl_run_entry_open (entry, NULL);
  g_assert_nonnull (log);
  g_assert_cmpuint (pl_log_n_notes (log), ==, 1);
  g_assert_true (pl_log_get_note (log, 0, &note));
  g_assert_cmpstr (note.text, ==, "look here");
  pl_log_unref (log);
}

/* The last ones stay; what has a name goes last. */
static void
test_most (Fixture *f, gconstpointer data)
{
  pl_run_store_rename (f->store, keep (f, 2, 0), "First");
  for (guint i = 1; i < PL_RUN_STORE_MOST + 5; i++)
    keep (f, 3, i);
  start_again (f);
  g_assert_cmpuint (n_entries (f), ==, PL_RUN_STORE_MOST);
  g_assert_cmpuint (n_files (f), ==, 2 * PL_RUN_STORE_MOST);
  g_assert_cmpstr (pl_run_entry_get_name (entry_at (f, PL_RUN_STORE_MOST - 1)), ==, "First");
  for (guint i = 0; i + 1 < PL_RUN_STORE_MOST; i++)
    g_assert_cmpint (pl_run_entry_get_time_ns (entry_at (f, i)) / 1000000000, ==,
                     1700000000 + PL_RUN_STORE_MOST + 4 - i);
  /* Only names: then the oldest goes after all. */
  for (guint i = 0; i < PL_RUN_STORE_MOST; i++)
    pl_run_store_rename (f->store, entry_at (f, i), "Named");
  keep (f, 4, 100);
  pl_run_store_flush (f->store);
  g_assert_cmpuint (n_entries (f), ==, PL_RUN_STORE_MOST);
  g_assert_null (pl_run_entry_get_name (entry_at (f, 0)));
  g_assert_cmpstr (pl_run_entry_get_name (entry_at (f, PL_RUN_STORE_MOST - 1)), ==, "Named");
}

static void
test_limit (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  PlLog *log = new_pool (2, 9);
  PlLaneWriter writer;
  guint64 size;

  keep (f, 2, 1);
  keep (f, 2, 2);
  pl_run_store_flush (f->store);
  size = pl_run_entry_get_bytes (entry_at (f, 0));
  g_assert_cmpuint (size, >, 1000);
  pl_run_store_set_limit (f->store, size + size / 2);
  g_assert_cmpuint (n_entries (f), ==, 1);
  g_assert_cmpuint (n_files (f), ==, 2);
  g_assert_cmpint (pl_run_entry_get_time_ns (entry_at (f, 0)) / 1000000000, ==, 1700000002);

  /* Its records alone are too many: that is known before anything is written. */
  pl_lane_writer_init (&writer, log, 0);
  for (guint i = 0; i < 64; i++)
    pl_lane_record_at (&writer, i, PL_STATE_WORKING, 0, 1);
  pl_run_store_set_limit (f->store, 512);
  g_assert_null (pl_run_store_add (f->store, log, &error));
  g_assert_error (error, PL_ERROR, PL_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, "512 bytes"));

  /* Only all of it is. */
  pl_run_store_set_limit (f->store, 64 * sizeof (PlRecord) + 10);
  PlRunEntry *entry = pl_run_store_add (f->store, log, NULL);
  g_object_ref (entry);
  pl_run_store_flush (f->store);
  g_assert_cmpuint (n_entries (f), ==, 0);
  g_assert_true (pl_run_entry_get_failed (entry));
  g_assert_cmpuint (f->n_failed, ==, 1);
  g_assert_nonnull (strstr (f->why, "is not kept"));
  g_assert_cmpuint (n_files (f), ==, 0);
  g_object_unref (entry);
  pl_log_unref (log);
}

static void
put_file (Fixture *f, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
put_copy (Fixture *f, const char *name, PlRunEntry *entry, const char *ending, gssize cut)
{
  g_autofree char *from = pl_run_entry_make_path (entry, ending);
  g_autofree char *to = g_build_filename (f->folder, name, NULL);
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (from, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (to, bytes, (gssize) size - cut, NULL));
}

/* What is not whole, and what was never ours, is passed over and left alone. */
static void
test_hostile (Fixture *f, gconstpointer data)
{
  PlRunEntry *entry = keep (f, 2, 1);
  g_autofree char *sub = g_build_filename (f->folder, "00000000-000000-dddddddd.run", NULL);
  g_autofree char *link = g_build_filename (f->folder, "00000000-000000-eeeeeeee.run", NULL);
  g_autofree char *info = pl_run_entry_make_path (entry, "run");
  g_autofree char *large = g_strnfill (100000, '#');
  guint before;

  pl_run_store_flush (f->store);
  put_file (f, "notes.txt", "not ours");
  put_file (f, "00000000-000000-00000000.run", "\xff\xfe half\0written");
  put_file (f, "00000000-000000-11111111.run", "[run]\nversion=1\n[plan]\nkind=pool\n");
  put_file (f, "00000000-000000-22222222.paralane", "PARALANE");
  put_file (f, "00000000-000000-33333333.run", large);
  put_copy (f, "00000000-000000-44444444.run", entry, "run", 0);
  put_copy (f, "00000000-000000-44444444.paralane", entry, "paralane", 1);
  put_copy (f, "00000000-000000-55555555.run", entry, "run", 40);
  put_copy (f, "00000000-000000-55555555.paralane", entry, "paralane", 0);
  put_copy (f, "..%2f..%2fx.run", entry, "run", 0);
  put_copy (f, "..%2f..%2fx.paralane", entry, "paralane", 0);
  g_assert_cmpint (g_mkdir (sub, 0700), ==, 0);
  g_assert_cmpint (symlink (info, link), ==, 0);
  put_copy (f, "00000000-000000-eeeeeeee.paralane", entry, "paralane", 0);
  before = n_files (f);

  start_again (f);
  g_assert_cmpuint (n_entries (f), ==, 1);
  g_assert_cmpuint (n_files (f), ==, before);
  /* Right in size and wrong inside: that is seen when it is opened, and said. */
  put_copy (f, "00000000-000000-66666666.run", entry_at (f, 0), "run", 0);
  put_copy (f, "00000000-000000-66666666.paralane", entry_at (f, 0), "paralane", 0);
  g_autofree char *bad = g_build_filename (f->folder, "00000000-000000-66666666.paralane", NULL);
  g_autofree char *zeros = g_malloc0 (pl_run_entry_get_bytes (entry_at (f, 0)));
  g_assert_true (g_file_set_contents (bad, zeros, (gssize) pl_run_entry_get_bytes (entry_at (f, 0)), NULL));
  pl_run_store_refresh (f->store);
  g_assert_cmpuint (n_entries (f), ==, 2);
  g_autoptr (GError) error = NULL;
  g_assert_null (pl_run_entry_open (pl_run_store_find (f->store, "00000000-000000-66666666"), &error));
  g_assert_error (error, PL_ERROR, PL_ERROR_FORMAT);
  while (n_entries (f) > 0)
    pl_run_store_remove (f->store, entry_at (f, 0));
  g_assert_cmpuint (n_files (f), ==, before - 2);
}

/* What a program that was killed left behind, goes a day later. */
static void
test_left_over (Fixture *f, gconstpointer data)
{
  const char *names[] = { ".paralane-abcdef", "00000000-000000-77777777.paralane" };

  keep (f, 2, 1);
  pl_run_store_flush (f->store);
  put_file (f, names[0], "half");
  put_file (f, names[1], "half");
  start_again (f);
  g_assert_cmpuint (n_files (f), ==, 4);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (f->folder, names[i], NULL);
      const struct timespec old[2] = { { 1000000000, 0 }, { 1000000000, 0 } };

      g_assert_cmpint (utimensat (AT_FDCWD, path, old, 0), ==, 0);
    }
  start_again (f);
  g_assert_cmpuint (n_files (f), ==, 2);
  g_assert_cmpuint (n_entries (f), ==, 1);
}

/* Two programs at once. */
static void
test_two (Fixture *f, gconstpointer data)
{
  PlRunStore *mine = f->store;
  g_autoptr (PlRunStore) other = open_store (f);

  for (guint i = 0; i < PL_RUN_STORE_MOST; i++)
    {
      f->store = i % 2 == 0 ? mine : other;
      keep (f, 2, i);
    }
  f->store = mine;
  pl_run_store_flush (other);
  pl_run_store_flush (mine);
  pl_run_store_refresh (mine);
  pl_run_store_refresh (other);
  g_assert_cmpuint (n_entries (f), ==, PL_RUN_STORE_MOST);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (other)), ==, PL_RUN_STORE_MOST);

  /* What one has removed the other forgets, and can still look at it until then. */
  g_autoptr (PlRunEntry) seen = g_list_model_get_item (G_LIST_MODEL (other), 3);
  pl_run_store_remove (mine, pl_run_store_find (mine, pl_run_entry_get_key (seen)));
  g_autoptr (GError) error = NULL;
  g_assert_null (pl_run_entry_open (seen, &error));
  g_assert_nonnull (error);
  pl_run_store_rename (other, seen, "Gone");
  pl_run_store_flush (other);
  pl_run_store_refresh (other);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (other)), ==, PL_RUN_STORE_MOST - 1);
  keep (f, 3, 1000);
  keep (f, 3, 1001);
  pl_run_store_flush (mine);
  pl_run_store_refresh (other);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (other)), ==, PL_RUN_STORE_MOST);
  g_assert_cmpuint (f->n_failed, ==, 0);
}

static void
items_changed_cb (GListModel *model, guint at, guint removed, guint added, GString *said)
{
  g_string_append_printf (said, "%u-%u+%u ", at, removed, added);
}

static void
test_remove (Fixture *f, gconstpointer data)
{
  g_autoptr (GString) said = g_string_new (NULL);
  PlRunEntry *first = keep (f, 2, 1);

  keep (f, 3, 3);
  keep (f, 4, 2);
  pl_run_store_flush (f->store);
  g_signal_connect (f->store, "items-changed", G_CALLBACK (items_changed_cb), said);
  pl_run_store_put_away (f->store, first);
  g_assert_cmpuint (n_entries (f), ==, 2);
  g_assert_cmpuint (n_files (f), ==, 6);
  /* It is not found anew on disk. */
  pl_run_store_refresh (f->store);
  g_assert_cmpuint (n_entries (f), ==, 2);
  pl_run_store_bring_back (f->store, first);
  g_assert_true (entry_at (f, 2) == first);
  pl_run_store_put_away (f->store, first);
  pl_run_store_remove (f->store, first);
  g_assert_cmpuint (n_files (f), ==, 4);
  pl_run_store_remove (f->store, entry_at (f, 0));
  g_assert_cmpuint (n_entries (f), ==, 1);
  g_assert_cmpstr (said->str, ==, "2-1+0 2-0+1 2-1+0 0-1+0 ");
  g_assert_nonnull (strstr (pl_run_entry_get_title (entry_at (f, 0)), "4"));

  /* While it is being written. */
  pl_run_store_remove (f->store, keep (f, 2, 7));
  pl_run_store_flush (f->store);
  g_assert_cmpuint (n_files (f), ==, 2);
}

static void
test_no_folder (Fixture *f, gconstpointer data)
{
  g_autofree char *deep = g_path_get_dirname (f->folder);

  g_assert_true (g_file_set_contents (deep, "a file", -1, NULL));
  keep (f, 2, 1);
  g_assert_cmpuint (n_entries (f), ==, 1);
  pl_run_store_flush (f->store);
  g_assert_cmpuint (n_entries (f), ==, 0);
  g_assert_cmpuint (f->n_failed, ==, 1);
  g_assert_nonnull (strstr (f->why, f->folder));
}

static void
test_where (void)
{
  g_autofree char *usual = NULL, *own = NULL;

  g_unsetenv ("PARALANE_RUNS_DIR");
  usual = pl_run_store_find_folder ();
  g_assert_true (g_str_has_suffix (usual, "/paralane/runs"));
  g_assert_true (g_str_has_prefix (usual, g_get_user_cache_dir ()));
  g_setenv ("PARALANE_RUNS_DIR", "/elsewhere", TRUE);
  own = pl_run_store_find_folder ();
  g_assert_cmpstr (own, ==, "/elsewhere");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/control/run-store/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("restart", test_restart);
  ADD ("kinds", test_kinds);
  ADD ("names", test_names);
  ADD ("language", test_language);
  ADD ("notes", test_notes);
  ADD ("most", test_most);
  ADD ("limit", test_limit);
  ADD ("hostile", test_hostile);
  ADD ("left-over", test_left_over);
  ADD ("two", test_two);
  ADD ("remove", test_remove);
  ADD ("no-folder", test_no_folder);
#undef ADD
  g_test_add_func ("/control/run-store/where", test_where);
  return g_test_run ();
}
