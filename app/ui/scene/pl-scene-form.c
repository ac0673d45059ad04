/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/scene/pl-scene-form.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "plan/pl-plan.h"
#include "ui/scene/pl-scene-row.h"
#include "ui/pl-ui.h"

/* The numbers of a scene; not every scene has all of them. */
typedef enum { WORKERS, ROUNDS, LIMIT, N_FIELDS } Field;

struct _PlSceneForm
{
  PlForm parent_instance;

  GtkListBox *list;
  GtkEditable *search;
  GtkScrolledWindow *scroller;
  GtkBox *variants;
  PlFormRow *rows[N_FIELDS];
  GtkSpinButton *spins[N_FIELDS];

  PlPlanData plans[PL_N_SCENES];   /* each scene keeps what was set for it */
  PlSceneId scene;
};

G_DEFINE_FINAL_TYPE (PlSceneForm, pl_scene_form, PL_TYPE_FORM)

static const gsize members[N_FIELDS] = {
  [WORKERS] = PL_FORM_MEMBER (scene_workers), [ROUNDS] = PL_FORM_MEMBER (scene_rounds), [LIMIT] = PL_FORM_MEMBER (scene_limit),
};

static void
get_bounds (PlSceneId  scene,
            Field      field,
            guint     *least,
            guint     *most)
{
  const PlSceneInfo *info = pl_scene_info (scene);

  switch (field)
    {
    case WORKERS: *least = info->min_workers; *most = info->max_workers; break;
    case ROUNDS: *least = 1; *most = info->max_rounds; break;
    case LIMIT:
    case N_FIELDS:
    default: *least = info->min_limit; *most = info->max_limit; break;
    }
}

static void
begin_plan (PlForm     *form,
            PlPlanData *plan)
{
  PlSceneForm *self = PL_SCENE_FORM (form);
  *plan = self->plans[self->scene];
}

static gboolean
keep_plan (PlForm           *form,
           const PlPlanData *plan)
{
  PL_SCENE_FORM (form)->plans[plan->scene] = *plan;
  return TRUE;
}

static void
variant_toggled_cb (PlSceneForm    *self,
                    GtkCheckButton *button)
{
  guint variant = 0;

  if (pl_form_get_loading (PL_FORM (self)) || !gtk_check_button_get_active (button))
    return;
  for (GtkWidget *other = gtk_widget_get_first_child (GTK_WIDGET (self->variants)); other != GTK_WIDGET (button);
       other = gtk_widget_get_next_sibling (other))
    variant++;
  self->plans[self->scene].scene_variant = variant;
  pl_form_update (PL_FORM (self));
}

static void
show_variants (PlSceneForm *self)
{
  guint chosen = self->plans[self->scene].scene_variant;
  const PlSceneVariantInfo *info;
  GtkWidget *child, *before = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->variants))) != NULL)
    gtk_box_remove (self->variants, child);
  for (guint i = 0; (info = pl_scene_variant_info (self->scene, i)) != NULL; i++)
    {
      GtkWidget *button = pl_scene_variant_button_new (info, (GtkCheckButton *) before);

      gtk_check_button_set_active (GTK_CHECK_BUTTON (button), i == chosen);
      g_signal_connect_object (button, "toggled", G_CALLBACK (variant_toggled_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->variants, button);
      before = button;
    }
}

static char *
bounds_text (PlSceneId scene,
             Field     field,
             guint     least,
             guint     most)
{
  g_autofree char *from = pl_text_count (least);
  g_autofree char *to = pl_text_count (most);

  if (field == LIMIT && (scene == PL_SCENE_GATE || scene == PL_SCENE_BOUNDED))
    return g_strdup_printf (_("%s to %s, so many it lets in at a time"), from, to);
  if (field == LIMIT && (scene == PL_SCENE_BUFFER || scene == PL_SCENE_SENTINEL))
    return g_strdup_printf (_("%s to %s, places in the buffer"), from, to);
  if (field == LIMIT && scene == PL_SCENE_ARRAY)
    return g_strdup_printf (_("%s to %s, cells of the array"), from, to);
  /* Translators: two numbers, the least and the most that can be chosen. */
  return g_strdup_printf (_("%s to %s"), from, to);
}

/* A number that cannot be chosen is not asked for. */
static void
show_fields (PlSceneForm *self)
{
  for (guint i = 0; i < N_FIELDS; i++)
    {
      guint least, most;
      g_autofree char *note = NULL;

      get_bounds (self->scene, i, &least, &most);
      note = bounds_text (self->scene, i, least, most);
      pl_form_row_set_note (self->rows[i], note);
      gtk_widget_set_visible (GTK_WIDGET (self->rows[i]), least < most);
      gtk_spin_button_set_value (self->spins[i], G_STRUCT_MEMBER (guint32, &self->plans[self->scene], members[i]));
    }
}

static void
show_scene (PlSceneForm *self)
{
  gboolean loading = pl_form_set_loading (PL_FORM (self), TRUE);

  show_variants (self);
  show_fields (self);
  pl_form_set_loading (PL_FORM (self), loading);
  pl_form_update (PL_FORM (self));
}

/* Whatever chose it. */
static void
scroll_to (PlSceneForm   *self,
           GtkListBoxRow *row)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds) && bounds.size.height > 0)
    gtk_adjustment_clamp_page (adjustment, bounds.origin.y, bounds.origin.y + bounds.size.height);
}

static void
row_selected_cb (PlSceneForm   *self,
                 GtkListBoxRow *chosen)
{
  GtkListBoxRow *row;

  if (chosen == NULL)
    return;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    pl_scene_row_set_chosen (row, row == chosen);
  self->scene = pl_scene_row_get_scene (chosen);
  scroll_to (self, chosen);
  show_scene (self);
}

static gboolean
row_matches (GtkListBoxRow *row,
             gpointer       data)
{
  return pl_scene_row_has_words (row, gtk_editable_get_text (PL_SCENE_FORM (data)->search));
}

static void
show_plan (PlForm           *form,
           const PlPlanData *plan)
{
  PlSceneForm *self = PL_SCENE_FORM (form);
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) plan->scene);

  g_return_if_fail (row != NULL);
  self->plans[plan->scene] = *plan;
  if (!row_matches (row, self))
    gtk_editable_set_text (self->search, "");
  if (gtk_list_box_get_selected_row (self->list) == row)
    row_selected_cb (self, row);
  else
    gtk_list_box_select_row (self->list, row);
}

/* The scene that was chosen stays. */
static void
reset (PlForm           *form,
       const PlPlanData *plan)
{
  PlPlanData same;

  pl_plan_init_scene (&same, PL_SCENE_FORM (form)->scene);
  pl_form_set_plan (form, &same);
}

static void
pl_scene_form_class_init (PlSceneFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PlFormClass *form_class = PL_FORM_CLASS (klass);

  form_class->begin_plan = begin_plan;
  form_class->show_plan = show_plan;
  form_class->plan_read = keep_plan;
  form_class->reset = reset;

  gtk_widget_class_set_template_from_resource (widget_class, PL_RESOURCE_PATH "/scene/scene-form.ui");
#define BIND(name, member) \
  gtk_widget_class_bind_template_child_full (widget_class, name, FALSE, G_STRUCT_OFFSET (PlSceneForm, member))
  BIND ("list", list);
  BIND ("search", search);
  BIND ("scroller", scroller);
  BIND ("variants", variants);
  BIND ("workers_row", rows[WORKERS]);
  BIND ("rounds_row", rows[ROUNDS]);
  BIND ("limit_row", rows[LIMIT]);
  BIND ("workers", spins[WORKERS]);
  BIND ("rounds", spins[ROUNDS]);
  BIND ("limit", spins[LIMIT]);
#undef BIND
}

static void
pl_scene_form_init (PlSceneForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < PL_N_SCENES; i++)
    {
      pl_plan_init_scene (&self->plans[i], (PlSceneId) i);
      gtk_list_box_append (self->list, pl_scene_row_new ((PlSceneId) i));
    }
  gtk_list_box_set_filter_func (self->list, row_matches, self, NULL);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (gtk_list_box_invalidate_filter), self->list);
  g_signal_connect_swapped (self->list, "row-selected", G_CALLBACK (row_selected_cb), self);
  for (guint i = 0; i < N_FIELDS; i++)
    pl_form_bind (PL_FORM (self), self->rows[i], self->spins[i], PL_FORM_UINT, members[i]);
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
}
