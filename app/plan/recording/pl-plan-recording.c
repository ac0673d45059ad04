/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pl-plan-fields.h"
#include "plan/pl-plan-kinds.h"
#include "plan/pl-plan-limits.h"
#include "plan/pl-plan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/pl-text.h"

/* What is recorded is no part of the plan: a command line stands in the log. */

static void
init (PlPlanData *plan)
{
  memset (plan, 0, sizeof *plan);
  plan->kind = PL_RUN_RECORDING;
  plan->record = 1;
  plan->seed = 1;
  plan->recording_python = 1;
}

void
pl_plan_init_recording (PlPlanData *plan)
{
  init (plan);
}

static gboolean
check (PlPlanData *plan, GError **error)
{
  plan->record = 1;
  plan->recording_python = plan->recording_python != 0;
  return pl_plan_check_choice (_("Threads"), plan->recording_threads, PL_N_THREADS, error);
}

static gboolean
equal (const PlPlanData *a, const PlPlanData *b)
{
  return a->recording_python == b->recording_python && a->recording_threads == b->recording_threads
         && a->recording_limit_ns == b->recording_limit_ns;
}

static char *
title (const PlPlanData *plan)
{
  return g_strdup (_("Recorded program"));
}

static char *
subtitle (const PlPlanData *plan)
{
  g_autofree char *limit = NULL;

  if (plan->recording_limit_ns <= 0)
    return g_strdup (_("recorded to its end"));
  limit = pl_text_duration (plan->recording_limit_ns);
  return g_strdup_printf (_("recorded for %s at most"), limit);
}

static guint
n_steps (const PlPlanData *plan)
{
  return 1;
}

static const PlPlanField fields[] = {
  { "python", G_STRUCT_OFFSET (PlPlanData, recording_python), FALSE },
  { "threads", G_STRUCT_OFFSET (PlPlanData, recording_threads), FALSE },
};

static void
write_plan (GKeyFile *file, const PlPlanData *plan)
{
  pl_plan_write_fields (file, plan, fields, G_N_ELEMENTS (fields));
}

static gboolean
read_plan (GKeyFile *file, PlPlanData *plan, GError **error)
{
  return pl_plan_read_fields (file, plan, fields, G_N_ELEMENTS (fields), error);
}

const PlPlanKind pl_plan_recording = {
  .init = init, .check = check, .equal = equal, .title = title, .subtitle = subtitle,
  .n_steps = n_steps, .write = write_plan, .read = read_plan,
};
