/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log of today beside version 1, with the same records: opening, the whole view, memory, size; and what a
 * record costs its writer. bench-log; bench-log open FILE is what it starts itself as. */
#include "config.h"

#include "bench-common.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "log/log-files.h"
#include "log/log-test-plan.h"
#include "trace/pl-trace.h"

enum { ROUNDS = 11, LANES = 64, WRITES = 1000000 };

typedef struct { double open, sum, memory; } Figures;

/* Of this process alone: what else the machine does is no figure of ours. */
static double
cpu_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

/* --- one file, in a process of its own --- */

static double
resident_mib (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL) || !(line = strstr (text, "VmRSS:")))
    return 0;
  return g_ascii_strtod (line + strlen ("VmRSS:"), NULL) / 1024;
}

static int
measure_file (const char *path)
{
  double begin = cpu_now (), opened, empty = resident_mib ();
  PlLog *log = NULL;
  PlTrace *trace;
  PlShares shares;
  gint64 total = 0;

  if (pl_log_open (path, &log, NULL) < 0)
    return 1;
  opened = cpu_now ();
  trace = pl_trace_new (log);
  for (guint lane = 0; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      pl_trace_sum (trace, lane, 0, pl_trace_get_end_ns (trace), &shares);
      for (guint s = 0; s < PL_N_STATES; s++)
        total += shares.state_ns[s];
    }
  printf ("%.9f %.9f %.6f %" G_GINT64_FORMAT "\n", opened - begin, cpu_now () - opened,
          resident_mib () - empty, total);
  return 0;
}

static Figures
run_self (const char *path)
{
  g_autofree char *command = g_strdup_printf ("/proc/%d/exe open '%s'", getpid (), path);
  FILE *out = popen (command, "r");
  Figures figures = { 0 };

  if (!out || fscanf (out, "%lf %lf %lf", &figures.open, &figures.sum, &figures.memory) != 3)
    bench_die (path);
  pclose (out);
  return figures;
}

/* --- the same run in both versions --- */

static PlLog *
make_log (guint64 records)
{
  static const guint8 states[] = { PL_STATE_WAITING_TASK, PL_STATE_RECEIVING, PL_STATE_WORKING,
                                   PL_STATE_SENDING };
  PlPlanData plan = test_pool_plan (LANES, PL_MAX_TASKS, 1);
  g_autofree PlLaneWriter *writers = g_new (PlLaneWriter, LANES + 1);
  PlLog *log = NULL;

  if (pl_log_create (&plan, NULL, &log) < 0)
    bench_die ("pl_log_create");
  for (guint lane = 0; lane <= LANES; lane++)
    pl_lane_writer_init (&writers[lane], log, lane);
  for (guint64 i = 0; i < records; i++)
    pl_lane_record_at (&writers[1 + i % LANES], (gint64) (i / LANES) * 1000, states[i / LANES % 4],
                       (guint32) (i % PL_MAX_TASKS), 0);
  pl_log_header (log)->status.end_ns = (gint64) (records / LANES + 1) * 1000;
  pl_log_header (log)->status.phase = PL_PHASE_DONE;
  return log;
}

static void
print_row (const char *what, const char *unit, double *old, double *new, double factor)
{
  double a = bench_median (old, ROUNDS) * factor, b = bench_median (new, ROUNDS) * factor;

  printf ("  %-28s %10.2f %10.2f %s   %.3f\n", what, a, b, unit, b / a);
}

static void
measure_size (guint64 records, const char *folder)
{
  g_autofree char *old_path = g_build_filename (folder, "v1.paralane", NULL);
  g_autofree char *new_path = g_build_filename (folder, "v2.paralane", NULL);
  double open[2][ROUNDS], sum[2][ROUNDS], memory[2][ROUNDS];
  PlLog *log = make_log (records);
  LogFile old = log_file_v1 (log), new = log_file_save (log);

  pl_log_unref (log);
  log_file_write (old, old_path);
  log_file_write (new, new_path);
  printf ("%" G_GUINT64_FORMAT " records, %d lanes: %.3f MiB as version 1, %.3f as version 2 (%.5f)\n", records,
          LANES, (double) old.size / 0x1p20, (double) new.size / 0x1p20, (double) new.size / (double) old.size);
  g_free (old.bytes);
  g_free (new.bytes);
  for (int i = 0; i < ROUNDS; i++)
    for (int k = 0; k < 2; k++)
      {
        /* Now the one first, now the other. */
        int which = (i + k) % 2;
        Figures figures = run_self (which ? new_path : old_path);

        open[which][i] = figures.open;
        sum[which][i] = figures.sum;
        memory[which][i] = figures.memory;
      }
  print_row ("open and check", "ms", open[0], open[1], 1e3);
  print_row ("index and sum of everything", "ms", sum[0], sum[1], 1e3);
  print_row ("memory", "MiB", memory[0], memory[1], 1);
  g_unlink (old_path);
  g_unlink (new_path);
}

/* --- writers --- */

/* As version 1 did it: one array, one count. */
typedef struct {
  PlRecord *records;
  uint64_t count, capacity;
  _Atomic uint64_t *published, *dropped;
  int64_t start_mono_ns;
} OldWriter;

static __attribute__ ((noinline)) void
old_record_at (OldWriter *writer, int64_t time_ns, uint8_t state, uint32_t arg, uint16_t count)
{
  PlRecord *record;
  int cpu;

  if (!writer->records)
    return;
  if (writer->count >= writer->capacity)
    {
      atomic_fetch_add_explicit (writer->dropped, 1, memory_order_relaxed);
      return;
    }
  cpu = sched_getcpu ();
  record = &writer->records[writer->count];
  record->time_ns = time_ns;
  record->arg = arg;
  record->count = count;
  record->state = state;
  record->cpu = cpu >= 0 && cpu < 255 ? (uint8_t) cpu : 255;
  writer->count++;
  atomic_store_explicit (writer->published, writer->count, memory_order_release);
}

static int64_t
old_now (const OldWriter *writer)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec - writer->start_mono_ns;
}

static double
write_old (gboolean clock)
{
  size_t size = (WRITES + 256) * sizeof (PlRecord);
  int fd = memfd_create ("old", MFD_CLOEXEC);
  uint8_t *base;
  double begin;
  OldWriter writer;

  if (fd < 0 || ftruncate (fd, (off_t) size) < 0 ||
      (base = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, fd, 0)) == MAP_FAILED)
    bench_die ("memfd");
  writer = (OldWriter) { .records = (PlRecord *) (base + 4096), .capacity = WRITES,
                         .published = (_Atomic uint64_t *) base, .dropped = (_Atomic uint64_t *) base + 1 };
  begin = cpu_now ();
  for (uint32_t i = 0; i < WRITES; i++)
    old_record_at (&writer, clock ? old_now (&writer) : i, PL_STATE_WORKING, i, 0);
  begin = cpu_now () - begin;
  munmap (base, size);
  close (fd);
  return begin;
}

static double
write_new (gboolean clock)
{
  PlPlanData plan = test_pool_plan (1, WRITES, 1);
  PlLaneWriter writer;
  PlLog *log = NULL;
  double begin;

  if (pl_log_create (&plan, NULL, &log) < 0)
    bench_die ("pl_log_create");
  pl_lane_writer_init (&writer, log, 1);
  begin = cpu_now ();
  for (uint32_t i = 0; i < WRITES; i++)
    if (clock)
      pl_lane_record (&writer, PL_STATE_WORKING, i, 0);
    else
      pl_lane_record_at (&writer, i, PL_STATE_WORKING, i, 0);
  begin = cpu_now () - begin;
  if (pl_log_count (log, 1) != WRITES)
    bench_die ("records are missing");
  pl_log_unref (log);
  return begin;
}

static void
measure_writers (void)
{
  double old[ROUNDS], new[ROUNDS];

  printf ("A record, its new page included\n");
  for (int clock = 0; clock < 2; clock++)
    {
      for (int i = 0; i < ROUNDS; i++)
        {
          old[i] = write_old (clock);
          new[i] = write_new (clock);
        }
      print_row (clock ? "with the clock" : "at a time already read", "ns", old, new, 1e9 / WRITES);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;

  if (argc == 3 && strcmp (argv[1], "open") == 0)
    return measure_file (argv[2]);
  folder = g_dir_make_tmp ("paralane-bench-XXXXXX", NULL);
  if (!folder)
    bench_die ("a folder for files");
  bench_print_machine ();
  printf ("Version 1 beside version 2, CPU time, medians of %d, and their ratio.\n\n", ROUNDS);
  measure_size (1000000, folder);
  measure_size (10000000, folder);
  measure_writers ();
  g_rmdir (folder);
  return 0;
}
