/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/pl-error.h"
#include "fixture-log.h"
#include "log/log-files.h"
#include "paint/pl-export.h"
#include "paint/pl-pictures.h"
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

static void
test_round_trip (Fixture *fixture, gconstpointer format)
{
  gsize size;
  g_autofree char *bytes = export (fixture, fixture->picture, format, FALSE, &size);
  LogFile before = log_file_save (fixture->log), after;
  g_autoptr (GError) error = NULL;
  PlLog *log;

  g_assert_true (pl_embed_is_picture (bytes, MIN (size, 4096)));
  log = pl_embed_open_bytes ("a", bytes, size, &error);
  g_assert_no_error (error);
  after = log_file_save (log);
  g_assert_cmpmem (before.bytes, before.size, after.bytes, after.size);
  g_free (before.bytes);
  g_free (after.bytes);
  pl_log_unref (log);
}

static void
refuse (const char *bytes, gsize size, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pl_embed_open_bytes ("my picture", bytes, size, &error));
  g_assert_error (error, PL_ERROR, PL_ERROR_FORMAT);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "my picture"));
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_bare (Fixture *fixture, gconstpointer format)
{
  gsize size;
  g_autofree char *bytes = export (fixture, fixture->picture, format, TRUE, &size);

  refuse (bytes, size, "without a run in it");
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

/* Cut off, changed, or with something in between: a sentence, or a run that was looked at like any other. */
static void
test_hostile (Fixture *fixture, gconstpointer format)
{
  gsize size;
  g_autofree char *bytes = export (fixture, fixture->picture, format, FALSE, &size);
  GRand *rand = g_rand_new_with_seed (g_test_rand_int ());
  guint opened = 0;

  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *bad = g_memdup2 (bytes, size);
      g_autoptr (GError) error = NULL;
      gsize kept = i % 3 == 0 ? (gsize) g_rand_int_range (rand, 0, (gint32) size) : size;
      PlLog *log;

      for (guint c = 0; i % 3 != 0 && c < 20; c++)
        bad[g_rand_int_range (rand, 0, (gint32) size)] = (char) g_rand_int (rand);
      log = pl_embed_open_bytes ("x", bad, kept, &error);
      g_assert_true ((log == NULL) == (error != NULL));
      opened += log != NULL;
      pl_log_unref (log);
    }
  g_test_message ("%u could be opened", opened);
  g_assert_cmpuint (opened, <, 3000);
  g_rand_free (rand);
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

int
main (int argc, char **argv)
{
  static const char *const formats[] = { "png", "svg", "pdf" };
  static const struct { const char *name; void (*test) (Fixture *, gconstpointer); } tests[] = {
    { "round-trip", test_round_trip }, { "bare", test_bare }, { "too-large", test_too_large }, { "hostile", test_hostile },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    for (guint f = 0; f < G_N_ELEMENTS (formats); f++)
      {
        g_autofree char *name = g_strdup_printf ("/embed/%s/%s", tests[i].name, formats[f]);

        g_test_add (name, Fixture, formats[f], set_up, tests[i].test, tear_down);
      }
  g_test_add ("/embed/bomb", Fixture, NULL, set_up, test_bomb, tear_down);
  g_test_add ("/embed/pdf-readers", Fixture, NULL, set_up, test_pdf_readers, tear_down);
  return g_test_run ();
}
