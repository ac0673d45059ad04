/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/race/pl-lock-chooser.h"

#include <glib/gi18n.h>

#include "ui/race/pl-locks.h"
#include "ui/pl-ui.h"
#include "ui/widgets/pl-widget-theme.h"

struct _PlLockChooser
{
  GtkWidget parent_instance;

  GtkBox *list;
  GtkLabel *count;
  GtkButton *compare;

  GtkCheckButton *checks[PL_N_RACE_METHODS];
  PlLocks locks;
  gboolean loading;
};

G_DEFINE_FINAL_TYPE (PlLockChooser, pl_lock_chooser, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_LOCKS, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
show_locks (PlLockChooser *self)
{
  g_autofree char *count = g_strdup_printf (_("%u of %u chosen"), pl_locks_count (self->locks), PL_N_RACE_METHODS);

  self->loading = TRUE;
  for (guint i = 0; i < PL_N_RACE_METHODS; i++)
    gtk_check_button_set_active (self->checks[i], (self->locks & PL_LOCK (i)) != 0);
  self->loading = FALSE;
  gtk_label_set_text (self->count, count);
}

static void
set_locks (PlLockChooser *self,
           PlLocks        locks)
{
  if (locks == self->locks)
    return;
  self->locks = locks;
  show_locks (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOCKS]);
}

static void
toggled_cb (PlLockChooser *self)
{
  PlLocks locks = 0;

  if (self->loading)
    return;
  for (guint i = 0; i < PL_N_RACE_METHODS; i++)
    if (gtk_check_button_get_active (self->checks[i]))
      locks |= PL_LOCK (i);
  set_locks (self, locks);
}

static void
choose_cb (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  if (g_str_equal (action, "locks.all"))
    set_locks (PL_LOCK_CHOOSER (widget), PL_LOCKS_ALL);
  else if (g_str_equal (action, "locks.correct"))
    set_locks (PL_LOCK_CHOOSER (widget), pl_locks_correct ());
  else
    set_locks (PL_LOCK_CHOOSER (widget), 0);
}

/* From one to the next; a check button would keep these keys to itself. */
static gboolean
move_cb (GtkWidget *widget,
         GVariant  *by,
         gpointer   data)
{
  PlLockChooser *self = PL_LOCK_CHOOSER (widget);

  for (int i = 0; i < PL_N_RACE_METHODS; i++)
    if (gtk_widget_is_focus (GTK_WIDGET (self->checks[i])))
      {
        int to = CLAMP (i + g_variant_get_int32 (by), 0, PL_N_RACE_METHODS - 1);
        return gtk_widget_grab_focus (GTK_WIDGET (self->checks[to]));
      }
  return FALSE;
}

static void
compare_clicked_cb (PlLockChooser *self)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER);

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0, NULL);

  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkCheckButton *
new_check (const PlRaceMethodInfo *info)
{
  GtkWidget *check = gtk_check_button_new (), *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *note = new_label (_(info->description), "note");
  g_autofree char *words = info->correct ? g_strdup (_(info->description))
                                         : g_strdup_printf ("%s. %s", _(info->description), _("wrong"));

  gtk_box_append (GTK_BOX (line), new_label (_(info->name), NULL));
  if (!info->correct)
    gtk_box_append (GTK_BOX (line), new_label (_("wrong"), "wrong"));
  g_object_set (note, "wrap", TRUE, "max-width-chars", 40, NULL);
  gtk_box_append (GTK_BOX (lines), line);
  gtk_box_append (GTK_BOX (lines), note);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), lines);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _(info->name),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  return GTK_CHECK_BUTTON (check);
}

static void
pl_lock_chooser_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  if (id == PROP_LOCKS)
    set_locks (PL_LOCK_CHOOSER (object), g_value_get_uint64 (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pl_lock_chooser_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  if (id == PROP_LOCKS)
    g_value_set_uint64 (value, PL_LOCK_CHOOSER (object)->locks);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pl_lock_chooser_dispose (GObject *object)
{
  pl_widget_unparent_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (pl_lock_chooser_parent_class)->dispose (object);
}

static void
pl_lock_chooser_class_init (PlLockChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char * const actions[] = { "locks.all", "locks.correct", "locks.none" };

  object_class->set_property = pl_lock_chooser_set_property;
  object_class->get_property = pl_lock_chooser_get_property;
  object_class->dispose = pl_lock_chooser_dispose;

  props[PROP_LOCKS] = g_param_spec_uint64 ("locks", NULL, NULL, 0, PL_LOCKS_ALL, 0,
                                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class, PL_RESOURCE_PATH "/race/lock-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, PlLockChooser, list);
  gtk_widget_class_bind_template_child (widget_class, PlLockChooser, count);
  gtk_widget_class_bind_template_child (widget_class, PlLockChooser, compare);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], NULL, choose_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Up, 0, move_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Down, 0, move_cb, "i", 1);
  gtk_widget_class_set_css_name (widget_class, "lockchooser");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pl_lock_chooser_init (PlLockChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < PL_N_RACE_METHODS; i++)
    {
      self->checks[i] = new_check (pl_race_method_info (i));
      g_signal_connect_object (self->checks[i], "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->list, GTK_WIDGET (self->checks[i]));
    }
  g_signal_connect_swapped (self->compare, "clicked", G_CALLBACK (compare_clicked_cb), self);
  show_locks (self);
}
