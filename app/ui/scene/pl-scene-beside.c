/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/scene/pl-scene-page-private.h"
#include "ui/widgets/pl-widget-theme.h"

#include <glib/gi18n.h>

#include "log/pl-scenes.h"
#include "paint/pl-pictures.h"
#include "plan/pl-plan.h"

/* A fault and its cure are told apart by looking at both: the picture of one stays beside the other. And a picture of
 * something that is not chosen any more is pale, and says so. */

static const PlPlanData *
shown_plan (PlScenePage *self)
{
  return self->trace != NULL ? pl_log_plan (pl_trace_get_log (self->trace)) : NULL;
}

/* The fault's is the first cure there is, a cure's the fault. */
static guint
other_variant (const PlPlanData *plan)
{
  return plan->scene_variant == PL_VARIANT_FAULTY ? PL_VARIANT_FAULTY + 1 : PL_VARIANT_FAULTY;
}

static gboolean
is_stale (PlScenePage *self)
{
  const PlPlanData *shown = shown_plan (self);
  PlPlanData chosen;

  return shown != NULL && self->run == NULL &&
         pl_form_get_plan (pl_page_get_form (PL_PAGE (self)), &chosen, NULL) && !pl_plan_equal (shown, &chosen);
}

static void
update_stale (PlScenePage *self)
{
  gboolean stale = is_stale (self);

  pl_widget_set_class (GTK_WIDGET (self->canvas), "pale", stale);
  pl_widget_set_class (GTK_WIDGET (self->beside), "pale", stale);
  gtk_widget_set_visible (self->stale_bar, stale);
  if (stale)
    {
      g_autofree char *title = pl_plan_title (shown_plan (self));
      g_autofree char *text = g_strdup_printf (_("The picture shows what ran before: %s. Press Run for what is chosen "
                                                 "now."),
                                               title);

      gtk_label_set_text (self->stale_text, text);
    }
}

static void
update_button (PlScenePage *self)
{
  const PlPlanData *shown = shown_plan (self);
  gboolean can = pl_scene_page_can_beside (self);

  gtk_widget_set_visible (self->beside_button, can);
  if (can)
    {
      const PlSceneVariantInfo *info = pl_scene_variant_info (shown->scene, other_variant (shown));
      g_autofree char *label = g_strdup_printf (_("Beside It: %s"), _(info->name));

      gtk_button_set_label (GTK_BUTTON (self->beside_button), label);
    }
}

void
pl_scene_page_update_sides (PlScenePage *self)
{
  if (self->stack == NULL)
    return;
  update_stale (self);
  update_button (self);
}

gboolean
pl_scene_page_can_beside (PlScenePage *self)
{
  const PlPlanData *shown = shown_plan (self);

  return shown != NULL && self->run == NULL && !is_stale (self) &&
         pl_scene_n_variants (shown->scene) > PL_VARIANT_FAULTY + 1;
}

void
pl_scene_page_hide_alike (PlScenePage *self)
{
  guint32 hidden;

  if (self->stack == NULL)
    return;
  hidden = pl_viewer_get_viewport (pl_canvas_get_viewer (self->canvas))->hidden;
  for (guint look = 0; look < PL_N_LOOKS; look++)
    pl_viewer_set_hidden (pl_canvas_get_viewer (self->beside), look, (hidden & (1u << look)) != 0);
}

void
pl_scene_page_turn_over (PlScenePage *self)
{
  g_autoptr(PlPicture) picture = self->keeps && self->trace != NULL ? pl_picture_of_scene (self->trace) : NULL;

  pl_viewer_set_picture (pl_canvas_get_viewer (self->beside), picture, 0);
  gtk_widget_set_visible (self->beside_scroll, picture != NULL);
  pl_scene_page_hide_alike (self);
  self->keeps = FALSE;
}

void
pl_scene_page_run_beside (PlScenePage *self)
{
  PlPlanData plan;

  if (!pl_scene_page_can_beside (self))
    return;
  plan = *shown_plan (self);
  plan.scene_variant = other_variant (&plan);
  self->keeps = TRUE;
  pl_form_set_plan (pl_page_get_form (PL_PAGE (self)), &plan);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.start", NULL);
  self->keeps = FALSE;
}
