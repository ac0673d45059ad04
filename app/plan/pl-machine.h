/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The CPUs this process, and what it starts, may use. */

#include <glib.h>

G_BEGIN_DECLS

guint pl_machine_n_cpus (void);
/* What its control group may use of them; 0: all. Asked anew each time: somebody may have changed it. */
double pl_machine_quota (void);
/* Both together: less than a whole one in a small group. */
double pl_machine_cpus (void);

G_END_DECLS
