/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The settings of one kind of run: rows that are read one by one into a plan, and say in words what cannot be run, as it
 * is typed. What the forms have in common; each knows its own fields. */

#include <gtk/gtk.h>

#include "log/pl-plan-data.h"
#include "ui/widgets/pl-form-row.h"

G_BEGIN_DECLS

#define PL_TYPE_FORM (pl_form_get_type ())
G_DECLARE_DERIVABLE_TYPE (PlForm, pl_form, PL, FORM, GtkWidget)

/* Property "valid" (gboolean, read-only): it can be run. Signal "changed" (): any field. */

/* Reads one field into the plan. FALSE and error: the text says nothing usable. */
typedef gboolean (*PlFormRead) (PlForm *self, PlPlanData *plan, GError **error);

struct _PlFormClass {
  GtkWidgetClass parent_class;

  /* A plan that is good: the fields are added to it one by one. */
  void (*begin_plan) (PlForm *self, PlPlanData *plan);
  void (*show_plan) (PlForm *self, const PlPlanData *plan);
  /* Which rows there are, by what is chosen; before they are read. May be NULL. */
  void (*update_rows) (PlForm *self);
  /* What the rows say about the plan that was read. FALSE: a field has been changed, and with it everything looked at
   * anew. May be NULL. */
  gboolean (*plan_read) (PlForm *self, const PlPlanData *plan);
  /* Shows a default plan. A form that wants to keep some of what is chosen says so here. */
  void (*reset) (PlForm *self, const PlPlanData *plan);
};

void pl_form_set_plan (PlForm *self, const PlPlanData *plan);
/* FALSE and error: the first thing that is wrong; the rows say so too. */
gboolean pl_form_get_plan (PlForm *self, PlPlanData *plan, GError **error);
gboolean pl_form_get_valid (PlForm *self);
/* Back to the default plan. */
void pl_form_reset (PlForm *self, const PlPlanData *plan);

/* --- for the forms themselves --- */

/* In this order; row NULL: the read cannot fail. A row that is hidden is not asked. */
void pl_form_add_field (PlForm *self, PlFormRow *row, PlFormRead read);
/* A control whose changes matter: entries, spin buttons, drop-downs and check buttons. */
void pl_form_watch (PlForm *self, gpointer control);

/* What a control is to a plan, and of which type that member is. */
typedef enum {
  PL_FORM_CHOICE,         /* guint32: the item of a drop-down */
  PL_FORM_FLAG,           /* guint32: a check button */
  PL_FORM_UINT,           /* guint32: a spin button */
  PL_FORM_COUNT,          /* guint64: a spin button or an entry */
  PL_FORM_DURATION,       /* gint64, ns: an entry */
  PL_FORM_DURATION_IF_ANY, /* the same, where nothing means 0 */
} PlFormValue;

#define PL_FORM_MEMBER(name) G_STRUCT_OFFSET (PlPlanData, name)

/* A field that is one member of the plan as it stands: it is read, shown (after show_plan ()) and watched. */
void pl_form_bind (PlForm *self, PlFormRow *row, gpointer control, PlFormValue value, gsize member);
/* Looks at all fields again. */
void pl_form_update (PlForm *self);
/* Fields are being set one by one: no need to look at each. Returns what it was before. */
gboolean pl_form_set_loading (PlForm *self, gboolean loading);
gboolean pl_form_get_loading (PlForm *self);

/* What a control says; numbers are cut to limit, so that the plan itself can name what is possible. */
gboolean pl_form_read_count (gpointer editable, guint64 limit, guint64 *count, GError **error);
gboolean pl_form_read_uint (gpointer editable, guint32 *value, GError **error);
gboolean pl_form_read_duration (gpointer editable, gint64 *ns, GError **error);
/* Whole and exact: what is shown reads back as the same value. "40 ms" */
void pl_form_show_duration (gpointer editable, gint64 ns);

G_END_DECLS
