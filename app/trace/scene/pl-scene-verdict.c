/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/scene/pl-scene-text.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"

/* How a scene ended, in sentences. */

static const PlSceneStatus *
status_of (PlLog *log)
{
  return &pl_log_header (log)->status.scene;
}

static guint
phase_of (PlLog *log)
{
  return atomic_load_explicit (&pl_log_header (log)->status.phase, memory_order_acquire);
}

const char *
pl_scene_headline (PlLog *log)
{
  switch (phase_of (log))
    {
    case PL_PHASE_DONE:
      return _(pl_scene_outcome_info (status_of (log)->outcome)->name);
    case PL_PHASE_STOPPED:
      return _("Stopped before the end");
    case PL_PHASE_FAILED:
      return _("The run failed");
    default:
      return pl_log_fd (log) < 0 ? _("Saved before the end") : _("Still running");
    }
}

static char *
cycle_text (PlLog *log, const PlSceneStatus *scene)
{
  GString *text;

  if (scene->n_cycle == 0)
    return NULL;
  text = g_string_new (NULL);
  for (guint i = 0; i < scene->n_cycle; i++)
    {
      g_autofree char *name = pl_scene_lane_name (log, scene->cycle[i]);
      g_autofree char *next = pl_scene_lane_name (log, scene->cycle[(i + 1) % scene->n_cycle]);
      g_autofree char *resource = pl_scene_resource_name (pl_log_plan (log), scene->wanted[i]);

      if (i > 0)
        g_string_append_c (text, '\n');
      g_string_append_printf (text, _("%s waits for %s, which %s holds."), name, resource, next);
    }
  return g_string_free (text, FALSE);
}

char *
pl_scene_cycle_text (PlLog *log)
{
  return phase_of (log) == PL_PHASE_DONE ? cycle_text (log, status_of (log)) : NULL;
}

static char *
number_text (const PlSceneStatus *scene, guint number)
{
  return pl_text_count (scene->numbers[number]);
}

static char *
hang_text (PlLog *log, const PlSceneStatus *scene)
{
  const PlPlanData *plan = pl_log_plan (log);
  g_autofree char *culprit = NULL;
  char *own = pl_scene_sentence (log, scene);

  if (own)
    return own;
  if (plan->scene == PL_SCENE_WAKEUP && scene->culprit == 0)
    {
      g_autofree char *event = number_text (scene, PL_WAKEUP_ROUND);

      return g_strdup_printf (
        _("Event %s was set after the waiter had looked for it and before it slept: the wake-up "
           "came when nobody slept. Now the waiter waits for the event, and the sender for "
           "the answer."),
        event);
    }
  if (scene->culprit == 0)
    return g_strdup (_("All that are left wait for something that nobody is there to do."));
  culprit = pl_scene_lane_name (log, scene->culprit);
  if (plan->scene == PL_SCENE_OWNER)
    return g_strdup_printf (
      ngettext ("%s was killed while it held the lock. Nothing tells the %u that waits for it: "
                "it would wait for ever.",
                "%s was killed while it held the lock. Nothing tells the %u that wait for it: "
                "they would wait for ever.",
                scene->n_stuck),
      culprit, scene->n_stuck);
  return g_strdup_printf (_("%s was killed, and the others wait for it for ever."), culprit);
}

static char *
deadlock_text (PlLog *log, const PlSceneStatus *scene)
{
  g_autofree char *when = pl_text_duration (scene->stuck_ns);

  return g_strdup_printf (
    ngettext ("%u worker waits for itself. From %s on nobody could go on any more.",
              "%u wait for each other in a ring. From %s on nobody could go on any more.",
              scene->n_cycle),
    scene->n_cycle, when);
}

static char *
philosophers_text (PlLog *log, const PlSceneStatus *scene)
{
  g_autofree char *least = number_text (scene, PL_PHILOSOPHERS_LEAST);
  g_autofree char *most = number_text (scene, PL_PHILOSOPHERS_MOST);
  g_autofree char *longest = pl_text_duration (
    (gint64) MIN (scene->numbers[PL_PHILOSOPHERS_LONGEST_NS], G_MAXINT64));
  g_autofree char *culprit = pl_scene_lane_name (log, MAX (scene->culprit, 1));

  if (scene->outcome == PL_OUTCOME_STARVED)
    return g_strdup_printf (_("%s did not eat at all, while others ate up to %s times."), culprit,
                            most);
  return g_strdup_printf (
    _("Everybody ate, %s to %s times each. The longest anybody went hungry was %s."), least, most,
    longest);
}

static char *
gate_text (PlLog *log, const PlSceneStatus *scene)
{
  guint limit = pl_log_plan (log)->scene_limit;
  g_autofree char *most = number_text (scene, PL_GATE_MOST_INSIDE);
  g_autofree char *culprit = pl_scene_lane_name (log, MAX (scene->culprit, 1));

  if (scene->outcome == PL_OUTCOME_BROKEN)
    return g_strdup_printf (
      _("%s were inside at once, and %u are allowed. %s was the first too many: it had looked "
         "while there was still room."),
      most, limit, culprit);
  return g_strdup_printf (_("Never more than %s were inside at once, and %u are allowed."), most,
                          limit);
}

static char *
barrier_text (PlLog *log, const PlSceneStatus *scene)
{
  guint rounds = pl_log_plan (log)->scene_rounds;
  g_autofree char *early = number_text (scene, PL_BARRIER_EARLY),
                  *ahead = number_text (scene, PL_BARRIER_AHEAD);

  if (scene->outcome == PL_OUTCOME_BROKEN)
    return g_strdup_printf (
      _("%s times somebody was past the barrier before all had come, and up to %s rounds ahead: "
         "it opened in the first round and never closed again."),
      early, ahead);
  return g_strdup_printf (ngettext ("In %u round nobody was past the barrier before all had come.",
                                    "In %u rounds nobody was past the barrier before all had come.",
                                    rounds),
                          rounds);
}

static char *
buffer_text (PlLog *log, const PlSceneStatus *scene)
{
  g_autofree char *produced = number_text (scene, PL_BUFFER_PRODUCED),
                  *empty = number_text (scene, PL_BUFFER_EMPTY);
  g_autofree char *twice = number_text (scene, PL_BUFFER_TWICE),
                  *missing = number_text (scene, PL_BUFFER_MISSING);

  if (scene->outcome == PL_OUTCOME_BROKEN)
    return g_strdup_printf (
      _("%s times a consumer was woken, did not look again, and took from the empty buffer. Of %s "
         "items, %s were taken once more and %s never."),
      empty, produced, twice, missing);
  return g_strdup_printf (_("%s items were produced, and each was taken exactly once."), produced);
}

static char *
readers_text (PlLog *log, const PlSceneStatus *scene)
{
  g_autofree char *reads = number_text (scene, PL_READERS_READS),
                  *writes = number_text (scene, PL_READERS_WRITES);

  if (scene->outcome == PL_OUTCOME_STARVED)
    return g_strdup_printf (
      _("Readers came in %s times, the writer not once before they were through: there was always "
         "a reader inside, and the next one joined it."),
      reads);
  return g_strdup_printf (
    _("Visits: %s by readers, %s by the writer while all readers were at it."), reads, writes);
}

static char *
addition_text (const PlSceneStatus *scene, guint number)
{
  g_autofree char *ns = pl_text_si ((double) scene->numbers[number] / 1000.0);

  return g_strdup_printf (_("%s ns"), ns);
}

static char *
sharing_text (PlLog *log, const PlSceneStatus *scene)
{
  g_autofree char *same = addition_text (scene, PL_SHARING_SAME_PS);
  g_autofree char *padded = addition_text (scene, PL_SHARING_PADDED_PS);
  g_autofree char *adds = number_text (scene, PL_SHARING_ADDS);

  if (scene->outcome == PL_OUTCOME_BROKEN)
    return g_strdup (_("A counter does not hold what its worker added."));
  if (scene->numbers[PL_SHARING_SAME_PS] == 0)
    return g_strdup_printf (
      _("%s an addition, the counters on a cache line each; all %s additions are there."), padded,
      adds);
  if (scene->numbers[PL_SHARING_PADDED_PS] == 0)
    return g_strdup_printf (
      _("%s an addition, the counters on one cache line; all %s additions are there."), same,
      adds);
  return g_strdup_printf (
    _("%s an addition with the counters on one cache line, %s with a line each. All %s additions "
       "are there: only time was lost."),
    same, padded, adds);
}

static char *
aba_text (PlLog *log, const PlSceneStatus *scene)
{
  g_autofree char *twice = number_text (scene, PL_ABA_TWICE),
                  *taken = number_text (scene, PL_ABA_TAKEN);
  g_autofree char *astray = number_text (scene, PL_ABA_ASTRAY);

  if (scene->outcome == PL_OUTCOME_BROKEN)
    return g_strdup_printf (
      _("Of %s nodes taken, %s were in somebody's use already, and %s are not on the stack in the "
         "end: the head had become the old one again, and the node behind it another."),
      taken, twice, astray);
  return g_strdup_printf (
    _("%s nodes were taken, none that was in use, and all are back in the end."), taken);
}

static char *
litmus_text (PlLog *log, const PlSceneStatus *scene)
{
  guint64 all = 0;
  g_autofree char *tests = NULL, *both = number_text (scene, PL_LITMUS_00), *share = NULL;

  for (guint i = PL_LITMUS_00; i <= PL_LITMUS_11; i++)
    all += scene->numbers[i];
  tests = pl_text_count (all);
  share = pl_text_percent ((double) scene->numbers[PL_LITMUS_00], (double) MAX (all, 1));
  if (scene->outcome == PL_OUTCOME_REORDERED)
    return g_strdup_printf (
      _("In %s of %s tests (%s) both read 0: each store still lay in the store buffer of its CPU "
         "when the read behind it was done."),
      both, tests, share);
  return g_strdup_printf (_("In none of %s tests did both read 0."), tests);
}

static char *
owner_text (PlLog *log, const PlSceneStatus *scene)
{
  g_autofree char *culprit = pl_scene_lane_name (log, MAX (scene->culprit, 1));
  g_autofree char *after = pl_text_duration (
    (gint64) MIN (scene->numbers[PL_OWNER_RECOVERY_NS], G_MAXINT64));

  if (scene->outcome == PL_OUTCOME_RECOVERED)
    return g_strdup_printf (
      _ (
        "%s was killed while it held the lock. The next one got it %s later with the word that the "
        "owner was dead (EOWNERDEAD), put things right, and all went on."),
      culprit, after);
  return g_strdup_printf (
    _("%s was killed while it held the lock. The kernel closed its files, and that freed the "
       "lock: the next one had it %s later."),
    culprit, after);
}

static char *
own_text (PlLog *log, const PlSceneStatus *scene)
{
  char *text = pl_scene_sentence (log, scene);

  if (text)
    return text;
  switch (pl_log_plan (log)->scene)
    {
    case PL_SCENE_PHILOSOPHERS:
      return philosophers_text (log, scene);
    case PL_SCENE_OWNER:
      return owner_text (log, scene);
    case PL_SCENE_GATE:
      return gate_text (log, scene);
    case PL_SCENE_BARRIER:
      return barrier_text (log, scene);
    case PL_SCENE_WAKEUP:
      return g_strdup (_("Every event found the waiter, or the waiter found it."));
    case PL_SCENE_BUFFER:
      return buffer_text (log, scene);
    case PL_SCENE_READERS:
      return readers_text (log, scene);
    case PL_SCENE_SHARING:
      return sharing_text (log, scene);
    case PL_SCENE_ABA:
      return aba_text (log, scene);
    case PL_SCENE_LITMUS:
      return litmus_text (log, scene);
    default:
      return g_strdup (_("Nobody ever held one lock while the other held the other."));
    }
}

/* What keeps the result from meaning all it could. */
static char *
with_reservations (PlLog *log, char *text)
{
  guint scene = pl_log_plan (log)->scene;
  GString *longer = g_string_new (text);

  g_free (text);
  /* What only happens between CPUs cannot be seen on one. */
  if (pl_log_header (log)->n_cpus == 1 && (scene == PL_SCENE_SHARING || scene == PL_SCENE_LITMUS))
    g_string_append_printf (longer, " %s",
                            _("The workers had one CPU between them: there it cannot show."));
  if (atomic_load (&pl_log_header (log)->status.end_ns) > PL_SCENE_LIMIT_NS)
    {
      g_autofree char *limit = pl_text_duration_short (PL_SCENE_LIMIT_NS);

      g_string_append_c (longer, ' ');
      g_string_append_printf (longer, _("Time was up after %s: not all rounds were done."), limit);
    }
  return g_string_free (longer, FALSE);
}

static char *
verdict_text (PlLog *log, const PlSceneStatus *scene)
{
  switch (scene->outcome)
    {
    case PL_OUTCOME_NONE:
      return g_strdup (_("It did not come to an end in time, and was ended."));
    case PL_OUTCOME_DEADLOCK:
      return deadlock_text (log, scene);
    case PL_OUTCOME_HANG:
      return hang_text (log, scene);
    default:
      return with_reservations (log, own_text (log, scene));
    }
}

char *
pl_scene_verdict (PlLog *log)
{
  return phase_of (log) == PL_PHASE_DONE ? verdict_text (log, status_of (log)) : g_strdup ("");
}

char *
pl_scene_expected (PlLog *log)
{
  const PlPlanData *plan = pl_log_plan (log);
  const PlSceneVariantInfo *variant = pl_scene_variant_info (plan->scene, plan->scene_variant);

  return g_strdup_printf ("%s: %s.", _(variant->name), _(variant->expected));
}

static char *
expectation_text (PlLog *log, guint outcome)
{
  const PlPlanData *plan = pl_log_plan (log);
  const PlSceneVariantInfo *variant = pl_scene_variant_info (plan->scene, plan->scene_variant);

  /* Translators: a way of doing it and what comes of it: "left fork first: may deadlock" */
  if (!pl_scene_outcome_allowed (plan, pl_log_header (log)->status.lacks, outcome))
    return g_strdup_printf (_("%s: %s. This must not happen."), _ (variant->name),
                            _ (variant->expected));
  if (!(variant->allowed & (1u << outcome)))
    return g_strdup_printf (_("%s: %s. Not on this system, which has no robust locks."),
                            _(variant->name), _(variant->expected));
  if (!pl_scene_outcome_info (outcome)->fault && plan->scene_variant == PL_VARIANT_FAULTY
      && plan->scene != PL_SCENE_SHARING)
    return g_strdup_printf (_("%s: %s. Not this time."), _(variant->name), _(variant->expected));
  return pl_scene_expected (log);
}

char *
pl_scene_expectation (PlLog *log)
{
  return phase_of (log) == PL_PHASE_DONE ? expectation_text (log, status_of (log)->outcome)
                                         : g_strdup ("");
}

void
pl_scene_card_init_possible (PlSceneCard *card, PlLog *log, PlSceneOutcome outcome)
{
  const PlPlanData *plan = pl_log_plan (log);
  PlSceneStatus scene = { .outcome = outcome, .stuck_ns = 123000000 };

  scene.n_stuck = plan->scene_workers;
  if (outcome == PL_OUTCOME_DEADLOCK)
    scene.n_cycle = plan->scene_workers;
  for (guint i = 0; i < scene.n_cycle; i++)
    {
      scene.cycle[i] = (guint16) (i + 1);
      scene.wanted[i] = (guint16) (i % pl_scene_n_resources (plan));
    }
  if (plan->scene != PL_SCENE_WAKEUP)
    scene.culprit = plan->scene_workers;
  for (guint i = 0; i < G_N_ELEMENTS (scene.numbers); i++)
    scene.numbers[i] = 12345;
  *card = (PlSceneCard) {
    .headline = g_strdup (_(pl_scene_outcome_info (outcome)->name)),
    .verdict = verdict_text (log, &scene),
    .cycle = cycle_text (log, &scene),
    .expectation = expectation_text (log, outcome),
  };
}
