/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The scenes' part of trace/find/pl-path.h. */

#include "trace/find/pl-path.h"

G_BEGIN_DECLS

gboolean pl_scene_cause (PlTrace *self, const PlSpan *wait, PlCause *cause);

G_END_DECLS
