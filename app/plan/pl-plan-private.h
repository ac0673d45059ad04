/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* NULL also where there is nothing to say. */
const char *pl_cpus_word (guint cpus);

G_END_DECLS
