/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-util.h"

typedef struct {
  char *folder, *queue, *array, *race;
} Fixture;

#define SMALL "--pool-size 2 --tasks 12 --task-time 200us --payload 10"

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlCliResult) queue = NULL, array = NULL, race = NULL;

  fixture->folder = pl_cli_folder_new ();
  fixture->queue = g_build_filename (fixture->folder, "queue.paralane", NULL);
  fixture->array = g_build_filename (fixture->folder, "array.paralane", NULL);
  fixture->race = g_build_filename (fixture->folder, "race.paralane", NULL);
  queue = pl_cli ("run " SMALL " --ipc queue --chunk 3 --save %s --json", fixture->queue);
  array = pl_cli ("run " SMALL " --ipc array --save %s --json", fixture->array);
  race = pl_cli ("race --workers 2 --increments 500 --save %s --json", fixture->race);
  pl_cli_assert_json (queue);
  pl_cli_assert_json (array);
  pl_cli_assert_json (race);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  pl_cli_folder_remove (fixture->folder);
  g_free (fixture->queue);
  g_free (fixture->array);
  g_free (fixture->race);
}

/* The object of one measure; it must be there. */
static JsonObject *
get_row (JsonObject *object, const char *measure)
{
  JsonArray *rows = json_object_get_array_member (object, "differences");

  for (guint i = 0; i < json_array_get_length (rows); i++)
    if (g_str_equal (pl_cli_string (json_array_get_object_element (rows, i), "measure"), measure))
      return json_array_get_object_element (rows, i);
  g_error ("there is no row “%s”", measure);
}

static void
test_json (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlCliResult) shown = pl_cli ("show --json %s", fixture->array);
  g_autoptr (PlCliResult) result = pl_cli ("compare --json %s %s", fixture->queue, fixture->array);
  JsonObject *object = pl_cli_assert_json (result), *row;
  gint64 wall_ns = pl_cli_int (pl_cli_assert_json (shown), "wall_ns");

  g_assert_cmpstr (pl_cli_string (object, "kind"), ==, "comparison");
  g_assert_cmpstr (pl_cli_string (object, "of"), ==, "pool");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "runs")), ==, 2);
  row = get_row (object, "wall_ns");
  g_assert_cmpint (json_array_get_int_element (json_object_get_array_member (row, "values"), 1), ==, wall_ns);
  g_assert_cmpfloat (json_array_get_double_element (json_object_get_array_member (row, "relative"), 0), ==, 1);
  row = get_row (object, "messages");
  /* 12 tasks, 3 a message, out and back; over the array nothing is sent. */
  g_assert_cmpint (json_array_get_int_element (json_object_get_array_member (row, "values"), 0), ==, 8);
  g_assert_cmpint (json_array_get_int_element (json_object_get_array_member (row, "values"), 1), ==, 0);
  row = get_row (object, "bytes");
  g_assert_cmpint (json_array_get_int_element (json_object_get_array_member (row, "values"), 1), ==, 240);
}

static void
test_text (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlCliResult) result = pl_cli ("compare %s %s %s", fixture->queue, fixture->array, fixture->queue);

  g_assert_cmpint (result->status, ==, 0);
  g_assert_cmpstr (result->err, ==, "");
  pl_cli_assert_says (result->out, "A  Pool of 2, 12 tasks, Queue (queue.paralane)|B  Pool of 2, 12 tasks, Shared array|"
                                   "Wall time|against A|the same|Waiting for a lock|was the fastest");
}

static void
test_pictures (Fixture *fixture, gconstpointer data)
{
  g_autofree char *svg = g_build_filename (fixture->folder, "both.svg", NULL), *text = NULL;
  g_autofree char *start = g_build_filename (fixture->folder, "start.svg", NULL), *other = NULL;
  g_autoptr (PlCliResult) result
    = pl_cli ("compare --output %s %s %s --theme dark --width 900", svg, fixture->queue, fixture->array);
  g_autoptr (PlCliResult) at_start
    = pl_cli ("compare --output %s %s %s --align start", start, fixture->queue, fixture->array);
  g_autoptr (PlCliResult) races = pl_cli ("compare --output %s %s %s", start, fixture->race, fixture->race);

  g_assert_cmpint (result->status, ==, 0);
  g_assert_cmpint (at_start->status, ==, 0);
  g_assert_cmpint (races->status, ==, 0);
  g_assert_true (g_file_get_contents (svg, &text, NULL, NULL));
  pl_cli_assert_says (text, "2 runs on one time axis|A: Pool of 2, 12 tasks, Queue|B: Worker 2");
  g_assert_true (g_file_get_contents (start, &other, NULL, NULL));
  pl_cli_assert_says (other, "A: One counter, 2 workers");
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *there = g_build_filename (fixture->folder, "picture.png", NULL);
  g_autoptr (PlCliResult) none = pl_cli ("compare");
  g_autoptr (PlCliResult) one = pl_cli ("compare %s", fixture->queue);
  g_autoptr (PlCliResult) five = pl_cli ("compare a b c d e");
  g_autoptr (PlCliResult) kinds = pl_cli ("compare %s %s --output %s", fixture->queue, fixture->race, there);
  g_autoptr (PlCliResult) missing = pl_cli ("compare %s %s/nothing", fixture->queue, fixture->folder);
  g_autoptr (PlCliResult) align = pl_cli ("compare %s %s --align end", fixture->queue, fixture->queue);
  g_autoptr (PlCliResult) nowhere
    = pl_cli ("compare %s %s --output %s/no/where.png", fixture->queue, fixture->queue, fixture->folder);

  pl_cli_assert_error (none, 2, "choose 2 to 4|compare --help");
  pl_cli_assert_error (one, 2, "One run alone");
  pl_cli_assert_error (five, 2, "5 runs are too many|choose 2 to 4");
  pl_cli_assert_error (kinds, 2, "“queue.paralane” is “Pool of |“race.paralane” is “One counter");
  pl_cli_assert_error (missing, 1, "nothing");
  pl_cli_assert_error (align, 2, "--align “end” is not possible: choose first-task, start");
  /* Before anything is shown, and without a trace. */
  pl_cli_assert_error (nowhere, 1, "where.png");
  g_assert_false (g_file_test (there, G_FILE_TEST_EXISTS));
}

static void
assert_runs (const PlCliResult *result, const PlCliResult *expected)
{
  JsonObject *object = pl_cli_assert_json ((PlCliResult *) result), *other = pl_cli_assert_json ((PlCliResult *) expected);
  JsonNode *differences = json_object_get_member (object, "differences");

  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "runs")), ==,
                    json_array_get_length (json_object_get_array_member (other, "runs")));
  /* In the same order, or the figures would not be the same. */
  g_assert_true (json_node_equal (differences, json_object_get_member (other, "differences")));
}

/* The picture of a comparison stands for its runs, with one more if somebody likes, and for how they were aligned. */
static void
test_picture_of_runs (Fixture *fixture, gconstpointer format)
{
  g_autofree char *picture = g_strdup_printf ("%s/three.%s", fixture->folder, (const char *) format), *text = NULL;
  g_autofree char *again = g_build_filename (fixture->folder, "again.svg", NULL), *task = NULL;
  g_autoptr (PlCliResult) drawn
    = pl_cli ("compare --json --align start --output %s %s %s %s", picture, fixture->array, fixture->queue, fixture->array);
  g_autoptr (PlCliResult) opened = pl_cli ("compare --json %s --output %s", picture, again);
  g_autoptr (PlCliResult) four = pl_cli ("compare --json %s %s", picture, fixture->queue);
  g_autoptr (PlCliResult) four_of_files
    = pl_cli ("compare --json %s %s %s %s", fixture->array, fixture->queue, fixture->array, fixture->queue);
  g_autoptr (PlCliResult) five = pl_cli ("compare %s %s %s", picture, fixture->queue, fixture->queue);
  g_autoptr (PlCliResult) other = pl_cli ("compare %s %s", picture, fixture->race);

  assert_runs (opened, drawn);
  assert_runs (four, four_of_files);
  pl_cli_assert_error (five, 2, "5 runs are too many");
  pl_cli_assert_error (other, 2, "Only runs of one kind");
  g_assert_true (g_file_get_contents (again, &text, NULL, NULL));
  pl_cli_assert_says (text, "3 runs on one time axis|Aligned at their start.|B: Pool of 2, 12 tasks, Queue");
  g_autoptr (PlCliResult) at_task = pl_cli ("compare --json %s --align first-task --output %s", picture, again);
  g_assert_cmpint (at_task->status, ==, 0);
  g_assert_true (g_file_get_contents (again, &task, NULL, NULL));
  pl_cli_assert_says (task, "Aligned at the moment the work began.");
}

/* Scenes of two kinds do the same by other words: the one legend has both. */
static void
test_scenes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *eats = g_build_filename (fixture->folder, "eats.paralane", NULL), *meets = g_build_filename (fixture->folder, "meets.paralane", NULL);
  g_autofree char *picture = g_build_filename (fixture->folder, "both.svg", NULL), *text = NULL;
  g_autoptr (PlCliResult) philosophers = pl_cli ("scene philosophers --variant ordered --rounds 3 --save %s", eats);
  g_autoptr (PlCliResult) readers = pl_cli ("scene readers --save %s", meets);
  g_autoptr (PlCliResult) drawn = pl_cli ("compare --svg-text text --output %s %s %s", picture, eats, meets);

  g_assert_cmpint (drawn->status, ==, 0);
  g_assert_true (g_file_get_contents (picture, &text, NULL, NULL));
  pl_cli_assert_says (text, "thinking / elsewhere");
}

/* Who takes one run of it says so; a note would make something else of the picture. */
static void
test_first_of_picture (Fixture *fixture, gconstpointer data)
{
  g_autofree char *picture = g_build_filename (fixture->folder, "both.svg", NULL), *before = NULL, *after = NULL;
  g_autoptr (PlCliResult) drawn = pl_cli ("compare --output %s %s %s", picture, fixture->array, fixture->queue);
  g_autoptr (PlCliResult) shown = pl_cli ("show %s", picture);
  g_autoptr (PlCliResult) alone = pl_cli ("show %s", fixture->array);
  g_autoptr (PlCliResult) note = NULL;
  g_autoptr (PlCliResult) bare = NULL;
  g_autoptr (PlCliResult) opened = NULL;

  g_assert_cmpint (drawn->status, ==, 0);
  g_assert_cmpint (shown->status, ==, 0);
  g_assert_cmpstr (shown->out, ==, alone->out);
  pl_cli_assert_says (shown->err, "both.svg” holds 2 runs, and this is about the first; “paralane-cli compare” takes all of them.");
  g_assert_true (g_file_get_contents (picture, &before, NULL, NULL));
  note = pl_cli ("note %s here --at 1ms", picture);
  pl_cli_assert_error (note, 1, "both.svg” is not a saved run|paralane-cli import");
  g_assert_true (g_file_get_contents (picture, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, before);
  bare = pl_cli ("compare --no-embed --output %s %s %s", picture, fixture->array, fixture->queue);
  g_assert_cmpint (bare->status, ==, 0);
  opened = pl_cli ("compare %s", picture);
  pl_cli_assert_error (opened, 1, "a picture without a run in it");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/compare/json", Fixture, NULL, set_up, test_json, tear_down);
  g_test_add ("/compare/text", Fixture, NULL, set_up, test_text, tear_down);
  g_test_add ("/compare/pictures", Fixture, NULL, set_up, test_pictures, tear_down);
  g_test_add ("/compare/picture-of-runs/svg", Fixture, "svg", set_up, test_picture_of_runs, tear_down);
  g_test_add ("/compare/picture-of-runs/png", Fixture, "png", set_up, test_picture_of_runs, tear_down);
  g_test_add ("/compare/picture-of-runs/pdf", Fixture, "pdf", set_up, test_picture_of_runs, tear_down);
  g_test_add ("/compare/first-of-picture", Fixture, NULL, set_up, test_first_of_picture, tear_down);
  g_test_add ("/compare/scenes", Fixture, NULL, set_up, test_scenes, tear_down);
  g_test_add ("/compare/refused", Fixture, NULL, set_up, test_refused, tear_down);
  return g_test_run ();
}
