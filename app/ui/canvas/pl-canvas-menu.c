/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/canvas/pl-canvas-private.h"

#include <glib/gi18n.h>

/* What can be done with what is looked at; whoever knows the lane adds what can be done with that. */
void
pl_canvas_popup_menu (PlCanvas *self,
                      guint     lane,
                      double    x,
                      double    y)
{
  g_autoptr(GMenu) menu = g_menu_new ();
  gboolean open;
  guint above;
  g_autoptr(GMenu) marks = g_menu_new (), closer = g_menu_new ();

  g_menu_append (menu, _("Zoom to the Selection"), "canvas.zoom-selection");
  g_menu_append (menu, _("Show the Whole Run"), "canvas.fit");
  if (pl_picture_get_fold (pl_canvas_get_picture (self), lane, &above, &open))
    {
      self->menu_lane = lane;
      g_menu_append (menu, above == lane && !open ? _("Show the Threads") : _("Hide the Threads"), "canvas.fold-lane");
    }
  g_menu_append (closer, _("Longest Wait"), "canvas.longest-wait");
  g_menu_append (closer, _("Slowest Task"), "canvas.slowest-task");
  g_menu_append (closer, _("Critical Path"), "canvas.critical-path");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (closer));
  g_menu_append (marks, _("Write a Note…"), "canvas.note");
  g_menu_append (marks, _("Marker A Here"), "canvas.mark-a");
  g_menu_append (marks, _("Marker B Here"), "canvas.mark-b");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (marks));
  g_signal_emit_by_name (self, "menu", lane, menu);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  self->popover = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  g_signal_connect_object (self->popover, "closed", G_CALLBACK (gtk_widget_grab_focus), self, G_CONNECT_SWAPPED);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}
