/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fixture-log.h"
#include "trace/find/pl-path.h"

/* The critical path against all paths there are, in small runs made up at random; and tasks followed along. */

#define MOST_WORKERS 4u
#define MOST_TASKS 7u
#define MOST_ACTS 128u

/* One thing somebody did, and what had to be done before. */
typedef struct {
  guint lane;
  gint64 start_ns, length_ns;
  guint n_before, before[2];
} Act;

typedef struct {
  GRand *random;
  PlLog *log;
  PlLaneWriter writers[MOST_WORKERS + 1];
  Act acts[MOST_ACTS];
  guint n_acts;
  int last[MOST_WORKERS + 1];   /* act of each lane; -1: none yet */
  guint workers, tasks;
} Sim;

static gint64
end_of (const Sim *sim, int act)
{
  return act < 0 ? 0 : sim->acts[act].start_ns + sim->acts[act].length_ns;
}

static void
record (Sim *sim, guint lane, gint64 t_ns, PlState state, guint32 arg)
{
  pl_lane_record_at (&sim->writers[lane], t_ns, state, arg, state == PL_STATE_SENDING || state == PL_STATE_RECEIVING);
}

/* Does something as soon as both its lane and `cause` are done; -1: nothing else is waited for. */
static int
act (Sim *sim, guint lane, PlState state, guint32 arg, int cause)
{
  gint64 free_ns = end_of (sim, sim->last[lane]), start_ns = MAX (free_ns, end_of (sim, cause));
  Act *made = &sim->acts[sim->n_acts];

  g_assert_cmpuint (sim->n_acts, <, MOST_ACTS);
  *made = (Act) { .lane = lane, .start_ns = start_ns, .length_ns = g_rand_int_range (sim->random, 1, 1000) };
  if (sim->last[lane] >= 0)
    made->before[made->n_before++] = (guint) sim->last[lane];
  if (cause >= 0)
    made->before[made->n_before++] = (guint) cause;
  if (start_ns > free_ns && sim->last[lane] >= 0)
    record (sim, lane, free_ns, PL_STATE_WAITING_TASK, 0);
  record (sim, lane, start_ns, state, arg);
  sim->last[lane] = (int) sim->n_acts;
  return (int) sim->n_acts++;
}

static PlLog *
make_log (guint workers, guint tasks)
{
  PlPlanData plan = { 0 };
  PlLog *log = NULL;

  plan.kind = PL_RUN_POOL;
  plan.record = 1;
  plan.pool_size = workers;
  plan.tasks = tasks;
  plan.chunk = plan.chunk_asked = 1;
  plan.ipc = PL_IPC_PIPE;
  plan.workers = 2;
  plan.n_parts = plan.trials = 1;
  plan.increments = 1000;
  g_assert_cmpint (pl_log_create (&plan, NULL, &log), ==, 0);
  return log;
}

/* The parent hands a task to whoever is free, takes the results that are there, and else waits for the next one. */
static void
play (Sim *sim)
{
  guint32 *order = pl_log_order (sim->log);
  int results[MOST_WORKERS + 1];        /* act that sent it; -1: none under way */
  guint chunk_of[MOST_WORKERS + 1] = { 0 };
  guint sent = 0, received = 0;

  for (guint w = 1; w <= sim->workers; w++)
    {
      act (sim, w, PL_STATE_STARTING, 0, act (sim, 0, PL_STATE_STARTING, w, -1));
      results[w] = -1;
    }
  while (received < sim->tasks)
    {
      guint next = 0;

      for (guint w = 1; w <= sim->workers && sent < sim->tasks; w++)
        if (results[w] < 0)
          {
            int message = act (sim, 0, PL_STATE_SENDING, sent, -1);

            act (sim, w, PL_STATE_RECEIVING, sent, message);
            act (sim, w, PL_STATE_WORKING, sent, -1);
            results[w] = act (sim, w, PL_STATE_SENDING, sent, -1);
            chunk_of[w] = sent++;
          }
      for (guint w = 1; w <= sim->workers; w++)
        if (results[w] >= 0 && (next == 0 || end_of (sim, results[w]) < end_of (sim, results[next])))
          next = w;
      order[received] = chunk_of[next];
      act (sim, 0, PL_STATE_RECEIVING, received++, results[next]);
      results[next] = -1;
    }
}

static void
simulate (Sim *sim, guint32 seed)
{
  memset (sim, 0, sizeof *sim);
  sim->random = g_rand_new_with_seed (seed);
  sim->workers = (guint) g_rand_int_range (sim->random, 1, MOST_WORKERS + 1);
  sim->tasks = (guint) g_rand_int_range (sim->random, 1, MOST_TASKS + 1);
  sim->log = make_log (sim->workers, sim->tasks);
  for (guint lane = 0; lane <= sim->workers; lane++)
    {
      pl_lane_writer_init (&sim->writers[lane], sim->log, lane);
      sim->last[lane] = -1;
    }
  play (sim);
  for (guint lane = 0; lane <= sim->workers; lane++)
    record (sim, lane, end_of (sim, sim->last[lane]), PL_STATE_FINISHED, 0);
  pl_log_header (sim->log)->status.n_order = sim->tasks;
  fixture_end (sim->log, end_of (sim, sim->last[0]));
}

/* All paths back from an act, one after the other: the longest. */
static gint64
brute_force (const Sim *sim, guint act)
{
  gint64 longest = 0;

  for (guint i = 0; i < sim->acts[act].n_before; i++)
    {
      gint64 before = brute_force (sim, sim->acts[act].before[i]);

      longest = MAX (longest, before);
    }
  return longest + sim->acts[act].length_ns;
}

static int
find_act (const Sim *sim, const PlPathStep *step)
{
  for (guint i = 0; i < sim->n_acts; i++)
    if (sim->acts[i].lane == step->lane && sim->acts[i].start_ns == step->from_ns
        && sim->acts[i].start_ns + sim->acts[i].length_ns == step->to_ns)
      return (int) i;
  return -1;
}

/* Each step is something that was done, whole, and had to be done before the one behind it. */
static gint64
check_steps (const Sim *sim, const PlCriticalPath *path)
{
  gint64 sum_ns = 0;
  int last = -1;

  for (guint i = 0; i < path->steps->len; i++)
    {
      const PlPathStep *step = &g_array_index (path->steps, PlPathStep, i);
      int at = find_act (sim, step);

      g_assert_cmpint (at, >=, 0);
      g_assert_false (step->way);
      if (last >= 0)
        {
          const Act *made = &sim->acts[at];

          g_assert_true ((made->n_before > 0 && (int) made->before[0] == last) || (made->n_before > 1 && (int) made->before[1] == last));
        }
      sum_ns += step->to_ns - step->from_ns;
      last = at;
    }
  g_assert_cmpint (last, ==, sim->last[0]);
  return sum_ns;
}

static void
test_brute_force (void)
{
  for (guint32 seed = 1; seed <= 300; seed++)
    {
      g_autoptr (PlTrace) trace = NULL;
      PlCriticalPath path;
      Sim sim;
      gint64 longest;

      simulate (&sim, seed);
      trace = pl_trace_new (sim.log);
      g_assert_true (pl_critical_path_find (trace, &path));
      longest = brute_force (&sim, (guint) sim.last[0]);
      g_assert_cmpint (longest, ==, pl_trace_get_end_ns (trace));
      g_assert_cmpint (check_steps (&sim, &path), ==, longest);
      g_assert_cmpint (path.way_ns, ==, 0);
      g_assert_cmpint (path.state_ns[PL_STATE_WAITING_TASK], ==, 0);
      pl_critical_path_clear (&path);
      pl_log_unref (sim.log);
      g_rand_free (sim.random);
    }
}

/* Of any run, with deaths, pauses and every channel: it is one chain, without gaps, from the beginning to the end. */
static void
test_whole (void)
{
  for (guint i = 0; i < 60; i++)
    {
      PlLog *log = fixture_pool (&(FixturePlan) {
        .workers = 1 + i % 5, .tasks = 40 + i, .chunk = i % 4, .ipc = (PlIpc) (i % 3), .task_ns = 900000, .seed = i, .deaths = i % 2,
        .pause_at_ns = 4000000, .pause_ns = i % 7 == 0 ? 9000000 : 0 });
      g_autoptr (PlTrace) trace = pl_trace_new (log);
      g_autofree char *sentence = NULL;
      PlCriticalPath path;
      gint64 sum_ns = 0;

      g_assert_true (pl_critical_path_find (trace, &path));
      g_assert_cmpuint (path.steps->len, >, 0);
      for (guint k = 0; k < path.steps->len; k++)
        {
          const PlPathStep *step = &g_array_index (path.steps, PlPathStep, k);

          g_assert_cmpint (step->to_ns, >, step->from_ns);
          if (k > 0)
            g_assert_cmpint (step->from_ns, ==, g_array_index (path.steps, PlPathStep, k - 1).to_ns);
        }
      for (guint s = 0; s < PL_N_STATES; s++)
        sum_ns += path.state_ns[s];
      g_assert_cmpint (sum_ns + path.way_ns, ==, path.to_ns - path.from_ns);
      g_assert_cmpint (path.to_ns, ==, pl_trace_get_end_ns (trace));
      /* Most of such a run is work. */
      g_assert_cmpint (path.state_ns[PL_STATE_WORKING], >, path.to_ns / 4);
      sentence = pl_critical_path_sentence (&path, trace);
      g_assert_nonnull (strstr (sentence, "working"));
      pl_critical_path_clear (&path);
      pl_log_unref (log);
    }
}

/* At every moment what is told ends there, and nothing of it is known only later. */
static void
test_so_far (void)
{
  PlLog *log = fixture_pool (&(FixturePlan) { .workers = 3, .tasks = 40, .ipc = PL_IPC_PIPE, .task_ns = 900000, .seed = 4 });
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  g_autofree char *whole = NULL;
  PlCriticalPath path, part;
  guint64 before = 0;

  g_assert_true (pl_critical_path_find (trace, &path));
  g_assert_cmpuint (path.n_steps, ==, path.steps->len);
  whole = pl_critical_path_sentence (&path, trace);
  for (gint64 until_ns = path.from_ns + 1; until_ns <= path.to_ns; until_ns += (path.to_ns - path.from_ns) / 97)
    {
      gint64 sum_ns = 0;

      g_assert_true (pl_critical_path_at (&path, until_ns, &part));
      for (guint s = 0; s < PL_N_STATES; s++)
        sum_ns += part.state_ns[s];
      g_assert_cmpint (sum_ns + part.way_ns, ==, until_ns - path.from_ns);
      g_assert_cmpint (part.to_ns, ==, until_ns);
      g_assert_cmpint (g_array_index (part.steps, PlPathStep, part.n_steps - 1).from_ns, <, until_ns);
      g_assert_true (part.n_steps == path.n_steps || g_array_index (part.steps, PlPathStep, part.n_steps).from_ns >= until_ns);
      g_assert_cmpuint (part.n_tasks, >=, before);
      before = part.n_tasks;
      if (until_ns < path.to_ns)
        {
          g_autofree char *sentence = pl_critical_path_sentence (&part, trace);

          g_assert_true (g_str_has_prefix (sentence, "So far these "));
          g_assert_null (strstr (sentence, "nothing else made the run longer"));
        }
      pl_critical_path_clear (&part);
    }
  g_assert_cmpuint (before, <=, path.n_tasks);
  g_assert_false (pl_critical_path_at (&path, path.from_ns > 0 ? path.from_ns : 1, &part) && part.n_steps > 1);
  pl_critical_path_clear (&part);
  g_assert_true (pl_critical_path_at (&path, 0, &part));
  g_assert_cmpuint (part.n_tasks, ==, path.n_tasks);
  g_autofree char *again = pl_critical_path_sentence (&part, trace);
  g_assert_cmpstr (again, ==, whole);
  pl_critical_path_clear (&part);
  pl_critical_path_clear (&path);
  pl_log_unref (log);
}

static void
check_forth (PlTrace *trace, guint lane, guint64 index, PlIpc ipc)
{
  guint32 chunk = G_MAXUINT32;
  guint steps = 0;
  gboolean worked = FALSE, received = FALSE;
  PlSpan at;

  g_assert_true (pl_trace_get_span (trace, lane, index, &at));
  while (steps++ < 20 && pl_trace_follow (trace, at.lane, at.index, TRUE, &chunk, &at))
    {
      worked |= at.state == PL_STATE_WORKING;
      received = at.lane == 0;
      if (at.state == PL_STATE_WORKING && ipc != PL_IPC_ARRAY)
        g_assert_cmpuint (at.arg, ==, chunk);
      if (received)
        break;
    }
  g_assert_true (worked);
  g_assert_true (received);
}

/* From the parent to a worker and back to the parent; of the burst of all chunks the one that was followed. */
static void
test_follow (void)
{
  for (guint i = 0; i < 3; i++)
    {
      PlIpc ipc = (PlIpc) i;
      PlLog *log = fixture_pool (&(FixturePlan) { .workers = 3, .tasks = 30, .ipc = ipc, .task_ns = 900000, .seed = 4 });
      g_autoptr (PlTrace) trace = pl_trace_new (log);
      guint32 chunk = G_MAXUINT32, wanted;
      PlSpan task, at;

      g_assert_true (pl_trace_find_task (trace, 17, &task));
      at = task;
      while (pl_trace_follow (trace, at.lane, at.index, FALSE, &chunk, &at) && at.lane > 0)
        ;
      g_assert_cmpuint (at.lane, ==, 0);
      g_assert_cmpint (at.start_ns, <=, task.start_ns);
      if (ipc != PL_IPC_ARRAY)
        {
          g_assert_cmpuint (at.state, ==, PL_STATE_SENDING);
          wanted = chunk;
          while (pl_trace_follow (trace, at.lane, at.index, TRUE, &chunk, &at) && at.state != PL_STATE_WORKING)
            ;
          g_assert_cmpuint (chunk, ==, wanted);
          g_assert_cmpuint (at.index, ==, task.index);
          g_assert_cmpuint (at.lane, ==, task.lane);
        }
      check_forth (trace, at.lane > 0 ? 0 : at.lane, ipc == PL_IPC_ARRAY ? 0 : at.lane == 0 ? at.index : 0, ipc);
      pl_log_unref (log);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/path/brute-force", test_brute_force);
  g_test_add_func ("/path/whole", test_whole);
  g_test_add_func ("/path/so-far", test_so_far);
  g_test_add_func ("/path/follow", test_follow);
  return g_test_run ();
}
