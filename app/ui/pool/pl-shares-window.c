/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "trace/pl-account-text.h"
#include "trace/pl-trace-text.h"
#include "ui/pool/pl-shares-table.h"
#include "ui/widgets/pl-widget-theme.h"

/* Wide enough for all columns of an ordinary run; on a smaller screen the table scrolls. */
#define WIDTH 1240
#define HEIGHT 420

static void
copy_cb (GtkWidget *button,
         gpointer   table)
{
  g_autofree char *text = pl_shares_table_to_text (table);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), text);
}

/* What time it is about, and what all workers did in it. The table has a column for each state, also for what the
 * picture leaves out. */
static GtkWidget *
describe_time (PlTrace *trace,
               gint64   from_ns,
               gint64   to_ns)
{
  gboolean whole = from_ns <= 0 && to_ns >= pl_trace_get_end_ns (trace), so_far = from_ns <= 0 && !whole;
  g_autofree char *sentence = pl_trace_range_sentence (trace, -1, from_ns, to_ns, 0);
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 3,
                                 "hexpand", TRUE, NULL);
  GtkWidget *title = g_object_new (GTK_TYPE_LABEL, "label", whole ? _("Whole run") : so_far ? _("The run so far") : _("Selected range"),
                                   "xalign", 0.0, NULL);

  gtk_widget_add_css_class (title, "heading");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), g_object_new (GTK_TYPE_LABEL, "label", sentence, "xalign", 0.0, "wrap", TRUE, NULL));
  return box;
}

static GtkWidget *
make_copy_button (GtkColumnView *table)
{
  GtkWidget *copy = g_object_new (GTK_TYPE_BUTTON, "label", _("Copy Table"), "halign", GTK_ALIGN_END,
                                  "tooltip-text", _("To be pasted into a spreadsheet"), NULL);

  g_signal_connect (copy, "clicked", G_CALLBACK (copy_cb), table);
  return copy;
}

static gboolean
close_cb (GtkWidget *window,
          GVariant  *args,
          gpointer   data)
{
  gtk_window_destroy (GTK_WINDOW (window));
  return TRUE;
}

/* Who knows how long they had a CPU, and how to know more. */
static GtkWidget *
describe_source (PlTrace *trace)
{
  g_autofree char *source = pl_account_source_sentence (trace), *group = pl_account_group_sentence (trace);
  g_autofree char *stolen = pl_account_stolen_sentence (trace);
  g_autofree char *text = g_strconcat (source, group ? " " : "", group ? group : "", stolen ? " " : "", stolen, NULL);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "xalign", 0.0, "selectable", TRUE, NULL);

  gtk_widget_add_css_class (label, "dim");
  return label;
}

static void
add_keys (GtkWidget *window)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Escape|<Control>w"),
                                                          gtk_callback_action_new (close_cb, NULL, NULL)));
  gtk_widget_add_controller (window, keys);
}

GtkWindow *
pl_shares_window_new (GtkWindow *parent,
                      PlTrace   *trace,
                      gint64     from_ns,
                      gint64     to_ns)
{
  GtkColumnView *table = pl_shares_table_new (trace, from_ns, to_ns);
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 10, NULL);
  GtkWidget *scroll = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", table, "vexpand", TRUE, "has-frame", TRUE, NULL);
  int width = parent != NULL ? MIN (WIDTH, gtk_widget_get_width (GTK_WIDGET (parent)) - 20) : WIDTH;
  GtkWidget *window;

  gtk_box_append (GTK_BOX (box), describe_time (trace, from_ns, to_ns));
  gtk_box_append (GTK_BOX (box), scroll);
  gtk_box_append (GTK_BOX (box), describe_source (trace));
  gtk_box_append (GTK_BOX (box), make_copy_button (table));
  gtk_widget_add_css_class (box, "shares");
  window = g_object_new (GTK_TYPE_WINDOW, "title", _("How each worker spent its time"), "transient-for", parent,
                         "destroy-with-parent", TRUE, "default-width", MAX (width, 300), "default-height", HEIGHT,
                         "child", box, NULL);
  pl_widget_theme_watch (window);
  add_keys (window);
  gtk_window_set_focus (GTK_WINDOW (window), GTK_WIDGET (table));
  return GTK_WINDOW (window);
}
