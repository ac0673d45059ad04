/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/find/pl-find-job.h"

#define DELAY_MS 80
#define SLICE_US 4000
#define KEEP_UP_US 400000

static gboolean
idle_cb (gpointer data)
{
  PlFindJob *self = data;

  if (self->step (self->data, SLICE_US))
    return G_SOURCE_CONTINUE;
  self->source_id = 0;
  self->finished_us = g_get_monotonic_time ();
  self->finish (self->data);
  return G_SOURCE_REMOVE;
}

static gboolean
begin_cb (gpointer data)
{
  PlFindJob *self = data;

  self->begin (self->data);
  self->source_id = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, idle_cb, self, NULL);
  return G_SOURCE_REMOVE;
}

void
pl_find_job_restart (PlFindJob *self)
{
  pl_find_job_stop (self);
  self->source_id = g_timeout_add (DELAY_MS, begin_cb, self);
}

void
pl_find_job_keep_up (PlFindJob *self)
{
  if (self->source_id == 0 && g_get_monotonic_time () - self->finished_us >= KEEP_UP_US)
    pl_find_job_restart (self);
}

void
pl_find_job_stop (PlFindJob *self)
{
  g_clear_handle_id (&self->source_id, g_source_remove);
}
