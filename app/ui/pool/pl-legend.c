/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pool/pl-legend.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "trace/pl-trace-account.h"
#include "trace/pl-trace-kinds.h"
#include "trace/pl-trace-text.h"
#include "ui/pool/pl-shares.h"
#include "ui/widgets/pl-tip.h"
#include "ui/widgets/pl-widget-theme.h"
#include "ui/widgets/pl-wrap-layout.h"

/* Whole-run sums touch every lane: while a run is live, a few a second are enough. */
#define LIVE_INTERVAL_US 250000

/* "36.9 %" */
#define REPLAY_CHARS 6

/* Of the workers' time. */
#define LEAST_SHARE 0.001
#define MESSAGE_STATES ((1u << PL_STATE_SENDING) | (1u << PL_STATE_RECEIVING))

typedef struct {
  GtkWidget *button, *swatch, *label, *share;
} Entry;

struct _PlLegend
{
  GtkWidget parent_instance;

  PlViewer *viewer;
  PlTrace **trace;      /* what the page shows; NULL: nothing */
  Entry entries[PL_N_LOOKS];    /* by state, and by what the kernel tells of the time at tasks */
  Entry messages;
  const PlLegendMarks *marks;   /* NULL: none */
  GtkWidget **mark_entries;     /* one a mark */
  GtkWidget *whole;     /* says of what the shares are */
  GtkWidget *chip;      /* says that something is hidden, and shows it again; NULL: nothing has been shown yet, and nothing made */
  gint64 updated_us;
  gboolean compact;
};

G_DEFINE_FINAL_TYPE (PlLegend, pl_legend, GTK_TYPE_WIDGET)

static void
draw_swatch_cb (GtkDrawingArea *area,
                cairo_t        *cr,
                int             width,
                int             height,
                gpointer        state)
{
  PlLegend *self = PL_LEGEND (gtk_widget_get_ancestor (GTK_WIDGET (area), PL_TYPE_LEGEND));
  PlPicture *picture = pl_viewer_get_picture (self->viewer);

  pl_legend_swatch_draw (cr, picture != NULL && pl_picture_has_letters (picture) ? pl_ink_for (G_OBJECT (self)) : NULL,
                         GPOINTER_TO_UINT (state), pl_theme_get (pl_widget_theme (GTK_WIDGET (area))), width, height);
}

static void
toggled_cb (PlLegend        *self,
            GtkToggleButton *button)
{
  for (guint state = 0; state < PL_N_LOOKS; state++)
    if (self->entries[state].button == GTK_WIDGET (button))
      pl_viewer_set_hidden (self->viewer, state, !gtk_toggle_button_get_active (button));
}

/* A message from lane to lane. */
static void
draw_arrow_cb (GtkDrawingArea *area,
               cairo_t        *cr,
               int             width,
               int             height,
               gpointer        data)
{
  GdkRGBA color;

  pl_widget_color (GTK_WIDGET (area), &color);
  color.alpha *= 0.6f;
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, 1.5);
  cairo_move_to (cr, 3, 1);
  cairo_curve_to (cr, 3, height * 0.8, width - 5, height * 0.2, width - 5, height - 4);
  cairo_stroke (cr);
  cairo_move_to (cr, width - 5, height);
  cairo_rel_line_to (cr, -3.5, -5.5);
  cairo_rel_line_to (cr, 7, 0);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
messages_toggled_cb (PlLegend        *self,
                     GtkToggleButton *button)
{
  pl_viewer_set_show_messages (self->viewer, gtk_toggle_button_get_active (button));
}

static void
draw_mark_cb (GtkDrawingArea *area,
              cairo_t        *cr,
              int             width,
              int             height,
              gpointer        mark)
{
  PlLegend *self = PL_LEGEND (gtk_widget_get_ancestor (GTK_WIDGET (area), PL_TYPE_LEGEND));

  self->marks->draw (cr, GPOINTER_TO_UINT (mark), pl_theme_get (pl_widget_theme (GTK_WIDGET (area))), width, height);
}

static GtkWidget *
make_swatch (GtkDrawingAreaDrawFunc draw,
             gpointer               data)
{
  GtkWidget *swatch = g_object_new (GTK_TYPE_DRAWING_AREA, "content-width", 26, "content-height", 16,
                                    "valign", GTK_ALIGN_CENTER,
                                    "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (swatch), draw, data, NULL);
  return swatch;
}

static void
init_entry (PlLegend               *self,
            Entry                  *entry,
            const char             *text,
            GtkDrawingAreaDrawFunc  draw,
            gpointer                data,
            GCallback               toggled)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  entry->swatch = make_swatch (draw, data);
  entry->share = g_object_new (GTK_TYPE_LABEL, "visible", FALSE, NULL);
  gtk_widget_add_css_class (entry->share, "dim");
  gtk_widget_add_css_class (entry->share, "numeric");

  gtk_box_append (GTK_BOX (box), entry->swatch);
  entry->label = gtk_label_new (text);
  gtk_box_append (GTK_BOX (box), entry->label);
  gtk_box_append (GTK_BOX (box), entry->share);

  entry->button = g_object_new (GTK_TYPE_TOGGLE_BUTTON, "child", box, "active", TRUE, "visible", FALSE,
                                "tooltip-text", _("Show or hide these"), NULL);
  gtk_widget_add_css_class (entry->button, "legend-entry");
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry->button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_parent (entry->button, GTK_WIDGET (self));
  g_signal_connect_object (entry->button, "toggled", toggled, self, G_CONNECT_SWAPPED);
}

static void
update_chip (PlLegend *self)
{
  guint n = (guint) __builtin_popcount (pl_viewer_get_viewport (self->viewer)->hidden);
  g_autofree char *text = g_strdup_printf (ngettext ("%u state hidden: show all", "%u states hidden: show all", n), n);

  gtk_button_set_label (GTK_BUTTON (self->chip), text);
  gtk_widget_set_visible (self->chip, n > 0);
}

static void
update_filter (PlLegend *self)
{
  update_chip (self);
  for (guint state = 0; state < PL_N_LOOKS; state++)
    if (self->entries[state].button != NULL)
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->entries[state].button),
                                    !(pl_viewer_get_viewport (self->viewer)->hidden & (1u << state)));
}

static void
show_all_cb (PlLegend *self)
{
  pl_viewer_hide_nothing (self->viewer);
}

/* In a replay it will have a share, sooner or later. */
static gboolean
keeps_room (PlLegend *self,
            gint64    whole_ns,
            double    whole_total)
{
  return pl_viewer_get_viewport (self->viewer)->until_ns > 0 && (double) whole_ns >= LEAST_SHARE * whole_total;
}

static void
update_entry (PlLegend   *self,
              Entry      *entry,
              const char *text,
              gboolean    occurs,
              gint64      ns,
              double      total,
              gboolean    room)
{
  /* Next to nothing is told best by saying nothing. */
  gboolean counts = total > 0 && (double) ns >= LEAST_SHARE * total;
  g_autofree char *share = counts ? pl_text_percent ((double) ns, total) : g_strdup ("");
  g_autofree char *name = g_strdup_printf ("%s %s", text, share);

  gtk_widget_set_visible (entry->button, occurs);
  gtk_label_set_text (GTK_LABEL (entry->label), text);
  gtk_label_set_text (GTK_LABEL (entry->share), share);
  /* While the shares change, what stands beside them keeps its place. */
  gtk_label_set_width_chars (GTK_LABEL (entry->share), room ? REPLAY_CHARS : -1);
  gtk_widget_set_visible (entry->share, (*share != '\0' || room) && !self->compact);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  g_strchomp (name), -1);
}

/* The time at tasks, in what it consists of by that moment. What there is in all of the run stays in its place. */
static void
update_parts (PlLegend *self,
              PlTrace  *trace,
              PlTrace  *by_then,
              double    total,
              double    whole)
{
  PlCpuAccount account, all;

  pl_trace_account_total (by_then, &account);
  pl_trace_account_total (trace, &all);
  const gint64 all_ns[PL_N_CPU_PARTS] = { all.on_ns, all.waiting_ns, all.asleep_ns, all.unknown_ns };
  const gint64 parts_ns[PL_N_CPU_PARTS] = {
    account.on_ns, account.waiting_ns, account.asleep_ns, account.unknown_ns,
  };
  for (guint part = 0; part < PL_N_CPU_PARTS; part++)
    {
      /* Without a share the state's own name says enough. */
      gboolean brief = self->compact && part == PL_CPU_PART_ON && pl_trace_kind (pl_trace_get_log (trace))->state_name;
      g_autofree char *name = brief ? g_strdup (pl_trace_state_name (trace, PL_STATE_WORKING))
                                    : pl_trace_part_name (trace, part);

      update_entry (self, &self->entries[pl_cpu_part_look (part)], name, all_ns[part] > 0 || part == PL_CPU_PART_ON,
                    parts_ns[part], total, keeps_room (self, all_ns[part], whole));
    }
}

/* They are a list of their own, with something in it. */
static gboolean
lists_messages (PlTrace *trace)
{
  PlTransfers *(*transfers) (PlTrace *) = pl_trace_kind (pl_trace_get_log (trace))->transfers;

  return transfers != NULL && transfers (trace)->transfers->len > 0;
}

static void
update_marks (PlLegend *self,
              PlTrace  *by_then)
{
  guint32 occurring = self->marks != NULL && by_then != NULL ? self->marks->occurring (by_then, 0, G_MAXINT64) : 0;

  for (guint mark = 0; self->marks != NULL && mark < self->marks->n; mark++)
    gtk_widget_set_visible (self->mark_entries[mark], (occurring & (1u << mark)) != 0);
}

static void
add_entries (PlLegend *self)
{
  guint n;
  const PlState *order = pl_shares_order (&n);

  for (guint i = 0; i < n; i++)
    {
      init_entry (self, &self->entries[order[i]], pl_state_name (order[i]), draw_swatch_cb,
                  GINT_TO_POINTER (order[i]), G_CALLBACK (toggled_cb));
      for (guint part = PL_CPU_PART_WAITING; order[i] == PL_STATE_WORKING && part < PL_N_CPU_PARTS; part++)
        init_entry (self, &self->entries[pl_cpu_part_look (part)], pl_cpu_part_name (part, FALSE), draw_swatch_cb,
                    GUINT_TO_POINTER (pl_cpu_part_look (part)), G_CALLBACK (toggled_cb));
    }
  init_entry (self, &self->messages, _("message"), draw_arrow_cb, NULL, G_CALLBACK (messages_toggled_cb));
  pl_tip_set (self->messages.button,
              _("Show or hide these. More than 20 are shown when this is switched off and on again."));
}

static void
add_marks (PlLegend *self)
{
  self->mark_entries = g_new0 (GtkWidget *, self->marks->n);
  for (guint mark = 0; mark < self->marks->n; mark++)
    {
      GtkWidget *entry = g_object_new (GTK_TYPE_BOX, "spacing", 6, "visible", FALSE, NULL);

      gtk_widget_add_css_class (entry, "legend-mark");
      gtk_box_append (GTK_BOX (entry), make_swatch (draw_mark_cb, GUINT_TO_POINTER (mark)));
      gtk_box_append (GTK_BOX (entry), gtk_label_new (self->marks->name (mark)));
      gtk_widget_set_parent (entry, GTK_WIDGET (self));
      self->mark_entries[mark] = entry;
    }
}

/* When there is something to explain: the window is seen without waiting for it. */
static void
make (PlLegend *self)
{
  self->whole = g_object_new (GTK_TYPE_LABEL, "label", _("Whole run:"), "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->whole, "dim");
  gtk_widget_set_parent (self->whole, GTK_WIDGET (self));
  add_entries (self);
  if (self->marks != NULL)
    add_marks (self);
  self->chip = g_object_new (GTK_TYPE_BUTTON, "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->chip, "chip");
  gtk_widget_set_parent (self->chip, GTK_WIDGET (self));
  g_signal_connect_object (self->chip, "clicked", G_CALLBACK (show_all_cb), self, G_CONNECT_SWAPPED);
  update_filter (self);
}

/* What has ended has no share of the time before. */
static gint64
alive_ns (const PlShares *shares,
          PlState         state)
{
  return PL_STATES_ENDED & (1u << state) ? 0 : shares->state_ns[state];
}

static void
update (PlLegend *self)
{
  PlTrace *trace = *self->trace;
  gboolean told = trace != NULL && pl_trace_account_source (trace) != PL_ACCOUNT_SOURCE_NONE;
  gboolean messages = trace != NULL && pl_trace_kind (pl_trace_get_log (trace))->has_messages;
  PlTrace *by_then = trace != NULL ? pl_trace_at (trace, pl_viewer_get_viewport (self->viewer)->until_ns) : NULL;
  PlShares workers = { 0 }, parent = { 0 }, shown;
  double total;
  guint n;
  const PlState *order = pl_shares_order (&n);

  self->updated_us = g_get_monotonic_time ();
  if (self->chip == NULL && trace == NULL)
    return;
  if (self->chip == NULL)
    make (self);
  if (trace != NULL)
    {
      gint64 end = pl_trace_get_end_ns (trace);
      pl_shares_of_workers (trace, 0, end, &workers);
      /* Where nothing is sent, the parent does nothing that is worth an entry. */
      if (messages)
        pl_trace_sum (trace, 0, 0, end, &parent);
      if (self->marks != NULL && self->marks->states_now != NULL)
        workers.states |= self->marks->states_now (trace);
    }
  shown = workers;
  if (by_then != trace)
    pl_shares_of_workers (by_then, 0, pl_trace_get_end_ns (by_then), &shown);
  total = (double) pl_states_alive_ns (shown.state_ns);
  gtk_label_set_text (GTK_LABEL (self->whole), by_then != trace ? _("So far:") : _("Whole run:"));
  gtk_widget_set_visible (self->whole, total > 0 && !self->compact);
  /* Nobody sends anything over a shared array. */
  gtk_widget_set_visible (self->messages.button, (messages && ((workers.states | parent.states) & MESSAGE_STATES) != 0) ||
                                                     (trace != NULL && lists_messages (trace)));

  for (guint i = 0; i < n; i++)
    update_entry (self, &self->entries[order[i]],
                  trace != NULL ? pl_trace_state_name (trace, order[i]) : pl_state_name (order[i]),
                  ((workers.states | parent.states) & (1u << order[i])) != 0, alive_ns (&shown, order[i]), total,
                  keeps_room (self, alive_ns (&workers, order[i]), (double) pl_states_alive_ns (workers.state_ns)));
  for (guint look = PL_N_STATES; look < PL_N_LOOKS; look++)
    gtk_widget_set_visible (self->entries[look].button, FALSE);
  if (told && (workers.states & (1u << PL_STATE_WORKING)))
    update_parts (self, trace, by_then, total, (double) pl_states_alive_ns (workers.state_ns));
  update_marks (self, by_then);
}

static void
viewer_changed_cb (PlLegend *self,
                   guint     what)
{
  PlTrace *trace = *self->trace;
  gboolean due = g_get_monotonic_time () - self->updated_us > LIVE_INTERVAL_US;

  if (what & PL_VIEWER_PICTURE ||
      ((what & PL_VIEWER_DATA) && (due || trace == NULL || !pl_trace_get_live (trace))) ||
      ((what & PL_VIEWER_CURSOR) && (due || !pl_viewer_get_moving (self->viewer))))
    update (self);
  if ((what & PL_VIEWER_FILTER) && self->chip != NULL)
    update_filter (self);
}

void
pl_legend_set_viewer (PlLegend *self,
                      PlViewer *viewer,
                      PlTrace **trace)
{
  g_return_if_fail (self->viewer == NULL);

  self->viewer = g_object_ref (viewer);
  self->trace = trace;
  g_signal_connect_object (viewer, "changed", G_CALLBACK (viewer_changed_cb), self, G_CONNECT_SWAPPED);
}

void
pl_legend_set_marks (PlLegend            *self,
                     const PlLegendMarks *marks)
{
  g_return_if_fail (self->marks == NULL && self->chip == NULL);

  self->marks = marks;
}

void
pl_legend_set_compact (PlLegend *self,
                       gboolean  compact)
{
  if (self->compact == compact)
    return;
  self->compact = compact;
  if (self->trace != NULL)
    update (self);
}

GtkWidget *
pl_legend_get_button (PlLegend *self,
                      guint     look)
{
  GtkWidget *button = self->entries[look].button;
  return button != NULL && gtk_widget_get_visible (button) ? button : NULL;
}

GtkWidget *
pl_legend_get_mark (PlLegend *self,
                    guint     mark)
{
  GtkWidget *entry = self->mark_entries != NULL && mark < self->marks->n ? self->mark_entries[mark] : NULL;
  return entry != NULL && gtk_widget_get_visible (entry) ? entry : NULL;
}

static void
pl_legend_css_changed (GtkWidget         *widget,
                       GtkCssStyleChange *change)
{
  PlLegend *self = PL_LEGEND (widget);

  GTK_WIDGET_CLASS (pl_legend_parent_class)->css_changed (widget, change);
  for (guint state = 0; state < PL_N_LOOKS; state++)
    if (self->entries[state].swatch != NULL)
      gtk_widget_queue_draw (self->entries[state].swatch);
  for (guint mark = 0; self->mark_entries != NULL && mark < self->marks->n; mark++)
    gtk_widget_queue_draw (gtk_widget_get_first_child (self->mark_entries[mark]));
}

static void
pl_legend_dispose (GObject *object)
{
  PlLegend *self = PL_LEGEND (object);

  for (guint state = 0; state < PL_N_LOOKS; state++)
    {
      g_clear_pointer (&self->entries[state].button, gtk_widget_unparent);
      self->entries[state].swatch = NULL;
    }
  for (guint mark = 0; self->mark_entries != NULL && mark < self->marks->n; mark++)
    gtk_widget_unparent (self->mark_entries[mark]);
  g_clear_pointer (&self->mark_entries, g_free);
  self->marks = NULL;
  g_clear_pointer (&self->messages.button, gtk_widget_unparent);
  g_clear_pointer (&self->whole, gtk_widget_unparent);
  g_clear_pointer (&self->chip, gtk_widget_unparent);
  g_clear_object (&self->viewer);
  G_OBJECT_CLASS (pl_legend_parent_class)->dispose (object);
}

static void
pl_legend_class_init (PlLegendClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_legend_dispose;
  widget_class->css_changed = pl_legend_css_changed;
  gtk_widget_class_set_layout_manager_type (widget_class, PL_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "legend");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pl_legend_init (PlLegend *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Legend"), -1);
}
