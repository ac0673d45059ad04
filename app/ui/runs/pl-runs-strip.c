/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/runs/pl-runs-strip.h"

#include <glib/gi18n.h>

#include "ui/pl-accels.h"
#include "ui/runs/pl-run-card.h"
#include "ui/widgets/pl-widget-theme.h"

/* Below this height of the window the strip is flatter: the picture comes first. For type of the usual size. */
#define SMALL_HEIGHT 720

struct _PlRunsStrip
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkListView *list;
  GtkMultiSelection *selection;
  GtkEventControllerFocus *focus;  /* the list's */
  PlRunStore *store;
  PlRunEntry *shown;            /* NULL: none */
  GPtrArray *cards;             /* those that show something; the list owns them */
  GMenu *menu;
  GtkWidget *popover;
  gboolean small;
};

G_DEFINE_FINAL_TYPE (PlRunsStrip, pl_runs_strip, GTK_TYPE_WIDGET)

enum { OPEN, REMOVE, SAVE, SAVE_ALL, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- cards --- */

static void
open_cb (PlRunCard *card)
{
  PlRunsStrip *self = PL_RUNS_STRIP (gtk_widget_get_ancestor (GTK_WIDGET (card), PL_TYPE_RUNS_STRIP));

  g_signal_emit (self, signals[OPEN], 0, pl_run_card_get_entry (card));
}

static void
renamed_cb (PlRunCard  *card,
            const char *name)
{
  PlRunsStrip *self = PL_RUNS_STRIP (gtk_widget_get_ancestor (GTK_WIDGET (card), PL_TYPE_RUNS_STRIP));

  if (self != NULL)
    pl_run_store_rename (self->store, pl_run_card_get_entry (card), name);
}

static void
setup_cb (PlRunsStrip *self,
          GtkListItem *item)
{
  GtkWidget *card = g_object_new (PL_TYPE_RUN_CARD, NULL);

  g_signal_connect (card, "open", G_CALLBACK (open_cb), NULL);
  g_signal_connect (card, "renamed", G_CALLBACK (renamed_cb), NULL);
  gtk_list_item_set_child (item, card);
}

static void
bind_cb (PlRunsStrip *self,
         GtkListItem *item)
{
  PlRunCard *card = PL_RUN_CARD (gtk_list_item_get_child (item));
  PlRunEntry *entry = gtk_list_item_get_item (item);

  pl_run_card_set_entry (card, entry);
  pl_run_card_set_shown (card, entry == self->shown);
  pl_run_card_set_small (card, self->small);
  g_ptr_array_add (self->cards, card);
}

static void
unbind_cb (PlRunsStrip *self,
           GtkListItem *item)
{
  GtkWidget *card = gtk_list_item_get_child (item);

  g_ptr_array_remove (self->cards, card);
  pl_run_card_set_entry (PL_RUN_CARD (card), NULL);
}

static PlRunCard *
find_card (PlRunsStrip *self,
           PlRunEntry  *entry)
{
  for (guint i = 0; i < self->cards->len; i++)
    if (pl_run_card_get_entry (g_ptr_array_index (self->cards, i)) == entry)
      return g_ptr_array_index (self->cards, i);
  return NULL;
}

/* --- which of them --- */

/* A row has the keyboard, or something in its card. */
static PlRunEntry *
get_focused (PlRunsStrip *self)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self->list));
  GtkWidget *card = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;

  return PL_IS_RUN_CARD (card) ? pl_run_card_get_entry (PL_RUN_CARD (card)) : NULL;
}

GPtrArray *
pl_runs_strip_get_selected (PlRunsStrip *self)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GtkBitset) set = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  for (guint64 i = 0; i < gtk_bitset_get_size (set); i++)
    g_ptr_array_add (entries, g_list_model_get_item (G_LIST_MODEL (self->selection),
                                                     gtk_bitset_get_nth (set, (guint) i)));
  if (entries->len == 0 && get_focused (self) != NULL)
    g_ptr_array_add (entries, g_object_ref (get_focused (self)));
  return entries;
}

GtkSelectionModel *
pl_runs_strip_get_selection (PlRunsStrip *self)
{
  return GTK_SELECTION_MODEL (self->selection);
}

GMenu *
pl_runs_strip_get_menu (PlRunsStrip *self)
{
  return self->menu;
}

/* NULL: not one, or several. */
static PlRunEntry *
dup_only (PlRunsStrip *self)
{
  g_autoptr(GPtrArray) entries = pl_runs_strip_get_selected (self);
  return entries->len == 1 ? g_object_ref (g_ptr_array_index (entries, 0)) : NULL;
}

static void
update_actions (PlRunsStrip *self)
{
  g_autoptr(GtkBitset) set = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  guint64 n = gtk_bitset_get_size (set);
  GtkWidget *widget = GTK_WIDGET (self);

  /* Where none is selected it is the row with the keyboard that is meant; which one that is, the list knows a little later. */
  if (n == 0 && gtk_event_controller_focus_contains_focus (self->focus))
    n = 1;
  gtk_widget_action_set_enabled (widget, "runs.open", n == 1);
  gtk_widget_action_set_enabled (widget, "runs.rename", n == 1);
  gtk_widget_action_set_enabled (widget, "runs.save", n == 1);
  gtk_widget_action_set_enabled (widget, "runs.remove", n > 0);
}

/* --- actions --- */

static void
emit_of_one (PlRunsStrip *self,
             guint        signal)
{
  g_autoptr(PlRunEntry) entry = dup_only (self);

  if (entry != NULL)
    g_signal_emit (self, signals[signal], 0, entry);
}

static void
action_open_cb (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  emit_of_one (PL_RUNS_STRIP (widget), OPEN);
}

static void
action_save_cb (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  emit_of_one (PL_RUNS_STRIP (widget), SAVE);
}

static void
action_save_all_cb (GtkWidget  *widget,
                    const char *action,
                    GVariant   *parameter)
{
  g_signal_emit (widget, signals[SAVE_ALL], 0);
}

static void
action_rename_cb (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  PlRunsStrip *self = PL_RUNS_STRIP (widget);
  g_autoptr(PlRunEntry) entry = dup_only (self);
  PlRunCard *card = entry != NULL ? find_card (self, entry) : NULL;

  if (card != NULL)
    pl_run_card_begin_rename (card);
}

static void
action_remove_cb (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  PlRunsStrip *self = PL_RUNS_STRIP (widget);
  g_autoptr(GPtrArray) entries = pl_runs_strip_get_selected (self);

  if (entries->len > 0)
    g_signal_emit (self, signals[REMOVE], 0, entries);
}

static void
activate_cb (PlRunsStrip *self,
             guint        position)
{
  g_autoptr(PlRunEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (entry != NULL)
    g_signal_emit (self, signals[OPEN], 0, entry);
}

/* --- menu --- */

static void
popup (PlRunsStrip *self,
       double       x,
       double       y)
{
  update_actions (self);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  self->popover = gtk_popover_menu_new_from_model (G_MENU_MODEL (self->menu));
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_TOP);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
action_menu_cb (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  PlRunsStrip *self = PL_RUNS_STRIP (widget);
  PlRunEntry *entry = get_focused (self);
  PlRunCard *card = entry != NULL ? find_card (self, entry) : NULL;
  graphene_rect_t box = GRAPHENE_RECT_INIT (0, 0, 0, 0);

  if (card != NULL && gtk_widget_compute_bounds (GTK_WIDGET (card), widget, &box))
    popup (self, box.origin.x + box.size.width / 2, box.origin.y);
}

/* What is pointed at is what is meant, unless it is one of several that are selected. */
static void
pressed_cb (PlRunsStrip *self,
            int          n_press,
            double       x,
            double       y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  GtkWidget *card = widget != NULL ? gtk_widget_get_ancestor (widget, PL_TYPE_RUN_CARD) : NULL;
  PlRunEntry *entry = card != NULL ? pl_run_card_get_entry (PL_RUN_CARD (card)) : NULL;

  if (entry == NULL)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->selection)); i++)
    {
      g_autoptr(PlRunEntry) other = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (other == entry && !gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), i))
        gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), i, TRUE);
    }
  popup (self, x, y);
}

static void
fill_menu (PlRunsStrip *self)
{
  g_autoptr(GMenu) one = g_menu_new (), all = g_menu_new ();

  g_menu_append (one, _("_Show"), "runs.open");
  g_menu_append (one, _("_Rename"), "runs.rename");
  g_menu_append (one, _("S_ave…"), "runs.save");
  g_menu_append (one, _("_Delete"), "runs.remove");
  g_menu_append (all, _("Save All Runs in a _Folder…"), "runs.save-all");
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (one));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (all));
}

/* --- all of it --- */

void
pl_runs_strip_set_store (PlRunsStrip *self,
                         PlRunStore  *store)
{
  g_set_object (&self->store, store);
  gtk_multi_selection_set_model (self->selection, G_LIST_MODEL (store));
}

/* A row that has just come is not laid out yet. */
static gboolean
reveal_shown_cb (gpointer data)
{
  PlRunsStrip *self = data;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->selection)); i++)
    {
      g_autoptr(PlRunEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (entry == self->shown)
        gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", i);
    }
  return G_SOURCE_REMOVE;
}

void
pl_runs_strip_set_shown (PlRunsStrip *self,
                         PlRunEntry  *entry)
{
  if (!g_set_object (&self->shown, entry))
    return;
  for (guint i = 0; i < self->cards->len; i++)
    {
      PlRunCard *card = g_ptr_array_index (self->cards, i);
      pl_run_card_set_shown (card, entry != NULL && pl_run_card_get_entry (card) == entry);
    }
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, reveal_shown_cb, g_object_ref (self), g_object_unref);
}

static gboolean
update_small_cb (gpointer data)
{
  PlRunsStrip *self = data;

  for (guint i = 0; i < self->cards->len; i++)
    pl_run_card_set_small (g_ptr_array_index (self->cards, i), self->small);
  return G_SOURCE_REMOVE;
}

static void
pl_runs_strip_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  PlRunsStrip *self = PL_RUNS_STRIP (widget);
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (widget));
  gboolean small = root != NULL && gtk_widget_get_height (root) < SMALL_HEIGHT * pl_widget_text_scale (widget);

  gtk_widget_size_allocate (self->scroller, &(GtkAllocation) { 0, 0, width, height }, baseline);
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
  if (small == self->small)
    return;
  self->small = small;
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_small_cb, g_object_ref (self), g_object_unref);
}

static void
pl_runs_strip_dispose (GObject *object)
{
  PlRunsStrip *self = PL_RUNS_STRIP (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->store);
  g_clear_object (&self->shown);
  g_clear_object (&self->menu);
  G_OBJECT_CLASS (pl_runs_strip_parent_class)->dispose (object);
}

static void
pl_runs_strip_finalize (GObject *object)
{
  g_ptr_array_unref (PL_RUNS_STRIP (object)->cards);
  G_OBJECT_CLASS (pl_runs_strip_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "runs.open", NULL, action_open_cb);
  gtk_widget_class_install_action (widget_class, "runs.rename", NULL, action_rename_cb);
  gtk_widget_class_install_action (widget_class, "runs.remove", NULL, action_remove_cb);
  gtk_widget_class_install_action (widget_class, "runs.save", NULL, action_save_cb);
  gtk_widget_class_install_action (widget_class, "runs.save-all", NULL, action_save_all_cb);
  gtk_widget_class_install_action (widget_class, "runs.menu", NULL, action_menu_cb);
  pl_accels_bind (widget_class, PL_KEYS_RUNS);
}

static void
pl_runs_strip_class_init (PlRunsStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = PL_TYPE_RUNS_STRIP;

  G_OBJECT_CLASS (klass)->dispose = pl_runs_strip_dispose;
  G_OBJECT_CLASS (klass)->finalize = pl_runs_strip_finalize;
  widget_class->size_allocate = pl_runs_strip_size_allocate;
  widget_class->measure = pl_widget_measure_child;
  signals[OPEN] = g_signal_new ("open", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, PL_TYPE_RUN_ENTRY);
  signals[REMOVE] = g_signal_new ("remove", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_PTR_ARRAY);
  signals[SAVE] = g_signal_new ("save", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, PL_TYPE_RUN_ENTRY);
  signals[SAVE_ALL] = g_signal_new ("save-all", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  install_actions (widget_class);
  gtk_widget_class_set_css_name (widget_class, "runsstrip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pl_runs_strip_init (PlRunsStrip *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->cards = g_ptr_array_new ();
  self->menu = g_menu_new ();
  fill_menu (self);
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  self->selection = gtk_multi_selection_new (NULL);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)), factory));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->list), GTK_ORIENTATION_HORIZONTAL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Kept runs"), -1);
  g_signal_connect_object (self->list, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  self->focus = GTK_EVENT_CONTROLLER_FOCUS (gtk_event_controller_focus_new ());
  g_signal_connect_object (self->focus, "notify::contains-focus", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (self->focus));
  self->scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "vscrollbar-policy", GTK_POLICY_NEVER, "child", self->list,
                                 NULL);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}
