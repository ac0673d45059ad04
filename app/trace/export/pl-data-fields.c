/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/export/pl-data-fields.h"

#include <string.h>

#define FIELD(type, key, member, is_signed) \
  { key, offsetof (type, member), sizeof (((type *) NULL)->member), is_signed }
#define U(key, member) FIELD (PlLogHeader, key, member, FALSE)
#define I(key, member) FIELD (PlLogHeader, key, member, TRUE)

/* Files hold the keys: never rename one. */
const PlDataField pl_data_header_fields[] = {
  U ("clock", clock), U ("n_cpus", n_cpus), I ("start_mono_ns", start_mono_ns), I ("start_wall_ns", start_wall_ns),
  U ("lanes_lost", lanes_lost), U ("names_lost", names_lost), U ("account", account), I ("slices_errno", slices_errno),
  U ("quota_millis", quota_millis), I ("slices_end_ns", slices_end_ns), I ("throttled_ns", throttled_ns),
  U ("stolen_ms", stolen_ms), U ("cpus_allowed_1", cpus_allowed[0]), U ("cpus_allowed_2", cpus_allowed[1]),
  U ("phase", status.phase), U ("error", status.error), I ("error_errno", status.error_errno),
  I ("error_detail", status.error_detail), U ("error_arg_1", status.error_args[0]),
  U ("error_arg_2", status.error_args[1]), I ("end_ns", status.end_ns), U ("done", status.done),
  U ("right", status.right), U ("wrong", status.wrong), U ("alive", status.alive), U ("replaced", status.replaced),
  U ("serial_done", status.serial_done), U ("lacks", status.lacks), I ("serial_ns", status.serial_ns),
  { NULL, 0, 0, FALSE }
};

#undef U
#undef I
#define U(key, member) FIELD (PlLane, key, member, FALSE)
#define I(key, member) FIELD (PlLane, key, member, TRUE)

const PlDataField pl_data_lane_fields[] = {
  U ("kind", kind), U ("index", index), U ("part", part), U ("parent", parent), I ("pid", pid), I ("tid", tid),
  U ("incarnations", incarnations), U ("tasks", tasks), U ("name", name), U ("ready", ready), I ("born_ns", born_ns),
  I ("busy_ns", busy_ns), I ("cpu_ns", cpu_ns), U ("voluntary", voluntary), U ("involuntary", involuntary),
  I ("begin_ns", begin_ns), I ("end_ns", end_ns), U ("made", made), U ("race_voluntary", race_voluntary),
  U ("race_involuntary", race_involuntary),
  U ("states_dropped", streams[0].dropped), U ("events_dropped", streams[1].dropped),
  U ("slices_dropped", streams[2].dropped), U ("notes_dropped", streams[3].dropped),
  U ("working", streams[0].pad), I ("busy_since_ns", streams[1].pad),
  U ("waiting", streams[2].pad), I ("waiting_since_ns", streams[3].pad),
  { NULL, 0, 0, FALSE }
};

G_STATIC_ASSERT (PL_N_STREAMS == 4);
G_STATIC_ASSERT (sizeof (PlRacePartStatus) % 8 == 0);

static guint64
field_get (const PlDataField *field, gconstpointer from)
{
  guint64 wide;
  guint32 narrow;

  if (field->size == sizeof wide)
    {
      memcpy (&wide, (const guint8 *) from + field->offset, sizeof wide);
      return wide;
    }
  memcpy (&narrow, (const guint8 *) from + field->offset, sizeof narrow);
  return field->is_signed ? (guint64) (gint64) (gint32) narrow : narrow;
}

gboolean
pl_data_field_set (const PlDataField *field, gpointer to, guint64 magnitude, gboolean negative)
{
  guint64 most = field->size == 8 ? G_MAXUINT64 : G_MAXUINT32, value = negative ? -magnitude : magnitude;
  guint32 narrow;

  if (field->is_signed)
    most = most / 2 + negative;
  if (magnitude > most || (negative && !field->is_signed))
    return FALSE;
  narrow = (guint32) value;
  if (field->size == sizeof value)
    memcpy ((guint8 *) to + field->offset, &value, sizeof value);
  else
    memcpy ((guint8 *) to + field->offset, &narrow, sizeof narrow);
  return TRUE;
}

/* --- writing --- */

typedef struct {
  PlDataOut *out;
  const char *prefix;
} Lines;

static void
begin (Lines *self, const char *what)
{
  pl_data_put (self->out, self->prefix);
  pl_data_put (self->out, "{\"head\":\"");
  pl_data_put (self->out, what);
  pl_data_put_char (self->out, '"');
}

static void
end (Lines *self)
{
  pl_data_put (self->out, "}\n");
}

static void
put_fields (PlDataOut *out, const PlDataField *fields, gconstpointer from)
{
  for (const PlDataField *field = fields; field->key != NULL; field++)
    if (field->is_signed)
      pl_data_put_member (out, field->key, (gint64) field_get (field, from));
    else
      pl_data_put_member_uint (out, field->key, field_get (field, from));
}

static void
write_list (Lines *lines, const char *what, const guint64 *values, guint64 from, guint n)
{
  begin (lines, what);
  pl_data_put_member_uint (lines->out, "from", from);
  pl_data_put (lines->out, ",\"values\":[");
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        pl_data_put_char (lines->out, ',');
      pl_data_put_uint (lines->out, values[i]);
    }
  pl_data_put_char (lines->out, ']');
  end (lines);
}

/* The plan's lines KEY=VALUE, as they are: values are texts, so that nothing is lost of what a later version says. */
static void
write_plan (Lines *lines, PlLog *log)
{
  gsize size;
  const char *text = pl_log_plan_text (log, &size);
  g_autofree char *copy = g_strndup (text, size);
  g_auto (GStrv) pairs = g_strsplit (copy, "\n", -1);

  begin (lines, "plan");
  for (guint i = 0; pairs[i] != NULL && pairs[i][0] != '\0'; i++)
    {
      char *equals = strchr (pairs[i], '=');

      if (equals == NULL)
        continue;
      *equals = '\0';
      pl_data_put_member_text (lines->out, pairs[i], equals + 1);
    }
  end (lines);
}

static void
write_lanes (Lines *lines, PlLog *log)
{
  for (guint i = 0; i < pl_log_n_lanes (log); i++)
    {
      PlLane lane;

      memcpy (&lane, pl_log_lane (log, i), sizeof lane);
      lane.parent = lane.kind == PL_LANE_PARENT ? PL_LANE_NOBODY : pl_log_lane_parent (log, i);
      begin (lines, "lane");
      pl_data_put_member_uint (lines->out, "lane", i);
      put_fields (lines->out, pl_data_lane_fields, &lane);
      end (lines);
    }
}

/* One text a line with the place it has in the table. What is no UTF-8 is told by its bytes: the texts of a log that
 * another program made may be anything. */
static void
write_names (Lines *lines, PlLog *log)
{
  gsize size, length;
  const char *names = pl_log_names (log, &size);

  for (gsize at = 0; at < size; at += length + 1)
    {
      g_autofree char *text = g_strndup (names + at, size - at);

      length = strlen (text);
      if (at == 0 && length == 0)
        continue;
      begin (lines, "text");
      pl_data_put_member_uint (lines->out, "at", at);
      if (g_utf8_validate (text, -1, NULL))
        {
          pl_data_put_member_text (lines->out, "text", text);
        }
      else
        {
          g_autofree char *base64 = g_base64_encode ((const guchar *) text, length);

          pl_data_put_member_text (lines->out, "base64", base64);
        }
      end (lines);
    }
}

static void
write_order (Lines *lines, PlLog *log)
{
  const guint32 *order = pl_log_order (log);
  guint n = pl_log_n_order (log);
  guint64 values[PL_DATA_LIST];

  for (guint from = 0; from < n; from += PL_DATA_LIST)
    {
      guint some = MIN (n - from, PL_DATA_LIST);

      for (guint i = 0; i < some; i++)
        values[i] = order[from + i];
      write_list (lines, "order", values, from, some);
    }
}

/* Two numbers each: see PlTrial and PlTrialRace, which share the section. */
static void
write_trials (Lines *lines, PlLog *log)
{
  guint64 n = pl_log_n_trial_entries (log);
  const PlTrial *trials = n > 0 ? pl_log_trials (log, 0) : NULL;
  guint64 values[PL_DATA_LIST];

  for (guint64 from = 0; from < n; from += PL_DATA_LIST / 2)
    {
      guint some = (guint) MIN (n - from, PL_DATA_LIST / 2);

      memcpy (values, trials + from, some * sizeof *trials);
      write_list (lines, "trials", values, from, 2 * some);
    }
}

static void
write_run (Lines *lines, const PlLogHeader *header, const PlDataHead *head)
{
  begin (lines, "run");
  pl_data_put_member (lines->out, "version", PL_DATA_VERSION);
  pl_data_put_member_text (lines->out, "rows", head->rows);
  if (head->to_ns >= 0)
    {
      pl_data_put_member (lines->out, "from_ns", head->from_ns);
      pl_data_put_member (lines->out, "to_ns", head->to_ns);
    }
  pl_data_put_member_text (lines->out, "program", header->app_version);
  pl_data_put_member_text (lines->out, "cpu_model", header->cpu_model);
  pl_data_put_member_text (lines->out, "kernel", header->kernel);
  put_fields (lines->out, pl_data_header_fields, header);
  end (lines);
}

void
pl_data_write_head (PlDataOut *out, PlLog *log, const PlDataHead *head, const char *prefix)
{
  Lines lines = { out, prefix };
  guint64 values[PL_DATA_N_END];
  guint n = PL_DATA_N_END;
  PlLogHeader header;

  memcpy (&header, pl_log_header (log), sizeof header);
  header.cpu_model[sizeof header.cpu_model - 1] = header.kernel[sizeof header.kernel - 1] = '\0';
  header.app_version[sizeof header.app_version - 1] = '\0';
  if (header.status.end_ns == PL_END_UNDECIDED)
    header.status.end_ns = 0;
  write_run (&lines, &header, head);
  write_plan (&lines, log);
  memcpy (values, (const guint8 *) &header + PL_DATA_END_OFFSET, sizeof values);
  while (n > 0 && values[n - 1] == 0)
    n--;
  if (n > 0)
    write_list (&lines, "result", values, 0, n);
  write_lanes (&lines, log);
  write_names (&lines, log);
  write_order (&lines, log);
  write_trials (&lines, log);
}

void
pl_data_write_end (PlDataOut *out, guint64 records, const char *prefix)
{
  Lines lines = { out, prefix };

  begin (&lines, "end");
  pl_data_put_member_uint (out, "records", records);
  end (&lines);
}
