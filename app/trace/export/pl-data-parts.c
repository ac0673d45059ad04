/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/export/pl-data-parts.h"

#include <string.h>

/* As pl-log-save.c lays out a saved run: a test holds both to the same bytes. */
#define ALIGN 64u

static void
clear_lane_cb (gpointer data)
{
  PlDataLane *lane = data;

  for (guint i = 0; i < PL_N_STREAMS; i++)
    {
      g_clear_pointer (&lane->streams[i].records, g_array_unref);
      g_clear_pointer (&lane->streams[i].lines, g_array_unref);
    }
}

void
pl_data_run_init (PlDataRun *self)
{
  memset (&self->header, 0, sizeof self->header);
  self->plan = g_string_new (NULL);
  self->names = g_string_new (NULL);
  g_string_append_c (self->names, '\0');
  self->lanes = g_array_new (FALSE, TRUE, sizeof (PlDataLane));
  g_array_set_clear_func (self->lanes, clear_lane_cb);
  self->order = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->trials = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->n_records = 0;
}

void
pl_data_run_clear (PlDataRun *self)
{
  g_string_free (self->plan, TRUE);
  g_string_free (self->names, TRUE);
  g_array_unref (self->lanes);
  g_array_unref (self->order);
  g_array_unref (self->trials);
}

void
pl_data_run_add (PlDataRun *self, guint lane, PlStreamKind stream, gconstpointer record, guint line)
{
  PlDataStream *to = &g_array_index (self->lanes, PlDataLane, lane).streams[stream];

  if (to->records == NULL)
    {
      to->records = g_array_new (FALSE, FALSE, sizeof (PlRecord));
      to->lines = g_array_new (FALSE, FALSE, sizeof (guint32));
    }
  g_array_append_vals (to->records, record, 1);
  g_array_append_val (to->lines, line);
  self->n_records++;
}

static guint64
align (guint64 offset, guint64 to)
{
  return (offset + to - 1) / to * to;
}

static void
place (PlLogSection *section, guint64 n, guint64 each, guint64 *end)
{
  section->offset = align (*end, ALIGN);
  section->capacity = n;
  *end = section->offset + n * each;
}

/* A chunk a stream that is not empty; the first one is never used. */
static GArray *
make_chunks (PlDataRun *self, guint64 *n_records)
{
  GArray *chunks = g_array_new (FALSE, TRUE, sizeof (PlLogChunk));
  PlLogChunk none = { 0 };

  g_array_append_val (chunks, none);
  *n_records = 0;
  for (guint i = 0; i < self->lanes->len; i++)
    {
      PlDataLane *lane = &g_array_index (self->lanes, PlDataLane, i);

      for (guint s = 0; s < PL_N_STREAMS; s++)
        {
          GArray *records = lane->streams[s].records;
          PlLogStream *stream = &lane->lane.streams[s];
          gboolean racer = lane->lane.kind == PL_LANE_RACER && s == PL_STREAM_STATES;
          PlLogChunk chunk = { .lane = i, .stream = s, .count = records != NULL ? records->len : 0 };

          stream->count = chunk.count;
          stream->head = stream->tail = chunk.count > 0 ? chunks->len : 0;
          if (s == PL_STREAM_STATES)
            lane->lane.capacity = chunk.count;
          if (records == NULL)
            continue;
          *n_records = align (*n_records, ALIGN / sizeof (PlRecord));
          chunk.first_ns = racer ? 0 : g_array_index (records, PlRecord, 0).time_ns;
          chunk.start = *n_records;
          *n_records += chunk.count;
          g_array_append_val (chunks, chunk);
        }
    }
  return chunks;
}

static void
finish_header (PlDataRun *self, guint n_chunks, guint64 n_records)
{
  PlLogHeader *header = &self->header;
  guint64 end = sizeof *header;

  pl_log_sign (header);
  header->form = PL_LOG_COMPACT;
  header->n_lanes = self->lanes->len;
  header->names_used = (guint32) self->names->len;
  header->status.n_order = self->order->len;
  header->claimed = (guint64) n_chunks << 32;
  place (&header->plan, self->plan->len, 1, &end);
  place (&header->names, self->names->len, 1, &end);
  place (&header->lanes, self->lanes->len, sizeof (PlLane), &end);
  place (&header->chunks, n_chunks, sizeof (PlLogChunk), &end);
  place (&header->order, self->order->len, sizeof (guint32), &end);
  place (&header->trials, self->trials->len / 2, sizeof (PlTrial), &end);
  place (&header->records, n_records, sizeof (PlRecord), &end);
  header->total_size = end;
}

static void
append (GByteArray *built, guint64 offset, gconstpointer bytes, gsize size)
{
  static const guint8 zeros[ALIGN];

  g_byte_array_append (built, zeros, (guint) (offset - built->len));
  g_byte_array_append (built, bytes, (guint) size);
}

static PlDataStream *
stream_of (PlDataRun *self, const PlLogChunk *chunk)
{
  return &g_array_index (self->lanes, PlDataLane, chunk->lane).streams[chunk->stream];
}

GByteArray *
pl_data_run_build (PlDataRun *self)
{
  const PlLogHeader *header = &self->header;
  GByteArray *built;
  guint64 n_records;
  g_autoptr (GArray) chunks = make_chunks (self, &n_records);

  finish_header (self, chunks->len, n_records);
  if (header->total_size > G_MAXUINT)
    return NULL;
  built = g_byte_array_sized_new ((guint) header->total_size);
  append (built, 0, header, sizeof *header);
  append (built, header->plan.offset, self->plan->str, self->plan->len);
  append (built, header->names.offset, self->names->str, self->names->len);
  for (guint i = 0; i < self->lanes->len; i++)
    append (built, header->lanes.offset + i * sizeof (PlLane), &g_array_index (self->lanes, PlDataLane, i).lane,
            sizeof (PlLane));
  append (built, header->chunks.offset, chunks->data, chunks->len * sizeof (PlLogChunk));
  append (built, header->order.offset, self->order->data, self->order->len * sizeof (guint32));
  append (built, header->trials.offset, self->trials->data, self->trials->len / 2 * sizeof (PlTrial));
  for (guint i = 1; i < chunks->len; i++)
    {
      const PlLogChunk *chunk = &g_array_index (chunks, PlLogChunk, i);

      append (built, header->records.offset + chunk->start * sizeof (PlRecord), stream_of (self, chunk)->records->data,
              chunk->count * sizeof (PlRecord));
    }
  /* The records may begin behind the last thing that was written. */
  append (built, header->total_size, "", 0);
  return built;
}

guint
pl_data_run_find_line (PlDataRun *self, const GByteArray *built, guint64 offset)
{
  const PlLogHeader *header = &self->header;
  const PlLogChunk *chunks = (const PlLogChunk *) (built->data + header->chunks.offset);
  guint64 at;

  if (offset < header->records.offset)
    return 0;
  at = (offset - header->records.offset) / sizeof (PlRecord);
  for (guint64 i = 1; i < header->chunks.capacity; i++)
    if (at >= chunks[i].start && at - chunks[i].start < chunks[i].count)
      return g_array_index (stream_of (self, &chunks[i])->lines, guint32, at - chunks[i].start);
  return 0;
}
