/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What processes, threads, and threads under one global lock cost and give on this machine, and beside them Python's
 * own: figures as they were measured, and what they say. Main thread only. */

#include <glib-object.h>

#include "log/kinds/pl-kind-rows.h"

G_BEGIN_DECLS

#define PL_TYPE_KINDS (pl_kinds_get_type ())
G_DECLARE_FINAL_TYPE (PlKinds, pl_kinds, PL, KINDS, GObject)

/* What a tutorial's table has a row for: one measure each, a message two. */
typedef enum {
  PL_KINDS_ROW_MEMORY = 0, PL_KINDS_ROW_CREATION, PL_KINDS_ROW_SHARE, PL_KINDS_ROW_MESSAGE, PL_KINDS_ROW_CPU,
  PL_KINDS_ROW_WAITING, PL_KINDS_ROW_CRASH, PL_N_KINDS_ROWS
} PlKindsRow;

PlKinds *pl_kinds_new (void);
/* A line as it was measured: "creation thread 14572". FALSE: it is none. */
gboolean pl_kinds_take_line (PlKinds *self, const char *line);
/* Why there is nothing of Python, as a sentence; translated. */
void pl_kinds_set_python_note (PlKinds *self, const char *note);
const char *pl_kinds_get_python_note (PlKinds *self);   /* NULL: there is something, or it was not tried yet */

/* FALSE: it was not measured (yet). */
gboolean pl_kinds_get (PlKinds *self, PlKindMeasure measure, PlKind kind, double *value);
guint pl_kinds_get_n_values (PlKinds *self);
/* Kinds of which anything is known. */
gboolean pl_kinds_has (PlKinds *self, PlKind kind);
/* Workers over one in the row of work that needs a CPU; 0: not known. */
guint pl_kinds_get_cpu_workers (PlKinds *self);

PlKindMeasure pl_kinds_row_measure (PlKindsRow row);
const char *pl_kind_key (PlKind kind), *pl_kind_measure_key (PlKindMeasure measure), *pl_kind_measure_unit (PlKindMeasure measure);

/* Translated. */
const char *pl_kind_name (PlKind kind);
const char *pl_kinds_row_name (PlKindsRow row);
/* "112 us", "own"; NULL: not known. Free it, as all below. */
char *pl_kinds_value_text (PlKinds *self, PlKindMeasure measure, PlKind kind);
/* How it was measured, and what it says. */
char *pl_kinds_row_sentence (PlKinds *self, PlKindsRow row);
char *pl_kinds_title (PlKinds *self);
char *pl_kinds_subtitle (PlKinds *self);
char *pl_kinds_footer (PlKinds *self);

G_END_DECLS
