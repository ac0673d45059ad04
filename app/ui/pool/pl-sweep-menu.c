/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pool/pl-sweep-menu.h"

#include <glib/gi18n.h>

#include "plan/pl-machine.h"
#include "plan/pl-plan.h"
#include "trace/sweep/pl-sweep.h"
#include "ui/widgets/pl-tip.h"

/* Enough for a spread, and soon over. */
#define DEFAULT_TRIALS 3

struct _PlSweepMenu
{
  GtkPopover parent_instance;

  GtkWidget *box, *trials;
};

G_DEFINE_FINAL_TYPE (PlSweepMenu, pl_sweep_menu, GTK_TYPE_POPOVER)

static void
chosen_cb (PlSweepMenu *self,
           GtkButton   *button)
{
  const char *what = g_object_get_data (G_OBJECT (button), "pl-what");
  guint trials = (guint) gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->trials));

  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.sweep", "(su)", what, trials);
}

static void
add (PlSweepMenu *self,
     const char  *label,
     const char  *hint,
     char        *what)
{
  GtkWidget *button = g_object_new (GTK_TYPE_BUTTON, "label", label, NULL);

  pl_tip_set (button, hint);
  g_object_set_data (G_OBJECT (button), "pl-what", what);
  g_signal_connect_object (button, "clicked", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), button);
}

/* Not of the form's tasks, and once. */
static void
add_kinds (PlSweepMenu *self)
{
  GtkWidget *button
    = g_object_new (GTK_TYPE_BUTTON, "label", _("Compare Kinds"), "action-name", "win.compare-kinds", NULL);

  pl_tip_set (button, _("Processes, threads and threads under one lock: what they cost and give on this machine"));
  g_signal_connect_object (button, "clicked", G_CALLBACK (gtk_popover_popdown), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (self->box), button);
}

static void
add_trials (PlSweepMenu *self)
{
  GtkWidget *row = g_object_new (GTK_TYPE_BOX, "spacing", 12, NULL);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", _("Trials of each"), "xalign", 0.0, "hexpand", TRUE, NULL);

  self->trials = gtk_spin_button_new_with_range (1, 100, 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->trials), DEFAULT_TRIALS);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->trials), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Trials of each"), -1);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), self->trials);
  gtk_box_append (GTK_BOX (self->box), row);
}

/* "1, 2, 4 Workers"; of many only the first and the last. */
static char *
sizes_text (void)
{
  g_autoptr(GArray) sizes = pl_plan_sizes_on (pl_machine_n_cpus ());
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < sizes->len; i++)
    {
      gboolean last = i + 1 == sizes->len, left_out = sizes->len > 4 && i > 2;

      if (!left_out || last)
        g_string_append_printf (text, "%s%u", i == 0 ? "" : left_out ? " … " : ", ", g_array_index (sizes, guint32, i));
    }
  /* Translators: how many there are each time: "1, 2, 4 … 16 Workers". */
  return g_strdup_printf (_("%s Workers"), text->str);
}

static void
pl_sweep_menu_class_init (PlSweepMenuClass *klass)
{
}

static void
pl_sweep_menu_init (PlSweepMenu *self)
{
  static char channels[] = "channels", workers[] = "workers", chunks[] = "chunks";
  g_autofree char *sizes = sizes_text ();

  self->box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 8, NULL);
  add (self, _("Queue, Pipe and Array"), _("The same tasks over each of them, on one time axis"), channels);
  add (self, sizes, _("How much faster more workers are, and what limits them"), workers);
  add (self, _("1, 2, 4 … Tasks a Message"), _("Between the cost of many messages and the imbalance of few"), chunks);
  add_trials (self);
  add_kinds (self);
  gtk_popover_set_child (GTK_POPOVER (self), self->box);
}
