/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A scene as a picture: what became of it, what was counted, and the lanes with the moment it went
 * wrong and the ring of waits drawn over them. While it goes on: what is known so far. Pure, like
 * the timeline it is built on. Shared by the files of the scene's picture; nobody else includes this. */

#include "log/pl-scenes.h"
#include "paint/pool/pl-timeline-private.h"
#include "trace/scene/pl-scene-text.h"

G_BEGIN_DECLS

#define PL_SP_HEADLINE ((PlFont) { 18, PL_INK_BOLD, 0 })
#define PL_SP_BODY ((PlFont) { 13.5, PL_INK_PLAIN, 0 })
#define PL_SP_BOLD ((PlFont) { 13, PL_INK_BOLD, 0 })

typedef struct {
  PlDrawing drawing;
  PlTrace *trace;
  PlLog *log;
  const PlPlanData *plan;
  const PlSceneStatus *status;  /* all zero before there is an end */
  guint phase;                  /* PlPhase, as the trace knows it */
  PlInk *ink;
  const PlTheme *theme;
  PlThemeId theme_id;
  guint parts;
  guint32 hidden, entries;      /* as PlViewport */
  PlLegendRun runs[PL_MAX_COMPARED];
  double width, height, least_height, margin;
  gboolean bare;                /* no bars, no expectation: there is no room for them */
  gboolean tight;               /* no expectation, and less room above and below */
  gboolean terse;               /* bare, and who waits for whom is not told again */
  gboolean mute;                /* lanes alone: of several on one axis the heading says what became of it */
  PlBox title, card, bars, lanes, legend, footer;   /* height 0: not there */
  PlTimeline *timeline;         /* its origin is lanes.x, lanes.y */
  PlSceneCard text;
} PlScenePicture;

/* One bar of the panel: a worker's count, or another figure of the scene. */
typedef struct {
  char *name, *text;
  double value;
  PlState look;
} PlSpBar;

/* pl-scene-picture.c. trace: of a log of kind PL_RUN_SCENE. viewport: no time asked for is what is worth
 * looking at. PlParts TITLE, LEGEND, FOOTER, VECTOR apply. */
PlScenePicture *pl_scene_picture_lay_out (PlTrace *trace, const PlViewport *viewport, const PlPaper *paper);
void pl_scene_picture_free (PlDrawing *drawing);
void pl_scene_picture_draw (PlDrawing *drawing, cairo_t *cr);
void pl_sp_preferred_range (PlTrace *trace, gint64 *from_ns, gint64 *to_ns);

/* pl-scene-drawing.c */
extern const PlDrawingClass pl_scene_drawing_class;

/* pl-scene-picture-bars.c */
double pl_sp_bars_height (PlScenePicture *self);
void pl_sp_draw_bars (PlScenePicture *self, cairo_t *cr);

/* pl-scene-picture-overlay.c: over the lanes */
void pl_sp_draw_moments (PlScenePicture *self, cairo_t *cr);
void pl_sp_draw_cycle (PlScenePicture *self, cairo_t *cr, gboolean marked);

/* pl-scene-picture-legend.c: draws when cr is given; returns the height it takes. */
double pl_sp_legend_flow (PlScenePicture *self, cairo_t *cr, const PlBox *box);

/* How a result is coloured: a fault, or all well; none is neither. */
static inline const PlColor *
pl_sp_result_color (const PlScenePicture *self)
{
  gboolean fault = pl_scene_outcome_info (self->status->outcome)->fault
                   || !pl_scene_outcome_allowed (
                     self->plan, pl_log_header (self->log)->status.lacks, self->status->outcome);

  if (self->phase != PL_PHASE_DONE && self->phase != PL_PHASE_FAILED)
    return &self->theme->accent;
  return fault ? &self->theme->lost.color : &self->theme->states[PL_STATE_SENDING].color;
}

G_END_DECLS
