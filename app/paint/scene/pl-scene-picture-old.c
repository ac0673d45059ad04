/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/scene/pl-scene-picture-private.h"
#include "trace/pl-trace-text.h"

/* The way in with a PlSceneView. */

PlScenePicture *
pl_scene_picture_new (PlTrace *trace, const PlSceneView *view, PlThemeId theme, double width, double height, guint parts)
{
  const PlPaper paper = { theme, 1, width, height, parts };
  PlViewport viewport = { 0 };

  g_return_val_if_fail (PL_IS_TRACE (trace), NULL);
  g_return_val_if_fail (pl_log_plan (pl_trace_get_log (trace))->kind == PL_RUN_SCENE, NULL);

  if (view)
    viewport = (PlViewport) {
      .from_ns = view->from_ns, .to_ns = view->to_ns, .growing = view->room_for_end,
      .has_selection = view->has_selection,
      .selected = { 0, view->selected_lane, view->selected_index, view->selected_index },
    };
  return pl_scene_picture_lay_out (trace, &viewport, &paper);
}

double
pl_scene_picture_get_height (PlScenePicture *self)
{
  return self->height;
}

double
pl_scene_picture_get_least_height (PlScenePicture *self)
{
  return self->least_height;
}

void
pl_scene_picture_get_range (PlScenePicture *self, gint64 *from_ns, gint64 *to_ns)
{
  *from_ns = self->drawing.from_ns;
  *to_ns = self->drawing.to_ns;
}

gint64
pl_scene_picture_get_time (PlScenePicture *self, double x)
{
  return pl_drawing_time (&self->drawing, x);
}

gboolean
pl_scene_picture_pick (PlScenePicture *self, double x, double y, guint *lane, guint64 *index, char **tooltip)
{
  PlItem item;
  PlBox box;

  if (!pl_drawing_pick (&self->drawing, x, y, &item, &box))
    return FALSE;
  if (lane)
    *lane = item.lane;
  if (index)
    *index = item.index;
  if (tooltip)
    *tooltip = pl_trace_span_sentence (self->trace, item.lane, item.index);
  return TRUE;
}

void
pl_scene_picture_lane_box (PlScenePicture *self, guint lane, double *x, double *y, double *width, double *height)
{
  PlBox box = { 0 };

  pl_drawing_lane_box (&self->drawing, lane, &box);
  *x = box.x;
  *y = box.y;
  *width = box.width;
  *height = box.height;
}
