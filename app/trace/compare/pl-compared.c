/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/compare/pl-compared.h"

static const char *const align_keys[] = { [PL_ALIGN_FIRST_TASK] = "first-task", [PL_ALIGN_START] = "start" };

const char *
pl_align_key (PlAlign align)
{
  return align_keys[align];
}

int
pl_align_from_key (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (align_keys); i++)
    if (g_str_equal (key, align_keys[i]))
      return (int) i;
  return -1;
}

void
pl_compared_add (PlCompared *self, PlLog *log)
{
  g_return_if_fail (self->n < PL_MAX_COMPARED);

  self->logs[self->n++] = pl_log_ref (log);
}

void
pl_compared_clear (PlCompared *self)
{
  for (guint i = 0; i < self->n; i++)
    pl_log_unref (self->logs[i]);
  *self = (PlCompared) { 0 };
}
