/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log-private.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

/* Only printable ASCII goes into the header: whoever shows it need not wonder. */
static void
copy_text (char *to, size_t size, const char *from)
{
  size_t n = 0;

  while (*from == ' ' || *from == '\t')
    from++;
  for (; *from && n + 1 < size; from++)
    to[n++] = *from >= 0x20 && *from < 0x7f ? *from : '?';
  while (n > 0 && to[n - 1] == ' ')
    n--;
  memset (to + n, 0, size - n);
}

/* Which of the first 128. */
static void
note_cpus (uint64_t allowed[2], const cpu_set_t *set, size_t size)
{
  for (int cpu = 0; cpu < 128; cpu++)
    if (CPU_ISSET_S (cpu, size, set))
      allowed[cpu / 64] |= UINT64_C (1) << cpu % 64;
}

static uint32_t
count_cpus (uint64_t allowed[2])
{
  /* sched_getaffinity refuses a set smaller than the kernel's. */
  for (size_t cpus = 1024; cpus <= 65536; cpus *= 4)
    {
      cpu_set_t *set = CPU_ALLOC (cpus);
      size_t size = CPU_ALLOC_SIZE (cpus);
      int n = 0;

      if (!set)
        break;
      if (sched_getaffinity (0, size, set) == 0)
        n = CPU_COUNT_S (size, set);
      if (n > 0)
        note_cpus (allowed, set, size);
      CPU_FREE (set);
      if (n > 0)
        return (uint32_t) n;
    }
  long online = sysconf (_SC_NPROCESSORS_ONLN);
  return online > 0 ? (uint32_t) online : 1;
}

static void
find_cpu_model (char *model, size_t size, const char *fallback)
{
  /* x86; s390 and RISC-V; some ARM; POWER. */
  static const char *const keys[] = { "model name", "Model Name", "uarch", "Hardware", "cpu\t" };
  FILE *file = fopen ("/proc/cpuinfo", "re");
  char line[512];
  bool found = false;

  while (file && !found && fgets (line, sizeof line, file))
    {
      char *value = strchr (line, ':');

      for (size_t i = 0; value && i < sizeof keys / sizeof keys[0] && !found; i++)
        found = strncmp (line, keys[i], strlen (keys[i])) == 0;
      if (found)
        {
          line[strcspn (line, "\n")] = '\0';
          copy_text (model, size, value + 1);
        }
    }
  if (file)
    fclose (file);
  if (!found)
    copy_text (model, size, fallback);
}

void
pl_log_fill_machine (PlLogHeader *header)
{
  struct utsname name;
  char kernel[sizeof name.sysname + sizeof name.release + 2];

  header->n_cpus = count_cpus (header->cpus_allowed);
  if (uname (&name) != 0)
    memset (&name, 0, sizeof name);
  snprintf (kernel, sizeof kernel, "%s %s", name.sysname, name.release);
  copy_text (header->kernel, sizeof header->kernel, kernel);
  find_cpu_model (header->cpu_model, sizeof header->cpu_model, name.machine);
}
