/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz-corpus.h"

#include <glib/gstdio.h>
#include <string.h>

#include "trace/export/pl-data.h"

/* Hostile text: whatever it is, it is refused in words, or what is read keeps every promise the reader of saved runs
 * makes. */

#define N_MUTATIONS 3000

typedef struct {
  char *text;
  gsize size;
  gboolean csv;
} Text;

static Text
make_text (Corpus which, gboolean csv)
{
  const PlDataOptions whole = { PL_DATA_ROWS_AUTO, 0, -1 };
  g_autofree char *folder = g_dir_make_tmp ("paralane-fuzz-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, csv ? "a.csv" : "a.jsonl", NULL);
  LogFile file = corpus_file (which);
  Text text = { .csv = csv };
  PlLog *log = NULL;

  g_assert_cmpint (pl_log_open_bytes (file.bytes, file.size, &log, NULL), ==, 0);
  g_assert_true (pl_data_export (log, &whole, path, NULL));
  g_assert_true (g_file_get_contents (path, &text.text, &text.size, NULL));
  g_unlink (path);
  g_rmdir (folder);
  g_free (file.bytes);
  pl_log_unref (log);
  return text;
}

/* Whether it could be read. */
static gboolean
try_text (const Text *text, const char *bytes, gsize size)
{
  g_autoptr (GError) error = NULL;
  PlLog *log = pl_data_import_text ("x", text->csv, bytes, size, &error);

  if (log == NULL)
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return FALSE;
    }
  g_assert_no_error (error);
  fuzz_use (log);
  pl_log_unref (log);
  return TRUE;
}

/* Mostly what stands for something in the text: digits and marks. */
static char
pick (GRand *rand)
{
  static const char marks[] = "0123456789-.,:\"\\{}[]#\n\r \t\0u";

  return g_rand_int_range (rand, 0, 4) == 0 ? (char) g_rand_int_range (rand, 0, 256)
                                            : marks[g_rand_int_range (rand, 0, sizeof marks)];
}

static void
mutate (GRand *rand, GString *text)
{
  guint n = (guint) g_rand_int_range (rand, 1, 4);

  for (guint i = 0; i < n && text->len > 1; i++)
    {
      gsize most = g_rand_boolean (rand) ? 4000 : G_MAXINT32;
      gsize at = (gsize) g_rand_int_range (rand, 0, (gint32) MIN (text->len, most));
      gsize longest = (gsize) g_rand_int_range (rand, 1, 40), length = MIN (longest, text->len - at);

      switch (g_rand_int_range (rand, 0, 4))
        {
        case 0:
          text->str[at] = pick (rand);
          break;
        case 1:
          g_string_insert_c (text, (gssize) at, pick (rand));
          break;
        case 2:
          g_string_erase (text, (gssize) at, (gssize) length);
          break;
        default:
          {
            g_autofree char *copy = g_strndup (text->str + at, length);

            g_string_insert (text, (gssize) at, copy);
            break;
          }
        }
    }
}

static void
test_mutations (gconstpointer data)
{
  Corpus which = GPOINTER_TO_UINT (data) / 2;
  Text text = make_text (which, GPOINTER_TO_UINT (data) % 2);
  GRand *rand = g_rand_new_with_seed (g_test_rand_int ());
  guint read = 0;

  g_assert_true (try_text (&text, text.text, text.size));
  for (guint i = 0; i < N_MUTATIONS; i++)
    {
      g_autoptr (GString) bad = g_string_new_len (text.text, (gssize) text.size);

      mutate (rand, bad);
      read += try_text (&text, bad->str, bad->len);
    }
  g_test_message ("%u of %u could be read", read, N_MUTATIONS);
  /* Neither everything nor nothing: what is said for people alone does not matter. */
  g_assert_cmpuint (read, >, 0);
  g_assert_cmpuint (read, <, N_MUTATIONS * 3 / 4);
  g_rand_free (rand);
  g_free (text.text);
}

static void
test_truncations (gconstpointer data)
{
  Text text = make_text (GPOINTER_TO_UINT (data) / 2, GPOINTER_TO_UINT (data) % 2);

  /* Without its last newline it is whole all the same. */
  for (gsize size = 0; size + 1 < text.size; size += size < 2048 ? 7 : 211)
    g_assert_false (try_text (&text, text.text, size));
  g_free (text.text);
}

static void
test_noise (void)
{
  GRand *rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 5000; i++)
    {
      Text text = { .csv = (gboolean) (i % 2) };
      char bytes[200];

      for (guint c = 0; c < sizeof bytes; c++)
        bytes[c] = pick (rand);
      memcpy (bytes, text.csv ? "# {" : "{\"head\"", text.csv ? 3 : 7);
      g_assert_false (try_text (&text, bytes, sizeof bytes));
    }
  g_rand_free (rand);
}

int
main (int argc, char **argv)
{
  static const char *const names[] = { "pool", "race", "scene" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (names); i++)
    {
      const char *end = i % 2 ? "csv" : "lines";
      g_autofree char *mutations = g_strdup_printf ("/fuzz/data/mutations/%s/%s", names[i / 2], end);
      g_autofree char *truncations = g_strdup_printf ("/fuzz/data/truncations/%s/%s", names[i / 2], end);

      g_test_add_data_func (mutations, GUINT_TO_POINTER (i), test_mutations);
      g_test_add_data_func (truncations, GUINT_TO_POINTER (i), test_truncations);
    }
  g_test_add_func ("/fuzz/data/noise", test_noise);
  return g_test_run ();
}
