/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records scripts that run some commands and then become another program, as those that choose one of several versions of
 * Python do: what they ran before is set apart, and nothing else. */
#include "config.h"

#include "recording.h"

/* What chooses: a script that executes another one, which executes the program. */
#define FIRST "#!/usr/bin/env sh\nword=$(echo one two | sed s/one/three/)\ntest \"$word\" = 'three two' || exit 9\nexec '%s' \"$@\"\n"
#define SECOND "#!/bin/sh\n(exit 3) || exec '%s' \"$@\"\n"

static char *
write_script (const char *folder, const char *name, const char *text)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
  return path;
}

static const char *
helper_of (JsonObject *lane)
{
  return json_object_get_string_member (lane, "helper");
}

static guint
count_launchers (Recording *self)
{
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (lanes_of (self)); i++)
    n += g_str_equal (helper_of (lane_of (self, i)), "launcher");
  return n;
}

static Recording *
record_script (const char *options, const char *text)
{
  char *folder = pl_cli_folder_new ();
  g_autofree char *script = write_script (folder, "script", text);
  Recording *it = record (options, script);

  pl_cli_folder_remove (folder);
  return it;
}

/* One lane from the first script to the program, by the program's name; the program's child is as it was; all others ran before. */
static void
test_chosen (void)
{
  const char *planted = g_getenv ("PARALANE_PLANTED");
  char *folder = pl_cli_folder_new ();
  g_autofree char *second_text = g_strdup_printf (SECOND, planted), *second = write_script (folder, "second", second_text);
  g_autofree char *first_text = g_strdup_printf (FIRST, second), *first = write_script (folder, "first", first_text);
  g_autofree char *command = g_strdup_printf ("%s lock", first);
  g_autoptr (Recording) it = record ("", command);
  JsonObject *program = lane_of (it, 0);
  guint n = json_array_get_length (lanes_of (it));

  pl_cli_folder_remove (folder);
  g_assert_cmpint (it->result->status, ==, 0);
  g_assert_cmpstr (json_object_get_string_member (program, "name"), ==, "planted");
  g_assert_cmpstr (helper_of (program), ==, "");
  assert_waited (program, "lock", 30 * MS);
  /* At least two of each script. */
  g_assert_cmpuint (count_launchers (it), >=, 3);
  g_assert_cmpuint (count_launchers (it), ==, n - 2);
  g_assert_cmpstr (json_object_get_string_member (lane_of (it, n - 1), "name"), ==, "planted");
  g_assert_cmpstr (helper_of (lane_of (it, n - 1)), ==, "");
  g_assert_null (finding (it, "started-one-by-one"));
}

/* Called by a path from where it is, and then it goes elsewhere; and one that does not say that it is one. */
static void
test_any_script (void)
{
  char *folder = pl_cli_folder_new ();
  g_autofree char *going = write_script (folder, "going", "#!/bin/sh\ncd /\nsleep 0.01\nexec sleep 0.02\n");
  g_autofree char *text = write_script (folder, "text", "sleep 0.01\nexec sleep 0.02\n");
  g_autofree char *from_there = g_strdup_printf ("env -C %s ./going", folder), *by_shell = g_strdup_printf ("sh %s", text);
  g_autoptr (Recording) went = record ("", from_there), read = record ("", by_shell);

  pl_cli_folder_remove (folder);
  g_assert_nonnull (going);
  g_assert_cmpuint (json_array_get_length (lanes_of (went)), ==, 2);
  g_assert_cmpuint (count_launchers (went), ==, 1);
  g_assert_cmpuint (json_array_get_length (lanes_of (read)), ==, 2);
  g_assert_cmpuint (count_launchers (read), ==, 1);
}

/* In words they are one line. */
static void
test_words (void)
{
  char *folder = pl_cli_folder_new ();
  g_autofree char *script = write_script (folder, "script", "#!/bin/sh\nsleep 0.01\nsleep 0.01\nexec sleep 0.02\n");
  g_autoptr (PlCliResult) result = pl_cli ("record -- %s", script);

  pl_cli_folder_remove (folder);
  g_assert_cmpint (result->status, ==, 0);
  pl_cli_assert_says (result->err, "and 2 short commands before the program");
}

/* What the program runs itself, or what took long, or a script that stays one, is the program's own. */
static void
test_not_set_apart (void)
{
  static const char *const scripts[] = {
    "#!/bin/sh\nseq 30 | sort -r | head -n 3\n",
    "#!/bin/sh\nsleep 1.1\nexec true\n",
    "#!/bin/sh\nsleep 0.6 &\nexec sleep 0.8\n",
    /* It does not become what cannot be executed. */
    "#!/bin/sh\nsleep 0.01\nprintf '#!/no/such\\n' > \"$0.not\"; chmod 700 \"$0.not\"\n(exit 0)\nexec \"$0.not\"\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autoptr (Recording) it = record_script ("", scripts[i]);

      g_assert_cmpuint (json_array_get_length (lanes_of (it)), >, 1);
      g_assert_cmpuint (count_launchers (it), ==, 0);
    }
}

/* Nor is what somebody asks a shell for himself. */
static void
test_shell (void)
{
  g_autoptr (Recording) it = record ("", "sh -c 'seq 30 | sort -r | head -n 3; sleep 0.01; exec sleep 0.02'");

  g_assert_cmpuint (json_array_get_length (lanes_of (it)), ==, 5);
  g_assert_cmpuint (count_launchers (it), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/launch/chosen", test_chosen);
  g_test_add_func ("/record/launch/any-script", test_any_script);
  g_test_add_func ("/record/launch/words", test_words);
  g_test_add_func ("/record/launch/not-set-apart", test_not_set_apart);
  g_test_add_func ("/record/launch/shell", test_shell);
  return g_test_run ();
}
