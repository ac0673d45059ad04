/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tasks a second through each channel: the real runner, recorded and not, beside a bare loop over the same
 * primitive and CPython's pool. bench-channels RUNNER PYTHON_SCRIPT */
#include "config.h"

#include "bench-bare.h"
#include "bench-common.h"
#include "bench-pool.h"

#include <glib.h>
#include <stdio.h>
#include <sys/resource.h>

enum { ROUNDS = 7 };

static const char *runner_path, *python_script;

typedef struct {
  const char *name;
  PlIpc ipc;
  double (*bare) (unsigned workers, unsigned tasks);
  unsigned tasks;     /* about a quarter of a second's worth */
  double aim;         /* recorded / bare */
} Channel;

static const Channel channels[] = {
  { "Queue",        PL_IPC_QUEUE, bench_bare_queue, 200000, 0.8 },
  { "Pipe",         PL_IPC_PIPE,  bench_bare_pipe,  40000,  0.8 },
  { "Shared array", PL_IPC_ARRAY, bench_bare_array, 1000000, 0.8 },
};

/* Runs a pool of tasks without length. Returns its wall time in seconds and, when asked, the bytes its records take a
 * task. */
static double
run_pool (PlIpc ipc, unsigned workers, unsigned tasks, unsigned chunk, gboolean record, double *log_bytes)
{
  PlPlanData plan;

  bench_pool_plan (&plan, ipc, workers, tasks, chunk, record);
  return bench_pool_run (runner_path, &plan, log_bytes);
}

/* Tasks a second, 0 where there is no python3. */
static double
run_python (unsigned workers, unsigned tasks)
{
  g_autofree char *command = g_strdup_printf ("python3 '%s' %u %u 2>/dev/null", python_script, workers, tasks);
  FILE *out = popen (command, "r");
  double rate = 0;

  if (!out || fscanf (out, "%lf", &rate) != 1)
    rate = 0;
  if (out)
    pclose (out);
  return rate;
}

/* Of this process and all its children that have ended, in seconds. */
static double
cpu_so_far (void)
{
  static const int whose[] = { RUSAGE_SELF, RUSAGE_CHILDREN };
  double sum = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (whose); i++)
    {
      struct rusage usage;

      getrusage (whose[i], &usage);
      sum += (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
             + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    }
  return sum;
}

/* Adds the CPU time since the last call to *sum. */
static void
add_cpu (double *sum, double *last)
{
  double now = cpu_so_far ();

  *sum += now - *last;
  *last = now;
}

static void
measure (const Channel *channel, unsigned workers, double python)
{
  double bare[ROUNDS], plain[ROUNDS], recorded[ROUNDS], bytes_one = 0, bytes_auto = 0;
  double bare_cpu = 0, plain_cpu = 0, recorded_cpu = 0, cpu = cpu_so_far ();
  unsigned tasks = channel->tasks;

  /* Side by side in each round, so that what the machine does meanwhile meets all three. */
  for (int i = 0; i < ROUNDS; i++)
    {
      bare[i] = tasks / channel->bare (workers, tasks);
      add_cpu (&bare_cpu, &cpu);
      plain[i] = tasks / run_pool (channel->ipc, workers, tasks, 1, FALSE, NULL);
      add_cpu (&plain_cpu, &cpu);
      recorded[i] = tasks / run_pool (channel->ipc, workers, tasks, 1, TRUE, &bytes_one);
      add_cpu (&recorded_cpu, &cpu);
    }
  run_pool (channel->ipc, workers, tasks, 0, TRUE, &bytes_auto);

  double b = bench_median (bare, ROUNDS), p = bench_median (plain, ROUNDS), r = bench_median (recorded, ROUNDS);
  printf ("%-13s %3u %10.0f %10.0f %10.0f   %6.2f (%.1f) %6.2f", channel->name, workers,
          b / 1e3, p / 1e3, r / 1e3, r / b, channel->aim, r / p);
  if (python > 0)
    printf (" %8.1fx", r / python);
  else
    printf (" %9s", "-");
  printf (" %8.1f %8.1f %8.0f %8.0f %8.0f\n", bytes_one, bytes_auto, bare_cpu / ROUNDS / tasks * 1e9,
          plain_cpu / ROUNDS / tasks * 1e9, recorded_cpu / ROUNDS / tasks * 1e9);
  fflush (stdout);
}

int
main (int argc, char **argv)
{
  static const unsigned sizes[] = { 4, 2, 16 };

  if (argc != 3)
    {
      fprintf (stderr, "usage: %s RUNNER PYTHON_SCRIPT\n", argv[0]);
      return 2;
    }
  runner_path = argv[1];
  python_script = argv[2];
  bench_print_machine ();
  printf ("Thousand tasks a second at chunk 1, tasks of no length, medians of %d.\n"
          "Aims: recorded / bare as in brackets; ten times CPython; at most 64 bytes of log a task.\n\n", ROUNDS);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      double python[ROUNDS];
      for (int k = 0; k < ROUNDS; k++)
        python[k] = run_python (sizes[i], 20000);
      double rate = bench_median (python, ROUNDS);
      if (rate > 0)
        printf ("CPython's Pool.map, %u workers: %.1f thousand tasks a second\n", sizes[i], rate / 1e3);
      printf ("%-13s %3s %10s %10s %10s   %12s %6s %9s %8s %8s %8s %8s %8s\n", "channel", "n", "bare", "unrecorded", "recorded",
              "rec/bare", "rec/un", "CPython", "B/task", "B auto",
              "cpu bare", "cpu unr", "cpu rec");
      for (gsize c = 0; c < G_N_ELEMENTS (channels); c++)
        measure (&channels[c], sizes[i], rate);
      printf ("\n");
    }
  return 0;
}
