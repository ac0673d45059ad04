/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/recording/pl-listing.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/pl-text.h"
#include "trace/recording/pl-lines.h"
#include "ui/widgets/pl-tip.h"
#include "ui/widgets/pl-widget-theme.h"

/* At one line so many lanes are shown by their number; of the others only how many there are. */
#define MOST_HERE 3u
#define MOST_NAMED 16u
/* From this width on there is room for two programs beside each other. For type of the usual size. */
#define TWO_COLUMNS 620
/* Pixels: the picture needs the rest. */
#define MOST_HEIGHT 180
/* A label without a text is told by the name of its class. */
#define EMPTY " "

typedef struct {
  GtkListBoxRow *row;
  GtkLabel *lanes;
  char *markup;           /* what the label shows; "": nobody is here */
} Row;

struct _PlListing
{
  GtkWidget parent_instance;

  GtkWidget *box, *scroll, *legend, *sentence, *heading;
  GtkWidget *beside, *other_heading;
  GtkTextView *other;     /* the program in the other language */
  gboolean has_other, wide;
  GtkListBox *list;
  GArray *rows;           /* Row */
  PlViewer *viewer;       /* weak: it lives as long as the page */
  PlTrace *trace;
  PlLines *lines;         /* NULL: nothing is shown */
  PlHighlights *highlights;       /* of the chosen line; NULL: none is */
};

G_DEFINE_FINAL_TYPE (PlListing, pl_listing, GTK_TYPE_WIDGET)

/* Each with white on it legible, and told from its neighbours; the number says it, too. */
static const char *const colors[] = { "#1f5fc4", "#a8411d", "#1d7a3e", "#7a3fb0", "#8a5a00", "#0f7480", "#b02a63", "#5a5f66" };

static void
add_chip (GString *markup,
          guint    number)
{
  g_string_append_printf (markup, "<span background=\"%s\" foreground=\"#ffffff\">\u00a0%u\u00a0</span>",
                          colors[(number - 1) % G_N_ELEMENTS (colors)], number);
}

/* --- where the lanes are --- */

/* FALSE: all of the run is shown, and nothing is selected. */
static gboolean
get_moment (PlListing *self,
            gint64    *t_ns)
{
  gint64 to_ns;

  *t_ns = pl_viewer_get_viewport (self->viewer)->until_ns;
  return *t_ns > 0 || pl_viewer_get_selected_time (self->viewer, t_ns, &to_ns);
}

/* Lanes at each line, in the order of their numbers; more of them than are shown are counted. */
static void
collect (PlListing *self,
         gint64     t_ns,
         GString  **here,
         guint     *n_here)
{
  guint n, last;
  const guint *lanes = pl_lines_get_lanes (self->lines, &n);

  for (guint i = 0; i < n; i++)
    {
      const PlLineStay *stay = pl_lines_at (self->lines, lanes[i], t_ns);

      last = stay != NULL ? MIN (stay->last, self->rows->len) : 0;
      for (guint line = stay != NULL ? stay->line : 1; line <= last; line++)
        {
          if (here[line - 1] == NULL)
            here[line - 1] = g_string_new (NULL);
          if (n_here[line - 1]++ < MOST_HERE)
            {
              g_string_append (here[line - 1], here[line - 1]->len > 0 ? " " : "");
              add_chip (here[line - 1], i + 1);
            }
        }
    }
}

static void
set_row (Row        *row,
         const char *markup)
{
  if (g_str_equal (row->markup, markup))
    return;
  g_free (row->markup);
  row->markup = g_strdup (markup);
  gtk_label_set_markup (row->lanes, *markup != '\0' ? markup : EMPTY);
  pl_widget_set_class (GTK_WIDGET (row->row), "here", *markup != '\0');
}

static gboolean
is_in_sight (PlListing     *self,
             GtkListBoxRow *row,
             double        *y)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroll));
  double top = gtk_adjustment_get_value (adjustment), page = gtk_adjustment_get_page_size (adjustment);
  graphene_rect_t box;

  *y = top;
  if (!gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &box))
    return TRUE;
  *y = box.origin.y - page / 3;
  return box.origin.y >= top && box.origin.y + box.size.height <= top + page;
}

/* Where none of the lines is in sight the first one is brought there. */
static void
scroll_there (PlListing *self)
{
  double y, first = -1;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = &g_array_index (self->rows, Row, i);

      if (*row->markup == '\0')
        continue;
      if (is_in_sight (self, row->row, &y))
        return;
      first = first < 0 ? MAX (y, 0) : first;
    }
  if (first >= 0)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroll)), first);
}

static void
update (PlListing *self)
{
  g_autofree GString **here = g_new0 (GString *, self->rows->len + 1);
  g_autofree guint *n_here = g_new0 (guint, self->rows->len + 1);
  gint64 t_ns;

  if (self->lines == NULL)
    return;
  if (get_moment (self, &t_ns))
    collect (self, t_ns, here, n_here);
  for (guint i = 0; i < self->rows->len; i++)
    {
      if (n_here[i] > MOST_HERE)
        g_string_append_printf (here[i], " +%u", n_here[i] - MOST_HERE);
      set_row (&g_array_index (self->rows, Row, i), here[i] != NULL ? here[i]->str : "");
      if (here[i] != NULL)
        g_string_free (here[i], TRUE);
    }
  scroll_there (self);
}

/* --- a line that is chosen --- */

static void
say_line (PlListing *self,
          guint      line)
{
  g_autofree char *time = NULL, *times = NULL, *lanes = NULL, *text = NULL;
  PlLineSum sum;

  if (line == 0)
    text = g_strdup (_("Play the run to see at which line each lane is. Choose a line to see when it ran."));
  else if (!pl_lines_sum (self->lines, line, &sum))
    text = g_strdup_printf (_("Line %u: no lane was ever seen there."), line);
  else
    {
      time = pl_text_duration (sum.sum_ns);
      times = g_strdup_printf (ngettext ("%u time", "%u times", sum.n), sum.n);
      lanes = g_strdup_printf (ngettext ("%u lane", "%u lanes", sum.n_lanes), sum.n_lanes);
      /* Translators: a line of a program: "4 times", "2 lanes", "1.2 ms". */
      text = g_strdup_printf (_("Line %u: %s, on %s, %s in all."), line, times, lanes, time);
    }
  gtk_label_set_text (GTK_LABEL (self->sentence), text);
  pl_tip_set (self->sentence, text);
}

/* What somebody else has pointed out since stays. */
static void
forget (PlListing *self)
{
  PlPicture *picture = pl_viewer_get_picture (self->viewer);

  if (picture != NULL && self->highlights != NULL && pl_picture_get_highlights (picture, PL_HIGHLIGHT_HITS) == self->highlights)
    pl_viewer_set_highlights (self->viewer, PL_HIGHLIGHT_HITS, NULL);
  g_clear_pointer (&self->highlights, pl_highlights_unref);
}

static void
selected_cb (PlListing     *self,
             GtkListBoxRow *row)
{
  guint line = row != NULL ? (guint) gtk_list_box_row_get_index (row) + 1 : 0;
  PlLineSum sum;

  forget (self);
  if (self->lines == NULL)
    return;
  say_line (self, line);
  if (line == 0 || !pl_lines_sum (self->lines, line, &sum))
    return;
  self->highlights = pl_lines_highlight (self->lines, line);
  pl_viewer_set_highlights (self->viewer, PL_HIGHLIGHT_HITS, self->highlights);
  if (pl_viewer_get_viewport (self->viewer)->until_ns == 0)
    pl_viewer_reveal (self->viewer, sum.from_ns, sum.to_ns);
}

/* A line that has the focus is brought into sight, but not its end: that would take its beginning away. */
static void
focused_cb (PlListing *self)
{
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self->list));
  graphene_rect_t box;

  if (row != NULL && gtk_widget_compute_bounds (row, GTK_WIDGET (self->list), &box))
    gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroll)), box.origin.y,
                               box.origin.y + box.size.height);
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   data)
{
  PlListing *self = data;

  if (gtk_list_box_get_selected_row (self->list) == NULL)
    return FALSE;
  gtk_list_box_unselect_all (self->list);
  return TRUE;
}

static void
changed_cb (PlListing *self,
            guint      what)
{
  if (what & (PL_VIEWER_CURSOR | PL_VIEWER_SELECTION))
    update (self);
}

void
pl_listing_choose (PlListing *self,
                   guint      line)
{
  if (line == 0 || line > self->rows->len)
    gtk_list_box_unselect_all (self->list);
  else
    gtk_list_box_select_row (self->list, g_array_index (self->rows, Row, line - 1).row);
}

const char *
pl_listing_get_lanes (PlListing *self,
                      guint      line)
{
  const Row *row = line >= 1 && line <= self->rows->len ? &g_array_index (self->rows, Row, line - 1) : NULL;

  return row != NULL && *row->markup != '\0' ? gtk_label_get_text (row->lanes) : "";
}

/* --- the listing --- */

/* Characters of the number of the last line. */
static int
count_width (guint n_lines)
{
  return n_lines < 10 ? 1 : n_lines < 100 ? 2 : n_lines < 1000 ? 3 : 4;
}

/* Characters: as many as the lanes of this run take at one line at most, so that all lines begin at the same place. */
static int
lanes_width (PlListing *self)
{
  guint n;

  (void) pl_lines_get_lanes (self->lines, &n);
  return (int) (MIN (n, MOST_HERE) * (n < 10 ? 4 : 5) + (n > MOST_HERE ? (n < 10 ? 3 : 4) : 0)) - 1;
}

static void
add_row (PlListing  *self,
         const char *text,
         int         width)
{
  g_autofree char *number = g_strdup_printf ("%u", self->rows->len + 1);
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "spacing", 8, NULL);
  GtkWidget *lanes = g_object_new (GTK_TYPE_LABEL, "label", EMPTY, "xalign", 1.0, "width-chars", lanes_width (self), NULL);
  GtkWidget *count = g_object_new (GTK_TYPE_LABEL, "label", number, "xalign", 1.0, "width-chars", width, NULL);
  GtkWidget *code = g_object_new (GTK_TYPE_LABEL, "label", *text != '\0' ? text : EMPTY, "xalign", 0.0, NULL);
  Row row = { GTK_LIST_BOX_ROW (g_object_new (GTK_TYPE_LIST_BOX_ROW, "child", box, NULL)), GTK_LABEL (lanes), g_strdup ("") };

  gtk_widget_add_css_class (count, "dim");
  gtk_box_append (GTK_BOX (box), lanes);
  gtk_box_append (GTK_BOX (box), count);
  gtk_box_append (GTK_BOX (box), code);
  gtk_list_box_append (self->list, GTK_WIDGET (row.row));
  g_array_append_val (self->rows, row);
}

static void
fill (PlListing  *self,
      const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' || lines[i + 1] != NULL)
      add_row (self, lines[i], count_width (g_strv_length (lines)));
}

static void
clear (PlListing *self)
{
  forget (self);
  for (guint i = 0; i < self->rows->len; i++)
    {
      gtk_list_box_remove (self->list, GTK_WIDGET (g_array_index (self->rows, Row, i).row));
      g_free (g_array_index (self->rows, Row, i).markup);
    }
  g_array_set_size (self->rows, 0);
  g_clear_pointer (&self->lines, pl_lines_free);
  g_clear_object (&self->trace);
}

/* Which number is whose. */
static void
name_lanes (PlListing *self)
{
  g_autoptr (GString) markup = g_string_new (NULL);
  guint n;
  const guint *lanes = pl_lines_get_lanes (self->lines, &n);

  for (guint i = 0; i < MIN (n, MOST_NAMED); i++)
    {
      g_autofree char *name = pl_trace_lane_name (self->trace, lanes[i]), *escaped = g_markup_escape_text (name, -1);

      g_string_append (markup, i > 0 ? "   " : "");
      add_chip (markup, i + 1);
      g_string_append_printf (markup, "\u00a0%s", escaped);
    }
  if (n > MOST_NAMED)
    g_string_append (markup, " …");
  gtk_label_set_markup (GTK_LABEL (self->legend), markup->str);
}

static void
set_language (GtkWidget *heading,
              gpointer   content,
              gboolean   twin)
{
  const char *name = twin ? _("C") : _("Python");

  gtk_label_set_text (GTK_LABEL (heading), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (content), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_other (PlListing          *self,
            const PlLessonText *text)
{
  self->has_other = text->other != NULL;
  gtk_widget_set_visible (self->beside, self->has_other && self->wide);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->other), self->has_other ? text->other : "", -1);
  set_language (self->other_heading, self->other, !text->twin);
}

gboolean
pl_listing_show (PlListing          *self,
                 const PlLessonText *text,
                 PlTrace            *trace)
{
  clear (self);
  if (trace != NULL && text != NULL && text->ran != NULL)
    self->lines = pl_lines_new (trace);
  gtk_widget_set_visible (GTK_WIDGET (self), self->lines != NULL);
  if (self->lines == NULL)
    return FALSE;
  self->trace = g_object_ref (trace);
  set_language (self->heading, self->list, text->twin);
  show_other (self, text);
  fill (self, text->ran);
  name_lanes (self);
  say_line (self, 0);
  update (self);
  return TRUE;
}

void
pl_listing_set_viewer (PlListing *self,
                       PlViewer  *viewer)
{
  self->viewer = viewer;
  g_signal_connect_object (viewer, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

/* --- the widget --- */

static gboolean
update_columns_cb (gpointer data)
{
  PlListing *self = data;

  if (self->box != NULL)
    gtk_widget_set_visible (self->beside, self->has_other && self->wide);
  return G_SOURCE_REMOVE;
}

static void
pl_listing_size_allocate (GtkWidget *widget,
                          int        width,
                          int        height,
                          int        baseline)
{
  PlListing *self = PL_LISTING (widget);
  gboolean wide = width >= TWO_COLUMNS * pl_widget_text_scale (widget);

  gtk_widget_size_allocate (self->box, &(GtkAllocation) { 0, 0, width, height }, baseline);
  if (wide == self->wide)
    return;
  self->wide = wide;
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_columns_cb, g_object_ref (self), g_object_unref);
}

/* A list gives Tab to one row after the other; here arrows go through the lines, and Tab leaves them. */
static gboolean
pl_listing_focus (GtkWidget        *widget,
                  GtkDirectionType  direction)
{
  PlListing *self = PL_LISTING (widget);
  gboolean within = gtk_widget_get_focus_child (GTK_WIDGET (self->list)) != NULL;

  if (within && direction == GTK_DIR_TAB_FORWARD)
    return gtk_widget_get_visible (self->beside) && gtk_widget_child_focus (self->beside, direction);
  if (within && direction == GTK_DIR_TAB_BACKWARD)
    return FALSE;
  return GTK_WIDGET_CLASS (pl_listing_parent_class)->focus (widget, direction);
}

static void
pl_listing_dispose (GObject *object)
{
  PlListing *self = PL_LISTING (object);

  if (self->box != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->list, self);
      clear (self);
    }
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (pl_listing_parent_class)->dispose (object);
}

static void
pl_listing_finalize (GObject *object)
{
  g_array_unref (PL_LISTING (object)->rows);
  G_OBJECT_CLASS (pl_listing_parent_class)->finalize (object);
}

static void
pl_listing_class_init (PlListingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_listing_dispose;
  G_OBJECT_CLASS (klass)->finalize = pl_listing_finalize;
  widget_class->size_allocate = pl_listing_size_allocate;
  widget_class->measure = pl_widget_measure_child;
  widget_class->get_request_mode = pl_widget_get_child_request_mode;
  widget_class->focus = pl_listing_focus;
  gtk_widget_class_set_css_name (widget_class, "listing");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

/* A program below its name. */
static GtkWidget *
make_column (GtkWidget *head,
             gpointer   content,
             GtkWidget **scroll)
{
  GtkWidget *column = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 4, NULL);

  *scroll = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", content, "vexpand", TRUE, "has-frame", TRUE,
                          "propagate-natural-height", TRUE, "max-content-height", MOST_HEIGHT, NULL);
  gtk_box_append (GTK_BOX (column), head);
  gtk_box_append (GTK_BOX (column), *scroll);
  return column;
}

static GtkWidget *
make_heading (void)
{
  GtkWidget *heading = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, NULL);

  gtk_widget_add_css_class (heading, "heading");
  return heading;
}

static GtkWidget *
make_lines (PlListing *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  self->heading = make_heading ();
  self->sentence = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "hexpand", TRUE, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_widget_add_css_class (self->sentence, "dim");
  gtk_box_append (GTK_BOX (head), self->heading);
  gtk_box_append (GTK_BOX (head), self->sentence);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                        gtk_callback_action_new (escape_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  g_signal_connect_swapped (self->list, "row-selected", G_CALLBACK (selected_cb), self);
  g_signal_connect_swapped (self->list, "notify::focus-child", G_CALLBACK (focused_cb), self);
  return make_column (head, g_object_new (GTK_TYPE_VIEWPORT, "child", self->list, "scroll-to-focus", FALSE, NULL), &self->scroll);
}

static void
pl_listing_init (PlListing *self)
{
  GtkWidget *columns = g_object_new (GTK_TYPE_BOX, "spacing", 12, "homogeneous", TRUE, "vexpand", TRUE, NULL), *scroll;

  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  self->box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 4, NULL);
  self->legend = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, NULL);
  self->other = g_object_new (GTK_TYPE_TEXT_VIEW, "monospace", TRUE, "editable", FALSE, "cursor-visible", FALSE, "accepts-tab", FALSE,
                              "left-margin", 8, NULL);
  self->other_heading = make_heading ();
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (columns), make_lines (self));
  self->beside = make_column (self->other_heading, self->other, &scroll);
  gtk_widget_add_css_class (self->beside, "dim");
  gtk_box_append (GTK_BOX (columns), self->beside);
  gtk_box_append (GTK_BOX (self->box), columns);
  gtk_box_append (GTK_BOX (self->box), self->legend);
  gtk_widget_set_visible (self->beside, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
