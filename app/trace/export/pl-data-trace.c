/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/export/pl-data-trace.h"

#include "log/notes/pl-log-notes.h"
#include "log/pl-log-events.h"
#include "trace/pl-trace-account.h"
#include "trace/pl-trace-kinds.h"
#include "trace/race/pl-race.h"

/* Trace Event JSON, so that Perfetto, speedscope and the Firefox Profiler all open it: one object; names before all that
 * uses them; a process a lane, whose main thread shows what the lane does, and whose second thread shows whether it
 * could; X for spans, which nest or are apart; colours come from the name without its number, so the number is last. */

/* Beyond any process: for a lane that has none, and for second threads. */
#define NO_PID 5000000
#define SECOND_THREADS 10000000
#define N_COUNTS 2000u

static void
put_name (PlDataOut *out, const char *what, PlDataThread thread, const char *name)
{
  pl_data_begin_event (out, 'M', thread, what, 0);
  pl_data_put (out, ",\"args\":{\"name\":");
  pl_data_put_json (out, name);
  pl_data_put (out, "}}");
}

static void
put_order (PlDataOut *out, const char *what, PlDataThread thread, guint place)
{
  pl_data_begin_event (out, 'M', thread, what, 0);
  pl_data_put (out, ",\"args\":{\"sort_index\":");
  pl_data_put_uint (out, place);
  pl_data_put (out, "}}");
}

static PlDataThread
second_thread (PlDataThread thread, guint lane)
{
  return (PlDataThread) { thread.pid, SECOND_THREADS + lane };
}

/* A pid may come again in the same run, for another lane. */
static PlDataThread *
find_threads (PlDataJob *job)
{
  guint n = pl_trace_get_n_lanes (job->trace);
  g_autoptr (GHashTable) used = g_hash_table_new (NULL, NULL);
  PlDataThread *threads = g_new (PlDataThread, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    {
      int pid = pl_log_lane (job->log, i)->pid;

      if (pid <= 0 || !g_hash_table_add (used, GINT_TO_POINTER (pid)))
        pid = NO_PID + (int) i;
      threads[i] = (PlDataThread) { pid, pid };
    }
  return threads;
}

static void
write_names (PlDataJob *job, const PlDataThread *threads)
{
  for (guint i = 0; i < pl_trace_get_n_lanes (job->trace); i++)
    {
      PlDataThread second = second_thread (threads[i], i);
      g_autofree char *state = g_strdup_printf ("%s state", job->lanes[i]);

      put_name (&job->out, "process_name", threads[i], job->lanes[i]);
      put_order (&job->out, "process_sort_index", threads[i], i);
      put_name (&job->out, "thread_name", threads[i], job->lanes[i]);
      put_order (&job->out, "thread_sort_index", threads[i], 0);
      if (pl_data_is_racer (job->log, i))
        continue;
      put_name (&job->out, "thread_name", second, state);
      put_order (&job->out, "thread_sort_index", second, 1);
    }
}

static void
put_death (PlDataOut *out, PlDataThread thread, const PlSpan *span)
{
  pl_data_begin_event (out, 'i', thread, "dead", span->start_ns);
  pl_data_put (out, ",\"s\":\"t\"}");
}

static void
write_states (PlDataJob *job, guint lane, PlDataThread thread)
{
  guint64 n = pl_trace_get_n_records (job->trace, lane);
  char name[PL_DATA_NAME];
  PlSpan span;

  for (guint64 i = 0; i < n && job->out.error == 0; i++)
    {
      if (!pl_trace_get_span (job->trace, lane, i, &span) || !pl_data_job_wants (job, span.start_ns, span.end_ns)
          || span.state == PL_STATE_FINISHED)
        continue;
      if (span.state == PL_STATE_DEAD)
        {
          put_death (&job->out, thread, &span);
          continue;
        }
      pl_data_span_name (&job->names, &span, name);
      pl_data_put_slice (&job->out, thread, name, span.start_ns, span.end_ns);
    }
}

/* NULL: neither. */
static const char *
activity (PlState state)
{
  switch (state)
    {
    case PL_STATE_WAITING_TASK:
    case PL_STATE_WAITING_LOCK:
    case PL_STATE_WAITING_GIL:
    case PL_STATE_PAUSED:
      return "blocked";
    case PL_STATE_FINISHED:
    case PL_STATE_DEAD:
    case PL_STATE_NONE:
      return NULL;
    default:
      return "running";
    }
}

/* Where nobody told who had a CPU: what the states say. Neighbours of the same kind are one. */
static void
write_activity (PlDataJob *job, guint lane, PlDataThread thread)
{
  guint64 n = pl_trace_get_n_records (job->trace, lane);
  gint64 from_ns = 0, to_ns = 0;
  const char *now = NULL;
  PlSpan span;

  for (guint64 i = 0; i < n && job->out.error == 0; i++)
    {
      gboolean wanted = pl_trace_get_span (job->trace, lane, i, &span)
                        && pl_data_job_wants (job, span.start_ns, span.end_ns);
      const char *next = wanted ? activity (span.state) : NULL;

      if (next != now)
        {
          if (now != NULL)
            pl_data_put_slice (&job->out, thread, now, from_ns, to_ns);
          from_ns = span.start_ns;
          now = next;
        }
      to_ns = span.end_ns;
    }
  if (now != NULL)
    pl_data_put_slice (&job->out, thread, now, from_ns, to_ns);
}

/* Slices may overlap where the clocks of two CPUs differ: the later one begins where the earlier one ends. */
static void
write_slices (PlDataJob *job, guint lane, PlDataThread thread)
{
  gint64 end_ns = 0;
  PlLogCursor cursor;
  PlLogEvent event;
  char name[PL_DATA_NAME];

  pl_log_cursor_init (&cursor, job->log, lane, PL_STREAM_SLICES);
  while (job->out.error == 0 && pl_log_cursor_next (&cursor, &event))
    {
      gint64 from_ns = MAX (event.time_ns, end_ns);

      end_ns = MAX (end_ns, event.time_ns + event.duration_ns);
      if (!pl_data_job_wants (job, event.time_ns, end_ns))
        continue;
      g_snprintf (name, sizeof name, event.cpu >= 0 ? "on CPU %d" : "on a CPU", event.cpu);
      pl_data_put_slice (&job->out, thread, name, from_ns, end_ns);
    }
}

static void
write_increments (PlDataJob *job, guint lane, PlDataThread thread, PlRace *race)
{
  guint64 n = pl_log_count (job->log, lane);
  const PlRaceRecord *records = pl_log_race_records (job->log, lane);
  const PlLane *entry = pl_log_lane (job->log, lane);
  char name[PL_DATA_NAME];

  for (guint64 i = 0; i < n && job->out.error == 0; i++)
    {
      gint64 load_ns = pl_race_load_ns (records[i].times), end_ns = pl_race_store_ns (records[i].times);
      PlIncrement increment = { entry->index - 1, (guint32) i };
      gboolean lost = race != NULL && pl_race_is_lost (race, entry->part, increment);

      if (i + 1 < n)
        end_ns = MIN (end_ns, pl_race_load_ns (records[i + 1].times));
      if (!pl_data_job_wants (job, load_ns, end_ns))
        continue;
      pl_data_join_name (name, lost ? "lost increment" : "increment", i + 1);
      pl_data_put_slice (&job->out, thread, name, load_ns, end_ns);
    }
}

static void
put_count (PlDataJob *job, PlDataThread parent, const char *name, gint64 at_ns, double value)
{
  pl_data_begin_event (&job->out, 'C', parent, name, at_ns);
  pl_data_put (&job->out, ",\"args\":{\"number\":");
  pl_data_put_int (&job->out, (gint64) (value + 0.5));
  pl_data_put (&job->out, "}}");
}

/* At so many moments as anybody can see; where nothing changes, nothing is said. */
static void
write_counts (PlDataJob *job, PlDataThread parent)
{
  gint64 from_ns = job->from_ns, to_ns = MIN (job->to_ns, pl_trace_get_end_ns (job->trace));
  gint64 step_ns = MAX ((to_ns - from_ns) / N_COUNTS, 1);
  guint n = to_ns > from_ns ? (guint) ((to_ns - from_ns) / step_ns) : 0;
  g_autofree double *queued = g_new (double, n + 1), *busy = g_new (double, n + 1);

  if (n == 0)
    return;
  pl_trace_counter_series (job->trace, from_ns, step_ns, n, queued, busy);
  for (guint i = 0; i < n; i++)
    {
      if (i == 0 || (gint64) (queued[i] + 0.5) != (gint64) (queued[i - 1] + 0.5))
        put_count (job, parent, "tasks waiting", from_ns + i * step_ns, queued[i]);
      if (i == 0 || (gint64) (busy[i] + 0.5) != (gint64) (busy[i - 1] + 0.5))
        put_count (job, parent, "workers busy", from_ns + i * step_ns, busy[i]);
    }
}

static void
write_lanes (PlDataJob *job, const PlDataThread *threads)
{
  gboolean proven = !pl_trace_get_live (job->trace) && pl_data_has_increments (job->log);
  gboolean slices = pl_trace_account_source (job->trace) == PL_ACCOUNT_SOURCE_PERF;
  g_autoptr (PlRace) race = proven ? pl_race_new (job->log) : NULL;

  for (guint i = 0; i < pl_trace_get_n_lanes (job->trace); i++)
    {
      if (pl_data_is_racer (job->log, i))
        {
          write_increments (job, i, threads[i], race);
          continue;
        }
      write_states (job, i, threads[i]);
      if (slices && i > 0)
        write_slices (job, i, second_thread (threads[i], i));
      else
        write_activity (job, i, second_thread (threads[i], i));
    }
}

/* What a person wrote: at the moment, or where the range begins, which says where it ends. Its words are the name, and
 * stand in the arguments too, where some programs look for them. */
static void
put_note (PlDataOut *out, PlDataThread thread, const PlLogNote *note)
{
  const char *text = *note->text ? note->text : "bookmark";

  pl_data_begin_event (out, 'i', thread, text, note->from_ns);
  pl_data_put (out, ",\"cat\":\"note\",\"s\":\"");
  pl_data_put_char (out, note->lane == PL_LANE_NOBODY ? 'g' : 't');
  pl_data_put (out, "\",\"args\":{\"detail\":");
  pl_data_put_json (out, text);
  if (note->to_ns > note->from_ns)
    {
      pl_data_put (out, ",\"to_us\":");
      pl_data_put_us (out, note->to_ns);
    }
  pl_data_put (out, "}}");
}

static void
write_notes (PlDataJob *job, const PlDataThread *threads)
{
  guint n_lanes = pl_trace_get_n_lanes (job->trace);
  PlLogNote note;

  for (guint i = 0; pl_log_get_note (job->log, i, &note); i++)
    if (pl_data_job_wants (job, note.from_ns, note.to_ns))
      put_note (&job->out, threads[note.lane < n_lanes ? note.lane : 0], &note);
}

static void
write_facts (PlDataJob *job)
{
  const PlLogHeader *header = pl_log_header (job->log);
  PlDataOut *out = &job->out;

  pl_data_put (out, "{\"displayTimeUnit\":\"ns\",\n\"otherData\":{\"program\":\"Paralane " PL_VERSION "\"");
  pl_data_put_member_text (out, "title", job->title);
  pl_data_put_member_text (out, "recorded_by", header->app_version);
  pl_data_put_member_text (out, "cpu_model", header->cpu_model);
  pl_data_put_member_text (out, "kernel", header->kernel);
  pl_data_put_member_uint (out, "n_cpus", header->n_cpus);
  pl_data_put_member (out, "start_wall_ns", header->start_wall_ns);
  pl_data_put_member (out, "end_ns", pl_trace_get_end_ns (job->trace));
  pl_data_put_member_uint (out, "records_dropped", pl_log_dropped (job->log));
}

void
pl_data_write_trace (PlDataJob *job)
{
  g_autofree PlDataThread *threads = find_threads (job);

  write_facts (job);
  pl_data_put (&job->out, "},\n\"traceEvents\":[");
  write_names (job, threads);
  write_lanes (job, threads);
  if (pl_trace_kind (job->log)->has_messages)
    {
      write_counts (job, threads[0]);
      pl_data_write_flows (job, threads);
    }
  if (!job->no_notes)
    write_notes (job, threads);
  pl_data_put (&job->out, "\n]}\n");
}
