/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/export/pl-data-trace.h"

void
pl_data_begin_event (PlDataOut *out, char phase, PlDataThread thread, const char *name, gint64 ts_ns)
{
  /* The first one has none before it. */
  pl_data_put (out, out->used > 0 && out->block[out->used - 1] == '[' ? "\n{\"ph\":\"" : ",\n{\"ph\":\"");
  pl_data_put_char (out, phase);
  pl_data_put (out, "\",\"pid\":");
  pl_data_put_int (out, thread.pid);
  pl_data_put (out, ",\"tid\":");
  pl_data_put_int (out, thread.tid);
  pl_data_put (out, ",\"ts\":");
  pl_data_put_us (out, ts_ns);
  pl_data_put (out, ",\"name\":");
  pl_data_put_json (out, name);
}

void
pl_data_put_slice (PlDataOut *out, PlDataThread thread, const char *name, gint64 from_ns, gint64 to_ns)
{
  pl_data_begin_event (out, 'X', thread, name, from_ns);
  pl_data_put (out, ",\"dur\":");
  pl_data_put_us (out, MAX (to_ns - from_ns - 1, 0));
  pl_data_put_char (out, '}');
}
