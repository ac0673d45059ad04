/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A saved run opened, beside reading its file once; and its data written as text, with 64 MiB for all that is not the
 * run itself; seconds of CPU. bench-data; bench-data open|write FILE [TEXT] is what it starts itself as. */
#include "config.h"

#include "bench-common.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture-log.h"
#include "trace/export/pl-data.h"
#include "trace/pl-trace.h"

enum { ROUNDS = 7, LANES = 63, BLOCK = 1 << 20 };
#define MOST_DATA ((rlim_t) 64 << 20)

/* --- in a process of its own --- */

static int
print_open (const char *path)
{
  static char block[BLOCK];
  double begin = bench_cpu (), read_s;
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  PlLog *log = NULL;
  ssize_t n;

  if (fd < 0)
    return 1;
  while ((n = read (fd, block, sizeof block)) > 0)
    ;
  close (fd);
  read_s = bench_cpu () - begin;
  begin = bench_cpu ();
  if (n < 0 || pl_log_open (path, &log, NULL) < 0)
    return 1;
  g_object_unref (pl_trace_new (log));
  printf ("%.9f %.9f\n", read_s, bench_cpu () - begin);
  return 0;
}

/* What the run lies in is there already, and counts for itself. */
static gboolean
limit_data (void)
{
  g_autofree char *text = NULL;
  const char *line;
  struct rlimit limit;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL) || !(line = strstr (text, "VmData:")))
    return FALSE;
  limit.rlim_cur = limit.rlim_max = (rlim_t) g_ascii_strtoull (line + strlen ("VmData:"), NULL, 10) * 1024 + MOST_DATA;
  return setrlimit (RLIMIT_DATA, &limit) == 0;
}

/* Whatever needs more fails. */
static int
print_write (const char *path, const char *text)
{
  const PlDataOptions options = { PL_DATA_ROWS_AUTO, 0, -1 };
  g_autoptr (GError) error = NULL;
  PlLog *log = NULL;
  double begin;

  if (pl_log_open (path, &log, NULL) < 0 || !limit_data ())
    return 1;
  begin = bench_cpu ();
  if (!pl_data_export (log, &options, text, &error))
    {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }
  printf ("%.9f 0\n", bench_cpu () - begin);
  return 0;
}

/* --- the table --- */

static void
run_self (const char *what, const char *path, const char *text, double *a, double *b)
{
  g_autofree char *command = g_strdup_printf ("/proc/%d/exe %s '%s' '%s'", getpid (), what, path, text);
  FILE *out = popen (command, "r");

  if (!out || fscanf (out, "%lf %lf", a, b) != 2)
    bench_die (what);
  pclose (out);
}

static void
save (guint64 records, const char *path)
{
  PlLog *log = fixture_random (LANES, records / LANES, 50000, 17, PL_PHASE_DONE);
  int fd = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  if (fd < 0 || pl_log_save (log, fd) < 0)
    bench_die (path);
  close (fd);
  pl_log_unref (log);
}

static void
print_opening (guint64 records, const char *path)
{
  double reading[ROUNDS], opening[ROUNDS];

  for (guint i = 0; i < ROUNDS; i++)
    run_self ("open", path, "", &reading[i], &opening[i]);
  printf ("%10" G_GUINT64_FORMAT "  read once %8.1f ms, open %8.1f ms\n", records, bench_median (reading, ROUNDS) * 1e3,
          bench_median (opening, ROUNDS) * 1e3);
}

static void
print_writing (guint64 records, const char *path, const char *folder, const char *ending)
{
  g_autofree char *text = g_strdup_printf ("%s/run.%s", folder, ending);
  double seconds[3], unused, median;
  struct stat info;

  for (guint i = 0; i < G_N_ELEMENTS (seconds); i++)
    run_self ("write", path, text, &seconds[i], &unused);
  if (stat (text, &info) < 0)
    bench_die (text);
  median = bench_median (seconds, G_N_ELEMENTS (seconds));
  printf ("%10" G_GUINT64_FORMAT "  .%-5s %8.2f s %8.2f million records a second %8.0f MiB\n", records, ending, median,
          (double) records / median / 1e6, (double) info.st_size / (1 << 20));
  g_unlink (text);
}

int
main (int argc, char **argv)
{
  static const guint64 sizes[] = { 10000, 100000, 1000000, 10000000 };
  g_autofree char *folder = NULL, *path = NULL;
  guint n = argc == 2 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : G_N_ELEMENTS (sizes);

  if (argc == 4)
    return g_str_equal (argv[1], "open") ? print_open (argv[2]) : print_write (argv[2], argv[3]);
  bench_print_machine ();
  folder = g_dir_make_tmp ("paralane-bench-XXXXXX", NULL);
  if (!folder)
    bench_die ("g_dir_make_tmp");
  path = g_build_filename (folder, "run.paralane", NULL);
  for (guint i = 0; i < MIN (n, G_N_ELEMENTS (sizes)); i++)
    {
      save (sizes[i], path);
      print_opening (sizes[i], path);
      print_writing (sizes[i], path, folder, "json");
      print_writing (sizes[i], path, folder, "csv");
      print_writing (sizes[i], path, folder, "jsonl");
    }
  g_unlink (path);
  g_rmdir (folder);
  return 0;
}
