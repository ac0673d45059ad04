/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What moves the tasks of a pool, as a part of its plan. See PlPlanKind. */

#include "log/pl-plan-data.h"

#include <glib.h>

G_BEGIN_DECLS

/* What of a plan MPI has no means for is refused. */
gboolean pl_plan_check_engine (const PlPlanData *plan, GError **error);

G_END_DECLS
