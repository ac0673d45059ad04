/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/export/pl-data-read.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "trace/export/pl-data-words.h"

/* A line of a run as text, put where it belongs. Each function returns NULL, or why the line is refused: an English
 * message id. */

static const char *
set_fields (const PlDataLine *line, const PlDataField *fields, gpointer to)
{
  for (const PlDataField *field = fields; field->key != NULL; field++)
    {
      const PlDataMember *member = pl_data_line_find (line, field->key);

      if (member == NULL)
        continue;
      if (member->type != PL_DATA_NUMBER_MEMBER || !pl_data_field_set (field, to, member->magnitude, member->negative))
        return N_("a number is out of range");
    }
  return NULL;
}

/* Cut by the reader of saved runs if it is too long, which is then no longer what it was: so it is refused. */
static const char *
set_text (const PlDataLine *line, const char *key, char *to, gsize size)
{
  const char *text = pl_data_line_text (line, key);

  return text == NULL || g_strlcpy (to, text, size) < size ? NULL : N_("a text is too long");
}

static const char *
take_run (PlDataReader *self, const PlDataLine *line)
{
  PlLogHeader *header = &self->run.header;
  const char *rows = pl_data_line_text (line, "rows"), *reason;
  guint64 version;

  if (!pl_data_line_uint (line, "version", G_MAXUINT64, &version))
    return N_("it does not say which version it is");
  if (version > PL_DATA_VERSION)
    return N_("it comes from a newer version of Paralane");
  if (pl_data_line_find (line, "to_ns") != NULL)
    return N_("it holds only a part of its run, which was exported with --from or --to");
  if (g_strcmp0 (rows, "messages") == 0)
    return N_("it holds messages, which are not all there is to a run: export spans or JSON Lines");
  self->increments = g_strcmp0 (rows, "increments") == 0;
  if ((reason = set_text (line, "program", header->app_version, sizeof header->app_version)) != NULL
      || (reason = set_text (line, "cpu_model", header->cpu_model, sizeof header->cpu_model)) != NULL
      || (reason = set_text (line, "kernel", header->kernel, sizeof header->kernel)) != NULL)
    return reason;
  self->began = TRUE;
  return set_fields (line, pl_data_header_fields, header);
}

static const char *
take_plan (PlDataReader *self, const PlDataLine *line)
{
  if (self->run.plan->len > 0)
    return N_("there is a second plan");
  for (guint i = 1; i < line->n_members; i++)
    {
      const PlDataMember *member = &line->members[i];

      if (member->type != PL_DATA_TEXT_MEMBER || self->run.plan->len > PL_LOG_MAX_PLAN)
        return N_("the text of its plan is broken");
      g_string_append_printf (self->run.plan, "%s=%s\n", member->key, member->text->str);
    }
  return NULL;
}

static const PlDataMember *
find_list (const PlDataLine *line, guint64 expected)
{
  const PlDataMember *values = pl_data_line_find (line, "values");
  guint64 from;

  return values != NULL && values->type == PL_DATA_LIST_MEMBER && pl_data_line_uint (line, "from", G_MAXUINT64, &from)
                 && from == expected
             ? values
             : NULL;
}

static const char *
take_result (PlDataReader *self, const PlDataLine *line)
{
  const PlDataMember *values = find_list (line, 0);

  if (values == NULL || values->list_n > PL_DATA_N_END)
    return N_("the list is broken");
  memcpy ((guint8 *) &self->run.header + PL_DATA_END_OFFSET, &g_array_index (line->numbers, guint64, values->list_at),
          values->list_n * sizeof (guint64));
  return NULL;
}

static const char *
take_order (PlDataReader *self, const PlDataLine *line)
{
  const PlDataMember *values = find_list (line, self->run.order->len);

  if (values == NULL)
    return N_("the list is broken");
  for (guint i = 0; i < values->list_n; i++)
    {
      guint64 value = g_array_index (line->numbers, guint64, values->list_at + i);
      guint32 narrow = (guint32) value;

      if (value > G_MAXUINT32)
        return N_("a number is out of range");
      g_array_append_val (self->run.order, narrow);
    }
  return NULL;
}

static const char *
take_trials (PlDataReader *self, const PlDataLine *line)
{
  const PlDataMember *values = find_list (line, self->run.trials->len / 2);

  if (values == NULL || values->list_n == 0 || values->list_n % 2 != 0)
    return N_("the list is broken");
  g_array_append_vals (self->run.trials, &g_array_index (line->numbers, guint64, values->list_at), values->list_n);
  return NULL;
}

static const char *
take_lane (PlDataReader *self, const PlDataLine *line)
{
  PlDataLane lane = { 0 };
  const char *reason;
  guint64 index;

  if (!pl_data_line_uint (line, "lane", PL_LOG_MAX_LANES, &index) || index != self->run.lanes->len)
    return N_("the lanes are not in their order");
  reason = set_fields (line, pl_data_lane_fields, &lane.lane);
  if (reason == NULL)
    g_array_append_val (self->run.lanes, lane);
  return reason;
}

static const char *
take_text (PlDataReader *self, const PlDataLine *line)
{
  const char *text = pl_data_line_text (line, "text"), *base64 = pl_data_line_text (line, "base64");
  GString *names = self->run.names;
  guint64 at;

  if (!pl_data_line_uint (line, "at", PL_LOG_MAX_NAMES, &at) || at != names->len || (text == NULL && base64 == NULL))
    return N_("the texts are not in their order");
  if (text != NULL)
    {
      g_string_append_len (names, text, (gssize) strlen (text) + 1);
    }
  else
    {
      gsize size;
      g_autofree guchar *bytes = g_base64_decode (base64, &size);

      g_string_append_len (names, (const char *) bytes, (gssize) size);
      g_string_append_c (names, '\0');
    }
  return NULL;
}

static const char *
take_end (PlDataReader *self, const PlDataLine *line)
{
  guint64 n;

  if (!pl_data_line_uint (line, "records", G_MAXUINT64, &n) || n != self->run.n_records)
    return N_("records are missing, or there are too many");
  self->ended = TRUE;
  return NULL;
}

static const char *
take_head (PlDataReader *self, const char *what, const PlDataLine *line)
{
  static const struct {
    const char *what;
    const char *(*take) (PlDataReader *self, const PlDataLine *line);
  } known[] = {
    { "plan", take_plan }, { "result", take_result }, { "lane", take_lane }, { "text", take_text },
    { "order", take_order }, { "trials", take_trials }, { "end", take_end },
  };

  if (g_str_equal (what, "run"))
    return self->began ? N_("there is a second run") : take_run (self, line);
  if (!self->began)
    return N_("the head of a run is missing");
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (what, known[i].what))
      return known[i].take (self, line);
  return N_("it is about something unknown");
}

/* --- records --- */

const char *
pl_data_reader_add_record (PlDataReader *self, guint64 lane, PlStreamKind stream, const PlRecord *record)
{
  if (lane >= self->run.lanes->len)
    return N_("there is no such lane");
  if (stream == PL_STREAM_STATES && g_array_index (self->run.lanes, PlDataLane, lane).lane.kind == PL_LANE_RACER)
    return N_("its lane holds increments, and no states");
  pl_data_run_add (&self->run, (guint) lane, stream, record, self->n_line);
  return NULL;
}

const char *
pl_data_reader_add_increment (PlDataReader *self, guint64 lane, const PlDataIncrement *increment)
{
  PlRaceRecord record = { PL_WORD (increment->value, increment->writer, increment->sequence),
                          pl_race_times ((gint64) increment->load_ns, (gint64) increment->store_ns) };

  if (lane >= self->run.lanes->len)
    return N_("there is no such lane");
  if (g_array_index (self->run.lanes, PlDataLane, lane).lane.kind != PL_LANE_RACER)
    return N_("its lane holds states, and no increments");
  if (increment->store_ns < increment->load_ns || increment->store_ns - increment->load_ns > PL_RACE_MAX_HOLD_NS)
    return N_("its store is not behind its load");
  pl_data_run_add (&self->run, (guint) lane, PL_STREAM_STATES, &record, self->n_line);
  return NULL;
}

static const char *
take_increment (PlDataReader *self, guint64 lane, const PlDataLine *line)
{
  PlDataIncrement increment;

  if (!pl_data_line_uint (line, "load_ns", PL_RACE_MAX_LOAD_NS, &increment.load_ns)
      || !pl_data_line_uint (line, "store_ns", PL_RACE_MAX_LOAD_NS + PL_RACE_MAX_HOLD_NS, &increment.store_ns)
      || !pl_data_line_uint (line, "value", G_MAXUINT32, &increment.value)
      || !pl_data_line_uint (line, "writer", 0xff, &increment.writer)
      || !pl_data_line_uint (line, "increment", 0xffffff, &increment.sequence))
    return N_("a number is missing or out of range");
  return pl_data_reader_add_increment (self, lane, &increment);
}

static const char *
take_record (PlDataReader *self, const PlDataLine *line)
{
  const char *state = pl_data_line_text (line, "state"), *event = pl_data_line_text (line, "event");
  int kind = state != NULL ? pl_data_state_from_key (state) : event != NULL ? pl_data_event_from_key (event) : -1;
  guint64 lane, time_ns, number, count = 0, cpu = 255;
  PlRecord record;

  if (!pl_data_line_uint (line, "lane", PL_LOG_MAX_LANES, &lane))
    return N_("its lane is missing");
  if (state == NULL && event == NULL && pl_data_line_find (line, "load_ns") != NULL)
    return take_increment (self, lane, line);
  if (kind < 0)
    return N_("it names no state and no event there is");
  if (!pl_data_line_uint (line, "time_ns", PL_LOG_MAX_NS, &time_ns)
      || !pl_data_line_uint (line, "number", G_MAXUINT32, &number)
      || (pl_data_line_find (line, "count") != NULL && !pl_data_line_uint (line, "count", G_MAXUINT16, &count))
      || (pl_data_line_find (line, "cpu") != NULL && !pl_data_line_uint (line, "cpu", 255, &cpu)))
    return N_("a number is missing or out of range");
  record = (PlRecord) { .time_ns = (gint64) time_ns, .arg = (guint32) number, .count = (guint16) count,
                        .state = (guint8) kind, .cpu = (guint8) cpu };
  return pl_data_reader_add_record (self, lane, state != NULL ? PL_STREAM_STATES : pl_data_event_stream ((guint) kind),
                                    &record);
}

const char *
pl_data_reader_take (PlDataReader *self, const char *text, gsize size)
{
  const char *what;

  if (!pl_data_line_parse (&self->line, text, size))
    return self->line.fault;
  if (self->ended)
    return N_("something stands behind its end");
  what = pl_data_line_text (&self->line, "head");
  if (what != NULL)
    return take_head (self, what, &self->line);
  return self->began ? take_record (self, &self->line) : N_("the head of a run is missing");
}
