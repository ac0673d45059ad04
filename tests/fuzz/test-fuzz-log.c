/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/log-test-plan.h"
#include "log/pl-log.h"

#include <errno.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Hostile bytes: whatever they are, they are refused in words, or what is opened keeps every
 * promise the reader makes. Most of its use comes with the address sanitizer. */

#define N_MUTATIONS 20000

typedef struct {
  uint8_t *bytes;
  size_t size;
} Bytes;

static Bytes
save (const PlLog *log)
{
  int fd = memfd_create ("saved", MFD_CLOEXEC);
  struct stat st;
  Bytes saved;

  g_assert_cmpint (pl_log_save (log, fd), ==, 0);
  g_assert_cmpint (fstat (fd, &st), ==, 0);
  saved.size = (size_t) st.st_size;
  saved.bytes = g_malloc (saved.size);
  g_assert_cmpint (pread (fd, saved.bytes, saved.size, 0), ==, (ssize_t) saved.size);
  close (fd);
  return saved;
}

/* A pool with every state in it. */
static Bytes
pool_file (void)
{
  PlPlanData plan = test_pool_plan (3, 40, 4);
  PlLog *log = NULL;
  PlLaneWriter writer;
  Bytes saved;

  g_assert_cmpint (pl_log_create (&plan, "1", &log), ==, 0);
  pl_log_header (log)->status.phase = PL_PHASE_DONE;
  pl_log_header (log)->status.end_ns = 1000000;
  pl_log_header (log)->status.n_order = 10;
  for (uint32_t i = 0; i < 10; i++)
    pl_log_order (log)[i] = 9 - i;
  pl_lane_writer_init (&writer, log, 0);
  for (uint32_t i = 1; i <= 3; i++)
    pl_lane_record (&writer, PL_STATE_STARTING, i, 0);
  pl_lane_record (&writer, PL_STATE_SENDING, 0, 10);
  pl_lane_record (&writer, PL_STATE_PAUSED, 0, 0);
  pl_lane_record (&writer, PL_STATE_RECEIVING, 2, 8);
  for (uint32_t lane = 1; lane <= 3; lane++)
    {
      pl_lane_writer_init (&writer, log, lane);
      for (uint32_t i = 0; i < 12; i++)
        pl_lane_record (&writer, PL_STATE_STARTING + i % 6, i % 6 == 2 ? PL_LOCK_ARG (1, 2) : i % 8,
                        0);
      pl_lane_record (&writer, PL_STATE_DEAD, 9, 0);
      pl_lane_record (&writer, PL_STATE_FINISHED, 1, 0);
    }
  saved = save (log);
  pl_log_unref (log);
  return saved;
}

static Bytes
race_file (void)
{
  PlPlanData plan = test_race_plan (3, 30, 2);
  PlLog *log = NULL;
  Bytes saved;

  plan.trials = 3;
  g_assert_cmpint (pl_log_create (&plan, "1", &log), ==, 0);
  for (uint32_t lane = 1; lane < pl_log_n_lanes (log); lane++)
    {
      for (uint32_t i = 0; i < 30; i++)
        {
          PlRaceRecord *record = &pl_log_race_records (log, lane)[i];

          record->word = i == 0 ? PL_WORD (0, PL_WORD_NOBODY, 0) : PL_WORD (i, lane % 3, i);
          record->times = pl_race_times (i * 100, i * 100 + 30);
        }
      pl_log_lane (log, lane)->count = 30;
    }
  saved = save (log);
  pl_log_unref (log);
  return saved;
}

/* What the rest of Paralane relies on without another look. */
static void
use (const PlLog *log)
{
  const PlLogHeader *header = pl_log_header (log);
  uint64_t sum = 0;
  int64_t total_ns = 0;

  g_assert_cmpuint (strlen (header->cpu_model) + strlen (header->kernel), <, 128);
  g_assert_cmpuint (pl_log_n_lanes (log), <=, 1 + PL_MAX_RACE_PARTS * PL_MAX_RACE_WORKERS);
  for (uint32_t i = 0; i < pl_log_n_lanes (log); i++)
    {
      const PlLane *lane = pl_log_lane (log, i);
      int64_t last_ns = 0;

      total_ns += lane->busy_ns;
      for (uint64_t j = 0; j < pl_log_count (log, i); j++)
        if (lane->kind == PL_LANE_RACER)
          {
            sum += pl_log_race_records (log, i)[j].word;
          }
        else
          {
            const PlRecord *record = &pl_log_records (log, i)[j];

            g_assert_cmpint (record->time_ns, >=, last_ns);
            g_assert_cmpuint (record->state, <, PL_N_STATES);
            total_ns += record->time_ns - last_ns;
            last_ns = record->time_ns;
          }
    }
  for (uint64_t i = 0; i < header->status.n_order; i++)
    g_assert_cmpuint (pl_log_order (log)[i], <, MAX (header->plan.tasks, 1));
  for (uint32_t part = 0; header->plan.kind == PL_RUN_RACE && part < header->plan.n_parts; part++)
    for (uint32_t i = 0; i < header->plan.trials; i++)
      sum += pl_log_trials (log, part)[i].final_value;
  g_assert_cmpint (total_ns, >=, 0);
  if (sum == 42)
    g_test_message ("used");
}

/* Whether it was opened. */
static bool
try_bytes (const uint8_t *bytes, size_t size)
{
  /* Exactly as large as it is, so that the sanitizer sees the first byte read beyond it. */
  g_autofree uint8_t *copy = g_memdup2 (bytes, size);
  PlLogFault fault = { NULL, 0 };
  PlLog *log = NULL;
  int error = pl_log_open_bytes (copy, size, &log, &fault);

  if (error < 0)
    {
      g_assert_null (log);
      g_assert_cmpint (error, ==, -EBADMSG);
      g_assert_nonnull (fault.reason);
      return false;
    }
  use (log);
  /* What was opened can be saved and opened again. */
  {
    Bytes again = save (log);
    PlLog *reopened = NULL;

    g_assert_cmpint (pl_log_open_bytes (again.bytes, again.size, &reopened, &fault), ==, 0);
    pl_log_unref (reopened);
    g_free (again.bytes);
  }
  pl_log_unref (log);
  return true;
}

static const uint64_t nasty[] = {
  0, 1, 2, 63, 64, 255, 256, 4095, 65535, 65536, 0x7fffffff, 0x80000000u, 0xffffffffu, 0x100000000u,
  0x7fffffffffffffffu, 0x8000000000000000u, 0xfffffffffffffff0u, 0xffffffffffffffffu
};

static void
mutate (GRand *rand, uint8_t *bytes, size_t size)
{
  unsigned n = (unsigned) g_rand_int_range (rand, 1, 5);

  /* Half of the blows go to the header and the lanes, where most can be broken. */
  for (unsigned i = 0; i < n; i++)
    {
      size_t end = g_rand_boolean (rand) ? MIN (size,
                                                sizeof (PlLogHeader) + 8 * sizeof (PlLane)) : size;
      size_t at = (size_t) g_rand_int_range (rand, 0, (gint32) end);
      uint64_t value = nasty[g_rand_int_range (rand, 0, G_N_ELEMENTS (nasty))];
      size_t width = (size_t) 1 << g_rand_int_range (rand, 0, 4);

      switch (g_rand_int_range (rand, 0, 3))
        {
        case 0:
          bytes[at] ^= (uint8_t) (1 << g_rand_int_range (rand, 0, 8));
          break;
        case 1:
          bytes[at] = (uint8_t) g_rand_int (rand);
          break;
        default:
          at -= at % width;
          if (at + width <= size)
            memcpy (bytes + at, &value, width);
          break;
        }
    }
}

static void
test_mutations (void)
{
  Bytes files[] = { pool_file (), race_file () };
  GRand *rand = g_rand_new_with_seed (g_test_rand_int ());
  unsigned opened = 0;

  for (unsigned i = 0; i < N_MUTATIONS; i++)
    {
      const Bytes *file = &files[i % 2];
      g_autofree uint8_t *bytes = g_memdup2 (file->bytes, file->size);

      mutate (rand, bytes, file->size);
      opened += try_bytes (bytes, file->size);
    }
  /* Neither everything nor nothing: some bytes do not matter, most do. */
  g_assert_cmpuint (opened, >, 0);
  g_assert_cmpuint (opened, <, N_MUTATIONS / 2);
  g_rand_free (rand);
  g_free (files[0].bytes);
  g_free (files[1].bytes);
}

static void
test_truncations (void)
{
  Bytes files[] = { pool_file (), race_file () };

  for (unsigned f = 0; f < 2; f++)
    {
      g_autofree uint8_t *longer = g_malloc0 (files[f].size + 4096);

      g_assert_true (try_bytes (files[f].bytes, files[f].size));
      for (size_t size = 0; size < files[f].size; size += size < 4096 ? 1 : 61)
        g_assert_false (try_bytes (files[f].bytes, size));
      memcpy (longer, files[f].bytes, files[f].size);
      g_assert_false (try_bytes (longer, files[f].size + 1));
      g_assert_false (try_bytes (longer, files[f].size + 4096));
      g_free (files[f].bytes);
    }
}

/* Each of these must be noticed. */
static void
test_targets (void)
{
  Bytes file = pool_file (), race = race_file ();
  PlLogHeader *header;
  PlLane *lanes;
  PlRecord *records;
  g_autofree uint8_t *bytes = NULL;

#define REFUSED(source, change) \
  G_STMT_START { \
    g_free (bytes); \
    bytes = g_memdup2 ((source).bytes, (source).size); \
    header = (PlLogHeader *) bytes; \
    lanes = (PlLane *) (bytes + header->lanes_offset); \
    records = (PlRecord *) (bytes + lanes[1].offset); \
    (void) records; \
    change; \
    if (try_bytes (bytes, (source).size)) \
      g_error ("not refused: %s", #change); \
  } G_STMT_END

  REFUSED (file, header->magic[0] = 'p');
  REFUSED (file, header->version = 2);
  REFUSED (file, header->byte_order = 0x04030201);
  REFUSED (file, header->header_size++);
  REFUSED (file, header->lane_size = 0);
  REFUSED (file, header->record_size = 32);
  REFUSED (file, header->n_lanes = 5);
  REFUSED (file, header->n_lanes = UINT32_MAX);
  REFUSED (file, header->total_size += 64);
  REFUSED (file, header->lanes_offset = 0);
  REFUSED (file, header->lanes_offset = UINT64_MAX - 63);
  REFUSED (file, header->lanes_offset += 8);
  REFUSED (file, header->order_offset = header->lanes_offset);
  REFUSED (file, header->order_capacity = UINT64_MAX / 4 + 2);
  REFUSED (file, header->order_capacity = 11);
  REFUSED (file, header->trials_offset = 64);
  REFUSED (file, header->trials_capacity = UINT64_C (1) << 60);
  REFUSED (file, header->start_mono_ns = -1);
  REFUSED (file, memset (header->kernel, 'x', sizeof header->kernel));
  REFUSED (file, header->cpu_model[0] = '\033');
  REFUSED (file, header->app_version[0] = (char) 0xff);
  REFUSED (file, header->plan.tasks = 0);
  REFUSED (file, header->plan.pool_size = 2);
  REFUSED (file, header->plan.kind = PL_RUN_RACE);
  REFUSED (file, header->plan.chunk = 0);
  REFUSED (file, header->plan.ipc = 3);
  REFUSED (file, header->status.phase = PL_N_PHASES);
  REFUSED (file, header->status.error = PL_N_RUN_ERRORS);
  REFUSED (file, header->status.done = 41);
  REFUSED (file, header->status.right = UINT32_MAX; header->status.wrong = 2);
  REFUSED (file, header->status.alive = 4);
  REFUSED (file, header->status.n_order = 11);
  REFUSED (file, header->status.end_ns = -1);
  REFUSED (file, header->status.end_ns = INT64_MAX);
  REFUSED (file, header->status.serial_ns = INT64_MIN);
  REFUSED (file, ((uint32_t *) (bytes + header->order_offset))[3] = 10);
  REFUSED (file, lanes[0].kind = PL_LANE_WORKER);
  REFUSED (file, lanes[1].index = 2);
  REFUSED (file, lanes[2].part = 1);
  REFUSED (file, lanes[1].offset = lanes[0].offset);
  REFUSED (file, lanes[3].offset = header->total_size);
  REFUSED (file, lanes[3].offset = UINT64_MAX - 15);
  REFUSED (file, lanes[3].capacity = UINT64_MAX / 16 + 1);
  REFUSED (file, lanes[1].count = lanes[1].capacity + 1);
  REFUSED (file, lanes[1].count = UINT64_MAX);
  REFUSED (file, lanes[1].busy_ns = -1);
  REFUSED (file, lanes[1].cpu_ns = INT64_MAX);
  REFUSED (file, lanes[1].pid = -1);
  REFUSED (file, records[0].time_ns = -1);
  REFUSED (file, records[1].time_ns = INT64_MAX);
  REFUSED (file, records[1].time_ns = 0);
  REFUSED (file, records[0].state = PL_STATE_NONE);
  REFUSED (file, records[0].state = PL_N_STATES);
  REFUSED (file, records[0].state = PL_STATE_PAUSED);
  REFUSED (file, records[0].state = PL_STATE_WORKING; records[0].arg = 40);
  REFUSED (file, records[0].state = PL_STATE_SENDING; records[0].arg = 10);
  REFUSED (file, records[0].state = PL_STATE_WAITING_LOCK; records[0].arg = PL_LOCK_ARG (2, 1));
  REFUSED (file, records[0].state = PL_STATE_WAITING_LOCK; records[0].arg = PL_LOCK_ARG (0, 4));
  REFUSED (file, records = (PlRecord *) (bytes + lanes[0].offset); records[0].arg = 4);
  REFUSED (file, records = (PlRecord *) (bytes + lanes[0].offset); records[3].count = 11);
  REFUSED (file, records = (PlRecord *) (bytes + lanes[0].offset); records[5].arg = UINT32_MAX);
  REFUSED (race, ((PlRaceRecord *) records)[1].word = PL_WORD (1, 3, 1));
  REFUSED (race, ((PlRaceRecord *) records)[1].word = PL_WORD (1, 1, 31));
  REFUSED (race, ((PlRaceRecord *) records)[1].word = PL_WORD (1, 1, 0));
  REFUSED (race, ((PlRaceRecord *) records)[1].word = PL_WORD (1, PL_WORD_NOBODY, 1));
  REFUSED (race, ((PlRaceRecord *) records)[2].times = 0);
  REFUSED (race, header->plan.workers = 0);
  REFUSED (race, header->plan.n_parts = 9);
  REFUSED (race, header->plan.trials = 0);
  REFUSED (race, header->plan.increments = PL_MAX_INCREMENTS + 1);
  REFUSED (race, header->plan.guess = header->plan.workers * header->plan.increments + 1);
  REFUSED (race, header->plan.guess = UINT64_MAX);
  REFUSED (file, header->plan.guess = UINT64_MAX);
  REFUSED (race, header->status.parts[0].begin_ns = -5);
  REFUSED (race, header->status.parts[1].begin_ns = 5; header->status.parts[1].end_ns = 4);
  REFUSED (race, header->status.parts[7].trials_done = 4);
  REFUSED (race, ((PlTrial *) (bytes + header->trials_offset))[5].duration_ns = -1);
#undef REFUSED
  g_free (file.bytes);
  g_free (race.bytes);
}

/* Not even the beginnings of a log. */
static void
test_noise (void)
{
  GRand *rand = g_rand_new_with_seed (g_test_rand_int ());

  for (unsigned i = 0; i < 500; i++)
    {
      size_t size = (size_t) g_rand_int_range (rand, 0, 8192);
      g_autofree uint8_t *bytes = g_malloc (size + 8);

      for (size_t j = 0; j < size; j++)
        bytes[j] = (uint8_t) g_rand_int (rand);
      if (i % 2 && size >= 8)
        memcpy (bytes, PL_LOG_MAGIC, 8);
      g_assert_false (try_bytes (bytes, size));
    }
  g_rand_free (rand);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fuzz/log/mutations", test_mutations);
  g_test_add_func ("/fuzz/log/truncations", test_truncations);
  g_test_add_func ("/fuzz/log/targets", test_targets);
  g_test_add_func ("/fuzz/log/noise", test_noise);
  return g_test_run ();
}
