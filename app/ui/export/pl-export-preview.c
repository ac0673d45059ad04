/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/export/pl-export-preview.h"

#include <math.h>

#include <glib/gi18n.h>

#define LEAST_WIDTH 240
#define LEAST_HEIGHT 180
#define MARGIN 12.0
/* A very high picture is drawn smaller than it will be: nobody sees its pixels. */
#define MOST_PIXELS 6e6

typedef enum { TO_LAY_OUT, TO_DRAW, DONE } Step;

struct _PlExportPreview
{
  GtkWidget parent_instance;

  PlPicture *picture;
  PlViewport viewport;
  PlExportOptions options;
  char *title, *caption, *author;
  PlFormat format;
  guint page;
  Step step;
  guint idle_id;
  PlPages *pages;
  cairo_surface_t *image;         /* of the page, until the next one is drawn */
};

G_DEFINE_FINAL_TYPE (PlExportPreview, pl_export_preview, GTK_TYPE_WIDGET)

static guint drawn_signal;

static void
forget_wish (PlExportPreview *self)
{
  /* They hold the picture, but do not own it. */
  g_clear_pointer (&self->pages, pl_pages_free);
  g_clear_object (&self->picture);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->caption, g_free);
  g_clear_pointer (&self->author, g_free);
}

static void
lay_out (PlExportPreview *self)
{
  g_clear_pointer (&self->pages, pl_pages_free);
  self->pages = pl_export_pages (self->picture, &self->viewport, &self->options, self->format, TRUE);
  self->page = MIN (self->page, pl_pages_get_n (self->pages) - 1);
}

static void
draw (PlExportPreview *self)
{
  double width, height, scale;
  cairo_t *cr;

  pl_pages_get_size (self->pages, &width, &height);
  /* Paper is measured in points: on a screen they are coarse. */
  scale = self->options.purpose == PL_PURPOSE_A4 ? 2 : 1;
  scale = MIN (scale, sqrt (MOST_PIXELS / (width * height)));
  g_clear_pointer (&self->image, cairo_surface_destroy);
  self->image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) MAX (width * scale, 1), (int) MAX (height * scale, 1));
  cr = cairo_create (self->image);
  cairo_scale (cr, scale, scale);
  pl_pages_draw (self->pages, self->page, cr);
  cairo_destroy (cr);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
idle_cb (gpointer data)
{
  PlExportPreview *self = data;

  if (self->step == TO_LAY_OUT)
    {
      lay_out (self);
      self->step = TO_DRAW;
      return G_SOURCE_CONTINUE;
    }
  draw (self);
  self->step = DONE;
  self->idle_id = 0;
  g_signal_emit (self, drawn_signal, 0);
  return G_SOURCE_REMOVE;
}

static void
begin (PlExportPreview *self,
       Step             step)
{
  self->step = step;
  if (self->idle_id == 0)
    self->idle_id = g_idle_add_full (G_PRIORITY_LOW, idle_cb, self, NULL);
}

void
pl_export_preview_show (PlExportPreview       *self,
                        PlPicture             *picture,
                        const PlViewport      *viewport,
                        const PlExportOptions *options,
                        PlFormat               format)
{
  g_object_ref (picture);
  forget_wish (self);
  self->picture = picture;
  self->viewport = *viewport;
  self->options = *options;
  self->options.title = self->title = g_strdup (options->title);
  self->options.caption = self->caption = g_strdup (options->caption);
  self->options.author = self->author = g_strdup (options->author);
  self->format = format;
  begin (self, TO_LAY_OUT);
}

guint
pl_export_preview_get_n_pages (PlExportPreview *self)
{
  return self->pages != NULL ? pl_pages_get_n (self->pages) : 0;
}

guint
pl_export_preview_get_page (PlExportPreview *self)
{
  return self->page;
}

void
pl_export_preview_set_page (PlExportPreview *self,
                            guint            page)
{
  if (page >= pl_export_preview_get_n_pages (self) || page == self->page)
    return;
  self->page = page;
  if (self->step == DONE)
    begin (self, TO_DRAW);
}

char *
pl_export_preview_describe (PlExportPreview *self)
{
  const PlPurposeInfo *info = pl_purpose_info (self->options.purpose);
  double width, height;
  guint n = pl_export_preview_get_n_pages (self);

  if (n == 0)
    return NULL;
  if (self->options.purpose == PL_PURPOSE_A4 && n > 1)
    return g_strdup_printf (_("A4, page %u of %u"), self->page + 1, n);
  if (self->options.purpose == PL_PURPOSE_A4 && self->format != PL_FORMAT_PNG)
    return g_strdup (_("A4"));
  pl_pages_get_size (self->pages, &width, &height);
  return g_strdup_printf (_("%.0f × %.0f pixels"), width * info->png_scale, height * info->png_scale);
}

static void
pl_export_preview_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  PlExportPreview *self = PL_EXPORT_PREVIEW (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget), w, h, scale;
  cairo_t *cr;

  if (self->image == NULL || width <= 2 * MARGIN || height <= 2 * MARGIN)
    return;
  w = cairo_image_surface_get_width (self->image);
  h = cairo_image_surface_get_height (self->image);
  scale = MIN ((width - 2 * MARGIN) / w, (height - 2 * MARGIN) / h);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  cairo_translate (cr, floor ((width - w * scale) / 2), floor ((height - h * scale) / 2));
  cairo_save (cr);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, self->image, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_GOOD);
  cairo_paint (cr);
  cairo_restore (cr);
  /* Where the page ends, on a ground of the same colour. */
  cairo_rectangle (cr, -0.5, -0.5, round (w * scale) + 1, round (h * scale) + 1);
  cairo_set_line_width (cr, 1);
  cairo_set_source_rgba (cr, 0.5, 0.5, 0.5, 0.6);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
pl_export_preview_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : LEAST_HEIGHT;
  *natural = 2 * *minimum;
}

static void
pl_export_preview_dispose (GObject *object)
{
  PlExportPreview *self = PL_EXPORT_PREVIEW (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  forget_wish (self);
  g_clear_pointer (&self->image, cairo_surface_destroy);
  G_OBJECT_CLASS (pl_export_preview_parent_class)->dispose (object);
}

static void
pl_export_preview_class_init (PlExportPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_export_preview_dispose;
  widget_class->snapshot = pl_export_preview_snapshot;
  widget_class->measure = pl_export_preview_measure;
  gtk_widget_class_set_css_name (widget_class, "exportpreview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  drawn_signal = g_signal_new ("drawn", PL_TYPE_EXPORT_PREVIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pl_export_preview_init (PlExportPreview *self)
{
}
