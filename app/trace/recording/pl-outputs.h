/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a recorded program wrote to its terminal, write by write, in the order in which the writes were done; and which lines
 * several wrote into. Where two writes overlapped nobody knows which came first: they stand as they were told. */

#include "trace/pl-trace.h"

G_BEGIN_DECLS

typedef struct {
  gint64 time_ns;               /* the write was done */
  guint lane;
  guint32 name;                 /* its bytes, in the log: see PL_EVENT_OUTPUT */
  guint first, last;            /* the writes that its torn line consists of, or itself */
  gboolean torn;                /* a line of it has bytes of another lane, too */
} PlOutput;

typedef struct _PlOutputs PlOutputs;

/* Kept with the trace, and brought up to date; of a moment of a run those of the whole run. */
PlOutputs *pl_outputs_of (PlTrace *trace);
/* lane 0: of all of them. */
guint pl_outputs_n (const PlOutputs *self, guint lane);
const PlOutput *pl_outputs_get (const PlOutputs *self, guint lane, guint i);
/* The first at or after t; their number when there is none. */
guint pl_outputs_at (const PlOutputs *self, guint lane, gint64 t_ns);
/* The first torn one of [from, end); end when there is none. Cost does not grow with their number. */
guint pl_outputs_torn (const PlOutputs *self, guint lane, guint from, guint end);

/* Its bytes as UTF-8 on one line: the end of a line is an arrow, what is no letter a replacement. Free it. */
char *pl_output_text (PlLog *log, const PlOutput *output);
/* The last of the first n writes, G_MAXUINT: of all, as UTF-8, lines as they stood on the terminal: whole writes of most bytes,
 * or the last one. Free it. */
char *pl_outputs_text (PlTrace *trace, guint n, gsize most);
/* "Output of python3", and who wrote what of a torn line. Translated; free them. */
char *pl_output_title (PlTrace *trace, const PlOutput *output);
char *pl_output_sentence (PlTrace *trace, const PlOutput *output);

G_END_DECLS
