/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/find/pl-query.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/pl-error.h"
#include "base/pl-text.h"
#include "trace/pl-trace-private.h"

typedef enum {
  WORD_STATES, WORD_WORKERS, WORD_WORKER, WORD_LANE, WORD_PARENT, WORD_TASK, WORD_LOST, WORD_HELD, WORD_LOCK, WORD_LONGER, WORD_SHORTER,
  WORD_AFTER, WORD_BEFORE,
  WORD_NOTHING,
} WordKind;

typedef struct {
  const char *word;             /* marked for translation, in the context "search word" */
  WordKind kind;
  guint32 value;                /* states, or a lock */
} Word;

#define STATE(state) (1u << PL_STATE_##state)

/* The first word of a kind and value is the one that is written. */
static const Word words[] = {
  { NC_("search word", "waiting"), WORD_STATES, STATE (WAITING_TASK) | STATE (WAITING_LOCK) },
  { NC_("search word", "lock"), WORD_STATES, STATE (WAITING_LOCK) },
  { NC_("search word", "idle"), WORD_STATES, STATE (WAITING_TASK) },
  { NC_("search word", "working"), WORD_STATES, STATE (WORKING) },
  { NC_("search word", "receiving"), WORD_STATES, STATE (RECEIVING) },
  { NC_("search word", "sending"), WORD_STATES, STATE (SENDING) },
  { NC_("search word", "starting"), WORD_STATES, STATE (STARTING) },
  { NC_("search word", "paused"), WORD_STATES, STATE (PAUSED) },
  { NC_("search word", "finished"), WORD_STATES, STATE (FINISHED) },
  { NC_("search word", "dead"), WORD_STATES, STATE (DEAD) },
  { NC_("search word", "any worker"), WORD_WORKERS, 0 },
  { NC_("search word", "worker"), WORD_WORKER, 0 },
  { NC_("search word", "lane"), WORD_LANE, 0 },
  { NC_("search word", "parent"), WORD_PARENT, 0 },
  { NC_("search word", "task"), WORD_TASK, 0 },
  { NC_("search word", "increment"), WORD_TASK, 0 },
  { NC_("search word", "lost"), WORD_LOST, 0 },
  { NC_("search word", "held by"), WORD_HELD, 0 },
  { NC_("search word", "queue lock"), WORD_LOCK, PL_LOCK_TASKS },
  { NC_("search word", "results lock"), WORD_LOCK, PL_LOCK_RESULTS },
  { NC_("search word", "longer than"), WORD_LONGER, 0 },
  { NC_("search word", "shorter than"), WORD_SHORTER, 0 },
  { NC_("search word", "after"), WORD_AFTER, 0 },
  { NC_("search word", "before"), WORD_BEFORE, 0 },
  { ">=", WORD_LONGER, 1 },     /* with 1: and just that */
  { ">", WORD_LONGER, 0 },
  { "<=", WORD_SHORTER, 1 },
  { "<", WORD_SHORTER, 0 },
  { NC_("search word", "and"), WORD_NOTHING, 0 },
  { NC_("search word", "on"), WORD_NOTHING, 0 },
};

/* No token has a quotation mark in it. */
#define QUOTED '"'

/* Words of the longest name there is. */
#define MOST_WORDS 6u

typedef struct {
  PlQuery *query;
  PlFindSource *source;
  char **tokens;
  guint at, n;
} Parser;

void
pl_query_init (PlQuery *self)
{
  *self = (PlQuery) { .lane = -1, .task = -1, .lock = -1, .holder = -1, .longer_ns = -1, .shorter_ns = -1,
                      .after_ns = -1, .before_ns = -1 };
}

/* The length of the quotation mark that begins here; 0: none does. */
static gsize
quotation_mark (const char *p)
{
  static const char *const marks[] = { "\"", "“", "”", "„", "«", "»" };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (g_str_has_prefix (p, marks[i]))
      return strlen (marks[i]);
  return 0;
}

/* What has been gathered, if that is anything. */
static void
end_token (GPtrArray *tokens, GString *token)
{
  if (token->len > (gsize) (token->str[0] == QUOTED))
    g_ptr_array_add (tokens, g_strdup (token->str));
  g_string_truncate (token, 0);
}

/* Lower case; signs stand alone; what stands in quotation marks is one, and begins with QUOTED. */
static char **
split (const char *text)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);
  g_autoptr (GString) token = g_string_new (NULL);
  g_autoptr (GPtrArray) tokens = g_ptr_array_new ();
  gboolean quoted = FALSE;

  for (const char *p = lower; *p != '\0'; p++)
    {
      gsize mark = quotation_mark (p);

      if (mark == 0 && (quoted || !strchr ("<> \t\n\v\f\r", *p)))
        {
          g_string_append_c (token, *p);
          continue;
        }
      end_token (tokens, token);
      if (mark > 0 && !quoted)
        g_string_append_c (token, QUOTED);
      quoted ^= mark > 0;
      if (mark > 0)
        p += mark - 1;
      else if ((*p == '<' || *p == '>') && p[1] == '=')
        g_ptr_array_add (tokens, g_strdup_printf ("%c=", *p++));
      else if (*p == '<' || *p == '>')
        g_ptr_array_add (tokens, g_strdup_printf ("%c", *p));
    }
  end_token (tokens, token);
  g_ptr_array_add (tokens, NULL);
  return (char **) g_ptr_array_steal (tokens, NULL);
}

/* So many tokens from here on are that word. */
static guint
count_match (const Parser *self, const char *word)
{
  g_autofree char *lower = g_utf8_strdown (word, -1);
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint n = 0; n < MOST_WORDS && self->at + n < self->n; n++)
    {
      if (n > 0)
        g_string_append_c (joined, ' ');
      g_string_append (joined, self->tokens[self->at + n]);
      if (g_str_equal (joined->str, lower))
        return n + 1;
    }
  return 0;
}

/* The longest word, or name of a state, that begins here. */
static gboolean
find_word (Parser *self, Word *found)
{
  guint most = 0;

  for (guint i = 0; i < 2 * G_N_ELEMENTS (words); i++)
    {
      const Word *word = &words[i / 2];
      guint n = count_match (self, i % 2 ? g_dpgettext2 (GETTEXT_PACKAGE, "search word", word->word) : word->word);

      if (n > most)
        *found = *word;
      most = MAX (most, n);
    }
  for (guint s = PL_STATE_STARTING; s < PL_N_STATES; s++)
    {
      const char *name = pl_find_source_state_name (self->source, (PlState) s);
      guint n = name ? count_match (self, name) : 0;

      if (n > most)
        *found = (Word) { name, WORD_STATES, 1u << s };
      most = MAX (most, n);
    }
  self->at += most;
  return most > 0;
}

static gboolean
refuse (GError **error, const char *word)
{
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
               _("“%s” is not understood. Write a lane (worker 3), a task (task 17), a state (waiting, lock, working), a "
                 "length (> 2 ms), or several of them."), word + (*word == QUOTED));
  return FALSE;
}

static gboolean
take_number (Parser *self, const char *after, guint64 *number, GError **error)
{
  if (self->at < self->n && pl_text_parse_count (self->tokens[self->at], number) && *number <= G_MAXINT32)
    {
      self->at++;
      return TRUE;
    }
  if (self->at < self->n)
    return refuse (error, self->tokens[self->at]);
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("After “%s” a number is missing."), after);
  return FALSE;
}

/* "2 ms", "2ms", "2,5 ms" */
static gboolean
take_duration (Parser *self, gint64 *ns, GError **error)
{
  for (guint n = 2; n > 0; n--)
    {
      g_autofree char *text = NULL;

      if (self->at + n > self->n)
        continue;
      text = g_strconcat (self->tokens[self->at], n > 1 ? self->tokens[self->at + 1] : NULL, NULL);
      g_strdelimit (text, ",", '.');
      if (!pl_text_parse_duration (text, ns))
        continue;
      self->at += n;
      return TRUE;
    }
  if (self->at < self->n)
    g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("“%s” is no length of time: write a number and its unit (ns, us, ms, s), "
                                                   "as in > 2 ms."), self->tokens[self->at]);
  else
    g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN, _("The length is missing: write > 2 ms."));
  return FALSE;
}

/* The lane of a worker as it is called: in a race the first worker's is not lane 1. */
static int
lane_of_worker (Parser *self, guint64 worker)
{
  g_autofree char *wanted = g_strdup_printf (_("Worker %u"), (guint) worker);

  for (guint lane = 1; lane < pl_find_source_n_lanes (self->source); lane++)
    {
      g_autofree char *name = pl_find_source_lane_name (self->source, lane);

      if (pl_find_source_count (self->source, lane) > 0 && g_str_equal (name, wanted))
        return (int) lane;
    }
  return (int) worker;
}

static gboolean
take_lane (Parser *self, const Word *word, int *lane, GError **error)
{
  guint64 number;

  if (!take_number (self, word->word, &number, error))
    return FALSE;
  *lane = word->kind == WORD_LANE ? (int) number : lane_of_worker (self, number);
  return TRUE;
}

static gboolean
take_holder (Parser *self, GError **error)
{
  Word word = { 0 };
  gboolean named = find_word (self, &word);

  if (named && word.kind == WORD_PARENT)
    {
      self->query->holder = 0;
      return TRUE;
    }
  if (!named || (word.kind != WORD_WORKER && word.kind != WORD_LANE))
    word = (Word) { "held by", WORD_WORKER, 0 };
  return take_lane (self, &word, &self->query->holder, error);
}

static gboolean
take_task (Parser *self, const Word *word, GError **error)
{
  guint64 number;

  if (!take_number (self, word->word, &number, error))
    return FALSE;
  self->query->task = (gint64) number - 1;
  /* "task 0" is none: they are counted from 1 on. */
  return number > 0 || refuse (error, "0");
}

/* Behind the last of its texts. */
static const char *
texts_end (const PlQuery *self)
{
  const char *text = self->text;

  while (*text != '\0')
    text += strlen (text) + 1;
  return text;
}

/* Something else: it can only have been written. */
static gboolean
take_text (Parser *self, GError **error)
{
  const char *token = self->tokens[self->at], *text = token + (*token == QUOTED);
  gsize used = (gsize) (texts_end (self->query) - self->query->text), length = strlen (text);

  if (!pl_find_source_has_written (self->source))
    return refuse (error, token);
  if (used + length + 2 > PL_QUERY_TEXT)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
                   _("The text has %u bytes, and at most %u are looked for at once: leave some of it out."),
                   (guint) (used + length), PL_QUERY_TEXT - 2);
      return FALSE;
    }
  memcpy (self->query->text + used, text, length);
  self->at++;
  return TRUE;
}

static gboolean
take (Parser *self, GError **error)
{
  PlQuery *query = self->query;
  Word word;

  if (!find_word (self, &word))
    return take_text (self, error);
  switch (word.kind)
    {
    case WORD_STATES: query->states |= word.value; return TRUE;
    case WORD_PARENT: query->lane = 0; return TRUE;
    case WORD_WORKERS: query->workers = TRUE; return TRUE;
    case WORD_LOST: query->lost = TRUE; return TRUE;
    case WORD_LOCK:
      query->states |= STATE (WAITING_LOCK);
      query->lock = (int) word.value;
      return TRUE;
    case WORD_WORKER:
    case WORD_LANE: return take_lane (self, &word, &query->lane, error);
    case WORD_HELD: return take_holder (self, error);
    case WORD_TASK: return take_task (self, &word, error);
    case WORD_LONGER:
      if (!take_duration (self, &query->longer_ns, error))
        return FALSE;
      query->longer_ns -= word.value;
      return TRUE;
    case WORD_SHORTER:
      if (!take_duration (self, &query->shorter_ns, error))
        return FALSE;
      query->shorter_ns += word.value;
      return TRUE;
    case WORD_AFTER: return take_duration (self, &query->after_ns, error);
    case WORD_BEFORE: return take_duration (self, &query->before_ns, error);
    default: return TRUE;
    }
}

gboolean
pl_query_parse (PlQuery *self, const char *text, PlFindSource *source, GError **error)
{
  g_auto (GStrv) tokens = split (text);
  Parser parser = { .query = self, .source = source, .tokens = tokens, .n = g_strv_length (tokens) };

  pl_query_init (self);
  while (parser.at < parser.n)
    if (!take (&parser, error))
      return FALSE;
  return TRUE;
}

static const char *
translate (const char *word)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "search word", word);
}

static void
append_states (GString *text, const PlQuery *self, PlFindSource *source)
{
  guint32 waits = STATE (WAITING_TASK) | STATE (WAITING_LOCK), left = self->states;

  if ((left & waits) == waits)
    {
      pl_trace_append (text, " ", "%s", translate ("waiting"));
      left &= ~waits;
    }
  if (self->lock >= 0 && self->lock <= PL_LOCK_RESULTS && (left & STATE (WAITING_LOCK)))
    {
      pl_trace_append (text, " ", "%s", translate (self->lock == PL_LOCK_TASKS ? "queue lock" : "results lock"));
      left &= ~STATE (WAITING_LOCK);
    }
  for (guint s = 0; s < PL_N_STATES; s++)
    {
      const char *name = (left & (1u << s)) ? pl_find_source_state_name (source, (PlState) s) : NULL;

      if (name)
        pl_trace_append (text, " ", "%s", name);
    }
}

/* "Worker 2" is understood; what a program is called is not. */
static gboolean
is_worker_name (const char *name)
{
  const char *digits = name + strlen (name);
  guint64 number;

  while (digits > name && g_ascii_isdigit (digits[-1]))
    digits--;
  if (!pl_text_parse_count (digits, &number) || number > G_MAXINT32)
    return FALSE;

  g_autofree char *worker = g_strdup_printf (_("Worker %u"), (guint) number);
  return g_str_equal (name, worker);
}

static void
append_lane (GString *text, int lane, PlFindSource *source)
{
  g_autofree char *name = lane >= 0 && (guint) lane < pl_find_source_n_lanes (source)
                            ? pl_find_source_lane_name (source, (guint) lane) : NULL;

  if (lane == 0)
    pl_trace_append (text, " ", "%s", translate ("parent"));
  else if (name && is_worker_name (name))
    pl_trace_append (text, " ", "%s", name);
  else
    pl_trace_append (text, " ", "%s %d", translate ("lane"), lane);
}

static void
append_moment (GString *text, const char *word, gint64 t_ns)
{
  g_autofree char *moment = pl_text_duration_exact (MAX (t_ns, 0));

  if (t_ns >= 0)
    pl_trace_append (text, " ", "%s %s", translate (word), moment);
}

char *
pl_query_to_text (const PlQuery *self, PlFindSource *source)
{
  /* What is longer than 999,999 ns is 1 ms or more. */
  gboolean least = self->longer_ns % 10 == 9;
  g_autofree char *longer = pl_text_duration_exact (MAX (self->longer_ns + least, 0));
  g_autofree char *shorter = pl_text_duration_exact (MAX (self->shorter_ns, 0));
  const char *task = pl_find_source_task_word (source);
  GString *text = g_string_new (NULL);

  append_states (text, self, source);
  if (self->lost)
    pl_trace_append (text, " ", "%s", translate ("lost"));
  if (self->task >= 0)
    pl_trace_append (text, " ", "%s %" G_GINT64_FORMAT, task ? task : translate ("task"), self->task + 1);
  if (self->workers)
    pl_trace_append (text, " ", "%s", translate ("any worker"));
  if (self->lane >= 0)
    append_lane (text, self->lane, source);
  if (self->holder >= 0)
    {
      pl_trace_append (text, " ", "%s", translate ("held by"));
      append_lane (text, self->holder, source);
    }
  if (self->longer_ns >= 0)
    pl_trace_append (text, " ", "%s %s", least ? ">=" : ">", longer);
  if (self->shorter_ns >= 0)
    pl_trace_append (text, " ", "< %s", shorter);
  append_moment (text, "after", self->after_ns);
  append_moment (text, "before", self->before_ns);
  for (const char *at = self->text; *at != '\0'; at += strlen (at) + 1)
    pl_trace_append (text, " ", "\"%s\"", at);
  return g_string_free (text, FALSE);
}

gboolean
pl_query_matches (const PlQuery *self, const PlFindSpan *span)
{
  gint64 length_ns = span->to_ns - span->from_ns;

  return (!self->workers || !span->parent) && (self->lane < 0 || (guint) self->lane == span->lane) && (self->states == 0 || (self->states & (1u << span->state)))
         && (self->task < 0 || self->task == span->task) && (self->lock < 0 || self->lock == span->lock)
         && (self->holder < 0 || self->holder == span->holder) && (!self->lost || span->lost)
         && (self->longer_ns < 0 || length_ns > self->longer_ns) && (self->shorter_ns < 0 || length_ns < self->shorter_ns)
         && (self->after_ns < 0 || span->from_ns >= self->after_ns) && (self->before_ns < 0 || span->from_ns < self->before_ns);
}

gboolean
pl_query_has_text (const PlQuery *self)
{
  return *self->text != '\0';
}

gboolean
pl_query_matches_text (const PlQuery *self, const char *written)
{
  g_autofree char *lower = g_utf8_strdown (written, -1);

  for (const char *text = self->text; *text != '\0'; text += strlen (text) + 1)
    if (!strstr (lower, text))
      return FALSE;
  return TRUE;
}
