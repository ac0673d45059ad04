/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/kinds/pl-kinds.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"

const char *
pl_kind_name (PlKind kind)
{
  static const char *const names[PL_N_KINDS] = {
    [PL_KIND_PROCESS] = N_("Processes"), [PL_KIND_THREAD] = N_("Threads"), [PL_KIND_GIL] = N_("Threads, one lock"),
    [PL_KIND_PYTHON_PROCESS] = N_("Python processes"), [PL_KIND_PYTHON_THREAD] = N_("Python threads"),
  };

  return _(names[kind]);
}

const char *
pl_kinds_row_name (PlKindsRow row)
{
  static const char *const names[PL_N_KINDS_ROWS] = {
    [PL_KINDS_ROW_MEMORY] = N_("Memory of its own"), [PL_KINDS_ROW_CREATION] = N_("Making a worker"),
    [PL_KINDS_ROW_SHARE] = N_("Memory a worker"), [PL_KINDS_ROW_MESSAGE] = N_("A message, a MiB"),
    [PL_KINDS_ROW_CPU] = N_("Speed-up, CPU work"), [PL_KINDS_ROW_WAITING] = N_("Speed-up, waiting"),
    [PL_KINDS_ROW_CRASH] = N_("Gone after a crash"),
  };

  return _(names[row]);
}

char *
pl_kinds_value_text (PlKinds *self, PlKindMeasure measure, PlKind kind)
{
  double value;

  if (!pl_kinds_get (self, measure, kind, &value))
    return NULL;
  switch (measure)
    {
    case PL_KIND_OWN_MEMORY:
      /* Translators: memory that is a worker's own, or that all share */
      return g_strdup (value > 0 ? _("own") : _("shared"));
    case PL_KIND_MEMORY:
      return pl_text_bytes ((guint64) value);
    case PL_KIND_CPU:
    case PL_KIND_WAITING:
      return g_strdup_printf (_("%.1fx"), value);
    case PL_KIND_CRASH:
      return g_strdup_printf (_("%u of %u"), (guint) value, PL_KINDS_CRASH_WORKERS);
    default:
      return pl_text_duration ((gint64) value);
    }
}

/* How it was measured. */
static char *
row_method (PlKinds *self, PlKindsRow row)
{
  guint n = pl_kinds_get_cpu_workers (self);

  switch (row)
    {
    case PL_KINDS_ROW_MEMORY:
      return g_strdup (_("A worker changed a variable, and whoever made it looked afterwards: processes have a copy each, "
                         "threads share the one."));
    case PL_KINDS_ROW_CREATION:
      return g_strdup (_("From asking for a worker to its first moment, the middle one of many."));
    case PL_KINDS_ROW_SHARE:
      return g_strdup (_("How much more memory one worker more takes that has written 64 KiB, by proportional shares: a "
                         "page that several have counts in parts. The resident size would count it for each of them."));
    case PL_KINDS_ROW_MESSAGE:
      return g_strdup (_("One way, to somebody who waits: first of eight bytes, then of a MiB. Processes copy it through "
                         "a pipe, threads pass on where it lies."));
    case PL_KINDS_ROW_CPU:
      return g_strdup_printf (_("%u workers over one, of work that needs a CPU all the time."), n);
    case PL_KINDS_ROW_WAITING:
      return g_strdup_printf (_("%u workers over one, of work that only waits: whoever sleeps needs no CPU and no lock."),
                              PL_KINDS_WAITING_WORKERS);
    default:
      return g_strdup_printf (_("One of %u workers crashed (SIGSEGV): how many were gone then. A process takes all its "
                                "threads along."), PL_KINDS_CRASH_WORKERS);
    }
}

static void
append_values (PlKinds *self, GString *text, PlKindsRow row)
{
  for (guint kind = 0; kind < PL_N_KINDS; kind++)
    {
      PlKindMeasure measure = pl_kinds_row_measure (row);
      g_autofree char *value = pl_kinds_value_text (self, measure, kind);
      g_autofree char *more = row == PL_KINDS_ROW_MESSAGE ? pl_kinds_value_text (self, PL_KIND_MEBIBYTE, kind) : NULL;

      if (value == NULL)
        continue;
      g_string_append_printf (text, "%s%s: %s", kind > 0 ? ", " : " ", pl_kind_name (kind), value);
      if (more != NULL)
        g_string_append_printf (text, ", %s", more);
    }
  if (text->str[text->len - 1] != '.')
    g_string_append_c (text, '.');
}

char *
pl_kinds_row_sentence (PlKinds *self, PlKindsRow row)
{
  g_autofree char *method = row_method (self, row);
  GString *text = g_string_new (method);

  append_values (self, text, row);
  return g_string_free (text, FALSE);
}

char *
pl_kinds_title (PlKinds *self)
{
  return g_strdup (_("Processes and threads on this machine"));
}

char *
pl_kinds_subtitle (PlKinds *self)
{
  if (pl_kinds_get_python_note (self) != NULL)
    return g_strdup (pl_kinds_get_python_note (self));
  if (pl_kinds_has (self, PL_KIND_PYTHON_PROCESS))
    return g_strdup (_("In C, and beside it what Python's multiprocessing and threading come to"));
  return g_strdup (_("In C; what Python's own come to is measured next"));
}

char *
pl_kinds_footer (PlKinds *self)
{
  guint n = g_get_num_processors ();

  return g_strdup_printf (ngettext ("Measured just now on %u CPU; whatever else runs on it counts. Paralane %s.",
                                    "Measured just now on %u CPUs; whatever else runs on them counts. Paralane %s.", n),
                          n, PL_VERSION);
}
