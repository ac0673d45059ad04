/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/lesson/pl-tally.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/pl-text.h"

#define MOST_IN_ORDER 12u       /* their orders are a number of 32 bits */

typedef struct { char *outcome; guint n; } Count;

struct _PlTally {
  GObject parent_instance;

  char *title;
  GArray *counts;               /* Count, the most frequent first */
  guint runs, possible;
};

G_DEFINE_FINAL_TYPE (PlTally, pl_tally, G_TYPE_OBJECT)

static void
clear_count (gpointer count)
{
  g_free (((Count *) count)->outcome);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const Count *one = a, *other = b;

  return one->n != other->n ? (one->n > other->n ? -1 : 1) : strcmp (one->outcome, other->outcome);
}

void
pl_tally_add (PlTally *self, const char *outcome)
{
  guint i = 0;

  while (i < self->counts->len && strcmp (g_array_index (self->counts, Count, i).outcome, outcome) != 0)
    i++;
  if (i == self->counts->len)
    {
      const Count count = { g_strdup (outcome), 0 };

      g_array_append_val (self->counts, count);
    }
  g_array_index (self->counts, Count, i).n++;
  self->runs++;
  g_array_sort (self->counts, compare);
}

guint
pl_tally_get_runs (PlTally *self)
{
  return self->runs;
}

guint
pl_tally_get_n (PlTally *self)
{
  return self->counts->len;
}

guint
pl_tally_get_possible (PlTally *self)
{
  return self->possible;
}

guint
pl_tally_get (PlTally *self, guint i, const char **outcome)
{
  if (outcome != NULL)
    *outcome = g_array_index (self->counts, Count, i).outcome;
  return g_array_index (self->counts, Count, i).n;
}

char *
pl_tally_title (PlTally *self)
{
  return g_strdup (self->title != NULL ? self->title : "");
}

char *
pl_tally_summary (PlTally *self)
{
  g_autofree char *runs = g_strdup_printf (ngettext ("%u run", "%u runs", self->runs), self->runs);
  g_autofree char *outcomes = NULL;

  if (self->possible > 0)
    /* Translators: "7 of 24 possible outcomes" */
    outcomes = g_strdup_printf (_("%u of %u possible outcomes"), self->counts->len, self->possible);
  else
    outcomes = g_strdup_printf (ngettext ("%u outcome", "%u outcomes", self->counts->len), self->counts->len);
  return g_strdup_printf ("%s, %s", runs, outcomes);
}

/* What has a comma, a quote or a line end in it stands in quotes. */
static void
append_cell (GString *text, const char *cell)
{
  gboolean quoted = strpbrk (cell, ",\"\r\n") != NULL;

  if (quoted)
    g_string_append_c (text, '"');
  for (; *cell != '\0'; cell++)
    {
      if (*cell == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *cell);
    }
  if (quoted)
    g_string_append_c (text, '"');
}

char *
pl_tally_to_csv (PlTally *self)
{
  GString *text = g_string_new ("outcome,count,share\n");

  for (guint i = 0; i < self->counts->len; i++)
    {
      const Count *count = &g_array_index (self->counts, Count, i);

      append_cell (text, count->outcome);
      g_string_append_printf (text, ",%u", count->n);
      pl_text_append_csv (text, (double) count->n / self->runs);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static void
pl_tally_finalize (GObject *object)
{
  PlTally *self = PL_TALLY (object);

  g_array_unref (self->counts);
  g_free (self->title);
  G_OBJECT_CLASS (pl_tally_parent_class)->finalize (object);
}

static void
pl_tally_class_init (PlTallyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pl_tally_finalize;
}

static void
pl_tally_init (PlTally *self)
{
  self->counts = g_array_new (FALSE, FALSE, sizeof (Count));
  g_array_set_clear_func (self->counts, clear_count);
}

/* Of four there are 24; 0: it asks for none, or nobody could list them. */
static guint
count_orders (const PlLesson *lesson)
{
  guint n = lesson->question.ask == PL_ASK_ORDER ? g_strv_length (lesson->question.answers) : 0, orders = n > 0;

  for (guint i = 2; i <= n; i++)
    orders *= i;
  return n <= MOST_IN_ORDER ? orders : 0;
}

PlTally *
pl_tally_new (const PlLesson *lesson)
{
  PlTally *self = g_object_new (PL_TYPE_TALLY, NULL);

  self->title = g_strdup (lesson != NULL ? lesson->title : NULL);
  self->possible = lesson != NULL ? count_orders (lesson) : 0;
  return self;
}
