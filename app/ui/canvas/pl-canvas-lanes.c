/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/canvas/pl-canvas-private.h"

/* More than this nobody walks through; the keys walk through all of them. */
#define MOST_LANES 64u

/* One that is folded away, or never in sight, is no lane to anybody. */
static gboolean
is_seen (PlPicture *picture,
         guint      lane)
{
  g_autofree char *name = pl_picture_lane_name (picture, lane);
  gboolean open;
  guint above;

  return *name != '\0' && (!pl_picture_get_fold (picture, lane, &above, &open) || above == lane || open);
}

/* What is drawn is no widget, and only widgets are told to assistive technology: so each lane has one that is neither
 * drawn nor pointed at, with its name and what it did. */
static GtkWidget *
new_lane (PlCanvas *self,
          guint     lane)
{
  PlPicture *picture = pl_viewer_get_picture (self->viewer);
  GtkWidget *widget = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM,
                                    "can-target", FALSE, NULL);
  g_autofree char *name = pl_picture_lane_name (picture, lane), *text = NULL;
  gboolean open;
  guint above;

  text = pl_picture_lane_text (picture, pl_canvas_get_viewport (self), lane);
  if (pl_picture_get_fold (picture, lane, &above, &open) && above == lane)
    gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_EXPANDED, open, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name != NULL ? name : "",
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text != NULL ? text : "", -1);
  return widget;
}

void
pl_canvas_clear_lanes (PlCanvas *self)
{
  g_clear_pointer (&self->lanes, g_ptr_array_unref);
}

void
pl_canvas_update_lanes (PlCanvas *self)
{
  PlPicture *picture = pl_viewer_get_picture (self->viewer);
  guint n = picture != NULL ? pl_picture_get_n_lanes (picture) : 0;

  pl_canvas_clear_lanes (self);
  self->lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  for (guint i = 0; i < n && self->lanes->len < MOST_LANES; i++)
    {
      GtkWidget *lane = is_seen (picture, i) ? new_lane (self, i) : NULL;

      if (lane == NULL)
        continue;
      gtk_widget_set_parent (lane, GTK_WIDGET (self));
      g_ptr_array_add (self->lanes, lane);
    }
}

void
pl_canvas_allocate_lanes (PlCanvas *self,
                          int       width,
                          int       height)
{
  int n = self->lanes != NULL ? (int) self->lanes->len : 0;

  for (int i = 0; i < n; i++)
    {
      GtkWidget *lane = g_ptr_array_index (self->lanes, i);
      int least;

      gtk_widget_measure (lane, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      gtk_widget_size_allocate (lane, &(GtkAllocation) { 0, i * height / n, MAX (width, least), MAX (height / n, 1) }, -1);
    }
}
