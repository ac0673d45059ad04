/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/find/pl-bars-view.h"

#include <glib/gi18n.h>
#include <math.h>

#include "paint/parts/pl-bars.h"
#include "ui/widgets/pl-widget-theme.h"

/* The bars themselves, and the lines of text above and below them where type is of the usual size. */
#define LEAST_BARS 34
#define TEXT_HEIGHT 38
#define HEIGHT 120

struct _PlBarsView
{
  GtkWidget parent_instance;

  PlHistogram *histogram;       /* not owned */
  char *name;
  guint look;
  int chosen;
};

G_DEFINE_FINAL_TYPE (PlBarsView, pl_bars_view, GTK_TYPE_WIDGET)

enum { CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

static PlBars
get_bars (PlBarsView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  return (PlBars) { self->histogram, self->look, pl_widget_theme (widget), gtk_widget_get_width (widget),
                    gtk_widget_get_height (widget), pl_widget_text_scale (widget), self->chosen };
}

static void
tell (PlBarsView *self)
{
  g_autofree char *text = self->histogram != NULL && self->chosen >= 0
                            ? pl_bars_describe (self->histogram, (guint) self->chosen) : g_strdup ("");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
pl_bars_view_set_histogram (PlBarsView  *self,
                            PlHistogram *histogram)
{
  self->histogram = histogram;
  self->chosen = -1;
  tell (self);
}

static void
pl_bars_view_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  PlBarsView *self = PL_BARS_VIEW (widget);
  PlBars bars = get_bars (self);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) bars.width, (float) bars.height);
  cairo_t *cr;

  if (self->histogram == NULL)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  pl_bars_draw (&bars, pl_ink_for (G_OBJECT (self)), cr);
  cairo_destroy (cr);
}

static void
pl_bars_view_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 160
                                                       : LEAST_BARS + (int) ceil (TEXT_HEIGHT * pl_widget_text_scale (widget));
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 160 : MAX (HEIGHT, *minimum);
}

static void
choose (PlBarsView *self,
        int         bin)
{
  self->chosen = bin;
  tell (self);
  if (bin >= 0)
    g_signal_emit (self, signals[CHOSEN], 0, (guint) bin);
}

static void
released_cb (PlBarsView *self,
             int         n_press,
             double      x,
             double      y)
{
  PlBars bars = get_bars (self);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->histogram != NULL && pl_bars_pick (&bars, x, y) >= 0)
    choose (self, pl_bars_pick (&bars, x, y));
}

/* To the next bar that has something in it. */
static gboolean
step_cb (GtkWidget *widget,
         GVariant  *by,
         gpointer   data)
{
  PlBarsView *self = PL_BARS_VIEW (widget);
  int step = g_variant_get_int32 (by), i = self->chosen + step;
  PlBin bin;

  if (self->histogram == NULL)
    return FALSE;
  if (self->chosen < 0 && step < 0)
    i = (int) pl_histogram_get_n_bins (self->histogram) - 1;
  for (; i >= 0 && pl_histogram_get_bin (self->histogram, (guint) i, &bin); i += step)
    if (bin.n > 0)
      {
        self->chosen = i;
        tell (self);
        return TRUE;
      }
  gtk_widget_error_bell (widget);
  return TRUE;
}

static gboolean
choose_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   data)
{
  choose (PL_BARS_VIEW (widget), PL_BARS_VIEW (widget)->chosen);
  return TRUE;
}

static gboolean
pl_bars_view_query_tooltip (GtkWidget  *widget,
                            int         x,
                            int         y,
                            gboolean    keyboard,
                            GtkTooltip *tooltip)
{
  PlBarsView *self = PL_BARS_VIEW (widget);
  PlBars bars = get_bars (self);
  int bin = self->histogram == NULL ? -1 : keyboard ? self->chosen : pl_bars_pick (&bars, x, y);
  g_autofree char *text = bin >= 0 ? pl_bars_describe (self->histogram, (guint) bin) : NULL;

  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

static void
pl_bars_view_finalize (GObject *object)
{
  g_free (PL_BARS_VIEW (object)->name);
  G_OBJECT_CLASS (pl_bars_view_parent_class)->finalize (object);
}

static void
pl_bars_view_class_init (PlBarsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pl_bars_view_finalize;
  widget_class->snapshot = pl_bars_view_snapshot;
  widget_class->measure = pl_bars_view_measure;
  widget_class->query_tooltip = pl_bars_view_query_tooltip;
  signals[CHOSEN] = g_signal_new ("chosen", PL_TYPE_BARS_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_UINT);
  gtk_widget_class_set_css_name (widget_class, "bars");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, 0, step_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, 0, step_cb, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, 0, choose_cb, NULL);
}

static void
pl_bars_view_init (PlBarsView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->chosen = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
pl_bars_view_new (const char *name,
                  guint       look)
{
  PlBarsView *self = g_object_new (PL_TYPE_BARS_VIEW, "hexpand", TRUE, NULL);

  self->name = g_strdup (name);
  self->look = look;
  tell (self);
  return GTK_WIDGET (self);
}
