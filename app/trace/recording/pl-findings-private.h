/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trace/recording/pl-recording.h"

G_BEGIN_DECLS

/* What is not worth a word: less than this share of the run, or than this time. */
#define PL_WORTH_SHARE 0.05
#define PL_WORTH_NS G_GINT64_CONSTANT (2000000)

typedef struct {
  PlTrace *trace;
  PlLog *log;
  guint n_lanes;
  gint64 end_ns;
  PlRecordingTimes *times;              /* by lane */
  GPtrArray *findings;
} PlSearch;

/* pl-findings-add.c. Takes text and lanes. cost_ns 0: nobody can say what it costs. */
void pl_findings_add (PlSearch *self, const char *id, char *text, gint64 cost_ns, gint64 from_ns, gint64 to_ns, GArray *lanes);
gboolean pl_findings_worth (const PlSearch *self, gint64 ns);
GArray *pl_findings_new_lanes (void);

/* pl-findings-life.c: locks that are kept while their holder waits; children that are left behind. */
void pl_findings_find_life (PlSearch *self);
/* pl-findings-pool.c: how the workers of Python's pools were used. */
void pl_findings_find_pools (PlSearch *self);

G_END_DECLS
