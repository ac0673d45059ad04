/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/pl-run-store-private.h"

#include <locale.h>
#include <sys/stat.h>

#include "control/pl-run.h"
#include "log/notes/pl-log-notes.h"
#include "plan/pl-plan.h"
#include "trace/pl-trace-text.h"

/* Beside each run lies what a list says about it, as a key file: a list is there at once, however large the runs are. */
#define GROUP "run"
#define FILE_GROUP "file"
#define VERSION 1

G_DEFINE_FINAL_TYPE (PlRunEntry, pl_run_entry, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
pl_run_entry_finalize (GObject *object)
{
  PlRunEntry *self = PL_RUN_ENTRY (object);

  g_free (self->folder);
  g_free (self->key);
  g_free (self->path);
  g_free (self->name);
  g_free (self->title);
  g_free (self->outcome);
  g_free (self->plan);
  g_clear_pointer (&self->log, pl_log_unref);
  G_OBJECT_CLASS (pl_run_entry_parent_class)->finalize (object);
}

static void
pl_run_entry_class_init (PlRunEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pl_run_entry_finalize;
  signals[CHANGED] = g_signal_new ("changed", PL_TYPE_RUN_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pl_run_entry_init (PlRunEntry *self)
{
}

static PlRunEntry *
new_entry (const char *folder, char *key)
{
  PlRunEntry *self = g_object_new (PL_TYPE_RUN_ENTRY, NULL);

  self->folder = g_strdup (folder);
  self->key = key;
  self->path = pl_run_entry_make_path (self, &PL_RUN_ENDING[1]);
  return self;
}

/* Two programs at once never choose the same one. */
static char *
new_key (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *random = g_uuid_string_random ();

  return g_strdup_printf ("%s-%.8s", time, random);
}

void
pl_run_entry_take_outcome (PlRunEntry *self, char *outcome)
{
  g_free (self->outcome);
  self->outcome = outcome;
  self->foreign = FALSE;
}

static void
take_plan (PlRunEntry *self, const PlPlanData *plan)
{
  self->kind = plan->kind;
  self->title = pl_plan_title (plan);
}

PlRunEntry *
pl_run_entry_new (const char *folder, PlLog *log)
{
  PlRunEntry *self = new_entry (folder, new_key ());

  take_plan (self, pl_log_plan (log));
  self->plan = pl_plan_to_key_file (pl_log_plan (log));
  self->outcome = pl_trace_outcome (log);
  self->time_ns = pl_log_header (log)->start_wall_ns;
  if (self->time_ns <= 0)
    self->time_ns = g_get_real_time () * 1000;
  pl_run_entry_look_for_notes (self, log);
  self->log = pl_log_ref (log);
  return self;
}

/* On one line, and short: it is shown as it is, whoever wrote it. */
static char *
clean_name (const char *name)
{
  g_autofree char *valid = name != NULL ? g_utf8_make_valid (name, -1) : NULL;
  GString *clean = g_string_new (NULL);
  guint n = 0;

  for (const char *c = valid; c != NULL && *c != '\0' && n < PL_RUN_NAME_MAX; c = g_utf8_next_char (c), n++)
    g_string_append_unichar (clean, g_unichar_iscntrl (g_utf8_get_char (c)) ? ' ' : g_utf8_get_char (c));
  g_strstrip (clean->str);
  return *clean->str != '\0' ? g_string_free (clean, FALSE) : (g_string_free (clean, TRUE), NULL);
}

gboolean
pl_run_entry_take_name (PlRunEntry *self, const char *name)
{
  g_autofree char *clean = clean_name (name);

  if (g_strcmp0 (clean, self->name) == 0)
    return FALSE;
  g_free (self->name);
  self->name = g_steal_pointer (&clean);
  return TRUE;
}

void
pl_run_entry_look_for_notes (PlRunEntry *self, PlLog *log)
{
  self->annotated = pl_log_n_notes (log) > 0;
}

/* Which words an outcome is told in, those of the messages, and which numbers, those of the locale. */
static char *
language_of_now (void)
{
  return g_strconcat (g_get_language_names ()[0], " ", localeconv ()->decimal_point, NULL);
}

char *
pl_run_entry_to_text (PlRunEntry *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *language = language_of_now ();

  g_key_file_load_from_data (file, self->plan, (gsize) -1, G_KEY_FILE_NONE, NULL);
  g_key_file_set_integer (file, GROUP, "version", VERSION);
  g_key_file_set_int64 (file, GROUP, "time", self->time_ns);
  g_key_file_set_string (file, GROUP, "outcome", self->outcome);
  g_key_file_set_string (file, GROUP, "language", self->foreign ? "" : language);
  g_key_file_set_boolean (file, GROUP, "annotated", self->annotated);
  if (self->name != NULL)
    g_key_file_set_string (file, GROUP, "name", self->name);
  g_key_file_set_uint64 (file, FILE_GROUP, "bytes", self->bytes);
  return g_key_file_to_data (file, NULL, NULL);
}

static void
read_outcome (PlRunEntry *self, GKeyFile *file)
{
  g_autofree char *outcome = g_key_file_get_string (file, GROUP, "outcome", NULL);
  g_autofree char *language = g_key_file_get_string (file, GROUP, "language", NULL);
  g_autofree char *ours = language_of_now ();

  self->outcome = clean_name (outcome);
  if (self->outcome == NULL)
    self->outcome = g_strdup ("");
  self->foreign = g_strcmp0 (language, ours) != 0;
}

/* A file of another size is not the one this was written for: cut short, or not there yet. */
static gboolean
fits_file (PlRunEntry *self)
{
  struct stat st;

  return self->bytes > 0 && lstat (self->path, &st) == 0 && S_ISREG (st.st_mode) && (guint64) st.st_size == self->bytes;
}

PlRunEntry *
pl_run_entry_new_from_text (const char *folder, const char *key, const char *text)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (PlRunEntry) self = new_entry (folder, g_strdup (key));
  g_autofree char *name = NULL;
  PlPlanData plan;

  if (!g_key_file_load_from_data (file, text, (gsize) -1, G_KEY_FILE_NONE, NULL)
      || g_key_file_get_integer (file, GROUP, "version", NULL) != VERSION
      || !pl_plan_from_key_file (&plan, text, NULL))
    return NULL;
  self->bytes = g_key_file_get_uint64 (file, FILE_GROUP, "bytes", NULL);
  if (!fits_file (self))
    return NULL;
  take_plan (self, &plan);
  self->plan = pl_plan_to_key_file (&plan);
  name = g_key_file_get_string (file, GROUP, "name", NULL);
  pl_run_entry_take_name (self, name);
  read_outcome (self, file);
  self->time_ns = MAX (g_key_file_get_int64 (file, GROUP, "time", NULL), 0);
  self->annotated = g_key_file_get_boolean (file, GROUP, "annotated", NULL);
  return g_steal_pointer (&self);
}

void
pl_run_entry_changed (PlRunEntry *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

const char *
pl_run_entry_get_key (PlRunEntry *self)
{
  return self->key;
}

const char *
pl_run_entry_get_name (PlRunEntry *self)
{
  return self->name;
}

const char *
pl_run_entry_get_title (PlRunEntry *self)
{
  return self->title;
}

const char *
pl_run_entry_get_outcome (PlRunEntry *self)
{
  return self->outcome;
}

guint
pl_run_entry_get_kind (PlRunEntry *self)
{
  return self->kind;
}

gint64
pl_run_entry_get_time_ns (PlRunEntry *self)
{
  return self->time_ns;
}

guint64
pl_run_entry_get_bytes (PlRunEntry *self)
{
  return self->bytes;
}

gboolean
pl_run_entry_get_annotated (PlRunEntry *self)
{
  return self->annotated;
}

gboolean
pl_run_entry_get_asks (PlRunEntry *self)
{
  return self->asks && (self->name != NULL || self->annotated);
}

void
pl_run_entry_set_saved (PlRunEntry *self)
{
  self->asks = FALSE;
}

gboolean
pl_run_entry_get_failed (PlRunEntry *self)
{
  return self->failed;
}

gboolean
pl_run_entry_get_removed (PlRunEntry *self)
{
  return self->removed;
}

const char *
pl_run_entry_get_path (PlRunEntry *self)
{
  return self->path;
}

char *
pl_run_entry_make_path (PlRunEntry *self, const char *ending)
{
  g_autofree char *name = g_strdup_printf ("%s.%s", self->key, ending);

  return g_build_filename (self->folder, name, NULL);
}

PlLog *
pl_run_entry_open (PlRunEntry *self, GError **error)
{
  return self->log != NULL ? pl_log_ref (self->log) : pl_run_open_log (self->path, error);
}

PlLog *
pl_run_entry_ref_log (PlRunEntry *self)
{
  return self->log != NULL ? pl_log_ref (self->log) : NULL;
}
