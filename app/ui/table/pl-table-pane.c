/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/table/pl-table-pane.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "ui/find/pl-find-job.h"
#include "ui/find/pl-find-link.h"
#include "ui/table/pl-table-view.h"
#include "ui/widgets/pl-widget-theme.h"

/* A live run has other rows at every frame: nobody reads them so fast. */
#define LIVE_INTERVAL_US 1000000
/* More than that nobody pastes, and the window would stand still. */
#define MOST_COPIED 100000

struct _PlTablePane
{
  GtkWidget parent_instance;

  GtkWidget *box, *kinds, *in_sight, *count, *scroll;
  PlRowsKind offered[PL_N_ROWS];        /* what can be chosen */
  guint n_offered;
  PlTableView table;
  PlFindLink link;
  PlFindJob job;
  PlRows *next;                         /* being made; NULL: nothing is */
  const char *range;                    /* what time they are of; NULL: all */
  PlRowsKind kind;                      /* what was chosen last */
  gboolean selecting;                   /* what changes was changed here */
  gint64 updated_us;
};

G_DEFINE_FINAL_TYPE (PlTablePane, pl_table_pane, GTK_TYPE_WIDGET)

/* --- what is offered --- */

static void
update_kinds (PlTablePane  *self,
              PlFindSource *source)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  guint n = 0, chosen = 0;
  gboolean same = TRUE;

  for (PlRowsKind kind = 0; kind < PL_N_ROWS; kind++)
    if (pl_rows_has (source, kind))
      {
        same = same && n < self->n_offered && self->offered[n] == kind;
        if (kind == self->kind)
          chosen = n;
        self->offered[n++] = kind;
        gtk_string_list_append (names, pl_rows_kind_name (kind));
      }
  if (same && n == self->n_offered)
    return;
  self->n_offered = n;
  self->selecting = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->kinds), G_LIST_MODEL (names));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->kinds), chosen);
  gtk_widget_set_sensitive (self->kinds, n > 1);
  self->selecting = FALSE;
}

/* --- from the picture to the rows --- */

static void
select_row (PlTablePane *self)
{
  PlRows *rows = pl_row_list_get_rows (self->table.list);
  guint position, selected;
  PlFindSpan span;

  if (rows == NULL || !pl_viewer_get_found (self->link.viewer, pl_rows_get_source (rows), &span) ||
      !pl_rows_find (rows, &span, &position))
    return;
  /* A message is selected in the picture as what received it: that need not be the first of them. */
  if (pl_table_view_get_selected (&self->table, &selected) && selected == position)
    return;
  self->selecting = TRUE;
  pl_table_view_select (&self->table, position);
  self->selecting = FALSE;
}

/* --- from the rows to the picture --- */

static void
selected_cb (PlTablePane *self)
{
  PlRows *rows = pl_row_list_get_rows (self->table.list);
  PlFindSpan span;
  guint position;

  if (self->selecting || rows == NULL || !pl_table_view_get_selected (&self->table, &position) ||
      !pl_rows_get_span (rows, position, &span))
    return;
  self->selecting = TRUE;
  if (!pl_viewer_select_found (self->link.viewer, &span))
    gtk_label_set_text (GTK_LABEL (self->count), _("The picture does not show this."));
  self->selecting = FALSE;
}

static void
activated_cb (PlTablePane *self,
              guint        position)
{
  PlRows *rows = pl_row_list_get_rows (self->table.list);
  PlFindSpan span;

  if (rows != NULL && pl_rows_get_span (rows, position, &span) && pl_viewer_select_found (self->link.viewer, &span))
    pl_viewer_zoom_to_selection (self->link.viewer);
}

/* --- rows --- */

static void
tell (PlTablePane *self)
{
  PlRows *rows = pl_row_list_get_rows (self->table.list);
  guint n = rows != NULL ? pl_rows_get_n (rows) : 0;
  g_autofree char *number = pl_text_count (n), *text = NULL;

  if (rows == NULL)
    text = g_strdup (pl_find_link_get_picture (&self->link) == NULL ? _("Nothing has run yet.")
                                                                    : _("There are no rows to this picture."));
  else if (self->range != NULL)
    text = g_strdup_printf (ngettext ("%s: %s row", "%s: %s rows", n), self->range, number);
  else
    text = g_strdup_printf (ngettext ("%s row", "%s rows", n), number);
  gtk_label_set_text (GTK_LABEL (self->count), text);
}

static void
begin (gpointer data)
{
  PlTablePane *self = data;
  PlPicture *picture = pl_find_link_get_picture (&self->link);
  g_autoptr(PlFindSource) source = picture != NULL ? pl_picture_make_source (picture) : NULL;
  PlRowsOrder order = { .to_ns = G_MAXINT64 };
  guint chosen;

  g_clear_pointer (&self->next, pl_rows_free);
  self->range = NULL;
  if (source == NULL)
    return;
  update_kinds (self, source);
  chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kinds));
  order.kind = self->offered[chosen < self->n_offered ? chosen : 0];
  if (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->in_sight)) &&
      !pl_find_link_get_range (&self->link, &order.from_ns, &order.to_ns, &self->range))
    order.to_ns = G_MAXINT64;
  order.until_ns = pl_viewer_get_viewport (self->link.viewer)->until_ns;
  if (order.until_ns > 0)
    order.to_ns = MIN (order.to_ns, order.until_ns + 1);
  self->selecting = TRUE;
  pl_table_view_set_kind (&self->table, source, order.kind);
  self->selecting = FALSE;
  pl_table_view_get_order (&self->table, &order.column, &order.descending);
  self->next = pl_rows_new (source, &order);
}

static gboolean
step (gpointer data,
      gint64   budget_us)
{
  PlTablePane *self = data;

  return self->next != NULL && pl_rows_step (self->next, budget_us);
}

static void
finish (gpointer data)
{
  PlTablePane *self = data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroll));
  double scroll = gtk_adjustment_get_value (adjustment);

  self->selecting = TRUE;
  pl_row_list_set_rows (self->table.list, g_steal_pointer (&self->next));
  self->selecting = FALSE;
  self->updated_us = g_get_monotonic_time ();
  gtk_adjustment_set_value (adjustment, scroll);
  gtk_widget_set_visible (self->scroll, pl_row_list_get_rows (self->table.list) != NULL);
  tell (self);
  select_row (self);
}

/* Rows are only of what is looked at. */
static gboolean
follows_view (PlTablePane *self)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (self->in_sight));
}

static gboolean
moves_range (PlTablePane *self)
{
  PlRows *rows = pl_row_list_get_rows (self->table.list);
  gint64 from_ns, to_ns, until_ns;
  const char *range;

  if (!follows_view (self) || rows == NULL || !pl_find_link_get_range (&self->link, &from_ns, &to_ns, &range))
    return follows_view (self);
  until_ns = pl_rows_get_order (rows)->until_ns;
  if (until_ns > 0)
    to_ns = MIN (to_ns, until_ns + 1);
  return (from_ns != pl_rows_get_order (rows)->from_ns || to_ns != pl_rows_get_order (rows)->to_ns);
}

/* Rows end at the cursor of a replay; while it moves by itself they need not end there at every frame. */
static gboolean
cursor_moved (PlTablePane *self)
{
  PlRows *rows = pl_row_list_get_rows (self->table.list);

  if (rows == NULL || pl_rows_get_order (rows)->until_ns == pl_viewer_get_viewport (self->link.viewer)->until_ns)
    return FALSE;
  return !pl_viewer_get_moving (self->link.viewer)
         || (self->job.source_id == 0 && g_get_monotonic_time () - self->updated_us >= LIVE_INTERVAL_US);
}

static void
changed_cb (PlTablePane *self,
            guint        what)
{
  PlPicture *picture = pl_find_link_get_picture (&self->link);
  gboolean live = picture != NULL && pl_picture_get_live (picture);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if ((what & PL_VIEWER_SELECTION) && !self->selecting && !(what & PL_VIEWER_PICTURE))
    select_row (self);
  if (!(what & PL_VIEWER_PICTURE) && live &&
      (self->job.source_id != 0 || g_get_monotonic_time () - self->updated_us < LIVE_INTERVAL_US))
    return;
  if (what & (PL_VIEWER_PICTURE | PL_VIEWER_DATA) || ((what & PL_VIEWER_CURSOR) && cursor_moved (self)) || (!self->selecting && moves_range (self)))
    pl_find_job_restart (&self->job);
}

static void
restart (PlTablePane *self)
{
  if (!self->selecting && self->link.viewer != NULL)
    pl_find_job_restart (&self->job);
}

static void
sorted_cb (gpointer data)
{
  restart (data);
}

static void
kind_cb (PlTablePane *self)
{
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kinds));

  if (self->selecting || chosen >= self->n_offered)
    return;
  self->kind = self->offered[chosen];
  restart (self);
}

static GtkWidget *
make_bar (PlTablePane *self)
{
  GtkWidget *bar = g_object_new (GTK_TYPE_BOX, "spacing", 6, NULL);
  GtkWidget *copy = g_object_new (GTK_TYPE_BUTTON, "icon-name", "edit-copy-symbolic", "has-frame", FALSE, "action-name",
                                  "table.copy", "tooltip-text", _("Copy the selected rows, or all of them (Ctrl+C)"), NULL);
  GtkWidget *close = g_object_new (GTK_TYPE_BUTTON, "icon-name", "window-close-symbolic", "has-frame", FALSE,
                                   "action-name", "table.close", "tooltip-text", _("Close"), NULL);

  self->kinds = gtk_drop_down_new (NULL, NULL);
  self->in_sight = g_object_new (GTK_TYPE_CHECK_BUTTON, "label", _("Only what is in sight"), "hexpand", TRUE, "tooltip-text",
                                 _("Or in the selected range, or between the markers"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->kinds), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Rows"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Copy"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (close), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Close"), -1);
  g_signal_connect_swapped (self->kinds, "notify::selected", G_CALLBACK (kind_cb), self);
  g_signal_connect_swapped (self->in_sight, "toggled", G_CALLBACK (restart), self);
  gtk_box_append (GTK_BOX (bar), self->kinds);
  gtk_box_append (GTK_BOX (bar), self->in_sight);
  gtk_box_append (GTK_BOX (bar), copy);
  gtk_box_append (GTK_BOX (bar), close);
  return bar;
}

/* Not before it is seen: the window is there sooner. */
static void
build (PlTablePane *self)
{
  pl_table_view_init (&self->table, sorted_cb, self);
  self->box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 6, NULL);
  self->count = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  self->scroll = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", self->table.view, "has-frame", TRUE, "vexpand", TRUE,
                               "min-content-height", 56, NULL);
  gtk_box_append (GTK_BOX (self->box), make_bar (self));
  gtk_box_append (GTK_BOX (self->box), self->count);
  gtk_box_append (GTK_BOX (self->box), self->scroll);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  g_signal_connect_swapped (self->table.list, "selection-changed", G_CALLBACK (selected_cb), self);
  g_signal_connect_swapped (self->table.view, "activate", G_CALLBACK (activated_cb), self);
}

void
pl_table_pane_set_canvas (PlTablePane *self,
                          PlCanvas    *canvas)
{
  if (self->box == NULL && gtk_widget_get_visible (GTK_WIDGET (self)))
    build (self);
  if (self->box == NULL || self->link.canvas == canvas)
    return;
  pl_find_link_set (&self->link, canvas, G_CALLBACK (changed_cb), self);
  self->selecting = TRUE;
  pl_row_list_set_rows (self->table.list, NULL);
  self->selecting = FALSE;
  restart (self);
}

gboolean
pl_table_pane_is_crowded (PlTablePane *self)
{
  GtkWidget *beside = gtk_widget_get_parent (GTK_WIDGET (self));

  return gtk_widget_get_visible (GTK_WIDGET (self)) && pl_widget_is_low (GTK_WIDGET (self)) && GTK_IS_ORIENTABLE (beside) &&
         gtk_orientable_get_orientation (GTK_ORIENTABLE (beside)) == GTK_ORIENTATION_VERTICAL;
}

void
pl_table_pane_begin (PlTablePane *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->table.view));
}

/* --- actions --- */

static void
copy_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  PlTablePane *self = PL_TABLE_PANE (widget);
  guint n_lines, n_wanted;
  g_autofree char *text = pl_table_view_to_text (&self->table, MOST_COPIED, &n_lines, &n_wanted), *told = NULL;
  g_autofree char *lines = pl_text_count (n_lines), *wanted = pl_text_count (n_wanted);

  if (n_lines == 0)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  if (n_lines < n_wanted)
    told = g_strdup_printf (_("The first %s of %s rows are copied. paralane-cli export writes them all, as CSV."), lines, wanted);
  else
    told = g_strdup_printf (ngettext ("%s row copied", "%s rows copied", n_lines), lines);
  gtk_label_set_text (GTK_LABEL (self->count), told);
}

static void
close_cb (GtkWidget  *widget,
          const char *action,
          GVariant   *parameter)
{
  PlTablePane *self = PL_TABLE_PANE (widget);

  gtk_widget_set_visible (widget, FALSE);
  if (self->link.canvas != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->link.canvas));
}

/* --- the widget --- */

static void
pl_table_pane_dispose (GObject *object)
{
  PlTablePane *self = PL_TABLE_PANE (object);

  pl_find_job_stop (&self->job);
  pl_find_link_clear (&self->link);
  g_clear_pointer (&self->next, pl_rows_free);
  if (self->box != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->table.list, self);
      g_signal_handlers_disconnect_by_data (self->kinds, self);
      pl_table_view_clear (&self->table);
    }
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (pl_table_pane_parent_class)->dispose (object);
}

static void
pl_table_pane_class_init (PlTablePaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_table_pane_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "tablepane");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_install_action (widget_class, "table.copy", NULL, copy_cb);
  gtk_widget_class_install_action (widget_class, "table.close", NULL, close_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "table.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "table.close", NULL);
}

static void
pl_table_pane_init (PlTablePane *self)
{
  self->job = (PlFindJob) { .begin = begin, .step = step, .finish = finish, .data = self };
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Table"), -1);
  g_signal_connect (self, "map", G_CALLBACK (restart), NULL);
}
