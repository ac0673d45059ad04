/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/find/pl-find-tabs.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "trace/find/pl-find.h"
#include "ui/find/pl-count-list.h"
#include "ui/find/pl-find-link.h"
#include "ui/find/pl-search-menus.h"
#include "ui/widgets/pl-modest.h"
#include "ui/widgets/pl-widget-theme.h"
#include "ui/widgets/pl-wrap-layout.h"

/* What is looked for, in words or chosen from menus; what was found, marked in the picture and listed. Of a replay as far as
 * it has gone: what goes on at the cursor is as long as it has been, and the last row is what began last. */

/* As much as there is room for, between these. */
#define LEAST_HEIGHT 56
#define MOST_HEIGHT 132
/* Of each turn of the main loop. */
#define SLICE_US 4000
/* Nobody reads a list faster. */
#define FOLLOW_INTERVAL_US 100000

typedef struct {
  GtkWidget *box, *entry, *count, *list, *list_box;
  GtkSingleSelection *selection;
  PlCountList *hits;
  PlSearchMenus menus;
  PlFindLink link;
  PlFindSource *source;         /* of the picture shown; NULL: there is nothing to look for */
  PlQuery query;
  char *asked;                  /* what stood in the entry when it was looked for last; NULL: nothing did */
  PlFind *find;                 /* what was found, all of it; NULL: nothing yet */
  PlFind *next;                 /* takes its place when it is done; NULL: nothing is being looked for */
  gint64 until_ns;              /* the moment of a replay the younger of them ends at; 0: none */
  gint64 begun_us;              /* when that was begun */
  guint idle_id;
  gboolean selecting;           /* what is selected in the list was selected here */
  gboolean writing;             /* as is what stands in the entry */
} Search;

static Search *
search_of (GtkWidget *tab)
{
  return g_object_get_data (G_OBJECT (tab), "pl-search");
}

static void
tell (Search     *self,
      const char *text,
      gboolean    error)
{
  gtk_label_set_text (GTK_LABEL (self->count), text);
  pl_widget_set_class (self->count, "error", error);
}

static void
tell_count (Search *self,
            PlFind *find)
{
  guint64 n = pl_find_get_n (find);
  g_autofree char *number = pl_text_count (n), *most = pl_text_count (PL_FIND_MOST), *text = NULL;

  if (n == 0 && !pl_find_is_done (find))
    text = g_strdup (_("Searching"));
  else if (n == 0)
    text = g_strdup (self->until_ns > 0 ? _("Nothing found so far") : _("Nothing found"));
  else if (n > pl_find_get_n_kept (find))
    text = g_strdup_printf (_("%s hits, the first %s of them listed"), number, most);
  else if (self->until_ns > 0)
    text = g_strdup_printf (ngettext ("%s hit so far", "%s hits so far", (gulong) n), number);
  else
    text = g_strdup_printf (ngettext ("%s hit", "%s hits", (gulong) n), number);
  tell (self, text, FALSE);
}

static void
stop (Search *self)
{
  g_clear_handle_id (&self->idle_id, g_source_remove);
  pl_count_list_set_n (self->hits, 0);
  g_clear_pointer (&self->find, pl_find_free);
  g_clear_pointer (&self->next, pl_find_free);
}

static void
mark (Search  *self,
      gboolean shown)
{
  gboolean found = shown && self->find != NULL;

  pl_viewer_set_highlights (self->link.viewer, PL_HIGHLIGHT_HITS, found ? pl_find_get_highlights (self->find) : NULL);
}

/* Where a hit of another search is among those that are listed now; GTK_INVALID_LIST_POSITION: nowhere. */
static guint
position_of (Search           *self,
             const PlFindSpan *hit)
{
  guint after = pl_find_after (self->find, hit->from_ns, hit->lane);
  PlFindSpan span;

  return after > 0 && pl_find_get (self->find, after - 1, &span) && span.lane == hit->lane && span.index == hit->index
         ? after - 1 : GTK_INVALID_LIST_POSITION;
}

/* The row at the cursor is kept in sight, as in the list of the critical path; a list that was not laid out yet would not
 * know where that is, and show next to nothing. */
static void
list_found (Search *self)
{
  guint selected = gtk_single_selection_get_selected (self->selection), n = pl_find_get_n_kept (self->next);
  PlFindSpan span;
  gboolean shown = gtk_widget_get_mapped (self->list) && gtk_widget_get_height (self->list) > 0;
  gboolean was = self->find != NULL && pl_find_get (self->find, selected, &span);

  self->selecting = TRUE;
  pl_count_list_set_n (self->hits, 0);
  g_clear_pointer (&self->find, pl_find_free);
  self->find = g_steal_pointer (&self->next);
  pl_count_list_set_n (self->hits, n);
  gtk_single_selection_set_selected (self->selection, was ? position_of (self, &span) : GTK_INVALID_LIST_POSITION);
  gtk_widget_set_visible (self->list_box, n > 0);
  if (self->until_ns > 0 && n > 0 && shown)
    gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", n - 1);
  self->selecting = FALSE;
}

/* TRUE: there is more to do. */
static gboolean
go_on (Search *self)
{
  gboolean more = pl_find_step (self->next, SLICE_US);

  if (!more || self->find == NULL)
    tell_count (self, self->next);
  if (more)
    return TRUE;
  list_found (self);
  mark (self, TRUE);
  return FALSE;
}

static gboolean
idle_cb (gpointer data)
{
  Search *self = data;

  if (go_on (self))
    return G_SOURCE_CONTINUE;
  self->idle_id = 0;
  return G_SOURCE_REMOVE;
}

/* Anew, as far as the replay has gone; what was found before stays until that is done. */
static void
begin_search (Search *self)
{
  g_autoptr(PlFindSource) so_far = pl_viewer_make_source (self->link.viewer);

  g_clear_pointer (&self->next, pl_find_free);
  if (so_far == NULL)
    return;
  self->until_ns = pl_viewer_get_viewport (self->link.viewer)->until_ns;
  self->begun_us = g_get_monotonic_time ();
  self->next = pl_find_new (so_far, &self->query);
  if (self->idle_id == 0)
    self->idle_id = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, idle_cb, self, NULL);
}

static gboolean
is_behind (Search *self)
{
  return (self->find != NULL || self->next != NULL) && self->until_ns != pl_viewer_get_viewport (self->link.viewer)->until_ns;
}

/* Whoever goes on before all is found waits for the rest. */
static void
catch_up (Search *self)
{
  if (is_behind (self))
    begin_search (self);
  while (self->next != NULL && go_on (self))
    ;
  g_clear_handle_id (&self->idle_id, g_source_remove);
}

/* What takes long is done before it is begun again; the end of a movement is always told. */
static void
follow (Search *self)
{
  if (!is_behind (self))
    return;
  if (!pl_viewer_get_moving (self->link.viewer)
      || (self->next == NULL && g_get_monotonic_time () - self->begun_us >= FOLLOW_INTERVAL_US))
    begin_search (self);
}

/* The pane was shut, or another tab was open, while it moved. */
static void
map_cb (Search *self)
{
  if (self->link.viewer != NULL)
    follow (self);
}

static void
search (Search *self)
{
  stop (self);
  mark (self, FALSE);
  gtk_widget_set_visible (self->list_box, FALSE);
  g_free (self->asked);
  self->asked = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  if (self->source == NULL)
    tell (self, pl_find_link_get_picture (&self->link) != NULL ? _("There is nothing to search in this picture.")
                                                                : _("Nothing has run yet."), FALSE);
  else if (*self->asked == '\0')
    tell (self, pl_find_source_has_written (self->source) ? _("By lane, state or length, or by what was written to the terminal")
                                                           : _("By lane, task, state, reason or length"), FALSE);
  else
    begin_search (self);
}

/* What was written. */
static void
entry_changed_cb (Search *self)
{
  g_autoptr(GError) error = NULL;

  /* The entry tells of what was written only when nobody has written for a while. */
  if (self->writing || ((self->find != NULL || self->next != NULL)
                        && g_strcmp0 (self->asked, gtk_editable_get_text (GTK_EDITABLE (self->entry))) == 0))
    return;
  if (self->source != NULL &&
      !pl_query_parse (&self->query, gtk_editable_get_text (GTK_EDITABLE (self->entry)), self->source, &error))
    {
      stop (self);
      mark (self, FALSE);
      gtk_widget_set_visible (self->list_box, FALSE);
      tell (self, error->message, TRUE);
      return;
    }
  search (self);
}

/* What was chosen. */
static void
menus_changed (gpointer data)
{
  Search *self = data;
  g_autofree char *text = NULL;

  if (self->source == NULL)
    return;
  text = pl_query_to_text (&self->query, self->source);
  self->writing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  self->writing = FALSE;
  search (self);
}

static void
selected_cb (Search *self)
{
  PlFindSpan span;

  if (!self->selecting && self->find != NULL &&
      pl_find_get (self->find, gtk_single_selection_get_selected (self->selection), &span))
    pl_viewer_select_found (self->link.viewer, &span);
}

/* To be gone on from: where the selection is, else the beginning of what is in sight. */
static guint
find_position (Search *self)
{
  const PlViewport *view = pl_viewer_get_viewport (self->link.viewer);
  gint64 from_ns = 0, to_ns;
  guint lane = G_MAXUINT;

  if (!pl_viewer_get_selected_time (self->link.viewer, &from_ns, &to_ns))
    {
      pl_viewer_get_range (self->link.viewer, &from_ns, &to_ns);
      from_ns--;
    }
  else if (view->has_selection)
    pl_picture_lane_of_row (pl_find_link_get_picture (&self->link), view->selected.lane, &lane);
  return pl_find_after (self->find, from_ns, lane);
}

static guint
next_hit (Search  *self,
          gboolean forward)
{
  guint n = pl_find_get_n_kept (self->find), after = find_position (self);
  gint64 from_ns, to_ns;
  PlFindSpan span;

  if (forward)
    return after < n ? after : 0;
  if (after > 0 && pl_find_get (self->find, after - 1, &span) &&
      pl_viewer_get_selected_time (self->link.viewer, &from_ns, &to_ns) && span.from_ns == from_ns)
    after--;
  return after > 0 ? after - 1 : n - 1;
}

gboolean
pl_find_tab_step (GtkWidget *tab,
                  gboolean   forward)
{
  Search *self = search_of (tab);
  PlFindSpan span;
  guint next;

  catch_up (self);
  if (self->find == NULL)
    return FALSE;
  next = pl_find_get_n_kept (self->find) > 0 ? next_hit (self, forward) : 0;
  if (!pl_find_get (self->find, next, &span))
    {
      gtk_widget_error_bell (tab);
      return TRUE;
    }
  self->selecting = TRUE;
  gtk_single_selection_set_selected (self->selection, next);
  gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", next);
  self->selecting = FALSE;
  mark (self, TRUE);
  pl_viewer_select_found (self->link.viewer, &span);
  return TRUE;
}

void
pl_find_tab_search (GtkWidget  *tab,
                    const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (search_of (tab)->entry), text);
  entry_changed_cb (search_of (tab));
}

static void
update_source (Search *self)
{
  PlPicture *picture = pl_find_link_get_picture (&self->link);

  stop (self);
  g_clear_pointer (&self->source, pl_find_source_unref);
  self->source = picture != NULL ? pl_picture_make_source (picture) : NULL;
  pl_search_menus_update (&self->menus, self->source);
  entry_changed_cb (self);
}

/* What goes on is looked through again when it is over. */
static void
changed_cb (Search *self,
            guint   what)
{
  PlPicture *picture = pl_find_link_get_picture (&self->link);

  if (what & PL_VIEWER_PICTURE)
    update_source (self);
  else if ((what & PL_VIEWER_DATA) && (self->find != NULL || self->next != NULL) && picture != NULL
           && !pl_picture_get_live (picture))
    begin_search (self);
  else if ((what & PL_VIEWER_CURSOR) && gtk_widget_get_mapped (self->box))
    follow (self);
}

static void
set_canvas (GtkWidget *tab,
            PlCanvas  *canvas)
{
  Search *self = search_of (tab);

  stop (self);
  pl_find_link_set (&self->link, canvas, G_CALLBACK (changed_cb), self);
  update_source (self);
}

static void
setup_cb (Search      *self,
          GtkListItem *item)
{
  GtkWidget *row = g_object_new (GTK_TYPE_BOX, "spacing", 12, NULL);

  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *time = g_object_new (GTK_TYPE_LABEL, "xalign", 1.0, "width-chars", 10, NULL);

      gtk_widget_add_css_class (time, "numeric");
      gtk_box_append (GTK_BOX (row), time);
    }
  gtk_box_append (GTK_BOX (row), g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, NULL));
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (Search      *self,
         GtkListItem *item)
{
  GtkWidget *at = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *length = gtk_widget_get_next_sibling (at), *what = gtk_widget_get_next_sibling (length);
  PlFindSpan span;

  if (self->find == NULL || !pl_find_get (self->find, gtk_list_item_get_position (item), &span))
    return;

  g_autofree char *from = pl_text_duration (span.from_ns);
  g_autofree char *lasted = span.written ? g_strdup ("") : pl_text_duration (span.to_ns - span.from_ns);
  g_autofree char *text = pl_find_source_text (self->source, &span);

  gtk_label_set_text (GTK_LABEL (at), from);
  gtk_label_set_text (GTK_LABEL (length), lasted);
  gtk_label_set_text (GTK_LABEL (what), text);
}

static GtkWidget *
make_list (Search *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->hits = pl_count_list_new ();
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->hits)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (selected_cb), self);
  self->list = gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)), factory);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Hits: begin, length, and what it is"), -1);
  self->list_box = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", self->list, "has-frame", TRUE, "visible", FALSE,
                                 "min-content-height", LEAST_HEIGHT,
                               "max-content-height", MOST_HEIGHT, "propagate-natural-height", TRUE, NULL);
  return self->list_box;
}

static void
step_cb (Search    *self,
         GtkWidget *button)
{
  pl_find_tab_step (self->box, g_object_get_data (G_OBJECT (button), "pl-forward") != NULL);
}

static void
add_step_button (Search     *self,
                 GtkWidget  *bar,
                 const char *icon,
                 const char *title,
                 const char *tooltip,
                 gboolean    forward)
{
  GtkWidget *button = g_object_new (GTK_TYPE_BUTTON, "icon-name", icon, "tooltip-text", tooltip, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data (G_OBJECT (button), "pl-forward", forward ? button : NULL);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (step_cb), self);
  gtk_box_append (GTK_BOX (bar), button);
}

static void
longest_cb (Search    *self,
            GtkWidget *button)
{
  guint32 states = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "pl-states"));

  if (!pl_viewer_select_longest (self->link.viewer, states))
    gtk_widget_error_bell (button);
}

static void
add_longest_button (Search     *self,
                    GtkWidget  *bar,
                    const char *label,
                    const char *tooltip,
                    guint32     states)
{
  GtkWidget *button = g_object_new (GTK_TYPE_BUTTON, "label", label, "tooltip-text", tooltip, NULL);

  g_object_set_data (G_OBJECT (button), "pl-states", GUINT_TO_POINTER (states));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (longest_cb), self);
  gtk_box_append (GTK_BOX (bar), button);
}

/* Beside the entry, with large text on as many lines as it takes: a window that got wider for it would not be seen whole. */
static GtkWidget *
make_tools (Search *self)
{
  GtkWidget *tools = g_object_new (GTK_TYPE_BOX, "valign", GTK_ALIGN_CENTER, NULL);

  gtk_widget_set_layout_manager (tools, g_object_new (PL_TYPE_WRAP_LAYOUT, NULL));
  pl_search_menus_init (&self->menus, GTK_BOX (tools), &self->query, menus_changed, self);
  add_step_button (self, tools, "go-up-symbolic", _("Previous hit"), _("Previous hit (Shift+F3)"), FALSE);
  add_step_button (self, tools, "go-down-symbolic", _("Next hit"), _("Next hit (F3)"), TRUE);
  add_longest_button (self, tools, _("Longest Wait"), _("Select the longest wait of a worker (L)"), PL_FIND_WAITS);
  add_longest_button (self, tools, _("Slowest Task"), _("Select the longest time at one task (T)"), PL_FIND_TASKS);
  return tools;
}

static GtkWidget *
make_bar (Search *self)
{
  GtkWidget *bar = g_object_new (GTK_TYPE_BOX, "spacing", 6, NULL);

  self->entry = g_object_new (GTK_TYPE_SEARCH_ENTRY, "valign", GTK_ALIGN_CENTER, "placeholder-text", _("worker 3, task 17, waiting > 2 ms"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search the run"), -1);
  g_signal_connect_swapped (self->entry, "search-changed", G_CALLBACK (entry_changed_cb), self);
  /* What stands in an entry that is empty would else be asked for before room for the tools. */
  gtk_box_append (GTK_BOX (bar), pl_modest_new (self->entry));
  gtk_box_append (GTK_BOX (bar), make_tools (self));
  return bar;
}

static void
entered_cb (Search *self)
{
  pl_find_tab_step (self->box, TRUE);
}

static void
escaped_cb (Search *self)
{
  GtkWidget *pane = gtk_widget_get_ancestor (self->box, PL_TYPE_FIND_PANE);

  if (pane != NULL)
    pl_find_pane_hide (PL_FIND_PANE (pane));
}

static void
search_free (gpointer data)
{
  Search *self = data;

  g_clear_handle_id (&self->idle_id, g_source_remove);
  self->selecting = TRUE;
  pl_count_list_set_n (self->hits, 0);
  g_clear_pointer (&self->find, pl_find_free);
  g_clear_pointer (&self->next, pl_find_free);
  pl_find_link_clear (&self->link);
  g_clear_pointer (&self->source, pl_find_source_unref);
  g_signal_handlers_disconnect_by_data (self->selection, self);
  g_object_unref (self->selection);
  g_object_unref (self->hits);
  g_free (self->asked);
  g_free (self);
}

static GtkWidget *
create (void)
{
  Search *self = g_new0 (Search, 1);

  pl_query_init (&self->query);
  self->box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 6, NULL);
  self->count = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  gtk_box_append (GTK_BOX (self->box), make_bar (self));
  gtk_box_append (GTK_BOX (self->box), self->count);
  gtk_box_append (GTK_BOX (self->box), make_list (self));
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (entered_cb), self);
  g_signal_connect_swapped (self->entry, "stop-search", G_CALLBACK (escaped_cb), self);
  g_signal_connect_swapped (self->entry, "next-match", G_CALLBACK (entered_cb), self);
  g_signal_connect_swapped (self->box, "map", G_CALLBACK (map_cb), self);
  g_object_set_data_full (G_OBJECT (self->box), "pl-search", self, search_free);
  return self->box;
}

static void
begin (GtkWidget *tab)
{
  gtk_widget_grab_focus (search_of (tab)->entry);
}

static void
set_shown (GtkWidget *tab,
           gboolean   shown)
{
  Search *self = search_of (tab);

  if (self->link.viewer != NULL)
    mark (self, shown);
}

const PlFindTab pl_search_tab = { "find", N_("Search"), create, set_canvas, begin, set_shown };
