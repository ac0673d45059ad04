/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/race/pl-lab-canvas.h"

#include <glib/gi18n.h>

#include "paint/race/pl-compare-picture.h"
#include "paint/pool/pl-timeline.h"
#include "paint/race/pl-trials-picture.h"
#include "ui/widgets/pl-widget-theme.h"

#define PARTS (PL_PART_TITLE | PL_PART_LEGEND | PL_PART_FOOTER)
#define MIN_WIDTH 560

struct _PlLabCanvas
{
  GtkWidget parent_instance;

  PlRace *trials;
  PlCompare *compare;
  PlThemeId theme;
  PlTrialsPicture *trials_picture;    /* as last laid out; NULL: to be made anew */
  PlComparePicture *compare_picture;
};

G_DEFINE_FINAL_TYPE (PlLabCanvas, pl_lab_canvas, GTK_TYPE_WIDGET)

static void
drop_pictures (PlLabCanvas *self)
{
  g_clear_pointer (&self->trials_picture, pl_trials_picture_free);
  g_clear_pointer (&self->compare_picture, pl_compare_picture_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
ensure_picture (PlLabCanvas *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->trials != NULL && self->trials_picture == NULL)
    self->trials_picture = pl_trials_picture_new (self->trials, self->theme, width, height, PARTS);
  if (self->compare != NULL && self->compare_picture == NULL)
    self->compare_picture = pl_compare_picture_new (self->compare, self->theme, width, PARTS);
}

static char *
compare_text (PlCompare *compare)
{
  g_autoptr(PlComparePicture) picture = pl_compare_picture_new (compare, PL_THEME_LIGHT, MIN_WIDTH, PARTS);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < pl_compare_get_n_rows (compare); i++)
    {
      g_autofree char *row = pl_compare_picture_describe (picture, i);

      g_string_append_printf (text, i > 0 ? "\n%s" : "%s", row);
    }
  return g_string_free (text, FALSE);
}

static void
show (PlLabCanvas *self)
{
  g_autofree char *name = NULL, *description = NULL;

  drop_pictures (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  if (self->trials != NULL)
    {
      g_autoptr(PlTrialsPicture) picture = pl_trials_picture_new (self->trials, PL_THEME_LIGHT, MIN_WIDTH, 0, PARTS);

      name = pl_trials_picture_title (self->trials);
      description = pl_trials_picture_describe (picture);
    }
  else if (self->compare != NULL)
    {
      name = pl_compare_title (self->compare);
      description = compare_text (self->compare);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name != NULL ? name : "",
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description != NULL ? description : "",
                                  -1);
}

void
pl_lab_canvas_set_trials (PlLabCanvas *self,
                          PlRace      *race)
{
  g_clear_object (&self->compare);
  g_set_object (&self->trials, race);
  show (self);
}

void
pl_lab_canvas_set_compare (PlLabCanvas *self,
                           PlCompare   *compare)
{
  g_clear_object (&self->trials);
  g_set_object (&self->compare, compare);
  show (self);
}

PlCompare *
pl_lab_canvas_get_compare (PlLabCanvas *self)
{
  return self->compare;
}

static void
pl_lab_canvas_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  PlLabCanvas *self = PL_LAB_CANVAS (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                               (float) gtk_widget_get_height (widget));
  cairo_t *cr;

  ensure_picture (self);
  if (self->trials_picture == NULL && self->compare_picture == NULL)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  if (self->trials_picture != NULL)
    pl_trials_picture_draw (self->trials_picture, cr);
  else
    pl_compare_picture_draw (self->compare_picture, cr);
  cairo_destroy (cr);
}

static gboolean
pl_lab_canvas_query_tooltip (GtkWidget  *widget,
                             int         x,
                             int         y,
                             gboolean    keyboard_tooltip,
                             GtkTooltip *tooltip)
{
  PlLabCanvas *self = PL_LAB_CANVAS (widget);
  g_autofree char *text = NULL;
  guint row;

  if (keyboard_tooltip)
    return FALSE;
  ensure_picture (self);
  if (self->trials_picture != NULL)
    text = pl_trials_picture_pick (self->trials_picture, x, y);
  else if (self->compare_picture != NULL && pl_compare_picture_pick (self->compare_picture, y, &row))
    text = pl_compare_picture_describe (self->compare_picture, row);
  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

static GtkSizeRequestMode
pl_lab_canvas_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
pl_lab_canvas_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  PlLabCanvas *self = PL_LAB_CANVAS (widget);
  double width = MAX (for_size, MIN_WIDTH);

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : 200;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  if (self->trials != NULL)
    {
      g_autoptr(PlTrialsPicture) picture = pl_trials_picture_new (self->trials, self->theme, width, 0, PARTS);

      *natural = (int) pl_trials_picture_get_height (picture);
      *minimum = (int) pl_trials_picture_get_least_height (picture);
    }
  else if (self->compare != NULL)
    {
      g_autoptr(PlComparePicture) picture = pl_compare_picture_new (self->compare, self->theme, width, PARTS);

      *minimum = *natural = (int) pl_compare_picture_get_height (picture);
    }
}

static void
pl_lab_canvas_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  drop_pictures (PL_LAB_CANVAS (widget));
}

static void
pl_lab_canvas_css_changed (GtkWidget         *widget,
                           GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (pl_lab_canvas_parent_class)->css_changed (widget, change);
  PL_LAB_CANVAS (widget)->theme = pl_widget_theme (widget);
  drop_pictures (PL_LAB_CANVAS (widget));
}

static void
pl_lab_canvas_dispose (GObject *object)
{
  PlLabCanvas *self = PL_LAB_CANVAS (object);

  g_clear_pointer (&self->trials_picture, pl_trials_picture_free);
  g_clear_pointer (&self->compare_picture, pl_compare_picture_free);
  g_clear_object (&self->trials);
  g_clear_object (&self->compare);
  G_OBJECT_CLASS (pl_lab_canvas_parent_class)->dispose (object);
}

static void
pl_lab_canvas_class_init (PlLabCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_lab_canvas_dispose;
  widget_class->snapshot = pl_lab_canvas_snapshot;
  widget_class->get_request_mode = pl_lab_canvas_get_request_mode;
  widget_class->measure = pl_lab_canvas_measure;
  widget_class->size_allocate = pl_lab_canvas_size_allocate;
  widget_class->css_changed = pl_lab_canvas_css_changed;
  widget_class->query_tooltip = pl_lab_canvas_query_tooltip;
  gtk_widget_class_set_css_name (widget_class, "labcanvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
pl_lab_canvas_init (PlLabCanvas *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}
