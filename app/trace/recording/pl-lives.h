/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Which lane of a recording made which, and who waited for whose end: edges, paired by their numbers as they are told. */

#include "log/pl-log-events.h"
#include "trace/pl-trace.h"

G_BEGIN_DECLS

typedef struct _PlLives PlLives;

PlLives *pl_lives_new (void);
void pl_lives_free (PlLives *self);
/* Any event; most are none of its business. Whose partner is not there, or not the only one, is left out. */
void pl_lives_take (PlLives *self, const PlLogEvent *event);

/* See pl_recording_lives (). */
guint pl_lives_in_range (const PlLives *self, PlLog *log, guint lane, gint64 from_ns, gint64 to_ns, PlMessage *lives, guint max);

G_END_DECLS
