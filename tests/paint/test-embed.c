/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/pl-error.h"
#include "fixture-log.h"
#include "log/log-files.h"
#include "paint/pl-export.h"
#include "paint/pl-pictures.h"
#include "paint/stack/pl-stack.h"
#include "trace/embed/pl-embed.h"

/* A picture holds its run, and whatever becomes of the picture is refused in words. */

typedef struct { char *folder; PlLog *log; PlPicture *picture; } Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  FixturePlan plan = { .workers = 4, .tasks = 30, .task_ns = 2000000, .seed = 8, .deaths = 1 };

  fixture->folder = g_dir_make_tmp ("paralane-embed-XXXXXX", NULL);
  fixture->log = fixture_pool (&plan);
  fixture->picture = pl_picture_of_log (fixture->log, FALSE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->picture);
  pl_log_unref (fixture->log);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static char *
export (Fixture *fixture, PlPicture *picture, const char *format, gboolean bare, gsize *size)
{
  const PlExportOptions options = { .theme = PL_THEME_PRINT, .width = 900, .bare = bare, .author = "Ada" };
  g_autofree char *name = g_strconcat ("a.", format, NULL);
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;

  g_assert_true (pl_export_picture (picture, NULL, &options, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &bytes, size, NULL));
  g_unlink (path);
  return bytes;
}

/* The picture of n runs of workers 2, 3, .. above each other; the fixture's run is none of them. */
static PlPicture *
compare (guint n, PlAlign align)
{
  PlLog *logs[PL_MAX_COMPARED];
  PlPicture *picture;

  for (guint i = 0; i < n; i++)
    logs[i] = fixture_pool (&(FixturePlan) { .workers = 2 + i, .tasks = 20, .task_ns = 2000000, .seed = 3 + i });
  picture = pl_picture_of_logs (logs, n, align);
  for (guint i = 0; i < n; i++)
    pl_log_unref (logs[i]);
  return picture;
}

static void
assert_same_runs (PlPicture *picture, const PlCompared *after)
{
  g_auto (PlCompared) before = { 0 };

  pl_picture_get_runs (picture, &before);
  g_assert_cmpuint (after->n, ==, before.n);
  for (guint i = 0; i < after->n; i++)
    {
      LogFile one = log_file_save (before.logs[i]), other = log_file_save (after->logs[i]);

      g_assert_cmpmem (one.bytes, one.size, other.bytes, other.size);
      g_free (one.bytes);
      g_free (other.bytes);
    }
  g_assert_cmpint (after->align, ==, before.align);
}

static void
round_trip (Fixture *fixture, PlPicture *picture, guint n, const char *format)
{
  g_auto (PlCompared) runs = { 0 };
  g_autofree char *left_out = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;
  g_autofree char *bytes = export (fixture, picture, format, FALSE, &size);

  g_assert_true (pl_embed_is_picture (bytes, MIN (size, 4096)));
  pl_embed_open_bytes ("a", bytes, size, &runs, &left_out, &error);
  g_assert_no_error (error);
  g_assert_null (left_out);
  g_assert_cmpuint (runs.n, ==, n);
  assert_same_runs (picture, &runs);
}

static void
test_round_trip (Fixture *fixture, gconstpointer format)
{
  round_trip (fixture, fixture->picture, 1, format);
}

/* All of them, in their order, and aligned as they were. */
static void
test_compared (Fixture *fixture, gconstpointer format)
{
  for (guint n = PL_MIN_COMPARED; n <= PL_MAX_COMPARED; n++)
    {
      g_autoptr (PlPicture) picture = compare (n, n % 2 == 0 ? PL_ALIGN_START : PL_ALIGN_FIRST_TASK);

      round_trip (fixture, picture, n, format);
    }
}

static void
refuse (const char *bytes, gsize size, const char *words)
{
  g_auto (PlCompared) runs = { 0 };
  g_autofree char *left_out = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (pl_embed_open_bytes ("my picture", bytes, size, &runs, &left_out, &error));
  g_assert_error (error, PL_ERROR, PL_ERROR_FORMAT);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "my picture"));
  g_assert_nonnull (strstr (error->message, words));
  g_assert_cmpuint (runs.n, ==, 0);
  g_assert_null (left_out);
}

static void
test_bare (Fixture *fixture, gconstpointer format)
{
  g_autoptr (PlPicture) compared = compare (3, PL_ALIGN_START);
  PlPicture *const pictures[] = { fixture->picture, compared };

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      gsize size;
      g_autofree char *bytes = export (fixture, pictures[i], format, TRUE, &size);

      g_assert_null (memmem (bytes, size, "paralane-run", strlen ("paralane-run")));
      refuse (bytes, size, "without a run in it");
    }
}

/* Then the picture says what was run, and no more. */
static void
test_too_large (Fixture *fixture, gconstpointer format)
{
  PlLog *log = fixture_random (4, 400000, 500, 7, PL_PHASE_DONE);
  g_autoptr (PlPicture) picture = pl_picture_of_log (log, FALSE);
  gsize size;
  g_autofree char *bytes = export (fixture, picture, format, FALSE, &size);

  g_assert_cmpuint (size, <, 3000000);
  refuse (bytes, size, "too large to be in it");
  pl_log_unref (log);
}

/* Of several the large one is left out, wherever it stands, and is told; of the others none is. */
static void
test_too_large_together (Fixture *fixture, gconstpointer format)
{
  PlLog *small = fixture_pool (&(FixturePlan) { .workers = 2, .tasks = 20, .task_ns = 2000000, .seed = 3 });
  PlLog *large = fixture_random (4, 400000, 500, 7, PL_PHASE_DONE);

  for (guint at = 0; at < 3; at++)
    {
      PlLog *logs[3] = { small, small, small };
      g_autoptr (PlPicture) picture = NULL;
      g_autoptr (GError) error = NULL;
      g_auto (PlCompared) runs = { 0 };
      g_autofree char *left_out = NULL, *words = NULL, *bytes = NULL;
      gsize size;

      logs[at] = large;
      picture = pl_picture_of_logs (logs, 3, PL_ALIGN_START);
      bytes = export (fixture, picture, format, FALSE, &size);
      pl_embed_open_bytes ("my picture", bytes, size, &runs, &left_out, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (runs.n, ==, 2);
      g_assert_cmpint (runs.align, ==, PL_ALIGN_START);
      words = g_strdup_printf ("Run %c of “my picture” was too large to be in the picture", 'A' + at);
      g_assert_true (g_str_has_prefix (left_out, words));
      g_assert_null (strstr (left_out + 1, "Run "));
    }
  pl_log_unref (small);
  pl_log_unref (large);
}

/* The limit is for all of them together: four of 0.4 MB are two too many. */
static void
test_sum (Fixture *fixture, gconstpointer data)
{
  g_auto (PlCompared) runs = { 0 };
  g_autoptr (PlEmbed) embed = NULL;
  gsize sum = 0;

  for (guint i = 0; i < PL_MAX_COMPARED; i++)
    {
      PlLog *log = fixture_random (4, 20000 + 500 * (PL_MAX_COMPARED - i), 500, 7 + i, PL_PHASE_DONE);
      g_autoptr (PlEmbed) alone = NULL;

      alone = pl_embed_new (&(PlCompared) { .n = 1, .logs = { log } }, "one");
      g_assert_nonnull (alone->runs[0]);
      g_test_message ("%" G_GSIZE_FORMAT " bytes", g_bytes_get_size (alone->runs[0]));
      g_assert_cmpuint (g_bytes_get_size (alone->runs[0]), >, PL_EMBED_MOST / 3);
      pl_compared_add (&runs, log);
      pl_log_unref (log);
    }
  embed = pl_embed_new (&runs, "four");
  for (guint i = 0; i < embed->n; i++)
    {
      /* The last ones are the smallest. */
      g_assert_true ((embed->runs[i] != NULL) == (i >= 2));
      sum += embed->runs[i] != NULL ? g_bytes_get_size (embed->runs[i]) : 0;
    }
  g_assert_cmpuint (sum, <=, PL_EMBED_MOST);
}

/* Cut off, changed, or with something in between: a sentence, or a run that was looked at like any other. */
static void
test_hostile (Fixture *fixture, gconstpointer format)
{
  g_autoptr (PlPicture) compared = compare (4, PL_ALIGN_START);
  PlPicture *const pictures[] = { fixture->picture, compared };
  char *bytes[2];
  GRand *rand = g_rand_new_with_seed (g_test_rand_int ());
  guint opened = 0, with_a_word = 0;
  gsize sizes[2];

  for (guint p = 0; p < 2; p++)
    bytes[p] = export (fixture, pictures[p], format, FALSE, &sizes[p]);
  for (guint i = 0; i < 2000; i++)
    {
      gsize size = sizes[i % 2], kept = i % 3 == 0 ? (gsize) g_rand_int_range (rand, 0, (gint32) size) : size;
      g_autofree char *bad = g_memdup2 (bytes[i % 2], size), *left_out = NULL;
      g_auto (PlCompared) runs = { 0 };
      g_autoptr (GError) error = NULL;

      for (guint c = 0; i % 3 != 0 && c < 20; c++)
        bad[g_rand_int_range (rand, 0, (gint32) size)] = (char) g_rand_int (rand);
      pl_embed_open_bytes ("x", bad, kept, &runs, &left_out, &error);
      g_assert_true ((runs.n == 0) == (error != NULL));
      g_assert_true (error == NULL || left_out == NULL);
      opened += runs.n > 0;
      with_a_word += left_out != NULL;
    }
  g_test_message ("%u could be opened, %u of them not whole", opened, with_a_word);
  g_assert_cmpuint (opened, <, 2000);
  g_rand_free (rand);
  for (guint p = 0; p < 2; p++)
    g_free (bytes[p]);
}

/* An SVG that holds what is given, with the words of a picture of several. */
static char *
forge (const char *members, const char *runs)
{
  g_autofree char *text = g_strdup_printf ("{\"paralane\":1%s%s}", members, runs);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  return g_strdup_printf ("<svg><metadata id=\"paralane-run\">%s</metadata></svg>", escaped);
}

static char *
run_member (const char *key, PlLog *log)
{
  g_autoptr (PlEmbed) embed = pl_embed_new (&(PlCompared) { .n = 1, .logs = { log } }, "");
  gsize size;
  const void *bytes = g_bytes_get_data (embed->runs[0], &size);
  g_autofree char *base64 = g_base64_encode (bytes, size);

  return g_strdup_printf (",\"%s\":\"%s\"", key, base64);
}

static void
forge_and_refuse (const char *members, const char *runs, const char *words)
{
  g_autofree char *svg = forge (members, runs);

  refuse (svg, strlen (svg), words);
}

/* One of several is no run: the others are opened, and that is told. All of none, of more than can be, of several kinds: not. */
static void
test_forged (Fixture *fixture, gconstpointer data)
{
  PlLog *other = fixture_recording (PL_THREADS_NONE);
  g_autofree char *a = run_member ("run", fixture->log), *c = run_member ("run_c", fixture->log);
  g_autofree char *b = run_member ("run_b", other), *good = g_strconcat (a, ",\"run_b\":\"eNo=\"", c, NULL);
  g_autofree char *mixed = g_strconcat (a, b, NULL), *svg = forge (",\"runs\":3,\"align\":\"sideways\"", good), *left_out = NULL;
  g_auto (PlCompared) runs = { 0 };
  g_autoptr (GError) error = NULL;

  pl_embed_open_bytes ("my picture", svg, strlen (svg), &runs, &left_out, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs.n, ==, 2);
  g_assert_cmpint (runs.align, ==, PL_ALIGN_FIRST_TASK);
  g_assert_cmpstr (left_out, ==, "Run B of “my picture” is damaged, and left out.");
  forge_and_refuse (",\"runs\":5", good, "holds 5 runs, and no more than 4");
  forge_and_refuse (",\"runs\":18446744073709551615", good, "no more than 4");
  forge_and_refuse (",\"runs\":2", ",\"run\":\"eNo=\",\"run_b\":\"eNo=\"", "damaged");
  forge_and_refuse (",\"runs\":2", ",\"run_b\":\"eNo=\"", "damaged");
  forge_and_refuse (",\"runs\":4", "", "too large to be in it");
  forge_and_refuse (",\"runs\":2", mixed, "cannot be opened. Only runs of one kind can be compared: “A” is “Pool");
  pl_log_unref (other);
}

/* What versions wrote that knew of one run only; and they find the first run where it always was. */
static void
test_old (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlPicture) compared = compare (2, PL_ALIGN_START);
  g_autofree char *run = run_member ("run", fixture->log), *old = forge (",\"title\":\"Pool of 4\"", run), *left_out = NULL, *svg = NULL;
  g_auto (PlCompared) runs = { 0 };
  g_autoptr (GError) error = NULL;
  gsize size;

  pl_embed_open_bytes ("old", old, strlen (old), &runs, &left_out, &error);
  g_assert_no_error (error);
  assert_same_runs (fixture->picture, &runs);
  svg = export (fixture, fixture->picture, "svg", FALSE, &size);
  g_assert_null (strstr (svg, "&quot;runs&quot;"));
  g_free (svg);
  svg = export (fixture, compared, "svg", FALSE, &size);
  g_assert_nonnull (strstr (svg, "&quot;run&quot;:&quot;"));
  g_assert_nonnull (strstr (svg, "&quot;plan_b&quot;:&quot;"));
}

/* A few bytes that say they were very many. */
static void
test_bomb (Fixture *fixture, gconstpointer data)
{
  static const char bomb[] = "<svg><metadata id=\"paralane-run\">{&quot;paralane&quot;:1,&quot;run&quot;:&quot;eNo=&quot;}</metadata>";
  static const char odd[] = "<svg><metadata id=\"paralane-run\">&quot;&bogus;</metadata>";

  refuse (bomb, strlen (bomb), "damaged");
  refuse (odd, strlen (odd), "damaged");
  refuse ("<svg/>", 6, "without a run");
  refuse ("\x89PNG", 4, "without a run");
  refuse ("%PDF", 4, "without a run");
}

/* Readers of PDF that know nothing of Paralane see the attached files, title and author. */
static void
test_pdf_readers (Fixture *fixture, gconstpointer data)
{
  const PlExportOptions options = { .theme = PL_THEME_PRINT, .width = 900, .author = "Ada" };
  g_autofree char *path = g_build_filename (fixture->folder, "a.pdf", NULL), *out = NULL, *err = NULL;
  g_autofree char *command = g_strdup_printf ("sh -c 'pdfdetach -list %s && pdfinfo %s'", path, path);
  int status = -1;

  g_assert_true (pl_export_picture (fixture->picture, NULL, &options, path, NULL));
  g_assert_true (g_spawn_command_line_sync (command, &out, &err, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpstr (err, ==, "");
  for (guint i = 0; i < 4; i++)
    {
      static const char *const words[] = { "run.json", "run.paralane", "Pool of 4", "Ada" };

      g_assert_nonnull (strstr (out, words[i]));
    }
  g_unlink (path);
}

static guint
count_words (const char *text, const char *word)
{
  guint n = 0;

  for (const char *at = strstr (text, word); at != NULL; at = strstr (at + 1, word))
    n++;
  return n;
}

/* The same of a comparison: each run is a file of its own. */
static void
test_pdf_of_several (Fixture *fixture, gconstpointer data)
{
  const PlExportOptions options = { .theme = PL_THEME_PRINT, .width = 900 };
  g_autofree char *path = g_build_filename (fixture->folder, "a.pdf", NULL), *saved = NULL, *out = NULL, *err = NULL, *bytes = NULL;
  g_autofree char *b = g_build_filename (fixture->folder, "run-b.paralane", NULL);
  g_autofree char *command = g_strdup_printf ("sh -c 'pdfdetach -list %s && pdfdetach -savefile run-b.paralane -o %s %s'", path, b, path);
  g_autoptr (PlPicture) compared = compare (3, PL_ALIGN_START);
  g_auto (PlCompared) runs = { 0 };
  LogFile second;
  int status = -1;
  gsize size;

  g_assert_true (pl_export_picture (compared, NULL, &options, path, NULL));
  g_assert_true (g_spawn_command_line_sync (command, &out, &err, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpstr (err, ==, "");
  g_assert_nonnull (strstr (out, "4 embedded files"));
  g_assert_cmpuint (count_words (out, "run-b.paralane") + count_words (out, "run-c.paralane"), ==, 2);
  pl_picture_get_runs (compared, &runs);
  second = log_file_save (runs.logs[1]);
  g_assert_true (g_file_get_contents (b, &bytes, &size, NULL));
  g_assert_cmpmem (bytes, size, second.bytes, second.size);
  g_free (second.bytes);
  g_unlink (path);
  g_unlink (b);
}

int
main (int argc, char **argv)
{
  static const char *const formats[] = { "png", "svg", "pdf" };
  static const struct { const char *name; void (*test) (Fixture *, gconstpointer); } tests[] = {
    { "round-trip", test_round_trip }, { "bare", test_bare }, { "too-large", test_too_large },
    { "compared", test_compared }, { "too-large-together", test_too_large_together }, { "hostile", test_hostile },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    for (guint f = 0; f < G_N_ELEMENTS (formats); f++)
      {
        g_autofree char *name = g_strdup_printf ("/embed/%s/%s", tests[i].name, formats[f]);

        g_test_add (name, Fixture, formats[f], set_up, tests[i].test, tear_down);
      }
  g_test_add ("/embed/bomb", Fixture, NULL, set_up, test_bomb, tear_down);
  g_test_add ("/embed/sum", Fixture, NULL, set_up, test_sum, tear_down);
  g_test_add ("/embed/forged", Fixture, NULL, set_up, test_forged, tear_down);
  g_test_add ("/embed/old", Fixture, NULL, set_up, test_old, tear_down);
  g_test_add ("/embed/pdf-of-several", Fixture, NULL, set_up, test_pdf_of_several, tear_down);
  g_test_add ("/embed/pdf-readers", Fixture, NULL, set_up, test_pdf_readers, tear_down);
  return g_test_run ();
}
