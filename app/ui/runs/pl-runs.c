/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/runs/pl-runs.h"

#include "ui/pl-settings.h"

struct _PlRuns
{
  GObject parent_instance;

  PlRunStore *store;
  gboolean keep, visible;
  int limit;
};

G_DEFINE_FINAL_TYPE (PlRuns, pl_runs, G_TYPE_OBJECT)

enum { PROP_0, PROP_KEEP, PROP_VISIBLE, PROP_LIMIT, N_PROPS };
static GParamSpec *props[N_PROPS];

static PlRuns *runs;

PlRuns *
pl_runs_get (void)
{
  if (runs == NULL)
    runs = g_object_new (PL_TYPE_RUNS, NULL);
  return runs;
}

PlRunStore *
pl_runs_get_store (PlRuns *self)
{
  return self->store;
}

gboolean
pl_runs_get_keep (PlRuns *self)
{
  return self->keep;
}

void
pl_runs_set_keep (PlRuns   *self,
                  gboolean  keep)
{
  if (self->keep == keep)
    return;
  self->keep = keep;
  pl_settings_set_keep_runs (keep);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_KEEP]);
}

gboolean
pl_runs_get_visible (PlRuns *self)
{
  return self->visible;
}

static void
set_visible (PlRuns   *self,
             gboolean  visible)
{
  if (self->visible == visible)
    return;
  self->visible = visible;
  pl_settings_set_runs_visible (visible);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VISIBLE]);
}

static void
set_limit (PlRuns *self,
           int     limit)
{
  if (self->limit == limit)
    return;
  self->limit = limit;
  pl_settings_set_runs_limit (limit);
  pl_run_store_set_limit (self->store, (guint64) limit * PL_RUN_STORE_MIB);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LIMIT]);
}

void
pl_runs_flush (void)
{
  if (runs != NULL)
    pl_run_store_flush (runs->store);
}

static void
pl_runs_set_property (GObject      *object,
                      guint         id,
                      const GValue *value,
                      GParamSpec   *pspec)
{
  PlRuns *self = PL_RUNS (object);

  switch (id)
    {
    case PROP_KEEP:
      pl_runs_set_keep (self, g_value_get_boolean (value));
      break;
    case PROP_VISIBLE:
      set_visible (self, g_value_get_boolean (value));
      break;
    case PROP_LIMIT:
      set_limit (self, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pl_runs_get_property (GObject    *object,
                      guint       id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  PlRuns *self = PL_RUNS (object);

  switch (id)
    {
    case PROP_KEEP:
      g_value_set_boolean (value, self->keep);
      break;
    case PROP_VISIBLE:
      g_value_set_boolean (value, self->visible);
      break;
    case PROP_LIMIT:
      g_value_set_int (value, self->limit);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pl_runs_class_init (PlRunsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = pl_runs_set_property;
  object_class->get_property = pl_runs_get_property;
  props[PROP_KEEP] = g_param_spec_boolean ("keep", NULL, NULL, TRUE, flags);
  props[PROP_VISIBLE] = g_param_spec_boolean ("visible", NULL, NULL, TRUE, flags);
  props[PROP_LIMIT] = g_param_spec_int ("limit", NULL, NULL, 1, PL_RUNS_MOST_MIB, PL_RUNS_MIB, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
pl_runs_init (PlRuns *self)
{
  g_autofree char *folder = pl_run_store_find_folder ();

  self->keep = pl_settings_get_keep_runs ();
  self->visible = pl_settings_get_runs_visible ();
  self->limit = pl_settings_get_runs_limit ();
  self->store = pl_run_store_new (folder, (guint64) self->limit * PL_RUN_STORE_MIB);
}
