/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/scene/pl-scene-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/pl-text.h"

/* How the scenes ended whose figures are plain numbers: a sentence for each, with places for its figures.
 * {0} to {7}: a number of the scene; {t0} to {t7}: one that is a time in nanoseconds; {b0} to {b7}: one in bytes; {who}: whoever broke the rule;
 * {limit}: of the plan; {cells}: who wrote which cells of the Array in the last round. */

typedef struct {
  PlSceneId scene;
  PlSceneOutcome outcome;
  const char *text;
} Sentence;

static const Sentence sentences[] = {
  { PL_SCENE_VALUE, PL_OUTCOME_BROKEN,
    N_("Of {0} additions to each number, up to {1} are missing, and {2} of the 13 numbers are wrong: reading a number, "
       "adding and writing it back are three steps, and somebody else came in between.") },
  { PL_SCENE_VALUE, PL_OUTCOME_FINE,
    N_("All {0} additions are in each of the 13 numbers. {3} of them went past their largest value and on at their "
       "smallest, as their types do.") },
  { PL_SCENE_ARRAY, PL_OUTCOME_BROKEN,
    N_("Of {0} cells, {1} were doubled more than once: two had both seen that the cell was still to be done. "
       "Who wrote which in the last round: {cells}.") },
  { PL_SCENE_ARRAY, PL_OUTCOME_FINE, 
    N_("All {0} cells were doubled exactly once. Who wrote which in the last round: {cells}.") },
  { PL_SCENE_SENTINEL, PL_OUTCOME_HANG,
    N_("All {0} items were handled. One consumer took the only sentinel and went home; the others wait for an item "
       "that nobody will bring.") },
  { PL_SCENE_SENTINEL, PL_OUTCOME_FINE, N_("All {0} items were handled, and everybody went home.") },
  { PL_SCENE_SENTINEL, PL_OUTCOME_BROKEN,
    N_("The consumers gave up while there was still something to come: only {0} items were handled.") },
  { PL_SCENE_JOINABLE, PL_OUTCOME_HANG,
    N_("{who} failed at an item and did not report it. Nothing is left to do, but the producer waits for that report "
       "for ever, and the workers for more items.") },
  { PL_SCENE_JOINABLE, PL_OUTCOME_FINE,
    N_("All {0} items were reported as done, also the one at which {who} failed, and the producer went on.") },
  { PL_SCENE_TORN, PL_OUTCOME_BROKEN,
    N_("Of {0} messages, {1} were torn: they are longer than what a pipe takes in one piece (PIPE_BUF, 4096 bytes), "
       "and another writer came in between.") },
  { PL_SCENE_TORN, PL_OUTCOME_FINE, N_("All {0} messages arrived whole.") },
  { PL_SCENE_EOF, PL_OUTCOME_HANG,
    N_("All {0} messages were read, and the end never comes: the reader has got the other end of the pipe along when "
       "it was forked, so that somebody could still write. It waits for itself.") },
  { PL_SCENE_EOF, PL_OUTCOME_FINE,
    N_("{0} messages were read, and then came the end: nobody could write any more.") },
  { PL_SCENE_TWICE, PL_OUTCOME_FINE,
    N_("The lock counts how often its owner has taken it, and is free once it was given back as often.") },
  { PL_SCENE_STRANGER, PL_OUTCOME_BROKEN,
    N_("{0} times the lock was released by somebody who did not have it, and {1} times two were inside at once.") },
  { PL_SCENE_STRANGER, PL_OUTCOME_FINE,
    N_("{0} times a stranger tried to release the lock, and was refused {2} times. There were never two inside.") },
  { PL_SCENE_BOUNDED, PL_OUTCOME_BROKEN,
    N_("{0} were inside at once, and {limit} are allowed: one release too many made one place too many.") },
  { PL_SCENE_BOUNDED, PL_OUTCOME_FINE,
    N_("Never more than {0} were inside at once, and {limit} are allowed. Releases that were refused: {1}.") },
  { PL_SCENE_NOTIFY, PL_OUTCOME_HANG,
    N_("Word {0} was for one worker, and another was woken, who went back to sleep. Nobody hands the word on: all "
       "wait for ever.") },
  { PL_SCENE_NOTIFY, PL_OUTCOME_FINE,
    N_("Each of the {0} words reached the one it was for. Woken in vain, and back to sleep: {1} times.") },
  { PL_SCENE_ABSENT, PL_OUTCOME_HANG,
    N_("{who} went home in the middle of its rounds. The others wait for it at the barrier for ever.") },
  { PL_SCENE_ABSENT, PL_OUTCOME_FINE,
    N_("{who} went home in the middle of its rounds. After a while the barrier broke, and all others ({0}) were told.") },
  { PL_SCENE_MANAGER, PL_OUTCOME_BROKEN,
    N_("Of {0} additions, {1} are missing: between the message that reads the number and the one that writes it came "
       "another client's. One addition by messages took {t3}, one in shared memory {t4}.") },
  { PL_SCENE_MANAGER, PL_OUTCOME_FINE,
    N_("All {0} additions are there. One by messages took {t3}, one in shared memory {t4}.") },
  { PL_SCENE_TERMINAL, PL_OUTCOME_BROKEN,
    N_("Of {0} lines, {1} are torn: between a text and its end somebody else wrote.") },
  { PL_SCENE_TERMINAL, PL_OUTCOME_FINE, N_("All {0} lines are whole.") },
  { PL_SCENE_BUFFERED, PL_OUTCOME_BROKEN,
    N_("The line was printed once and stands there {0} times: each child had got the buffer along and wrote it when "
       "it ended.") },
  { PL_SCENE_BUFFERED, PL_OUTCOME_FINE,
    N_("The line stands there once: the buffer was empty when the children were forked.") },
  { PL_SCENE_RANDOM, PL_OUTCOME_BROKEN,
    N_("Of {0} numbers drawn, {1} are the same as the first worker's: all went on with a copy of one generator.") },
  { PL_SCENE_RANDOM, PL_OUTCOME_FINE, N_("{0} numbers were drawn, and each worker had its own.") },
  { PL_SCENE_FORKLOCK, PL_OUTCOME_HANG,
    N_("The lock was taken when the workers were forked. Each has a copy of it, and whoever could give it back is not "
       "in its process.") },
  { PL_SCENE_FORKLOCK, PL_OUTCOME_FINE,
    N_("The lock was free when the workers were forked, and each has a copy of its own.") },
  { PL_SCENE_DRAIN, PL_OUTCOME_FINE, N_("All {1} messages were read, and then the writer could end.") },
  { PL_SCENE_BLOCK, PL_OUTCOME_BROKEN,
    N_("Blocks that were made: {0}. Still in /dev/shm when all had gone: {5} ({b6}). A name belongs to no process, and "
       "nothing but its removal (shm_unlink) ends what it names. Paralane has removed what was left.") },
  { PL_SCENE_BLOCK, PL_OUTCOME_FINE,
    N_("{0} blocks were made, and the others opened them by name {1} times. Their creator removed all {3} names: nothing "
       "is left.") },
  { PL_SCENE_BLOCK, PL_OUTCOME_RECOVERED,
    N_("{who} was killed with a block whose name it had not removed. The tracker waits at a pipe whose other end all others "
       "have: when the last of them had gone, the pipe ended, and the tracker removed every name that was left ({4}).") },
};

static void
append_number (GString *text, const PlSceneStatus *scene, guint number, char unit)
{
  guint64 value = number < G_N_ELEMENTS (scene->numbers) ? scene->numbers[number] : 0;
  g_autofree char *words = unit == 't'   ? pl_text_duration ((gint64) MIN (value, G_MAXINT64))
                           : unit == 'b' ? pl_text_bytes (value)
                                         : pl_text_count (value);

  g_string_append (text, words);
}

/* "Worker 1: 1, 2; Worker 2: 3, 4" */
static void
append_cells (GString *text, PlLog *log, const PlSceneStatus *scene)
{
  const PlPlanData *plan = pl_log_plan (log);

  /* An older file does not say. */
  if (!scene->numbers[PL_ARRAY_WRITTEN] && !scene->numbers[PL_ARRAY_WRITTEN_MORE])
    {
      g_string_append (text, _("unknown"));
      return;
    }
  for (guint worker = 0; worker < plan->scene_workers; worker++)
    {
      g_autofree char *name = pl_scene_lane_name (log, worker + 1);
      gboolean any = FALSE;

      for (guint cell = 0; cell < plan->scene_limit; cell++)
        {
          guint32 number;
          guint64 bit = pl_scene_array_bit (worker, cell, &number);

          if (!(scene->numbers[number] & bit))
            continue;
          if (any)
            g_string_append_printf (text, ", %u", cell + 1);
          else
            g_string_append_printf (text, "%s%s: %u", worker > 0 ? "; " : "", name, cell + 1);
          any = TRUE;
        }
      if (!any)
        g_string_append_printf (text, "%s%s: –", worker > 0 ? "; " : "", name);
    }
}

/* What stands between the braces. */
static void
append_figure (GString *text, PlLog *log, const PlSceneStatus *scene, const char *what)
{
  if (g_str_has_prefix (what, "who}"))
    {
      g_autofree char *name = pl_scene_lane_name (log, MAX (scene->culprit, 1));

      g_string_append (text, name);
    }
  else if (g_str_has_prefix (what, "limit}"))
    g_string_append_printf (text, "%u", pl_log_plan (log)->scene_limit);
  else if (g_str_has_prefix (what, "cells}"))
    append_cells (text, log, scene);
  else if (*what == 't' || *what == 'b')
    append_number (text, scene, (guint) g_ascii_digit_value (what[1]), *what);
  else
    append_number (text, scene, (guint) g_ascii_digit_value (*what), 0);
}

static char *
fill (PlLog *log, const PlSceneStatus *scene, const char *pattern)
{
  GString *text = g_string_new (NULL);

  for (const char *c = pattern; *c; c++)
    {
      const char *end = *c == '{' ? strchr (c, '}') : NULL;

      if (end)
        {
          append_figure (text, log, scene, c + 1);
          c = end;
        }
      else
        g_string_append_c (text, *c);
    }
  return g_string_free (text, FALSE);
}

char *
pl_scene_sentence (PlLog *log, const PlSceneStatus *scene)
{
  guint id = pl_log_plan (log)->scene;

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (sentences[i].scene == id && sentences[i].outcome == scene->outcome)
      return fill (log, scene, _(sentences[i].text));
  return NULL;
}
