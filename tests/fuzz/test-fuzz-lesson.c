/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "base/pl-error.h"
#include "plan/lesson/pl-lesson.h"
#include "plan/pl-plan.h"

/* Files of lessons with anything in them: they are read, or refused with a line that they have. */

#define ROUNDS 30000u

static const char *const sources[] = {
  "[lesson]\ntitle=T\ntitle[de]=U\ntopic=locks\norder=7\ngoal=G\nlook=L\nexplanation=a\\nb\nclaim=C\nverdict=V\n"
  "examples=E01;E19;\nreading=A;B\n[question]\nkind=order\ntext=Q\nanswers=a;b;c\nright=2;1;3\n[run]\nlimit=2 s\n"
  "[expect]\nexit=-15\nlines=x;y\npieces=x\ncontains=y\ngroups=3\nfinding=gil\n[bounds]\nwall_ns=1..5\nat_once=2\n",
  "[lesson]\ntitle=T\ntopic=locks\ngoal=G\nexplanation=E\n[plan]\nkind=race\nworkers=4\nincrements=1000\nparts=none,record;mutex,record\n"
  "[question]\nkind=number\ntext=Q\nfigure=lost\n[expect]\nresult=lost\n[expect-twin]\nexit=0\n[bounds-twin]\na=1\n",
  "[lesson]\ntitle=T\ntopic=own\ngoal=G\nexplanation=E\n[plan]\nkind=pool\ntasks=10\n[question]\nkind=lane\ntext=Q\n"
  "answers=Worker 1;Worker 2\n",
};
static const char *const words[] = { "[", "]", "=", ";", "\n", "\\", "..", "-1", "999999999999999999999", "[lesson]\n", "[plan]\n",
                                     "kind=recording\ncommand=x\n", "[de]", "\xff", "e999", "nan", "inf", "%s%n", "\r" };

static void
change (GRand *rand, GByteArray *bytes)
{
  guint at = bytes->len > 0 ? (guint) g_rand_int_range (rand, 0, (gint32) bytes->len) : 0;
  guint wanted = (guint) g_rand_int_range (rand, 1, 30), n = MIN (wanted, bytes->len - at);
  const char *word = words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))];
  g_autofree guint8 *rest = g_memdup2 (bytes->data + at, bytes->len - at);
  guint left = bytes->len - at;

  switch (g_rand_int_range (rand, 0, 4))
    {
    case 0:
      if (n > 0)
        g_byte_array_remove_range (bytes, at, n);
      break;
    case 1:
      if (bytes->len > 0)
        bytes->data[at] = (guint8) g_rand_int_range (rand, 0, 256);
      break;
    case 2:
      g_byte_array_set_size (bytes, at);
      g_byte_array_append (bytes, (const guint8 *) word, (guint) strlen (word));
      g_byte_array_append (bytes, rest, left);
      break;
    default:
      g_byte_array_append (bytes, rest, MIN (left, n));
    }
}

static guint
count_lines (const GByteArray *bytes)
{
  guint n = 1;

  for (guint i = 0; i < bytes->len; i++)
    n += bytes->data[i] == '\n';
  return n;
}

/* Whether it was taken. */
static gboolean
look_at (const GByteArray *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strndup ((const char *) bytes->data, bytes->len);
  g_autoptr (PlLesson) lesson = pl_lesson_parse (text, bytes->len, "name", &error);
  guint line = 0;

  if (lesson == NULL)
    {
      g_assert_true (g_error_matches (error, PL_ERROR, PL_ERROR_FORMAT));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      line = (guint) g_ascii_strtoull (error->message + strlen ("Line "), NULL, 10);
      g_assert_cmpuint (line, >=, 1);
      g_assert_cmpuint (line, <=, count_lines (bytes));
      return FALSE;
    }
  g_assert_nonnull (lesson->title);
  g_assert_true (pl_plan_validate (&lesson->plan, &error));
  g_assert_true (lesson->is_program || !pl_plan_runs_program (&lesson->plan));
  g_assert_cmpint (pl_lesson_compare (lesson, lesson), ==, 0);
  pl_lesson_matches (lesson, "x");
  return TRUE;
}

static void
test_files (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  guint taken = 0;

  for (guint round = 0; round < ROUNDS; round++)
    {
      const char *source = sources[round % G_N_ELEMENTS (sources)];
      g_autoptr (GByteArray) bytes = g_byte_array_new ();

      g_byte_array_append (bytes, (const guint8 *) source, (guint) strlen (source));
      for (int i = g_rand_int_range (rand, 0, 4); i > 0; i--)
        change (rand, bytes);
      taken += look_at (bytes);
    }
  g_test_message ("%u of %u were taken", taken, ROUNDS);
  g_assert_cmpuint (taken, >, ROUNDS / 10);
  g_assert_cmpuint (taken, <, ROUNDS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fuzz/lesson", test_files);
  return g_test_run ();
}
