/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/kinds/pl-kinds.h"

#include <math.h>

#include "base/pl-text.h"

struct _PlKinds
{
  GObject parent_instance;

  double values[PL_N_KIND_MEASURES][PL_N_KINDS];
  gboolean known[PL_N_KIND_MEASURES][PL_N_KINDS];
  guint n, cpu_workers;
  char *python_note;
};

G_DEFINE_FINAL_TYPE (PlKinds, pl_kinds, G_TYPE_OBJECT)

static const char *const measure_keys[PL_N_KIND_MEASURES] = {
#define X(ID, key, unit) key,
  PL_KIND_MEASURES (X)
#undef X
};
static const char *const measure_units[PL_N_KIND_MEASURES] = {
#define X(ID, key, unit) unit,
  PL_KIND_MEASURES (X)
#undef X
};
static const char *const kind_keys[PL_N_KINDS] = {
#define X(ID, key) key,
  PL_KIND_LIST (X)
#undef X
};

static void
pl_kinds_finalize (GObject *object)
{
  g_free (PL_KINDS (object)->python_note);
  G_OBJECT_CLASS (pl_kinds_parent_class)->finalize (object);
}

static void
pl_kinds_class_init (PlKindsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pl_kinds_finalize;
}

static void
pl_kinds_init (PlKinds *self)
{
}

PlKinds *
pl_kinds_new (void)
{
  return g_object_new (PL_TYPE_KINDS, NULL);
}

gboolean
pl_kinds_take_line (PlKinds *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  double value;
  char *end;
  int measure, kind;

  if (g_strv_length (words) != 3)
    return FALSE;
  value = g_ascii_strtod (words[2], &end);
  if (end == words[2] || *end != '\0' || !isfinite (value) || value < 0)
    return FALSE;
  if (g_str_equal (words[0], "workers") && g_str_equal (words[1], "cpu"))
    {
      self->cpu_workers = (guint) MIN (value, PL_KINDS_MAX_CPU_WORKERS);
      return TRUE;
    }
  measure = pl_text_find (measure_keys, PL_N_KIND_MEASURES, words[0]);
  kind = pl_text_find (kind_keys, PL_N_KINDS, words[1]);
  if (measure < 0 || kind < 0)
    return FALSE;
  self->n += !self->known[measure][kind];
  self->values[measure][kind] = value;
  self->known[measure][kind] = TRUE;
  return TRUE;
}

void
pl_kinds_set_python_note (PlKinds *self, const char *note)
{
  g_free (self->python_note);
  self->python_note = g_strdup (note);
}

const char *
pl_kinds_get_python_note (PlKinds *self)
{
  return self->python_note;
}

gboolean
pl_kinds_get (PlKinds *self, PlKindMeasure measure, PlKind kind, double *value)
{
  if (!self->known[measure][kind])
    return FALSE;
  *value = self->values[measure][kind];
  return TRUE;
}

guint
pl_kinds_get_n_values (PlKinds *self)
{
  return self->n;
}

gboolean
pl_kinds_has (PlKinds *self, PlKind kind)
{
  for (guint measure = 0; measure < PL_N_KIND_MEASURES; measure++)
    if (self->known[measure][kind])
      return TRUE;
  return FALSE;
}

guint
pl_kinds_get_cpu_workers (PlKinds *self)
{
  return self->cpu_workers;
}

PlKindMeasure
pl_kinds_row_measure (PlKindsRow row)
{
  static const PlKindMeasure measures[PL_N_KINDS_ROWS] = {
    [PL_KINDS_ROW_MEMORY] = PL_KIND_OWN_MEMORY, [PL_KINDS_ROW_CREATION] = PL_KIND_CREATION,
    [PL_KINDS_ROW_SHARE] = PL_KIND_MEMORY, [PL_KINDS_ROW_MESSAGE] = PL_KIND_MESSAGE, [PL_KINDS_ROW_CPU] = PL_KIND_CPU,
    [PL_KINDS_ROW_WAITING] = PL_KIND_WAITING, [PL_KINDS_ROW_CRASH] = PL_KIND_CRASH,
  };

  return measures[row];
}

const char *
pl_kind_key (PlKind kind)
{
  return kind_keys[kind];
}

const char *
pl_kind_measure_key (PlKindMeasure measure)
{
  return measure_keys[measure];
}

const char *
pl_kind_measure_unit (PlKindMeasure measure)
{
  return measure_units[measure];
}
