/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"
#include "paint/parts/pl-legend.h"
#include "paint/pl-look.h"
#include "paint/pool/pl-cpus-private.h"

/* Of so many workers the legend tells each; with more it would be larger than the picture. */
#define MOST_ENTRIES 12u

static const PlColor hues[] = {
  { 0.00, 0.45, 0.70 }, { 0.90, 0.62, 0.00 }, { 0.00, 0.62, 0.45 }, { 0.80, 0.47, 0.65 }, { 0.34, 0.71, 0.91 },
  { 0.84, 0.37, 0.00 }, { 0.60, 0.55, 0.10 },
};
static const PlPattern patterns[] = { PL_PATTERN_SOLID, PL_PATTERN_HATCH, PL_PATTERN_HATCH_BACK };

static PlColor
mix (const PlColor *a, const PlColor *b, double share)
{
  return (PlColor) { a->r * share + b->r * (1 - share), a->g * share + b->g * (1 - share),
                     a->b * share + b->b * (1 - share) };
}

char *
pl_cpus_row_name (int number)
{
  return number >= 0 ? g_strdup_printf (_("CPU %d"), number) : g_strdup (_("CPU not known"));
}

/* Seven colours by three patterns: of 21 workers no two look alike, and the number is written where it has room. */
PlStateLook
pl_cpus_worker_look (const PlTheme *theme, guint lane)
{
  const PlColor *hue = lane > 0 ? &hues[(lane - 1) % G_N_ELEMENTS (hues)] : &theme->dim_text;
  PlPattern pattern = lane > 0 ? patterns[(lane - 1) % G_N_ELEMENTS (patterns)] : PL_PATTERN_SOLID;

  return (PlStateLook) { .color = mix (hue, &theme->background, pattern == PL_PATTERN_SOLID ? 0.6 : 0.85),
                         .tint = mix (hue, &theme->background, 0.22), .text = theme->text, .height = 1, .pattern = pattern };
}

static void
tell (PlLegendFlow *flow, cairo_t *cr, const char *name, const PlStateLook *look)
{
  pl_legend_take (flow, name, NULL);
  if (!cr)
    return;
  if (look)
    pl_look_fill (cr, look, flow->at_x, flow->at_y, PL_LEGEND_SWATCH_WIDTH, PL_LEGEND_SWATCH_HEIGHT);
  pl_legend_write (flow, cr);
}

static void
tell_migrations (PlCpusDrawing *self, PlLegendFlow *flow, cairo_t *cr)
{
  g_autofree char *count = pl_text_count (self->n_migrations);
  g_autofree char *many = g_strdup_printf (
    ngettext ("%s migration to another CPU, too many to draw: zoom in", "%s migrations to another CPU, too many to draw: zoom in",
              self->n_migrations), count);
  gboolean too_many = self->n_migrations > PL_CPUS_MOST_MIGRATIONS;

  if (self->n_migrations == 0)
    return;
  tell (flow, cr, too_many ? many : _("migration to another CPU"), NULL);
  if (!cr)
    return;
  pl_set_color (cr, &self->theme->text);
  cairo_set_line_width (cr, 1.2);
  cairo_move_to (cr, flow->at_x + 4, flow->at_y + 2);
  cairo_line_to (cr, flow->at_x + PL_LEGEND_SWATCH_WIDTH - 6, flow->at_y + PL_LEGEND_SWATCH_HEIGHT - 3);
  cairo_stroke (cr);
  cairo_arc (cr, flow->at_x + PL_LEGEND_SWATCH_WIDTH - 6, flow->at_y + PL_LEGEND_SWATCH_HEIGHT - 3, 2.2, 0, 2 * G_PI);
  cairo_fill (cr);
}

double
pl_cpus_legend_flow (PlCpusDrawing *self, cairo_t *cr, const PlBox *box)
{
  PlLegendFlow flow = pl_legend_in_rows (self->ink, self->theme, box);
  PlStateLook several = { .color = self->theme->dim_text, .pattern = PL_PATTERN_SOLID };
  guint n = MIN (self->n_workers, MOST_ENTRIES);
  g_autofree char *more = g_strdup_printf (_("and so on to worker %u"), self->n_workers);

  for (guint lane = 1; lane <= n; lane++)
    {
      PlStateLook look = pl_cpus_worker_look (self->theme, lane);
      g_autofree char *name = pl_trace_lane_name (self->trace, lane);

      tell (&flow, cr, name, &look);
    }
  if (self->n_workers > n)
    tell (&flow, cr, more, NULL);
  if (self->n_rows > 0)
    {
      PlStateLook look = pl_cpus_worker_look (self->theme, 0);

      tell (&flow, cr, _("Parent (P)"), &look);
      tell (&flow, cr, _("several in turn, as high as their share"), &several);
    }
  tell_migrations (self, &flow, cr);
  return pl_legend_rows_height (&flow);
}
