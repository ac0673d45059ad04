/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "log/pl-race-methods.h"

/* ns an increment of a loop over the method's primitive and nothing else, in `workers` forked
 * processes released together, `increments` each. Negative: there is no such loop here. */
double bench_bare_lock (PlRaceMethod method, guint workers, guint64 increments);
