/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "log/log-files.h"
#include "log/log-test-plan.h"
#include "log/notes/pl-log-notes.h"

/* A person's notes: on a log that is being written, on a saved one, and through files of both versions. */

static PlLog *
create (void)
{
  PlPlanData plan = test_pool_plan (3, 100, 1);
  PlLog *log = NULL;

  g_assert_cmpint (pl_log_create (&plan, NULL, &log), ==, 0);
  return log;
}

static PlLog *
open_file (LogFile file)
{
  PlLogFault fault;
  PlLog *copy = NULL;

  if (pl_log_open_bytes (file.bytes, file.size, &copy, &fault) < 0)
    g_error ("refused: %s", fault.reason);
  return copy;
}

/* Takes the log. */
static PlLog *
reopened (PlLog *log)
{
  LogFile file = log_file_save (log);
  PlLog *copy = open_file (file);

  g_free (file.bytes);
  pl_log_unref (log);
  return copy;
}

static guint
add (PlLog *log, guint lane, gint64 from_ns, gint64 to_ns, const char *text)
{
  return pl_log_add_note (log, &(PlLogNote) { .lane = lane, .from_ns = from_ns, .to_ns = to_ns, .text = text });
}

static void
check (PlLog *log, guint i, guint lane, gint64 from_ns, gint64 to_ns, const char *text)
{
  PlLogNote note;

  g_assert_true (pl_log_get_note (log, i, &note));
  g_assert_cmpuint (note.lane, ==, lane);
  g_assert_cmpint (note.from_ns, ==, from_ns);
  g_assert_cmpint (note.to_ns, ==, to_ns);
  g_assert_cmpstr (note.text, ==, text);
}

static void
check_three (PlLog *log)
{
  g_assert_cmpuint (pl_log_n_notes (log), ==, 3);
  check (log, 0, PL_LANE_NOBODY, 10, 10, "");
  check (log, 1, 2, 50, 90, "here it wa\xc3\xaft");
  check (log, 2, 0, 60, 60, "of the parent");
}

static void
test_round_trip (void)
{
  PlLog *log = create ();

  g_assert_cmpuint (pl_log_notes_serial (log), ==, 0);
  g_assert_cmpuint (add (log, 2, 50, 90, "here it wa\xc3\xaft"), ==, 1);
  g_assert_cmpuint (add (log, PL_LANE_NOBODY, 10, 10, ""), ==, 2);
  g_assert_cmpuint (add (log, 0, 60, 60, "of the parent"), ==, 3);
  g_assert_cmpuint (pl_log_notes_serial (log), ==, 3);
  check_three (log);
  for (guint i = 0; i < 3; i++)
    {
      log = reopened (log);
      check_three (log);
      g_assert_cmpuint (pl_log_notes_serial (log), ==, 0);
    }
  pl_log_unref (log);
}

/* What a lane says beside is not touched by it. */
static void
test_beside_others (void)
{
  PlLog *log = create ();
  uint32_t name = pl_log_add_name (log, "parsing");
  char text[64];
  PlLaneWriter writer;

  pl_lane_writer_init (&writer, log, 1);
  pl_lane_mark (&writer, name);
  pl_lane_copy (&writer, PL_STREAM_NOTES, (PlRecord) { .time_ns = 900, .arg = name, .state = PL_EVENT_NOTE, .cpu = 255 });
  add (log, 1, 5, 5, "mine");
  log = reopened (log);
  check (log, 0, 1, 5, 5, "mine");
  check (log, 1, 1, 900, 900, "parsing");
  g_assert_true (pl_log_remove_note (log, 1));
  log = reopened (log);
  g_assert_cmpuint (pl_log_n_notes (log), ==, 1);
  g_assert_cmpuint (pl_log_name (log, name, text, sizeof text), ==, 7);
  g_assert_cmpstr (text, ==, "parsing");
  pl_log_unref (log);
}

static void
test_edit (void)
{
  PlLog *log = reopened (create ());
  guint first = add (log, 1, 5, 5, "one"), second = add (log, 1, 7, 7, "two");
  PlLogNote gone = { 0 };

  g_assert_true (pl_log_set_note_text (log, second, "two\nlines\x01"));
  check (log, 1, 1, 7, 7, "two?lines?");
  g_assert_true (pl_log_find_note (log, first, &gone));
  g_assert_true (pl_log_remove_note (log, first));
  g_assert_false (pl_log_remove_note (log, first));
  g_assert_false (pl_log_set_note_text (log, first, "nobody"));
  g_assert_cmpuint (pl_log_n_notes (log), ==, 1);
  /* It comes back as what it was. */
  g_assert_cmpuint (pl_log_add_note (log, &(PlLogNote) { first, 1, 5, 5, "one" }), ==, first);
  g_assert_cmpuint (pl_log_add_note (log, &(PlLogNote) { first, 1, 5, 5, "one" }), ==, 0);
  check (log, 0, 1, 5, 5, "one");
  pl_log_unref (log);
}

static void
test_nonsense (void)
{
  PlLog *log = create ();
  g_autofree char *longest = g_strnfill (2 * PL_LOG_MAX_NAME, 'x');
  PlLogNote note;

  g_assert_cmpuint (add (log, 4, 5, 5, "no such lane"), ==, 0);
  g_assert_cmpuint (add (log, 1, -1, 5, "before"), ==, 0);
  g_assert_cmpuint (add (log, 1, 6, 5, "backwards"), ==, 0);
  g_assert_cmpuint (add (log, 1, 6, PL_LOG_MAX_NS + 1, "beyond"), ==, 0);
  g_assert_cmpuint (pl_log_n_notes (log), ==, 0);
  g_assert_cmpuint (add (log, 1, 5, 6, longest), ==, 1);
  g_assert_true (pl_log_get_note (log, 0, &note));
  g_assert_cmpuint (strlen (note.text), ==, PL_LOG_MAX_NAME - 1);
  log = reopened (log);
  g_assert_true (pl_log_get_note (log, 0, &note));
  g_assert_cmpuint (strlen (note.text), ==, PL_LOG_MAX_NAME - 1);
  pl_log_unref (log);
}

static void
test_most (void)
{
  PlLog *log = create ();

  for (guint i = 0; i < PL_LOG_MAX_NOTES; i++)
    g_assert_cmpuint (add (log, i % 4, i, i + 1, "x"), ==, i + 1);
  g_assert_cmpuint (add (log, 1, 5, 5, "one too many"), ==, 0);
  log = reopened (log);
  g_assert_cmpuint (pl_log_n_notes (log), ==, PL_LOG_MAX_NOTES);
  check (log, 7777, 1, 7777, 7778, "x");
  pl_log_unref (log);
}

static void
test_version_1 (void)
{
  PlLog *log = create (), *old;
  LogFile file = log_file_v1 (log);

  old = open_file (file);
  g_free (file.bytes);
  pl_log_unref (log);
  g_assert_cmpuint (pl_log_n_notes (old), ==, 0);
  add (old, 1, 5, 9, "on an old run");
  old = reopened (old);
  check (old, 0, 1, 5, 9, "on an old run");
  pl_log_unref (old);
}

/* Who deletes a note before he hands on a run does not hand on its text; and a file does not grow by being saved. */
static void
test_gone_is_gone (void)
{
  PlLog *log = create ();
  LogFile with, without, again;

  add (log, 1, 5, 5, "not for others");
  add (log, 1, 6, 6, "for all");
  log = reopened (log);
  with = log_file_save (log);
  g_assert_nonnull (memmem (with.bytes, with.size, "not for others", 14));
  g_assert_true (pl_log_remove_note (log, 1));
  without = log_file_save (log);
  g_assert_null (memmem (without.bytes, without.size, "not for", 7));
  g_assert_nonnull (memmem (without.bytes, without.size, "for all", 7));
  pl_log_unref (log);
  log = open_file (without);
  add (log, 1, 5, 5, "not for others");
  again = log_file_save (log);
  g_assert_cmpuint (again.size, ==, with.size);
  g_free (with.bytes);
  g_free (without.bytes);
  g_free (again.bytes);
  pl_log_unref (log);
}

/* Ends without a beginning, and the other way round, are moments. */
static void
test_broken_ranges (void)
{
  static const struct { gint64 time_ns; guint flags; } told[] = {
    { 50, PL_NOTE_ENDS }, { 60, PL_NOTE_BEGINS }, { 70, 0 }, { 80, PL_NOTE_BEGINS }, { 75, PL_NOTE_ENDS },
    { 90, PL_NOTE_BEGINS }, { 95, PL_NOTE_ENDS }, { 99, PL_NOTE_BEGINS },
  };
  PlLog *log = create ();
  LogFile file;
  PlRecord *records;

  for (guint i = 0; i < 8; i++)
    add (log, 1, i, i, "");
  file = log_file_save (log);
  pl_log_unref (log);
  records = (PlRecord *) (file.bytes + ((PlLogHeader *) file.bytes)->records.offset);
  for (guint i = 0; i < 8; i++)
    {
      records[i].time_ns = told[i].time_ns;
      records[i].count = (uint16_t) told[i].flags;
    }
  log = open_file (file);
  g_assert_cmpuint (pl_log_n_notes (log), ==, 7);
  check (log, 0, 1, 50, 50, "");
  check (log, 1, 1, 60, 60, "");
  check (log, 3, 1, 75, 75, "");
  check (log, 4, 1, 80, 80, "");
  check (log, 5, 1, 90, 95, "");
  check (log, 6, 1, 99, 99, "");
  pl_log_unref (log);
  g_free (file.bytes);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notes/round-trip", test_round_trip);
  g_test_add_func ("/notes/beside-others", test_beside_others);
  g_test_add_func ("/notes/edit", test_edit);
  g_test_add_func ("/notes/nonsense", test_nonsense);
  g_test_add_func ("/notes/most", test_most);
  g_test_add_func ("/notes/version-1", test_version_1);
  g_test_add_func ("/notes/gone-is-gone", test_gone_is_gone);
  g_test_add_func ("/notes/broken-ranges", test_broken_ranges);
  return g_test_run ();
}
