/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/runs/pl-run-thumbnail.h"

#include "ui/runs/pl-thumbnails.h"
#include "ui/widgets/pl-widget-theme.h"

struct _PlRunThumbnail
{
  GtkWidget parent_instance;

  PlRunEntry *entry;            /* NULL: none */
  GCancellable *making;         /* NULL: nothing is being made */
  PlThemeId asked;              /* for this theme it has been asked for last */
  gboolean asked_once;
  gboolean small;
};

G_DEFINE_FINAL_TYPE (PlRunThumbnail, pl_run_thumbnail, GTK_TYPE_WIDGET)

static void
stop (PlRunThumbnail *self)
{
  if (self->making != NULL)
    g_cancellable_cancel (self->making);
  g_clear_object (&self->making);
}

static void
made_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr(PlRunThumbnail) self = data;

  pl_thumbnails_make_finish (PL_RUN_ENTRY (source), result);
  if (PL_RUN_ENTRY (source) == self->entry)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Asked for once a theme: what cannot be made is not tried at every frame. */
static void
ask (PlRunThumbnail *self,
     PlThemeId       theme)
{
  if (self->asked_once && self->asked == theme)
    return;
  stop (self);
  self->asked = theme;
  self->asked_once = TRUE;
  self->making = g_cancellable_new ();
  pl_thumbnails_make (self->entry, theme, self->making, made_cb, g_object_ref (self));
}

static void
pl_run_thumbnail_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  PlRunThumbnail *self = PL_RUN_THUMBNAIL (widget);
  PlThemeId theme = pl_widget_theme (widget);
  const graphene_rect_t box = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                  (float) gtk_widget_get_height (widget));
  GdkTexture *texture;

  if (self->entry == NULL)
    return;
  texture = pl_thumbnails_get (self->entry, theme);
  if (texture != NULL)
    gtk_snapshot_append_texture (snapshot, texture, &box);
  else
    ask (self, theme);
}

static void
pl_run_thumbnail_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  int size = orientation == GTK_ORIENTATION_HORIZONTAL ? PL_THUMBNAIL_WIDTH : PL_THUMBNAIL_HEIGHT;

  *minimum = *natural = PL_RUN_THUMBNAIL (widget)->small ? size * 2 / 3 : size;
}

static void
pl_run_thumbnail_css_changed (GtkWidget         *widget,
                              GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (pl_run_thumbnail_parent_class)->css_changed (widget, change);
  gtk_widget_queue_draw (widget);
}

void
pl_run_thumbnail_set_entry (PlRunThumbnail *self,
                            PlRunEntry     *entry)
{
  if (!g_set_object (&self->entry, entry))
    return;
  stop (self);
  self->asked_once = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
pl_run_thumbnail_set_small (PlRunThumbnail *self,
                            gboolean        small)
{
  if (self->small == small)
    return;
  self->small = small;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
pl_run_thumbnail_dispose (GObject *object)
{
  stop (PL_RUN_THUMBNAIL (object));
  g_clear_object (&PL_RUN_THUMBNAIL (object)->entry);
  G_OBJECT_CLASS (pl_run_thumbnail_parent_class)->dispose (object);
}

static void
pl_run_thumbnail_class_init (PlRunThumbnailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_run_thumbnail_dispose;
  widget_class->snapshot = pl_run_thumbnail_snapshot;
  widget_class->measure = pl_run_thumbnail_measure;
  widget_class->css_changed = pl_run_thumbnail_css_changed;
  gtk_widget_class_set_css_name (widget_class, "thumbnail");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
pl_run_thumbnail_init (PlRunThumbnail *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}
