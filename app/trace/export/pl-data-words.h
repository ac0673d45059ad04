/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What things are called in text that other programs read: never translated. Used by the files of trace/export/ only. */

#include "trace/pl-trace.h"

G_BEGIN_DECLS

/* "waiting-lock"; files hold them. NULL: out of range. */
const char *pl_data_state_key (guint state);
int pl_data_state_from_key (const char *key);
/* "slice"; of a PlEventKind. */
const char *pl_data_event_key (guint kind);
int pl_data_event_from_key (const char *key);
/* The stream an event belongs to. */
PlStreamKind pl_data_event_stream (guint kind);

/* Words of the trace's own in English, from here to pl_data_words_end (). */
typedef struct {
  void *english, *before;
} PlDataWords;
void pl_data_words_begin (PlDataWords *self);
void pl_data_words_end (PlDataWords *self);
/* As many as there are lanes; free with g_strfreev. Within begin and end. */
char **pl_data_lane_names (PlTrace *trace);

/* What spans are called. */
typedef struct {
  const char *words_of[PL_N_STATES];
  const char *const *words;     /* pl_trace_state_name () of each state; NULL: the kind of run has none of its own */
  const char *(*wait_key) (const PlSpan *span);         /* see PlTraceKind */
} PlDataNames;
/* Within begin and end. */
void pl_data_names_init (PlDataNames *self, PlTrace *trace);

/* "task 17", "put 3", "wait task", "wait child", "eating": a name by kind, with the number last. Into name. */
#define PL_DATA_NAME 96u
void pl_data_span_name (const PlDataNames *self, const PlSpan *span, char name[PL_DATA_NAME]);
/* Words and a number, by hand: it is done for every record there is. */
void pl_data_join_name (char name[PL_DATA_NAME], const char *words, guint64 number);

G_END_DECLS
