/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A plan as a log carries it: lines "key=number", by one table of keys, so that a later version can say
 * more and an earlier one still reads it. What is zero is not written. */

#include "log/pl-plan-data.h"

/* Returns the length of the text, never more than PL_LOG_MAX_PLAN; `out` has that much room. */
size_t pl_plan_to_text (const PlPlanData *plan, char *out);
/* Keys that are missing are zero, unknown ones are passed over. NULL, or why it is refused: an English
 * message id. Says nothing about limits. */
const char *pl_plan_from_text (const char *text, size_t size, PlPlanData *out);
