/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/recording/pl-findings-list.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"

struct _PlFindingsList
{
  GtkWidget parent_instance;

  GtkWidget *scroll;
  GtkListBox *list;
  GtkLabel *nothing;
  GPtrArray *findings;    /* PlFinding; NULL: none were looked for */
  PlViewer *viewer;       /* weak: it lives as long as the page */
};

G_DEFINE_FINAL_TYPE (PlFindingsList, pl_findings_list, GTK_TYPE_WIDGET)

/* A little of what was before and after, so that it can be seen as what it is. */
static void
go_to (PlFindingsList  *self,
       const PlFinding *finding)
{
  gint64 length_ns = finding->to_ns - finding->from_ns, air_ns = MAX (length_ns / 10, 1);

  pl_viewer_show (self->viewer, finding->from_ns - air_ns, finding->to_ns + air_ns);
  pl_viewer_select_range (self->viewer, finding->from_ns, finding->to_ns);
}

static void
row_activated_cb (PlFindingsList *self,
                  GtkListBoxRow  *row)
{
  guint i = (guint) gtk_list_box_row_get_index (row);

  if (self->findings != NULL && i < self->findings->len && self->viewer != NULL)
    go_to (self, self->findings->pdata[i]);
}

static GtkWidget *
row_new (const PlFinding *finding)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *text = g_object_new (GTK_TYPE_LABEL, "label", finding->text, "xalign", 0.0, "wrap", TRUE, "hexpand", TRUE, NULL);
  g_autofree char *cost = pl_text_duration (finding->cost_ns);
  /* Translators: what a finding costs: a duration. */
  g_autofree char *costs = g_strdup_printf (_("costs %s"), cost);
  GtkWidget *price = g_object_new (GTK_TYPE_LABEL, "label", costs, "xalign", 1.0, "valign", GTK_ALIGN_START, NULL);
  GtkWidget *row = gtk_list_box_row_new ();
  g_autofree char *name = g_strdup_printf ("%s %s", finding->text, costs);

  gtk_widget_add_css_class (price, "dim");
  gtk_widget_add_css_class (price, "numeric");
  gtk_box_append (GTK_BOX (box), text);
  if (finding->cost_ns > 0)
    gtk_box_append (GTK_BOX (box), price);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  finding->cost_ns > 0 ? name : finding->text, -1);
  return row;
}

guint
pl_findings_list_show (PlFindingsList *self,
                       PlTrace        *trace)
{
  GtkWidget *row;

  while ((row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0))) != NULL)
    gtk_list_box_remove (self->list, row);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  gtk_label_set_text (self->nothing, trace == NULL ? _("What costs it its speed is told when it has ended.")
                                                   : _("Nothing stands out: no wait, no lock and no message cost it much."));
  if (trace == NULL)
    return 0;
  self->findings = pl_findings_new (trace);
  for (guint i = 0; i < self->findings->len; i++)
    gtk_list_box_append (self->list, row_new (self->findings->pdata[i]));
  return self->findings->len;
}

void
pl_findings_list_set_viewer (PlFindingsList *self,
                             PlViewer       *viewer)
{
  g_set_weak_pointer (&self->viewer, viewer);
}

static void
pl_findings_list_dispose (GObject *object)
{
  PlFindingsList *self = PL_FINDINGS_LIST (object);

  g_clear_weak_pointer (&self->viewer);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->scroll, gtk_widget_unparent);
  G_OBJECT_CLASS (pl_findings_list_parent_class)->dispose (object);
}

static void
pl_findings_list_class_init (PlFindingsListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pl_findings_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "findingslist");
}

static void
pl_findings_list_init (PlFindingsList *self)
{
  GtkWidget *list = g_object_new (GTK_TYPE_LIST_BOX, "selection-mode", GTK_SELECTION_BROWSE, NULL);
  GtkWidget *nothing = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "yalign", 0.0, "wrap", TRUE, NULL);

  self->list = GTK_LIST_BOX (list);
  self->nothing = GTK_LABEL (nothing);
  gtk_widget_add_css_class (nothing, "dim");
  gtk_widget_add_css_class (nothing, "nothing");
  gtk_list_box_set_placeholder (self->list, nothing);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Findings"), -1);
  g_signal_connect_swapped (list, "row-activated", G_CALLBACK (row_activated_cb), self);
  self->scroll = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", list, "hexpand", TRUE, "vexpand", TRUE,
                               "hscrollbar-policy", GTK_POLICY_NEVER, NULL);
  gtk_widget_set_parent (self->scroll, GTK_WIDGET (self));
}
