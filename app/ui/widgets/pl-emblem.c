/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/pl-emblem.h"

#include "ui/widgets/pl-widget-theme.h"

#define WIDTH 104
#define HEIGHT 84
#define LANE_HEIGHT 21

struct _PlEmblem
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (PlEmblem, pl_emblem, GTK_TYPE_WIDGET)

static const struct {
  guint lane;
  float x, width;
  PlState state;
} blocks[] = {
  { 0, 8, 40, PL_STATE_WORKING }, { 0, 50, 6, PL_STATE_SENDING }, { 0, 58, 38, PL_STATE_WORKING },
  { 1, 8, 6, PL_STATE_RECEIVING }, { 1, 16, 30, PL_STATE_WORKING }, { 1, 48, 18, PL_STATE_WAITING_LOCK },
  { 1, 68, 28, PL_STATE_WORKING },
  { 2, 22, 6, PL_STATE_RECEIVING }, { 2, 30, 44, PL_STATE_WORKING }, { 2, 76, 6, PL_STATE_SENDING },
};

static void
append_rectangle (GtkSnapshot   *snapshot,
                  const PlColor *color,
                  float          x,
                  float          y,
                  float          width,
                  float          height)
{
  GdkRGBA rgba = { (float) color->r, (float) color->g, (float) color->b, 1 };
  gtk_snapshot_append_color (snapshot, &rgba, &GRAPHENE_RECT_INIT (x, y, width, height));
}

static void
pl_emblem_snapshot (GtkWidget   *widget,
                    GtkSnapshot *snapshot)
{
  const PlTheme *theme = pl_theme_get (pl_widget_theme (widget));

  for (guint lane = 0; lane < 3; lane++)
    append_rectangle (snapshot, &theme->line, 0, (float) (lane * 28 + 4 + LANE_HEIGHT), WIDTH, 1);
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      const PlStateLook *look = &theme->states[blocks[i].state];
      float height = LANE_HEIGHT * (float) look->height;
      append_rectangle (snapshot, &look->color, blocks[i].x,
                        (float) (blocks[i].lane * 28 + 4 + LANE_HEIGHT) - height, blocks[i].width, height);
    }
}

static void
pl_emblem_measure (GtkWidget      *widget,
                   GtkOrientation  orientation,
                   int             for_size,
                   int            *minimum,
                   int            *natural,
                   int            *minimum_baseline,
                   int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
pl_emblem_css_changed (GtkWidget         *widget,
                       GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (pl_emblem_parent_class)->css_changed (widget, change);
  gtk_widget_queue_draw (widget);
}

static void
pl_emblem_class_init (PlEmblemClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = pl_emblem_snapshot;
  widget_class->measure = pl_emblem_measure;
  widget_class->css_changed = pl_emblem_css_changed;
  gtk_widget_class_set_css_name (widget_class, "emblem");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
pl_emblem_init (PlEmblem *self)
{
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}
