/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each finding: a program that has just that fault, and its twin that has not. */
#include "config.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#define PYTHON "/usr/bin/python3"
/* Started as it was up to Python 3.13, where a plant does not say otherwise: a fork server takes its time. */
#define POOL "import multiprocessing, os, sys, time, threading, subprocess\nfrom multiprocessing import Pool, Lock, Process, Queue\n" \
             "def nap(s): time.sleep(s); return s\n" \
             "def one(x): return x\n" \
             "def die(x):\n  if x == 1: os.kill(os.getpid(), 9)\n  time.sleep(0.05); return x\n" \
             "def hold(l, s):\n  for i in range(4):\n    with l: time.sleep(s)\n    time.sleep(0.001)\n" \
             "def spin(l, s):\n  for i in range(4):\n    with l:\n      end = time.perf_counter() + s\n" \
             "      while time.perf_counter() < end: pass\n    time.sleep(0.001)\n" \
             "def work(s):\n  end = time.perf_counter() + s\n  while time.perf_counter() < end: pass\n  return s\n" \
             "def slow(n):\n  for i in range(n): yield work(0.01)\n" \
             "def count(l): return len(l)\n" \
             "def apart(l, s):\n  for i in range(4):\n    work(s)\n    with l: pass\n" \
             "def both(a, b):\n  with a:\n    time.sleep(0.1)\n    with b: pass\n" \
             "def die_with(l):\n  l.acquire(); time.sleep(0.1); os.kill(os.getpid(), 9)\n" \
             "def die_without(l):\n  with l: time.sleep(0.1)\n  os.kill(os.getpid(), 9)\n" \
             "def all_at_once(ps):\n  [p.start() for p in ps]; [p.join() for p in ps]\n" \
             "def once(l, s):\n  l.acquire(); time.sleep(s); l.release()\n" \
             "def fill(q, n):\n  q.put(bytes(n))\n" \
             "if __name__ == '__main__':\n  multiprocessing.set_start_method('fork', force=True)\n"

/* name: where one finding has several plants; NULL: that of the finding. says: what its sentence must say; NULL: anything. */
typedef struct { const char *id, *faulty, *sound, *options, *name, *says; } Plant;

static const Plant plants[] = {
  { "lost-task", "  with Pool(2) as p: p.map(die, range(4), chunksize=1)\n",
    "  with Pool(2) as p: p.map(nap, [0.05] * 4, chunksize=1)\n", "--for=1s", NULL, "s by signal 9 (Killed) while it had a task" },
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
  { "left-behind", "  if os.fork() == 0: os._exit(0)\n  time.sleep(0.2)\n",
    "  if os.fork() == 0: os._exit(0)\n  os.wait(); time.sleep(0.2)\n", NULL, "left-behind-zombie" },
  { "left-behind", "  if os.fork() == 0:\n    if os.fork() == 0: time.sleep(0.4)\n    os._exit(0)\n  os.wait(); time.sleep(0.6)\n",
    "  if os.fork() == 0:\n    if os.fork() == 0:\n      time.sleep(0.4); os._exit(0)\n    os.wait(); os._exit(0)\n  os.wait()\n", NULL, "left-behind-orphan" },
  /* Who was killed tells of nobody: the recorder has seen it. */
  { "left-behind", "  if os.fork() == 0:\n    if os.fork() == 0: os._exit(0)\n    time.sleep(1.5); os.kill(os.getpid(), 9)\n  os.wait()\n",
    "  if os.fork() == 0:\n    if os.fork() == 0: os._exit(0)\n    os.wait(); time.sleep(1.5); os.kill(os.getpid(), 9)\n  os.wait()\n", NULL,
    "left-behind-zombie-killed" },
  { "more-workers-than-cpus", "  all_at_once([Process(target=work, args=(0.3,)) for i in range(4 * os.cpu_count())])\n",
    "  all_at_once([Process(target=work, args=(0.3,)) for i in range(os.cpu_count())])\n", NULL },
  { "started-one-by-one", "  for i in range(4):\n    p = Process(target=nap, args=(0.05,)); p.start(); p.join()\n",
    "  all_at_once([Process(target=nap, args=(0.05,)) for i in range(4)])\n", NULL },
  { "gil", "  all_at_once([threading.Thread(target=work, args=(0.3,)) for i in range(3)])\n",
    "  all_at_once([Process(target=work, args=(0.3,)) for i in range(3)])\n", NULL },
  { "one-lock", "  l = Lock(); all_at_once([Process(target=spin, args=(l, 0.05)) for i in range(4)])\n",
    "  l = Lock(); all_at_once([Process(target=apart, args=(l, 0.05)) for i in range(4)])\n", NULL, NULL,
    " % of their time: while one has it the others do nothing. Process-" },
  /* Most of the waits begin while the first one has it; the second one has it longest. */
  { "one-lock", "  l = Lock(); ps = [Process(target=once, args=(l, s)) for s in (0.3, 0.6, 0.01, 0.01)]\n"
    "  for p in ps: p.start(); time.sleep(0.04)\n  [p.join() for p in ps]\n",
    "  l = Lock(); all_at_once([Process(target=apart, args=(l, 0.05)) for i in range(4)])\n", NULL, "one-lock-longest",
    " Process-2 had it longest while others waited: at least " },
  /* Nor does anybody wait for it who is paused. */
  { "one-lock", "  l = Lock(); all_at_once([Process(target=spin, args=(l, 0.05)) for i in range(4)])\n",
    "  l = Lock(); ps = [Process(target=hold, args=(l, 0.1)) for i in range(3)]; [p.start() for p in ps]; time.sleep(0.3)\n"
    "  [os.kill(p.pid, 19) for p in ps]; time.sleep(3); [os.kill(p.pid, 18) for p in ps]; [p.join() for p in ps]\n", NULL, "one-lock-paused" },
  /* Nor who has nothing to do and waits for the one who reads the tasks. */
  { "one-lock", "  l = Lock(); all_at_once([Process(target=spin, args=(l, 0.05)) for i in range(4)])\n",
    "  with Pool(4) as p: p.apply(nap, (0.5,))\n", NULL, "one-lock-idle" },
  { "deadlock", "  a = Lock(); b = Lock(); all_at_once([Process(target=both, args=x) for x in ((a, b), (b, a))])\n",
    "  a = Lock(); b = Lock(); all_at_once([Process(target=both, args=x) for x in ((a, b), (a, b))])\n", "--for=1s" },
  { "dead-holder", "  l = Lock(); all_at_once([Process(target=x, args=y) for x, y in ((die_with, (l,)), (hold, (l, 0.01)))])\n",
    "  l = Lock(); all_at_once([Process(target=x, args=y) for x, y in ((die_without, (l,)), (hold, (l, 0.01)))])\n", "--for=1s" },
  /* To wait for a thread is no wait for a lock that it keeps. */
  { "waits-while-holding",
    "  l = threading.Lock(); all_at_once([threading.Thread(target=hold, args=(l, 0.05)) for i in range(2)])\n",
    "  all_at_once([threading.Thread(target=nap, args=(0.2,)) for i in range(2)])\n", NULL, "joins-while-it-sleeps" },
  /* Thrown away in no time, packed and unpacked word by word. */
  { "packing-dominates",
    "  import fractions; big = [[fractions.Fraction(k, 7) for k in range(40000)]] * 8\n  with Pool(2) as p: p.map(count, big, chunksize=1)\n",
    "  with Pool(2) as p: p.map(work, [0.05] * 8, chunksize=1)\n", NULL },
  { "parent-bottleneck", "  with Pool(2) as p: list(p.imap_unordered(one, slow(40)))\n",
    "  with Pool(2) as p: list(p.imap_unordered(work, [0.01] * 40))\n", NULL },
  { "held-back-by-order", "  with Pool(2) as p:\n    for r in p.imap(nap, [0.4] + [0.02] * 12): time.sleep(0.03)\n",
    "  with Pool(2) as p:\n    for r in p.imap_unordered(nap, [0.4] + [0.02] * 12): time.sleep(0.03)\n", NULL },
  /* Nobody loses anything who has nothing to do with them meanwhile. */
  { "held-back-by-order", "  with Pool(2) as p:\n    for r in p.imap(nap, [0.4] + [0.02] * 12): work(0.03)\n",
    "  with Pool(2) as p: list(p.imap(nap, [0.4] + [0.02] * 12))\n", NULL, "held-back-for-nothing" },
  { "undrained-queue", "  q = Queue(); p = Process(target=fill, args=(q, 1000000)); p.start()\n  p.join(); q.get()\n",
    "  q = Queue(); p = Process(target=fill, args=(q, 1000000)); p.start()\n  q.get(); p.join()\n", "--for=1s" },
  { "undrained-queue", "  p = subprocess.Popen([sys.executable, '-c', 'import os; os.write(1, bytes(1000000))'], stdout=subprocess.PIPE)\n  p.wait()\n",
    "  p = subprocess.Popen([sys.executable, '-c', 'import os; os.write(1, bytes(1000000))'], stdout=subprocess.PIPE)\n  p.communicate()\n", "--for=1s", "undrained-pipe" },
  /* Nobody waits for it but through a pipe of the fork server's. */
  { "undrained-queue", "  multiprocessing.set_start_method('forkserver', force=True)\n"
    "  q = Queue(); p = Process(target=fill, args=(q, 1000000)); p.start()\n  p.join(); q.get()\n",
    "  multiprocessing.set_start_method('forkserver', force=True)\n"
    "  q = Queue(); p = Process(target=fill, args=(q, 1000000)); p.start()\n  q.get(); p.join()\n", "--for=6s", "undrained-forkserver" },
  { "undrained-queue", "  multiprocessing.set_start_method('spawn', force=True)\n"
    "  q = Queue(); p = Process(target=fill, args=(q, 1000000)); p.start()\n  p.join(); q.get()\n",
    "  multiprocessing.set_start_method('spawn', force=True)\n"
    "  q = Queue(); p = Process(target=fill, args=(q, 1000000)); p.start()\n  q.get(); p.join()\n", "--for=6s", "undrained-spawn" },
  { "fork-while-locked", "  l = threading.Lock(); threading.Thread(target=hold, args=(l, 0.2), daemon=True).start(); time.sleep(0.05)\n"
    "  if os.fork() == 0:\n    l.acquire(); os._exit(0)\n  os.wait()\n",
    "  l = threading.Lock(); t = threading.Thread(target=hold, args=(l, 0.02)); t.start(); t.join()\n"
    "  if os.fork() == 0:\n    l.acquire(); os._exit(0)\n  os.wait()\n", "--for=1s" },
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
  /* Where others have the CPUs it may have been ended before it came to that. */
  faulty = record (plant->faulty, plant->options);
  if (find (faulty, plant->id) == NULL && g_strcmp0 (plant->options, "--for=1s") == 0)
    {
      g_object_unref (faulty);
      faulty = record (plant->faulty, "--for=10s");
    }
  wall_ns = json_object_get_int_member (json_node_get_object (json_parser_get_root (faulty)), "wall_ns");
  finding = find (faulty, plant->id);
  g_assert_nonnull (finding);
  if (plant->says != NULL)
    g_assert_nonnull (strstr (json_object_get_string_member (finding, "text"), plant->says));
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
      g_autofree char *path = g_strconcat ("/findings/", plants[i].name != NULL ? plants[i].name : plants[i].id, NULL);

      g_test_add_data_func (path, &plants[i], test_planted);
    }
  return g_test_run ();
}
