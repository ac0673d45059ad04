/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Where in a run of a lesson's program there is something to see. */

#include "log/pl-log.h"

#include <glib.h>

G_BEGIN_DECLS

/* From a little before its first child or thread to the end, where the program's own start takes much of the time. FALSE: all
 * of it, as of every other run. Times are ns since the start of the run. */
gboolean pl_lesson_look (PlLog *log, gint64 *from_ns, gint64 *to_ns);

G_END_DECLS
