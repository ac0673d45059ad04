/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/lesson/pl-lesson-reveal.h"

static void
scroll (GtkWidget *widget)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment;
  graphene_rect_t box;
  double top;

  if (scrolled == NULL || !gtk_widget_compute_bounds (widget, scrolled, &box))
    return;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  top = gtk_adjustment_get_value (adjustment) + box.origin.y;
  gtk_adjustment_clamp_page (adjustment, top, top + MIN (box.size.height, gtk_adjustment_get_page_size (adjustment)));
}

/* Sizes are given at the end of a frame: in the next one they are known. */
static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  gint64 *first = data, now = gdk_frame_clock_get_frame_counter (clock);

  if (*first < 0)
    *first = now;
  if (now == *first)
    return G_SOURCE_CONTINUE;
  scroll (widget);
  return G_SOURCE_REMOVE;
}

void
pl_lesson_reveal (GtkWidget *widget)
{
  gint64 *first = g_new (gint64, 1);

  *first = -1;
  gtk_widget_add_tick_callback (widget, tick_cb, first, g_free);
}
