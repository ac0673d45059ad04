/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a kind of run is as a plan. One of these a kind: pl_plan_KEY, in plan/KEY/. */

#include "log/pl-plan-data.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  void (*init) (PlPlanData *plan);                              /* its defaults */
  gboolean (*check) (PlPlanData *plan, GError **error);         /* see pl_plan_validate () */
  gboolean (*equal) (const PlPlanData *a, const PlPlanData *b); /* beside kind and seed */
  char *(*title) (const PlPlanData *plan);
  char *(*subtitle) (const PlPlanData *plan);
  guint (*n_steps) (const PlPlanData *plan);                    /* see pl_plan_n_steps () */
  guint64 (*filled_bytes) (const PlPlanData *plan);             /* NULL: 0 */
  gboolean runs_program;                                        /* see pl_plan_runs_program () */
  gint64 (*estimate_ns) (const PlPlanData *plan, double cpus);  /* see pl_plan_estimate_ns (); NULL: 0 */
  /* Into a key file and back, over the defaults. */
  void (*write) (GKeyFile *file, const PlPlanData *plan);
  gboolean (*read) (GKeyFile *file, PlPlanData *plan, GError **error);
} PlPlanKind;

#define X(ID, key) extern const PlPlanKind pl_plan_##key;
PL_RUN_KINDS (X)
#undef X

G_END_DECLS
