/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz-corpus.h"

#include <string.h>

#include "log/pl-log-v1.h"

/* Faults with a name, each planted alone: each must be noticed. */

#define REFUSED(source, change) \
  G_STMT_START { \
    g_free (bytes); \
    bytes = g_memdup2 ((source).bytes, (source).size); \
    LOOK_AT (source); \
    change; \
    if (fuzz_try (bytes, (source).size)) \
      g_error ("not refused: %s", #change); \
  } G_STMT_END

/* --- version 1 --- */

#define LOOK_AT(source) \
  header = (PlLogHeaderV1 *) bytes; \
  status = (PlRunStatus *) header->status; \
  lanes = (PlLaneV1 *) (bytes + header->lanes_offset); \
  records = (PlRecord *) (bytes + lanes[1].offset)

static void
test_v1 (void)
{
  LogFile file = corpus_file (CORPUS_V1_POOL), race = corpus_file (CORPUS_V1_RACE);
  PlLogHeaderV1 *header;
  PlRunStatus *status;
  PlLaneV1 *lanes;
  PlRecord *records;
  g_autofree uint8_t *bytes = NULL;

  REFUSED (file, header->magic[0] = 'p');
  REFUSED (file, header->version = 2);
  REFUSED (file, header->version = 0);
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
  REFUSED (file, status->phase = PL_N_PHASES);
  REFUSED (file, status->error = PL_N_RUN_ERRORS);
  REFUSED (file, status->done = 41);
  REFUSED (file, status->right = UINT32_MAX; status->wrong = 2);
  REFUSED (file, status->alive = 4);
  REFUSED (file, status->n_order = 11);
  REFUSED (file, status->end_ns = -1);
  REFUSED (file, status->end_ns = INT64_MAX);
  REFUSED (file, status->serial_ns = INT64_MIN);
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
  REFUSED (race, status->parts[0].begin_ns = -5);
  REFUSED (race, status->parts[1].begin_ns = 5; status->parts[1].end_ns = 4);
  REFUSED (race, status->parts[7].trials_done = 4);
  REFUSED (race, ((PlTrial *) (bytes + header->trials_offset))[5].duration_ns = -1);
  g_free (file.bytes);
  g_free (race.bytes);
}
#undef LOOK_AT

/* --- version 2, compact --- */

static PlRecord *
stream_records (uint8_t *bytes, guint lane, guint stream)
{
  PlLogHeader *header = (PlLogHeader *) bytes;
  PlLane *lanes = (PlLane *) (bytes + header->lanes.offset);
  PlLogChunk *chunks = (PlLogChunk *) (bytes + header->chunks.offset);

  return (PlRecord *) (bytes + header->records.offset) + chunks[lanes[lane].streams[stream].head].start;
}

static PlRecord *
states (uint8_t *bytes, guint lane)
{
  return stream_records (bytes, lane, PL_STREAM_STATES);
}

#define LOOK_AT(source) \
  header = (PlLogHeader *) bytes; \
  lanes = (PlLane *) (bytes + header->lanes.offset); \
  chunks = (PlLogChunk *) (bytes + header->chunks.offset); \
  records = states (bytes, 1); \
  (void) chunks; \
  (void) records

static void
test_compact (void)
{
  LogFile file = corpus_file (CORPUS_POOL), race = corpus_file (CORPUS_RACE);
  PlLogHeader *header;
  PlLane *lanes;
  PlLogChunk *chunks;
  PlRecord *records;
  g_autofree uint8_t *bytes = NULL;

  REFUSED (file, header->magic[0] = 'p');
  REFUSED (file, header->version = 0);
  REFUSED (file, header->version = 1);
  REFUSED (file, header->version = 3);
  REFUSED (file, header->byte_order = 0x04030201);
  REFUSED (file, header->header_size++);
  REFUSED (file, header->lane_size = 0);
  REFUSED (file, header->record_size = 32);
  REFUSED (file, header->n_lanes = 5);
  REFUSED (file, header->n_lanes = UINT32_MAX);
  REFUSED (file, header->total_size += 64);
  REFUSED (file, header->lanes.offset = 0);
  REFUSED (file, header->lanes.offset = UINT64_MAX - 63);
  REFUSED (file, header->lanes.offset += 8);
  REFUSED (file, header->order.offset = header->lanes.offset);
  REFUSED (file, header->order.capacity = UINT64_MAX / 4 + 2);
  REFUSED (file, header->order.capacity = 11);
  REFUSED (file, header->trials.offset = 64);
  REFUSED (file, header->trials.capacity = UINT64_C (1) << 60);
  REFUSED (file, header->start_mono_ns = -1);
  REFUSED (file, memset (header->kernel, 'x', sizeof header->kernel));
  REFUSED (file, header->cpu_model[0] = '\033');
  REFUSED (file, header->app_version[0] = (char) 0xff);
  REFUSED (file, header->status.phase = PL_N_PHASES);
  REFUSED (file, header->status.error = PL_N_RUN_ERRORS);
  REFUSED (file, header->status.done = 41);
  REFUSED (file, header->status.right = UINT32_MAX; header->status.wrong = 2);
  REFUSED (file, header->status.alive = 4);
  REFUSED (file, header->status.n_order = 11);
  REFUSED (file, header->status.end_ns = -1);
  REFUSED (file, header->status.end_ns = INT64_MAX);
  REFUSED (file, header->status.serial_ns = INT64_MIN);
  REFUSED (file, header->status.pool.n_arrived = 11);
  REFUSED (file, header->status.pool.raised = 41);
  REFUSED (file, header->status.pool.callbacks = 40; header->status.pool.error_callbacks = UINT32_MAX);
  REFUSED (file, header->status.pool.idle_ns = -1);
  REFUSED (file, header->status.pool.idle_cpu_ns = INT64_MAX);
  REFUSED (file, ((uint32_t *) (bytes + header->order.offset))[3] = 10);
  REFUSED (file, lanes[0].kind = PL_LANE_WORKER);
  REFUSED (file, lanes[1].index = 2);
  REFUSED (file, lanes[2].part = 1);
  REFUSED (file, lanes[3].capacity = UINT64_MAX / 16 + 1);
  REFUSED (file, lanes[1].count = lanes[1].capacity + 1);
  REFUSED (file, lanes[1].count = UINT64_MAX);
  REFUSED (file, lanes[1].busy_ns = -1);
  REFUSED (file, lanes[1].streams[PL_STREAM_EVENTS].busy_since_ns = -1);
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
  REFUSED (file, records = states (bytes, 0); records[0].arg = 4);
  REFUSED (file, records = states (bytes, 0); records[3].count = 11);
  REFUSED (file, records = states (bytes, 0); records[5].arg = UINT32_MAX);
  REFUSED (race, ((PlRaceRecord *) records)[1].word = PL_WORD (1, 3, 1));
  REFUSED (race, ((PlRaceRecord *) records)[1].word = PL_WORD (1, 1, 31));
  REFUSED (race, ((PlRaceRecord *) records)[1].word = PL_WORD (1, 1, 0));
  REFUSED (race, ((PlRaceRecord *) records)[1].word = PL_WORD (1, PL_WORD_NOBODY, 1));
  REFUSED (race, ((PlRaceRecord *) records)[2].times = 0);
  REFUSED (race, header->status.parts[0].begin_ns = -5);
  REFUSED (race, header->status.parts[1].begin_ns = 5; header->status.parts[1].end_ns = 4);
  REFUSED (race, header->status.parts[7].trials_done = 4);
  REFUSED (race, ((PlTrial *) (bytes + header->trials.offset))[5].duration_ns = -1);
  g_free (file.bytes);
  g_free (race.bytes);
}

/* What version 1 did not have. */
static void
test_new (void)
{
  LogFile file = corpus_file (CORPUS_POOL);
  PlLogHeader *header;
  PlLane *lanes;
  PlLogChunk *chunks;
  PlRecord *records;
  g_autofree uint8_t *bytes = NULL;

#define EVENTS(change) \
  REFUSED (file, records = stream_records (bytes, 1, PL_STREAM_EVENTS); change)

  REFUSED (file, header->kind = PL_RUN_RACE);
  REFUSED (file, header->kind = 77);
  REFUSED (file, header->form = PL_N_LOG_FORMS);
  REFUSED (file, header->clock = 0);
  REFUSED (file, header->chunk_size = 32);
  REFUSED (file, header->plan.offset = UINT64_MAX - 63);
  REFUSED (file, header->plan.capacity = PL_LOG_MAX_PLAN + 1);
  REFUSED (file, header->plan.capacity--);
  REFUSED (file, header->plan.capacity = 0);
  REFUSED (file, header->names.capacity = UINT64_MAX);
  REFUSED (file, header->names.capacity = 1);
  REFUSED (file, header->chunks.capacity = 1);
  REFUSED (file, header->chunks.capacity = UINT64_MAX / 64 + 2);
  REFUSED (file, header->chunks.offset = header->lanes.offset);
  REFUSED (file, header->records.capacity++);
  REFUSED (file, header->records.capacity = 0);
  REFUSED (file, header->records.offset = 0);
  REFUSED (file, header->lanes.capacity = 3);
  REFUSED (file, header->lanes.capacity = UINT32_MAX);
  REFUSED (file, lanes[2].parent = 2);
  REFUSED (file, lanes[2].parent = 1);
  REFUSED (file, lanes[2].ready = 2);
  REFUSED (file, lanes[2].name = UINT32_MAX);
  REFUSED (file, lanes[2].tid = -1);
  REFUSED (file, lanes[2].born_ns = -1);
  REFUSED (file, lanes[2].born_ns = INT64_MAX);
  EVENTS (records[0].state = PL_STATE_WORKING);
  EVENTS (records[0].state = PL_EVENT_NOTE);
  EVENTS (records[0].state = PL_EVENT_SLICE);
  EVENTS (records[0].state = PL_N_EVENTS);
  EVENTS (records[0].state = 0);
  EVENTS (records[0].state = PL_EVENT_CALLER; records[0].arg = PL_CALLER_ARG (PL_N_CALLER, 0));
  EVENTS (records[0].state = PL_EVENT_ARRIVED; records[0].arg = UINT32_MAX);
  EVENTS (records[0].state = PL_EVENT_ARRIVED; records[0].arg = 1; records[0].count = UINT16_MAX);
  EVENTS (records[0].state = PL_EVENT_MARK; records[0].arg = UINT32_MAX);
  EVENTS (records[1].time_ns = records[0].time_ns - 1);
  EVENTS (records[0].time_ns = -1);
  REFUSED (file, records[0].state = PL_EVENT_FORK);
  REFUSED (file, stream_records (bytes, 1, PL_STREAM_SLICES)[0].time_ns = PL_LOG_MAX_NS);
  REFUSED (file, header->names_used = 1);
  REFUSED (file, stream_records (bytes, 1, PL_STREAM_NOTES)[0].arg = UINT32_MAX);
  REFUSED (file, stream_records (bytes, 1, PL_STREAM_NOTES)[0].time_ns = -1);
#undef EVENTS
  g_free (file.bytes);
}

/* --- chunks --- */

static void
test_chunks (void)
{
  LogFile file = corpus_file (CORPUS_POOL);
  PlLogHeader *header;
  PlLane *lanes;
  PlLogChunk *chunks;
  PlRecord *records;
  g_autofree uint8_t *bytes = NULL;

#define HEAD(lane) chunks[lanes[lane].streams[0].head]
  REFUSED (file, lanes[1].streams[0].head = 0);
  REFUSED (file, lanes[1].streams[0].head = lanes[2].streams[0].head);
  REFUSED (file, lanes[1].streams[0].head = lanes[1].streams[1].head);
  REFUSED (file, lanes[1].streams[0].head = UINT32_MAX);
  REFUSED (file, lanes[1].streams[0].head = (uint32_t) header->chunks.capacity);
  REFUSED (file, lanes[1].streams[1].count++);
  REFUSED (file, lanes[1].streams[1].count = UINT64_MAX);
  REFUSED (file, lanes[1].streams[1].count = 0);
  REFUSED (file, HEAD (1).lane = 2);
  REFUSED (file, HEAD (1).stream = 1);
  REFUSED (file, HEAD (1).first = 1);
  REFUSED (file, HEAD (1).count = 0);
  REFUSED (file, HEAD (1).count--);
  REFUSED (file, HEAD (1).count++);
  REFUSED (file, HEAD (1).count = UINT64_MAX);
  REFUSED (file, HEAD (1).start = UINT64_MAX);
  REFUSED (file, HEAD (1).start = header->records.capacity);
  REFUSED (file, HEAD (2).start = HEAD (1).start);
  REFUSED (file, HEAD (1).first_ns = -1);
  REFUSED (file, HEAD (1).next = lanes[1].streams[0].head);
  REFUSED (file, HEAD (1).next = lanes[2].streams[0].head);
  REFUSED (file, HEAD (1).next = UINT32_MAX);
  g_free (file.bytes);
}

/* As it lies in memory, with several chunks a stream. */
static void
test_chains (void)
{
  LogFile file = corpus_file (CORPUS_RAW_POOL);
  PlLogHeader *header;
  PlLane *lanes;
  PlLogChunk *chunks;
  PlRecord *records;
  g_autofree uint8_t *bytes = NULL;

#define NEXT(lane) chunks[HEAD (lane).next]
  g_assert_true (fuzz_try (file.bytes, file.size));
  /* A ring of one, of two, and back to the middle. */
  REFUSED (file, HEAD (1).next = lanes[1].streams[0].head);
  REFUSED (file, NEXT (1).next = lanes[1].streams[0].head);
  REFUSED (file, NEXT (1).next = HEAD (1).next);
  REFUSED (file, HEAD (1).first = HEAD (1).count; HEAD (1).next = lanes[1].streams[0].head);
  /* Into another lane's chain, another stream's, over one's own. */
  REFUSED (file, HEAD (1).next = HEAD (2).next);
  REFUSED (file, lanes[1].streams[0].head = lanes[2].streams[0].head);
  REFUSED (file, HEAD (1).next = lanes[1].streams[1].head);
  REFUSED (file, HEAD (1).next = NEXT (1).next);
  REFUSED (file, HEAD (1).next = UINT32_MAX);
  REFUSED (file, NEXT (1).lane = 0);
  REFUSED (file, NEXT (1).stream = PL_N_STREAMS);
  REFUSED (file, NEXT (1).first++);
  REFUSED (file, NEXT (1).count = 100);
  REFUSED (file, NEXT (1).count = UINT64_MAX - 255);
  REFUSED (file, NEXT (1).start += 8);
  REFUSED (file, NEXT (1).start = NEXT (2).start);
  REFUSED (file, NEXT (1).start = header->records.capacity);
  REFUSED (file, HEAD (1).count *= 2);
  REFUSED (file, header->form = PL_LOG_COMPACT);
  REFUSED (file, header->n_lanes = UINT32_MAX);
  REFUSED (file, header->n_lanes = (uint32_t) header->lanes.capacity + 1);
  REFUSED (file, records[3].time_ns = 0);
  REFUSED (file, records[3].state = 200);
#undef NEXT
#undef HEAD
  g_free (file.bytes);
}

/* --- plans --- */

static void
test_plans (void)
{
  LogFile file = corpus_file (CORPUS_POOL), race = corpus_file (CORPUS_RACE);
  static const char *const bad[] = {
    "", "\n", "kind", "kind\n", "kind=0", "kind=0\nkind=0\n", "kind=\n", "kind=x\n", "kind= 0\n",
    "kind=-1\n", "kind=00\n", "kind=4294967296\n", "KIND=0\n", "=0\n", "kind=0\n\n",
    "kind=0\npool.size=3\npool.tasks=40\npool.chunk=4\npool.size=3\n",
    "kind=0\nrecord=1\nseed=18446744073709551616\npool.size=3\npool.tasks=40\npool.chunk=4\n",
    "kind=0\npool.size=3\npool.tasks=40\npool.chunk=4\nlater=\001\n",
    ("kind=0\npool.size=3\npool.tasks=40\npool.chunk=4\n"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=1\n"),
    "record=1\npool.size=3\npool.tasks=40\npool.chunk=4\n",
    "kind=0\nrecord=1\npool.size=0\npool.tasks=40\npool.chunk=4\n",
    "kind=0\nrecord=1\npool.size=2\npool.tasks=40\npool.chunk=4\n",
    "kind=0\nrecord=1\npool.size=3\npool.tasks=40\npool.chunk=0\n",
    "kind=0\nrecord=1\npool.size=3\npool.tasks=40\npool.chunk=4\npool.ipc=3\n",
    "kind=1\nrecord=1\npool.size=3\npool.tasks=40\npool.chunk=4\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      LogFile broken = log_file_with_plan_text (file, bad[i]);

      if (fuzz_try (broken.bytes, broken.size))
        g_error ("not refused: %s", bad[i]);
      g_free (broken.bytes);
    }
#define PLAN_REFUSED(source, change) \
  G_STMT_START { \
    PlPlanData plan = log_file_plan (source); \
    LogFile broken; \
    change; \
    broken = log_file_with_plan (source, &plan); \
    if (fuzz_try (broken.bytes, broken.size)) \
      g_error ("not refused: %s", #change); \
    g_free (broken.bytes); \
  } G_STMT_END
  PLAN_REFUSED (file, plan.tasks = 0);
  PLAN_REFUSED (file, plan.pool_size = 2);
  PLAN_REFUSED (file, plan.kind = PL_RUN_RACE);
  PLAN_REFUSED (file, plan.chunk = 0);
  PLAN_REFUSED (file, plan.ipc = 3);
  PLAN_REFUSED (race, plan.workers = 0);
  PLAN_REFUSED (race, plan.n_parts = 9);
  PLAN_REFUSED (race, plan.trials = 0);
  PLAN_REFUSED (race, plan.increments = PL_MAX_INCREMENTS + 1);
  PLAN_REFUSED (race, plan.guess = plan.workers * plan.increments + 1);
  PLAN_REFUSED (race, plan.guess = UINT64_MAX);
  PLAN_REFUSED (file, plan.guess = UINT64_MAX);
#undef PLAN_REFUSED
  g_free (file.bytes);
  g_free (race.bytes);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fuzz/targets/v1", test_v1);
  g_test_add_func ("/fuzz/targets/compact", test_compact);
  g_test_add_func ("/fuzz/targets/new", test_new);
  g_test_add_func ("/fuzz/targets/chunks", test_chunks);
  g_test_add_func ("/fuzz/targets/chains", test_chains);
  g_test_add_func ("/fuzz/targets/plans", test_plans);
  return g_test_run ();
}
