/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include "ui/pl-accels.h"

static PlCanvas *
get_canvas (PlWindow *self)
{
  return pl_page_get_canvas (pl_window_get_shown (self));
}

static void
pass_on_cb (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  gtk_widget_activate_action_variant (GTK_WIDGET (get_canvas (PL_WINDOW (widget))), action, parameter);
}

/* Where keys are written, choose among several things, or belong to a menu: they are not for the picture there, even if
 * nobody has heard them yet. */
static gboolean
keeps_its_keys (GtkWidget *focus)
{
  for (GtkWidget *widget = focus; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (GTK_IS_EDITABLE (widget) || GTK_IS_POPOVER (widget) ||
        gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) == GTK_ACCESSIBLE_ROLE_RADIO_GROUP)
      return TRUE;
  return FALSE;
}

static gboolean
replays (PlWindow *self)
{
  return pl_replay_get_active (pl_canvas_get_replay (get_canvas (self)));
}

static gboolean
key_cb (GtkWidget *widget,
        GVariant  *args,
        gpointer   data)
{
  PlWindow *self = PL_WINDOW (widget);
  const PlAccel *accel = data;

  if (keeps_its_keys (gtk_window_get_focus (GTK_WINDOW (self))))
    return FALSE;
  /* In full screen space runs, and belongs to a replay once one has begun. */
  if (accel->scope == PL_KEYS_PRESENTING)
    return self->presenting && !replays (self) && gtk_widget_activate_action_variant (widget, accel->action, NULL);
  if (accel->scope == PL_KEYS_REPLAY && self->presenting && !replays (self))
    return FALSE;
  if (pl_canvas_get_picture (get_canvas (self)) == NULL)
    return FALSE;
  return gtk_widget_activate_action_variant (GTK_WIDGET (get_canvas (self)), accel->action, NULL);
}

static void
add_keys (GtkShortcutController *controller,
          const PlAccel         *accel)
{
  g_auto(GStrv) keys = g_strsplit (accel->keys, " ", 0);

  for (guint i = 0; keys[i] != NULL; i++)
    gtk_shortcut_controller_add_shortcut (controller,
                                          gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[i]),
                                                            gtk_callback_action_new (key_cb, (gpointer) accel, NULL)));
}

/* For buttons anywhere in the window that do something to the picture. */
void
pl_window_class_init_keys (GtkWidgetClass *widget_class)
{
  for (guint i = 0; pl_canvas_action (i) != NULL; i++)
    gtk_widget_class_install_action (widget_class, pl_canvas_action (i), NULL, pass_on_cb);
}

/* Behind whatever has the focus, but before the window itself, which would move the focus by arrows. */
void
pl_window_init_keys (PlWindow *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  guint n;
  const PlAccel *accels = pl_accels (&n);

  for (guint i = 0; i < n; i++)
    if (accels[i].scope == PL_KEYS_PICTURE || accels[i].scope == PL_KEYS_PRESENTING
        || accels[i].scope == PL_KEYS_REPLAY)
      add_keys (GTK_SHORTCUT_CONTROLLER (controller), &accels[i]);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
