/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/canvas/pl-zoom-buttons.h"

#include <glib/gi18n.h>

#include "ui/widgets/pl-tip.h"

static const struct { const char *action, *icon, *title, *tooltip; } buttons[] = {
  { "canvas.zoom-in", "zoom-in-symbolic", N_("Zoom in"), N_("Zoom in (W)") },
  { "canvas.zoom-out", "zoom-out-symbolic", N_("Zoom out"), N_("Zoom out (S)") },
  { "canvas.fit", "zoom-fit-best-symbolic", N_("The whole run"), N_("The whole run (0)") },
  { "canvas.back", "edit-undo-symbolic", N_("Back to what was in sight before"),
    N_("Back to what was in sight before (Backspace)") },
  { "canvas.look-closer", "edit-find-symbolic", N_("Look closer"), N_("Search, notes, statistics and the critical path (Ctrl+F)") },
};

/* Which of them that is. */
#define BACK 3

struct _PlZoomButtons
{
  GtkWidget parent_instance;

  PlCanvas *canvas;       /* not owned: of the same page */
  GtkWidget *buttons[G_N_ELEMENTS (buttons)];
};

G_DEFINE_FINAL_TYPE (PlZoomButtons, pl_zoom_buttons, GTK_TYPE_WIDGET)

static void
clicked_cb (PlZoomButtons *self,
            GtkWidget     *button)
{
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    if (self->buttons[i] == button)
      gtk_widget_activate_action (GTK_WIDGET (self->canvas), buttons[i].action, NULL);
}

static void
viewer_changed_cb (PlZoomButtons *self,
                   guint          what,
                   PlViewer      *viewer)
{
  gint64 from, to;

  if (!(what & (PL_VIEWER_PICTURE | PL_VIEWER_VIEW | PL_VIEWER_SELECTION)) || self->buttons[0] == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self), pl_viewer_get_range (viewer, &from, &to));
  gtk_widget_set_sensitive (self->buttons[BACK], pl_viewer_can_go_back (viewer));
}

void
pl_zoom_buttons_set_canvas (PlZoomButtons *self,
                            PlCanvas      *canvas)
{
  g_return_if_fail (self->canvas == NULL);

  self->canvas = canvas;
  g_signal_connect_object (pl_canvas_get_viewer (canvas), "changed", G_CALLBACK (viewer_changed_cb), self,
                           G_CONNECT_SWAPPED);
  viewer_changed_cb (self, PL_VIEWER_PICTURE, pl_canvas_get_viewer (canvas));
}

static void
pl_zoom_buttons_dispose (GObject *object)
{
  PlZoomButtons *self = PL_ZOOM_BUTTONS (object);

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    g_clear_pointer (&self->buttons[i], gtk_widget_unparent);
  G_OBJECT_CLASS (pl_zoom_buttons_parent_class)->dispose (object);
}

static void
pl_zoom_buttons_class_init (PlZoomButtonsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_zoom_buttons_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "zoombuttons");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pl_zoom_buttons_init (PlZoomButtons *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "linked");
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Zoom"), -1);
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      GtkWidget *button = g_object_new (GTK_TYPE_BUTTON, "icon-name", buttons[i].icon, NULL);

      pl_tip_set (button, _(buttons[i].tooltip));
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _(buttons[i].title), -1);
      g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
      gtk_widget_set_parent (button, GTK_WIDGET (self));
      self->buttons[i] = button;
    }
}
