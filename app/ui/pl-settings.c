/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pl-settings.h"

#include <gio/gio.h>

#include <string.h>

#include "plan/pl-plan.h"
#include "ui/pl-page.h"

/* g_settings_new () aborts without its schema, so it is looked up first. NULL: keep nothing. */
static GSettings *
get_settings (void)
{
  static GSettings *settings;
  static gboolean looked_up;

  if (!looked_up)
    {
      GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
      g_autoptr(GSettingsSchema) schema = NULL;

      looked_up = TRUE;
      if (source != NULL)
        schema = g_settings_schema_source_lookup (source, PL_APP_ID, TRUE);
      if (schema != NULL)
        settings = g_settings_new_full (schema, NULL, NULL);
    }

  return settings;
}

static char *
plan_key (guint kind)
{
  return g_strconcat (pl_page_info_for_kind (kind)->key, "-plan", NULL);
}

void
pl_settings_load_plan (PlRunKind   kind,
                       PlPlanData *plan)
{
  GSettings *settings = get_settings ();
  g_autofree char *key = plan_key (kind);
  g_autofree char *text = settings != NULL ? g_settings_get_string (settings, key) : NULL;

  pl_page_info_for_kind (kind)->init_plan (plan);
  if (text == NULL || *text == '\0')
    return;

  /* Written by another version, or by hand: what cannot be used is forgotten. */
  PlPlanData stored = *plan;
  g_autoptr(GError) error = NULL;
  if (pl_plan_from_key_file (&stored, text, &error) && stored.kind == (guint) kind)
    *plan = stored;
  else if (error != NULL)
    g_debug ("The stored plan is not used: %s", error->message);
}

void
pl_settings_save_plan (const PlPlanData *plan)
{
  GSettings *settings = get_settings ();
  PlPlanData kept = *plan;

  if (settings == NULL)
    return;
  /* A guess is about one race, not about the next one. */
  kept.guess = 0;
  g_autofree char *text = pl_plan_to_key_file (&kept), *key = plan_key (plan->kind);
  g_settings_set_string (settings, key, text);
}

#define COMMANDS "commands"
#define MOST_COMMANDS 10

char **
pl_settings_get_commands (void)
{
  GSettings *settings = get_settings ();
  return settings != NULL ? g_settings_get_strv (settings, COMMANDS) : g_new0 (char *, 1);
}

void
pl_settings_add_command (const char *command)
{
  GSettings *settings = get_settings ();
  g_auto(GStrv) before = pl_settings_get_commands ();
  g_autoptr(GPtrArray) commands = g_ptr_array_new ();

  if (settings == NULL || *command == '\0')
    return;
  g_ptr_array_add (commands, (gpointer) command);
  for (guint i = 0; before[i] != NULL && commands->len < MOST_COMMANDS; i++)
    if (strcmp (before[i], command) != 0)
      g_ptr_array_add (commands, before[i]);
  g_ptr_array_add (commands, NULL);
  g_settings_set_strv (settings, COMMANDS, (const char *const *) commands->pdata);
}

#define LESSONS "lessons-done"

char **
pl_settings_get_lessons (void)
{
  GSettings *settings = get_settings ();
  return settings != NULL ? g_settings_get_strv (settings, LESSONS) : g_new0 (char *, 1);
}

void
pl_settings_add_lesson (const char *name)
{
  GSettings *settings = get_settings ();
  g_auto(GStrv) before = pl_settings_get_lessons ();
  g_autoptr(GStrvBuilder) done = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;

  if (settings == NULL || g_strv_contains ((const char *const *) before, name))
    return;
  g_strv_builder_addv (done, (const char **) before);
  g_strv_builder_add (done, name);
  all = g_strv_builder_end (done);
  g_settings_set_strv (settings, LESSONS, (const char *const *) all);
}

/* Those that are on unless somebody switched them off. */
static gboolean
is_on (const char *key)
{
  GSettings *settings = get_settings ();
  return settings == NULL || g_settings_get_boolean (settings, key);
}

static void
set_on (const char *key,
        gboolean    on)
{
  GSettings *settings = get_settings ();
  if (settings != NULL)
    g_settings_set_boolean (settings, key, on);
}

gboolean
pl_settings_get_sidebar (void)
{
  return is_on ("sidebar-visible");
}

void
pl_settings_set_sidebar (gboolean visible)
{
  set_on ("sidebar-visible", visible);
}

gboolean
pl_settings_get_keep_runs (void)
{
  return is_on ("keep-runs");
}

void
pl_settings_set_keep_runs (gboolean keep)
{
  set_on ("keep-runs", keep);
}

gboolean
pl_settings_get_runs_visible (void)
{
  return is_on ("runs-visible");
}

void
pl_settings_set_runs_visible (gboolean visible)
{
  set_on ("runs-visible", visible);
}

int
pl_settings_get_runs_limit (void)
{
  GSettings *settings = get_settings ();
  return settings != NULL ? g_settings_get_int (settings, "runs-limit") : PL_RUNS_MIB;
}

void
pl_settings_set_runs_limit (int mib)
{
  GSettings *settings = get_settings ();
  if (settings != NULL)
    g_settings_set_int (settings, "runs-limit", mib);
}

double
pl_settings_get_text_size (void)
{
  GSettings *settings = get_settings ();
  return settings != NULL ? g_settings_get_double (settings, "text-size") : 1;
}

void
pl_settings_set_text_size (double size)
{
  GSettings *settings = get_settings ();
  if (settings != NULL)
    g_settings_set_double (settings, "text-size", size);
}

gboolean
pl_settings_get_predict (void)
{
  return is_on ("predict-first");
}

void
pl_settings_set_predict (gboolean predict)
{
  set_on ("predict-first", predict);
}

PlLocks
pl_settings_get_locks (void)
{
  GSettings *settings = get_settings ();
  g_auto(GStrv) keys = settings != NULL ? g_settings_get_strv (settings, "compare-locks") : NULL;

  return keys != NULL ? pl_locks_from_keys ((const char * const *) keys) : PL_LOCKS_ALL;
}

void
pl_settings_set_locks (PlLocks locks)
{
  GSettings *settings = get_settings ();
  g_auto(GStrv) keys = pl_locks_to_keys (locks);

  if (settings != NULL)
    g_settings_set_strv (settings, "compare-locks", (const char * const *) keys);
}

void
pl_settings_get_window (PlWindowSize *size)
{
  GSettings *settings = get_settings ();

  *size = (PlWindowSize) { 1280, 800, FALSE };
  if (settings == NULL)
    return;
  g_settings_get (settings, "window-size", "(ii)", &size->width, &size->height);
  size->maximized = g_settings_get_boolean (settings, "window-maximized");
}

void
pl_settings_set_window (const PlWindowSize *size)
{
  GSettings *settings = get_settings ();

  if (settings == NULL)
    return;
  g_settings_set (settings, "window-size", "(ii)", size->width, size->height);
  g_settings_set_boolean (settings, "window-maximized", size->maximized);
}

GVariant *
pl_settings_get_export (void)
{
  GSettings *settings = get_settings ();

  return settings != NULL ? g_settings_get_value (settings, "export")
                          : g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0));
}

void
pl_settings_set_export (GVariant *choices)
{
  GSettings *settings = get_settings ();
  g_autoptr(GVariant) sunk = g_variant_ref_sink (choices);

  if (settings != NULL)
    g_settings_set_value (settings, "export", sunk);
}
