/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pl-pool.h"

#include <errno.h>

int
pl_pool_run (PlLog *log, int control_fd)
{
  return -ENOSYS;
}
