/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/find/pl-cli-find.h"
#include "cli/pl-cli-kinds.h"
#include "cli/pl-cli.h"

#include <locale.h>
#include <string.h>

/* One object on stdout. Its keys are promised in the manual: add, but never rename. */

const char *
pl_cli_outcome_key (guint phase)
{
  switch (phase)
    {
    case PL_PHASE_DONE:
      return "done";
    case PL_PHASE_STOPPED:
      return "stopped";
    case PL_PHASE_FAILED:
      return "failed";
    default:
      return "unfinished";   /* a file that was saved while the run went on */
    }
}

typedef struct {
  PlLog *log;
  const PlCliMore *more;
} Filling;

static void
fill_cb (JsonBuilder *builder, gpointer data)
{
  const Filling *filling = data;
  PlLog *log = filling->log;
  g_autoptr (GError) failure = pl_run_error_from_log (log);
  const PlPlanData *plan = pl_log_plan (log);

  pl_cli_json_string (builder, "kind", pl_run_kind_key (plan->kind));
  pl_cli_json_string (builder, "outcome", pl_cli_outcome_key (atomic_load (&pl_log_header (log)->status.phase)));
  if (failure != NULL)
    pl_cli_json_string (builder, "error", failure->message);
  if (pl_log_header (log)->status.lacks & PL_LACKS_ROBUST_LISTS)
    {
      json_builder_set_member_name (builder, "no_robust_locks");
      json_builder_add_boolean_value (builder, TRUE);
    }
  pl_cli_json_seed (builder, plan->seed);
  pl_cli_kind (log)->json (builder, log);
  pl_cli_json_notes (builder, log);
  if (filling->more != NULL && filling->more->json != NULL)
    filling->more->json (filling->more->data, builder);
}

void
pl_cli_json_print (PlLog *log, const PlCliMore *more)
{
  Filling filling = { log, more };
  g_autofree char *text = NULL;
  char *end;

  if (pl_cli_kind (log)->json_stream == NULL)
    {
      pl_cli_json_print_object (fill_cb, &filling);
      return;
    }
  text = pl_cli_json_text (fill_cb, &filling);
  end = strrchr (text, '\n');
  *end = '\0';
  pl_cli_put (stdout, text);
  pl_cli_kind (log)->json_stream (log);
  pl_cli_put (stdout, "\n}\n");
}

char *
pl_cli_json_text (void (*fill) (JsonBuilder *builder, gpointer data), gpointer data)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  char *text;
  locale_t plain = newlocale (LC_ALL_MASK, "C", (locale_t) 0);
  locale_t old = uselocale (plain);

  /* Programs read this: the same words in every language. */
  json_builder_begin_object (builder);
  fill (builder, data);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  uselocale (old);
  freelocale (plain);
  return text;
}

void
pl_cli_json_print_object (void (*fill) (JsonBuilder *builder, gpointer data), gpointer data)
{
  g_autofree char *text = pl_cli_json_text (fill, data);

  /* JSON is UTF-8, whatever the terminal speaks. */
  pl_cli_put (stdout, text);
  pl_cli_put (stdout, "\n");
}
