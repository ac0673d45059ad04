/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/lesson/pl-lesson-shelf.h"

#include <glib/gi18n-lib.h>
#include <errno.h>
#include <string.h>

#include "base/pl-error.h"
#include "base/pl-file.h"
#include "control/lesson/pl-lesson-place.h"

/* Editors write a file in several steps. */
#define SETTLE_MS 200
#define MOST_LESSONS 1000u

struct _PlLessonShelf {
  GObject parent_instance;

  GPtrArray *entries;           /* PlLessonEntry */
  GPtrArray *monitors;          /* GFileMonitor; NULL: nobody wants to know */
  guint settle_id;
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PlLessonShelf, pl_lesson_shelf, G_TYPE_OBJECT)

static void
pl_lesson_shelf_finalize (GObject *object)
{
  PlLessonShelf *self = PL_LESSON_SHELF (object);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_pointer (&self->monitors, g_ptr_array_unref);
  g_ptr_array_unref (self->entries);
  G_OBJECT_CLASS (pl_lesson_shelf_parent_class)->finalize (object);
}

static void
pl_lesson_shelf_class_init (PlLessonShelfClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pl_lesson_shelf_finalize;
  signals[CHANGED] = g_signal_new ("changed", PL_TYPE_LESSON_SHELF, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
free_entry (gpointer entry)
{
  pl_lesson_entry_free (entry);
}

static void
pl_lesson_shelf_init (PlLessonShelf *self)
{
  self->entries = g_ptr_array_new_with_free_func (free_entry);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const PlLessonEntry *one = *(const PlLessonEntry *const *) a, *other = *(const PlLessonEntry *const *) b;

  if (one->lesson == NULL || other->lesson == NULL)
    return one->lesson == other->lesson ? strcmp (one->name, other->name) : one->lesson == NULL ? 1 : -1;
  return pl_lesson_compare (one->lesson, other->lesson);
}

static gboolean
is_taken (PlLessonShelf *self, const char *name)
{
  return pl_lesson_shelf_find (self, name) != NULL;
}

static void
read_folder (PlLessonShelf *self, const char *folder, gboolean foreign)
{
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && self->entries->len < MOST_LESSONS && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      PlLessonEntry *entry;

      if (name[0] == '.' || !g_file_test (path, G_FILE_TEST_IS_DIR))
        continue;
      entry = pl_lesson_entry_new (path, foreign);
      if (is_taken (self, entry->name))
        {
          g_clear_pointer (&entry->lesson, pl_lesson_free);
          g_free (entry->fault);
          entry->fault = g_strdup_printf (_("Line 1: Paralane has a lesson “%s” already: call the folder something else."), entry->name);
        }
      g_ptr_array_add (self->entries, entry);
    }
}

static void
read_all (PlLessonShelf *self)
{
  g_autofree char *own = pl_lesson_place_shelf (), *user = pl_lesson_user_folder ();

  g_ptr_array_set_size (self->entries, 0);
  read_folder (self, own, FALSE);
  read_folder (self, user, TRUE);
  g_ptr_array_sort (self->entries, compare_entries);
}

PlLessonShelf *
pl_lesson_shelf_new (void)
{
  PlLessonShelf *self = g_object_new (PL_TYPE_LESSON_SHELF, NULL);

  read_all (self);
  return self;
}

static void watch_all (PlLessonShelf *self);

static gboolean
settle_cb (gpointer data)
{
  PlLessonShelf *self = data;

  self->settle_id = 0;
  read_all (self);
  watch_all (self);
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (PlLessonShelf *self)
{
  if (self->settle_id == 0)
    self->settle_id = g_timeout_add (SETTLE_MS, settle_cb, self);
}

static void
watch (PlLessonShelf *self, const char *folder)
{
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  GFileMonitor *monitor = g_file_monitor_directory (file, G_FILE_MONITOR_NONE, NULL, NULL);

  if (monitor == NULL)
    return;
  g_signal_connect_swapped (monitor, "changed", G_CALLBACK (changed_cb), self);
  g_ptr_array_add (self->monitors, monitor);
}

static void
watch_all (PlLessonShelf *self)
{
  g_autofree char *user = pl_lesson_user_folder ();

  g_ptr_array_set_size (self->monitors, 0);
  watch (self, user);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const PlLessonEntry *entry = self->entries->pdata[i];

      if (entry->foreign)
        watch (self, entry->folder);
    }
}

void
pl_lesson_shelf_watch (PlLessonShelf *self)
{
  g_return_if_fail (PL_IS_LESSON_SHELF (self));
  if (self->monitors != NULL)
    return;
  self->monitors = g_ptr_array_new_with_free_func (g_object_unref);
  watch_all (self);
}

guint
pl_lesson_shelf_get_n (PlLessonShelf *self)
{
  return self->entries->len;
}

const PlLessonEntry *
pl_lesson_shelf_get (PlLessonShelf *self, guint i)
{
  return i < self->entries->len ? self->entries->pdata[i] : NULL;
}

const PlLessonEntry *
pl_lesson_shelf_find (PlLessonShelf *self, const char *name)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (g_str_equal (((const PlLessonEntry *) self->entries->pdata[i])->name, name))
      return self->entries->pdata[i];
  return NULL;
}

char *
pl_lesson_user_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "paralane", "lessons", NULL);
}

static gboolean
write_file (const char *folder, const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return pl_file_replace_bytes (path, text, strlen (text), error);
}

char *
pl_lesson_shelf_add (const char *name, GError **error)
{
  g_autoptr (PlLessonShelf) shelf = pl_lesson_shelf_new ();
  g_autofree char *user = pl_lesson_user_folder (), *text = pl_lesson_template (name);
  g_autofree char *folder = g_build_filename (user, name, NULL);

  if (!pl_lesson_check_name (name, error))
    return NULL;
  if (pl_lesson_shelf_find (shelf, name) != NULL)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_FILE, _("There is a lesson “%s” already: choose another name."), name);
      return NULL;
    }
  if (g_mkdir_with_parents (folder, 0755) != 0)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_FILE, _("The folder “%s” cannot be made: %s."), folder, g_strerror (errno));
      return NULL;
    }
  if (!write_file (folder, PL_LESSON_PYTHON, "print(\"Hello, world\")\n", error)
      || !write_file (folder, PL_LESSON_C, "#include <stdio.h>\n\nint\nmain (void)\n{\n  puts (\"Hello, world\");\n  return 0;\n}\n", error)
      || !write_file (folder, PL_LESSON_FILE, text, error))
    return NULL;
  return g_steal_pointer (&folder);
}
