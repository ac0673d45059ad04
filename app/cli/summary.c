/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/find/pl-cli-find.h"
#include "cli/pl-cli-kinds.h"
#include "cli/pl-cli.h"

#include <glib/gi18n.h>

#include "plan/pl-plan.h"

static guint
final_phase (PlLog *log)
{
  return atomic_load (&pl_log_header (log)->status.phase);
}

gboolean
pl_cli_all_right (PlLog *log)
{
  return final_phase (log) == PL_PHASE_DONE && pl_cli_kind (log)->all_right (log);
}

static void
print_titles (PlLog *log)
{
  g_autofree char *title = pl_trace_log_title (log), *subtitle = pl_plan_subtitle (pl_log_plan (log));

  pl_cli_print (stdout, "%s\n%s\n\n", title, subtitle);
}

static void
print_outcome (PlLog *log)
{
  const char *lacks = pl_trace_lacks_sentence (log);

  if (lacks != NULL)
    pl_cli_print (stdout, "%s\n", lacks);
  switch (final_phase (log))
    {
    case PL_PHASE_DONE:
    case PL_PHASE_FAILED:      /* said on stderr, at the end */
      break;
    case PL_PHASE_STOPPED:
      pl_cli_print (stdout, "%s\n", _("Stopped before the end."));
      break;
    default:
      pl_cli_print (stdout, "%s\n", _("Saved while the run still went on."));
    }
}

void
pl_cli_summary (PlLog *log)
{
  print_titles (log);
  print_outcome (log);
  pl_cli_kind (log)->summary (log);
  pl_cli_print_notes (log);
}
