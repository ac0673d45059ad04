/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of recorded programs, with programs that every system has. */
#include "config.h"

#include <signal.h>

#include <glib/gstdio.h>
#include <string.h>

#include "plan/pl-plan.h"
#include "paint/recording/pl-recording-legend.h"
#include "paint/stack/pl-stack.h"
#include "trace/recording/pl-outputs.h"
#include "trace/recording/pl-recording-events.h"
#include "trace/recording/pl-recording.h"
#include "trace/rows/pl-rows.h"
#include "ui-util.h"
#include "ui/find/pl-find-pane.h"
#include "ui/find/pl-find-tabs.h"
#include "ui/pl-settings.h"
#include "ui/pool/pl-legend.h"
#include "ui/recording/pl-output-view.h"
#include "ui/recording/pl-recording-page.h"
#include "ui/table/pl-row-list.h"
#include "ui/widgets/pl-message-bar.h"

static PlWindow *
open_window_of (const char *command,
                int         width,
                int         height)
{
  PlWindow *window = ui_test_record_window (command, width, height);

  g_assert_cmpstr (gtk_stack_get_visible_child_name (ui_child (window, "pages")), ==, "recording");
  g_assert_cmpstr (gtk_editable_get_text (ui_child (ui_form (window, "recording"), "command")), ==, command);
  return window;
}

static PlWindow *
open_window (const char *command)
{
  return open_window_of (command, 1200, 850);
}

static char *
output_of (PlWindow *window)
{
  return pl_output_view_get_text (ui_child (ui_page (window, "recording"), "output"));
}

static gboolean
has_written (PlWindow   *window,
             const char *text)
{
  g_autofree char *output = output_of (window);

  return strstr (output, text) != NULL;
}

static PlTrace *
trace_of (PlWindow *window)
{
  return pl_recording_page_get_trace (ui_page (window, "recording"));
}

/* What the legend below its picture explains beside states: bits, 1 << PL_RECORDING_*. */
static guint
marks_of (PlWindow *window)
{
  guint marks = 0;

  for (guint mark = 0; mark < PL_N_RECORDING_MARKS; mark++)
    if (pl_legend_get_mark (ui_child (ui_page (window, "recording"), "legend"), mark) != NULL)
      marks |= 1u << mark;
  return marks;
}

static guint
n_processes (PlWindow *window)
{
  guint n = 0;

  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace_of (window)); lane++)
    n += pl_recording_is_process (pl_trace_get_log (trace_of (window)), lane);
  return n;
}

/* Its lanes are there while it runs, and what it writes at once. */
static void
test_live (void)
{
  PlWindow *window = open_window ("echo first; sleep 0.5; echo last");

  ui_activate (window, "win.run", NULL);
  wait_until (has_written (window, "first\n"));
  wait_until (n_processes (window) >= 2);
  g_assert_true (ui_is_running (window));
  g_assert_true (pl_trace_get_live (trace_of (window)));
  g_assert_false (has_written (window, "last"));
  wait_until (!ui_is_running (window));
  g_assert_true (has_written (window, "last\n"));
  g_assert_false (pl_trace_get_live (trace_of (window)));
  g_assert_null (pl_message_bar_get_text (ui_child (window, "message_bar")));
  ui_test_close (window);
}

/* A wait that is not over yet is no record, but drawn; so the legend explains it. */
static void
test_live_legend (void)
{
  PlWindow *window = open_window ("sleep 1000");

  ui_activate (window, "win.run", NULL);
  wait_until (pl_legend_get_button (ui_child (ui_page (window, "recording"), "legend"), PL_STATE_WAITING_TASK) != NULL);
  g_assert_true (ui_is_running (window));
  g_assert_true (pl_trace_get_live (trace_of (window)));
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  ui_test_close (window);
}

/* All of it stands still, and goes on. */
static void
test_pause (void)
{
  PlWindow *window = open_window ("i=0; while [ $i -lt 40 ]; do i=$((i+1)); echo tick $i; sleep 0.02; done");
  g_autofree char *before = NULL, *after = NULL;

  ui_activate (window, "win.run", NULL);
  wait_until (has_written (window, "tick 3\n"));
  ui_activate (window, "win.pause", NULL);
  /* What it had already written may still be on its way. */
  for (guint i = 0; i < 20; i++)
    {
      g_usleep (5000);
      while (g_main_context_iteration (NULL, FALSE))
        continue;
    }
  before = output_of (window);
  for (guint i = 0; i < 20; i++)
    {
      g_usleep (10000);
      while (g_main_context_iteration (NULL, FALSE))
        continue;
    }
  after = output_of (window);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (ui_is_running (window));
  ui_activate (window, "win.pause", NULL);
  wait_until (!ui_is_running (window));
  g_assert_true (has_written (window, "tick 40\n"));
  /* And the picture says for how long: 200 ms at least. */
  g_assert_cmpint (pl_recording_stopped_ns (trace_of (window), 1, 0, G_MAXINT64), >=, 200000000);
  g_assert_cmpuint (marks_of (window), ==, 1u << PL_RECORDING_STILL | 1u << PL_RECORDING_WROTE);
  ui_test_close (window);
}

#define PYTHON "/usr/bin/python3"

/* Threads are folded below their process and unfolded by key; what is looked for has a row. */
static void
test_fold (void)
{
  const char *command = PYTHON " -c \"import threading, time; t = threading.Thread(target=time.sleep, args=(0.1,)); t.start(); t.join()\"";
  PlItem item = { 0, 2, 0, 0 };
  PlWindow *window;
  PlCanvas *canvas;
  PlViewer *viewer;
  gboolean open;
  guint above;

  if (!g_file_test (PYTHON, G_FILE_TEST_IS_EXECUTABLE))
    {
      g_test_skip ("there is no Python");
      return;
    }
  window = open_window (command);
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  canvas = pl_page_get_canvas (ui_page (window, "recording"));
  viewer = pl_canvas_get_viewer (canvas);
  g_assert_true (pl_picture_get_fold (pl_viewer_get_picture (viewer), 2, &above, &open));
  g_assert_true (open);
  pl_viewer_select (viewer, &item);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (canvas), "canvas.fold", NULL));
  g_assert_true (pl_picture_get_fold (pl_viewer_get_picture (viewer), 2, &above, &open));
  g_assert_false (open);
  g_assert_false (pl_viewer_get_viewport (viewer)->has_selection);
  pl_viewer_select (viewer, &item);
  g_assert_true (pl_picture_get_fold (pl_viewer_get_picture (viewer), 2, &above, &open));
  g_assert_true (open);
  ui_test_close (window);
}

/* The second writes when the first has begun its line, and the first ends it when the second has written. */
#define TORN "d=$(mktemp -d); mkfifo $d/a $d/b; (printf 'Cube of 1 is 1'; : > $d/a; read x < $d/b; echo) & " \
             "read x < $d/a; printf 'Square of 2 is 4'; : > $d/b; wait; echo; rm -r $d"

/* What two write into one line is torn, and shown byte for byte with who wrote it. */
static void
test_torn (void)
{
  PlWindow *window = open_window (TORN);
  g_autofree char *sentence = NULL;
  PlOutputs *outputs;
  const PlOutput *first;

  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  g_assert_true (has_written (window, "Cube of 1 is 1Square of 2 is 4\n\n"));
  outputs = pl_outputs_of (trace_of (window));
  g_assert_cmpuint (pl_outputs_n (outputs, 0), ==, 4);
  first = pl_outputs_get (outputs, 0, 0);
  g_assert_true (first->torn);
  g_assert_cmpuint (first->last, ==, 2);
  g_assert_cmpuint (first->lane, !=, pl_outputs_get (outputs, 0, 1)->lane);
  g_assert_false (pl_outputs_get (outputs, 0, 3)->torn);
  sentence = pl_output_sentence (trace_of (window), first);
  g_assert_nonnull (strstr (sentence, "“Square of 2 is 4” by"));
  /* So does its legend, and in a replay from when on there is something to explain: before the first write somebody was
   * made who could do it. */
  g_assert_cmpuint (marks_of (window), ==, 1u << PL_RECORDING_WROTE | 1u << PL_RECORDING_TORN | 1u << PL_RECORDING_LIFE);
  pl_viewer_set_until (pl_canvas_get_viewer (pl_page_get_canvas (ui_page (window, "recording"))), first->time_ns - 1, FALSE);
  g_assert_cmpuint (marks_of (window), ==, 1u << PL_RECORDING_LIFE);
  ui_test_close (window);
}

static gboolean
is_in_sight (PlWindow  *window,
             GtkWidget *widget,
             int        least)
{
  graphene_rect_t box;

  return gtk_widget_compute_bounds (widget, GTK_WIDGET (window), &box) && box.size.height >= least &&
         box.origin.y + box.size.height <= gtk_widget_get_height (GTK_WIDGET (window));
}

/* In a low window what is said of a torn line leaves the rows of the table where they can be read. */
static void
test_low (void)
{
  PlWindow *window = open_window_of (TORN, 900, 600);
  GtkWidget *rows, *bottom = ui_child (ui_page (window, "recording"), "bottom");

  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  wait_until (gtk_widget_get_mapped (bottom) && is_in_sight (window, bottom, 60));
  ui_activate (window, "win.show-table", NULL);
  rows = ui_find_type (ui_child (window, "table_pane"), GTK_TYPE_COLUMN_VIEW);
  pl_viewer_select (pl_canvas_get_viewer (pl_page_get_canvas (ui_page (window, "recording"))), &(PlItem) { PL_ITEM_OUTPUT, 0, 0, 0 });
  /* Its head and three of them. */
  wait_until (!gtk_widget_get_mapped (bottom) && is_in_sight (window, rows, 80));
  ui_activate (window, "win.show-table", NULL);
  wait_until (gtk_widget_get_mapped (bottom) && is_in_sight (window, bottom, 60));
  ui_test_close (window);
}

/* Words that were written are found, marked at whoever wrote them, and walked through. */
static void
test_find (void)
{
  PlWindow *window = open_window ("echo first; echo second; echo the first again");
  const PlViewport *view;
  PlPicture *picture;
  PlOutputs *outputs;
  GtkWidget *tab;

  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  outputs = pl_outputs_of (trace_of (window));
  picture = pl_canvas_get_picture (pl_page_get_canvas (ui_page (window, "recording")));
  view = pl_viewer_get_viewport (pl_canvas_get_viewer (pl_page_get_canvas (ui_page (window, "recording"))));
  ui_activate (window, "win.look-closer", g_variant_new_string ("find"));
  tab = pl_find_pane_get_tab (ui_child (window, "find_pane"), "find");
  pl_find_tab_search (tab, "first");
  wait_until (pl_picture_get_highlights (picture, PL_HIGHLIGHT_HITS) != NULL);
  g_assert_cmpuint (pl_picture_get_highlights (picture, PL_HIGHLIGHT_HITS)->hits->len, ==, 2);
  for (guint i = 0; i < 3; i++)
    {
      const PlOutput *output = pl_outputs_get (outputs, 0, i % 2 == 0 ? 0 : 2);

      ui_activate (window, "win.find-next", NULL);
      g_assert_true (view->has_selection);
      g_assert_cmpuint (view->selected.kind, ==, PL_ITEM_OUTPUT);
      g_assert_cmpuint (view->selected.lane, ==, output->lane);
      g_assert_true (pl_outputs_get (outputs, output->lane, (guint) view->selected.index)->time_ns == output->time_ns);
    }
  ui_test_close (window);
}

/* Each write has a row beside the picture: what is selected here is selected there, and the other way round. */
static void
test_table (void)
{
  PlWindow *window = open_window ("echo first; echo second; echo third");
  g_autoptr(GtkBitset) selected = NULL;
  const PlViewport *view;
  GtkSelectionModel *list;
  GtkDropDown *kinds;
  PlViewer *viewer;

  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  viewer = pl_canvas_get_viewer (pl_page_get_canvas (ui_page (window, "recording")));
  view = pl_viewer_get_viewport (viewer);
  ui_activate (window, "win.show-table", NULL);
  kinds = ui_find_type (ui_child (window, "table_pane"), GTK_TYPE_DROP_DOWN);
  list = gtk_column_view_get_model (ui_find_type (ui_child (window, "table_pane"), GTK_TYPE_COLUMN_VIEW));
  wait_until (gtk_drop_down_get_model (kinds) != NULL);
  gtk_drop_down_set_selected (kinds, g_list_model_get_n_items (gtk_drop_down_get_model (kinds)) - 1);
  wait_until (pl_row_list_get_rows (PL_ROW_LIST (list)) != NULL &&
              pl_rows_get_order (pl_row_list_get_rows (PL_ROW_LIST (list)))->kind == PL_ROWS_OUTPUT);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 3);
  gtk_selection_model_select_item (list, 1, TRUE);
  wait_until (view->has_selection);
  g_assert_cmpuint (view->selected.kind, ==, PL_ITEM_OUTPUT);
  g_assert_cmpuint (view->selected.lane, ==, pl_outputs_get (pl_outputs_of (trace_of (window)), 0, 1)->lane);
  /* In the terminal's own row. */
  pl_viewer_select (viewer, &(PlItem) { PL_ITEM_OUTPUT, 0, 2, 2 });
  wait_until (gtk_selection_model_is_selected (list, 2));
  selected = gtk_selection_model_get_selection (list);
  g_assert_cmpuint (gtk_bitset_get_size (selected), ==, 1);
  ui_test_close (window);
}

/* What a run of any kind can do: replayed, noted on, looked through, its messages as rows, and compared with another. */
static void
test_like_any_other (void)
{
  PlWindow *window = open_window ("echo to the pipe | cat");
  const PlRowsOrder order = { PL_ROWS_MESSAGES, 0, G_MAXINT64, PL_COLUMN_SENT, FALSE, 0 };
  g_autoptr(PlFindSource) source = NULL;
  g_autoptr(PlPicture) both = NULL;
  g_autofree char *bytes = NULL;
  PlLogNote note = { .lane = 1 };
  PlLog *logs[2];
  PlViewport view;
  PlViewer *viewer;
  PlFindSpan span;
  gint64 half_ns;
  PlRows *rows;

  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  viewer = pl_canvas_get_viewer (pl_page_get_canvas (ui_page (window, "recording")));
  half_ns = pl_trace_get_end_ns (trace_of (window)) / 2;

  source = pl_picture_make_source (pl_viewer_get_picture (viewer));
  rows = pl_rows_new (source, &order);
  while (pl_rows_step (rows, 1000))
    continue;
  g_assert_cmpuint (pl_rows_get_n (rows), ==, 1);
  bytes = pl_rows_text (rows, 0, PL_COLUMN_BYTES);
  g_assert_cmpstr (bytes, ==, "12");
  g_assert_true (pl_rows_get_span (rows, 0, &span));
  g_assert_true (pl_viewer_select_found (viewer, &span));
  g_assert_cmpuint (pl_viewer_get_viewport (viewer)->selected.lane, ==, span.lane);
  pl_rows_free (rows);
  g_assert_true (pl_viewer_select_longest (viewer, PL_FIND_WAITS));
  /* Paralane itself is no part of the program, though it waited for its end. */
  g_assert_cmpuint (pl_trace_get_n_records (trace_of (window), 0), >, 0);
  g_assert_cmpuint (pl_find_source_count (source, 0), ==, 0);
  g_assert_cmpuint (pl_find_source_count (source, 1), >, 0);

  note.from_ns = note.to_ns = half_ns;
  note.text = "look here";
  g_assert_cmpuint (pl_viewer_add_note (viewer, &note), >, 0);

  pl_viewer_set_until (viewer, half_ns, FALSE);
  g_assert_cmpint (pl_viewer_get_viewport (viewer)->until_ns, ==, half_ns);
  wait_until (pl_canvas_get_drawing (pl_page_get_canvas (ui_page (window, "recording"))) != NULL);
  pl_viewer_set_until (viewer, 0, FALSE);

  logs[0] = logs[1] = pl_trace_get_log (trace_of (window));
  both = pl_picture_of_logs (logs, 2, 0);
  pl_picture_init_viewport (both, &view);
  g_assert_cmpuint (pl_picture_get_n_lanes (both), ==, 2 * pl_trace_get_n_lanes (trace_of (window)));
  ui_test_close (window);
}

/* One that does not hear is killed, also when it stands still; and what it made goes with it. */
static void
test_stop (void)
{
  PlWindow *window = open_window ("trap '' TERM; echo deaf; while :; do sleep 0.05; done");
  gint64 end_ns;
  int status;

  ui_activate (window, "win.run", NULL);
  wait_until (has_written (window, "deaf\n"));
  ui_activate (window, "win.pause", NULL);
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  g_assert_true (pl_recording_lane_ended (trace_of (window), 1, &end_ns, &status));
  g_assert_cmpint (status, ==, -9);
  ui_test_close (window);
}

/* A saved recording knows what it is of, and does it again. */
static void
test_again (void)
{
  const char *command = "echo 'a word' | cat";
  PlWindow *window = open_window (command), *other;
  g_autofree char *path = ui_temp_path ("again.paralane"), *kept = NULL, *again = NULL;
  g_auto(GStrv) commands = NULL;

  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  commands = pl_settings_get_commands ();
  g_assert_cmpstr (commands[0], ==, command);
  ui_activate (window, "win.save-to", g_variant_new_string (path));
  ui_test_close (window);

  other = ui_test_window (1200, 850);
  ui_activate (other, "win.open-file", g_variant_new_string (path));
  g_assert_cmpstr (gtk_editable_get_text (ui_child (ui_form (other, "recording"), "command")), ==, command);
  kept = output_of (other);
  g_assert_cmpstr (kept, ==, "a word\n");
  ui_activate (other, "win.run", NULL);
  wait_until (!ui_is_running (other));
  /* Not once more below what it wrote the time before. */
  again = output_of (other);
  g_assert_cmpstr (again, ==, "a word\n");
  ui_test_close (other);
  g_unlink (path);
}

/* Of what the window has open the program has nothing. */
static void
test_descriptors (void)
{
  PlWindow *window = open_window ("sh -c 'cd /proc/self/fd; echo *'");
  g_autofree char *output = NULL;

  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  output = output_of (window);
  /* The last one is the folder that is read. */
  g_assert_cmpstr (output, ==, "0 1 2 3\n");
  ui_test_close (window);
}

/* Whoever writes to somebody who has gone ends by that without a word, although we ignore it. */
static void
test_broken_pipe (void)
{
  struct sigaction ignore = { .sa_handler = SIG_IGN }, before, now;
  g_autofree char *output = NULL;
  PlWindow *window;

  g_assert_cmpint (sigaction (SIGPIPE, &ignore, &before), ==, 0);
  window = open_window ("yes | head -n 1");
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  output = output_of (window);
  g_assert_cmpstr (output, ==, "y\n");
  g_assert_cmpint (sigaction (SIGPIPE, &before, &now), ==, 0);
  g_assert_true (now.sa_handler == SIG_IGN);
  ui_test_close (window);
}

/* What the form shows it reads, in every language. */
static void
test_limit (void)
{
  PlWindow *window = open_window ("true");
  PlForm *form = ui_form (window, "recording");
  PlPlanData plan, read;

  pl_plan_init_recording (&plan);
  pl_plan_set_command (&plan, "true");
  plan.recording_limit_ns = 1500000000;
  pl_form_set_plan (form, &plan);
  g_assert_true (pl_form_get_plan (form, &read, NULL));
  g_assert_cmpint (read.recording_limit_ns, ==, 1500000000);
  g_assert_cmpstr (gtk_editable_get_text (ui_child (form, "limit")), ==, "1500 ms");
  ui_test_close (window);
}

/* What cannot be started is said where it is typed. */
static void
test_refused (void)
{
  static const struct { const char *command, *word; } wrong[] = {
    { "no-such-program-here -x", "no-such-program-here" }, { "echo 'open", "echo 'open" }, { "   ", "no program" },
  };
  PlWindow *window = open_window ("true");

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      pl_recording_page_set_command (ui_page (window, "recording"), wrong[i].command);
      g_assert_false (pl_form_get_valid (ui_form (window, "recording")));
      ui_activate (window, "win.run", NULL);
      g_assert_false (ui_is_running (window));
      g_assert_nonnull (strstr (pl_message_bar_get_text (ui_child (window, "message_bar")), wrong[i].word));
    }
  ui_test_close (window);
}

static const char *
note_of (PlWindow *window)
{
  GtkWidget *note = gtk_widget_get_first_child (ui_child (ui_page (window, "recording"), "output"));

  g_assert_true (GTK_IS_LABEL (note));
  return gtk_widget_get_visible (note) ? gtk_label_get_text (GTK_LABEL (note)) : NULL;
}

static void
assert_output (PlWindow   *window,
               const char *text)
{
  g_autofree char *shown = output_of (window);

  g_assert_cmpstr (shown, ==, text);
}

/* What was written is there again when the run is opened; where nothing is kept of it, it says so. */
static void
test_kept_output (void)
{
  static const struct { const char *command, *kept, *word; } runs[] = {
    { TORN, "Cube of 1 is 1Square of 2 is 4\n\n", "As it is kept" }, { "true", "", "Nothing that its program wrote" },
  };
  g_autofree char *path = ui_temp_path ("output.paralane");

  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      PlWindow *window = open_window (runs[i].command);
      g_autofree char *live = NULL, *kept = NULL;
      int least;

      ui_activate (window, "win.run", NULL);
      wait_until (!ui_is_running (window));
      live = output_of (window);
      g_assert_cmpstr (live, ==, runs[i].kept);
      g_assert_null (note_of (window));
      ui_activate (window, "win.save-to", g_variant_new_string (path));
      ui_test_close (window);

      window = open_window ("false");
      ui_activate (window, "win.open-file", g_variant_new_string (path));
      wait_until (note_of (window) != NULL);
      kept = output_of (window);
      g_assert_cmpstr (kept, ==, runs[i].kept);
      g_assert_true (g_str_has_prefix (note_of (window), runs[i].word));
      /* Nor does what is said make the page wide. */
      gtk_widget_measure (ui_page (window, "recording"), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      g_assert_cmpint (least, <, 500);
      ui_test_close (window);
    }
  g_unlink (path);
}

/* Of a replay what had been written by then, just recorded or opened; then all of it again. */
static void
test_output_replayed (void)
{
  PlWindow *window = open_window ("python3 -c \"import time; print('one', flush=True); time.sleep(0.3); print('two')\"");
  PlReplay *replay = pl_canvas_get_replay (pl_page_get_canvas (ui_page (window, "recording")));
  g_autofree char *path = ui_temp_path ("past.paralane");
  PlOutputs *outputs;

  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  for (guint i = 0; i < 2; i++)
    {
      outputs = pl_outputs_of (trace_of (window));
      g_assert_cmpuint (pl_outputs_n (outputs, 0), >=, 2);
      assert_output (window, "one\ntwo\n");
      pl_replay_seek (replay, pl_outputs_get (outputs, 0, 0)->time_ns - 1);
      assert_output (window, "");
      pl_replay_seek (replay, pl_outputs_get (outputs, 0, 0)->time_ns + 100000000);
      assert_output (window, "one\n");
      pl_replay_leave (replay);
      assert_output (window, "one\ntwo\n");
      pl_replay_seek (replay, 1);
      assert_output (window, "");
      ui_activate (window, "win.save-to", g_variant_new_string (path));
      ui_activate (window, "win.open-file", g_variant_new_string (path));
      wait_until (note_of (window) != NULL);
    }
  ui_test_close (window);
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/recording/live", test_live);
  g_test_add_func ("/ui/recording/live-legend", test_live_legend);
  g_test_add_func ("/ui/recording/pause", test_pause);
  g_test_add_func ("/ui/recording/fold", test_fold);
  g_test_add_func ("/ui/recording/torn", test_torn);
  g_test_add_func ("/ui/recording/kept-output", test_kept_output);
  g_test_add_func ("/ui/recording/output-replayed", test_output_replayed);
  g_test_add_func ("/ui/recording/low", test_low);
  g_test_add_func ("/ui/recording/find", test_find);
  g_test_add_func ("/ui/recording/table", test_table);
  g_test_add_func ("/ui/recording/like-any-other", test_like_any_other);
  g_test_add_func ("/ui/recording/stop", test_stop);
  g_test_add_func ("/ui/recording/again", test_again);
  g_test_add_func ("/ui/recording/refused", test_refused);
  g_test_add_func ("/ui/recording/descriptors", test_descriptors);
  g_test_add_func ("/ui/recording/broken-pipe", test_broken_pipe);
  g_test_add_func ("/ui/recording/limit", test_limit);
  return g_test_run ();
}
