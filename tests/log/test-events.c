/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "log/log-files.h"
#include "log/log-test-plan.h"
#include "log/pl-log-events.h"
#include "log/pl-plan-text.h"

/* Edges, slices, marks, notes; names; plans as text. */

static PlLog *
create (void)
{
  PlPlanData plan = test_pool_plan (3, 100, 1);
  PlLog *log = NULL;

  g_assert_cmpint (pl_log_create (&plan, NULL, &log), ==, 0);
  return log;
}

static PlLog *
reopened (const PlLog *log)
{
  LogFile file = log_file_save (log);
  PlLogFault fault;
  PlLog *copy = NULL;

  if (pl_log_open_bytes (file.bytes, file.size, &copy, &fault) < 0)
    g_error ("refused: %s", fault.reason);
  g_free (file.bytes);
  return copy;
}

static void
write_all (PlLog *log)
{
  PlLaneWriter writer;
  uint32_t name = pl_log_add_name (log, "parsing"), note = pl_log_add_name (log, "look here");

  pl_lane_writer_init (&writer, log, 1);
  pl_lane_record_at (&writer, 500, PL_STATE_STARTING, 0, 0);
  pl_lane_edge_at (&writer, 100, PL_EVENT_WAKE, PL_EDGE_MAX_ID, true);
  pl_lane_edge_at (&writer, 200, PL_EVENT_MESSAGE, 7, false);
  /* Not before its neighbour. */
  pl_lane_edge_at (&writer, 150, PL_EVENT_MESSAGE, 8, false);
  pl_lane_mark (&writer, name);
  pl_lane_slice (&writer, 1000, 5000, 3);
  pl_lane_slice (&writer, 6000, 5999, 255);
  pl_lane_copy (&writer, PL_STREAM_NOTES, (PlRecord) { .time_ns = 900, .arg = note, .state = PL_EVENT_NOTE, .cpu = 255 });
  pl_lane_copy (&writer, PL_STREAM_NOTES, (PlRecord) { .time_ns = 300, .arg = note, .state = PL_EVENT_NOTE, .cpu = 255 });
}

static void
check_events (const PlLog *log)
{
  PlLogCursor cursor;
  PlLogEvent event;
  char text[64];

  pl_log_cursor_init (&cursor, log, 1, PL_STREAM_EVENTS);
  g_assert_true (pl_log_cursor_next (&cursor, &event));
  g_assert_cmpint (event.kind, ==, PL_EVENT_WAKE);
  g_assert_cmpuint (event.id, ==, PL_EDGE_MAX_ID);
  g_assert_true (event.in);
  g_assert_true (pl_log_cursor_next (&cursor, &event));
  g_assert_cmpuint (event.id, ==, 7);
  g_assert_false (event.in);
  g_assert_cmpint (event.time_ns, ==, 200);
  g_assert_true (pl_log_cursor_next (&cursor, &event));
  g_assert_cmpint (event.time_ns, ==, 200);
  g_assert_true (pl_log_cursor_next (&cursor, &event));
  g_assert_cmpint (event.kind, ==, PL_EVENT_MARK);
  g_assert_cmpuint (pl_log_name (log, event.name, text, sizeof text), ==, 7);
  g_assert_cmpstr (text, ==, "parsing");
  g_assert_false (pl_log_cursor_next (&cursor, &event));
  g_assert_cmpuint (cursor.refused, ==, 0);

  pl_log_cursor_init (&cursor, log, 1, PL_STREAM_SLICES);
  g_assert_true (pl_log_cursor_next (&cursor, &event));
  g_assert_cmpint (event.time_ns, ==, 1000);
  g_assert_cmpint (event.duration_ns, ==, 4000);
  g_assert_cmpint (event.cpu, ==, 3);
  g_assert_true (pl_log_cursor_next (&cursor, &event));
  g_assert_cmpint (event.duration_ns, ==, 0);
  g_assert_cmpint (event.cpu, ==, -1);
  g_assert_false (pl_log_cursor_next (&cursor, &event));

  pl_log_cursor_init (&cursor, log, 1, PL_STREAM_NOTES);
  g_assert_true (pl_log_cursor_next (&cursor, &event));
  g_assert_cmpint (event.time_ns, ==, 900);
  g_assert_true (pl_log_cursor_next (&cursor, &event));
  g_assert_cmpint (event.time_ns, ==, 300);
  pl_log_name (log, event.name, text, sizeof text);
  g_assert_cmpstr (text, ==, "look here");
  g_assert_false (pl_log_cursor_next (&cursor, &event));
}

static void
test_round_trip (void)
{
  PlLog *log = create (), *copy;

  write_all (log);
  check_events (log);
  copy = reopened (log);
  check_events (copy);
  /* They are not states. */
  g_assert_cmpuint (pl_log_count (copy, 1), ==, 1);
  pl_log_unref (copy);
  pl_log_unref (log);
}

/* A cursor goes on where it was, over many chunks. */
static void
test_follow (void)
{
  PlLog *log = create ();
  PlLaneWriter writer;
  PlLogCursor cursor;
  PlLogEvent event;

  pl_lane_writer_init (&writer, log, 2);
  pl_log_cursor_init (&cursor, log, 2, PL_STREAM_EVENTS);
  for (guint i = 0; i < 3000; i++)
    {
      g_assert_false (pl_log_cursor_next (&cursor, &event));
      for (guint k = 0; k <= i % 3; k++)
        pl_lane_edge (&writer, PL_EVENT_MESSAGE, i * 4 + k, k % 2);
      for (guint k = 0; k <= i % 3; k++)
        {
          g_assert_true (pl_log_cursor_next (&cursor, &event));
          g_assert_cmpuint (event.id, ==, i * 4 + k);
        }
    }
  g_assert_cmpuint (pl_log_dropped (log), ==, 0);
  pl_log_unref (log);
}

/* What a transfer came to stands in its own record, or apart where that has no room: whoever reads gets two events of each. */
static void
test_answered (void)
{
  static const struct { PlEventKind kind; guint32 bytes; gboolean apart; } moves[] = {
    { PL_EVENT_WROTE, 120, FALSE }, { PL_EVENT_READ, G_MAXUINT16, FALSE }, { PL_EVENT_READ, 0, TRUE }, { PL_EVENT_WROTE, 1 << 20, TRUE },
  };
  PlLog *log = create ();
  uint32_t pipe = pl_log_add_name (log, "pipe 1");
  PlLaneWriter writer;
  PlLogCursor cursor;
  PlLogEvent event;

  pl_lane_writer_init (&writer, log, 1);
  pl_log_cursor_init (&cursor, log, 1, PL_STREAM_EVENTS);
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      pl_lane_events_at (&writer, 100 * i, moves[i].kind, pipe, moves[i].apart ? 0 : (uint16_t) moves[i].bytes);
      if (moves[i].apart)
        pl_lane_event_at (&writer, 100 * i + 50, PL_EVENT_BYTES, moves[i].bytes);
    }
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      g_assert_true (pl_log_cursor_next (&cursor, &event));
      g_assert_cmpint (event.kind, ==, moves[i].kind);
      g_assert_cmpint (event.time_ns, ==, 100 * i);
      g_assert_cmpuint (event.name, ==, pipe);
      g_assert_cmpuint (event.record.count, ==, moves[i].apart ? 0 : moves[i].bytes);
      g_assert_true (pl_log_cursor_next (&cursor, &event));
      g_assert_cmpint (event.kind, ==, PL_EVENT_BYTES);
      g_assert_cmpint (event.time_ns, ==, 100 * i + (moves[i].apart ? 50 : 0));
      g_assert_cmpuint (event.arg, ==, moves[i].bytes);
      g_assert_cmpint (event.record.state, ==, moves[i].apart ? PL_EVENT_BYTES : PL_STATE_NONE);
    }
  g_assert_false (pl_log_cursor_next (&cursor, &event));
  g_assert_cmpuint (cursor.refused, ==, 0);
  pl_log_unref (log);
}

/* Somebody breaks them while they are read: passed over, and counted. */
static void
test_refused (void)
{
  PlLog *log = create ();
  PlLaneWriter writer;
  PlLogCursor cursor;
  PlLogEvent event;
  PlRecord *records;
  guint n = 0;

  pl_lane_writer_init (&writer, log, 2);
  for (guint i = 0; i < 10; i++)
    pl_lane_edge_at (&writer, 100 + i, PL_EVENT_MESSAGE, i, false);
  records = writer.area + writer.chunks[PL_STREAM_EVENTS]->start;
  records[2].state = PL_STATE_WORKING;
  records[4].time_ns = 0;
  records[5].time_ns = G_MAXINT64;
  records[6].state = PL_EVENT_MARK;
  records[6].arg = G_MAXUINT32;
  records[8].time_ns = -1;
  pl_log_cursor_init (&cursor, log, 2, PL_STREAM_EVENTS);
  while (pl_log_cursor_next (&cursor, &event))
    n++;
  g_assert_cmpuint (n, ==, 5);
  g_assert_cmpuint (cursor.refused, ==, 5);
  pl_log_unref (log);
}

static void
test_pairing (void)
{
  /* lane, time, id, in */
  static const guint ends[][4] = {
    { 0, 10, 1, 0 }, { 1, 20, 1, 1 },                   /* a pair */
    { 1, 30, 2, 0 }, { 1, 30, 2, 1 },                   /* to oneself, at once: a pair */
    { 2, 40, 3, 0 },                                    /* without its end */
    { 3, 50, 4, 1 },                                    /* without its beginning */
    { 0, 60, 5, 0 }, { 2, 60, 5, 1 }, { 3, 60, 5, 1 },  /* whose? */
    { 0, 70, 6, 0 }, { 1, 60, 6, 1 },                   /* before it was sent */
    { 3, 80, 7, 0 }, { 2, 90, 7, 0 },                   /* twice sent */
  };
  PlLog *log = create ();
  PlLaneWriter writers[4];
  PlLogEdges edges;

  for (guint i = 0; i < 4; i++)
    pl_lane_writer_init (&writers[i], log, i);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    pl_lane_edge_at (&writers[ends[i][0]], ends[i][1], PL_EVENT_MESSAGE, ends[i][2], ends[i][3]);
  /* Of another kind: another id. */
  pl_lane_edge_at (&writers[3], 100, PL_EVENT_WAKE, 3, true);
  pl_lane_mark (&writers[3], 0);
  g_assert_cmpint (pl_log_pair_edges (log, &edges), ==, 0);
  g_assert_cmpuint (edges.n_edges, ==, 2);
  g_assert_cmpuint (edges.n_unpaired, ==, 10);
  g_assert_cmpuint (edges.edges[0].id, ==, 1);
  g_assert_cmpuint (edges.edges[0].from_lane, ==, 0);
  g_assert_cmpuint (edges.edges[0].to_lane, ==, 1);
  g_assert_cmpint (edges.edges[0].from_ns, ==, 10);
  g_assert_cmpint (edges.edges[0].to_ns, ==, 20);
  g_assert_cmpuint (edges.edges[1].id, ==, 2);
  pl_log_edges_clear (&edges);
  pl_log_unref (log);
}

static void
assert_name (const char *given, gsize size, const char *expected)
{
  PlLog *log = create ();
  char text[PL_LOG_MAX_NAME];

  g_assert_cmpuint (pl_log_name (log, pl_log_add_name (log, given), text, size), ==, strlen (expected));
  g_assert_cmpstr (text, ==, expected);
  pl_log_unref (log);
}

static void
test_names (void)
{
  g_autofree char *longest = g_strnfill (PL_LOG_MAX_NAME - 1, 'x'), *longer = g_strnfill (9000, 'x');
  PlLog *log = create (), *copy;
  char text[8];
  guint n = 0;

  assert_name ("", 10, "");
  assert_name ("Größe", 20, "Größe");
  assert_name ("Größe", 5, "Grö");
  assert_name ("Größe", 4, "Gr");
  assert_name ("a\nb\033c\177", 20, "a?b?c?");
  assert_name ("\xff\xc3(\xe2\x82", 20, "\?\?(\?\?");
  assert_name ("\xed\xa0\x80\xc0\xaf", 20, "\?\?\?\?\?");
  assert_name ("\xf0\x9f\x98\x80", 20, "\xf0\x9f\x98\x80");
  assert_name (longer, PL_LOG_MAX_NAME, longest);
  g_assert_cmpuint (pl_log_name (log, 0, text, sizeof text), ==, 0);
  g_assert_cmpuint (pl_log_name (log, G_MAXUINT32, text, sizeof text), ==, 0);
  while (pl_log_add_name (log, longest) != 0)
    g_assert_cmpuint (++n, <, 1000);
  g_assert_cmpuint (n, >=, 15);
  g_assert_cmpuint (pl_log_header (log)->names_lost, ==, 1);
  copy = reopened (log);
  g_assert_cmpuint (pl_log_name (copy, 1, text, sizeof text), ==, 7);
  g_assert_cmpuint (pl_log_add_name (copy, "no room"), ==, 0);
  pl_log_unref (copy);
  pl_log_unref (log);
}

static void
test_plan_text (void)
{
  PlPlanData plans[] = { test_pool_plan (7, 1000000, 3), test_race_plan (5, 16777215, 8) };
  char text[PL_LOG_MAX_PLAN];
  PlPlanData again;

  plans[0].seed = G_MAXUINT64;
  plans[0].payload = PL_MAX_PAYLOAD;
  plans[0].task_time_ns = PL_MAX_TASK_TIME_NS;
  plans[1].guess = 12345678901;
  for (guint i = 0; i < 2; i++)
    {
      gsize size = pl_plan_to_text (&plans[i], text);

      g_assert_null (pl_plan_from_text (text, size, &again));
      g_assert_cmpmem (&again, sizeof again, &plans[i], sizeof plans[i]);
    }
  /* Every field there is has a key. */
  memset (&plans[0], 0xab, sizeof plans[0]);
  plans[0].pad0 = plans[0].pad1 = plans[0].pad2 = 0;
  plans[0].recording_command[PL_MAX_COMMAND - 1] = '\0';
  g_assert_null (pl_plan_from_text (text, pl_plan_to_text (&plans[0], text), &again));
  g_assert_cmpmem (&again, sizeof again, &plans[0], sizeof plans[0]);
}

/* A command line may hold whatever a person can type; a file may hold what nobody could. */
static void
test_plan_command (void)
{
  static const char *const broken[] = {
    "recording.command=", "recording.command=%", "recording.command=%4", "recording.command=%zz", "recording.command=a%00b",
    "recording.command=a\nrecording.command=b",
  };
  g_autoptr (GString) longest = g_string_new ("kind=3\nrecording.command=");
  char text[PL_LOG_MAX_PLAN];
  PlPlanData plan, again;
  gsize size;

  memset (&plan, 0, sizeof plan);
  plan.kind = PL_RUN_RECORDING;
  g_strlcpy (plan.recording_command, "sh -c 'echo \"100 %=\" | cat'\n\xc3\xa4", sizeof plan.recording_command);
  size = pl_plan_to_text (&plan, text);
  for (gsize i = 0; i < size; i++)
    g_assert_true (text[i] == '\n' || (text[i] >= 0x20 && text[i] <= 0x7e));
  g_assert_null (pl_plan_from_text (text, size, &again));
  g_assert_cmpstr (again.recording_command, ==, plan.recording_command);

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *bad = g_strdup_printf ("kind=3\n%s\n", broken[i]);

      g_assert_nonnull (pl_plan_from_text (bad, strlen (bad), &again));
    }
  for (guint i = 0; i < PL_MAX_COMMAND - 1; i++)
    g_string_append_c (longest, 'a');
  g_string_append_c (longest, '\n');
  g_assert_null (pl_plan_from_text (longest->str, longest->len, &again));
  g_assert_cmpuint (strlen (again.recording_command), ==, PL_MAX_COMMAND - 1);
  g_string_insert_c (longest, (gssize) longest->len - 1, 'a');
  g_assert_nonnull (pl_plan_from_text (longest->str, longest->len, &again));
}

/* What a later version says of its plan is passed over, and still there when it is saved again. */
static void
test_unknown_keys (void)
{
  PlLog *log = create (), *later = NULL, *again;
  LogFile file = log_file_save (log), changed, saved;
  const char *text = "kind=0\nrecord=1\npool.size=3\npool.tasks=100\npool.chunk=1\npool.colour=a deep blue\n";

  changed = log_file_with_plan_text (file, text);
  g_assert_cmpint (pl_log_open_bytes (changed.bytes, changed.size, &later, NULL), ==, 0);
  g_assert_cmpuint (pl_log_plan (later)->pool_size, ==, 3);
  g_assert_cmpuint (pl_log_plan (later)->seed, ==, 0);
  saved = log_file_save (later);
  g_assert_cmpmem (saved.bytes, saved.size, changed.bytes, changed.size);
  again = reopened (later);
  pl_log_unref (again);
  pl_log_unref (later);
  pl_log_unref (log);
  g_free (file.bytes);
  g_free (changed.bytes);
  g_free (saved.bytes);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log/events/round-trip", test_round_trip);
  g_test_add_func ("/log/events/follow", test_follow);
  g_test_add_func ("/log/events/answered", test_answered);
  g_test_add_func ("/log/events/refused", test_refused);
  g_test_add_func ("/log/events/pairing", test_pairing);
  g_test_add_func ("/log/events/names", test_names);
  g_test_add_func ("/log/events/plan-text", test_plan_text);
  g_test_add_func ("/log/events/plan-command", test_plan_command);
  g_test_add_func ("/log/events/unknown-keys", test_unknown_keys);
  return g_test_run ();
}
