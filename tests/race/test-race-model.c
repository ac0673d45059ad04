/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "race/race-harness.h"
#include "trace/race/pl-race.h"

/* Races in which every step is known, proven once more in the plainest way: one increment after the
 * other, each with its parent, its children and its branch. Both proofs must agree in all. */

enum { NONE = -1, MAX_WORKERS = 9 };

typedef struct {
  int parent;               /* index of the increment whose store it read; NONE: the first value */
  gboolean survives;
  int head;                 /* of its branch; NONE: it survives */
  guint worker, seq;
} Node;

typedef struct {
  guint workers, increments;
  Node *nodes;              /* in the order of their stores */
  int n, last;
  guint made_by[MAX_WORKERS];
  MadeRace made;
  PlRace *race;
} Model;

/* 0: all at random; 1: one is alone for a while, then another; 2: one sleeps for long between load
 * and store; 3: all in turn. */
static guint
choose_worker (const Model *model, guint kind, guint step)
{
  guint any = (guint) g_test_rand_int_range (0, (int) model->workers);

  switch (kind)
    {
    case 0: return any;
    case 1: return step / 64 % 2 ? any : step / 128 % model->workers;
    case 2: return any == 0 && step % 97 != 0 ? 1 : any;
    default: return step % model->workers;
    }
}

static void
add_node (Model *model, guint worker, int read, gint64 load_ns, gint64 store_ns)
{
  const Node *parent = read == NONE ? NULL : &model->nodes[read];

  made_add (&model->made, worker, parent ? (int) parent->worker : MADE_INITIAL,
            parent ? parent->seq : 0, load_ns, store_ns);
  model->nodes[model->n] = (Node) { read, FALSE, NONE, worker, model->made_by[worker]++ };
  model->last = model->n++;
}

static void
simulate (Model *model, guint kind)
{
  int read[MAX_WORKERS];
  guint left[MAX_WORKERS];
  gint64 load_ns[MAX_WORKERS], t = 0;
  gboolean loaded[MAX_WORKERS] = { FALSE };

  model->last = NONE;
  for (guint i = 0; i < model->workers; i++)
    left[i] = model->increments;
  for (guint step = 0; model->n < (int) (model->workers * model->increments); step++)
    {
      guint at = choose_worker (model, kind, step);

      while (left[at] == 0)
        at = (at + 1) % model->workers;
      t += g_test_rand_int_range (1, 30);
      if (loaded[at])
        {
          add_node (model, at, read[at], load_ns[at], t);
          left[at]--;
        }
      read[at] = model->last;
      load_ns[at] = t;
      loaded[at] = !loaded[at];
    }
  made_finish (&model->made, made_word (&model->made, model->nodes[model->last].worker,
                                        model->nodes[model->last].seq), t + 1);
}

static void
prove_plainly (Model *model)
{
  for (int i = model->last; i != NONE; i = model->nodes[i].parent)
    model->nodes[i].survives = TRUE;
  for (int i = 0; i < model->n; i++)
    {
      Node *node = &model->nodes[i];

      if (node->survives)
        continue;
      node->head = i;
      if (node->parent != NONE && !model->nodes[node->parent].survives)
        node->head = model->nodes[node->parent].head;
    }
}

static Model *
model_new (guint workers, guint increments, guint kind)
{
  Model *model = g_new0 (Model, 1);

  model->workers = workers;
  model->increments = increments;
  model->nodes = g_new (Node, workers * increments);
  made_init (&model->made, workers, increments, PL_RACE_NONE);
  simulate (model, kind);
  prove_plainly (model);
  model->race = pl_race_new (model->made.log);
  pl_log_unref (model->made.log);
  return model;
}

static void
model_free (Model *model)
{
  g_object_unref (model->race);
  g_free (model->nodes);
  g_free (model);
}

static PlIncrement
increment_of (const Node *node)
{
  return (PlIncrement) { node->worker, node->seq };
}

static gboolean
is_node (PlIncrement increment, const Node *node)
{
  return increment.worker == node->worker && increment.seq == node->seq;
}

static gboolean
is_among (const PlIncrement *increments, guint n, const Node *node)
{
  for (guint i = 0; i < n; i++)
    if (is_node (increments[i], node))
      return TRUE;
  return FALSE;
}

/* The branch of a lost increment has the right head, the right rival and all that read the same. */
static void
check_branch (const Model *model, const Node *node, guint64 branch)
{
  const Node *head = &model->nodes[node->head];
  PlIncrement readers[MAX_WORKERS];
  PlLostBranch found;
  guint size = 0, n_readers = 0, n;

  g_assert_true (pl_race_get_branch (model->race, 0, branch, &found));
  g_assert_true (is_node (found.head, head));
  n = pl_race_get_readers (model->race, 0, branch, readers, MAX_WORKERS);
  for (int i = 0; i < model->n; i++)
    {
      const Node *other = &model->nodes[i];

      size += other->head == node->head;
      if (other->parent != head->parent)
        continue;
      n_readers++;
      g_assert_true (is_among (readers, n, other));
      g_assert_cmpint (other->survives, ==, is_node (found.rival, other));
    }
  g_assert_cmpuint (found.size, ==, size);
  g_assert_cmpuint (n, ==, n_readers);
}

static void
check_branches (const Model *model)
{
  for (int i = 0; i < model->n; i++)
    {
      const Node *node = &model->nodes[i];
      guint64 branch;

      if (pl_race_find_branch (model->race, 0, increment_of (node), &branch))
        check_branch (model, node, branch);
    }
}

static void
check_account (const Model *model)
{
  guint64 survivors = 0, branches = 0;
  PlRacePartResult result;

  for (int i = 0; i < model->n; i++)
    {
      const Node *node = &model->nodes[i];
      guint64 branch;

      survivors += node->survives;
      branches += node->head == i;
      g_assert_cmpint (pl_race_is_lost (model->race, 0, increment_of (node)), ==, !node->survives);
      g_assert_cmpint (pl_race_find_branch (model->race, 0, increment_of (node), &branch), ==,
                       !node->survives);
    }
  pl_race_get_result (model->race, 0, &result);
  g_assert_true (result.balanced);
  g_assert_cmpuint (result.survivors, ==, survivors);
  g_assert_cmpuint (result.branches, ==, branches);
  g_assert_cmpuint (result.lost_proven, ==, (guint64) model->n - survivors);
}

/* Branches are told in the order in which their heads stored. */
static void
check_order (const Model *model)
{
  guint64 branch = 0;

  for (int i = 0; i < model->n; i++)
    {
      PlLostBranch found;

      if (model->nodes[i].head != i)
        continue;
      g_assert_true (pl_race_get_branch (model->race, 0, branch++, &found));
      g_assert_true (is_node (found.head, &model->nodes[i]));
    }
}

static void
check_pairs (const Model *model)
{
  guint64 lost[MAX_WORKERS][MAX_WORKERS] = { 0 };
  g_autofree PlRacePair *pairs = NULL;
  guint n;

  for (int i = 0; i < model->n; i++)
    {
      const Node *node = &model->nodes[i];
      guint rival = 0;

      if (node->survives)
        continue;
      while (!model->nodes[rival].survives ||
             model->nodes[rival].parent != model->nodes[node->head].parent)
        rival++;
      lost[model->nodes[node->head].worker][model->nodes[rival].worker]++;
    }
  pairs = pl_race_get_pairs (model->race, 0, &n);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (pairs[i].lost, ==, lost[pairs[i].loser][pairs[i].rival]);
      lost[pairs[i].loser][pairs[i].rival] = 0;
    }
  for (guint i = 0; i < MAX_WORKERS * MAX_WORKERS; i++)
    g_assert_cmpuint (lost[i / MAX_WORKERS][i % MAX_WORKERS], ==, 0);
}

static void
test_models (void)
{
  for (guint round = 0; round < 120; round++)
    {
      Model *model = model_new ((guint) g_test_rand_int_range (2, MAX_WORKERS + 1),
                                (guint) g_test_rand_int_range (1, round % 10 ? 60 : 200), round % 4);

      check_account (model);
      check_branches (model);
      check_order (model);
      check_pairs (model);
      model_free (model);
    }
}

static void
test_long (void)
{
  for (guint kind = 0; kind < 2; kind++)
    {
      Model *model = model_new (4, 250000, kind);

      check_account (model);
      check_order (model);
      model_free (model);
    }
}

/* Each of two workers reads, in its first increment, what the other stores in its second: both had to
 * be first. All values fit; only the order in which stores were made can tell. */
static void
test_impossible_order (void)
{
  g_autoptr (PlRace) race = NULL;
  PlRacePartResult result;
  MadeRace made;

  made_init (&made, 3, 2, PL_RACE_NONE);
  made_add (&made, 2, MADE_INITIAL, 0, 10, 20);
  made_add (&made, 2, 2, 0, 100, 110);
  made_add_word (&made, 0, PL_WORD (1, 1, 2), 10, 30);
  made_add (&made, 0, MADE_INITIAL, 0, 40, 50);
  made_add_word (&made, 1, PL_WORD (1, 0, 2), 60, 70);
  made_add (&made, 1, MADE_INITIAL, 0, 80, 90);
  race = made_prove (&made, made_word (&made, 2, 1), 1000);
  pl_race_get_result (race, 0, &result);
  g_assert_false (result.balanced);
  g_assert_cmpuint (result.branches, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/model/models", test_models);
  g_test_add_func ("/race/model/long", test_long);
  g_test_add_func ("/race/model/impossible-order", test_impossible_order);
  return g_test_run ();
}
