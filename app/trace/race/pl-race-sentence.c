/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/race/pl-race-private.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"

/* One lost update told in sentences. Every claim rests on who read what: the survivor is the one
 * the final count builds on, a lost store was never read (or only by others that are lost with it),
 * and the order of two stores is claimed only when a later read proves it. What only the clock says
 * is called so. */

char *
pl_race_branch_title (PlRace *self, guint part, guint64 branch)
{
  g_autofree char *number = NULL, *total = NULL, *size = NULL;
  PlLostBranch b;

  g_return_val_if_fail (PL_IS_RACE (self), NULL);
  if (!pl_race_get_branch (self, part, branch, &b))
    return g_strdup ("");
  number = pl_text_count (branch + 1);
  total = pl_text_count (pl_race_get_n_branches (self, part));
  if (b.size == 1)
    /* Translators: of the lost updates, one whose store was overwritten; others were lost because they were
     * built on such a one. */
    return g_strdup_printf (_("Overwritten update %s of %s"), number, total);
  size = pl_text_count (b.size);
  /* Translators: the last is how many updates are lost together, itself and all that was built on it. */
  return g_strdup_printf (_("Overwritten update %s of %s, %s lost with what was built on it"), number, total, size);
}

static char *
reading_line (const PlLostBranch *b, const PlCollision *collision)
{
  g_autofree char *value = pl_text_count (b->value);

  if (collision->readers > 2)
    {
      if (b->parent.worker == G_MAXUINT)
        return g_strdup_printf (_("%u workers read %s, the counter's first value."),
                                collision->readers, value);
      return g_strdup_printf (_("%u workers read %s as Worker %u had stored it."),
                              collision->readers, value, b->parent.worker + 1);
    }
  if (b->parent.worker == G_MAXUINT)
    return g_strdup_printf (_("Both read %s, the counter's first value."), value);
  return g_strdup_printf (_("Both read %s as Worker %u had stored it."), value,
                          b->parent.worker + 1);
}

static char *
lost_first_line (const PlLostBranch *b, const PlCollision *collision, const char *gap,
                 const char *value)
{
  guint lost = b->head.worker + 1, rival = b->rival.worker + 1;

  if (collision->direct)
    {
      if (gap)
        return g_strdup_printf (_("Worker %u stored its %s first; %s later Worker %u stored its "
                                   "own %s over it, before anyone had read it."),
                                lost, value, gap, rival, value);
      return g_strdup_printf (_("Worker %u stored its %s first; then Worker %u stored its own %s "
                                 "over it, before anyone had read it."),
                              lost, value, rival, value);
    }
  if (!collision->proven)
    return g_strdup_printf (_("By the clock Worker %u stored its %s first, and %s later Worker %u "
                               "its own %s."),
                            lost, value, gap, rival, value);
  if (gap)
    return g_strdup_printf (_("Worker %u stored its %s first; %s later Worker %u stored its own "
                               "%s."),
                            lost, value, gap, rival, value);
  return g_strdup_printf (_("Worker %u stored its %s first, then Worker %u stored its own %s."),
                          lost, value, rival, value);
}

static char *
rival_first_line (const PlLostBranch *b, const PlCollision *collision, const char *gap,
                  const char *value)
{
  guint lost = b->head.worker + 1, rival = b->rival.worker + 1;

  if (!collision->proven)
    return g_strdup_printf (_("By the clock Worker %u stored its %s first, and %s later Worker "
                               "%u, late, its own %s."),
                            rival, value, gap, lost, value);
  if (gap)
    return g_strdup_printf (_("Worker %u stored its %s first; %s later Worker %u, late, stored "
                               "its own %s."),
                            rival, value, gap, lost, value);
  return g_strdup_printf (_("Worker %u stored its %s first, then Worker %u, late, stored its own "
                             "%s."),
                          rival, value, lost, value);
}

static char *
storing_line (const PlLostBranch *b, const PlCollision *collision)
{
  g_autofree char *value = pl_text_count ((guint64) b->value + 1);
  g_autofree char *gap = collision->gap_ns >= 0 ? pl_text_duration (collision->gap_ns) : NULL;

  switch (collision->order)
    {
    case PL_ORDER_LOST_FIRST:
      return lost_first_line (b, collision, gap, value);
    case PL_ORDER_RIVAL_FIRST:
      return rival_first_line (b, collision, gap, value);
    case PL_ORDER_UNKNOWN:
    default:
      return g_strdup_printf (_("Worker %u and Worker %u each stored their own %s, %s apart: too "
                                 "close for the clock to say which came first."),
                              b->head.worker + 1, b->rival.worker + 1, value, gap);
    }
}

/* What became of it. */
static char *
fate_line (const PlLostBranch *b, const PlCollision *collision)
{
  g_autofree char *number = pl_text_count ((guint64) b->head.seq + 1);
  g_autofree char *more = pl_text_count (b->size - 1), *all = pl_text_count (b->size);
  guint lost = b->head.worker + 1, rival = b->rival.worker + 1;

  if (b->size > 1)
    return g_strdup_printf (ngettext ("The count goes on from Worker %u's. %s more increment was "
                                      "built on Worker %u's, "
                                      "until a store that knew nothing of it took its place: all "
                                      "%s left no trace.",
                                      "The count goes on from Worker %u's. %s more increments were "
                                      "built on Worker %u's, "
                                      "until a store that knew nothing of them took their place: "
                                      "all %s left no trace.",
                                      b->size - 1),
                            rival, more, lost, all);
  if (collision->direct)
    return g_strdup_printf (_("Worker %u's increment number %s left no trace."), lost, number);
  return g_strdup_printf (_("The count goes on from Worker %u's. Worker %u's was overwritten "
                             "before anyone had read it: increment number %s left no trace."),
                          rival, lost, number);
}

char *
pl_race_branch_sentence (PlRace *self, guint part, guint64 branch)
{
  g_autofree char *reading = NULL, *storing = NULL, *fate = NULL;
  PlCollision collision;
  PlLostBranch b;

  g_return_val_if_fail (PL_IS_RACE (self), NULL);
  if (!pl_race_get_branch (self, part, branch, &b) ||
      !pl_race_get_collision (self, part, branch, &collision))
    return g_strdup ("");
  reading = reading_line (&b, &collision);
  storing = storing_line (&b, &collision);
  fate = fate_line (&b, &collision);
  return g_strdup_printf ("%s\n%s %s", reading, storing, fate);
}

char *
pl_race_increment_sentence (PlRace *self, guint part, PlIncrement increment)
{
  g_autofree char *number = NULL, *read = NULL, *stored = NULL, *time = NULL, *hold = NULL,
                  *story = NULL;
  PlIncrementInfo info;

  g_return_val_if_fail (PL_IS_RACE (self), NULL);
  if (!pl_race_get_increment (self, part, increment, &info))
    return g_strdup ("");
  number = pl_text_count ((guint64) increment.seq + 1);
  read = pl_text_count (info.value_read);
  stored = pl_text_count ((guint64) info.value_read + 1);
  time = pl_text_duration (info.load_ns);
  hold = pl_text_duration (info.store_ns - info.load_ns);
  if (info.parent.worker == G_MAXUINT)
    story = g_strdup_printf (_("Worker %u's increment number %s read %s, the counter's first "
                                "value, at %s and stored %s, %s later."),
                             increment.worker + 1, number, read, time, stored, hold);
  else
    story = g_strdup_printf (_("Worker %u's increment number %s read %s, as Worker %u had stored "
                                "it, at %s and stored %s, %s later."),
                             increment.worker + 1, number, read, info.parent.worker + 1, time,
                             stored, hold);
  if (!self->parts[part].result.balanced)
    return g_steal_pointer (&story);
  return g_strdup_printf ("%s %s", story,
                          info.lost ? _("It is lost: the final count does not build on it.")
                                    : _("It survives: the final count builds on it."));
}
