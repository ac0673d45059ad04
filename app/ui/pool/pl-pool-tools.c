/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pool/pl-pool-tools.h"

#include <glib/gi18n.h>

typedef struct {
  PlViewer *viewer;
  PlTrace **trace;
  GtkWidget *kill, *shares;
} Tools;

static void
update_kill (Tools *tools)
{
  const PlViewport *view = pl_viewer_get_viewport (tools->viewer);
  guint lane = view->selected.lane;
  gboolean possible = *tools->trace != NULL && pl_trace_get_live (*tools->trace) && view->has_selection && lane > 0;

  gtk_widget_set_visible (tools->kill, possible);
  if (!possible)
    return;

  g_autofree char *label = g_strdup_printf (_("Kill worker %u"), lane);
  gtk_button_set_label (GTK_BUTTON (tools->kill), label);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (tools->kill), "u", lane);
}

static void
viewer_changed_cb (PlViewer *viewer,
                   guint     what,
                   Tools    *tools)
{
  if (!(what & (PL_VIEWER_PICTURE | PL_VIEWER_DATA | PL_VIEWER_SELECTION)))
    return;
  gtk_widget_set_visible (tools->shares, *tools->trace != NULL);
  update_kill (tools);
}

static void
tools_free (gpointer data)
{
  Tools *tools = data;

  g_signal_handlers_disconnect_by_data (tools->viewer, tools);
  g_object_unref (tools->viewer);
  g_free (tools);
}

void
pl_pool_tools_add (PlDetails *details,
                   PlViewer  *viewer,
                   PlTrace  **trace)
{
  Tools *tools = g_new0 (Tools, 1);

  tools->viewer = g_object_ref (viewer);
  tools->trace = trace;
  tools->kill = g_object_new (GTK_TYPE_BUTTON, "action-target", g_variant_new_uint32 (0),
                              "action-name", "win.kill-worker",
                              "valign", GTK_ALIGN_CENTER, "visible", FALSE,
                              "tooltip-text", _("Ends this process with SIGKILL; a new one takes over its task"), NULL);
  pl_details_add (details, tools->kill);

  tools->shares = g_object_new (GTK_TYPE_BUTTON, "label", _("Per Worker"), "valign", GTK_ALIGN_CENTER,
                                "visible", FALSE, "action-name", "win.look-closer",
                                "action-target", g_variant_new_string ("range"),
                                "tooltip-text", _("How each worker spent the range, or the whole run"), NULL);
  pl_details_add (details, tools->shares);

  g_signal_connect (viewer, "changed", G_CALLBACK (viewer_changed_cb), tools);
  g_object_set_data_full (G_OBJECT (details), "pl-pool-tools", tools, tools_free);
}
