/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/find/pl-find-pane.h"

#include <glib/gi18n.h>

#include "ui/find/pl-find-tabs.h"
#include "ui/widgets/pl-label.h"
#include "ui/widgets/pl-widget-theme.h"

static const PlFindTab *const tabs[] = { &pl_search_tab, &pl_range_tab, &pl_times_tab, &pl_path_tab, &pl_notes_tab };

struct _PlFindPane
{
  GtkWidget parent_instance;

  GtkWidget *box, *switcher, *stack;
  GtkWidget *made[G_N_ELEMENTS (tabs)];
  PlCanvas *canvas;             /* not owned */
};

G_DEFINE_FINAL_TYPE (PlFindPane, pl_find_pane, GTK_TYPE_WIDGET)

static void
make_tab (PlFindPane *self,
          guint       i)
{
  GtkWidget *place = gtk_stack_get_child_by_name (GTK_STACK (self->stack), tabs[i]->key);

  if (self->made[i] != NULL)
    return;
  self->made[i] = tabs[i]->create ();
  gtk_widget_set_hexpand (self->made[i], TRUE);
  pl_label_hold_measures (self->made[i]);
  gtk_box_append (GTK_BOX (place), self->made[i]);
  if (self->canvas != NULL)
    tabs[i]->set_canvas (self->made[i], self->canvas);
}

void
pl_find_pane_set_canvas (PlFindPane *self,
                         PlCanvas   *canvas)
{
  if (self->canvas == canvas)
    return;
  self->canvas = canvas;
  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    if (self->made[i] != NULL)
      tabs[i]->set_canvas (self->made[i], canvas);
}

static void
set_shown (PlFindPane *self,
           gboolean    shown)
{
  gtk_widget_set_visible (GTK_WIDGET (self), shown);
  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    if (self->made[i] != NULL && tabs[i]->set_shown != NULL)
      tabs[i]->set_shown (self->made[i], shown);
}

static void switched_cb (PlFindPane *self);

/* Not before somebody wants it: the window is there sooner. */
static void
build (PlFindPane *self)
{
  GtkWidget *bar = g_object_new (GTK_TYPE_BOX, "spacing", 6, NULL);
  GtkWidget *close = g_object_new (GTK_TYPE_BUTTON, "icon-name", "window-close-symbolic", "has-frame", FALSE,
                                   "halign", GTK_ALIGN_END, "hexpand", TRUE, "tooltip-text", _("Close"), NULL);

  self->stack = g_object_new (GTK_TYPE_STACK, "hhomogeneous", FALSE, "vhomogeneous", FALSE, NULL);
  self->switcher = g_object_new (GTK_TYPE_STACK_SWITCHER, "stack", self->stack, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->switcher), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Look closer"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (close), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Close"), -1);
  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    gtk_stack_add_titled (GTK_STACK (self->stack), gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), tabs[i]->key,
                          _(tabs[i]->title));
  gtk_box_append (GTK_BOX (bar), self->switcher);
  gtk_box_append (GTK_BOX (bar), close);
  self->box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 6, NULL);
  gtk_box_append (GTK_BOX (self->box), bar);
  gtk_box_append (GTK_BOX (self->box), self->stack);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  g_signal_connect_swapped (close, "clicked", G_CALLBACK (pl_find_pane_hide), self);
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (switched_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
pl_find_pane_get_tab (PlFindPane *self,
                      const char *key)
{
  if (self->box == NULL)
    build (self);
  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    if (g_str_equal (tabs[i]->key, key))
      {
        make_tab (self, i);
        return self->made[i];
      }
  return NULL;
}

void
pl_find_pane_show (PlFindPane *self,
                   const char *key)
{
  GtkWidget *tab = pl_find_pane_get_tab (self, key);

  if (tab == NULL)
    return;
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), key);
  set_shown (self, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    if (self->made[i] == tab && tabs[i]->begin != NULL)
      tabs[i]->begin (tab);
}

void
pl_find_pane_hide (PlFindPane *self)
{
  set_shown (self, FALSE);
  if (self->canvas != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static void
switched_cb (PlFindPane *self)
{
  const char *key = gtk_stack_get_visible_child_name (GTK_STACK (self->stack));

  if (key != NULL && gtk_widget_get_visible (GTK_WIDGET (self)))
    pl_find_pane_get_tab (self, key);
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   data)
{
  pl_find_pane_hide (PL_FIND_PANE (widget));
  return TRUE;
}

gboolean
pl_find_pane_is_crowded (PlFindPane *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self)) && pl_widget_is_low (GTK_WIDGET (self));
}

/* In a low window the picture comes first: the pane takes no more than it needs. */
static void
pl_find_pane_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  gtk_widget_measure (PL_FIND_PANE (widget)->box, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL && pl_widget_is_low (widget))
    *natural = *minimum;
}

static void
pl_find_pane_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  gtk_widget_size_allocate (PL_FIND_PANE (widget)->box, &(GtkAllocation) { 0, 0, width, height }, baseline);
}

static void
pl_find_pane_dispose (GObject *object)
{
  g_clear_pointer (&PL_FIND_PANE (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (pl_find_pane_parent_class)->dispose (object);
}

static void
pl_find_pane_class_init (PlFindPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_find_pane_dispose;
  widget_class->get_request_mode = pl_widget_get_child_request_mode;
  widget_class->measure = pl_find_pane_measure;
  widget_class->size_allocate = pl_find_pane_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "findpane");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
}

static void
pl_find_pane_init (PlFindPane *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Look closer"), -1);
}
