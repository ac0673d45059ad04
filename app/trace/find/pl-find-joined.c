/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/find/pl-find-source-private.h"

#include "trace/compare/pl-differences.h"

/* Runs that are compared, as one thing to look through. */

typedef struct {
  guint n;
  PlFindSource *sources[PL_MAX_COMPARED];
  gint64 shift_ns[PL_MAX_COMPARED];
} Joined;

/* Whose lane it is, as that one knows it; its first lane in all of them. NULL: nobody's. */
static PlFindSource *
own_source (PlFindSource *self, guint *lane, guint *i, guint *first)
{
  Joined *joined = self->subject;

  *first = 0;
  for (*i = 0; *i < joined->n; (*i)++)
    {
      guint n = pl_find_source_n_lanes (joined->sources[*i]);

      if (*lane < n)
        return joined->sources[*i];
      *lane -= n;
      *first += n;
    }
  return NULL;
}

static guint
n_lanes (PlFindSource *self)
{
  Joined *joined = self->subject;
  guint n = 0;

  for (guint i = 0; i < joined->n; i++)
    n += pl_find_source_n_lanes (joined->sources[i]);
  return n;
}

static gboolean
is_parent (PlFindSource *self, guint lane)
{
  guint i, first;
  PlFindSource *own = own_source (self, &lane, &i, &first);

  return own != NULL && pl_find_source_is_parent (own, lane);
}

static guint64
count (PlFindSource *self, guint lane)
{
  guint i, first;
  PlFindSource *own = own_source (self, &lane, &i, &first);

  return own != NULL ? pl_find_source_count (own, lane) : 0;
}

/* One that get_own () gives. */
static gboolean
get_joined (PlFindSource *self, guint lane, guint64 index, PlFindSpan *span,
            gboolean (*get_own) (PlFindSource *, guint, guint64, PlFindSpan *))
{
  Joined *joined = self->subject;
  guint i, first;
  PlFindSource *own = own_source (self, &lane, &i, &first);

  if (own == NULL || !get_own (own, lane, index, span))
    return FALSE;
  span->lane += first;
  span->from_ns += joined->shift_ns[i];
  span->to_ns += joined->shift_ns[i];
  if (span->holder >= 0)
    span->holder += (int) first;
  return TRUE;
}

static gboolean
get (PlFindSource *self, guint lane, guint64 index, PlFindSpan *span)
{
  return get_joined (self, lane, index, span, pl_find_source_get);
}

static gboolean
written (PlFindSource *self, guint lane, guint64 index, PlFindSpan *span)
{
  return get_joined (self, lane, index, span, pl_find_source_get_written);
}

static guint64
find (PlFindSource *self, guint lane, gint64 t_ns)
{
  Joined *joined = self->subject;
  guint i, first;
  PlFindSource *own = own_source (self, &lane, &i, &first);

  return own != NULL ? pl_find_source_find (own, lane, t_ns - joined->shift_ns[i]) : 0;
}

/* Takes text. */
static char *
add_letter (guint i, char *text)
{
  char *whole = g_strdup_printf ("%s: %s", pl_run_letter (i), text);

  g_free (text);
  return whole;
}

static char *
lane_name (PlFindSource *self, guint lane)
{
  guint i, first;
  PlFindSource *own = own_source (self, &lane, &i, &first);

  return own != NULL ? add_letter (i, pl_find_source_lane_name (own, lane)) : g_strdup ("");
}

/* As the run knows it. */
static PlFindSource *
own_span (PlFindSource *self, const PlFindSpan *span, guint *i, PlFindSpan *own)
{
  Joined *joined = self->subject;
  guint first;
  PlFindSource *source;

  *own = *span;
  source = own_source (self, &own->lane, i, &first);
  if (source == NULL)
    return NULL;
  own->from_ns -= joined->shift_ns[*i];
  own->to_ns -= joined->shift_ns[*i];
  if (own->holder >= 0)
    own->holder -= (int) first;
  return source;
}

static char *
text (PlFindSource *self, const PlFindSpan *span)
{
  PlFindSpan own;
  guint i;
  PlFindSource *source = own_span (self, span, &i, &own);

  return source != NULL ? add_letter (i, pl_find_source_text (source, &own)) : g_strdup ("");
}

static char *
written_text (PlFindSource *self, const PlFindSpan *span)
{
  PlFindSpan own;
  guint i;
  PlFindSource *source = own_span (self, span, &i, &own);

  return source != NULL ? pl_find_source_written_text (source, &own) : g_strdup ("");
}

static const char *
state_name (PlFindSource *self, PlState state)
{
  Joined *joined = self->subject;
  const char *name = NULL;

  for (guint i = 0; i < joined->n && name == NULL; i++)
    name = pl_find_source_state_name (joined->sources[i], state);
  return name;
}

/* They are of one kind. */
static const char *
task_word (PlFindSource *self)
{
  return pl_find_source_task_word (((Joined *) self->subject)->sources[0]);
}

static gboolean
account (PlFindSource *self, guint lane, gint64 from_ns, gint64 to_ns, PlCpuAccount *told)
{
  Joined *joined = self->subject;
  guint i, first;
  PlFindSource *own = own_source (self, &lane, &i, &first);

  return own != NULL && own->klass->account != NULL
         && own->klass->account (own, lane, from_ns - joined->shift_ns[i], to_ns - joined->shift_ns[i], told);
}

static gboolean
way (PlFindSource *self, const PlFindSpan *span, gint64 *way_ns)
{
  PlFindSpan own;
  guint i;
  PlFindSource *source = own_span (self, span, &i, &own);

  return source != NULL && pl_find_source_way (source, &own, way_ns);
}

static const PlFindSourceClass joined_class = {
  .n_lanes = n_lanes, .is_parent = is_parent, .count = count, .get = get, .find = find, .lane_name = lane_name, .text = text,
  .state_name = state_name, .task_word = task_word, .account = account, .way = way, .written = written,
  .written_text = written_text,
};

static void
free_joined (gpointer data)
{
  Joined *joined = data;

  for (guint i = 0; i < joined->n; i++)
    pl_find_source_unref (joined->sources[i]);
  g_free (joined);
}

PlFindSource *
pl_find_source_join (PlFindSource *const *sources, const gint64 *shift_ns, guint n)
{
  Joined *joined = g_new0 (Joined, 1);

  g_return_val_if_fail (n >= 1 && n <= PL_MAX_COMPARED, NULL);
  joined->n = n;
  for (guint i = 0; i < n; i++)
    {
      joined->sources[i] = sources[i];
      joined->shift_ns[i] = shift_ns[i];
    }
  return pl_find_source_new (&joined_class, joined, free_joined);
}
