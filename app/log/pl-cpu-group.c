/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-cpu-group.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* More of a CPU than any machine has. */
#define MOST_MILLIS INT64_C (100000000)

static FILE *
open_in (const char *folder, const char *name)
{
  char path[PATH_MAX + 64];
  int n = snprintf (path, sizeof path, "%s/%s", folder, name);

  return n > 0 && (size_t) n < sizeof path ? fopen (path, "re") : NULL;
}

/* "cpu" in a list with commas. */
static bool
lists_cpu (const char *list)
{
  for (const char *at = list; at; at = strchr (at, ','))
    {
      if (*at == ',')
        at++;
      if (strncmp (at, "cpu", 3) == 0 && (at[3] == ',' || at[3] == '\0'))
        return true;
    }
  return false;
}

/* The group's path below the root of its hierarchy. A line is "0::/PATH" or "N:cpu,cpuacct:/PATH". */
static bool
find_path (const char *proc, bool version_2, char *path, size_t size)
{
  FILE *file = open_in (proc, "cgroup");
  char line[PATH_MAX + 256];
  bool found = false;

  while (file && !found && fgets (line, sizeof line, file))
    {
      char *list = strchr (line, ':'), *at = list ? strchr (list + 1, ':') : NULL;

      line[strcspn (line, "\n")] = '\0';
      if (!at)
        continue;
      *at = '\0';
      found = (version_2 ? strcmp (line, "0:") == 0 : lists_cpu (list + 1)) && strlen (at + 1) < size;
      if (found)
        strcpy (path, at + 1);
    }
  if (file)
    fclose (file);
  return found;
}

/* "36 35 98:0 /ROOT /MOUNT OPTIONS [FIELDS] - TYPE SOURCE OPTIONS" */
static bool
parse_mount (char *line, bool version_2, char **root, char **mount)
{
  char *dash = strstr (line, " - "), *save = NULL, *type, *options;

  if (!dash)
    return false;
  *dash = '\0';
  type = strtok_r (dash + 3, " \n", &save);
  strtok_r (NULL, " \n", &save);
  options = strtok_r (NULL, " \n", &save);
  if (!type || !options || strcmp (type, version_2 ? "cgroup2" : "cgroup") != 0 ||
      (!version_2 && !lists_cpu (options)))
    return false;
  strtok_r (line, " ", &save);
  strtok_r (NULL, " ", &save);
  strtok_r (NULL, " ", &save);
  *root = strtok_r (NULL, " ", &save);
  *mount = strtok_r (NULL, " ", &save);
  return *root && *mount;
}

/* The folder of the group, and how much of that is the mount. In a container the hierarchy is often mounted
 * from the group on, or the group is said to be the root. */
static bool
find_folder (const char *proc, bool version_2, char *folder, size_t size, size_t *n_mount)
{
  FILE *file = open_in (proc, "mountinfo");
  char line[2 * PATH_MAX], path[PATH_MAX];
  bool found = false;

  if (!find_path (proc, version_2, path, sizeof path))
    path[0] = '\0';
  while (file && !found && path[0] && fgets (line, sizeof line, file))
    {
      char *root, *mount;
      const char *below = path;
      size_t n;

      if (!parse_mount (line, version_2, &root, &mount))
        continue;
      n = strlen (root);
      if (strcmp (root, "/") != 0)
        below = strncmp (path, root, n) == 0 && (path[n] == '/' || path[n] == '\0') ? path + n : "";
      *n_mount = strlen (mount);
      found = (size_t) snprintf (folder, size, "%s%s", mount, strcmp (below, "/") == 0 ? "" : below) < size;
    }
  if (file)
    fclose (file);
  return found;
}

/* The first n numbers of a file, at most two. */
static bool
read_numbers (const char *folder, const char *name, int n, int64_t *out)
{
  FILE *file = open_in (folder, name);
  long long values[2] = { 0, 0 };
  int got = file ? fscanf (file, "%lld %lld", &values[0], &values[1]) : 0;

  if (file)
    fclose (file);
  for (int i = 0; i < n; i++)
    out[i] = values[i];
  return got >= n;
}

/* Of this group alone; 0: none. */
static uint32_t
quota_of (const char *folder, bool version_2)
{
  int64_t limit[2], millis;   /* so much of a period, both in us */

  /* "max 100000" is no pair of numbers, and -1 no quota. */
  if (version_2 ? !read_numbers (folder, "cpu.max", 2, limit)
                : !read_numbers (folder, "cpu.cfs_quota_us", 1, &limit[0]) ||
                  !read_numbers (folder, "cpu.cfs_period_us", 1, &limit[1]))
    return 0;
  if (limit[0] <= 0 || limit[1] <= 0 || limit[0] > INT64_MAX / 1000)
    return 0;
  millis = limit[0] * 1000 / limit[1];
  return millis > MOST_MILLIS ? 0 : millis < 1 ? 1 : (uint32_t) millis;
}

void
pl_cpu_group_find (PlCpuGroup *self, const char *proc)
{
  char folder[PATH_MAX];
  size_t n_mount;

  memset (self, 0, sizeof *self);
  for (int version = 2; version >= 1 && self->quota_millis == 0; version--)
    {
      if (!find_folder (proc, version == 2, folder, sizeof folder, &n_mount))
        continue;
      self->version_2 = version == 2;
      for (;;)
        {
          uint32_t millis = quota_of (folder, self->version_2);
          char *end = strrchr (folder, '/');

          if (millis > 0 && (self->quota_millis == 0 || millis < self->quota_millis))
            {
              self->quota_millis = millis;
              strcpy (self->path, folder);
            }
          if (!end || (size_t) (end - folder) < n_mount)
            break;
          *end = '\0';
        }
    }
}

bool
pl_cpu_group_throttled_ns (const PlCpuGroup *self, int64_t *out)
{
  const char *wanted = self->version_2 ? "throttled_usec" : "throttled_time";
  FILE *file = self->quota_millis > 0 ? open_in (self->path, "cpu.stat") : NULL;
  char name[64];
  long long value;
  bool found = false;

  while (file && !found && fscanf (file, "%63s %lld", name, &value) == 2)
    found = strcmp (name, wanted) == 0;
  if (file)
    fclose (file);
  if (found)
    *out = self->version_2 ? value * 1000 : value;
  return found && value >= 0 && value < INT64_MAX / 1000;
}

/* "cpu3 user nice system idle iowait irq softirq steal ..." */
static bool
read_line (const char *line, unsigned *cpu, uint64_t *stolen)
{
  /* "cpu  " is the sum of them all. */
  return sscanf (line, "cpu%u %*u %*u %*u %*u %*u %*u %*u %" SCNu64, cpu, stolen) == 2 && line[3] != ' ';
}

bool
pl_cpu_stolen_ms (const char *path, const uint64_t allowed[2], uint64_t *out)
{
  FILE *file = fopen (path, "re");
  long ticks = sysconf (_SC_CLK_TCK);
  uint64_t sum = 0, stolen;
  bool found = false;
  char line[1024];
  unsigned cpu;

  while (file && fgets (line, sizeof line, file))
    if (read_line (line, &cpu, &stolen) && cpu < 128 && (allowed[cpu / 64] >> cpu % 64 & 1))
      {
        sum += stolen;
        found = true;
      }
  if (file)
    fclose (file);
  if (ticks <= 0 || sum > UINT64_MAX / 1000)
    return false;
  *out = sum * 1000 / (uint64_t) ticks;
  return found;
}
