/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/lesson/pl-lesson-tally.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct { char *outcome; guint n; } Count;

struct _PlLessonTally
{
  GtkWidget parent_instance;

  GtkWidget *scroll, *grid, *summary;
  GArray *counts;         /* Count, the most frequent first */
  guint n;
};

G_DEFINE_FINAL_TYPE (PlLessonTally, pl_lesson_tally, GTK_TYPE_WIDGET)

static void
clear_count (gpointer count)
{
  g_free (((Count *) count)->outcome);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const Count *one = a, *other = b;

  return one->n != other->n ? (one->n > other->n ? -1 : 1) : strcmp (one->outcome, other->outcome);
}

guint
pl_lesson_tally_get_n (PlLessonTally *self,
                       guint         *outcomes)
{
  if (outcomes != NULL)
    *outcomes = self->counts->len;
  return self->n;
}

static void
show_row (PlLessonTally *self,
          int            row)
{
  const Count *count = &g_array_index (self->counts, Count, row);
  g_autofree char *number = g_strdup_printf ("%u", count->n);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", count->outcome, "xalign", 0.0, "wrap", TRUE, "max-width-chars", 40, NULL);
  GtkWidget *bar = g_object_new (GTK_TYPE_LEVEL_BAR, "max-value", (double) g_array_index (self->counts, Count, 0).n,
                                 "value", (double) count->n, "hexpand", TRUE, "valign", GTK_ALIGN_CENTER, NULL);
  GtkWidget *amount = g_object_new (GTK_TYPE_LABEL, "label", number, "xalign", 1.0, NULL);

  gtk_widget_add_css_class (amount, "numeric");
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, count->outcome, -1);
  gtk_grid_attach (GTK_GRID (self->grid), label, 0, row + 1, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), bar, 1, row + 1, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), amount, 2, row + 1, 1, 1);
}

static void
show (PlLessonTally *self)
{
  g_autofree char *runs = g_strdup_printf (ngettext ("%u run", "%u runs", self->n), self->n);
  g_autofree char *outcomes = g_strdup_printf (ngettext ("%u outcome", "%u outcomes", self->counts->len), self->counts->len);
  g_autofree char *summary = g_strdup_printf ("%s, %s", runs, outcomes);
  GtkWidget *child = gtk_widget_get_first_child (self->grid);

  while (child != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      if (child != self->summary)
        gtk_grid_remove (GTK_GRID (self->grid), child);
      child = next;
    }
  gtk_label_set_text (GTK_LABEL (self->summary), self->n > 0 ? summary : _("Run it 100 times to see how often it comes out how."));
  for (guint i = 0; i < self->counts->len; i++)
    show_row (self, (int) i);
}

void
pl_lesson_tally_clear (PlLessonTally *self)
{
  g_array_set_size (self->counts, 0);
  self->n = 0;
  show (self);
}

void
pl_lesson_tally_add (PlLessonTally *self,
                     const char    *outcome)
{
  guint i = 0;

  while (i < self->counts->len && strcmp (g_array_index (self->counts, Count, i).outcome, outcome) != 0)
    i++;
  if (i < self->counts->len)
    g_array_index (self->counts, Count, i).n++;
  else
    {
      Count count = { g_strdup (outcome), 1 };
      g_array_append_val (self->counts, count);
    }
  self->n++;
  g_array_sort (self->counts, compare);
  show (self);
}

static void
pl_lesson_tally_dispose (GObject *object)
{
  g_clear_pointer (&PL_LESSON_TALLY (object)->scroll, gtk_widget_unparent);
  G_OBJECT_CLASS (pl_lesson_tally_parent_class)->dispose (object);
}

static void
pl_lesson_tally_finalize (GObject *object)
{
  g_array_unref (PL_LESSON_TALLY (object)->counts);
  G_OBJECT_CLASS (pl_lesson_tally_parent_class)->finalize (object);
}

static void
pl_lesson_tally_class_init (PlLessonTallyClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_lesson_tally_dispose;
  G_OBJECT_CLASS (klass)->finalize = pl_lesson_tally_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "lessontally");
}

static void
pl_lesson_tally_init (PlLessonTally *self)
{
  self->counts = g_array_new (FALSE, FALSE, sizeof (Count));
  g_array_set_clear_func (self->counts, clear_count);
  self->grid = g_object_new (GTK_TYPE_GRID, "column-spacing", 12, "row-spacing", 6, NULL);
  self->summary = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, NULL);
  self->scroll = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", self->grid, "hscrollbar-policy", GTK_POLICY_NEVER, NULL);
  gtk_widget_set_parent (self->scroll, GTK_WIDGET (self));
  gtk_grid_attach (GTK_GRID (self->grid), self->summary, 0, 0, 3, 1);
  show (self);
}
