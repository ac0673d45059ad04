/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The picture of a recording, as it leaves. */

#include "log/pl-log.h"
#include "paint/pl-export.h"

/* Its whole SVG, to be freed. Takes the log. */
char *recording_svg (PlLog *log, const PlExportOptions *options);
