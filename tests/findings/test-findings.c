/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each finding: a program that has just that fault, and its twin that has not. */
#include "config.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#define PYTHON "/usr/bin/python3"
#define POOL "import os, time\nfrom multiprocessing import Pool, Lock, Process\n" \
             "def nap(s): time.sleep(s); return s\n" \
             "def one(x): return x\n" \
             "def die(x):\n  if x == 1: os.kill(os.getpid(), 9)\n  time.sleep(0.05); return x\n" \
             "def hold(l, s):\n  for i in range(4):\n    with l: time.sleep(s)\n    time.sleep(0.001)\n" \
             "def spin(l, s):\n  for i in range(4):\n    with l:\n      end = time.perf_counter() + s\n" \
             "      while time.perf_counter() < end: pass\n    time.sleep(0.001)\n" \
             "if __name__ == '__main__':\n"

typedef struct { const char *id, *faulty, *sound, *options; } Plant;

static const Plant plants[] = {
  { "lost-task", "  with Pool(2) as p: p.map(die, range(4), chunksize=1)\n",
    "  with Pool(2) as p: p.map(nap, [0.05] * 4, chunksize=1)\n", "--for=1s" },
  { "one-big-task", "  with Pool(4) as p: p.map(nap, [0.4])\n", "  with Pool(4) as p: p.map(nap, [0.1] * 16, chunksize=1)\n", NULL },
  { "idle-workers", "  with Pool(4) as p: p.map(nap, [0.2, 0.2], chunksize=1)\n",
    "  with Pool(4) as p: p.map(nap, [0.1] * 16, chunksize=1)\n", NULL },
  { "imbalance", "  with Pool(2) as p: p.map(nap, [0.05, 0.05, 0.05, 0.6], chunksize=1)\n",
    "  with Pool(2) as p: p.map(nap, [0.1] * 8, chunksize=1)\n", NULL },
  { "tasks-too-small", "  with Pool(2) as p: p.map(one, range(5000), chunksize=1)\n",
    "  with Pool(2) as p: p.map(one, range(5000), chunksize=1000)\n", NULL },
  { "pool-again-and-again", "  for i in range(4):\n    with Pool(2) as p: p.map(nap, [0.02] * 8, chunksize=1)\n",
    "  with Pool(2) as p:\n    for i in range(4): p.map(nap, [0.02] * 8, chunksize=1)\n", NULL },
  { "waits-while-holding",
    "  l = Lock(); ps = [Process(target=hold, args=(l, 0.05)) for i in range(2)]\n  [p.start() for p in ps]; [p.join() for p in ps]\n",
    "  l = Lock(); ps = [Process(target=spin, args=(l, 0.05)) for i in range(2)]\n  [p.start() for p in ps]; [p.join() for p in ps]\n", NULL },
  { "left-behind",
    "  if os.fork() == 0:\n    time.sleep(1.5); os._exit(0)\n  time.sleep(0.2)\n",
    "  if os.fork() == 0:\n    time.sleep(0.1); os._exit(0)\n  os.wait()\n", NULL },
};

static JsonParser *
record (const char *body, const char *options)
{
  g_autofree char *folder = g_dir_make_tmp ("paralane-findings-XXXXXX", NULL);
  g_autofree char *script = g_build_filename (folder, "planted.py", NULL), *json = g_build_filename (folder, "it.json", NULL);
  g_autofree char *text = g_strconcat (POOL, body, NULL), *into = g_strconcat ("--json=", json, NULL);
  const char *argv[] = { g_getenv ("PARALANE_CLI"), "record", into, options != NULL ? options : "--threads=all", "--", PYTHON, script, NULL };
  JsonParser *parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (script, text, -1, NULL));
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                               NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (json_parser_load_from_file (parser, json, &error));
  g_assert_no_error (error);
  g_unlink (script);
  g_unlink (json);
  g_rmdir (folder);
  return parser;
}

/* NULL: it is not among them. */
static JsonObject *
find (JsonParser *parser, const char *id)
{
  JsonObject *all = json_node_get_object (json_parser_get_root (parser));
  JsonArray *findings = json_object_get_array_member (all, "findings");
  JsonObject *found = NULL;

  for (guint i = 0; i < json_array_get_length (findings); i++)
    {
      JsonObject *finding = json_array_get_object_element (findings, i);

      g_test_message ("%s: %s", json_object_get_string_member (finding, "id"), json_object_get_string_member (finding, "text"));
      if (g_str_equal (json_object_get_string_member (finding, "id"), id))
        found = finding;
    }
  return found;
}

static void
test_planted (gconstpointer data)
{
  const Plant *plant = data;
  g_autoptr (JsonParser) faulty = NULL, sound = NULL;
  JsonObject *finding;
  gint64 wall_ns;

  if (!g_file_test (PYTHON, G_FILE_TEST_IS_EXECUTABLE))
    {
      g_test_skip ("there is no Python");
      return;
    }
  faulty = record (plant->faulty, plant->options);
  wall_ns = json_object_get_int_member (json_node_get_object (json_parser_get_root (faulty)), "wall_ns");
  finding = find (faulty, plant->id);
  g_assert_nonnull (finding);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (finding, "lanes")), >, 0);
  g_assert_cmpint (json_object_get_int_member (finding, "from_ns"), >=, 0);
  g_assert_cmpint (json_object_get_int_member (finding, "from_ns"), <, json_object_get_int_member (finding, "to_ns"));
  g_assert_cmpint (json_object_get_int_member (finding, "to_ns"), <=, wall_ns + 1000000);
  g_assert_cmpint (json_object_get_int_member (finding, "cost_ns"), <=, wall_ns);
  sound = record (plant->sound, NULL);
  g_assert_null (find (sound, plant->id));
  /* The pool that takes its workers down at its end leaves nobody waiting. */
  g_assert_null (find (sound, "dead-holder"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (plants); i++)
    {
      g_autofree char *path = g_strconcat ("/findings/", plants[i].id, NULL);

      g_test_add_data_func (path, &plants[i], test_planted);
    }
  return g_test_run ();
}
