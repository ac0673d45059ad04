/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/scene/pl-scene-range.h"

#include <math.h>

/* Closer there is nothing between two records. */
#define LEAST_NS 2000.0

static gboolean
set_range (PlSceneRange *range,
           double        from_ns,
           double        length_ns,
           gint64        end_ns)
{
  PlSceneRange before = *range;

  length_ns = MIN (length_ns, (double) end_ns);
  from_ns = CLAMP (from_ns, 0, (double) end_ns - length_ns);
  range->from_ns = (gint64) floor (from_ns);
  range->to_ns = MAX (range->from_ns + (gint64) floor (length_ns), range->from_ns + 1);
  return range->from_ns != before.from_ns || range->to_ns != before.to_ns;
}

gboolean
pl_scene_range_zoom (PlSceneRange *range,
                     double        factor,
                     gint64        at_ns,
                     gint64        end_ns)
{
  double length = (double) (range->to_ns - range->from_ns);
  double wanted = MIN (MAX (length * factor, LEAST_NS), (double) end_ns);

  at_ns = CLAMP (at_ns, range->from_ns, range->to_ns);
  return set_range (range, (double) at_ns - (double) (at_ns - range->from_ns) * wanted / length, wanted, end_ns);
}

gboolean
pl_scene_range_move (PlSceneRange *range,
                     double        share,
                     gint64        end_ns)
{
  double length = (double) (range->to_ns - range->from_ns);

  return set_range (range, (double) range->from_ns + share * length, length, end_ns);
}

gboolean
pl_scene_range_follow (PlSceneRange *range,
                       gint64        before_ns,
                       gint64        end_ns,
                       gboolean      live)
{
  gboolean passed = range->to_ns >= before_ns && range->to_ns < end_ns;

  /* A run that is over has no room to grow any more. */
  if (!passed && (live || range->to_ns <= end_ns))
    return FALSE;
  return set_range (range, (double) (range->from_ns + end_ns - range->to_ns), (double) (range->to_ns - range->from_ns),
                    end_ns);
}

gboolean
pl_scene_range_reveal (PlSceneRange *range,
                       const PlSpan *span,
                       gint64        end_ns)
{
  double length = (double) (range->to_ns - range->from_ns);
  double margin = length / 20;

  if (span->end_ns > range->from_ns && span->start_ns < range->to_ns)
    return FALSE;
  if (span->start_ns >= range->to_ns && (double) (span->end_ns - span->start_ns) + 2 * margin < length)
    return set_range (range, (double) span->end_ns + margin - length, length, end_ns);
  return set_range (range, (double) span->start_ns - margin, length, end_ns);
}
