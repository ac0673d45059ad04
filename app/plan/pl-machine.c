/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pl-machine.h"

#include "log/pl-cpu-group.h"

guint
pl_machine_n_cpus (void)
{
  return g_get_num_processors ();
}

double
pl_machine_quota (void)
{
  g_autofree PlCpuGroup *group = g_new0 (PlCpuGroup, 1);

  pl_cpu_group_find (group, "/proc/self");
  return group->quota_millis / 1000.0;
}

double
pl_machine_cpus (void)
{
  double cpus = pl_machine_n_cpus (), quota = pl_machine_quota ();

  return quota > 0 && quota < cpus ? quota : cpus;
}
