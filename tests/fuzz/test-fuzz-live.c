/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz-corpus.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log/pl-log-events.h"

/* A log that somebody writes into at random while it is read, written and saved: nothing outside of it is
 * touched, and everything comes to an end. What is read makes no sense then, and need not. */

#define SECONDS 2

static const uint64_t nasty[] = {
  0, 1, 2, 3, 255, 256, 4096, 65536, 0x7fffffff, 0xffffffffu, 0x100000000u, 0x0000000200000000u,
  0x7fffffffffffffffu, 0x8000000000000000u, 0xffffffffffffff00u, 0xffffffffffffffffu
};

/* A place, most often one that matters. */
static gsize
pick_place (GRand *rand, const PlLogHeader *header)
{
  const PlLogSection *sections[] = { &header->names, &header->lanes, &header->lanes, &header->chunks,
                                     &header->chunks, &header->order, &header->records };
  guint which = (guint) g_rand_int_range (rand, 0, 9);

  if (which < G_N_ELEMENTS (sections))
    return sections[which]->offset + (gsize) g_rand_int_range (rand, 0, 2048);
  if (which == 7)
    return header->records.offset
           + (gsize) (g_rand_double (rand) * (double) (header->total_size - header->records.offset - 8));
  return (gsize) g_rand_int_range (rand, 0, sizeof *header);
}

/* The sections are remembered: they may be broken as well. */
static _Noreturn void
scribble (uint8_t *base, guint32 seed)
{
  GRand *rand = g_rand_new_with_seed (seed);
  PlLogHeader header;

  memcpy (&header, base, sizeof header);
  for (guint i = 0;; i++)
    {
      gsize at = pick_place (rand, &header) & ~(gsize) 7;
      uint64_t value = nasty[g_rand_int_range (rand, 0, G_N_ELEMENTS (nasty))];

      if (g_rand_boolean (rand))
        value = (uint64_t) g_rand_int_range (rand, 0, 300) << (g_rand_boolean (rand) ? 32 : 0);
      __atomic_store_n ((uint64_t *) (base + at), value, __ATOMIC_RELAXED);
      if (i % 64 == 0)
        g_usleep (g_rand_boolean (rand) ? 1 : 50);
    }
}

static pid_t
start_scribbler (const PlLog *log)
{
  guint32 seed = (guint32) g_test_rand_int ();
  struct stat st;
  uint8_t *base;
  pid_t pid = fork ();

  if (pid != 0)
    return pid;
  if (fstat (pl_log_fd (log), &st) < 0)
    _exit (1);
  base = mmap (NULL, (gsize) st.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, pl_log_fd (log), 0);
  if (base == MAP_FAILED)
    _exit (1);
  scribble (base, seed);
}

static guint64
read_states (const PlLog *log, guint lane)
{
  const PlRecord *records = pl_log_records (log, lane);
  guint64 n = pl_log_count (log, lane), sum = 0;

  for (guint64 i = 0; i < n; i++)
    sum += records[i].word + (guint64) records[i].time_ns;
  return sum;
}

static guint64
read_events (const PlLog *log, guint lane)
{
  char text[PL_LOG_MAX_NAME];
  guint64 sum = 0;

  for (guint stream = PL_STREAM_EVENTS; stream < PL_N_STREAMS; stream++)
    {
      PlLogCursor cursor;
      PlLogEvent event;

      pl_log_cursor_init (&cursor, log, lane, stream);
      while (pl_log_cursor_next (&cursor, &event))
        {
          g_assert_cmpint (event.time_ns, >=, 0);
          g_assert_cmpint (event.time_ns + event.duration_ns, <=, PL_LOG_MAX_NS);
          sum += pl_log_name (log, event.name, text, sizeof text);
          g_assert_true (g_utf8_validate (text, -1, NULL));
        }
    }
  return sum;
}

static guint64
read_all (const PlLog *log)
{
  guint n = pl_log_n_lanes (log);
  guint64 sum = pl_log_dropped (log);
  PlLogEdges edges;
  PlRecord last;

  for (guint lane = 0; lane < n; lane++)
    {
      guint steps = 0;

      sum += read_states (log, lane) + read_events (log, lane);
      sum += pl_log_last_record (log, lane, &last) ? last.word : 0;
      for (guint up = lane; up != PL_LANE_NOBODY; up = pl_log_lane_parent (log, up))
        g_assert_cmpuint (steps++, <=, lane);
    }
  for (guint i = 0; i < pl_log_n_order (log); i++)
    sum += pl_log_order (log)[i];
  g_assert_cmpint (pl_log_pair_edges (log, &edges), ==, 0);
  pl_log_edges_clear (&edges);
  return sum;
}

static void
write_some (PlLog *log, PlLaneWriter *writers, guint n)
{
  for (guint lane = 0; lane < n; lane++)
    {
      for (guint i = 0; i < 40; i++)
        pl_lane_record (&writers[lane], PL_STATE_WORKING, i, 0);
      pl_lane_edge (&writers[lane], PL_EVENT_MESSAGE, lane, false);
      pl_lane_mark (&writers[lane], pl_log_add_name (log, "mark"));
      pl_lane_slice (&writers[lane], 5, 6, 0);
      pl_lane_copy (&writers[lane], PL_STREAM_NOTES, (PlRecord) { .time_ns = 5, .arg = 1, .state = PL_EVENT_NOTE, .cpu = 255 });
    }
}

/* Whatever comes of it. */
static void
save_and_open (const PlLog *log)
{
  int fd = memfd_create ("saved", MFD_CLOEXEC), error;
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  PlLogFault fault;
  PlLog *copy = NULL;

  g_assert_cmpint (pl_log_save (log, fd), ==, 0);
  error = pl_log_open (path, &copy, &fault);
  if (error == 0)
    fuzz_use (copy);
  else
    g_assert_cmpint (error, ==, -EBADMSG);
  pl_log_unref (copy);
  close (fd);
}

static void
test_live (gconstpointer data)
{
  Corpus which = GPOINTER_TO_UINT (data);
  gint64 deadline = g_get_monotonic_time () + SECONDS * G_USEC_PER_SEC;
  guint rounds = 0;
  guint64 sum = 0;

  /* It would hang for ever. */
  alarm (110);
  while (g_get_monotonic_time () < deadline)
    {
      PlLog *log = which == CORPUS_POOL ? corpus_pool (TRUE)
                   : which == CORPUS_RACE ? corpus_race ()
                                          : corpus_scene ();
      guint n = MIN (pl_log_n_lanes (log), 4);
      PlLaneWriter writers[4];
      PlLog *attached = NULL;
      pid_t pid;

      pl_log_header (log)->status.phase = PL_PHASE_RUNNING;
      for (guint lane = 0; lane < n; lane++)
        pl_lane_writer_init (&writers[lane], log, lane);
      pid = start_scribbler (log);
      for (guint i = 0, n_rounds = rounds % 7 ? 30 : 300; i < n_rounds; i++)
        {
          sum += read_all (log);
          write_some (log, writers, n);
          if (i % 10 == 3)
            pl_lane_writer_init (&writers[i % n], log, i % n);
          if (i % 10 == 5)
            save_and_open (log);
          if (!attached && pl_log_attach (pl_log_fd (log), &attached) == 0)
            sum += read_all (attached);
          rounds++;
        }
      kill (pid, SIGKILL);
      waitpid (pid, NULL, 0);
      pl_log_unref (attached);
      pl_log_unref (log);
    }
  alarm (0);
  g_test_message ("%u rounds, %" G_GUINT64_FORMAT, rounds, sum);
  g_assert_cmpuint (rounds, >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/fuzz/live/pool", GUINT_TO_POINTER (CORPUS_POOL), test_live);
  g_test_add_data_func ("/fuzz/live/race", GUINT_TO_POINTER (CORPUS_RACE), test_live);
  g_test_add_data_func ("/fuzz/live/scene", GUINT_TO_POINTER (CORPUS_SCENE), test_live);
  return g_test_run ();
}
