/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The rarer settings of a pool, below a heading that unfolds: what the caller does beside calling it. A part of the
 * pool's form, and made when it is first unfolded: until then all of it is as usual. */

#include "ui/widgets/pl-form.h"

G_BEGIN_DECLS

#define PL_TYPE_POOL_MORE (pl_pool_more_get_type ())
G_DECLARE_FINAL_TYPE (PlPoolMore, pl_pool_more, PL, POOL_MORE, GtkWidget)

/* Nothing of what the rows say. */
gboolean pl_pool_more_is_usual (const PlPlanData *plan);
/* Its rows become fields of the form, within which it is. ipc: the form's choice of a channel, which MPI ranks leave no choice. */
void pl_pool_more_join (PlPoolMore *self, PlForm *form, GtkDropDown *ipc);
/* Which rows there are, by what else is chosen. */
void pl_pool_more_update_rows (PlPoolMore *self, guint mode, guint workers);
void pl_pool_more_show_plan (PlPoolMore *self, const PlPlanData *plan);
/* What the rows say about the plan that was read. */
void pl_pool_more_plan_read (PlPoolMore *self, const PlPlanData *plan);

G_END_DECLS
