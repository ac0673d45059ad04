/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "base/pl-error.h"
#include "fixture-log.h"
#include "fuzz/fuzz-corpus.h"
#include "log/log-files.h"
#include "trace/export/pl-data.h"

/* Runs as text and back again: the same bytes as if they had been saved. */

typedef struct {
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("paralane-data-XXXXXX", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static char *
export_text (Fixture *fixture, PlLog *log, const PlDataOptions *options, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_assert_true (pl_data_export (log, options, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_unlink (path);
  return text;
}

static void
assert_round_trip (Fixture *fixture, PlLog *log, const char *name)
{
  const PlDataOptions whole = { PL_DATA_ROWS_AUTO, 0, -1 }, spans = { PL_DATA_ROWS_SPANS, 0, -1 };
  const PlDataOptions *const all[] = { &whole, &spans };
  LogFile before = log_file_save (log);

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autofree char *text = export_text (fixture, log, all[i], name);
      g_autoptr (GError) error = NULL;
      PlLog *back = pl_data_import_text (name, g_str_has_suffix (name, ".csv"), text, strlen (text), &error);
      LogFile after;

      g_assert_no_error (error);
      after = log_file_save (back);
      g_assert_cmpmem (before.bytes, before.size, after.bytes, after.size);
      g_free (after.bytes);
      pl_log_unref (back);
    }
  g_free (before.bytes);
}

/* Deaths, a pause, tasks that were done again. */
static PlLog *
eventful_pool (void)
{
  const FixturePlan plan = { .workers = 5, .tasks = 90, .chunk = 4, .ipc = PL_IPC_QUEUE, .task_ns = 300000, .seed = 7,
                             .deaths = 3, .pause_at_ns = 2000000, .pause_ns = 900000 };

  return fixture_pool (&plan);
}

static void
test_round_trips (Fixture *fixture, gconstpointer data)
{
  const char *name = data;
  PlLog *logs[] = { eventful_pool (), fixture_random (9, 3000, 700, 3, PL_PHASE_DONE),
                    fixture_random (2, 100, 50, 5, PL_PHASE_RUNNING), fixture_empty (3, 10) };

  for (guint i = 0; i < G_N_ELEMENTS (logs); i++)
    {
      assert_round_trip (fixture, logs[i], name);
      pl_log_unref (logs[i]);
    }
  /* Every kind of run, of every version, with edges, marks, slices and notes, and lanes that no plan knows. */
  for (guint which = 0; which < N_CORPUS; which++)
    {
      LogFile file = corpus_file (which);
      PlLog *log = NULL;

      g_assert_cmpint (pl_log_open_bytes (file.bytes, file.size, &log, NULL), ==, 0);
      assert_round_trip (fixture, log, name);
      pl_log_unref (log);
      g_free (file.bytes);
    }
}

static void
refuse (const char *name, const char *text, const char *words)
{
  g_autoptr (GError) error = NULL;
  PlLog *log = pl_data_import_text (name, g_str_has_suffix (name, ".csv"), text, strlen (text), &error);

  g_assert_null (log);
  g_assert_error (error, PL_ERROR, PL_ERROR_FORMAT);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, name));
  g_assert_nonnull (strstr (error->message, words));
}

/* The text with the first `from` behind `after` replaced. */
static char *
changed (const char *text, const char *after, const char *from, const char *to)
{
  const char *at = strstr (text, after);

  at = at != NULL ? strstr (at, from) : NULL;
  if (at == NULL)
    g_error ("“%s” is not behind “%s”", from, after);
  return g_strdup_printf ("%.*s%s%s", (int) (at - text), text, to, at + strlen (from));
}

typedef struct { const char *after, *from, *to, *words; } Broken;

static void
refuse_all (const char *name, const char *text, const Broken *broken, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *bad = changed (text, broken[i].after, broken[i].from, broken[i].to);

      refuse (name, bad, broken[i].words);
    }
}

static void
test_hostile_lines (Fixture *fixture, gconstpointer data)
{
  static const Broken broken[] = {
    { "", "\"version\":1", "\"version\":2", "line 1: it comes from a newer version" },
    { "", "\"version\":1", "\"version\":\"x\"", "line 1: it does not say which version" },
    { "", "\"head\":\"run\"", "\"head\":\"walk\"", "line 1: the head of a run is missing" },
    { "", "\"phase\":5", "\"phase\":4294967296", "line 1: a number is out of range" },
    { "", "\"phase\":5", "\"phase\":-1", "line 1: a number is out of range" },
    { "", "\"phase\":5", "\"phase\":5.5", "line 1: a whole number is missing" },
    { "", "\"phase\":5", "\"phase\":99999999999999999999", "line 1: a number is too large" },
    { "", "\"phase\":5", "\"phase\":42", "it ended in an unknown way" },
    { "", "\"pool.size\":\"5\"", "\"pool.size\":\"500\"", "pool size is out of range" },
    { "", "\"pool.size\":\"5\"", "\"pool.size\":\"5\\n\"", "the text of its plan is broken" },
    { "", "\"pool.size\":\"5\"", "\"pool.size\":5", "line 2: the text of its plan is broken" },
    { "", "\"head\":\"lane\",\"lane\":1", "\"head\":\"lane\",\"lane\":2", "line 4: the lanes are not in their order" },
    { "", "{\"head\":\"order\",\"from\":0", "{\"head\":\"order\",\"from\":1", "the list is broken" },
    { "\"state\"", "\"state\":\"", "\"state\":\"x", "it names no state" },
    { "\"state\"", "\"number\":", "\"number\":-", "a number is missing or out of range" },
    { "{\"lane\":1,", "{\"lane\":1,", "{\"lane\":77,", "there is no such lane" },
    { "{\"lane\":1,", "\"time_ns\":", "\"time_ns\":9999", "the times of a lane are out of order" },
    { "{\"lane\":1,", "{\"lane\":1,", "{\"lane\":1,,", "a name is missing" },
    { "{\"lane\":1,", "\"}", "\"", "the object has no end" },
    { "{\"lane\":1,", "\"what\":\"", "\"what\":\"\\q", "a text is broken" },
    { "{\"lane\":1,", "\"what\":\"", "\"what\":\"\\udc00", "a text is broken" },
    { "{\"head\":\"end\"", "\"records\":", "\"records\":1", "records are missing" },
    { "{\"head\":\"end\"", "}\n", "}\n{\"lane\":1}\n", "something stands behind its end" },
    { "{\"head\":\"end\"", "{\"head\":\"end\"", "", "is no JSON object" },
  };
  const PlDataOptions whole = { PL_DATA_ROWS_AUTO, 0, -1 };
  const PlDataOptions part = { PL_DATA_ROWS_AUTO, 1000000, 2000000 };
  PlLog *log = eventful_pool ();
  g_autofree char *text = export_text (fixture, log, &whole, "a.jsonl");
  g_autofree char *some = export_text (fixture, log, &part, "a.jsonl");
  g_autofree char *cut = g_strndup (text, strlen (text) - 30);

  refuse_all ("a.jsonl", text, broken, G_N_ELEMENTS (broken));
  refuse ("a.jsonl", some, "line 1: it holds only a part");
  refuse ("a.jsonl", cut, "cannot be read back");
  *strrchr (cut, '\n') = '\0';
  refuse ("a.jsonl", cut, "it is cut short");
  refuse ("a.jsonl", "", "the head of a run is missing");
  refuse ("a.jsonl", "[1,2]\n", "line 1: it is no JSON object");
  pl_log_unref (log);
}

static void
test_hostile_rows (Fixture *fixture, gconstpointer data)
{
  static const Broken broken[] = {
    { "", "lane,name", "line,name", "a column is missing" },
    { ",asleep_ns\n", "0,Parent,", "0,Parent,x", "a number is missing or out of range" },
    { ",asleep_ns\n", "0,Parent,", "0,", "it names no state" },
    { ",asleep_ns\n", "0,Parent,", "0,\"Parent,", "it has too few cells" },
    { ",asleep_ns\n", "0,Parent,", "0\n0,Parent,", "it has too few cells" },
    { "\n1,", "1,", "99,", "there is no such lane" },
  };
  const PlDataOptions whole = { PL_DATA_ROWS_SPANS, 0, -1 }, messages = { PL_DATA_ROWS_MESSAGES, 0, -1 };
  PlLog *log = eventful_pool ();
  g_autofree char *text = export_text (fixture, log, &whole, "a.csv");
  g_autofree char *travels = export_text (fixture, log, &messages, "a.csv");
  /* A program may have ordered the rows by what they say: then times fall, and that is told with the line. */
  g_autofree char *first = g_strdup (strstr (text, "\n0,Parent,") + 1), *swapped = NULL, *second = NULL;

  refuse_all ("a.csv", text, broken, G_N_ELEMENTS (broken));
  refuse ("a.csv", travels, "it holds messages");
  *strchr (first, '\n') = '\0';
  second = g_strdup (strstr (text, first) + strlen (first) + 1);
  *strchr (second, '\n') = '\0';
  swapped = g_strdup_printf ("%.*s%s\n%s%s", (int) (strstr (text, first) - text), text, second, first,
                             strstr (text, second) + strlen (second));
  refuse ("a.csv", swapped, "line 12: the times of a lane are out of order");
  pl_log_unref (log);
}

/* Other programs end lines with CR LF, begin with a mark, and put columns in another order. */
static void
test_other_programs (Fixture *fixture, gconstpointer data)
{
  const PlDataOptions whole = { PL_DATA_ROWS_SPANS, 0, -1 };
  PlLog *log = eventful_pool (), *back;
  LogFile before = log_file_save (log), after;
  g_autofree char *text = export_text (fixture, log, &whole, "a.csv");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) other = g_string_new ("\xef\xbb\xbf");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      if (lines[i][0] == '#')
        g_string_append_printf (other, "%s\r\n", lines[i]);
      else
        {
          g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);

          for (guint c = g_strv_length (cells); c > 0; c--)
            g_string_append_printf (other, "\"%s\",", cells[c - 1]);
          g_string_append (other, "\r\n");
        }
    }
  back = pl_data_import_text ("a.csv", TRUE, other->str, other->len, &error);
  g_assert_no_error (error);
  after = log_file_save (back);
  g_assert_cmpmem (before.bytes, before.size, after.bytes, after.size);
  g_free (before.bytes);
  g_free (after.bytes);
  pl_log_unref (back);
  pl_log_unref (log);
}

static void
test_no_such_rows (Fixture *fixture, gconstpointer data)
{
  const PlDataOptions increments = { PL_DATA_ROWS_INCREMENTS, 0, -1 }, messages = { PL_DATA_ROWS_MESSAGES, 0, -1 };
  g_autofree char *path = g_build_filename (fixture->folder, "a.csv", NULL);
  g_autoptr (GError) error = NULL;
  PlLog *log = eventful_pool (), *race = corpus_race ();

  g_assert_false (pl_data_export (log, &increments, path, &error));
  g_assert_error (error, PL_ERROR, PL_ERROR_PLAN);
  g_assert_nonnull (strstr (error->message, "no increments"));
  g_clear_error (&error);
  g_assert_false (pl_data_export (race, &messages, path, &error));
  g_assert_nonnull (strstr (error->message, "no messages"));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  pl_log_unref (race);
  pl_log_unref (log);
}

static double
peak_mib (void)
{
  g_autofree char *text = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  line = strstr (text, "VmHWM:");
  g_assert_nonnull (line);
  return g_ascii_strtod (line + strlen ("VmHWM:"), NULL) / 1024;
}

static PlLog *
saved_pool (guint tasks)
{
  const FixturePlan plan = { .workers = 64, .tasks = tasks, .chunk = 1, .ipc = PL_IPC_QUEUE, .task_ns = 20000, .seed = 7 };
  PlLog *live = fixture_pool (&plan), *log = NULL;
  LogFile file = log_file_save (live);

  pl_log_unref (live);
  g_assert_cmpint (pl_log_open_bytes (file.bytes, file.size, &log, NULL), ==, 0);
  g_free (file.bytes);
  return log;
}

/* What is needed beside the log: next to nothing for a text of some hundred MB. PARALANE_TEST_TASKS: a million of them
 * are about as many records as a pool can have. */
static void
test_memory (Fixture *fixture, gconstpointer data)
{
  const PlDataOptions whole = { PL_DATA_ROWS_AUTO, 0, -1 };
  const char *asked = g_getenv ("PARALANE_TEST_TASKS");
  PlLog *log = saved_pool (asked != NULL ? (guint) g_ascii_strtoull (asked, NULL, 10) : 100000);
  static const char *const names[] = { "a.json", "a.csv", "a.jsonl" };
  guint64 n_records = 0;
  double before;

  for (guint lane = 0; lane < pl_log_n_lanes (log); lane++)
    n_records += pl_log_count (log, lane);
  /* What was needed until now does not count. */
  if (!g_file_set_contents_full ("/proc/self/clear_refs", "5", 1, G_FILE_SET_CONTENTS_NONE, 0600, NULL))
    g_test_message ("the peak cannot be reset");
  before = peak_mib ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);
      g_autoptr (GError) error = NULL;
      gint64 begin = g_get_monotonic_time ();
      GStatBuf st;

      g_assert_true (pl_data_export (log, &whole, path, &error));
      g_assert_no_error (error);
      g_assert_cmpint (g_stat (path, &st), ==, 0);
      g_test_message ("%s: %" G_GUINT64_FORMAT " records, %.0f MB, %.2f million records a second", names[i], n_records,
                      (double) st.st_size / 1e6, (double) n_records / (double) (g_get_monotonic_time () - begin));
      g_unlink (path);
    }
  g_test_message ("%.1f MiB beside the log", peak_mib () - before);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpfloat (peak_mib () - before, <, 64);
#endif
  pl_log_unref (log);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/data/round-trips/lines", Fixture, "a.jsonl", set_up, test_round_trips, tear_down);
  g_test_add ("/data/round-trips/csv", Fixture, "a.csv", set_up, test_round_trips, tear_down);
  g_test_add ("/data/hostile/lines", Fixture, NULL, set_up, test_hostile_lines, tear_down);
  g_test_add ("/data/hostile/rows", Fixture, NULL, set_up, test_hostile_rows, tear_down);
  g_test_add ("/data/other-programs", Fixture, NULL, set_up, test_other_programs, tear_down);
  g_test_add ("/data/no-such-rows", Fixture, NULL, set_up, test_no_such_rows, tear_down);
  g_test_add ("/data/memory", Fixture, NULL, set_up, test_memory, tear_down);
  return g_test_run ();
}
