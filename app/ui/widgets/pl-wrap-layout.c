/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/pl-wrap-layout.h"

struct _PlWrapLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (PlWrapLayout, pl_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
pl_wrap_layout_get_request_mode (GtkLayoutManager *manager,
                                 GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Of the line that begins with this child. */
static int
measure_line (GtkWidget *child,
              int        width)
{
  int x = 0;

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkRequisition natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_get_preferred_size (child, NULL, &natural);
      if (x > 0 && x + PL_WRAP_SPACING + natural.width > width)
        break;
      x += natural.width + (x > 0 ? PL_WRAP_SPACING : 0);
    }
  return x;
}

/* Places the children into width; allocate FALSE: only measures. Returns the height needed. */
static int
place (GtkWidget *widget,
       int        width,
       gboolean   allocate)
{
  gboolean centred = allocate && gtk_widget_get_halign (widget) == GTK_ALIGN_CENTER;
  int x = 0, y = 0, line_height = 0, start = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkRequisition natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_get_preferred_size (child, NULL, &natural);
      if (x > 0 && x + natural.width > width)
        {
          x = 0;
          y += line_height + PL_WRAP_SPACING;
          line_height = 0;
        }
      if (centred && x == 0)
        start = MAX ((width - measure_line (child, width)) / 2, 0);
      if (allocate)
        gtk_widget_size_allocate (child, &(GtkAllocation) { start + x, y, natural.width, natural.height }, -1);
      x += natural.width + PL_WRAP_SPACING;
      line_height = MAX (line_height, natural.height);
    }

  return y + line_height;
}

static void
pl_wrap_layout_measure (GtkLayoutManager *manager,
                        GtkWidget        *widget,
                        GtkOrientation    orientation,
                        int               for_size,
                        int              *minimum,
                        int              *natural,
                        int              *minimum_baseline,
                        int              *natural_baseline)
{
  int widest = 0, total = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkRequisition size;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_get_preferred_size (child, NULL, &size);
      widest = MAX (widest, size.width);
      total += size.width + (total > 0 ? PL_WRAP_SPACING : 0);
    }

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = widest;
      *natural = total;
    }
  else
    *minimum = *natural = place (widget, for_size < 0 ? total : MAX (for_size, widest), FALSE);
}

static void
pl_wrap_layout_allocate (GtkLayoutManager *manager,
                         GtkWidget        *widget,
                         int               width,
                         int               height,
                         int               baseline)
{
  place (widget, width, TRUE);
}

static void
pl_wrap_layout_class_init (PlWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = pl_wrap_layout_get_request_mode;
  layout_class->measure = pl_wrap_layout_measure;
  layout_class->allocate = pl_wrap_layout_allocate;
}

static void
pl_wrap_layout_init (PlWrapLayout *self)
{
}
