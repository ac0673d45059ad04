/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pl-plan.h"

#include <glib/gi18n-lib.h>

#include "base/pl-error.h"
#include "base/pl-text.h"
#include "plan/pl-plan-fields.h"
#include "plan/pl-plan-kinds.h"
#include "plan/pl-plan-limits.h"

/* Plans of any kind: what differs stands in the table. */

static const PlPlanKind *const kinds[PL_N_RUN_KINDS] = {
#define X(ID, key) [PL_RUN_##ID] = &pl_plan_##key,
  PL_RUN_KINDS (X)
#undef X
};

gboolean
pl_plan_validate (PlPlanData *plan, GError **error)
{
  g_return_val_if_fail (plan != NULL, FALSE);
  plan->record = plan->record != 0;
  if (!pl_plan_check_choice (_("Kind of run"), plan->kind, PL_N_RUN_KINDS, error))
    return FALSE;
  return kinds[plan->kind]->check (plan, error);
}

gboolean
pl_plan_equal (const PlPlanData *a, const PlPlanData *b)
{
  return a->kind == b->kind && a->seed == b->seed && kinds[a->kind]->equal (a, b);
}

gboolean
pl_plan_runs_program (const PlPlanData *plan)
{
  return kinds[plan->kind]->runs_program;
}

guint
pl_plan_n_steps (const PlPlanData *plan)
{
  return kinds[plan->kind]->n_steps (plan);
}

gint64
pl_plan_estimate_ns (const PlPlanData *plan, double cpus)
{
  const PlPlanKind *kind = kinds[plan->kind];

  return kind->estimate_ns != NULL ? kind->estimate_ns (plan, MAX (cpus, 0.01)) : 0;
}

char *
pl_plan_warning (const PlPlanData *plans, guint n, double cpus)
{
  g_autofree char *about = NULL;
  double ns = 0;

  for (guint i = 0; i < n; i++)
    ns += (double) pl_plan_estimate_ns (&plans[i], cpus);
  if (ns <= (double) PL_PLAN_LONG_NS)
    return NULL;
  about = pl_text_about ((gint64) MIN (ns, 9e18));
  return g_strdup_printf (_("This will take about %s."), about);
}

guint64
pl_plan_filled_bytes (const PlPlanData *plan)
{
  const PlPlanKind *kind = kinds[plan->kind];

  return kind->filled_bytes != NULL ? kind->filled_bytes (plan) : 0;
}

char *
pl_plan_title (const PlPlanData *plan)
{
  return kinds[plan->kind]->title (plan);
}

char *
pl_plan_subtitle (const PlPlanData *plan)
{
  return kinds[plan->kind]->subtitle (plan);
}

/* Plans as key files, for presets and settings. Keys that are missing keep their default,
 * unknown ones are ignored: a file of a later version can still be read. */

char *
pl_plan_to_key_file (const PlPlanData *plan)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  PlPlanData checked = *plan;

  g_return_val_if_fail (pl_plan_validate (&checked, NULL), NULL);
  g_key_file_set_string (file, PL_PLAN_GROUP, "kind", pl_run_kind_key (checked.kind));
  kinds[checked.kind]->write (file, &checked);
  return g_key_file_to_data (file, NULL, NULL);
}

static gboolean
read_kind (GKeyFile *file, PlPlanData *plan, GError **error)
{
  g_autofree char *key = g_key_file_get_string (file, PL_PLAN_GROUP, "kind", NULL);
  int kind = key != NULL ? pl_run_kind_from_key (key) : PL_RUN_POOL;

  if (kind < 0)
    return pl_plan_bad_value (error, "kind", key);
  kinds[kind]->init (plan);
  return kinds[kind]->read (file, plan, error);
}

static gboolean
has_cut_line (const char *text)
{
  for (const char *line = text, *end; line != NULL; line = end != NULL ? end + 1 : NULL)
    {
      end = strchr (line, '\n');
      if (pl_text_is_cut (line, end != NULL ? (gsize) (end - line) : strlen (line)))
        return TRUE;
    }
  return FALSE;
}

gboolean
pl_plan_from_key_file (PlPlanData *plan, const char *text, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) syntax = NULL;
  PlPlanData read;

  if (has_cut_line (text) || !g_key_file_load_from_data (file, text, (gsize) -1, G_KEY_FILE_NONE, &syntax)
      || !g_key_file_has_group (file, PL_PLAN_GROUP))
    {
      g_set_error (error, PL_ERROR, PL_ERROR_FORMAT,
                   _("This is not a plan: it has no readable section [%s]."), PL_PLAN_GROUP);
      return FALSE;
    }
  if (!read_kind (file, &read, error) || !pl_plan_validate (&read, error))
    return FALSE;
  *plan = read;
  return TRUE;
}
