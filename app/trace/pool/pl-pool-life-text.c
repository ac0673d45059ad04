/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pool/pl-pool-life-text.h"

#include "trace/pl-trace-private.h"

#include <glib/gi18n-lib.h>
#include <sys/wait.h>

#include "base/pl-text.h"

/* In words, what the workers of a pool are, how they end, and what threads do to each other. */

gboolean
pl_trace_exitcode (PlTrace *self, guint lane, int *exitcode)
{
  guint32 exited;
  int status;

  g_return_val_if_fail (PL_IS_TRACE (self) && lane < self->n_lanes, FALSE);

  exited = atomic_load_explicit (&pl_log_lane (self->log, lane)->exited, memory_order_relaxed);
  if (pl_log_lane (self->log, lane)->kind != PL_LANE_WORKER || exited == 0)
    return FALSE;
  status = PL_EXITED_STATUS (exited);
  *exitcode = WIFSIGNALED (status) ? -WTERMSIG (status) : WEXITSTATUS (status);
  return TRUE;
}

void
pl_pool_say_pause (PlTrace *self, const PlSpan *span, GString *text)
{
  gint64 paused_ns = pl_trace_paused_ns (self, span->start_ns, span->end_ns);
  g_autofree char *paused = pl_text_duration (paused_ns);

  if (paused_ns > 0)
    pl_trace_append (text, " ", _("The pool was paused for %s of it."), paused);
}

void
pl_pool_say_gil (PlTrace *self, const PlSpan *span, const char *name, const char *length, GString *text)
{
  gboolean ongoing = span->open && self->live;
  g_autofree char *holder = span->arg > 0 && span->arg < self->n_lanes ? pl_trace_lane_name (self, span->arg) : NULL;

  if (ongoing)
    pl_trace_append (text, " ", _("%s has been waiting %s for the global lock."), name, length);
  else if (holder)
    pl_trace_append (text, " ", _("%s waited %s for the global lock, which %s had when the wait began."), name, length, holder);
  else
    pl_trace_append (text, " ", _("%s waited %s for the global lock."), name, length);
  pl_pool_say_pause (self, span, text);
  pl_trace_append (text, " ", _("One thread at a time may run: whoever has waited 5 ms asks the one that runs to give way, "
                                "and who sleeps needs no lock."));
}

/* Of the last life of a lane: what is kept is its end. */
void
pl_pool_say_exit (PlTrace *self, const PlSpan *span, GString *text)
{
  int exitcode;

  if (span->lane == 0 || span->index + 1 < pl_trace_get_n_records (self, span->lane)
      || !pl_trace_exitcode (self, span->lane, &exitcode))
    return;
  if (pl_log_plan (self->log)->worker_kind != PL_WORKERS_PROCESS)
    pl_trace_append (text, " ", _("The exit code of its process is %d."), exitcode);
  else
    pl_trace_append (text, " ", _("Its exit code is %d."), exitcode);
}

/* Threads go with their process. */
void
pl_pool_say_company (PlTrace *self, const PlSpan *span, GString *text)
{
  if (pl_log_plan (self->log)->worker_kind != PL_WORKERS_PROCESS && self->n_lanes > 2)
    pl_trace_append (text, " ", _("It is a thread: all %u of its process ended at that moment, whatever they were at."),
                     self->n_lanes - 1);
}
