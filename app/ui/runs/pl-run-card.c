/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/runs/pl-run-card.h"

#include <glib/gi18n.h>

#include "ui/runs/pl-run-thumbnail.h"
#include "ui/widgets/pl-tip.h"
#include "ui/widgets/pl-widget-theme.h"

#define CHARS 24

struct _PlRunCard
{
  GtkWidget parent_instance;

  PlRunEntry *entry;            /* NULL: none */
  PlRunThumbnail *thumbnail;
  GtkWidget *title, *line;
  GtkWidget *name;              /* instead of the title, while a name is written */
  gboolean renaming;
};

G_DEFINE_FINAL_TYPE (PlRunCard, pl_run_card, GTK_TYPE_WIDGET)

enum { OPEN, RENAMED, N_SIGNALS };
static guint signals[N_SIGNALS];

char *
pl_run_card_title (PlRunEntry *entry)
{
  const char *name = pl_run_entry_get_name (entry);
  return g_strdup (name != NULL ? name : pl_run_entry_get_title (entry));
}

/* Of today the time; of another day the day. */
static char *
when_text (PlRunEntry *entry)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (pl_run_entry_get_time_ns (entry) / 1000000000);
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();

  if (time == NULL)
    return g_strdup ("");
  if (g_date_time_get_year (time) == g_date_time_get_year (now) &&
      g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (now))
    return g_date_time_format (time, "%H:%M");
  /* Translators: a day, as short as it can be told: "28 Nov"; see strftime (3) */
  return g_date_time_format (time, _("%e %b"));
}

static char *
line_text (PlRunEntry *entry)
{
  const char *outcome = pl_run_entry_get_outcome (entry);
  g_autofree char *when = when_text (entry);

  g_strstrip (when);
  return *outcome != '\0' ? g_strdup_printf ("%s  %s", when, outcome) : g_strdup (when);
}

static void
update (PlRunCard *self)
{
  g_autofree char *title = NULL, *line = NULL, *all = NULL;

  if (self->entry == NULL)
    return;
  title = pl_run_card_title (self->entry);
  line = line_text (self->entry);
  all = g_strdup_printf (pl_run_entry_get_annotated (self->entry) ? _("%s\n%s\nwith notes") : "%s\n%s",
                         pl_run_entry_get_title (self->entry), line);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->line), line);
  pl_tip_set (GTK_WIDGET (self), all);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, all, -1);
  pl_widget_set_class (self->title, "heading", pl_run_entry_get_name (self->entry) != NULL);
}

/* --- its name --- */

static void
set_renaming (PlRunCard *self,
              gboolean   renaming)
{
  self->renaming = renaming;
  gtk_widget_set_visible (self->name, renaming);
  gtk_widget_set_visible (self->title, !renaming);
}

static void
end_rename (PlRunCard *self,
            gboolean   take)
{
  g_autofree char *name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name)));

  if (!self->renaming)
    return;
  set_renaming (self, FALSE);
  if (take)
    g_signal_emit (self, signals[RENAMED], 0, name);
  /* The list's row gets the keyboard back. */
  if (gtk_widget_get_parent (GTK_WIDGET (self)) != NULL)
    gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (self)));
}

static void
activated_cb (PlRunCard *self)
{
  end_rename (self, TRUE);
}

/* Whoever goes elsewhere has written what was to be written. */
static void
left_cb (PlRunCard *self)
{
  g_autofree char *name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name)));

  if (!self->renaming)
    return;
  set_renaming (self, FALSE);
  g_signal_emit (self, signals[RENAMED], 0, name);
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   data)
{
  end_rename (PL_RUN_CARD (gtk_widget_get_ancestor (widget, PL_TYPE_RUN_CARD)), FALSE);
  return TRUE;
}

void
pl_run_card_begin_rename (PlRunCard *self)
{
  const char *name = self->entry != NULL ? pl_run_entry_get_name (self->entry) : NULL;

  if (self->entry == NULL || self->renaming)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->name), name != NULL ? name : "");
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->name), pl_run_entry_get_title (self->entry));
  set_renaming (self, TRUE);
  gtk_widget_grab_focus (self->name);
}

gboolean
pl_run_card_is_renaming (PlRunCard *self)
{
  return self->renaming;
}

/* --- all of it --- */

static void
released_cb (PlRunCard *self,
             int        n_press,
             double     x,
             double     y,
             GtkGesture *gesture)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  if (n_press == 1 && !self->renaming && (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) == 0)
    g_signal_emit (self, signals[OPEN], 0);
}

void
pl_run_card_set_entry (PlRunCard  *self,
                       PlRunEntry *entry)
{
  if (self->entry == entry)
    return;
  if (self->entry != NULL)
    g_signal_handlers_disconnect_by_data (self->entry, self);
  set_renaming (self, FALSE);
  g_set_object (&self->entry, entry);
  pl_run_thumbnail_set_entry (self->thumbnail, entry);
  if (entry != NULL)
    g_signal_connect_object (entry, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

PlRunEntry *
pl_run_card_get_entry (PlRunCard *self)
{
  return self->entry;
}

void
pl_run_card_set_shown (PlRunCard *self,
                       gboolean   shown)
{
  pl_widget_set_class (GTK_WIDGET (self), "shown", shown);
}

void
pl_run_card_set_small (PlRunCard *self,
                       gboolean   small)
{
  pl_run_thumbnail_set_small (self->thumbnail, small);
}

static void
pl_run_card_dispose (GObject *object)
{
  PlRunCard *self = PL_RUN_CARD (object);

  self->renaming = FALSE;
  if (self->entry != NULL)
    g_signal_handlers_disconnect_by_data (self->entry, self);
  g_clear_object (&self->entry);
  pl_widget_unparent_children (GTK_WIDGET (self));
  G_OBJECT_CLASS (pl_run_card_parent_class)->dispose (object);
}

static void
pl_run_card_class_init (PlRunCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_run_card_dispose;
  signals[OPEN] = g_signal_new ("open", PL_TYPE_RUN_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RENAMED] = g_signal_new ("renamed", PL_TYPE_RUN_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "runcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
make_label (const char *style)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END,
                                   "width-chars", CHARS, "max-width-chars", CHARS, NULL);

  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
make_name (PlRunCard *self)
{
  GtkWidget *name = g_object_new (GTK_TYPE_ENTRY, "max-length", PL_RUN_NAME_MAX, "width-chars", CHARS,
                                  "max-width-chars", CHARS, NULL);
  GtkEventController *focus = gtk_event_controller_focus_new (), *keys = gtk_shortcut_controller_new ();

  gtk_accessible_update_property (GTK_ACCESSIBLE (name), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name of the run"), -1);
  g_signal_connect_swapped (name, "activate", G_CALLBACK (activated_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (left_cb), self);
  gtk_widget_add_controller (name, focus);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_callback_action_new (escape_cb, NULL, NULL)));
  gtk_widget_add_controller (name, keys);
  return name;
}

static void
pl_run_card_init (PlRunCard *self)
{
  GtkWidget *words = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "valign", GTK_ALIGN_CENTER, NULL);
  GtkGesture *click = gtk_gesture_click_new ();

  self->thumbnail = g_object_new (PL_TYPE_RUN_THUMBNAIL, NULL);
  self->title = make_label (NULL);
  self->line = make_label ("dim");
  self->name = make_name (self);
  gtk_widget_set_visible (self->name, FALSE);
  gtk_box_append (GTK_BOX (words), self->title);
  gtk_box_append (GTK_BOX (words), self->name);
  gtk_box_append (GTK_BOX (words), self->line);
  gtk_widget_set_parent (GTK_WIDGET (self->thumbnail), GTK_WIDGET (self));
  gtk_widget_set_parent (words, GTK_WIDGET (self));
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}
