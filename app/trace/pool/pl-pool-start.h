/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How the workers of a pool came into the world, and what it cost. */

#include <glib.h>

#include "log/pl-log.h"

G_BEGIN_DECLS

typedef struct {
  guint n;                      /* workers that told how long it took */
  gint64 creation_ns;           /* the middle one of them, from asking for it to its first moment */
  guint64 memory;               /* bytes, the middle one, its proportional share; 0: not known */
  const char *inherited_key;    /* "changed", "fresh", "server"; NULL: not known, or not all the same */
  gint64 server_ns;             /* until the server was ready; 0: there was none */
} PlPoolStart;

void pl_pool_start_of_log (PlLog *log, PlPoolStart *out);
/* The same in words; NULL: nothing is known. Free it. */
char *pl_pool_start_sentence (PlLog *log);
/* Of one worker, as it stands in its details; NULL: nothing is known. Free it. */
char *pl_pool_start_worker_sentence (PlLog *log, guint lane);

G_END_DECLS
