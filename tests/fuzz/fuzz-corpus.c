/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz-corpus.h"

#include <errno.h>
#include <string.h>

#include "log/log-test-plan.h"
#include "log/notes/pl-log-notes.h"
#include "log/pl-log-events.h"
#include "log/pl-scenes.h"

static void
write_events (PlLog *log, PlLaneWriter *writer, guint lane)
{
  uint32_t name = pl_log_add_name (log, lane % 2 ? "parse \xc3\xa4 file" : "done");

  pl_lane_edge_at (writer, 10, PL_EVENT_FORK, lane, lane > 0);
  pl_lane_edge_at (writer, 20, PL_EVENT_MESSAGE, lane % 2, lane % 2);
  pl_lane_mark (writer, name);
  pl_lane_slice (writer, 100, 900, 1);
  pl_lane_copy (writer, PL_STREAM_NOTES, (PlRecord) { .time_ns = 50, .arg = name, .state = PL_EVENT_NOTE, .cpu = 255 });
  pl_lane_copy (writer, PL_STREAM_NOTES, (PlRecord) { .time_ns = 20, .arg = name, .state = PL_EVENT_NOTE, .cpu = 255 });
  pl_log_add_note (log, &(PlLogNote) { .lane = lane, .from_ns = 30, .to_ns = 60, .text = "look here" });
  pl_log_add_note (log, &(PlLogNote) { .lane = PL_LANE_NOBODY, .from_ns = 70, .to_ns = 70, .text = "" });
}

static void
write_parent (PlLog *log)
{
  PlLaneWriter writer;

  pl_log_header (log)->status.n_order = 10;
  for (guint i = 0; i < 10; i++)
    pl_log_order (log)[i] = 9 - i;
  pl_lane_writer_init (&writer, log, 0);
  for (guint i = 1; i <= 3; i++)
    pl_lane_record (&writer, PL_STATE_STARTING, i, 0);
  pl_lane_record (&writer, PL_STATE_SENDING, 0, 10);
  pl_lane_record (&writer, PL_STATE_PAUSED, 0, 0);
  pl_lane_record (&writer, PL_STATE_RECEIVING, 2, 8);
  write_events (log, &writer, 0);
}

/* A pool with every state in it. */
PlLog *
corpus_pool (gboolean long_chains)
{
  PlPlanData plan = test_pool_plan (3, 40, 4);
  guint n = long_chains ? 1000 : 12;
  PlLog *log = NULL;
  PlLaneWriter writer;

  g_assert_cmpint (pl_log_create (&plan, "1", &log), ==, 0);
  pl_log_header (log)->status.phase = PL_PHASE_DONE;
  pl_log_header (log)->status.end_ns = 1000000;
  write_parent (log);
  for (guint lane = 1; lane <= 3; lane++)
    {
      pl_lane_writer_init (&writer, log, lane);
      for (guint i = 0; i < n; i++)
        {
          pl_lane_record (&writer, PL_STATE_STARTING + i % 6, i % 6 == 2 ? PL_LOCK_ARG (1, 2) : i % 8, 0);
          if (i % 300 == 0)
            write_events (log, &writer, lane);
        }
      pl_lane_record (&writer, PL_STATE_DEAD, 9, 0);
      pl_lane_record (&writer, PL_STATE_FINISHED, 1, 0);
    }
  return log;
}

PlLog *
corpus_race (void)
{
  PlPlanData plan = test_race_plan (3, 30, 2);
  PlLog *log = NULL;

  plan.trials = 3;
  g_assert_cmpint (pl_log_create (&plan, "1", &log), ==, 0);
  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    {
      for (guint i = 0; i < 30; i++)
        {
          PlRaceRecord *record = &pl_log_race_records (log, lane)[i];

          record->word = i == 0 ? PL_WORD (0, PL_WORD_NOBODY, 0) : PL_WORD (i, lane % 3, i);
          record->times = pl_race_times (i * 100, i * 100 + 30);
        }
      pl_log_lane (log, lane)->count = 30;
    }
  return log;
}

PlLog *
corpus_scene (void)
{
  PlPlanData plan = test_pool_plan (1, 1, 1);
  PlLog *log = NULL;
  PlLaneWriter writer;

  plan.kind = PL_RUN_SCENE;
  plan.scene = PL_SCENE_PHILOSOPHERS;
  plan.scene_workers = 3;
  plan.scene_rounds = 20;
  g_assert_cmpint (pl_log_create (&plan, "1", &log), ==, 0);
  for (guint lane = 1; lane <= 3; lane++)
    {
      pl_lane_writer_init (&writer, log, lane);
      for (guint i = 0; i < 400; i++)
        pl_lane_record (&writer, i % 2 ? PL_STATE_WORKING : PL_STATE_WAITING_LOCK,
                        i % 2 ? 0 : PL_LOCK_ARG (i % 3, lane % 3 + 1), 0);
      write_events (log, &writer, lane);
    }
  pl_log_header (log)->status.scene = (PlSceneStatus) {
    .outcome = PL_OUTCOME_DEADLOCK, .n_cycle = 3, .cycle = { 1, 2, 3 }, .wanted = { 0, 1, 2 },
    .n_stuck = 3, .stuck_ns = 5,
  };
  pl_log_header (log)->status.phase = PL_PHASE_DONE;
  return log;
}

LogFile
corpus_file (Corpus which)
{
  PlLog *log = which % 3 == 0 ? corpus_pool (which == CORPUS_RAW_POOL)
               : which % 3 == 1 ? corpus_race ()
                                : corpus_scene ();
  LogFile file = which < CORPUS_RAW_POOL ? log_file_save (log)
                 : which < CORPUS_V1_POOL ? log_file_raw (log)
                                          : log_file_v1 (log);

  pl_log_unref (log);
  return file;
}

static guint64
use_states (const PlLog *log, guint lane, gint64 *total_ns)
{
  const PlRecord *records = pl_log_records (log, lane);
  guint64 n = pl_log_count (log, lane), sum = 0;
  gint64 last_ns = 0;

  for (guint64 j = 0; j < n; j++)
    if (pl_log_lane (log, lane)->kind == PL_LANE_RACER)
      {
        sum += pl_log_race_records (log, lane)[j].word;
      }
    else
      {
        g_assert_cmpint (records[j].time_ns, >=, last_ns);
        g_assert_cmpuint (records[j].state, <, PL_N_STATES);
        *total_ns += records[j].time_ns - last_ns;
        last_ns = records[j].time_ns;
      }
  return sum;
}

static guint64
use_events (const PlLog *log, guint lane)
{
  guint64 sum = 0;

  for (guint stream = PL_STREAM_EVENTS; stream < PL_N_STREAMS; stream++)
    {
      char text[PL_LOG_MAX_NAME];
      PlLogCursor cursor;
      PlLogEvent event;

      pl_log_cursor_init (&cursor, log, lane, stream);
      while (pl_log_cursor_next (&cursor, &event))
        {
          g_assert_cmpint (event.time_ns + event.duration_ns, <=, PL_LOG_MAX_NS);
          g_assert_cmpint (event.time_ns, >=, 0);
          g_assert_cmpuint (pl_log_name (log, event.name, text, sizeof text), <, sizeof text);
          g_assert_true (g_utf8_validate (text, -1, NULL));
          sum += event.id;
        }
      g_assert_cmpuint (cursor.refused, ==, 0);
    }
  return sum;
}

/* Notes can be read, and written, whatever they were read from. */
static void
use_notes (PlLog *log)
{
  guint n = pl_log_n_notes (log);
  PlLogNote note;

  g_assert_cmpuint (n, <=, PL_LOG_MAX_NOTES);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (pl_log_get_note (log, i, &note));
      g_assert_true (g_utf8_validate (note.text, -1, NULL));
      g_assert_cmpint (note.from_ns, >=, 0);
      g_assert_cmpint (note.to_ns, >=, note.from_ns);
      g_assert_cmpint (note.to_ns, <=, PL_LOG_MAX_NS);
      g_assert_true (note.lane == PL_LANE_NOBODY || note.lane < pl_log_n_lanes (log));
    }
  if (n > 1 && pl_log_get_note (log, n / 2, &note))
    g_assert_true (pl_log_remove_note (log, note.id));
  if (n < PL_LOG_MAX_NOTES)
    g_assert_cmpuint (pl_log_add_note (log, &(PlLogNote) { .lane = 0, .from_ns = 1, .to_ns = 9, .text = "mine" }), >, 0);
}

static guint64
use_edges (const PlLog *log)
{
  PlLogEdges edges;
  guint64 n;

  g_assert_cmpint (pl_log_pair_edges (log, &edges), ==, 0);
  for (gsize i = 0; i < edges.n_edges; i++)
    {
      g_assert_cmpint (edges.edges[i].from_ns, <=, edges.edges[i].to_ns);
      g_assert_cmpuint (edges.edges[i].from_lane, <, pl_log_n_lanes (log));
      g_assert_cmpuint (edges.edges[i].to_lane, <, pl_log_n_lanes (log));
    }
  n = edges.n_edges + edges.n_unpaired;
  pl_log_edges_clear (&edges);
  return n;
}

void
fuzz_use (const PlLog *log)
{
  const PlLogHeader *header = pl_log_header (log);
  const PlPlanData *plan = pl_log_plan (log);
  guint64 sum = use_edges (log);
  gint64 total_ns = 0;

  g_assert_cmpuint (strlen (header->cpu_model) + strlen (header->kernel), <, 128);
  g_assert_cmpuint (pl_log_n_lanes (log), <=, 1 + PL_MAX_RACE_PARTS * PL_MAX_RACE_WORKERS);
  for (guint i = 0; i < pl_log_n_lanes (log); i++)
    {
      guint steps = 0;

      total_ns += pl_log_lane (log, i)->busy_ns;
      sum += use_states (log, i, &total_ns) + use_events (log, i);
      for (guint up = i; up != PL_LANE_NOBODY; up = pl_log_lane_parent (log, up))
        g_assert_cmpuint (steps++, <=, i);
    }
  for (guint i = 0; i < pl_log_n_order (log); i++)
    g_assert_cmpuint (pl_log_order (log)[i], <, MAX (plan->tasks, 1));
  for (guint part = 0; plan->kind == PL_RUN_RACE && part < plan->n_parts; part++)
    for (guint i = 0; i < plan->trials; i++)
      sum += pl_log_trials (log, part)[i].final_value;
  g_assert_cmpint (total_ns, >=, 0);
  if (sum == 42)
    g_test_message ("used");
}

gboolean
fuzz_try (const uint8_t *bytes, gsize size)
{
  /* Exactly as large as it is, so that the sanitizer sees the first byte read beyond it. */
  g_autofree uint8_t *copy = g_memdup2 (bytes, size);
  PlLogFault fault = { NULL, 0 };
  PlLog *log = NULL, *reopened = NULL;
  int error = pl_log_open_bytes (copy, size, &log, &fault);
  LogFile again;

  if (error < 0)
    {
      g_assert_null (log);
      g_assert_cmpint (error, ==, -EBADMSG);
      g_assert_nonnull (fault.reason);
      return FALSE;
    }
  fuzz_use (log);
  use_notes (log);
  /* What was opened can be saved and opened again. */
  again = log_file_save (log);
  error = pl_log_open_bytes (again.bytes, again.size, &reopened, &fault);
  if (error < 0)
    g_error ("saved, and refused: %s", fault.reason);
  g_assert_cmpuint (pl_log_n_notes (reopened), ==, pl_log_n_notes (log));
  pl_log_unref (reopened);
  g_free (again.bytes);
  pl_log_unref (log);
  return TRUE;
}
