/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/race/pl-compare-button.h"

#include <glib/gi18n.h>

#include "ui/race/pl-lock-chooser.h"
#include "ui/race/pl-locks.h"
#include "ui/widgets/pl-tip.h"

struct _PlCompareButton
{
  GtkWidget parent_instance;

  GtkWidget *button, *arrow;
  PlLocks locks;
};

G_DEFINE_FINAL_TYPE (PlCompareButton, pl_compare_button, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_LOCKS, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
show_locks (PlCompareButton *self)
{
  guint n = pl_locks_count (self->locks);
  g_autofree char *some = g_strdup_printf (ngettext ("Compare %u lock", "Compare %u locks", n), n);

  gtk_button_set_label (GTK_BUTTON (self->button), n == PL_N_RACE_METHODS ? _("Compare all locks") : some);
}

/* Made when it is first opened, as menus are. */
static void
create_popover_cb (GtkMenuButton *arrow,
                   gpointer       data)
{
  GtkWidget *chooser = g_object_new (PL_TYPE_LOCK_CHOOSER, NULL), *popover = gtk_popover_new ();

  g_object_bind_property (data, "locks", chooser, "locks", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  gtk_popover_set_child (GTK_POPOVER (popover), chooser);
  gtk_menu_button_set_popover (arrow, popover);
  gtk_menu_button_set_create_popup_func (arrow, NULL, NULL, NULL);
}

static void
pl_compare_button_set_property (GObject      *object,
                                guint         id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  PlCompareButton *self = PL_COMPARE_BUTTON (object);

  if (id != PROP_LOCKS)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  if (self->locks == g_value_get_uint64 (value))
    return;
  self->locks = g_value_get_uint64 (value);
  show_locks (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
pl_compare_button_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  if (id == PROP_LOCKS)
    g_value_set_uint64 (value, PL_COMPARE_BUTTON (object)->locks);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pl_compare_button_dispose (GObject *object)
{
  PlCompareButton *self = PL_COMPARE_BUTTON (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_pointer (&self->arrow, gtk_widget_unparent);
  G_OBJECT_CLASS (pl_compare_button_parent_class)->dispose (object);
}

static void
pl_compare_button_class_init (PlCompareButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = pl_compare_button_set_property;
  object_class->get_property = pl_compare_button_get_property;
  object_class->dispose = pl_compare_button_dispose;

  props[PROP_LOCKS] = g_param_spec_uint64 ("locks", NULL, NULL, 0, PL_LOCKS_ALL, 0,
                                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "comparebutton");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pl_compare_button_init (PlCompareButton *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "linked");
  self->button = g_object_new (GTK_TYPE_BUTTON, "action-name", "win.compare", NULL);
  pl_tip_set (self->button, "F7");
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  self->arrow = g_object_new (GTK_TYPE_MENU_BUTTON, "direction", GTK_ARROW_UP, NULL);
  pl_tip_set (self->arrow, _("Choose locks"));
  gtk_widget_set_parent (self->arrow, GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->arrow), create_popover_cb, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->arrow), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Choose locks"), -1);
  show_locks (self);
}
