/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Which methods are to be compared: a set, one bit for each of the table in log/pl-race-methods.h. */

#include <glib.h>

#include "log/pl-race-methods.h"

G_BEGIN_DECLS

typedef guint64 PlLocks;

G_STATIC_ASSERT (PL_N_RACE_METHODS < 64);

#define PL_LOCK(method) (G_GUINT64_CONSTANT (1) << (method))
#define PL_LOCKS_ALL (PL_LOCK (PL_N_RACE_METHODS) - 1)

/* Those that are correct, whatever happens in one race. */
PlLocks pl_locks_correct (void);
guint pl_locks_count (PlLocks locks);

/* As the command line and the settings name them; what is unknown is left out. "all" stands for all, also those of a
 * later version. */
PlLocks pl_locks_from_keys (const char * const *keys);
/* Free with g_strfreev. */
char **pl_locks_to_keys (PlLocks locks);

G_END_DECLS
