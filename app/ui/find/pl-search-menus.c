/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/find/pl-search-menus.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"

/* More nobody reads through: the rest can be written. */
#define MOST_LANES 64u

static void
chosen (PlSearchMenus *self)
{
  ((void (*) (gpointer)) self->changed) (self->data);
}

static void
lane_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  PlSearchMenus *self = data;

  self->query->lane = g_variant_get_int32 (parameter);
  chosen (self);
}

static void
states_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  PlSearchMenus *self = data;

  self->query->states = g_variant_get_uint32 (parameter);
  self->query->lock = -1;
  chosen (self);
}

static void
longer_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  PlSearchMenus *self = data;

  self->query->longer_ns = g_variant_get_int64 (parameter);
  self->query->shorter_ns = -1;
  chosen (self);
}

static const GActionEntry entries[] = { { "lane", lane_cb, "i" }, { "states", states_cb, "u" }, { "longer", longer_cb, "x" } };

static void
append (GMenu      *menu,
        const char *label,
        const char *action,
        GVariant   *target)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

static void
update_lanes (PlSearchMenus *self,
              PlFindSource  *source)
{
  g_autoptr(GMenu) menu = g_menu_new ();
  guint n = MIN (pl_find_source_n_lanes (source), MOST_LANES);

  append (menu, _("Any lane"), "search.lane", g_variant_new_int32 (-1));
  for (guint lane = 0; lane < n; lane++)
    {
      g_autofree char *name = pl_find_source_lane_name (source, lane);

      if (pl_find_source_count (source, lane) > 0)
        append (menu, name, "search.lane", g_variant_new_int32 ((int) lane));
    }
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->lanes), G_MENU_MODEL (menu));
}

static void
update_states (PlSearchMenus *self,
               PlFindSource  *source)
{
  g_autoptr(GMenu) menu = g_menu_new ();

  append (menu, _("Any state"), "search.states", g_variant_new_uint32 (0));
  append (menu, _("All waits"), "search.states", g_variant_new_uint32 (PL_FIND_WAITS));
  for (guint s = PL_STATE_STARTING; s < PL_N_STATES; s++)
    {
      const char *name = pl_find_source_state_name (source, (PlState) s);

      if (name != NULL)
        append (menu, name, "search.states", g_variant_new_uint32 (1u << s));
    }
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->states), G_MENU_MODEL (menu));
}

static void
update_lengths (PlSearchMenus *self)
{
  g_autoptr(GMenu) menu = g_menu_new ();

  append (menu, _("Any length"), "search.longer", g_variant_new_int64 (-1));
  for (gint64 ns = 1000; ns <= 1000000000; ns *= 10)
    {
      g_autofree char *length = pl_text_duration_short (ns);
      g_autofree char *label = g_strdup_printf (_("Longer than %s"), length);

      append (menu, label, "search.longer", g_variant_new_int64 (ns));
    }
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->lengths), G_MENU_MODEL (menu));
}

void
pl_search_menus_update (PlSearchMenus *self,
                        PlFindSource  *source)
{
  GtkWidget *buttons[] = { self->lanes, self->states, self->lengths };

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    gtk_widget_set_sensitive (buttons[i], source != NULL);
  if (source == NULL)
    return;
  update_lanes (self, source);
  update_states (self, source);
  update_lengths (self);
}

void
pl_search_menus_init (PlSearchMenus *self,
                      GtkBox        *box,
                      PlQuery       *query,
                      void         (*changed) (gpointer),
                      gpointer       data)
{
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new ();

  *self = (PlSearchMenus) {
    .query = query, .changed = G_CALLBACK (changed), .data = data,
    .lanes = g_object_new (GTK_TYPE_MENU_BUTTON, "label", _("Lane"), NULL),
    .states = g_object_new (GTK_TYPE_MENU_BUTTON, "label", _("State"), NULL),
    .lengths = g_object_new (GTK_TYPE_MENU_BUTTON, "label", _("Length"), NULL),
  };
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (box), "search", G_ACTION_GROUP (group));
  gtk_box_append (box, self->lanes);
  gtk_box_append (box, self->states);
  gtk_box_append (box, self->lengths);
}
