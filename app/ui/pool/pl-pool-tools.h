/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What can be done with a pool's run and with what is selected in it: beside the details. */

#include "trace/pl-trace.h"
#include "ui/canvas/pl-viewer.h"
#include "ui/canvas/pl-details.h"

G_BEGIN_DECLS

/* trace: where the page keeps the one it shows, or NULL; lives as long as the details do. */
void pl_pool_tools_add (PlDetails *details, PlViewer *viewer, PlTrace **trace);

G_END_DECLS
