/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/scene/pl-scene-picture-private.h"

#include <math.h>

#include "paint/parts/pl-overlay.h"
#include "trace/pl-trace-text.h"

#define NARROW 760.0
#define CARD_PADDING 14.0
#define TIGHT_PADDING 8.0       /* above and below */
#define RULER_AND_GAPS 40.0     /* what the timeline needs beside its lanes, */
#define ONLY_GAPS 14.0          /* where the times stand above */
#define FOOTER_GAP 14.0
#define MOMENTS_HEIGHT 20.0     /* over the ruler, for what the moments are called */
/* Lanes so much lower leave the arrows of the ring their heads beside their names. */
#define LEAST_LANES 0.75
/* Where they have to find room they may get as low as their names are. */
#define LEAST_FOLDED 14.5
#define LEAST_MUTE 2.0
#define TOP_OF_MUTE 2.0
/* A long run that got stuck is shown from so long before. */
#define BEFORE_STUCK_NS G_GINT64_CONSTANT (40000000)

static double
card_padding (const PlScenePicture *self)
{
  return self->tight ? TIGHT_PADDING : CARD_PADDING;
}

static gboolean
has_expectation (const PlScenePicture *self, const PlSceneCard *text)
{
  return *text->expectation != '\0' && !self->bare && !self->tight;
}

static double
text_height (PlScenePicture *self, const PlSceneCard *text, double width)
{
  double inner = width - 2 * CARD_PADDING - 4, height = 2 * card_padding (self) + 26;

  height += pl_paragraph_height (self->ink, text->verdict, PL_SP_BODY, inner);
  if (text->cycle && !self->terse)
    height += 6 + pl_paragraph_height (self->ink, text->cycle, PL_SP_BODY, inner);
  if (has_expectation (self, text))
    height += 6 + pl_paragraph_height (self->ink, text->expectation, PL_FONT_SUBTITLE, inner);
  return height;
}

/* For whichever end there may be. */
static double
room_for_end (PlScenePicture *self, double width)
{
  double height = 0;

  for (guint outcome = 0; outcome < PL_N_OUTCOMES; outcome++)
    {
      PlSceneCard possible;

      if (!pl_scene_outcome_allowed (self->plan, pl_log_header (self->log)->status.lacks, outcome))
        continue;
      pl_scene_card_init_possible (&possible, self->log, outcome);
      height = MAX (height, text_height (self, &possible, width));
      pl_scene_card_clear (&possible);
    }
  return height;
}

static double
card_height (PlScenePicture *self, const PlViewport *view, double width)
{
  double height = text_height (self, &self->text, width);

  return view->growing ? MAX (height, room_for_end (self, width)) : height;
}

static double
place_title (PlScenePicture *self)
{
  g_autofree char *subtitle = pl_trace_subtitle (self->trace);
  double width = self->width - 2 * self->margin;

  if (!(self->parts & PL_PART_TITLE))
    return 12;
  self->title = (PlBox){ self->margin, self->tight ? 10 : 18, width,
                         34 + pl_paragraph_height (self->ink, subtitle, PL_FONT_SUBTITLE, width) };
  return self->title.y + self->title.height + (self->tight ? 8 : 14);
}

/* The verdict and the bars: side by side where there is room. */
static double
place_panels (PlScenePicture *self, const PlViewport *view, double y)
{
  double width = self->width - 2 * self->margin, bars = pl_sp_bars_height (self);

  if (self->bare)
    {
      self->card = (PlBox) { self->margin, y, width, card_height (self, view, width) };
      self->bars = (PlBox) { 0 };
      return y + self->card.height;
    }
  if (self->width < NARROW)
    {
      self->card = (PlBox) { self->margin, y, width, card_height (self, view, width) };
      self->bars = (PlBox) { self->margin, y + self->card.height + 10, width, bars };
      return self->bars.y + bars;
    }
  self->bars = (PlBox) { 0, y, floor (CLAMP (width * 0.34, 300, 460)), bars };
  self->bars.x = self->width - self->margin - self->bars.width;
  self->card = (PlBox) { self->margin, y, self->bars.x - self->margin - 14, 0 };
  self->card.height = MAX (card_height (self, view, self->card.width), bars);
  self->bars.height = self->card.height;
  return y + self->card.height;
}

static double
beside_lanes (const PlScenePicture *self)
{
  return self->parts & PL_PART_NO_RULER ? ONLY_GAPS : RULER_AND_GAPS;
}

static double
lanes_height (PlScenePicture *self)
{
  guint n = pl_trace_get_n_lanes (self->trace);

  return n * (n <= 4 ? 58.0 : n <= 7 ? 48.0 : 40.0) + beside_lanes (self);
}

static double
least_lanes (PlScenePicture *self, double natural)
{
  if (self->parts & PL_PART_FOLD)
    return pl_trace_get_n_lanes (self->trace) * (self->mute ? LEAST_MUTE : LEAST_FOLDED) + beside_lanes (self);
  return LEAST_LANES * natural;
}

/* What is shown while nobody asks for a time. */
void
pl_sp_preferred_range (PlTrace *trace, gint64 *from_ns, gint64 *to_ns)
{
  gint64 stuck_ns = pl_scene_end (trace)->stuck_ns;

  *from_ns = 0;
  *to_ns = MAX (pl_scene_interesting_end_ns (trace), 1);
  if (stuck_ns > BEFORE_STUCK_NS && stuck_ns < *to_ns)
    {
      *from_ns = stuck_ns - BEFORE_STUCK_NS;
      *to_ns = MIN (*to_ns, stuck_ns + BEFORE_STUCK_NS / 3);
    }
}

/* What is the timeline's as much as the scene's. */
#define LANE_PARTS (PL_PART_VECTOR | PL_PART_LEGIBLE | PL_PART_FOLD | PL_PART_NO_RULER)
/* The timeline has a margin of its own. */
#define TIMELINE_MARGIN 12.0

static void
place_lanes (PlScenePicture *self, const PlViewport *viewport, double y, double height)
{
  PlViewport shown = *viewport;
  PlPaper paper = { self->theme_id, 1, 0, height, self->parts & LANE_PARTS };

  shown.show_messages = FALSE;
  shown.scroll = 0;
  shown.left -= self->margin - TIMELINE_MARGIN;
  if (shown.to_ns <= shown.from_ns)
    pl_sp_preferred_range (self->trace, &shown.from_ns, &shown.to_ns);
  self->lanes = (PlBox) { self->margin - TIMELINE_MARGIN, y, self->width - 2 * (self->margin - TIMELINE_MARGIN), height };
  paper.width = self->lanes.width;
  self->timeline = pl_timeline_lay_out (self->trace, &shown, &paper);
}

/* Where there is no room for it the last line is left out rather than cut off. */
static double
place_footer (PlScenePicture *self, double least, double height)
{
  g_autofree char *footer = pl_trace_footer (self->trace);
  double inner = self->width - 2 * self->margin, tall;

  if (!(self->parts & PL_PART_FOOTER))
    return 0;
  tall = pl_paragraph_height (self->ink, footer, PL_FONT_SMALL, inner);
  if (height > 0 && least + FOOTER_GAP + tall > height)
    return 0;
  self->footer = (PlBox){ self->margin, 0, inner, tall };
  return FOOTER_GAP + tall;
}

/* In a low window lanes that can be seen come before what is said twice: the ring of waits is drawn over them. FALSE: no
 * more can be left out. */
static gboolean
tighten (PlScenePicture *self)
{
  if (self->terse || (self->parts & PL_PART_FOLD))
    return FALSE;
  self->terse = self->tight;
  self->bare = self->terse || self->width < NARROW;
  self->tight = TRUE;
  return TRUE;
}

/* What happened, and in a sentence what became of it, comes before what it can be compared with; lanes before both, where
 * somebody else says it. FALSE: no more can be left out. */
static gboolean
strip (PlScenePicture *self, const PlViewport *view)
{
  if (!(self->parts & PL_PART_FOLD) || self->mute || (self->bare && !view->stacked))
    return FALSE;
  self->mute = self->bare;
  self->bare = TRUE;
  return TRUE;
}

static double
place_top (PlScenePicture *self, const PlViewport *view)
{
  if (!self->mute)
    return place_panels (self, view, place_title (self)) + 6 + MOMENTS_HEIGHT;
  self->card = self->bars = (PlBox) { 0 };
  return TOP_OF_MUTE;
}

static void
layout (PlScenePicture *self, const PlViewport *view, double height)
{
  double y = place_top (self, view), lanes = lanes_height (self), below = self->mute ? 0 : 12;

  self->legend = (PlBox) { self->margin, 0, self->width - 2 * self->margin, 0 };
  if (self->parts & PL_PART_LEGEND)
    below = (self->mute ? 6 : 12) + 8 + (self->legend.height = pl_sp_legend_flow (self, NULL, &self->legend));
  self->least_height = ceil (y + least_lanes (self, lanes) + below);
  if (height > 0 && self->least_height > height && (tighten (self) || strip (self, view)))
    {
      layout (self, view, height);
      return;
    }
  below += place_footer (self, self->least_height, height);
  if (height > 0)
    lanes = MAX (height - y - below, least_lanes (self, lanes));
  place_lanes (self, view, y, lanes);
  self->height = height > 0 ? height : ceil (y + lanes + below);
  self->legend.y = y + lanes + 8;
  self->footer.y = self->legend.y + self->legend.height + FOOTER_GAP;
}

static guint
get_phase (PlTrace *trace)
{
  const PlRunStatus *status = &pl_log_header (pl_trace_get_log (trace))->status;

  return pl_trace_get_live (trace) ? PL_PHASE_RUNNING
                                   : atomic_load_explicit (&status->phase, memory_order_acquire);
}

static void
fill_drawing (PlScenePicture *self)
{
  PlDrawing *drawing = &self->drawing;

  *drawing = self->timeline->drawing;
  drawing->klass = &pl_scene_drawing_class;
  drawing->width = self->width;
  drawing->height = self->height;
  drawing->plot.x += self->lanes.x;
  drawing->plot.y += self->lanes.y;
  /* What is cut off at the end, so that whoever gave too little room can tell. */
  if (self->least_height > self->height)
    drawing->plot.height = MAX (drawing->content_height - (self->least_height - self->height), 1);
}

PlScenePicture *
pl_scene_picture_lay_out (PlTrace *trace, const PlViewport *viewport, const PlPaper *paper)
{
  PlScenePicture *self = g_new0 (PlScenePicture, 1);

  self->trace = g_object_ref (trace);
  self->log = pl_trace_get_log (trace);
  self->plan = pl_log_plan (self->log);
  self->status = pl_scene_end (trace);
  self->phase = get_phase (trace);
  self->ink = pl_ink_for (G_OBJECT (trace));
  self->theme = pl_theme_get (paper->theme);
  self->theme_id = paper->theme;
  self->parts = paper->parts;
  self->hidden = viewport->hidden;
  self->entries = viewport->entries;
  memcpy (self->runs, viewport->runs, sizeof self->runs);
  self->width = paper->width;
  self->margin = paper->width < NARROW ? 16 : 29;
  if (viewport->stacked && (paper->parts & PL_PART_MARGINS))
    self->margin = 29;
  pl_scene_card_init (&self->text, trace);
  layout (self, viewport, paper->height);
  fill_drawing (self);
  return self;
}

void
pl_scene_picture_free (PlDrawing *drawing)
{
  PlScenePicture *self = (PlScenePicture *) drawing;

  pl_timeline_free (self->timeline);
  pl_scene_card_clear (&self->text);
  g_object_unref (self->trace);
  g_free (self);
}

static void
draw_title (PlScenePicture *self, cairo_t *cr)
{
  g_autofree char *title = pl_trace_title (self->trace),
                  *subtitle = pl_trace_subtitle (self->trace);
  PlFont font = PL_FONT_TITLE;

  if (self->title.height <= 0)
    return;
  font.max_width = self->title.width;
  pl_ink_draw (self->ink, cr, title, &font, self->title.x, self->title.y + 15, PL_INK_START,
               &self->theme->text);
  pl_paragraph_draw (self->ink, cr, subtitle, PL_FONT_SUBTITLE, &self->theme->dim_text, self->title.x,
                  self->title.y + 32, self->title.width);
}

static void
draw_card (PlScenePicture *self, cairo_t *cr)
{
  const PlTheme *theme = self->theme;
  const PlSceneCard *text = &self->text;
  const PlBox *box = &self->card;
  double x = box->x + 4 + CARD_PADDING, y = box->y + card_padding (self),
         width = box->width - 2 * CARD_PADDING - 4;

  if (box->height <= 0)
    return;
  pl_card_draw (cr, theme, box, pl_sp_result_color (self), 4);
  pl_ink_draw (self->ink, cr, text->headline, &PL_SP_HEADLINE, x, y + 10, PL_INK_START,
               &theme->text);
  y += 26;
  y += pl_paragraph_draw (self->ink, cr, text->verdict, PL_SP_BODY, &theme->text, x, y, width);
  if (text->cycle && !self->terse)
    y += 6 + pl_paragraph_draw (self->ink, cr, text->cycle, PL_SP_BODY, &theme->text, x, y + 6, width);
  if (has_expectation (self, text))
    pl_paragraph_draw (self->ink, cr, text->expectation, PL_FONT_SUBTITLE, &theme->dim_text, x, y + 6, width);
}

static void
draw_footer (PlScenePicture *self, cairo_t *cr)
{
  g_autofree char *footer = pl_trace_footer (self->trace);

  if (self->footer.height > 0)
    pl_paragraph_draw (self->ink, cr, footer, PL_FONT_SMALL, &self->theme->dim_text, self->footer.x,
                    self->footer.y, self->footer.width);
}

void
pl_scene_picture_draw (PlDrawing *drawing, cairo_t *cr)
{
  PlScenePicture *self = (PlScenePicture *) drawing;

  cairo_save (cr);
  pl_set_color (cr, &self->theme->background);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_fill (cr);
  draw_title (self, cr);
  draw_card (self, cr);
  if (!self->bare)
    pl_sp_draw_bars (self, cr);
  cairo_save (cr);
  cairo_translate (cr, self->lanes.x, self->lanes.y);
  pl_timeline_draw (self->timeline, cr);
  pl_sp_draw_moments (self, cr);
  pl_sp_draw_cycle (self, cr, pl_overlay_get_n_bars (drawing->overlay) > 0);
  cairo_restore (cr);
  if (self->legend.height > 0)
    pl_sp_legend_flow (self, cr, &self->legend);
  draw_footer (self, cr);
  cairo_restore (cr);
}
