/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/export/pl-data-private.h"

#include "log/pl-log-events.h"

/* JSON Lines: every record of every lane, with all that it holds. "number" and "count" are what stands in the record;
 * what comes behind "cpu" says the same for people and is passed over when it is read. */

gboolean
pl_data_is_racer (PlLog *log, guint lane)
{
  return pl_log_lane (log, lane)->kind == PL_LANE_RACER;
}

gboolean
pl_data_has_increments (PlLog *log)
{
  for (guint i = 0; i < pl_log_n_lanes (log); i++)
    if (pl_data_is_racer (log, i) && pl_log_count (log, i) > 0)
      return TRUE;
  return FALSE;
}

static void
begin (PlDataOut *out, const char *prefix, guint lane)
{
  pl_data_put (out, prefix);
  pl_data_put (out, "{\"lane\":");
  pl_data_put_uint (out, lane);
}

static void
put_record (PlDataOut *out, const PlRecord *record)
{
  pl_data_put_member_uint (out, "number", record->arg);
  pl_data_put_member_uint (out, "count", record->count);
  if (record->cpu != 255)
    pl_data_put_member_uint (out, "cpu", record->cpu);
}

static guint64
write_states (PlDataJob *job, guint lane, const char *prefix)
{
  PlDataOut *out = &job->out;
  guint64 n, written = 0;
  const PlRecord *records = pl_trace_get_records (job->trace, lane, &n);
  char name[PL_DATA_NAME];
  PlSpan span;

  for (guint64 i = 0; i < n && out->error == 0; i++)
    {
      if (!pl_trace_get_span (job->trace, lane, i, &span) || !pl_data_job_wants (job, span.start_ns, span.end_ns))
        continue;
      begin (out, prefix, lane);
      pl_data_put_member (out, "time_ns", records[i].time_ns);
      pl_data_put (out, ",\"state\":\"");
      pl_data_put (out, pl_data_state_key (span.state));
      pl_data_put_char (out, '"');
      put_record (out, &records[i]);
      pl_data_span_name (&job->names, &span, name);
      pl_data_put_member_text (out, "what", name);
      pl_data_put (out, "}\n");
      written++;
    }
  return written;
}

static guint64
write_increments (PlDataJob *job, guint lane, const char *prefix)
{
  PlDataOut *out = &job->out;
  guint64 n = pl_log_count (job->log, lane), written = 0;
  const PlRaceRecord *records = pl_log_race_records (job->log, lane);

  for (guint64 i = 0; i < n && out->error == 0; i++)
    {
      gint64 load_ns = pl_race_load_ns (records[i].times), store_ns = pl_race_store_ns (records[i].times);
      guint64 word = records[i].word;

      if (!pl_data_job_wants (job, load_ns, store_ns))
        continue;
      begin (out, prefix, lane);
      pl_data_put_member (out, "load_ns", load_ns);
      pl_data_put_member (out, "store_ns", store_ns);
      pl_data_put_member_uint (out, "value", PL_WORD_VALUE (word));
      pl_data_put_member_uint (out, "writer", PL_WORD_WRITER (word));
      pl_data_put_member_uint (out, "increment", PL_WORD_SEQ (word));
      pl_data_put (out, "}\n");
      written++;
    }
  return written;
}

static void
put_event (PlDataJob *job, const PlLogEvent *event)
{
  PlDataOut *out = &job->out;
  char text[PL_LOG_MAX_NAME];

  pl_data_put_member (out, "time_ns", event->time_ns);
  pl_data_put_member_text (out, "event", pl_data_event_key (event->kind));
  put_record (out, &event->record);
  switch (event->kind)
    {
    case PL_EVENT_FORK:
    case PL_EVENT_JOIN:
    case PL_EVENT_WAKE:
    case PL_EVENT_MESSAGE:
      pl_data_put_member_uint (out, "id", event->id);
      pl_data_put_member_text (out, "end", event->in ? "in" : "out");
      break;
    case PL_EVENT_BYTES:
    case PL_EVENT_HOLDER:
    case PL_EVENT_INHERITED:
    case PL_EVENT_LOST:
    case PL_EVENT_HELD_BACK:
    case PL_EVENT_UNREAPED:
    case PL_EVENT_ARRIVED:
    case PL_EVENT_CALLER:
    case PL_EVENT_STOPPED:
    case PL_EVENT_CONTINUED:
    case PL_EVENT_LINE:
      break;
    case PL_EVENT_MARK:
    case PL_EVENT_NOTE:
    case PL_EVENT_WROTE:
    case PL_EVENT_READ:
    case PL_EVENT_EXEC:
    case PL_EVENT_OUTPUT:
      pl_log_name (job->log, event->name, text, sizeof text);
      pl_data_put_member_text (out, "text", text);
      break;
    default:
      pl_data_put_member (out, "duration_ns", event->duration_ns);
      break;
    }
}

static guint64
write_events (PlDataJob *job, guint lane, PlStreamKind stream, const char *prefix)
{
  PlLogCursor cursor;
  PlLogEvent event;
  guint64 written = 0;

  pl_log_cursor_init (&cursor, job->log, lane, stream);
  while (job->out.error == 0 && pl_log_cursor_next (&cursor, &event))
    {
      if (event.record.state == PL_STATE_NONE
          || !pl_data_job_wants (job, event.time_ns, event.time_ns + (event.kind == PL_EVENT_SLICE ? event.duration_ns : 0)))
        continue;
      begin (&job->out, prefix, lane);
      put_event (job, &event);
      pl_data_put (&job->out, "}\n");
      written++;
    }
  return written;
}

guint64
pl_data_write_records (PlDataJob *job, guint parts, const char *prefix)
{
  guint64 written = 0;

  for (guint lane = 0; lane < pl_trace_get_n_lanes (job->trace); lane++)
    {
      gboolean racer = pl_data_is_racer (job->log, lane);

      if (racer && (parts & PL_DATA_INCREMENTS) != 0)
        written += write_increments (job, lane, prefix);
      else if (!racer && (parts & PL_DATA_STATES) != 0)
        written += write_states (job, lane, prefix);
      for (guint stream = PL_STREAM_EVENTS; stream < PL_N_STREAMS && (parts & PL_DATA_EVENTS) != 0; stream++)
        written += write_events (job, lane, stream, prefix);
    }
  return written;
}

void
pl_data_write_lines (PlDataJob *job)
{
  const PlDataHead head = { "records", job->from_ns, job->whole ? -1 : job->to_ns };

  pl_data_write_head (&job->out, job->log, &head, "");
  pl_data_write_end (&job->out, pl_data_write_records (job, PL_DATA_ALL, ""), "");
}
