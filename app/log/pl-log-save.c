/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log-save.h"

#include "log/notes/pl-log-notes-private.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The compacted header and tables, with every count read exactly once. */
typedef struct {
  PlLogHeader header;
  PlLane *lanes;
  PlLogChunk *chunks;                 /* one a stream that is not empty, in the order of the records */
  PlNotesImage notes;
  uint32_t names_used;                /* of the log's own */
} Snapshot;

static int
write_fd (PlLogSink *sink, const void *bytes, uint64_t size)
{
  const uint8_t *p = bytes;

  while (size > 0)
    {
      /* Linux writes at most 2 GiB at once anyway. */
      ssize_t n = write (sink->fd, p, size < (1u << 30) ? size : (1u << 30));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -errno;
      if (n == 0)
        return -ENOSPC;
      p += n;
      size -= (uint64_t) n;
    }
  return 0;
}

static int
sink_write (PlLogSink *sink, const void *bytes, uint64_t size)
{
  int error = 0;

  if (size == 0)
    return 0;
  if (sink->memory)
    memcpy (sink->memory + sink->offset, bytes, size);
  else
    error = write_fd (sink, bytes, size);
  sink->offset += size;
  return error;
}

static int
sink_zeros (PlLogSink *sink, uint64_t size)
{
  static const uint8_t zeros[4096];
  int error = 0;

  for (uint64_t n; error == 0 && size > 0; size -= n)
    {
      n = size < sizeof zeros ? size : sizeof zeros;
      error = sink_write (sink, zeros, n);
    }
  return error;
}

static int
sink_pad_to (PlLogSink *sink, uint64_t offset)
{
  return sink_zeros (sink, offset - sink->offset);
}

/* Where the next records are, at most n. They may come from several chunks, and not be next to each other.
 * A racer's are all there, whatever its words are. */
static uint64_t
next_run (PlLogPlace *place, uint64_t n, const PlRecord **records)
{
  bool racer = place->log->lanes[place->lane].kind == PL_LANE_RACER && place->stream == PL_STREAM_STATES;
  uint64_t run = 0, claimed = pl_log_place_claimed (place);

  if (racer && pl_log_place_enter (place))
    {
      *records = &place->log->records[place->start + (place->slot - place->first)];
      run = place->count - (place->slot - place->first);
      if (run > claimed - place->slot)
        run = claimed > place->slot ? claimed - place->slot : 0;
    }
  while (!racer && place->slot < claimed && (run = pl_log_place_run (place, claimed, records)) == 0)
    if (!pl_log_place_enter (place) || !pl_log_place_skip (place, claimed))
      break;
  if (run > n)
    run = n;
  place->slot += run;
  return run;
}

/* Records that are published now, and the time of the first. */
static uint64_t
count_stream (const PlLog *log, uint32_t lane, uint32_t stream, int64_t *first_ns)
{
  const PlRecord *records;
  PlLogPlace place;
  uint64_t sum = 0, n;

  *first_ns = 0;
  pl_log_place_init (&place, log, lane, stream);
  while ((n = next_run (&place, UINT64_MAX, &records)) > 0)
    {
      if (sum == 0 && (log->lanes[lane].kind != PL_LANE_RACER || stream != PL_STREAM_STATES))
        *first_ns = records[0].time_ns;
      sum += n;
    }
  return sum;
}

/* Exactly n records. Should there be fewer by now, because somebody broke the log, the last one is said
 * again. */
static int
write_stream (PlLogSink *sink, const PlLog *log, const PlLogChunk *chunk)
{
  const PlRecord *records;
  PlRecord last = { 0 };
  PlLogPlace place;
  uint64_t left = chunk->count, n;
  int error = 0;

  pl_log_place_init (&place, log, chunk->lane, chunk->stream);
  while (error == 0 && left > 0 && (n = next_run (&place, left, &records)) > 0)
    {
      error = sink_write (sink, records, n * sizeof *records);
      last = records[n - 1];
      left -= n;
    }
  for (; error == 0 && left > 0; left--)
    error = sink_write (sink, &last, sizeof last);
  return error;
}

static void
take_stream (const PlLog *log, Snapshot *snapshot, uint32_t lane, uint32_t stream, uint32_t *n_chunks,
             uint64_t *end)
{
  PlLogStream *entry = &snapshot->lanes[lane].streams[stream];
  const PlRecord *records;
  int64_t first_ns = 0;
  uint64_t n;

  /* A person's notes are not in the log: a list beside it is edited. */
  if (stream == PL_STREAM_NOTES)
    n = pl_notes_image_records (&snapshot->notes, lane, &records);
  else
    n = count_stream (log, lane, stream, &first_ns);
  if (stream == PL_STREAM_NOTES && n > 0)
    first_ns = records[0].time_ns;

  entry->count = n;
  entry->head = entry->tail = n > 0 ? *n_chunks : 0;
  if (stream == PL_STREAM_STATES)
    snapshot->lanes[lane].capacity = n;
  if (n == 0)
    return;
  *end = pl_log_align (*end, PL_LOG_SECTION_ALIGN / sizeof (PlRecord));
  snapshot->chunks[(*n_chunks)++] = (PlLogChunk) {
    .lane = lane, .stream = stream, .first_ns = first_ns, .start = *end, .count = n,
  };
  *end += n;
}

/* The lane's fields, each as it is now. */
static void
take_lane (const PlLog *log, Snapshot *snapshot, uint32_t lane)
{
  memcpy (&snapshot->lanes[lane], &log->lanes[lane], sizeof (PlLane));
  snapshot->lanes[lane].parent = log->lanes[lane].kind == PL_LANE_PARENT ? PL_LANE_NOBODY
                                                                         : pl_log_lane_parent (log, lane);
}

static void
place_section (PlLogSection *section, uint64_t capacity, uint64_t each, uint64_t *end)
{
  section->offset = pl_log_align (*end, PL_LOG_SECTION_ALIGN);
  section->capacity = capacity;
  *end = section->offset + capacity * each;
}

static void
compact (const PlLog *log, Snapshot *snapshot, uint32_t n_lanes, uint32_t n_chunks, uint64_t n_records)
{
  PlLogHeader *header = &snapshot->header;
  uint32_t names = atomic_load_explicit (&log->header->names_used, memory_order_relaxed);
  uint64_t end = sizeof *header;

  if (names > log->names_capacity)
    names = log->names_capacity;
  snapshot->names_used = names;
  names = pl_notes_image_place (&snapshot->notes, names);
  header->form = PL_LOG_COMPACT;
  header->n_lanes = n_lanes;
  header->names_used = names;
  header->claimed = (uint64_t) n_chunks << 32;
  place_section (&header->plan, log->plan_size, 1, &end);
  place_section (&header->names, names, 1, &end);
  place_section (&header->lanes, n_lanes, sizeof (PlLane), &end);
  place_section (&header->chunks, n_chunks, sizeof (PlLogChunk), &end);
  place_section (&header->order, header->status.n_order, sizeof (uint32_t), &end);
  place_section (&header->trials, log->trials_capacity, sizeof (PlTrial), &end);
  place_section (&header->records, n_records, sizeof (PlRecord), &end);
  header->total_size = end;
}

/* The phase is read first: once it says "over", everything else has come to rest. Records are read
 * before the order, because a record that speaks of results is published after their order. */
static int
take_snapshot (const PlLog *log, Snapshot *snapshot)
{
  PlRunStatus *status = &snapshot->header.status;
  uint32_t phase = atomic_load_explicit (&log->header->status.phase, memory_order_acquire);
  uint32_t n_lanes = pl_log_n_lanes (log), n_chunks = 1, n_order;
  uint64_t n_records = 0;

  if (pl_notes_image_take ((PlLog *) log, &snapshot->notes) < 0)
    return -ENOMEM;
  snapshot->lanes = calloc (n_lanes, sizeof (PlLane));
  snapshot->chunks = calloc (1 + (size_t) n_lanes * PL_N_STREAMS, sizeof (PlLogChunk));
  if (!snapshot->lanes || !snapshot->chunks)
    return -ENOMEM;
  for (uint32_t i = 0; i < n_lanes; i++)
    {
      take_lane (log, snapshot, i);
      for (uint32_t s = 0; s < PL_N_STREAMS; s++)
        take_stream (log, snapshot, i, s, &n_chunks, &n_records);
    }
  n_order = pl_log_n_order (log);
  memcpy (&snapshot->header, log->header, sizeof snapshot->header);
  atomic_store_explicit (&status->phase, phase, memory_order_relaxed);
  atomic_store_explicit (&status->n_order, n_order, memory_order_relaxed);
  /* Nobody decides on it in a file: as far as that tells, the run has not ended. */
  if (atomic_load_explicit (&status->end_ns, memory_order_relaxed) == PL_END_UNDECIDED)
    atomic_store_explicit (&status->end_ns, 0, memory_order_relaxed);
  compact (log, snapshot, n_lanes, n_chunks, n_records);
  return 0;
}

/* The log's own names, the texts of the notes, and nothing of notes that are no more. */
static int
write_names (PlLogSink *sink, const PlLog *log, const Snapshot *snapshot)
{
  const PlNotesImage *notes = &snapshot->notes;
  uint32_t own = notes->kept < snapshot->names_used ? notes->kept : snapshot->names_used;
  uint64_t end = snapshot->header.names.offset + snapshot->header.names.capacity;
  int error = sink_write (sink, log->names, own);

  if (error == 0)
    error = sink_zeros (sink, notes->kept - own);
  if (error == 0)
    error = sink_write (sink, notes->texts, notes->texts_size);
  return error < 0 ? error : sink_zeros (sink, end - sink->offset);
}

static int
write_tables (PlLogSink *sink, const PlLog *log, const Snapshot *snapshot)
{
  const PlLogHeader *header = &snapshot->header;
  int error;

  (void) ((error = sink_write (sink, header, sizeof *header)) < 0 ||
          (error = sink_pad_to (sink, header->plan.offset)) < 0 ||
          (error = sink_write (sink, log->plan_text, log->plan_size)) < 0 ||
          (error = sink_pad_to (sink, header->names.offset)) < 0 ||
          (error = write_names (sink, log, snapshot)) < 0 ||
          (error = sink_pad_to (sink, header->lanes.offset)) < 0 ||
          (error = sink_write (sink, snapshot->lanes, header->lanes.capacity * sizeof (PlLane))) < 0 ||
          (error = sink_pad_to (sink, header->chunks.offset)) < 0 ||
          (error = sink_write (sink, snapshot->chunks,
                               header->chunks.capacity * sizeof (PlLogChunk))) < 0 ||
          (error = sink_pad_to (sink, header->order.offset)) < 0 ||
          (error = sink_write (sink, log->order, header->order.capacity * sizeof (uint32_t))) < 0 ||
          (error = sink_pad_to (sink, header->trials.offset)) < 0 ||
          (error = sink_write (sink, log->trials, header->trials.capacity * sizeof (PlTrial))) < 0 ||
          (error = sink_pad_to (sink, header->records.offset)) < 0);
  return error;
}

static int
write_notes (PlLogSink *sink, const PlNotesImage *notes, const PlLogChunk *chunk)
{
  const PlRecord *records;
  uint32_t n = pl_notes_image_records (notes, chunk->lane, &records);

  return sink_write (sink, records, n * sizeof *records);
}

static int
write_all (PlLogSink *sink, const PlLog *log, const Snapshot *snapshot)
{
  const PlLogHeader *header = &snapshot->header;
  int error = write_tables (sink, log, snapshot);

  for (uint64_t i = 1; error == 0 && i < header->chunks.capacity; i++)
    {
      const PlLogChunk *chunk = &snapshot->chunks[i];

      error = sink_pad_to (sink, header->records.offset + chunk->start * sizeof (PlRecord));
      if (error == 0)
        error = chunk->stream == PL_STREAM_NOTES ? write_notes (sink, &snapshot->notes, chunk)
                                                 : write_stream (sink, log, chunk);
    }
  return error;
}

int
pl_log_write (const PlLog *log, PlLogSink *sink)
{
  Snapshot snapshot = { 0 };
  int error = take_snapshot (log, &snapshot);

  if (error == 0 && sink->prepare)
    error = sink->prepare (sink, snapshot.header.total_size);
  if (error == 0)
    error = write_all (sink, log, &snapshot);
  free (snapshot.lanes);
  free (snapshot.chunks);
  pl_notes_image_clear (&snapshot.notes);
  return error;
}

int
pl_log_save (const PlLog *log, int fd)
{
  PlLogSink sink = { .fd = fd };

  return pl_log_write (log, &sink);
}
