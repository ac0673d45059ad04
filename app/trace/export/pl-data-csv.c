/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/export/pl-data-private.h"

#include "trace/pl-trace-account.h"
#include "trace/pl-trace-kinds.h"
#include "trace/pool/pl-messages.h"
#include "trace/race/pl-race.h"

/* CSV: rows for spreadsheets, and around them, behind "# ", all else that is needed to read the run back. */

static void
put_comma_uint (PlDataOut *out, guint64 value)
{
  pl_data_put_char (out, ',');
  pl_data_put_uint (out, value);
}

static void
put_comma_int (PlDataOut *out, gint64 value)
{
  pl_data_put_char (out, ',');
  pl_data_put_int (out, value);
}

/* Three cells: on a CPU, waiting for one, asleep. Empty where the kernel did not tell, or not of all of the span. */
static void
put_account (PlDataJob *job, const PlSpan *span)
{
  PlCpuAccount account = { .unknown_ns = 1 };

  if (pl_trace_account_source (job->trace) != PL_ACCOUNT_SOURCE_NONE)
    pl_trace_account (job->trace, span->lane, span->start_ns, span->end_ns, &account);
  if (account.unknown_ns > 0)
    {
      pl_data_put (&job->out, ",,,");
      return;
    }
  put_comma_int (&job->out, account.on_ns);
  put_comma_int (&job->out, account.waiting_ns);
  put_comma_int (&job->out, account.asleep_ns);
}

static void
put_span (PlDataJob *job, const PlSpan *span, const PlRecord *record)
{
  PlDataOut *out = &job->out;
  char name[PL_DATA_NAME];

  pl_data_put_uint (out, span->lane);
  pl_data_put_char (out, ',');
  pl_data_put_csv (out, job->lanes[span->lane]);
  put_comma_int (out, record->time_ns);
  put_comma_int (out, span->end_ns);
  put_comma_int (out, span->end_ns - record->time_ns);
  pl_data_put_char (out, ',');
  pl_data_put (out, pl_data_state_key (span->state));
  put_comma_uint (out, record->arg);
  put_comma_uint (out, record->count);
  pl_data_put_char (out, ',');
  if (record->cpu != 255)
    pl_data_put_uint (out, record->cpu);
  pl_data_put_char (out, ',');
  pl_data_span_name (&job->names, span, name);
  pl_data_put_csv (out, name);
  put_account (job, span);
  pl_data_put_char (out, '\n');
}

static guint64
write_spans (PlDataJob *job)
{
  guint64 written = 0;

  pl_data_put (&job->out, "lane,name,start_ns,end_ns,duration_ns,state,number,count,cpu,what,on_cpu_ns,waiting_cpu_ns,asleep_ns\n");
  for (guint lane = 0; lane < pl_trace_get_n_lanes (job->trace); lane++)
    {
      guint64 n;
      const PlRecord *records = pl_trace_get_records (job->trace, lane, &n);
      PlSpan span;

      if (pl_data_is_racer (job->log, lane))
        continue;
      for (guint64 i = 0; i < n && job->out.error == 0; i++)
        if (pl_trace_get_span (job->trace, lane, i, &span) && pl_data_job_wants (job, span.start_ns, span.end_ns))
          {
            put_span (job, &span, &records[i]);
            written++;
          }
    }
  return written;
}

/* race: NULL, nothing is proven. Workers and increments count from 1; nobody had stored what stands first. */
static void
put_increment (PlDataJob *job, guint lane, guint64 i, const PlRaceRecord *record, PlRace *race)
{
  const PlLane *entry = pl_log_lane (job->log, lane);
  guint writer = PL_WORD_WRITER (record->word);
  PlDataOut *out = &job->out;
  PlIncrement increment = { entry->index - 1, (guint32) i };

  pl_data_put_uint (out, lane);
  put_comma_uint (out, entry->part + 1);
  put_comma_uint (out, entry->index);
  put_comma_uint (out, i + 1);
  put_comma_int (out, pl_race_load_ns (record->times));
  put_comma_int (out, pl_race_store_ns (record->times));
  put_comma_uint (out, PL_WORD_VALUE (record->word));
  pl_data_put_char (out, ',');
  if (writer != PL_WORD_NOBODY)
    {
      pl_data_put_uint (out, writer + 1);
      put_comma_uint (out, PL_WORD_SEQ (record->word));
    }
  else
    {
      pl_data_put_char (out, ',');
    }
  pl_data_put_char (out, ',');
  if (race != NULL)
    pl_data_put_char (out, pl_race_is_lost (race, entry->part, increment) ? '1' : '0');
  pl_data_put_char (out, '\n');
}

static guint64
write_increments (PlDataJob *job)
{
  g_autoptr (PlRace) race = pl_trace_get_live (job->trace) ? NULL : pl_race_new (job->log);
  guint64 written = 0;

  pl_data_put (&job->out, "lane,part,worker,increment,load_ns,store_ns,read_value,read_worker,read_increment,lost\n");
  for (guint lane = 0; lane < pl_trace_get_n_lanes (job->trace); lane++)
    {
      guint64 n = pl_data_is_racer (job->log, lane) ? pl_log_count (job->log, lane) : 0;
      const PlRaceRecord *records = n > 0 ? pl_log_race_records (job->log, lane) : NULL;

      for (guint64 i = 0; i < n && job->out.error == 0; i++)
        if (pl_data_job_wants (job, pl_race_load_ns (records[i].times), pl_race_store_ns (records[i].times)))
          {
            put_increment (job, lane, i, &records[i], race);
            written++;
          }
    }
  return written;
}

void
pl_data_write_csv (PlDataJob *job, PlDataRows rows)
{
  gboolean spans = rows == PL_DATA_ROWS_SPANS;
  const PlDataHead head = { spans ? "spans" : "increments", job->from_ns, job->whole ? -1 : job->to_ns };
  guint64 n;

  pl_data_write_head (&job->out, job->log, &head, PL_DATA_COMMENT);
  n = spans ? write_spans (job) : write_increments (job);
  n += pl_data_write_records (job, PL_DATA_ALL & ~(spans ? PL_DATA_STATES : PL_DATA_INCREMENTS), PL_DATA_COMMENT);
  pl_data_write_end (&job->out, n, PL_DATA_COMMENT);
}

static void
put_message (PlDataJob *job, const PlTransfer *transfer)
{
  const PlMessage *message = &transfer->message;
  const PlPlanData *plan = pl_log_plan (job->log);
  guint64 first = (guint64) message->chunk * MAX (plan->chunk, 1u);
  PlDataOut *out = &job->out;

  pl_data_put (out, message->result ? "result" : "task");
  put_comma_uint (out, message->chunk + 1);
  put_comma_uint (out, first + 1);
  put_comma_uint (out, MIN (first + MAX (plan->chunk, 1u), plan->tasks) - first);
  put_comma_uint (out, message->from_lane);
  pl_data_put_char (out, ',');
  pl_data_put_csv (out, job->lanes[message->from_lane]);
  put_comma_uint (out, message->to_lane);
  pl_data_put_char (out, ',');
  pl_data_put_csv (out, job->lanes[message->to_lane]);
  put_comma_int (out, message->sent_ns);
  put_comma_int (out, message->received_ns);
  put_comma_int (out, message->received_ns - message->sent_ns);
  pl_data_put_char (out, '\n');
}

static void
put_listed (PlDataJob *job, const PlPipeMessage *message)
{
  PlDataOut *out = &job->out;
  char name[PL_DATA_NAME];

  pl_data_put_uint (out, message->from_lane);
  pl_data_put_char (out, ',');
  pl_data_put_csv (out, job->lanes[message->from_lane]);
  put_comma_uint (out, message->to_lane);
  pl_data_put_char (out, ',');
  pl_data_put_csv (out, job->lanes[message->to_lane]);
  put_comma_int (out, message->sent_ns);
  put_comma_int (out, message->received_ns);
  put_comma_int (out, message->received_ns - message->sent_ns);
  put_comma_uint (out, message->bytes);
  pl_data_put_char (out, ',');
  pl_log_name (job->log, message->pipe, name, sizeof name);
  pl_data_put_csv (out, name);
  pl_data_put_char (out, '\n');
}

/* Of a program that is not ours: what went through its pipes and sockets. */
static guint64
write_list (PlDataJob *job, const PlTransfers *list)
{
  guint64 written = 0;

  pl_data_put (&job->out, "from_lane,from,to_lane,to,sent_ns,received_ns,travel_ns,bytes,through\n");
  for (guint i = 0; i < list->transfers->len && job->out.error == 0; i++)
    {
      const PlPipeMessage *message = &g_array_index (list->transfers, PlPipeMessage, i);

      if (!pl_data_job_wants (job, message->sent_ns, message->received_ns))
        continue;
      put_listed (job, message);
      written++;
    }
  return written;
}

/* Receive by receive: whoever received something knows who sent it. */
static guint64
write_transfers (PlDataJob *job)
{
  g_autoptr (GArray) transfers = g_array_new (FALSE, FALSE, sizeof (PlTransfer));
  guint64 written = 0;

  pl_data_put (&job->out, "message,chunk,first_task,tasks,from_lane,from,to_lane,to,sent_ns,received_ns,travel_ns\n");
  for (guint lane = 0; lane < pl_trace_get_n_lanes (job->trace) && job->out.error == 0; lane++)
    {
      gboolean more;
      PlSpan span;

      if (pl_data_is_racer (job->log, lane) || !pl_trace_get_span (job->trace, lane, 0, &span))
        continue;
      for (more = TRUE; more; more = pl_trace_next_span (job->trace, lane, span.index, 1u << PL_STATE_RECEIVING, &span))
        {
          if (span.state != PL_STATE_RECEIVING || !pl_data_job_wants (job, span.start_ns, span.end_ns))
            continue;
          pl_trace_span_transfers (job->trace, &span, transfers);
          for (guint i = 0; i < transfers->len; i++)
            put_message (job, &g_array_index (transfers, PlTransfer, i));
          written += transfers->len;
        }
    }
  return written;
}

void
pl_data_write_messages (PlDataJob *job)
{
  const PlDataHead head = { "messages", job->from_ns, job->whole ? -1 : job->to_ns };
  PlTransfers *(*list) (PlTrace *) = pl_trace_kind (job->log)->transfers;
  guint64 written;

  pl_data_write_head (&job->out, job->log, &head, PL_DATA_COMMENT);
  written = list != NULL ? write_list (job, list (job->trace)) : write_transfers (job);
  pl_data_write_end (&job->out, written, PL_DATA_COMMENT);
}
