/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/lesson/pl-cli-lesson.h"

#include <glib/gi18n.h>

#include "base/pl-error.h"
#include "paint/pl-export.h"

#define MOST_TIMES 10000u

static gboolean
parse_options (PlCliLessonOptions *options, int argc, char **argv, char ***words, int *status)
{
  const GOptionEntry entries[] = {
    PL_CLI_FLAG ("twin", twin, N_("run: the program in C instead of the one in Python")),
    PL_CLI_TEXT ("times", times, N_("run: so many times, 1 to 10,000, and count how it came out"), "N"),
    PL_CLI_FLAG ("yes", yes, N_("run: programs of lessons that did not come with Paralane may run")),
    PL_CLI_FILE ("save", targets.save, N_("run: save the last run"), "FILE.paralane"),
    PL_CLI_FILES ("output", targets.outputs, N_("run: draw the last run; may be given again"), "FILE.png|svg|pdf"),
    PL_CLI_FILES ("tally", tally.outputs, N_("run: draw how often it came out how, of many runs; may be given again"), "FILE.png|svg|pdf"),
    PL_CLI_FILE ("csv", tally.extra, N_("run: the same as a table"), "FILE.csv"),
    PL_CLI_FILE ("handout", handout, N_("run: two sheets of A4 with listing, question, picture and room to answer"), "FILE.pdf"),
    PL_CLI_FLAG ("solution", solution, N_("run: the answer and the explanation are on the handout, too")),
    PL_CLI_PICTURE (targets.picture),
    PL_CLI_FLAG ("json", targets.json, N_("print one JSON object instead of text")),
    G_OPTION_ENTRY_NULL
  };

  return pl_cli_parse ("lesson", "list|run NAME|check FILE|new NAME",
                       _("Lessons: what to run, what to ask before, and what is to be seen then."), entries, argc, argv,
                       PL_CLI_ANY_ARGUMENTS, words, status);
}

static int
list (PlCliLessonOptions *options, const char *name)
{
  g_autoptr (PlLessonShelf) shelf = pl_lesson_shelf_new ();

  pl_cli_lesson_list (shelf, options->targets.json);
  return pl_cli_flush () ? PL_CLI_OK : PL_CLI_FAILED;
}

static int
run (PlCliLessonOptions *options, const char *name)
{
  g_autoptr (PlLessonShelf) shelf = pl_lesson_shelf_new ();
  const PlLessonEntry *entry = pl_lesson_shelf_find (shelf, name);
  g_autofree char *message = NULL;

  if (entry == NULL)
    {
      message = g_strdup_printf (_("there is no lesson “%s”: “%s lesson list” shows them all."), name, PL_CLI_NAME);
      return pl_cli_usage_error ("lesson", message);
    }
  if (entry->lesson == NULL)
    {
      pl_cli_error (_("The lesson “%s” is broken. %s"), name, entry->fault);
      return PL_CLI_FAILED;
    }
  return pl_cli_lesson_run (entry, options);
}

static void
check_json_cb (JsonBuilder *builder, gpointer data)
{
  const PlLessonEntry *entry = data;

  pl_cli_json_string (builder, "name", entry->name);
  json_builder_set_member_name (builder, "right");
  json_builder_add_boolean_value (builder, entry->lesson != NULL);
  if (entry->fault != NULL)
    pl_cli_json_string (builder, "error", entry->fault);
}

/* file: of a lesson, or its folder. */
static int
check (PlCliLessonOptions *options, const char *file)
{
  g_autofree char *folder = g_file_test (file, G_FILE_TEST_IS_DIR) ? g_canonicalize_filename (file, NULL) : NULL;
  g_autofree char *path = g_canonicalize_filename (file, NULL), *base = g_path_get_basename (path);
  g_autoptr (PlLessonEntry) entry = NULL;

  if (folder == NULL && !g_str_equal (base, PL_LESSON_FILE))
    {
      pl_cli_error (_("“%s” is no lesson: name its “%s”, or the folder of it."), file, PL_LESSON_FILE);
      return PL_CLI_FAILED;
    }
  if (folder == NULL)
    folder = g_path_get_dirname (path);
  entry = pl_lesson_entry_new (folder, TRUE);
  if (options->targets.json)
    pl_cli_json_print_object (check_json_cb, entry);
  else if (entry->lesson != NULL)
    pl_cli_print (stdout, "%s: %s\n", entry->name, _("the lesson is right."));
  else
    pl_cli_error ("%s: %s", file, entry->fault);
  return pl_cli_flush () && entry->lesson != NULL ? PL_CLI_OK : PL_CLI_FAILED;
}

static void
new_json_cb (JsonBuilder *builder, gpointer folder)
{
  pl_cli_json_string (builder, "folder", folder);
}

static int
new (PlCliLessonOptions *options, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = pl_lesson_shelf_add (name, &error);

  if (folder == NULL)
    return pl_cli_fail ("lesson", error);
  if (options->targets.json)
    pl_cli_json_print_object (new_json_cb, folder);
  else
    pl_cli_print (stdout, _("The lesson is in “%s”. Write what you want to teach there; it is on the shelf already.\n"), folder);
  return pl_cli_flush () ? PL_CLI_OK : PL_CLI_FAILED;
}

static const struct {
  const char *name;
  guint n_words;
  int (*perform) (PlCliLessonOptions *options, const char *word);
} actions[] = {
  { "list", 0, list }, { "run", 1, run }, { "check", 1, check }, { "new", 1, new },
};

static gboolean
check_handout (const PlCliLessonOptions *options, GError **error)
{
  g_autofree char *lower = options->handout != NULL ? g_ascii_strdown (options->handout, -1) : NULL;

  if (options->solution && lower == NULL)
    g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN, _("--solution belongs to --handout: name its file, too."));
  else if (lower != NULL && !g_str_has_suffix (lower, ".pdf"))
    g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("--handout “%s” is not possible: a handout is a PDF, its name ends in .pdf."),
                 options->handout);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_tally (PlCliLessonOptions *options, GError **error)
{
  PlFormat format;

  if ((options->tally.outputs != NULL || options->tally.extra != NULL) && options->n < 2)
    {
      g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN, _("--tally and --csv count many runs: say how many, as in --times 100."));
      return FALSE;
    }
  for (char **path = options->tally.outputs; path != NULL && *path != NULL; path++)
    if (!pl_format_from_path (*path, &format, NULL))
      {
        g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("--tally: “%s” does not say what it is to be: let the name end in .png, .svg or .pdf."),
                     *path);
        return FALSE;
      }
  options->tally.picture = options->targets.picture;
  return options->tally.outputs == NULL || pl_cli_picture_check (&options->tally.picture, options->tally.outputs, error);
}

/* How pictures are to be is about any of them. */
static gboolean
check_targets (PlCliLessonOptions *options, GError **error)
{
  return (options->targets.outputs == NULL && options->tally.outputs != NULL) || pl_cli_targets_check (&options->targets, error);
}

static int
perform (PlCliLessonOptions *options, char **words)
{
  guint n = words != NULL ? g_strv_length (words) : 0;
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;

  options->n = 1;
  if (!pl_cli_value_count ("--times", options->times, 1, MOST_TIMES, &options->n, &error)
      || !check_handout (options, &error) || !check_targets (options, &error)
      || !check_tally (options, &error))
    return pl_cli_fail ("lesson", error);
  for (guint i = 0; n > 0 && i < G_N_ELEMENTS (actions); i++)
    {
      if (!g_str_equal (words[0], actions[i].name))
        continue;
      if (n == actions[i].n_words + 1)
        return actions[i].perform (options, words[1]);
      message = n > actions[i].n_words + 1 ? g_strdup_printf (_("“%s” is one argument too many."), words[actions[i].n_words + 1])
                                           : g_strdup_printf (_("“%s” of what? A name is missing."), words[0]);
      return pl_cli_usage_error ("lesson", message);
    }
  message = n > 0 ? g_strdup_printf (_("“%s” is not possible: choose list, run NAME, check FILE or new NAME."), words[0])
                  : g_strdup (_("say what to do: list, run NAME, check FILE or new NAME."));
  return pl_cli_usage_error ("lesson", message);
}

int
pl_cli_lesson (int argc, char **argv)
{
  PlCliLessonOptions options = { 0 };
  g_auto (GStrv) words = NULL;
  int status = PL_CLI_OK;

  if (parse_options (&options, argc, argv, &words, &status))
    status = perform (&options, words);
  g_free (options.times);
  g_free (options.handout);
  pl_cli_targets_clear (&options.targets);
  options.tally.picture = (PlCliPicture) { 0 };
  pl_cli_targets_clear (&options.tally);
  return status;
}
