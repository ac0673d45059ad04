/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the kinds share when a plan becomes a key file, and when it is read from one. */

#include "log/pl-plan-data.h"

#include <glib.h>

G_BEGIN_DECLS

#define PL_PLAN_GROUP "plan"

/* A plain number of a plan, so that writing and reading it cannot disagree. */
typedef struct {
  const char *key;
  gsize offset;
  gboolean wide;        /* guint64, else guint32 */
} PlPlanField;

void pl_plan_write_fields (GKeyFile *file, const PlPlanData *plan, const PlPlanField *fields,
                           guint n);
/* Those that are missing keep their value. */
gboolean pl_plan_read_fields (GKeyFile *file, PlPlanData *plan, const PlPlanField *fields, guint n,
                              GError **error);
gboolean pl_plan_read_choice (GKeyFile *file, const char *key, int (*from_key) (const char *),
                              guint32 *choice, GError **error);
/* "The plan's KEY cannot be VALUE." Returns FALSE. */
gboolean pl_plan_bad_value (GError **error, const char *key, const char *value);

G_END_DECLS
