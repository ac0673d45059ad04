/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/canvas/pl-details.h"

#include "ui/canvas/pl-zoom-buttons.h"
#include "ui/widgets/pl-label.h"
#include "ui/widgets/pl-widget-theme.h"

#include <glib/gi18n.h>

/* The open span under the selection grows while the run goes on. */
#define LIVE_INTERVAL_US 200000

struct _PlDetails
{
  GtkWidget parent_instance;

  PlViewer *viewer;
  GtkWidget *text, *title, *sentence;
  gint64 updated_us;
  gboolean brief, keeps_tools;
};

G_DEFINE_FINAL_TYPE (PlDetails, pl_details, GTK_TYPE_WIDGET)

static void
set_text (PlDetails  *self,
          const char *title,
          const char *sentence)
{
  gtk_label_set_text (GTK_LABEL (self->title), title != NULL ? title : "");
  gtk_label_set_text (GTK_LABEL (self->sentence), sentence != NULL ? sentence : "");
  gtk_widget_set_visible (self->title, title != NULL && *title != '\0');
  if (self->brief)
    gtk_widget_set_visible (GTK_WIDGET (self), self->keeps_tools || title != NULL || sentence != NULL);
  gtk_widget_set_visible (self->sentence, sentence != NULL);
  /* Where there is room for one line of it, all of it is a pointer away. */
  gtk_label_set_lines (GTK_LABEL (self->sentence), self->brief ? 1 : 3);
  gtk_widget_set_tooltip_text (self->sentence, self->brief ? sentence : NULL);
  /* Tools alone are no card. */
  pl_widget_set_class (GTK_WIDGET (self), "empty", title == NULL && sentence == NULL);
}

static void
update (PlDetails *self)
{
  g_autofree char *title = NULL, *sentence = NULL, *markers = pl_viewer_describe_markers (self->viewer), *both = NULL;

  self->updated_us = g_get_monotonic_time ();
  if (pl_viewer_describe (self->viewer, &title, &sentence))
    {
      both = markers != NULL ? g_strjoin (" ", sentence != NULL ? sentence : "", markers, NULL) : g_strdup (sentence);
      set_text (self, title, both);
    }
  else if (markers != NULL)
    set_text (self, _("Markers"), markers);
  else if (self->brief)
    set_text (self, NULL, NULL);
  else if (pl_viewer_get_picture (self->viewer) != NULL)
    set_text (self, _("Nothing selected"),
              _("Click a mark or walk with the arrow keys to learn what happened there. "
                "Drag to compare a range of time."));
  else
    set_text (self, NULL, NULL);
}

static void
viewer_changed_cb (PlDetails *self,
                   guint      what)
{
  PlPicture *picture = pl_viewer_get_picture (self->viewer);
  gboolean due = g_get_monotonic_time () - self->updated_us > LIVE_INTERVAL_US;

  if (what & (PL_VIEWER_PICTURE | PL_VIEWER_SELECTION | PL_VIEWER_MARKS) ||
      ((what & PL_VIEWER_DATA) && (due || !pl_picture_get_live (picture))) ||
      ((what & PL_VIEWER_CURSOR) && (due || !pl_viewer_get_moving (self->viewer))))
    update (self);
}

void
pl_details_set_viewer (PlDetails *self,
                       PlViewer  *viewer)
{
  g_return_if_fail (self->viewer == NULL);

  self->viewer = g_object_ref (viewer);
  g_signal_connect_object (viewer, "changed", G_CALLBACK (viewer_changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

void
pl_details_set_brief (PlDetails *self,
                      gboolean   brief)
{
  if (self->brief == brief)
    return;
  self->brief = brief;
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  update (self);
}

void
pl_details_keep_tools (PlDetails *self)
{
  self->keeps_tools = TRUE;
}

void
pl_details_add (PlDetails *self,
                GtkWidget *tool)
{
  gtk_widget_set_parent (tool, GTK_WIDGET (self));
}

void
pl_details_add_zoom (PlDetails *self,
                     PlCanvas  *canvas)
{
  GtkWidget *buttons = g_object_new (PL_TYPE_ZOOM_BUTTONS, NULL);

  pl_zoom_buttons_set_canvas (PL_ZOOM_BUTTONS (buttons), canvas);
  pl_details_add (self, buttons);
}

const char *
pl_details_get_title (PlDetails *self)
{
  return gtk_label_get_text (GTK_LABEL (self->title));
}

const char *
pl_details_get_sentence (PlDetails *self)
{
  return gtk_label_get_text (GTK_LABEL (self->sentence));
}

static void
pl_details_dispose (GObject *object)
{
  PlDetails *self = PL_DETAILS (object);

  pl_widget_unparent_children (GTK_WIDGET (self));
  g_clear_object (&self->viewer);
  G_OBJECT_CLASS (pl_details_parent_class)->dispose (object);
}

static void
pl_details_class_init (PlDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_details_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "details");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pl_details_init (PlDetails *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Details"), -1);

  self->text = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 3, "hexpand", TRUE,
                             "valign", GTK_ALIGN_CENTER, NULL);
  self->title = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "selectable", FALSE, NULL);
  gtk_widget_add_css_class (self->title, "heading");
  self->sentence = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "lines", 3,
                                 "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_box_append (GTK_BOX (self->text), self->title);
  gtk_box_append (GTK_BOX (self->text), self->sentence);
  pl_label_hold_measures (self->text);
  gtk_widget_set_parent (self->text, GTK_WIDGET (self));
}
