/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/pl-modest.h"

static void
measure (GtkWidget     *widget,
         GtkOrientation orientation,
         int            for_size,
         int           *minimum,
         int           *natural,
         int           *minimum_baseline,
         int           *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = *minimum;
}

static void
allocate (GtkWidget *widget,
          int        width,
          int        height,
          int        baseline)
{
  gtk_widget_size_allocate (gtk_widget_get_first_child (widget), &(GtkAllocation) { 0, 0, width, height }, baseline);
}

GtkWidget *
pl_modest_new (GtkWidget *child)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "hexpand", TRUE, NULL);

  gtk_widget_set_layout_manager (box, gtk_custom_layout_new (NULL, measure, allocate));
  gtk_box_append (GTK_BOX (box), child);
  return box;
}
