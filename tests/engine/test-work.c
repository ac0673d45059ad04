/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/engine-harness.h"
#include "engine/pool/pl-frame.h"
#include "engine/channels/pl-pipe-message.h"
#include "engine/pool/pl-sieve.h"
#include "log/pool/pl-pool-modes.h"

#include <glib.h>
#include <string.h>

/* The tasks, their answers, and the messages they travel in, without any process. */

static void
init (PlWorkload *workload, const PlPlanData *plan)
{
  uint64_t wanted;

  g_assert_cmpint (pl_workload_init (workload, plan, &wanted), ==, 0);
}

static uint64_t
primes_below (uint64_t n)
{
  uint64_t count = 0;

  for (uint64_t i = 2; i < n; i++)
    {
      uint64_t d = 2;

      while (d * d <= i && i % d != 0)
        d++;
      count += d * d > i;
    }
  return count;
}

static void
test_sieve (void)
{
  PlSieve *sieve = pl_sieve_new (10000);

  for (uint64_t n = 0; n <= 700; n++)
    g_assert_cmpuint (pl_sieve_count_below (sieve, n), ==, primes_below (n));
  g_assert_cmpuint (pl_sieve_count_below (sieve, 9999), ==, 1229);
  g_assert_cmpuint (pl_sieve_count_below (sieve, 10000), ==, 1229);
  pl_sieve_free (sieve);
  sieve = pl_sieve_new (0);
  g_assert_cmpuint (pl_sieve_count_below (sieve, 0), ==, 0);
  pl_sieve_free (sieve);
}

/* What a worker finds out is what the parent knew. */
static void
test_answers (void)
{
  for (uint32_t work = 0; work < PL_N_WORK; work++)
    {
      PlPlanData plan = harness_plan (PL_IPC_QUEUE, 1, 50, 1);
      PlWorkload workload;

      plan.work = work;
      plan.spread = PL_SPREAD_EXPONENTIAL;
      plan.task_time_ns = 20000;
      init (&workload, &plan);
      for (uint32_t i = 0; i < plan.tasks; i++)
        {
          uint64_t param = workload.params[i];

          g_assert_cmpuint (pl_workload_run (&workload, i, param), ==,
                            pl_workload_answer (&workload, i));
          /* ... and would not be, had it been sent something else */
          if (work != PL_WORK_PRIMES)
            g_assert_cmpuint (pl_workload_run (&workload, i, param + 1), !=,
                              pl_workload_answer (&workload, i));
        }
      pl_workload_clear (&workload);
    }
}

static void
test_spreads (void)
{
  PlPlanData plan = harness_plan (PL_IPC_QUEUE, 4, 20000, 1);

  plan.task_time_ns = 1000000;
  for (uint32_t spread = 0; spread < PL_N_SPREAD; spread++)
    {
      PlWorkload first, second, other;
      uint64_t sum = 0, least = UINT64_MAX, most = 0, stragglers = 0;

      plan.spread = spread;
      plan.seed = 5;
      init (&first, &plan);
      init (&second, &plan);
      g_assert_cmpmem (first.params, plan.tasks * 8, second.params, plan.tasks * 8);
      for (uint32_t i = 0; i < plan.tasks; i++)
        {
          sum += first.params[i];
          least = MIN (least, first.params[i]);
          most = MAX (most, first.params[i]);
          stragglers += first.params[i] == 8000000;
        }
      /* the mean is what was asked for: within 5 % at so many tasks */
      g_assert_cmpuint (sum / plan.tasks, >, 950000);
      g_assert_cmpuint (sum / plan.tasks, <, 1050000);
      g_assert_cmpuint (stragglers, ==, spread == PL_SPREAD_STRAGGLER ? 1 : 0);
      if (spread == PL_SPREAD_UNIFORM)
        g_assert_true (least >= 400000 && least < 410000 && most <= 1600000 && most > 1590000);
      if (spread == PL_SPREAD_EXPONENTIAL)
        g_assert_true (least < 10000 && most > 5000000 && most <= 10000000);
      plan.seed = 6;
      init (&other, &plan);
      if (spread != PL_SPREAD_EQUAL)
        g_assert_cmpint (memcmp (first.params, other.params, plan.tasks * 8), !=, 0);
      pl_workload_clear (&first);
      pl_workload_clear (&second);
      pl_workload_clear (&other);
    }
}

/* A message in pieces of any size, with one byte spoiled or none: the parent's count. */
static void
send_body (PlWorkload *workload, uint32_t first, uint32_t n, size_t piece, gssize spoiled,
           uint32_t wrong)
{
  g_autofree uint64_t *values = g_new (uint64_t, n);
  g_autofree uint8_t *bytes = NULL;
  PlBody out, in;
  size_t size = 0;

  for (uint32_t i = 0; i < n; i++)
    values[i] = pl_workload_answer (workload, first + i);
  pl_body_init (&out, workload, PL_TO_PARENT, first, n, values, NULL);
  bytes = g_malloc (out.size);
  while (out.pos < out.size)
    size += pl_body_write (&out, bytes + size, MIN (piece, out.size - size));
  g_assert_cmpuint (size, ==, pl_body_size (workload->plan, n));
  if (spoiled >= 0)
    bytes[spoiled] ^= 1;
  pl_body_init (&in, workload, PL_TO_PARENT, first, n, NULL, NULL);
  for (size_t at = 0; at < size; at += piece)
    pl_body_read (&in, bytes + at, MIN (piece, size - at));
  g_assert_cmpuint (in.tally.right, ==, n - wrong);
  g_assert_cmpuint (in.tally.wrong, ==, wrong);
}

static void
test_bodies (void)
{
  PlPlanData plan = harness_plan (PL_IPC_QUEUE, 2, 100, 10);
  PlWorkload workload;

  plan.payload = 1000;
  init (&workload, &plan);
  for (size_t piece = 1; piece < 3000; piece += piece < 20 ? 1 : 333)
    {
      send_body (&workload, 20, 10, piece, -1, 0);
      send_body (&workload, 20, 10, piece, 0, 1);      /* a value */
      send_body (&workload, 20, 10, piece, 8, 1);      /* the first byte of a payload */
      send_body (&workload, 20, 10, piece, 10079, 1);  /* the very last byte */
    }
  pl_workload_clear (&workload);
  /* Two arguments a task. */
  plan.mode = PL_MODE_STARMAP;
  init (&workload, &plan);
  for (size_t piece = 1; piece < 3000; piece += piece < 30 ? 1 : 333)
    {
      send_body (&workload, 20, 10, piece, -1, 0);
      send_body (&workload, 20, 10, piece, 0, 1);
      send_body (&workload, 20, 10, piece, 15, 1);     /* the last byte of the second one */
      send_body (&workload, 20, 10, piece, 16, 1);     /* the first byte of a payload */
    }
  pl_workload_clear (&workload);
}

static void
test_frames (void)
{
  static const struct { uint32_t payload, chunk, size, n; } cases[] = {
    { 0, 1, 32, 1 }, { 0, 2, 64, 1 }, { 0, 5, 64, 1 }, { 0, 6, 128, 1 }, { 0, 509, 4096, 1 },
    { 0, 510, 4096, 2 }, { 1, 1, 64, 1 }, { 4064, 1, 4096, 1 }, { 4065, 1, 4096, 2 },
    { PL_MAX_PAYLOAD, 1, 4096, 258 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PlPlanData plan = harness_plan (PL_IPC_QUEUE, 1, 600, cases[i].chunk);
      PlFrame frame = { .chunk = 0, .sequence = 3, .attempt = 1, .lane = 1 };

      plan.payload = cases[i].payload;
      g_assert_cmpuint (pl_frame_size (&plan), ==, cases[i].size);
      frame.n = pl_frame_count (&plan, cases[i].size, 0);
      g_assert_cmpuint (frame.n, ==, cases[i].n);
      frame.check = pl_frame_check (&frame);
      g_assert_true (pl_frame_is_valid (&frame, &plan, cases[i].size));
      for (size_t at = 0; at < sizeof frame; at++)
        {
          PlFrame spoiled = frame;

          ((uint8_t *) &spoiled)[at] ^= 0x10;
          g_assert_false (pl_frame_is_valid (&spoiled, &plan, cases[i].size));
        }
    }
}

static void
test_pipe_messages (void)
{
  PlPlanData plan = harness_plan (PL_IPC_PIPE, 2, 25, 10);
  g_autofree uint64_t *values = g_new0 (uint64_t, 10);
  PlWorkload workload;

  plan.payload = 77;
  init (&workload, &plan);
  for (size_t piece = 1; piece < 600; piece += 7)
    {
      PlPipeMessage out, in;
      uint8_t bytes[600];
      int whole = 0;
      bool sent = false;
      size_t piece_used;

      pl_pipe_message_compose (&out, &workload, PL_TO_WORKER, 2, 4, 1, workload.params + 20);
      pl_pipe_message_expect (&in, &workload, PL_TO_WORKER, values, NULL);
      while (!sent)
        {
          size_t n = pl_pipe_message_peek (&out, bytes, piece), used;

          /* a socket may take less than it is offered */
          n = MAX (n / 2, 1);
          g_assert_cmpint (whole, ==, 0);
          whole = pl_pipe_message_take (&in, bytes, n, &used);
          g_assert_cmpuint (used, ==, n);
          sent = pl_pipe_message_sent (&out, n);
        }
      g_assert_cmpint (whole, ==, 1);
      g_assert_cmpuint (in.header.chunk, ==, 2);
      g_assert_cmpuint (in.header.attempt, ==, 4);
      g_assert_cmpmem (values, 5 * 8, workload.params + 20, 5 * 8);
      /* what follows is the next one's, and no nonsense may begin */
      pl_pipe_message_take (&in, bytes, 1, &piece_used);
      g_assert_cmpuint (piece_used, ==, 0);
      pl_pipe_message_expect (&in, &workload, PL_TO_WORKER, values, NULL);
      memset (bytes, 0xaa, sizeof bytes);
      g_assert_cmpint (pl_pipe_message_take (&in, bytes, 16, &piece_used), <, 0);
    }
  pl_workload_clear (&workload);
}

/* Three messages in one stretch, which comes in pieces of every size: each ends where it ends. */
static void
test_pipe_stream (void)
{
  PlPlanData plan = harness_plan (PL_IPC_PIPE, 2, 25, 10);
  g_autofree uint64_t *values = g_new0 (uint64_t, 10);
  g_autofree uint8_t *bytes = g_malloc (4096);
  PlWorkload workload;
  size_t size = 0;

  plan.payload = 13;
  init (&workload, &plan);
  for (uint32_t chunk = 0; chunk < 3; chunk++)
    {
      PlPipeMessage out;

      pl_pipe_message_compose (&out, &workload, PL_TO_WORKER, chunk, 4, 1, workload.params + 10 * chunk);
      size += pl_pipe_message_peek (&out, bytes + size, 4096 - size);
    }
  for (size_t piece = 1; piece <= size; piece++)
    {
      uint32_t n_whole = 0;
      PlPipeMessage in;
      size_t used;

      pl_pipe_message_expect (&in, &workload, PL_TO_WORKER, values, NULL);
      for (size_t at = 0; at < size; at += used)
        {
          size_t end = MIN ((at / piece + 1) * piece, size);
          int whole = pl_pipe_message_take (&in, bytes + at, end - at, &used);

          g_assert_cmpint (whole, >=, 0);
          g_assert_cmpuint (used, >, 0);
          if (whole == 0)
            continue;
          g_assert_cmpuint (in.header.chunk, ==, n_whole);
          g_assert_cmpmem (values, (n_whole < 2 ? 10 : 5) * 8, workload.params + 10 * n_whole, (n_whole < 2 ? 10 : 5) * 8);
          n_whole++;
          pl_pipe_message_expect (&in, &workload, PL_TO_WORKER, values, NULL);
        }
      g_assert_cmpuint (n_whole, ==, 3);
    }
  pl_workload_clear (&workload);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/work/sieve", test_sieve);
  g_test_add_func ("/work/answers", test_answers);
  g_test_add_func ("/work/spreads", test_spreads);
  g_test_add_func ("/work/bodies", test_bodies);
  g_test_add_func ("/work/frames", test_frames);
  g_test_add_func ("/work/pipe-messages", test_pipe_messages);
  g_test_add_func ("/work/pipe-stream", test_pipe_stream);
  return g_test_run ();
}
