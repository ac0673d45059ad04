/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/pl-message-bar.h"

#include <glib/gi18n.h>

#include "ui/widgets/pl-label.h"
#include "ui/widgets/pl-tip.h"
#include "ui/widgets/pl-widget-theme.h"

/* Good news goes away by itself, when it can have been read. */
#define INFO_SECONDS 6
#define CHARS_A_SECOND 12
/* Who is to take something back has to think, and to get there. */
#define OFFER_SECONDS 8

struct _PlMessageBar
{
  GtkWidget parent_instance;

  GtkWidget *revealer, *box, *icon, *label, *offer, *actions;
  guint timeout_id;
  PlMessageAnswered answered;     /* NULL: nothing is offered */
  gpointer data;
  GObject *watched;               /* weak; NULL: nobody will tell that it is no longer true */
};

G_DEFINE_FINAL_TYPE (PlMessageBar, pl_message_bar, GTK_TYPE_WIDGET)

static void
answer (PlMessageBar *self,
        gboolean      taken)
{
  PlMessageAnswered answered = g_steal_pointer (&self->answered);

  if (self->offer != NULL)
    gtk_widget_set_visible (self->offer, FALSE);
  if (answered != NULL)
    answered (taken, g_steal_pointer (&self->data));
}

static void
stop_watching (PlMessageBar *self)
{
  if (self->watched != NULL)
    g_signal_handlers_disconnect_by_func (self->watched, pl_message_bar_hide, self);
  g_clear_weak_pointer (&self->watched);
}

void
pl_message_bar_hide (PlMessageBar *self)
{
  answer (self, FALSE);
  stop_watching (self);
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), FALSE);
}

static gboolean
timeout_cb (gpointer data)
{
  PlMessageBar *self = data;

  self->timeout_id = 0;
  pl_message_bar_hide (self);
  return G_SOURCE_REMOVE;
}

static void
remove_actions (PlMessageBar *self)
{
  GtkWidget *button;

  while ((button = gtk_widget_get_first_child (self->actions)) != NULL)
    gtk_box_remove (GTK_BOX (self->actions), button);
}

void
pl_message_bar_show (PlMessageBar  *self,
                     PlMessageKind  kind,
                     const char    *text)
{
  answer (self, FALSE);
  stop_watching (self);
  remove_actions (self);
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  gtk_label_set_text (GTK_LABEL (self->label), text);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), kind == PL_MESSAGE_ERROR ? "dialog-error-symbolic"
                                                                                 : "dialog-information-symbolic");
  pl_widget_set_class (self->box, "error", kind == PL_MESSAGE_ERROR);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), TRUE);
  if (kind == PL_MESSAGE_INFO)
    self->timeout_id = g_timeout_add_seconds (INFO_SECONDS + (guint) g_utf8_strlen (text, -1) / CHARS_A_SECOND,
                                               timeout_cb, self);
}

void
pl_message_bar_hide_on (PlMessageBar *self,
                        GObject      *object,
                        const char   *signal)
{
  stop_watching (self);
  g_set_weak_pointer (&self->watched, object);
  g_signal_connect_object (object, signal, G_CALLBACK (pl_message_bar_hide), self, G_CONNECT_SWAPPED);
}

/* Somebody has to think, and to get there. */
static void
give_time (PlMessageBar *self)
{
  const char *text = gtk_label_get_text (GTK_LABEL (self->label));

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  self->timeout_id = g_timeout_add_seconds (OFFER_SECONDS + (guint) g_utf8_strlen (text, -1) / CHARS_A_SECOND,
                                            timeout_cb, self);
}

void
pl_message_bar_add_action (PlMessageBar *self,
                           const char   *label,
                           const char   *action,
                           const char   *target)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (self->actions), button);
  give_time (self);
}

void
pl_message_bar_offer (PlMessageBar      *self,
                      const char        *text,
                      const char        *label,
                      PlMessageAnswered  answered,
                      gpointer           data)
{
  pl_message_bar_show (self, PL_MESSAGE_INFO, text);
  self->answered = answered;
  self->data = data;
  gtk_button_set_label (GTK_BUTTON (self->offer), label);
  gtk_widget_set_visible (self->offer, TRUE);
  give_time (self);
}

static void
taken_cb (PlMessageBar *self)
{
  answer (self, TRUE);
  pl_message_bar_hide (self);
}

const char *
pl_message_bar_get_text (PlMessageBar *self)
{
  if (!gtk_revealer_get_reveal_child (GTK_REVEALER (self->revealer)))
    return NULL;
  return gtk_label_get_text (GTK_LABEL (self->label));
}

static void
pl_message_bar_dispose (GObject *object)
{
  PlMessageBar *self = PL_MESSAGE_BAR (object);

  self->offer = NULL;
  answer (self, FALSE);
  stop_watching (self);
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_pointer (&self->revealer, gtk_widget_unparent);
  G_OBJECT_CLASS (pl_message_bar_parent_class)->dispose (object);
}

static void
pl_message_bar_class_init (PlMessageBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_message_bar_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "messagebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pl_message_bar_init (PlMessageBar *self)
{
  GtkWidget *close = g_object_new (GTK_TYPE_BUTTON, "icon-name", "window-close-symbolic", "valign", GTK_ALIGN_CENTER,
                                   "has-frame", FALSE, NULL);

  pl_tip_set (close, _("Dismiss"));
  self->icon = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  self->label = g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "xalign", 0.0, "hexpand", TRUE, NULL);
  pl_label_hold_measures (self->label);
  self->box = g_object_new (GTK_TYPE_BOX, "spacing", 10, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Message"), -1);
  gtk_widget_add_css_class (self->box, "message");
  gtk_box_append (GTK_BOX (self->box), self->icon);
  gtk_box_append (GTK_BOX (self->box), self->label);
  self->offer = g_object_new (GTK_TYPE_BUTTON, "valign", GTK_ALIGN_CENTER, "visible", FALSE, NULL);
  gtk_box_append (GTK_BOX (self->box), self->offer);
  self->actions = g_object_new (GTK_TYPE_BOX, "spacing", 6, "valign", GTK_ALIGN_CENTER, NULL);
  gtk_box_append (GTK_BOX (self->box), self->actions);
  gtk_box_append (GTK_BOX (self->box), close);

  self->revealer = g_object_new (GTK_TYPE_REVEALER, "child", self->box, NULL);
  gtk_widget_set_parent (self->revealer, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (close), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Dismiss"), -1);
  g_signal_connect_swapped (self->offer, "clicked", G_CALLBACK (taken_cb), self);
  g_signal_connect_swapped (close, "clicked", G_CALLBACK (pl_message_bar_hide), self);
}
