/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/export/pl-data-words.h"

#include <locale.h>
#include <string.h>

#include "base/pl-text.h"
#include "trace/export/pl-data-out.h"
#include "trace/pl-trace-kinds.h"
#include "trace/pl-trace-text.h"

static const char *const states[PL_N_STATES] = {
  NULL, "starting", "waiting-task", "waiting-lock", "receiving", "working", "sending", "paused", "finished", "dead",
  "waiting-gil", "initialising", "free", "callback",
};

static const char *const events[] = {
  "fork", "join", "wake", "message", "mark", "slice", "note", "cpu-wait", "cpu-time", "wrote", "read", "bytes", "holder",
  "inherited", "exec", "output", "lost", "held-back", "unreaped", "arrived", "caller", "stopped",
  "continued", "line",
};
G_STATIC_ASSERT (G_N_ELEMENTS (events) == PL_N_EVENTS - PL_EVENT_FORK);

const char *
pl_data_state_key (guint state)
{
  return state < PL_N_STATES ? states[state] : NULL;
}

int
pl_data_state_from_key (const char *key)
{
  return pl_text_find (states, PL_N_STATES, key);
}

const char *
pl_data_event_key (guint kind)
{
  return kind >= PL_EVENT_FORK && kind < PL_N_EVENTS ? events[kind - PL_EVENT_FORK] : NULL;
}

int
pl_data_event_from_key (const char *key)
{
  int found = pl_text_find (events, G_N_ELEMENTS (events), key);

  return found >= 0 ? found + PL_EVENT_FORK : -1;
}

PlStreamKind
pl_data_event_stream (guint kind)
{
  return kind == PL_EVENT_SLICE ? PL_STREAM_SLICES : kind == PL_EVENT_NOTE ? PL_STREAM_NOTES : PL_STREAM_EVENTS;
}

/* Of this thread alone: the C library translates nothing in the locale "C". */
void
pl_data_words_begin (PlDataWords *self)
{
  self->english = newlocale (LC_MESSAGES_MASK | LC_NUMERIC_MASK, "C", duplocale (uselocale ((locale_t) 0)));
  self->before = self->english != NULL ? uselocale ((locale_t) self->english) : NULL;
}

void
pl_data_words_end (PlDataWords *self)
{
  if (self->english == NULL)
    return;
  uselocale ((locale_t) self->before);
  freelocale ((locale_t) self->english);
}

char **
pl_data_lane_names (PlTrace *trace)
{
  guint n = pl_trace_get_n_lanes (trace);
  char **names = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    names[i] = pl_trace_lane_name (trace, i);
  return names;
}

void
pl_data_names_init (PlDataNames *self, PlTrace *trace)
{
  const PlTraceKind *kind = pl_trace_kind (pl_trace_get_log (trace));

  *self = (PlDataNames) { .wait_key = kind->wait_key };
  if (kind->state_name == NULL)
    return;
  for (guint state = 1; state < PL_N_STATES; state++)
    self->words_of[state] = pl_trace_state_name (trace, state);
  self->words = self->words_of;
}

void
pl_data_join_name (char name[PL_DATA_NAME], const char *words, guint64 number)
{
  char digits[PL_DATA_NUMBER];
  guint first = pl_data_format_uint (digits, number);
  gsize length = MIN (strlen (words), PL_DATA_NAME - PL_DATA_NUMBER - 2);

  memcpy (name, words, length);
  name[length++] = ' ';
  memcpy (name + length, digits + first, PL_DATA_NUMBER - first);
  name[length + PL_DATA_NUMBER - first] = '\0';
}

/* What its argument says, as a person counts: from 1. */
static void
name_numbered (const PlSpan *span, char name[PL_DATA_NAME])
{
  gboolean parent = span->lane == 0;
  guint64 number = (guint64) span->arg + 1;

  switch (span->state)
    {
    case PL_STATE_STARTING:
      pl_data_join_name (name, parent ? "fork worker" : "start", span->arg);
      break;
    case PL_STATE_WAITING_TASK:
      strcpy (name, parent ? "wait result" : "wait task");
      break;
    case PL_STATE_WAITING_LOCK:
      pl_data_join_name (name, "wait lock", PL_LOCK_ARG_LOCK (span->arg) + 1);
      break;
    case PL_STATE_WAITING_GIL:
      strcpy (name, "wait gil");
      break;
    case PL_STATE_RECEIVING:
      pl_data_join_name (name, parent ? "get results" : "get", parent ? span->count : number);
      break;
    case PL_STATE_WORKING:
      pl_data_join_name (name, "task", number);
      break;
    case PL_STATE_SENDING:
      pl_data_join_name (name, parent ? "put tasks" : "put", parent ? span->count : number);
      break;
    default:
      strcpy (name, pl_data_state_key (span->state));
      break;
    }
}

void
pl_data_span_name (const PlDataNames *self, const PlSpan *span, char name[PL_DATA_NAME])
{
  const char *key = self->wait_key != NULL ? self->wait_key (span) : NULL;

  if (key != NULL)
    g_strlcpy (stpcpy (name, "wait "), key, PL_DATA_NAME - strlen ("wait "));
  else if (self->words == NULL)
    name_numbered (span, name);
  else if (span->state == PL_STATE_WAITING_LOCK)
    pl_data_join_name (name, self->words[span->state], PL_LOCK_ARG_LOCK (span->arg) + 1);
  else
    g_strlcpy (name, self->words[span->state], PL_DATA_NAME);
}
