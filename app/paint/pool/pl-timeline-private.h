/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of the timeline; nobody else includes this. */

#include "paint/pl-fill.h"
#include "paint/pl-folds.h"
#include "paint/pl-ink.h"
#include "paint/parts/pl-words.h"
#include "paint/pool/pl-timeline.h"

G_BEGIN_DECLS

/* Spans narrower than this fold. */
#define PL_FOLD_PX 3.0

#define PL_FONT_TITLE ((PlFont) { 19, PL_INK_BOLD, 0 })
#define PL_FONT_SUBTITLE ((PlFont) { 13, PL_INK_PLAIN, 0 })
#define PL_FONT_RULER ((PlFont) { 12, PL_INK_PLAIN, 0 })
#define PL_FONT_DETAILS ((PlFont) { 13.5, PL_INK_PLAIN, 0 })
#define PL_FONT_SMALL ((PlFont) { 11.5, PL_INK_PLAIN, 0 })

#define PL_FONT_COUNTER ((PlFont) { 12, PL_INK_BOLD, 0 })

/* Where the parts of the picture stand; height 0: the part is not there. */
typedef struct {
  double margin, width, height;
  PlBox title, ruler, plot, names, counters, legend, details, footer;
  double natural_height;
  double pitch;                 /* of the lanes */
  double mark_top, mark_height; /* within a lane */
  double name_size, detail_size;/* font sizes; detail 0: not shown */
  double scroll, content_height;
} PlTimelineLayout;

typedef struct { double x; char *text; } PlTick;
typedef struct { guint lane; float x; } PlDeathMark;

struct _PlTimeline {
  PlDrawing drawing;
  PlTrace *trace;
  PlTimelineRows *rows;         /* NULL: all lanes in their order */
  PlInk *ink;
  PlViewport view;
  const PlTheme *theme;
  PlThemeId theme_id;
  guint parts;
  PlTimelineLayout layout;
  gint64 bin_ns;                /* folds are cut at its multiples */
  guint first_row, n_rows;      /* at least partly in view */
  GArray *marks;                /* PlMarkEntry, row by row, left to right, never overlapping */
  guint *row_marks;             /* n_rows + 1 indices into marks */
  GArray *deaths;               /* PlDeathMark: the marks that show one */
  GArray *ticks;                /* PlTick */
};

/* pl-timeline-drawing.c: what every drawing answers. */
extern const PlDrawingClass pl_timeline_drawing_class;

/* pl-timeline-layout.c; height 0: natural. */
void pl_timeline_layout (PlTrace *trace, const PlTimelineRows *rows, PlInk *ink, const PlViewport *view, double width,
                         double height, guint parts, PlTimelineLayout *out);
/* The sentence under the picture: of the selected span, or range; both NULL: nothing selected. */
void pl_timeline_details_text (PlTrace *trace, const PlViewport *view, char **title, char **text);

/* pl-timeline-marks.c */
/* Where marks are drawn: the plot, and the pixel or two they may need beyond the end of the time. */
PlBox pl_timeline_marks_area (PlTimeline *self);
void pl_timeline_build_marks (PlTimeline *self);
void pl_timeline_free_marks (PlTimeline *self);
/* The painted box of a mark. */
PlBox pl_timeline_mark_box (PlTimeline *self, guint lane, const PlMarkEntry *mark);
/* How many rows there are, the lane of one of them, and back: of a lane that is folded below another one, that one's. */
guint pl_timeline_n_rows (const PlTrace *trace, const PlTimelineRows *rows);
guint pl_timeline_row_lane (const PlTimeline *self, guint row);
guint pl_timeline_lane_row (const PlTimeline *self, guint lane);
/* The top of a row; of a lane's. */
double pl_timeline_row_y (PlTimeline *self, guint row);
double pl_timeline_lane_y (PlTimeline *self, guint lane);
const PlMarkEntry *pl_timeline_find_mark (PlTimeline *self, guint lane, guint64 index);

/* pl-timeline-ruler.c */
void pl_timeline_build_ticks (PlTimeline *self);
void pl_timeline_draw_ruler (PlTimeline *self, cairo_t *cr);
void pl_timeline_draw_ticks (PlTimeline *self, cairo_t *cr, double top, double bottom);
void pl_timeline_draw_separators (PlTimeline *self, cairo_t *cr);

/* pl-timeline-names.c: the lanes' names, left of the plot; of one the name and what stands below it where there is
 * room. Left of them, where lanes can be folded, is a column as wide as this, and names of what is folded begin as much
 * further right. */
#define PL_FOLD_COLUMN 15.0
/* At least so far from the middle of a name to the next one's. */
#define PL_NAMES_APART 14.0
void pl_timeline_draw_names (PlTimeline *self, cairo_t *cr);
/* counts: with how many are folded below it, where no detail says so. */
char *pl_timeline_row_name (PlTrace *trace, const PlTimelineRows *rows, guint row, gboolean counts);
char *pl_timeline_row_detail (PlTrace *trace, const PlTimelineRows *rows, guint row);

/* pl-timeline-lanes.c */
void pl_timeline_draw_marks (PlTimeline *self, cairo_t *cr);
void pl_timeline_draw_deaths (PlTimeline *self, cairo_t *cr);

/* pl-timeline-cpu.c */
/* A block of which the kernel tells what the worker was in it. */
gboolean pl_timeline_has_parts (const PlMarkEntry *mark);
/* Whether any of them is not filtered out. */
gboolean pl_timeline_shows_parts (PlTimeline *self, const PlMarkEntry *mark);
/* box: as it would be filled if nothing was told. */
void pl_timeline_draw_parts (PlTimeline *self, PlFill *fill, guint lane, const PlMarkEntry *mark, const PlBox *box);

/* pl-timeline-on-cpu.c: workers on a CPU in columns over the time in view, as means; NAN: not known. Free it. */
double *pl_timeline_read_on_cpu (PlTimeline *self, gint64 *from_ns, gint64 *step_ns, guint *n);

/* pl-timeline-numbers.c: what stands in a mark: the number of its task, the letter of its state, how many it holds. */
void pl_timeline_add_number (PlTimeline *self, PlFill *fill, PlDigits *digits, guint lane, const PlMarkEntry *mark,
                             const PlRecord *record);

/* pl-timeline-overlay.c */
void pl_timeline_draw_pauses (PlTimeline *self, cairo_t *cr);
void pl_timeline_draw_last_slice (PlTimeline *self, cairo_t *cr);
/* In the rows from y on, so high: what stood still, and for how long. */
void pl_timeline_shade_still (PlTimeline *self, cairo_t *cr, gint64 from_ns, gint64 to_ns, double y, double height);
void pl_timeline_draw_range (PlTimeline *self, cairo_t *cr);
void pl_timeline_draw_outlines (PlTimeline *self, cairo_t *cr);
/* Under the marks: they would strike out what is written in them. */
/* Of the text colour: those of messages that nobody selected. */
#define PL_MESSAGE_ALPHA 0.32
void pl_timeline_draw_messages (PlTimeline *self, cairo_t *cr);
gboolean pl_timeline_has_messages (PlTimeline *self);

/* pl-timeline-caller.c: what whoever called the pool sees of it; and what raised an exception. */
void pl_timeline_draw_caller (PlTimeline *self, cairo_t *cr);
void pl_timeline_draw_exceptions (PlTimeline *self, cairo_t *cr);

/* pl-timeline-ring.c: each of n lanes waits for the next one, the last for the first, since then; names: for what, "" where
 * that is not known; marked: under rows stands what is pointed out in them. */
void pl_timeline_draw_ring (PlTimeline *self, cairo_t *cr, const guint *lanes, char *const *names, guint n, gint64 since_ns, gboolean marked);

/* pl-timeline-counters.c */
void pl_timeline_draw_counters (PlTimeline *self, cairo_t *cr);

/* pl-timeline-legend.c: what occurs in the time in view, as bits of PlViewport.hidden. */
guint32 pl_timeline_entries (PlTrace *trace, const PlViewport *view);
/* Draws when cr is given; returns the height it takes. rows: NULL where there is nothing beside states. */
double pl_timeline_legend_flow (cairo_t *cr, PlInk *ink, PlTrace *trace, const PlTimelineRows *rows, const PlViewport *view,
                                const PlTheme *theme, const PlBox *box);

/* The picture of a pool, and of all that is drawn as one: made with pl_spans_picture_new (). Kinds of it are as large as any
 * PlSpansPicture. */
GType pl_pool_picture_get_type (void);

G_END_DECLS
