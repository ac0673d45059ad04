/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/compare/pl-differences-table.h"

#include <string.h>

#include <glib/gi18n.h>

#include "plan/pl-plan.h"

static GtkWidget *
attach (GtkGrid    *grid,
        const char *text,
        int         column,
        int         row,
        const char *style)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", column == 0 ? 0.0 : 1.0,
                                   "selectable", TRUE, NULL);

  gtk_widget_add_css_class (label, "numeric");
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_grid_attach (grid, label, column, row, 1, 1);
  return label;
}

static void
attach_row (GtkGrid             *grid,
            const PlDifferences *differences,
            guint                row)
{
  attach (grid, pl_measure_name (pl_differences_get_row (differences, row)), 0, (int) row + 1, NULL);
  for (guint run = 0; run < pl_differences_get_n_runs (differences); run++)
    {
      attach (grid, "", 1 + 2 * (int) run, (int) row + 1, NULL);
      if (run > 0)
        attach (grid, "", 2 + 2 * (int) run, (int) row + 1, "dim");
    }
}

/* What stands there already stays: with another text it would be laid out again, and what is selected in it would be gone. */
static void
set_text (GtkGrid    *grid,
          int         column,
          guint       row,
          const char *text)
{
  GtkLabel *label = GTK_LABEL (gtk_grid_get_child_at (grid, column, (int) row + 1));

  if (strcmp (gtk_label_get_text (label), text) == 0)
    return;
  gtk_label_set_text (label, text);
  /* As it is replayed, figures change all the time: what stands beside the table need not move each time. */
  gtk_label_set_width_chars (label, MAX (gtk_label_get_width_chars (label), (int) g_utf8_strlen (text, -1)));
}

/* What A, B and so on are, for who hears the table and does not see the picture beside it. */
static char *
describe (const PlDifferences *differences)
{
  g_autofree char *sentence = pl_differences_sentence (differences);
  GString *text = g_string_new (NULL);

  for (guint run = 0; run < pl_differences_get_n_runs (differences); run++)
    {
      g_autofree char *title = pl_plan_title (pl_log_plan (pl_differences_get_log (differences, run)));

      g_string_append_printf (text, "%s: %s. ", pl_run_letter (run), title);
    }
  g_string_append (text, sentence);
  return g_string_free (text, FALSE);
}

void
pl_differences_table_update (GtkWidget           *table,
                             const PlDifferences *differences)
{
  GtkGrid *grid = g_object_get_data (G_OBJECT (table), "pl-grid");
  g_autofree char *text = describe (differences);

  for (guint row = 0; row < pl_differences_get_n_rows (differences); row++)
    for (guint run = 0; run < pl_differences_get_n_runs (differences); run++)
      {
        g_autofree char *value = pl_differences_value_text (differences, row, run);
        g_autofree char *relative = pl_differences_relative_text (differences, row, run);

        set_text (grid, 1 + 2 * (int) run, row, value);
        if (run > 0)
          set_text (grid, 2 + 2 * (int) run, row, relative);
      }
  gtk_accessible_update_property (GTK_ACCESSIBLE (grid), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

GtkWidget *
pl_differences_table_new (const PlDifferences *differences)
{
  GtkWidget *grid = g_object_new (GTK_TYPE_GRID, "column-spacing", 12, "row-spacing", 5, "valign", GTK_ALIGN_START, NULL);
  GtkWidget *scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", grid, "propagate-natural-width", TRUE,
                                      "propagate-natural-height", TRUE, NULL);

  for (guint run = 0; run < pl_differences_get_n_runs (differences); run++)
    {
      attach (GTK_GRID (grid), pl_run_letter (run), 1 + 2 * (int) run, 0, "heading");
      if (run > 0)
        attach (GTK_GRID (grid), _("against A"), 2 + 2 * (int) run, 0, "dim");
    }
  for (guint row = 0; row < pl_differences_get_n_rows (differences); row++)
    attach_row (GTK_GRID (grid), differences, row);
  gtk_widget_add_css_class (scroller, "differences");
  gtk_accessible_update_property (GTK_ACCESSIBLE (grid), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Differences"), -1);
  g_object_set_data (G_OBJECT (scroller), "pl-grid", grid);
  pl_differences_table_update (scroller, differences);
  return scroller;
}
