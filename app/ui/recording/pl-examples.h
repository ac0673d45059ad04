/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Programs that come along, to record and to change. */

#include <glib.h>

#include "log/pl-plan-data.h"

G_BEGIN_DECLS

/* The i-th: its name, translated, and its command line, which a shell would read; NULL after the last. Those that need a
 * Python that is not there are left out. Belongs to the list. */
const char *pl_example_name (guint i);
const char *pl_example_command (guint i);
/* Records the first of them. */
void pl_examples_init_plan (PlPlanData *plan);
/* There is a Python 3. */
gboolean pl_examples_have_python (void);

G_END_DECLS
