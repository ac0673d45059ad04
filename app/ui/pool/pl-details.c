/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pool/pl-details.h"

#include <glib/gi18n.h>

#include "ui/pool/pl-shares-table.h"

/* The open span under the selection grows while the run goes on. */
#define LIVE_INTERVAL_US 200000

struct _PlDetails
{
  GtkWidget parent_instance;

  PlScene *scene;
  GtkWidget *text, *title, *sentence;
  GtkWidget *kill;
  GtkWidget *shares;
  gint64 updated_us;
};

G_DEFINE_FINAL_TYPE (PlDetails, pl_details, GTK_TYPE_WIDGET)

void
pl_details_set_text (PlDetails  *self,
                     const char *title,
                     const char *sentence)
{
  gtk_label_set_text (GTK_LABEL (self->title), title != NULL ? title : "");
  gtk_label_set_text (GTK_LABEL (self->sentence), sentence != NULL ? sentence : "");
  gtk_widget_set_visible (self->title, title != NULL && *title != '\0');
}

static void
update_kill (PlDetails *self)
{
  PlTrace *trace = pl_scene_get_trace (self->scene);
  PlSpan span;
  gboolean possible = trace != NULL && pl_trace_get_live (trace) && pl_scene_get_selected (self->scene, &span) &&
                      span.lane > 0;

  gtk_widget_set_visible (self->kill, possible);
  if (!possible)
    return;

  g_autofree char *label = g_strdup_printf (_("Kill worker %u"), span.lane);
  gtk_button_set_label (GTK_BUTTON (self->kill), label);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->kill), "u", span.lane);
}

static void
update (PlDetails *self)
{
  g_autofree char *title = NULL, *sentence = NULL;
  PlTrace *trace = pl_scene_get_trace (self->scene);

  self->updated_us = g_get_monotonic_time ();
  if (pl_scene_describe (self->scene, &title, &sentence))
    pl_details_set_text (self, title, sentence);
  else if (trace != NULL)
    pl_details_set_text (self, _("Nothing selected"),
                         _("Click a mark or walk with the arrow keys to learn what happened there. "
                           "Drag to compare a range of time."));
  else
    pl_details_set_text (self, NULL, NULL);
  gtk_widget_set_visible (self->shares, trace != NULL);
  update_kill (self);
}

static void
scene_changed_cb (PlDetails *self,
                  guint      what)
{
  PlTrace *trace = pl_scene_get_trace (self->scene);

  if (what & (PL_SCENE_TRACE | PL_SCENE_SELECTION) ||
      ((what & PL_SCENE_DATA) && (!pl_trace_get_live (trace) ||
                                  g_get_monotonic_time () - self->updated_us > LIVE_INTERVAL_US)))
    update (self);
}

/* Made when it is opened: the numbers are those of that moment. */
static void
create_shares_cb (GtkMenuButton *button,
                  gpointer       data)
{
  PlDetails *self = data;
  PlTrace *trace = pl_scene_get_trace (self->scene);
  const PlView *view = pl_scene_get_view (self->scene);
  GtkWidget *popover = gtk_popover_new ();

  if (trace != NULL)
    {
      gint64 from = view->has_range ? view->range_from_ns : 0;
      gint64 to = view->has_range ? view->range_to_ns : pl_trace_get_end_ns (trace);
      gtk_popover_set_child (GTK_POPOVER (popover), pl_shares_table_new (trace, from, to));
    }
  gtk_widget_add_css_class (popover, "shares");
  gtk_menu_button_set_popover (button, popover);
}

void
pl_details_set_scene (PlDetails *self,
                      PlScene   *scene)
{
  g_return_if_fail (self->scene == NULL);

  self->scene = g_object_ref (scene);
  g_signal_connect_object (scene, "changed", G_CALLBACK (scene_changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

const char *
pl_details_get_title (PlDetails *self)
{
  return gtk_label_get_text (GTK_LABEL (self->title));
}

const char *
pl_details_get_sentence (PlDetails *self)
{
  return gtk_label_get_text (GTK_LABEL (self->sentence));
}

static void
pl_details_dispose (GObject *object)
{
  PlDetails *self = PL_DETAILS (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->scene);
  G_OBJECT_CLASS (pl_details_parent_class)->dispose (object);
}

static void
pl_details_class_init (PlDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_details_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "details");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pl_details_init (PlDetails *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Details"), -1);

  self->text = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 3, "hexpand", TRUE,
                             "valign", GTK_ALIGN_CENTER, NULL);
  self->title = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "selectable", FALSE, NULL);
  gtk_widget_add_css_class (self->title, "heading");
  self->sentence = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "lines", 3,
                                 "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_box_append (GTK_BOX (self->text), self->title);
  gtk_box_append (GTK_BOX (self->text), self->sentence);
  gtk_widget_set_parent (self->text, GTK_WIDGET (self));

  self->kill = g_object_new (GTK_TYPE_BUTTON, "action-target", g_variant_new_uint32 (0),
                             "action-name", "win.kill-worker",
                             "valign", GTK_ALIGN_CENTER, "visible", FALSE,
                             "tooltip-text", _("Ends this process with SIGKILL; a new one takes over its task"), NULL);
  gtk_widget_set_parent (self->kill, GTK_WIDGET (self));

  self->shares = g_object_new (GTK_TYPE_MENU_BUTTON, "label", _("Per worker"), "valign", GTK_ALIGN_CENTER,
                               "direction", GTK_ARROW_UP, "visible", FALSE,
                               "tooltip-text", _("How each worker spent the range, or the whole run"), NULL);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->shares), create_shares_cb, self, NULL);
  gtk_widget_set_parent (self->shares, GTK_WIDGET (self));
}
