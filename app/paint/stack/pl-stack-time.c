/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "paint/stack/pl-stack-private.h"
#include "trace/compare/pl-differences.h"

/* One picture whose items have lanes it does not tell of has room for so many. */
#define UNTOLD_LANES 65536u

gint64
pl_stack_own_ns (PlStack *self, guint i, gint64 t_ns)
{
  return t_ns - self->base_ns + self->zero_ns[i];
}

gint64
pl_stack_common_ns (PlStack *self, guint i, gint64 own_ns)
{
  return own_ns - self->zero_ns[i] + self->base_ns;
}

static guint
n_lanes_of (PlStack *self, guint i)
{
  guint n = pl_picture_get_n_lanes (self->pictures[i]);

  return n > 0 ? n : UNTOLD_LANES;
}

guint
pl_stack_first_lane (PlStack *self, guint i)
{
  guint first = 0;

  for (guint k = 0; k < i; k++)
    first += n_lanes_of (self, k);
  return first;
}

gboolean
pl_stack_own_item (PlStack *self, const PlItem *item, guint *i, PlItem *own)
{
  guint lane = item->lane;

  for (guint k = 0; k < self->n; k++)
    {
      guint n = n_lanes_of (self, k);

      if (lane < n)
        {
          *i = k;
          *own = *item;
          own->lane = lane;
          return TRUE;
        }
      lane -= n;
    }
  return FALSE;
}

PlItem
pl_stack_common_item (PlStack *self, guint i, const PlItem *own)
{
  PlItem item = *own;

  item.lane += pl_stack_first_lane (self, i);
  return item;
}

static guint
n_log_lanes_of (PlStack *self, guint i)
{
  return pl_log_n_lanes (pl_picture_get_log (self->pictures[i]));
}

guint
pl_stack_first_log_lane (PlStack *self, guint i)
{
  guint first = 0;

  for (guint k = 0; k < i; k++)
    first += n_log_lanes_of (self, k);
  return first;
}

gboolean
pl_stack_own_log_lane (PlStack *self, guint lane, guint *i, guint *own)
{
  *own = lane;
  for (*i = 0; *i < self->n; (*i)++)
    {
      guint n = n_log_lanes_of (self, *i);

      if (*own < n)
        return TRUE;
      *own -= n;
    }
  return FALSE;
}

PlViewport
pl_stack_shown (PlStack *self, const PlViewport *viewport)
{
  PlViewport shown = *viewport;

  if (shown.to_ns <= 0)
    pl_picture_get_whole (&self->parent_instance, &shown.from_ns, &shown.to_ns);
  return shown;
}

/* Of two selected things each picture sees its own. */
static gboolean
take_item (PlStack *self, guint i, gboolean has, PlItem *item)
{
  PlItem own;
  guint whose;

  if (!has || !pl_stack_own_item (self, item, &whose, &own) || whose != i)
    return FALSE;
  *item = own;
  return TRUE;
}

PlViewport
pl_stack_own_view (PlStack *self, guint i, const PlViewport *shown)
{
  PlViewport own = *shown;

  own.from_ns = pl_stack_own_ns (self, i, shown->from_ns);
  own.to_ns = pl_stack_own_ns (self, i, shown->to_ns);
  own.range_from_ns = pl_stack_own_ns (self, i, shown->range_from_ns);
  own.range_to_ns = pl_stack_own_ns (self, i, shown->range_to_ns);
  /* 0 would be all of it. */
  if (shown->until_ns > 0)
    own.until_ns = MAX (pl_stack_own_ns (self, i, shown->until_ns), 1);
  /* Each draws what was written on its own run; the markers stand over all of them. */
  own.has_a = own.has_b = FALSE;
  own.stacked = TRUE;
  own.zero_ns = self->zero_ns[i];
  own.scroll = 0;
  own.has_selection = take_item (self, i, own.has_selection, &own.selected);
  own.has_hover = take_item (self, i, own.has_hover, &own.hover);
  return own;
}

char *
pl_stack_heading (PlStack *self, guint i)
{
  g_autofree char *title = pl_picture_title (self->pictures[i]);

  return g_strdup_printf ("%s: %s", pl_run_letter (i), title);
}

char *
pl_stack_title (PlStack *self)
{
  return g_strdup_printf (ngettext ("%u run on one time axis", "%u runs on one time axis", self->n), self->n);
}

char *
pl_stack_subtitle (PlStack *self)
{
  return g_strdup (self->align == PL_ALIGN_START ? _("Aligned at their start.")
                                                 : _("Aligned at the moment the work began."));
}

char *
pl_stack_caption (PlStack *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->n; i++)
    {
      g_autofree char *caption = pl_picture_caption (self->pictures[i]);

      g_string_append_printf (text, i > 0 ? "\n%s: %s" : "%s: %s", pl_run_letter (i), caption);
    }
  return g_string_free (text, FALSE);
}
