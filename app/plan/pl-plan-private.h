/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As the names, but as they stand within a sentence: "spin", "with one straggler". NULL out of range. */
const char *pl_work_word (guint work);
const char *pl_spread_word (guint spread);
/* NULL also where there is nothing to say. */
const char *pl_cpus_word (guint cpus);

G_END_DECLS
