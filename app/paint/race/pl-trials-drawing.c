/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-trials-private.h"

/* Items are columns: lane is the panel, index .. last the values that the column stands for. */

static PlTrialsPicture *
trials_of (PlDrawing *drawing)
{
  return (PlTrialsPicture *) drawing;
}

static void
tell_bin (PlTrialsPicture *self, guint i, guint bin, PlItem *item, PlBox *box)
{
  *item = (PlItem) { .lane = i };
  pl_tp_bin_values (self, bin, &item->index, &item->last);
  box->x = pl_tp_bin_x (self, bin, &box->width);
  box->y = pl_tp_panel (self, i)->top;
  box->height = self->plot_height;
}

static gboolean
pick (PlDrawing *drawing, double x, double y, PlItem *item, PlBox *box)
{
  PlTrialsPicture *self = trials_of (drawing);

  for (guint i = 0; i < self->panels->len; i++)
    {
      double top = pl_tp_panel (self, i)->top;

      for (guint bin = 0; bin <= self->n_bins && y >= top && y < top + self->plot_height; bin++)
        {
          tell_bin (self, i, bin, item, box);
          if (x >= box->x && x < box->x + box->width)
            return TRUE;
        }
    }
  return FALSE;
}

static gboolean
locate (PlDrawing *drawing, const PlItem *item, PlBox *box)
{
  PlTrialsPicture *self = trials_of (drawing);
  PlItem found;

  if (item->lane >= self->panels->len || item->index < self->from)
    return FALSE;
  tell_bin (self, item->lane, pl_tp_bin_of (self, item->index), &found, box);
  return TRUE;
}

static gboolean
lane_box (PlDrawing *drawing, guint lane, PlBox *box)
{
  PlTrialsPicture *self = trials_of (drawing);

  if (lane >= self->panels->len)
    return FALSE;
  *box = (PlBox) { 0, pl_tp_panel (self, lane)->top - pl_tp_head_height (self), self->width,
                   self->plot_height + pl_tp_head_height (self) };
  return TRUE;
}

static char *
words_at (PlTrialsPicture *self, double x, double y)
{
  PlItem item;
  PlBox box;

  for (guint i = 0; i < self->panels->len; i++)
    {
      const PlTpPanel *panel = pl_tp_panel (self, i);

      if (pl_tp_guess_height (self, panel) > 0 && y >= panel->top - PL_TP_GUESS_ROW && y < panel->top)
        return g_strdup (self->guess_sentence);
    }
  if (!pick (&self->drawing, x, y, &item, &box))
    return NULL;
  return pl_tp_values_text (self->race, pl_tp_panel (self, item.lane)->part, pl_tp_panel (self, item.lane)->name,
                            item.index, item.last);
}

static char *
tooltip (PlDrawing *drawing, double x, double y)
{
  g_autofree char *text = words_at (trials_of (drawing), x, y);

  return text ? g_markup_escape_text (text, -1) : NULL;
}

const PlDrawingClass pl_trials_drawing_class = {
  .draw = pl_trials_picture_draw, .free = pl_trials_picture_free, .pick = pick, .locate = locate, .lane_box = lane_box, .tooltip = tooltip,
};
