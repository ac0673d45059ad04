/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Starts the real paralane-cli ($PARALANE_CLI) and looks at all it says. */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

typedef struct {
  char *out, *err;
  int status;               /* exit status; -1: died of a signal */
  JsonNode *json;           /* NULL until parsed */
} PlCliResult;

static inline void
pl_cli_result_free (PlCliResult *result)
{
  g_free (result->out);
  g_free (result->err);
  g_clear_pointer (&result->json, json_node_unref);
  g_free (result);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlCliResult, pl_cli_result_free)

static inline GSubprocessLauncher *
pl_cli_launcher (GSubprocessFlags flags)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (flags);

  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  g_subprocess_launcher_unsetenv (launcher, "LANGUAGE");
  return launcher;
}

static inline GSubprocess *
pl_cli_spawn (GSubprocessLauncher *launcher, const char *arguments)
{
  g_autofree char *program = g_shell_quote (g_getenv ("PARALANE_CLI"));
  g_autofree char *line = g_strconcat (program, " ", arguments, NULL);
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);
  return process;
}

static inline char *
pl_cli_bytes_to_text (GBytes *bytes)
{
  gsize size;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  return data != NULL ? g_strndup (data, size) : g_strdup ("");
}

/* Waits for the end and takes what was written to the pipes. */
static inline PlCliResult *
pl_cli_collect (GSubprocess *process)
{
  PlCliResult *result = g_new0 (PlCliResult, 1);
  g_autoptr (GBytes) out = NULL, err = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_subprocess_communicate (process, NULL, NULL, &out, &err, &error));
  g_assert_no_error (error);
  result->out = pl_cli_bytes_to_text (out);
  result->err = pl_cli_bytes_to_text (err);
  result->status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  return result;
}

/* arguments as a shell would have them. */
G_GNUC_PRINTF (1, 2)
static inline PlCliResult *
pl_cli (const char *arguments, ...)
{
  g_autoptr (GSubprocessLauncher) launcher
    = pl_cli_launcher (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, arguments);
  text = g_strdup_vprintf (arguments, args);
  va_end (args);
  g_test_message ("paralane-cli %s", text);
  process = pl_cli_spawn (launcher, text);
  return pl_cli_collect (process);
}

static inline void
pl_cli_assert_says (const char *text, const char *words)
{
  g_auto (GStrv) parts = g_strsplit (words, "|", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (strstr (text, parts[i]) == NULL)
        g_error ("“%s” does not say “%s”", text, parts[i]);
    }
}

/* Failed as it should: nothing on stdout, "paralane-cli: " and these words on stderr. */
static inline void
pl_cli_assert_error (PlCliResult *result, int status, const char *words)
{
  g_test_message ("%s", result->err);
  g_assert_cmpint (result->status, ==, status);
  g_assert_cmpstr (result->out, ==, "");
  g_assert_true (g_str_has_prefix (result->err, "paralane-cli: "));
  pl_cli_assert_says (result->err, words);
}

/* The one object on stdout, with nothing around it. */
static inline JsonObject *
pl_cli_parse_json (PlCliResult *result)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;

  g_assert_true (g_str_has_prefix (result->out, "{"));
  g_assert_true (g_str_has_suffix (result->out, "\n}\n"));
  g_assert_true (json_parser_load_from_data (parser, result->out, -1, &error));
  g_assert_no_error (error);
  result->json = json_parser_steal_root (parser);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (result->json));
  return json_node_get_object (result->json);
}

/* The same of a command that must have gone well and silently. */
static inline JsonObject *
pl_cli_assert_json (PlCliResult *result)
{
  g_assert_cmpstr (result->err, ==, "");
  g_assert_cmpint (result->status, ==, 0);
  return pl_cli_parse_json (result);
}

static inline gint64
pl_cli_int (JsonObject *object, const char *key)
{
  JsonNode *node = json_object_get_member (object, key);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64)
    g_error ("“%s” is not there, or no integer", key);
  return json_node_get_int (node);
}

static inline double
pl_cli_number (JsonObject *object, const char *key)
{
  JsonNode *node = json_object_get_member (object, key);

  if (node == NULL
      || !(json_node_get_value_type (node) == G_TYPE_DOUBLE
           || json_node_get_value_type (node) == G_TYPE_INT64))
    g_error ("“%s” is not there, or no number", key);
  return json_node_get_double (node);
}

static inline const char *
pl_cli_string (JsonObject *object, const char *key)
{
  JsonNode *node = json_object_get_member (object, key);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    g_error ("“%s” is not there, or no string", key);
  return json_node_get_string (node);
}

/* A folder of its own for the files of a test. */
static inline char *
pl_cli_folder_new (void)
{
  char *folder = g_dir_make_tmp ("paralane-test-XXXXXX", NULL);

  g_assert_nonnull (folder);
  return folder;
}

static inline guint
pl_cli_folder_count (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static inline void
pl_cli_folder_remove (char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}
