/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-util.h"
#include "control/pl-run.h"

/* Runs that earlier versions saved, kept in tests/log/files: what was said of them then stands beside
 * them. They look the same today, and saved again in today's format they still do. */

static const char *const names[] = { "pool-queue", "pool-pipe", "pool-array", "pool-unrecorded", "race",
                                     "scene-deadlock", "scene-owner", "scene-sharing" };

static char *
old_file (const char *name, const char *suffix)
{
  g_autofree char *base = g_strconcat (name, suffix, NULL);

  return g_test_build_filename (G_TEST_DIST, "..", "log", "files", base, NULL);
}

static char *
picture_of (const char *folder, const char *path)
{
  g_autofree char *svg = g_build_filename (folder, "picture.svg", NULL);
  g_autoptr (PlCliResult) result = pl_cli ("export --output %s %s", svg, path);
  char *text;

  g_assert_cmpint (result->status, ==, 0);
  g_assert_true (g_file_get_contents (svg, &text, NULL, NULL));
  return text;
}

static guint32
version_of (const char *path)
{
  g_autofree char *bytes = NULL;

  g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
  return ((const PlLogHeader *) bytes)->version;
}

/* In today's format. */
static void
save_again (const char *path, const char *again)
{
  g_autoptr (GError) error = NULL;
  PlLog *log = pl_run_open_log (path, &error);

  g_assert_no_error (error);
  g_assert_true (pl_run_save_log (log, again, &error));
  g_assert_no_error (error);
  pl_log_unref (log);
  g_assert_cmpuint (version_of (again), ==, PL_LOG_VERSION);
}

static void assert_still_said (JsonNode *now, JsonNode *then);

static void
assert_object_still_said (JsonObject *now, JsonObject *then)
{
  g_autoptr (GList) names_then = json_object_get_members (then);

  for (GList *l = names_then; l != NULL; l = l->next)
    {
      g_assert_true (json_object_has_member (now, l->data));
      assert_still_said (json_object_get_member (now, l->data), json_object_get_member (then, l->data));
    }
}

/* What was said then is said today, word for word; today more may be said beside it. */
static void
assert_still_said (JsonNode *now, JsonNode *then)
{
  g_assert_cmpint (json_node_get_node_type (now), ==, json_node_get_node_type (then));
  if (JSON_NODE_HOLDS_OBJECT (then))
    assert_object_still_said (json_node_get_object (now), json_node_get_object (then));
  else if (JSON_NODE_HOLDS_ARRAY (then))
    {
      JsonArray *a = json_node_get_array (now), *b = json_node_get_array (then);

      g_assert_cmpuint (json_array_get_length (a), ==, json_array_get_length (b));
      for (guint i = 0; i < json_array_get_length (b); i++)
        assert_still_said (json_array_get_element (a, i), json_array_get_element (b, i));
    }
  else
    g_assert_true (json_node_equal (now, then));
}

static void
assert_said (const char *json, const char *expected)
{
  g_autoptr (JsonNode) now = json_from_string (json, NULL), then = json_from_string (expected, NULL);

  g_assert_nonnull (now);
  g_assert_nonnull (then);
  assert_still_said (now, then);
}

static void
test_file (gconstpointer data)
{
  g_autofree char *path = old_file (data, ".paralane"), *said = old_file (data, ".json"), *expected = NULL;
  char *folder = pl_cli_folder_new ();
  g_autofree char *again = g_build_filename (folder, "run.paralane", NULL);
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (PlCliResult) json = pl_cli ("show --json %s", path), json_again = NULL;

  g_assert_cmpuint (version_of (path), ==, 1);
  g_assert_true (g_file_get_contents (said, &expected, NULL, NULL));
  g_assert_cmpint (json->status, ==, 0);
  assert_said (json->out, expected);
  before = picture_of (folder, path);
  /* Words are text, and no shapes any more. */
  g_assert_cmpuint (strlen (before), >, 6000);
  g_assert_nonnull (strstr (before, "<text "));

  save_again (path, again);
  json_again = pl_cli ("show --json %s", again);
  g_assert_cmpstr (json_again->out, ==, json->out);
  after = picture_of (folder, again);
  g_assert_cmpstr (after, ==, before);
  pl_cli_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strconcat ("/old-files/", names[i], NULL);

      g_test_add_data_func (path, names[i], test_file);
    }
  return g_test_run ();
}
