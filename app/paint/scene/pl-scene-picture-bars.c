/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/scene/pl-scene-picture-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/pl-text.h"

/* What was counted, as bars: meals a philosopher, time an addition, results of the litmus test. */

#define ROW 22.0
#define HEAD 26.0
#define PADDING 14.0

static void
clear_bar (gpointer data)
{
  PlSpBar *bar = data;

  g_free (bar->name);
  g_free (bar->text);
}

static void
add_bar (GArray *bars, char *name, double value, char *text, PlState look)
{
  PlSpBar bar = { name, text, value, look };

  g_array_append_val (bars, bar);
}

/* What is not known yet, or was never measured. */
static char *
no_figure (PlScenePicture *self)
{
  return g_strdup (self->phase < PL_PHASE_DONE ? "…" : "–");
}

static void
add_addition (PlScenePicture *self, GArray *bars, const char *name, guint number, PlState look)
{
  double ns = (double) self->status->numbers[number] / 1000.0;
  g_autofree char *text = pl_text_si (ns);

  add_bar (bars, g_strdup (name), ns,
           ns > 0 ? g_strdup_printf (_("%s ns"), text) : no_figure (self), look);
}

static void
add_additions (PlScenePicture *self, GArray *bars)
{
  guint variant = self->plan->scene_variant;

  if (variant != PL_SHARING_PADDED)
    add_addition (self, bars, _("one line"), PL_SHARING_SAME_PS, PL_STATE_WAITING_LOCK);
  if (variant != PL_SHARING_SAME)
    add_addition (self, bars, _("a line each"), PL_SHARING_PADDED_PS, PL_STATE_WORKING);
}

static void
add_litmus (PlScenePicture *self, GArray *bars)
{
  static const char *const names[] = { "0, 0", "0, 1", "1, 0", "1, 1" };
  guint64 all = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    all += self->status->numbers[i];
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    add_bar (bars, g_strdup (names[i]), (double) self->status->numbers[i],
             all > 0 ? pl_text_count (self->status->numbers[i]) : no_figure (self),
             i == 0 ? PL_STATE_WAITING_LOCK : PL_STATE_WORKING);
}

/* What became of what had a name. */
static void
add_blocks (PlScenePicture *self, GArray *bars)
{
  const struct { const char *name; guint number; PlState look; } rows[] = {
    { _("made"), PL_BLOCK_CREATED, PL_STATE_WORKING },
    { _("by the creator"), PL_BLOCK_UNLINKED, PL_STATE_WORKING },
    { _("by a tracker"), PL_BLOCK_TRACKED, PL_STATE_WORKING },
    { _("left over"), PL_BLOCK_LEFT, PL_STATE_WAITING_LOCK },
  };
  g_autofree char *bytes = pl_text_bytes (self->status->numbers[PL_BLOCK_LEFT_BYTES]);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint64 n = self->status->numbers[rows[i].number];
      g_autofree char *count = pl_text_count (n);

      add_bar (bars, g_strdup (rows[i].name), (double) n,
               self->phase < PL_PHASE_DONE ? no_figure (self)
               : rows[i].number == PL_BLOCK_LEFT && n > 0 ? g_strdup_printf ("%s, %s", count, bytes)
                                                          : g_strdup (count), rows[i].look);
    }
}

static GArray *
make_bars (PlScenePicture *self, const char **heading)
{
  GArray *bars = g_array_new (FALSE, FALSE, sizeof (PlSpBar));

  g_array_set_clear_func (bars, clear_bar);
  switch (self->plan->scene)
    {
    case PL_SCENE_SHARING:
      *heading = _("time an addition");
      add_additions (self, bars);
      break;
    case PL_SCENE_LITMUS:
      *heading = _("what the two read, and how often");
      add_litmus (self, bars);
      break;
    case PL_SCENE_BLOCK:
      *heading = _("names made, and removed");
      add_blocks (self, bars);
      break;
    default:
      *heading = _(pl_scene_info (self->plan->scene)->counted);
      for (guint lane = 1; lane < pl_trace_get_n_lanes (self->trace); lane++)
        {
          guint64 n = pl_scene_counted (self->trace, lane);

          add_bar (bars, pl_trace_lane_name (self->trace, lane), (double) n, pl_text_count (n),
                   PL_STATE_WORKING);
        }
    }
  return bars;
}

double
pl_sp_bars_height (PlScenePicture *self)
{
  const char *heading;
  g_autoptr (GArray) bars = make_bars (self, &heading);

  return 2 * PADDING + HEAD + ROW * bars->len - 6;
}

/* Of the names or the texts: so that all bars begin and end alike. */
static double
widest (PlScenePicture *self, GArray *bars, gboolean texts)
{
  double most = 0;

  for (guint i = 0; i < bars->len; i++)
    {
      const PlSpBar *bar = &g_array_index (bars, PlSpBar, i);
      double width;

      pl_ink_measure (self->ink, texts ? bar->text : bar->name, &PL_FONT_SUBTITLE, &width, NULL);
      most = MAX (most, ceil (width));
    }
  return most;
}

void
pl_sp_draw_bars (PlScenePicture *self, cairo_t *cr)
{
  const PlTheme *theme = self->theme;
  const char *heading;
  g_autoptr (GArray) bars = make_bars (self, &heading);
  double x = self->bars.x + PADDING, right = self->bars.x + self->bars.width - PADDING;
  double names = MIN (widest (self, bars, FALSE), self->bars.width / 2.5), most = 0;
  double start = x + names + 10, room = MAX (right - start - widest (self, bars, TRUE) - 8, 10);
  double y = self->bars.y + PADDING;
  PlFont name_font = PL_FONT_SUBTITLE;

  name_font.max_width = names + 1;
  pl_set_color (cr, &theme->panel);
  cairo_rectangle (cr, self->bars.x, self->bars.y, self->bars.width, self->bars.height);
  cairo_fill (cr);
  pl_ink_draw (self->ink, cr, heading, &PL_SP_BOLD, x, y + 7, PL_INK_START, &theme->text);
  y += HEAD;
  for (guint i = 0; i < bars->len; i++)
    most = MAX (most, g_array_index (bars, PlSpBar, i).value);
  for (guint i = 0; i < bars->len; i++, y += ROW)
    {
      const PlSpBar *bar = &g_array_index (bars, PlSpBar, i);
      double length = most > 0 ? round (room * bar->value / most) : 0;

      /* Not nothing is never drawn as nothing. */
      if (bar->value > 0)
        length = MAX (length, 2);
      pl_ink_draw (self->ink, cr, bar->name, &name_font, x, y + 7, PL_INK_START, &theme->text);
      if (length > 0)
        pl_look_fill (cr, &theme->states[bar->look], round (start), round (y), length, 14);
      pl_ink_draw (self->ink, cr, bar->text, &PL_FONT_SUBTITLE, round (start) + length + 8, y + 7,
                   PL_INK_START, &theme->text);
    }
}
