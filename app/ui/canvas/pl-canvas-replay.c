/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/canvas/pl-canvas-private.h"

/* The clock of its replay, while it plays. */

PlReplay *
pl_canvas_get_replay (PlCanvas *self)
{
  return self->replay;
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  gboolean glide;

  g_object_get (gtk_widget_get_settings (widget), "gtk-enable-animations", &glide, NULL);
  if (pl_canvas_is_due (PL_CANVAS (widget)))
    pl_replay_tick (PL_CANVAS (widget)->replay, gdk_frame_clock_get_frame_time (clock), glide);
  return G_SOURCE_CONTINUE;
}

static void
changed_cb (PlCanvas *self)
{
  gboolean playing = pl_replay_get_playing (self->replay);

  if (playing && self->replay_tick_id == 0)
    self->replay_tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
  else if (!playing && self->replay_tick_id != 0)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->replay_tick_id);
      self->replay_tick_id = 0;
    }
}

/* Nobody sees it. */
static void
unmapped_cb (PlCanvas *self)
{
  pl_replay_pause (self->replay);
}

void
pl_canvas_init_replay (PlCanvas *self)
{
  self->replay = pl_replay_new (self->viewer);
  g_signal_connect_object (self->replay, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "unmap", G_CALLBACK (unmapped_cb), NULL);
}

gboolean
pl_canvas_play (PlCanvas *self)
{
  if (!pl_replay_get_playing (self->replay))
    return pl_replay_play (self->replay);
  pl_replay_pause (self->replay);
  return TRUE;
}
