/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pl-trace-private.h"

#include "base/pl-text.h"

/* What all texts of a trace are made with. */

char *
pl_trace_moment (PlTrace *self, gint64 t_ns, gint64 length_ns)
{
  gint64 step_ns = 1;

  while (step_ns < length_ns / 400)
    step_ns *= 10;
  return pl_text_axis_time (t_ns, step_ns, self->end_ns);
}

void
pl_trace_append (GString *text, const char *separator, const char *format, ...)
{
  va_list args;

  if (text->len > 0)
    g_string_append (text, separator);
  va_start (args, format);
  g_string_append_vprintf (text, format, args);
  va_end (args);
}
