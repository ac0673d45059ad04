/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pl-session.h"

struct _PlSession
{
  GObject parent_instance;

  PlRun *run;
  gboolean running;
  gboolean paused;
};

G_DEFINE_FINAL_TYPE (PlSession, pl_session, G_TYPE_OBJECT)

enum { PROP_0, PROP_RUNNING, PROP_PAUSED, N_PROPS };
static GParamSpec *props[N_PROPS];

enum { FINISHED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
set_running (PlSession *self,
             gboolean   running)
{
  if (self->running == running)
    return;
  self->running = running;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);
}

static void
set_paused (PlSession *self,
            gboolean   paused)
{
  if (self->paused == paused)
    return;
  self->paused = paused;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PAUSED]);
}

static void
phase_changed_cb (PlSession *self)
{
  set_paused (self, pl_run_get_phase (self->run) == PL_PHASE_PAUSED);
}

static void
finished_cb (PlSession *self)
{
  if (!self->running || !pl_run_get_finished (self->run))
    return;

  g_autoptr(PlRun) run = g_object_ref (self->run);
  g_signal_handlers_disconnect_by_data (run, self);
  set_paused (self, FALSE);
  set_running (self, FALSE);
  g_signal_emit (self, signals[FINISHED], 0, run);
}

static void
drop_run (PlSession *self)
{
  if (self->run == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->run, self);
  if (self->running)
    pl_run_stop (self->run);
  g_clear_object (&self->run);
}

gboolean
pl_session_start (PlSession  *self,
                  PlRun      *run,
                  GError    **error)
{
  g_return_val_if_fail (!self->running, FALSE);

  if (!pl_run_start (run, error))
    return FALSE;

  drop_run (self);
  self->run = g_object_ref (run);
  g_signal_connect_object (self->run, "notify::phase", G_CALLBACK (phase_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->run, "notify::finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  set_running (self, TRUE);
  return TRUE;
}

PlRun *
pl_session_get_run (PlSession *self)
{
  return self->run;
}

gboolean
pl_session_get_running (PlSession *self)
{
  return self->running;
}

gboolean
pl_session_get_paused (PlSession *self)
{
  return self->paused;
}

void
pl_session_stop (PlSession *self)
{
  if (self->running)
    pl_run_stop (self->run);
}

void
pl_session_set_paused (PlSession *self,
                       gboolean   paused)
{
  if (!self->running)
    return;
  if (paused)
    pl_run_pause (self->run);
  else
    pl_run_resume (self->run);
}

void
pl_session_kill_worker (PlSession *self,
                        guint      lane)
{
  if (self->running)
    pl_run_kill_worker (self->run, lane);
}

PlSession *
pl_session_new (void)
{
  return g_object_new (PL_TYPE_SESSION, NULL);
}

static void
pl_session_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  PlSession *self = PL_SESSION (object);

  if (id == PROP_RUNNING)
    g_value_set_boolean (value, self->running);
  else if (id == PROP_PAUSED)
    g_value_set_boolean (value, self->paused);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pl_session_dispose (GObject *object)
{
  drop_run (PL_SESSION (object));
  G_OBJECT_CLASS (pl_session_parent_class)->dispose (object);
}

static void
pl_session_class_init (PlSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pl_session_get_property;
  object_class->dispose = pl_session_dispose;

  props[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[FINISHED] = g_signal_new ("finished", PL_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, PL_TYPE_RUN);
}

static void
pl_session_init (PlSession *self)
{
}
