/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/canvas/pl-canvas-private.h"

#include <math.h>

#include <glib/gi18n.h>

#include "ui/widgets/pl-label.h"
#include "ui/widgets/pl-widget-theme.h"

/* Sentences want lines of a readable length. */
#define TOOLTIP_CHARS 56

/* Every change of the selection is told to assistive technology, as the sentence the details pane shows. */
void
pl_canvas_update_accessible (PlCanvas *self)
{
  PlPicture *picture = pl_viewer_get_picture (self->viewer);
  g_autofree char *name = NULL, *description = NULL;

  if (picture != NULL)
    pl_picture_describe (picture, pl_viewer_get_viewport (self->viewer), &name, &description);
  else
    {
      name = g_strdup (self->name);
      description = g_strdup (_("Nothing has run yet."));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name != NULL ? name : "",
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description != NULL ? description : "",
                                  -1);
}

gboolean
pl_canvas_query_tooltip (GtkWidget  *widget,
                         int         x,
                         int         y,
                         gboolean    keyboard,
                         GtkTooltip *tooltip)
{
  PlCanvas *self = PL_CANVAS (widget);
  PlDrawing *drawing = pl_canvas_get_drawing (self);
  g_autofree char *markup = NULL;
  PangoAttrList *sizes;
  GtkWidget *label;
  PlItem item;
  PlBox box;

  /* Not over a menu. */
  if (self->popover != NULL && gtk_widget_get_visible (self->popover))
    return FALSE;
  if (keyboard || self->dragging || drawing == NULL || (markup = pl_drawing_tooltip (drawing, x, y)) == NULL)
    return FALSE;
  sizes = pango_attr_list_new ();
  label = g_object_new (GTK_TYPE_LABEL, "label", markup, "use-markup", TRUE, "wrap", TRUE, "xalign", 0.0,
                        "max-width-chars", TOOLTIP_CHARS, NULL);
  /* A surface of its own, outside of all that is larger. */
  pango_attr_list_insert (sizes, pango_attr_scale_new (pl_widget_get_text_size (widget)));
  gtk_label_set_attributes (GTK_LABEL (label), sizes);
  pango_attr_list_unref (sizes);
  pl_label_hold_measures (label);
  gtk_tooltip_set_custom (tooltip, label);
  if (pl_drawing_pick (drawing, x, y, &item, &box))
    gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle) {
      (int) floor (box.x) - 1, (int) floor (box.y), (int) ceil (box.width) + 2, (int) ceil (box.height) });
  return TRUE;
}
