/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-util.h"

#include "log/pl-scenes.h"

/* paralane-cli scene, and saved scenes with show and export. */

static void
test_list (void)
{
  g_autoptr (PlCliResult) result = pl_cli ("scene --list-scenes");

  g_assert_cmpint (result->status, ==, 0);
  for (guint scene = 0; scene < PL_N_SCENES; scene++)
    {
      pl_cli_assert_says (result->out, pl_scene_info (scene)->key);
      for (guint i = 0; i < pl_scene_n_variants (scene); i++)
        pl_cli_assert_says (result->out, pl_scene_variant_info (scene, i)->key);
    }
}

static void
test_list_json (void)
{
  g_autoptr (PlCliResult) result = pl_cli ("scene --list-scenes --json");
  JsonObject *object = pl_cli_parse_json (result);

  g_assert_cmpint (result->status, ==, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "scenes")), ==,
                    PL_N_SCENES);
}

/* A fault that is to be expected is a success. */
static void
test_hang (void)
{
  g_autoptr (PlCliResult) result = pl_cli ("scene owner --variant semaphore");

  g_assert_cmpint (result->status, ==, 0);
  g_assert_cmpstr (result->err, ==, "");
  pl_cli_assert_says (
    result->out,
    "A lock whose owner is killed: semaphore|Everybody waits for ever|Worker 1 was killed");
}

static void
test_json (void)
{
  g_autoptr (PlCliResult)
    result = pl_cli ("scene gate --variant semaphore --workers 4 --limit 3 --rounds 2 --json");
  JsonObject *object = pl_cli_parse_json (result);

  g_assert_cmpint (result->status, ==, 0);
  g_assert_cmpstr (json_object_get_string_member (object, "kind"), ==, "scene");
  g_assert_cmpstr (json_object_get_string_member (object, "outcome"), ==, "done");
  g_assert_cmpstr (json_object_get_string_member (object, "scene"), ==, "gate");
  g_assert_cmpstr (json_object_get_string_member (object, "variant"), ==, "semaphore");
  g_assert_cmpstr (json_object_get_string_member (object, "result"), ==, "fine");
  g_assert_true (json_object_get_boolean_member (object, "allowed"));
  g_assert_cmpint (json_object_get_int_member (object, "limit"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (object, "most_inside"), <=, 3);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "workers")), ==,
                    4);
}

/* Who wrote which cell: with slices, each its own, in order. */
static void
test_cells (void)
{
  g_autoptr (PlCliResult) result = pl_cli ("scene array --variant slices --workers 3 --limit 8 --rounds 2 --json");
  JsonArray *workers = json_object_get_array_member (pl_cli_parse_json (result), "workers");
  gint64 next = 1;

  g_assert_cmpuint (json_array_get_length (workers), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      JsonArray *cells = json_object_get_array_member (json_array_get_object_element (workers, i), "cells");

      g_assert_cmpuint (json_array_get_length (cells), >=, 2);
      for (guint k = 0; k < json_array_get_length (cells); k++)
        g_assert_cmpint (json_array_get_int_element (cells, k), ==, next++);
    }
  g_assert_cmpint (next, ==, 9);
}

/* What a block by name left, with its size. */
static void
test_blocks (void)
{
  g_autoptr (PlCliResult) left = pl_cli ("scene block --rounds 3 --json"),
                          text = pl_cli ("scene block --variant killed --rounds 4");
  JsonObject *object = pl_cli_parse_json (left);

  g_assert_cmpstr (json_object_get_string_member (object, "result"), ==, "broken");
  g_assert_true (json_object_get_boolean_member (object, "allowed"));
  g_assert_cmpint (json_object_get_int_member (object, "left"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (object, "left_bytes"), ==, 3 * 65536);
  pl_cli_assert_says (text->out, "Still in /dev/shm when all had gone: 1 (64 KiB)|Paralane has removed what was left");
}

static void
test_saved (void)
{
  g_autofree char *folder = g_dir_make_tmp ("scene-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "x.paralane", NULL),
                  *png = g_build_filename (folder, "x.png", NULL);
  g_autofree char *part = g_build_filename (folder, "y.svg", NULL);
  g_autoptr (PlCliResult)
    run = pl_cli ("scene wakeup --variant locked --rounds 5 --save %s --output %s", file, png);
  g_autoptr (PlCliResult) shown = pl_cli ("show %s", file);
  g_autoptr (PlCliResult)
    drawn = pl_cli ("export %s --from 0 --to 2ms --width 620 --theme dark --output %s", file, part);

  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpint (shown->status, ==, 0);
  g_assert_cmpint (drawn->status, ==, 0);
  g_assert_cmpstr (run->out, ==, shown->out);
  g_assert_cmpint (g_remove (file), ==, 0);
  g_assert_cmpint (g_remove (png), ==, 0);
  g_assert_cmpint (g_remove (part), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_wrong (void)
{
  static const struct { const char *arguments, *words;
  } wrong[] = {
    { "scene", "the name of a scene is missing|deadlock|litmus" },
    { "scene opera", "there is no scene “opera”|philosophers" },
    { "scene gate open", "“open” is one argument too many" },
    { "scene deadlock --variant naive",
      "--variant “naive” is not possible: choose opposite, ordered" },
    { "scene philosophers --workers 13", "--workers 13 is not possible: choose 2 to 12" },
    { "scene deadlock --limit 3", "“deadlock” has no --limit" },
    { "scene gate --rounds 0", "--rounds 0 is not possible" },
    { "scene gate --output x.gif", "--output" },
    { "scene --list-scenes gate", "one argument too many" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (PlCliResult) result = pl_cli ("%s", wrong[i].arguments);

      pl_cli_assert_error (result, 2, wrong[i].words);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/cli/list", test_list);
  g_test_add_func ("/scene/cli/list-json", test_list_json);
  g_test_add_func ("/scene/cli/hang", test_hang);
  g_test_add_func ("/scene/cli/json", test_json);
  g_test_add_func ("/scene/cli/cells", test_cells);
  g_test_add_func ("/scene/cli/blocks", test_blocks);
  g_test_add_func ("/scene/cli/saved", test_saved);
  g_test_add_func ("/scene/cli/wrong", test_wrong);
  return g_test_run ();
}
