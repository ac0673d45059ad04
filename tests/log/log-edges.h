/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "log/pl-log-events.h"

/* Every worker that was ever born was forked by the parent and ended before its eyes. Who is killed before
 * its first breath (some_silent) has not said that it was born. */
static inline void
assert_lives (const PlLog *log, gsize lives, gboolean some_silent)
{
  gsize forks = 0, joins = 0;
  PlLogEdges edges;

  g_assert_cmpint (pl_log_pair_edges (log, &edges), ==, 0);
  for (gsize i = 0; i < edges.n_edges; i++)
    {
      const PlLogEdge *edge = &edges.edges[i];

      g_assert_true (edge->kind == PL_EVENT_FORK || edge->kind == PL_EVENT_JOIN);
      g_assert_cmpuint (edge->kind == PL_EVENT_FORK ? edge->from_lane : edge->to_lane, ==, 0);
      g_assert_cmpuint (edge->kind == PL_EVENT_FORK ? edge->to_lane : edge->from_lane, ==, edge->id >> 24);
      g_assert_cmpint (edge->to_ns, <=, pl_log_header (log)->status.end_ns);
      forks += edge->kind == PL_EVENT_FORK;
      joins += edge->kind == PL_EVENT_JOIN;
    }
  g_assert_cmpuint (joins, ==, lives);
  g_assert_cmpuint (forks + edges.n_unpaired, ==, lives);
  if (!some_silent)
    g_assert_cmpuint (edges.n_unpaired, ==, 0);
  pl_log_edges_clear (&edges);
}
