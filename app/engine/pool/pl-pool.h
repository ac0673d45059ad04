/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "log/pl-log.h"

/* Runs the pool the log's plan describes, to its end, and writes the log. Returns when every
 * process and descriptor of it is gone. Negative errno only when it could not even tell the log. */
int pl_pool_run (PlLog *log, int control_fd);
