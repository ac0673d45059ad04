/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log-events.h"

#include "log/pl-log-private.h"

#include <stdlib.h>

void
pl_log_cursor_init (PlLogCursor *self, const PlLog *log, uint32_t lane, PlStreamKind stream)
{
  *self = (PlLogCursor) { .last_ns = 0 };
  pl_log_place_init (&self->place, log, lane, stream);
}

static bool
is_account (unsigned kind)
{
  return kind == PL_EVENT_CPU_WAIT || kind == PL_EVENT_CPU_TIME;
}

static bool
is_edge (unsigned kind)
{
  return kind >= PL_EVENT_FORK && kind <= PL_EVENT_MESSAGE;
}

static bool
is_named (unsigned kind)
{
  return kind == PL_EVENT_MARK || kind == PL_EVENT_NOTE || kind == PL_EVENT_WROTE || kind == PL_EVENT_READ ||
         kind == PL_EVENT_EXEC || kind == PL_EVENT_OUTPUT;
}

static bool
is_recorded (unsigned kind)
{
  return kind >= PL_EVENT_WROTE && kind < PL_N_EVENTS;
}

static bool
is_about_lane (unsigned kind)
{
  return kind == PL_EVENT_HOLDER || kind == PL_EVENT_UNREAPED || kind == PL_EVENT_STOPPED || kind == PL_EVENT_CONTINUED;
}

static bool
kind_fits (PlStreamKind stream, unsigned kind)
{
  switch (stream)
    {
    case PL_STREAM_EVENTS:
      return (kind >= PL_EVENT_FORK && kind <= PL_EVENT_MARK) || is_recorded (kind);
    case PL_STREAM_SLICES:
      return kind == PL_EVENT_SLICE;
    case PL_STREAM_NOTES:
      return kind == PL_EVENT_NOTE;
    default:
      return false;
    }
}

/* What most events are, and nothing but a time and a duration. */
static bool
read_account (PlLogCursor *self, const PlRecord *record, PlLogEvent *out)
{
  *out = (PlLogEvent) {
    .time_ns = record->time_ns, .kind = record->state, .lane = self->place.lane, .duration_ns = PL_SLICE_NS (record),
    .cpu = record->cpu == 255 ? -1 : record->cpu, .record = *record,
  };
  if (self->place.stream != PL_STREAM_EVENTS || out->time_ns < self->last_ns || out->time_ns > PL_LOG_MAX_NS ||
      out->duration_ns > PL_LOG_MAX_NS)
    return false;
  self->last_ns = out->time_ns;
  return true;
}

/* From a copy of the record, which nobody can change any more. */
static bool
read_event (PlLogCursor *self, const PlRecord *record, PlLogEvent *out)
{
  bool text = is_named (record->state);
  bool duration = record->state == PL_EVENT_SLICE;
  bool edge = is_edge (record->state);

  *out = (PlLogEvent) {
    .time_ns = record->time_ns, .kind = record->state, .lane = self->place.lane,
    .id = edge ? PL_EDGE_ID (record) : 0, .in = edge && PL_EDGE_IN (record),
    .duration_ns = duration ? PL_SLICE_NS (record) : 0, .name = text ? record->arg : 0,
    .arg = is_recorded (record->state) && !text ? record->arg : 0,
    .note = record->state == PL_EVENT_NOTE ? record->count : 0,
    .cpu = record->cpu == 255 ? -1 : record->cpu, .record = *record,
  };
  if (!kind_fits (self->place.stream, record->state) || out->time_ns < self->last_ns ||
      out->time_ns > PL_LOG_MAX_NS || out->duration_ns > PL_LOG_MAX_NS ||
      (record->state == PL_EVENT_SLICE && out->duration_ns > PL_LOG_MAX_NS - out->time_ns) ||
      out->name >= self->place.log->names_capacity ||
      (is_about_lane (record->state) && out->arg >= pl_log_lanes_of (self->place.log)) ||
      (record->state == PL_EVENT_LOST && out->arg >= PL_N_LOST) ||
      (record->state == PL_EVENT_CALLER && PL_CALLER_ACT (out->arg) >= PL_N_CALLER) ||
      (record->state == PL_EVENT_ARRIVED &&
       (uint64_t) out->arg + record->count > pl_log_plan_chunks (&self->place.log->plan)))
    return false;
  if (self->place.stream != PL_STREAM_NOTES)
    self->last_ns = out->time_ns;
  return true;
}

/* Of a record that says how many bytes it came to: whoever reads gets both as if each had been told by itself. */
static void
keep_answer (PlLogCursor *self, const PlRecord *record)
{
  self->answer = (PlRecord) { .time_ns = record->time_ns, .arg = record->count, .state = PL_EVENT_BYTES, .cpu = record->cpu };
}

static bool
take_answer (PlLogCursor *self, PlLogEvent *out)
{
  PlRecord answer = self->answer;

  self->answer.state = PL_STATE_NONE;
  if (answer.state == PL_STATE_NONE || !read_event (self, &answer, out))
    return false;
  out->record.state = PL_STATE_NONE;
  return true;
}

bool
pl_log_cursor_next (PlLogCursor *self, PlLogEvent *out)
{
  PlLogPlace *place = &self->place;
  uint64_t claimed = pl_log_place_claimed (place);
  bool found = take_answer (self, out);

  while (!found && place->slot < claimed && pl_log_place_enter (place))
    {
      const PlRecord *record = &place->log->records[place->start + (place->slot - place->first)];
      PlRecord copy = { .word = __atomic_load_n (&record->word, __ATOMIC_ACQUIRE) };

      copy.time_ns = *(const volatile int64_t *) &record->time_ns;
      if (copy.state == PL_STATE_NONE)
        {
          if (!pl_log_place_skip (place, claimed))
            break;
          continue;
        }
      place->slot++;
      found = is_account (copy.state) ? read_account (self, &copy, out) : read_event (self, &copy, out);
      if (!found)
        self->refused++;
      else if ((out->kind == PL_EVENT_WROTE || out->kind == PL_EVENT_READ) && copy.count > 0)
        keep_answer (self, &copy);
    }
  return found;
}

/* --- pairing --- */

typedef struct {
  PlLogEvent *ends;
  size_t n, room;
} Ends;

static int
add_end (Ends *self, const PlLogEvent *event)
{
  if (self->n == self->room)
    {
      size_t room = self->room > 0 ? self->room * 2 : 64;
      PlLogEvent *ends = reallocarray (self->ends, room, sizeof *ends);

      if (!ends)
        return -ENOMEM;
      self->ends = ends;
      self->room = room;
    }
  self->ends[self->n++] = *event;
  return 0;
}

static int
collect (const PlLog *log, Ends *ends)
{
  int error = 0;

  for (uint32_t i = 0; error == 0 && i < pl_log_n_lanes (log); i++)
    {
      PlLogCursor cursor;
      PlLogEvent event;

      pl_log_cursor_init (&cursor, log, i, PL_STREAM_EVENTS);
      while (error == 0 && pl_log_cursor_next (&cursor, &event))
        if (is_edge (event.kind))
          error = add_end (ends, &event);
    }
  return error;
}

static int
compare_ends (const void *a, const void *b)
{
  const PlLogEvent *x = a, *y = b;

  if (x->kind != y->kind)
    return x->kind < y->kind ? -1 : 1;
  if (x->id != y->id)
    return x->id < y->id ? -1 : 1;
  return (int) x->in - (int) y->in;
}

/* Exactly one of each end, and no effect before its cause. */
static bool
is_pair (const PlLogEvent *ends, size_t n)
{
  return n == 2 && !ends[0].in && ends[1].in && ends[0].time_ns <= ends[1].time_ns;
}

static void
pair (const Ends *ends, PlLogEdges *out)
{
  size_t n;

  for (size_t i = 0; i < ends->n; i += n)
    {
      const PlLogEvent *first = &ends->ends[i];

      for (n = 1; i + n < ends->n && first[n].kind == first->kind && first[n].id == first->id; )
        n++;
      if (is_pair (first, n))
        out->edges[out->n_edges++] = (PlLogEdge) {
          .kind = first->kind, .id = first->id, .from_lane = first[0].lane, .to_lane = first[1].lane,
          .from_ns = first[0].time_ns, .to_ns = first[1].time_ns,
        };
      else
        out->n_unpaired += n;
    }
}

int
pl_log_pair_edges (const PlLog *log, PlLogEdges *out)
{
  Ends ends = { 0 };
  int error = collect (log, &ends);

  *out = (PlLogEdges) { 0 };
  if (error == 0 && ends.n > 0)
    {
      out->edges = calloc (ends.n / 2 + 1, sizeof *out->edges);
      if (out->edges)
        {
          qsort (ends.ends, ends.n, sizeof *ends.ends, compare_ends);
          pair (&ends, out);
        }
      else
        {
          error = -ENOMEM;
        }
    }
  free (ends.ends);
  return error;
}

void
pl_log_edges_clear (PlLogEdges *edges)
{
  free (edges->edges);
  *edges = (PlLogEdges) { 0 };
}
