/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pl-page.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "ui/widgets/pl-label.h"

typedef struct {
  PlForm *form;           /* owned; NULL: not asked for yet */
  PlComparison *over;     /* beside it, in its parent: in its place while it is shown; NULL: never was */
} PlPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (PlPage, pl_page, GTK_TYPE_WIDGET)
G_DEFINE_INTERFACE (PlPageHost, pl_page_host, GTK_TYPE_WIDGET)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

PlForm *
pl_page_get_form (PlPage *self)
{
  PlPagePrivate *private = pl_page_get_instance_private (self);

  if (private->form == NULL)
    private->form = g_object_ref_sink (PL_PAGE_GET_CLASS (self)->make_form (self));
  return private->form;
}

PlCanvas *
pl_page_get_canvas (PlPage *self)
{
  PlComparison *over = pl_page_get_comparison (self);

  if (over != NULL)
    return pl_comparison_get_canvas (over);
  return PL_PAGE_GET_CLASS (self)->get_canvas (self);
}

void
pl_page_follow (PlPage *self,
                PlRun  *run)
{
  pl_page_hide_comparison (self);
  PL_PAGE_GET_CLASS (self)->follow (self, run);
}

void
pl_page_finish (PlPage *self,
                PlRun  *run)
{
  PL_PAGE_GET_CLASS (self)->finish (self, run);
}

void
pl_page_show_log (PlPage *self,
                  PlLog  *log)
{
  pl_page_hide_comparison (self);
  PL_PAGE_GET_CLASS (self)->show_log (self, log);
}

PlLog *
pl_page_get_log (PlPage *self)
{
  return PL_PAGE_GET_CLASS (self)->get_log (self);
}

PlPicture *
pl_page_get_picture (PlPage     *self,
                     PlViewport *viewport)
{
  PlViewer *viewer = pl_canvas_get_viewer (pl_page_get_canvas (self));
  PlPicture *picture = pl_viewer_get_picture (viewer);

  if (picture == NULL || viewport == NULL)
    return picture;
  pl_viewer_get_print_viewport (viewer, viewport);
  if (pl_page_get_comparison (self) != NULL)
    viewport->scroll = 0;
  else if (PL_PAGE_GET_CLASS (self)->prepare_print != NULL)
    PL_PAGE_GET_CLASS (self)->prepare_print (self, viewport);
  return picture;
}

char *
pl_page_suggest_name (PlPage *self)
{
  if (pl_page_get_comparison (self) != NULL && pl_page_get_picture (self, NULL) != NULL)
    return pl_comparison_suggest_name (pl_page_get_comparison (self));
  return pl_page_get_picture (self, NULL) != NULL ? PL_PAGE_GET_CLASS (self)->suggest_name (self) : g_strdup ("paralane");
}

gboolean
pl_page_in_series (PlPage *self)
{
  return PL_PAGE_GET_CLASS (self)->in_series != NULL && PL_PAGE_GET_CLASS (self)->in_series (self);
}

gboolean
pl_page_can (PlPage     *self,
             const char *action)
{
  return PL_PAGE_GET_CLASS (self)->can (self, action);
}

char *
pl_page_add_left (const char *line,
                  gint64      left_ns)
{
  g_autofree char *left = left_ns >= 0 ? pl_text_about (left_ns) : NULL;

  return left != NULL ? g_strdup_printf (_("%s, about %s left"), line, left) : g_strdup (line);
}

void
pl_page_changed (PlPage *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
over_changed_cb (PlPage *self)
{
  pl_page_changed (self);
}

static void
over_closed_cb (PlPage *self)
{
  pl_page_hide_comparison (self);
}

PlComparison *
pl_page_get_comparison (PlPage *self)
{
  PlPagePrivate *private = pl_page_get_instance_private (self);

  return private->over != NULL && gtk_widget_get_visible (GTK_WIDGET (private->over)) ? private->over : NULL;
}

PlComparison *
pl_page_show_comparison (PlPage *self)
{
  PlPagePrivate *private = pl_page_get_instance_private (self);

  if (private->over == NULL)
    {
      g_set_weak_pointer (&private->over, g_object_new (PL_TYPE_COMPARISON, "hexpand", TRUE, "vexpand", TRUE, NULL));
      g_signal_connect_object (private->over, "changed", G_CALLBACK (over_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (private->over, "close", G_CALLBACK (over_closed_cb), self, G_CONNECT_SWAPPED);
      gtk_widget_insert_after (GTK_WIDGET (private->over), gtk_widget_get_parent (GTK_WIDGET (self)), GTK_WIDGET (self));
    }
  gtk_widget_set_visible (GTK_WIDGET (private->over), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  return private->over;
}

void
pl_page_hide_comparison (PlPage *self)
{
  PlPagePrivate *private = pl_page_get_instance_private (self);

  if (pl_page_get_comparison (self) == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (private->over), FALSE);
  pl_page_changed (self);
}

PlPageHost *
pl_page_get_host (PlPage *self)
{
  return PL_PAGE_HOST (gtk_widget_get_ancestor (GTK_WIDGET (self), PL_TYPE_PAGE_HOST));
}

gboolean
pl_page_host_start (PlPageHost        *self,
                    PlPage            *page,
                    const PlPlanData  *plan,
                    GError           **error)
{
  return PL_PAGE_HOST_GET_IFACE (self)->start (self, page, plan, error);
}

PlRun *
pl_page_host_get_run (PlPageHost *self)
{
  return PL_PAGE_HOST_GET_IFACE (self)->get_run (self);
}

void
pl_page_host_present (PlPageHost *self,
                      PlPage     *page,
                      gboolean    form)
{
  PL_PAGE_HOST_GET_IFACE (self)->present (self, page, form);
}

void
pl_page_host_show_error (PlPageHost   *self,
                         const GError *error)
{
  PL_PAGE_HOST_GET_IFACE (self)->show_error (self, error);
}

void
pl_page_host_show_info (PlPageHost *self,
                        const char *text)
{
  PL_PAGE_HOST_GET_IFACE (self)->show_info (self, text);
}

static void
pl_page_host_default_init (PlPageHostInterface *iface)
{
}

static PlLog *
log_of_picture (PlPage *self)
{
  PlPicture *picture = pl_canvas_get_picture (PL_PAGE_GET_CLASS (self)->get_canvas (self));
  return picture != NULL ? pl_picture_get_log (picture) : NULL;
}

static gboolean
can_all (PlPage     *self,
         const char *action)
{
  return TRUE;
}

static void
pl_page_dispose (GObject *object)
{
  PlPagePrivate *private = pl_page_get_instance_private (PL_PAGE (object));

  g_clear_object (&private->form);
  g_clear_weak_pointer (&private->over);
  G_OBJECT_CLASS (pl_page_parent_class)->dispose (object);
}

static void
pl_page_constructed (GObject *object)
{
  G_OBJECT_CLASS (pl_page_parent_class)->constructed (object);
  pl_label_hold_measures (GTK_WIDGET (object));
}

static void
pl_page_class_init (PlPageClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = pl_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = pl_page_dispose;
  klass->get_log = log_of_picture;
  klass->can = can_all;

  signals[CHANGED] = g_signal_new ("changed", PL_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pl_page_init (PlPage *self)
{
}
