/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/pl-run-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/pl-error.h"
#include "base/pl-text.h"
#include "plan/pl-plan.h"

/* A race that is recorded fills its record to the last byte, and that may be more than the
 * machine has: better a sentence now than the kernel's out-of-memory killer later. */

/* What can still be had without swapping; 0 when the system will not say. */
static guint64
available_bytes (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/meminfo", &text, NULL, NULL))
    return 0;
  line = strstr (text, "MemAvailable:");
  return line != NULL ? g_ascii_strtoull (line + strlen ("MemAvailable:"), NULL, 10) * 1024 : 0;
}

gboolean
pl_run_check_memory (const PlPlanData *plan, GError **error)
{
  guint64 needed = pl_plan_filled_bytes (plan), available;
  g_autofree char *needed_text = NULL, *available_text = NULL;

  if (needed == 0)
    return TRUE;
  available = available_bytes ();
  if (available == 0 || needed <= available)
    return TRUE;
  needed_text = pl_text_bytes (needed);
  available_text = pl_text_bytes (available);
  g_set_error (error, PL_ERROR, PL_ERROR_RUN,
               _("Recording this race takes %s of memory, and %s is free: choose fewer workers or "
                 "increments, or run "
                 "it unrecorded."),
               needed_text, available_text);
  return FALSE;
}
