/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/lesson/pl-lesson-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/pl-error.h"

#define MOST_NAME 64u

/* In teaching order. */
static const struct { const char *key, *name; } topics[] = {
  { "processes", N_("Processes") },
  { "pool", N_("Pools") },
  { "messages", N_("Queues and pipes") },
  { "memory", N_("Shared memory") },
  { "locks", N_("Locks and races") },
  { "speed", N_("Speed") },
  { "faults", N_("When something goes wrong") },
  { "claims", N_("Is that true?") },
};

void
pl_lesson_free (PlLesson *self)
{
  char *texts[] = { self->name, self->title, self->topic, self->chapter, self->goal, self->claim, self->sentence, self->look,
                    self->explanation, self->question.text, self->question.right, self->question.figure };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_strfreev (self->examples);
  g_strfreev (self->reading);
  g_strfreev (self->question.answers);
  pl_lesson_expect_clear (&self->expect);
  pl_lesson_expect_clear (&self->twin);
  g_free (self);
}

gboolean
pl_lesson_check_name (const char *name, GError **error)
{
  gsize n = strlen (name);

  if (n > 0 && n <= MOST_NAME && g_ascii_isalnum (name[0]) && strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789-") == n)
    return TRUE;
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
               _("A lesson cannot be called “%s”: use small letters, digits and “-”, %u characters at most."), name, MOST_NAME);
  return FALSE;
}

const char *
pl_lesson_ask_key (PlLessonAsk ask)
{
  static const char *const keys[PL_N_ASK] = { "nothing", "number", "order", "choice", "lane" };

  return keys[ask < PL_N_ASK ? ask : PL_ASK_NOTHING];
}

/* In which order the topics stand on the shelf: what is not known comes last. */
static guint
topic_rank (const char *topic)
{
  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    if (g_str_equal (topic, topics[i].key))
      return i;
  return G_N_ELEMENTS (topics);
}

const char *
pl_lesson_topic_name (const char *topic)
{
  guint rank = topic_rank (topic);

  return rank < G_N_ELEMENTS (topics) ? _(topics[rank].name) : topic;
}

int
pl_lesson_compare (const PlLesson *a, const PlLesson *b)
{
  guint rank_a = topic_rank (a->topic), rank_b = topic_rank (b->topic);

  if (rank_a != rank_b)
    return rank_a < rank_b ? -1 : 1;
  if (!g_str_equal (a->topic, b->topic))
    return strcmp (a->topic, b->topic);
  if (a->order != b->order)
    return a->order < b->order ? -1 : 1;
  return strcmp (a->name, b->name);
}

gboolean
pl_lesson_matches (const PlLesson *self, const char *text)
{
  g_autofree char *examples = self->examples != NULL ? g_strjoinv (" ", self->examples) : g_strdup ("");
  g_autofree char *all = g_strjoin (" ", self->name, self->title, pl_lesson_topic_name (self->topic), examples, self->goal,
                                    self->chapter != NULL ? self->chapter : "", self->claim, NULL);
  g_autofree char *folded = g_utf8_casefold (all, -1), *wanted = g_utf8_casefold (text, -1);
  g_auto (GStrv) words = g_strsplit_set (wanted, " \t", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (folded, words[i]) == NULL)
      return FALSE;
  return TRUE;
}
