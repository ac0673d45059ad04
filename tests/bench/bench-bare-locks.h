/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "log/pl-plan-data.h"
#include "log/pl-race-methods.h"

/* ns an increment of a loop over the method's primitive and nothing else, in `workers` forked
 * processes placed so and released together, `increments` each. */
double bench_bare_lock (PlRaceMethod method, guint workers, PlCpus cpus, guint64 increments);
