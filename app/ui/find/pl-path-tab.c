/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/find/pl-find-tabs.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "trace/find/pl-path.h"
#include "ui/find/pl-count-list.h"
#include "ui/find/pl-find-link.h"

/* The critical path: drawn in the picture, in a sentence with its shares, and step by step. Of a replay as far as it has gone:
 * its last row is what stands at the cursor. */

/* Nobody reads figures faster. */
#define FOLLOW_INTERVAL_US 200000

/* As much as there is room for, between these. */
#define LEAST_HEIGHT 56
#define MOST_HEIGHT 132

typedef struct {
  GtkWidget *box, *sentence, *shown, *list_box, *list;
  GtkSingleSelection *selection;
  PlCountList *steps;
  PlFindLink link;
  PlCriticalPath path, told;    /* all of it; and what of it is told, at a moment of the replay */
  PlTrace *trace;               /* NULL: there is no path */
  gint64 until_ns;              /* that moment; 0: it is over */
  gint64 told_us;               /* since when */
  gboolean hidden;
} Path;

static Path *
path_of (GtkWidget *tab)
{
  return g_object_get_data (G_OBJECT (tab), "pl-path");
}

static void
clear (Path *self)
{
  pl_critical_path_clear (&self->path);
  pl_critical_path_clear (&self->told);
  g_clear_object (&self->trace);
}

static void
mark (Path *self)
{
  g_autoptr(PlHighlights) highlights = NULL;

  if (!self->hidden && self->trace != NULL && gtk_check_button_get_active (GTK_CHECK_BUTTON (self->shown)))
    {
      highlights = pl_highlights_new ();
      pl_critical_path_mark (&self->path, highlights);
    }
  if (self->link.viewer != NULL)
    pl_viewer_set_highlights (self->link.viewer, PL_HIGHLIGHT_PATH, highlights);
}

static char *
describe (Path      *self,
          PlPicture *picture)
{
  if (self->trace != NULL && self->told.n_steps == 0)
    return g_strdup (_("At this moment of the replay nothing has happened there yet."));
  if (self->trace != NULL)
    return pl_critical_path_sentence (&self->told, self->trace);
  if (picture == NULL)
    return g_strdup (_("Nothing has run yet."));
  if (pl_picture_get_live (picture))
    return g_strdup (_("What made the run so long is known when it is over."));
  if (pl_picture_get_trace (picture) == NULL && pl_picture_has_pictures (picture))
    return g_strdup (_("A critical path is one run's: go back to the run to see it."));
  return g_strdup (_("This run has no critical path: nobody in it is known to have waited for anybody."));
}

/* What of it is told at the moment that is looked at; the row at the cursor is kept in sight. */
static void
tell (Path *self)
{
  g_autofree char *text = NULL;

  self->until_ns = self->link.viewer != NULL ? pl_viewer_get_viewport (self->link.viewer)->until_ns : 0;
  self->told_us = g_get_monotonic_time ();
  pl_critical_path_clear (&self->told);
  if (self->trace != NULL)
    pl_critical_path_at (&self->path, self->until_ns, &self->told);
  text = describe (self, pl_find_link_get_picture (&self->link));
  gtk_label_set_text (GTK_LABEL (self->sentence), text);
  pl_count_list_set_n (self->steps, self->trace != NULL ? self->told.n_steps : 0);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  if (self->until_ns > 0 && self->trace != NULL && self->told.n_steps > 0)
    gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", self->told.n_steps - 1);
}

static void
update (Path *self)
{
  PlPicture *picture = pl_find_link_get_picture (&self->link);
  PlTrace *trace = picture != NULL && !pl_picture_get_live (picture) ? pl_picture_get_trace (picture) : NULL;

  clear (self);
  if (trace != NULL && pl_critical_path_find (trace, &self->path))
    self->trace = g_object_ref (trace);
  tell (self);
  gtk_widget_set_visible (self->list_box, self->trace != NULL);
  gtk_widget_set_visible (self->shown, self->trace != NULL);
  mark (self);
}

/* The end of a movement is always told. */
static void
follow (Path *self)
{
  if (self->until_ns == pl_viewer_get_viewport (self->link.viewer)->until_ns)
    return;
  if (!pl_viewer_get_moving (self->link.viewer) || g_get_monotonic_time () - self->told_us >= FOLLOW_INTERVAL_US)
    tell (self);
}

/* The pane was shut, or another tab was open, while it moved. */
static void
map_cb (Path *self)
{
  if (self->link.viewer != NULL)
    follow (self);
}

static void
changed_cb (Path *self,
            guint what)
{
  PlPicture *picture = pl_find_link_get_picture (&self->link);

  if ((what & PL_VIEWER_PICTURE) || ((what & PL_VIEWER_DATA) && picture != NULL && !pl_picture_get_live (picture)))
    update (self);
  else if ((what & PL_VIEWER_CURSOR) && gtk_widget_get_mapped (self->box))
    follow (self);
}

static void
set_canvas (GtkWidget *tab,
            PlCanvas  *canvas)
{
  Path *self = path_of (tab);

  pl_find_link_set (&self->link, canvas, G_CALLBACK (changed_cb), self);
  update (self);
}

static const PlPathStep *
get_step (Path *self,
          guint i)
{
  return self->trace != NULL && i < self->told.n_steps ? &g_array_index (self->told.steps, PlPathStep, i) : NULL;
}

static void
selected_cb (Path *self)
{
  const PlPathStep *step = get_step (self, gtk_single_selection_get_selected (self->selection));
  PlItem item;

  if (step == NULL)
    return;
  item = (PlItem) { 0, step->lane, step->index, step->index };
  if (!pl_picture_row_of_lane (pl_find_link_get_picture (&self->link), step->lane, &item.lane))
    return;
  pl_viewer_select (self->link.viewer, &item);
  pl_viewer_reveal (self->link.viewer, step->from_ns, MIN (step->to_ns, self->told.to_ns));
}

static void
setup_cb (Path        *self,
          GtkListItem *item)
{
  GtkWidget *row = g_object_new (GTK_TYPE_BOX, "spacing", 12, NULL);

  for (guint i = 0; i < 3; i++)
    {
      GtkWidget *number = g_object_new (GTK_TYPE_LABEL, "xalign", 1.0, "width-chars", i < 2 ? 10 : 8, NULL);

      gtk_widget_add_css_class (number, "numeric");
      gtk_box_append (GTK_BOX (row), number);
    }
  gtk_box_append (GTK_BOX (row), g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, NULL));
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (Path        *self,
         GtkListItem *item)
{
  const PlPathStep *step = get_step (self, gtk_list_item_get_position (item));
  GtkWidget *label = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  gint64 whole_ns = MAX (self->told.to_ns - self->told.from_ns, 1), length_ns;
  char *texts[4];

  if (step == NULL)
    return;
  length_ns = MIN (step->to_ns, self->told.to_ns) - step->from_ns;
  texts[0] = pl_text_duration (step->from_ns);
  texts[1] = pl_text_duration (length_ns);
  texts[2] = pl_text_percent ((double) length_ns, (double) whole_ns);
  texts[3] = pl_critical_path_step_text (step, self->trace);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gtk_label_set_text (GTK_LABEL (label), texts[i]);
      g_free (texts[i]);
      label = gtk_widget_get_next_sibling (label);
    }
}

static GtkWidget *
make_list (Path *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->steps = pl_count_list_new ();
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->steps)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (selected_cb), self);
  self->list = gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)), factory);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Critical path: begin, length, share, and what it is"), -1);
  self->list_box = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", self->list, "has-frame", TRUE,
                                 "min-content-height", LEAST_HEIGHT,
                               "max-content-height", MOST_HEIGHT, "propagate-natural-height", TRUE, NULL);
  return self->list_box;
}

static void
path_free (gpointer data)
{
  Path *self = data;

  g_signal_handlers_disconnect_by_data (self->selection, self);
  pl_find_link_clear (&self->link);
  clear (self);
  g_object_unref (self->selection);
  g_object_unref (self->steps);
  g_free (self);
}

static GtkWidget *
create (void)
{
  Path *self = g_new0 (Path, 1);

  self->box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 6, NULL);
  self->sentence = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "selectable", TRUE, NULL);
  self->shown = g_object_new (GTK_TYPE_CHECK_BUTTON, "label", _("Show the path in the picture"), "active", TRUE, NULL);
  g_signal_connect_swapped (self->shown, "toggled", G_CALLBACK (mark), self);
  gtk_box_append (GTK_BOX (self->box), self->sentence);
  gtk_box_append (GTK_BOX (self->box), self->shown);
  gtk_box_append (GTK_BOX (self->box), make_list (self));
  g_signal_connect_swapped (self->box, "map", G_CALLBACK (map_cb), self);
  g_object_set_data_full (G_OBJECT (self->box), "pl-path", self, path_free);
  return self->box;
}

/* Whoever asks for it wants to see it. */
static void
begin (GtkWidget *tab)
{
  gtk_check_button_set_active (GTK_CHECK_BUTTON (path_of (tab)->shown), TRUE);
}

static void
set_shown (GtkWidget *tab,
           gboolean   shown)
{
  Path *self = path_of (tab);

  self->hidden = !shown;
  mark (self);
}

const PlFindTab pl_path_tab = { "path", N_("Critical Path"), create, set_canvas, begin, set_shown };
