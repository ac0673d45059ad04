/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The proof as a table that anyone can check without Paralane. CSV, one line an increment:
 *
 *   part,lock,worker,increment,read_value,read_worker,read_increment,stored_value,load_ns,store_ns,lost
 *
 * worker and increment count from 1; "read_worker,read_increment" name the store that was read, 0,0
 * the counter's first value. The last line of a part has "final" for worker: what whoever looks at
 * the counter afterwards reads. From there, reading by reading, lead the survivors; everything else is
 * lost. Parts that were not recorded are left out. */

#include "trace/race/pl-race.h"

G_BEGIN_DECLS

/* The old file stays on failure. */
gboolean pl_race_write_certificate (PlRace *self, const char *path, GError **error);

G_END_DECLS
