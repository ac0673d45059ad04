/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/replay/pl-replay-bar.h"

#include <glib/gi18n.h>

#include "paint/pl-speeds.h"
#include "ui/replay/pl-replay.h"
#include "ui/widgets/pl-tip.h"
#include "ui/widgets/pl-widget-theme.h"

static const struct { const char *action, *icon, *title, *tooltip; } buttons[] = {
  { "canvas.play", "media-playback-start-symbolic", N_("Play the run"), N_("Play the run again, slowly (space)") },
  { "canvas.previous-event", "media-skip-backward-symbolic", N_("Previous event"), N_("Back to the event before (,)") },
  { "canvas.next-event", "media-skip-forward-symbolic", N_("Next event"), N_("On to the next event (.)") },
  { "canvas.leave-replay", "window-close-symbolic", N_("Show the whole run"), N_("Show the whole run (Escape)") },
};
enum { PLAY, PREVIOUS, NEXT, LEAVE };

struct _PlReplayBar
{
  GtkWidget parent_instance;

  PlCanvas *canvas;       /* not owned: of the same page */
  PlReplay *replay;       /* its */
  GtkWidget *buttons[G_N_ELEMENTS (buttons)];
  GtkWidget *slider, *moment, *speed;   /* NULL, as the buttons: nothing to play yet */
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (PlReplayBar, pl_replay_bar, GTK_TYPE_WIDGET)

static void
update_play (PlReplayBar *self)
{
  gboolean playing = pl_replay_get_playing (self->replay);
  GtkWidget *button = self->buttons[PLAY];

  gtk_button_set_icon_name (GTK_BUTTON (button), playing ? "media-playback-pause-symbolic" : buttons[PLAY].icon);
  pl_tip_set (button, playing ? _("Pause (space)") : _(buttons[PLAY].tooltip));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  playing ? _("Pause") : _(buttons[PLAY].title), -1);
}

static void
update_moment (PlReplayBar *self)
{
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (self->slider));
  g_autofree char *text = pl_replay_describe (self->replay);
  gint64 from, to, at;

  if (!pl_replay_get_time (self->replay, &from, &to, &at))
    return;
  gtk_adjustment_configure (adjustment, (double) at, (double) from, (double) to, (double) (to - from) / 200,
                            (double) (to - from) / 20, 0);
  gtk_label_set_text (GTK_LABEL (self->moment), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->slider), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

/* As wide as the longest moment will be: nothing moves while it plays. */
static void
update_width (PlReplayBar *self)
{
  g_autofree char *text = pl_replay_describe (self->replay);

  gtk_label_set_width_chars (GTK_LABEL (self->moment),
                             MAX (gtk_label_get_width_chars (GTK_LABEL (self->moment)), (int) g_utf8_strlen (text, -1)));
}

static gboolean
moved_cb (PlReplayBar   *self,
          GtkScrollType  scroll,
          double         value)
{
  pl_replay_seek (self->replay, (gint64) value);
  return TRUE;
}

static void
speed_chosen_cb (PlReplayBar *self)
{
  if (!self->updating && self->replay != NULL)
    pl_replay_set_speed (self->replay, gtk_drop_down_get_selected (GTK_DROP_DOWN (self->speed)));
}

static void
clicked_cb (PlReplayBar *self,
            GtkWidget   *button)
{
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    if (self->buttons[i] == button)
      gtk_widget_activate_action (GTK_WIDGET (self->canvas), buttons[i].action, NULL);
}

/* --- made of --- */

static void
add_button (PlReplayBar *self,
            guint        i)
{
  GtkWidget *button = g_object_new (GTK_TYPE_BUTTON, "icon-name", buttons[i].icon, "has-frame", FALSE, NULL);

  pl_tip_set (button, _(buttons[i].tooltip));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _(buttons[i].title), -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  self->buttons[i] = button;
}

static void
add_slider (PlReplayBar *self)
{
  self->slider = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, NULL);
  gtk_widget_set_hexpand (self->slider, TRUE);
  gtk_widget_set_valign (self->slider, GTK_ALIGN_CENTER);
  /* The digits would be nanoseconds. */
  gtk_scale_set_draw_value (GTK_SCALE (self->slider), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->slider), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Moment of the run"), -1);
  g_signal_connect_object (self->slider, "change-value", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (self->slider, GTK_WIDGET (self));

  self->moment = g_object_new (GTK_TYPE_LABEL, "xalign", 1.0, NULL);
  gtk_widget_add_css_class (self->moment, "numeric");
  gtk_widget_set_parent (self->moment, GTK_WIDGET (self));
}

static void
add_speed (PlReplayBar *self)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  for (guint i = 0; i < pl_speeds_n (); i++)
    {
      guint part = pl_speeds_part (i);
      g_autofree char *name = part == 1 ? g_strdup ("1×") : g_strdup_printf ("1/%u", part);

      gtk_string_list_append (names, name);
    }
  self->speed = gtk_drop_down_new (G_LIST_MODEL (names), NULL);
  gtk_widget_set_valign (self->speed, GTK_ALIGN_CENTER);
  pl_tip_set (self->speed, _("How fast it is played: that part of the speed at which it ran"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->speed), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Speed"), -1);
  g_signal_connect_object (self->speed, "notify::selected", G_CALLBACK (speed_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (self->speed, GTK_WIDGET (self));
}

/* When there is a run to play: the window is seen without waiting for it. */
static void
make (PlReplayBar *self)
{
  add_button (self, PLAY);
  add_button (self, PREVIOUS);
  add_button (self, NEXT);
  add_slider (self);
  add_speed (self);
  add_button (self, LEAVE);
}

/* --- what it shows --- */

static void
changed_cb (PlReplayBar *self)
{
  gint64 from, to, at;
  gboolean there;

  if (self->replay == NULL)
    return;
  there = pl_replay_get_time (self->replay, &from, &to, &at);
  gtk_widget_set_visible (GTK_WIDGET (self), there);
  if (there && self->slider == NULL)
    make (self);
  if (self->slider == NULL)
    return;
  self->updating = TRUE;
  gtk_widget_set_sensitive (GTK_WIDGET (self), pl_replay_can (self->replay));
  gtk_widget_set_sensitive (self->buttons[LEAVE], pl_replay_get_active (self->replay));
  update_play (self);
  update_moment (self);
  update_width (self);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->speed), pl_replay_get_speed (self->replay));
  self->updating = FALSE;
}

void
pl_replay_bar_set_canvas (PlReplayBar *self,
                          PlCanvas    *canvas)
{
  g_return_if_fail (self->canvas == NULL);

  self->canvas = canvas;
  self->replay = g_object_ref (pl_canvas_get_replay (canvas));
  g_signal_connect_object (self->replay, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
}

static void
pl_replay_bar_dispose (GObject *object)
{
  PlReplayBar *self = PL_REPLAY_BAR (object);

  g_clear_object (&self->replay);
  pl_widget_unparent_children (GTK_WIDGET (self));
  G_OBJECT_CLASS (pl_replay_bar_parent_class)->dispose (object);
}

static void
pl_replay_bar_class_init (PlReplayBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_replay_bar_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "replaybar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pl_replay_bar_init (PlReplayBar *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Replay"), -1);
}
