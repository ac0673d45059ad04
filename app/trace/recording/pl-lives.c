/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-lives.h"

#include "trace/recording/pl-recording.h"

/* One end of an edge. */
typedef struct {
  gint64 id;                    /* the key */
  gint64 time_ns;
  guint lane;
  gboolean in, paired;
} Half;

struct _PlLives {
  GHashTable *halves[2];        /* of births, of ends: each Half is its own key */
  GArray *found;                /* PlMessage */
};

PlLives *
pl_lives_new (void)
{
  PlLives *self = g_new0 (PlLives, 1);

  for (guint i = 0; i < 2; i++)
    self->halves[i] = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->found = g_array_new (FALSE, FALSE, sizeof (PlMessage));
  return self;
}

void
pl_lives_free (PlLives *self)
{
  for (guint i = 0; i < 2; i++)
    g_hash_table_unref (self->halves[i]);
  g_array_unref (self->found);
  g_free (self);
}

static void
pair (PlLives *self, Half *half, const Half *other, gboolean end)
{
  const Half *from = half->in ? other : half, *to = half->in ? half : other;
  const PlMessage life = { from->lane, to->lane, from->time_ns, to->time_ns, 0, end };

  /* A third one with the same number is a fault of whoever wrote it. */
  if (half->paired || half->in == other->in)
    return;
  half->paired = TRUE;
  if (life.sent_ns <= life.received_ns && life.from_lane != life.to_lane)
    g_array_append_val (self->found, life);
}

void
pl_lives_take (PlLives *self, const PlLogEvent *event)
{
  const Half new = { (gint64) event->id, event->time_ns, event->lane, event->in, FALSE };
  gboolean end = event->kind == PL_EVENT_JOIN;
  Half *half;

  if (event->kind != PL_EVENT_FORK && !end)
    return;
  half = g_hash_table_lookup (self->halves[end], &new.id);
  if (half != NULL)
    {
      pair (self, half, &new, end);
      return;
    }
  half = g_memdup2 (&new, sizeof new);
  g_hash_table_add (self->halves[end], half);
}

/* They are as many as lanes: few enough to look at each. */
guint
pl_lives_in_range (const PlLives *self, PlLog *log, guint lane, gint64 from_ns, gint64 to_ns, PlMessage *lives, guint max)
{
  guint n = 0;

  for (guint i = 0; i < self->found->len; i++)
    {
      const PlMessage *life = &g_array_index (self->found, PlMessage, i);

      if (life->sent_ns > to_ns || life->received_ns < from_ns
          || (lane != G_MAXUINT && life->from_lane != lane && life->to_lane != lane)
          || (lane == G_MAXUINT && (pl_recording_is_launch (log, life->from_lane) || pl_recording_is_launch (log, life->to_lane))))
        continue;
      if (n == max)
        return max + 1;
      lives[n++] = *life;
    }
  return n;
}
