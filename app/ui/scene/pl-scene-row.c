/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/scene/pl-scene-row.h"

#include <glib/gi18n.h>

#include "ui/widgets/pl-tip.h"

static GQuark
scene_quark (void)
{
  return g_quark_from_static_string ("pl-scene");
}

static GtkWidget *
new_lines (const char *name,
           const char *words)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = g_object_new (GTK_TYPE_LABEL, "label", name, "xalign", 0.0, "wrap", TRUE, NULL);
  GtkWidget *note = g_object_new (GTK_TYPE_LABEL, "label", words, "xalign", 0.0, "wrap", TRUE, NULL);

  gtk_widget_add_css_class (note, "note");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), note);
  return box;
}

/* What is seen is what is told, in one piece. */
static void
name_widget (GtkWidget  *widget,
             const char *name,
             const char *words)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

void
pl_scene_row_set_chosen (GtkListBoxRow *row,
                         gboolean       chosen)
{
  GtkWidget *lines = gtk_list_box_row_get_child (row);

  g_object_set (gtk_widget_get_last_child (lines),
                "ellipsize", chosen ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END,
                "wrap", chosen,
                NULL);
}

PlSceneId
pl_scene_row_get_scene (GtkListBoxRow *row)
{
  return (PlSceneId) GPOINTER_TO_UINT (g_object_get_qdata (G_OBJECT (row), scene_quark ()));
}

gboolean
pl_scene_row_has_words (GtkListBoxRow *row,
                        const char    *words)
{
  const PlSceneInfo *info = pl_scene_info (pl_scene_row_get_scene (row));
  g_autofree char *text = g_strjoin (" ", info->key, _(info->name), _(info->description), NULL);

  return g_str_match_string (words, text, TRUE) || *words == '\0';
}

GtkWidget *
pl_scene_row_new (PlSceneId scene)
{
  const PlSceneInfo *info = pl_scene_info (scene);
  GtkWidget *row = gtk_list_box_row_new ();

  g_object_set_qdata (G_OBJECT (row), scene_quark (), GUINT_TO_POINTER (scene));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), new_lines (_(info->name), _(info->description)));
  pl_tip_set (row, _(info->description));
  name_widget (row, _(info->name), _(info->description));
  pl_scene_row_set_chosen (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

GtkWidget *
pl_scene_variant_button_new (const PlSceneVariantInfo *variant,
                             GtkCheckButton           *before)
{
  GtkWidget *button = gtk_check_button_new ();

  gtk_check_button_set_group (GTK_CHECK_BUTTON (button), before);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), new_lines (_(variant->name), _(variant->expected)));
  name_widget (button, _(variant->name), _(variant->expected));
  return button;
}
