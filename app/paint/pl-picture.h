/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The contract between whoever shows a picture (the window's one canvas, the command line, export,
 * print, clipboard) and whoever knows what is in it. A PlPicture stands for one thing that can be
 * looked at: a pool's timeline, the proof of a race, a scene, a comparison. Given a viewport and a
 * paper it lays itself out as a PlDrawing, the list of shapes; the same list paints and answers
 * what is under the pointer, so the two cannot disagree.
 *
 * Pure: no GTK, no global state; main thread. Times are ns since the start of the run, lengths
 * device-independent pixels. Strings that are returned belong to the caller. */

#include <cairo.h>
#include <glib-object.h>

#include "log/pl-log.h"
#include "paint/pl-ink.h"
#include "paint/pl-theme.h"
#include "trace/compare/pl-compared.h"
#include "trace/find/pl-find-source.h"
#include "trace/find/pl-highlights.h"

G_BEGIN_DECLS

/* One thing of a picture that can be pointed at, walked to and selected: a span, an increment, a
 * column, a row. A plain value. lane: the row it stands in. index .. last: which of that lane; more
 * than one where neighbours are folded into one mark: see pl_picture_choose_item (). kind: the
 * picture's own, 0 for what it has most of. */
typedef struct {
  guint kind;
  guint lane;
  guint64 index, last;
} PlItem;

/* PlItem.kind, where a picture has it, of what was written to a terminal: lane is who wrote, or 0, the terminal's row; index
 * .. last: which of these. So PlFindSpan has it. */
#define PL_ITEM_OUTPUT 1u

/* What is looked at. Plain value; copy freely. */
/* One of several runs with one legend: its words, and which entries it has, as bits of hidden. */
typedef struct { PlTrace *trace; guint32 entries; } PlLegendRun;

typedef struct {
  gint64 from_ns, to_ns;        /* visible time; to_ns 0: what the picture likes to show */
  double scroll;                /* pixels the lanes are scrolled down; below 0: as the picture likes it.
                                 * Leave it alone until somebody scrolls; then go on from the drawing's. */
  gint64 until_ns;              /* replay: what lies right of it is not drawn yet, nor counted or told; 0: all is */
  guint32 hidden;               /* bit an entry of the legend: filtered out */
  guint64 focus;                /* of pl_picture_get_n_findings () the one in close-up, e.g. a lost branch */
  gboolean has_selection;
  PlItem selected;
  gboolean has_range;           /* a selected time range */
  gint64 range_from_ns, range_to_ns;
  gboolean has_hover;
  PlItem hover;
  gboolean show_messages;       /* as far as they can be told apart */
  gboolean all_messages;        /* somebody asked for more of them */
  gboolean growing;             /* leaves room for what is still to come */
  gboolean stacked;             /* one of several on one axis: the time is shown as it is asked for, also where there is nothing */
  gint64 zero_ns;               /* stacked: from here the ruler counts */
  double left;                  /* stacked: the time begins no further left, so that all line up */
  guint32 entries;              /* stacked: what the one legend of all has, as bits of hidden, without shares; 0: its own */
  PlLegendRun runs[PL_MAX_COMPARED];    /* stacked: whose entries these are, with traces of NULL behind; not kept */
  gboolean has_a, has_b;        /* the markers; either may be the earlier one */
  gint64 a_ns, b_ns;
  gboolean hide_notes;          /* the notes of the log are not drawn */
} PlViewport;

/* Which parts of itself a picture shows. */
typedef enum {
  PL_PART_TITLE = 1 << 0,       /* title and subtitle */
  PL_PART_LEGEND = 1 << 1,
  PL_PART_FOOTER = 1 << 2,      /* the caption: machine, version, what was dropped */
  PL_PART_COUNTERS = 1 << 3,    /* strip: tasks queued, workers busy */
  PL_PART_DETAILS = 1 << 4,     /* the selected item's sentence */
  PL_PARTS_EXPORT = 0x1f,
  PL_PART_VECTOR = 1 << 8,      /* the target is SVG or PDF: no pixel strips */
  PL_PART_MARGINS = 1 << 9,     /* as wide as with a title, which somebody else draws */
  PL_PART_LEGIBLE = 1 << 10,    /* no text is smaller than PL_LEAST_TYPE: what has no room is left out */
  PL_PART_FOLD = 1 << 11,       /* all lanes are in sight, however low they get; not all of them have names then */
  PL_PART_NO_RULER = 1 << 12,   /* the times stand above, in the same places: where a picture can, it leaves them out */
} PlParts;

/* The smallest text of any picture, in its own units, where it has to be legible. */
#define PL_LEAST_TYPE 11.0

/* What it is drawn on. */
typedef struct {
  PlThemeId theme;
  double text_scale;            /* 1: type as designed; 0 means 1. All of the picture grows with its type. */
  double width, height;         /* height 0: natural */
  guint parts;                  /* PlParts */
} PlPaper;

/* Left and right are time, up and down lanes; NEXT and PREVIOUS the findings worth a look (lost
 * updates, deaths). */
typedef enum {
  PL_WALK_LEFT, PL_WALK_RIGHT, PL_WALK_UP, PL_WALK_DOWN, PL_WALK_PREVIOUS, PL_WALK_NEXT
} PlWalk;

/* Two things can be pointed out at once. */
typedef enum { PL_HIGHLIGHT_HITS, PL_HIGHLIGHT_PATH, PL_N_HIGHLIGHTS } PlHighlightKind;

typedef struct { double x, y, width, height; } PlBox;

#define PL_TYPE_PICTURE (pl_picture_get_type ())
G_DECLARE_DERIVABLE_TYPE (PlPicture, pl_picture, PL, PICTURE, GObject)

typedef struct _PlDrawing PlDrawing;
typedef struct _PlOverlay PlOverlay;    /* paint/parts/pl-overlay.h */

/* A kind of picture fills this in. Only lay_out, title and the least height must be there; for all else
 * the base class has the answer of a picture that has no such thing. */
struct _PlPictureClass {
  GObjectClass parent_class;

  PlDrawing *(*lay_out) (PlPicture *self, const PlViewport *viewport, const PlPaper *paper);
  /* The height at which everything has room: else that of a drawing on paper without one; and the least, below which the
   * end is cut off. */
  double (*natural_height) (PlPicture *self, const PlViewport *viewport, const PlPaper *paper);
  double (*least_height) (PlPicture *self, const PlViewport *viewport, const PlPaper *paper);

  char *(*title) (PlPicture *self);
  char *(*subtitle) (PlPicture *self);
  /* The same at the moment that is looked at. */
  char *(*subtitle_at) (PlPicture *self, const PlViewport *viewport);
  char *(*caption) (PlPicture *self);
  /* What somebody has to hear who cannot see it: a name, what is selected in it; and a description,
   * what there is to say about that or about all of it. */
  void (*describe) (PlPicture *self, const PlViewport *viewport, char **name, char **description);
  /* All that it shows, in words: for a file. */
  char *(*tell) (PlPicture *self, const PlViewport *viewport);
  /* The log it is drawn from; NULL: none. */
  PlLog *(*get_log) (PlPicture *self);
  /* All the runs it shows, into out, which is empty; NULL: only that one. */
  void (*get_runs) (PlPicture *self, PlCompared *out);

  /* The spans it is drawn from; NULL: it is of something else. */
  PlTrace *(*get_trace) (PlPicture *self);
  /* What can be looked for in it; NULL: nothing. By default the spans of its trace. */
  PlFindSource *(*make_source) (PlPicture *self);
  /* The entries of its legend that occur, as bits of viewport.hidden; 0: it cannot share its legend. */
  guint32 (*get_entries) (PlPicture *self, const PlViewport *viewport);

  /* Rows with names; 0: it has none. The name of one, as a file's reader should hear it; "": it is never in sight. */
  guint (*get_n_lanes) (PlPicture *self);
  char *(*lane_name) (PlPicture *self, guint lane);
  /* What all of it did, in a sentence; NULL: there is nothing to say. */
  char *(*lane_text) (PlPicture *self, const PlViewport *viewport, guint lane);
  /* The row of a lane of the log, as an item's lane, and back. FALSE: it has none. By default the same, where it has a
   * row for each lane. */
  gboolean (*row_of_lane) (PlPicture *self, guint lane, guint *row);
  gboolean (*lane_of_row) (PlPicture *self, guint row, guint *lane);
  /* Rows can be folded below another one, as threads below their process. Of such a row, or of one that can be folded below
   * it: the one that stays, and whether it is in sight; of the one that stays, whether all that is below it is. FALSE:
   * nothing folds there. */
  gboolean (*get_fold) (PlPicture *self, guint lane, guint *above, gboolean *open);
  void (*set_fold) (PlPicture *self, guint lane, gboolean open);
  /* How many findings there are that viewport.focus can name; 0: it has no close-up. */
  guint64 (*get_n_findings) (PlPicture *self);

  /* The first look. */
  void (*init_viewport) (PlPicture *self, PlViewport *viewport);
  /* All the time there is to see. FALSE: there is no time axis to zoom or to pan (a run took its time
   * all the same: 0 and 0 where there is none). */
  gboolean (*get_whole) (PlPicture *self, gint64 *from_ns, gint64 *to_ns);
  /* The nearest moment after, or before, t at which something happens: where a replay can stop. FALSE: there is none. */
  gboolean (*next_event) (PlPicture *self, gint64 t_ns, gboolean forward, gint64 *event_ns);
  /* It is made of pictures, each of which draws the cursor of a replay and the notes of its own run. */
  gboolean of_pictures;
  /* The end of what is known so far: of what goes on, there may be room to see beyond it. */
  gint64 (*get_now) (PlPicture *self);
  /* The finding that is nearest to a moment. FALSE: there is none. */
  gboolean (*nearest_finding) (PlPicture *self, gint64 t_ns, guint64 *finding);
  /* Below this no zoom goes. */
  gint64 least_range_ns;
  /* Spans without a number carry the letter of their state, and so does its legend. */
  gboolean letters;

  /* What goes on still: looks again. TRUE: there is something new to draw. */
  gboolean (*refresh) (PlPicture *self);
  gboolean (*get_live) (PlPicture *self);

  /* An item in words: a heading and a sentence. FALSE: there is no such item. */
  gboolean (*item_text) (PlPicture *self, const PlViewport *viewport, const PlItem *item, char **title,
                         char **sentence);
  gboolean (*item_time) (PlPicture *self, const PlViewport *viewport, const PlItem *item, gint64 *from_ns,
                         gint64 *to_ns);
  /* A range of time in words; NULL: there is nothing to say. */
  char *(*range_text) (PlPicture *self, const PlViewport *viewport, gint64 from_ns, gint64 to_ns);
  /* What a click on an item selects: of a fold the one that matters most. FALSE: such a fold can only
   * be opened. */
  gboolean (*choose_item) (PlPicture *self, const PlViewport *viewport, const PlItem *item, PlItem *chosen);
  /* The neighbour of an item; from NULL: where a walk begins. FALSE: nothing lies that way. */
  gboolean (*walk) (PlPicture *self, const PlViewport *viewport, const PlItem *from, PlWalk direction,
                    PlItem *to);
  /* Along what belongs together: of a pool a task, from the parent to its worker and back. FALSE: this is the end. */
  gboolean (*follow) (PlPicture *self, const PlItem *from, gboolean forth, PlItem *to);
  /* An item was opened (Return, double click): changes the viewport. FALSE: nothing to open. */
  gboolean (*open_item) (PlPicture *self, const PlItem *item, PlViewport *viewport);
};

PlDrawing *pl_picture_lay_out (PlPicture *self, const PlViewport *viewport, const PlPaper *paper);
double pl_picture_natural_height (PlPicture *self, const PlViewport *viewport, const PlPaper *paper);
double pl_picture_least_height (PlPicture *self, const PlViewport *viewport, const PlPaper *paper);
char *pl_picture_title (PlPicture *self);
char *pl_picture_subtitle (PlPicture *self);
char *pl_picture_subtitle_at (PlPicture *self, const PlViewport *viewport);
char *pl_picture_caption (PlPicture *self);
void pl_picture_describe (PlPicture *self, const PlViewport *viewport, char **name, char **description);
char *pl_picture_tell (PlPicture *self, const PlViewport *viewport);
PlLog *pl_picture_get_log (PlPicture *self);
/* What it can be made of again, or the runs that come nearest: none where it has no log. pl_compared_clear () it. */
void pl_picture_get_runs (PlPicture *self, PlCompared *out);
PlTrace *pl_picture_get_trace (PlPicture *self);
PlFindSource *pl_picture_make_source (PlPicture *self);
guint32 pl_picture_get_entries (PlPicture *self, const PlViewport *viewport);
guint pl_picture_get_n_lanes (PlPicture *self);
char *pl_picture_lane_name (PlPicture *self, guint lane);
char *pl_picture_lane_text (PlPicture *self, const PlViewport *viewport, guint lane);
gboolean pl_picture_row_of_lane (PlPicture *self, guint lane, guint *row);
gboolean pl_picture_lane_of_row (PlPicture *self, guint row, guint *lane);
gboolean pl_picture_get_fold (PlPicture *self, guint lane, guint *above, gboolean *open);
/* Of what is laid out afterwards. lane: the row, or one that is folded below it. */
void pl_picture_set_fold (PlPicture *self, guint lane, gboolean open);
/* It is made of the pictures of several runs. */
gboolean pl_picture_has_pictures (PlPicture *self);
/* What is pointed out in it, whatever the viewport; NULL: nothing. The picture takes a reference. */
void pl_picture_set_highlights (PlPicture *self, PlHighlightKind kind, PlHighlights *highlights);
PlHighlights *pl_picture_get_highlights (PlPicture *self, PlHighlightKind kind);
guint64 pl_picture_get_n_findings (PlPicture *self);
void pl_picture_init_viewport (PlPicture *self, PlViewport *viewport);
gboolean pl_picture_get_whole (PlPicture *self, gint64 *from_ns, gint64 *to_ns);
gboolean pl_picture_next_event (PlPicture *self, gint64 t_ns, gboolean forward, gint64 *event_ns);
gint64 pl_picture_get_now (PlPicture *self);
gboolean pl_picture_nearest_finding (PlPicture *self, gint64 t_ns, guint64 *finding);
gint64 pl_picture_least_range_ns (PlPicture *self);
gboolean pl_picture_has_letters (PlPicture *self);
gboolean pl_picture_refresh (PlPicture *self);
gboolean pl_picture_get_live (PlPicture *self);
gboolean pl_picture_item_text (PlPicture *self, const PlViewport *viewport, const PlItem *item, char **title,
                               char **sentence);
gboolean pl_picture_item_time (PlPicture *self, const PlViewport *viewport, const PlItem *item,
                               gint64 *from_ns, gint64 *to_ns);
char *pl_picture_range_text (PlPicture *self, const PlViewport *viewport, gint64 from_ns, gint64 to_ns);
gboolean pl_picture_choose_item (PlPicture *self, const PlViewport *viewport, const PlItem *item, PlItem *chosen);
gboolean pl_picture_walk (PlPicture *self, const PlViewport *viewport, const PlItem *from, PlWalk direction,
                          PlItem *to);
gboolean pl_picture_follow (PlPicture *self, const PlItem *from, gboolean forth, PlItem *to);
gboolean pl_picture_open_item (PlPicture *self, const PlItem *item, PlViewport *viewport);

/* --- laid out --- */

/* Every kind of drawing begins with a PlDrawing and fills it in, in its own units: for larger type
 * the kind is given less room, and the functions below scale what they are asked. */
typedef struct {
  void (*draw) (PlDrawing *self, cairo_t *cr);
  void (*free) (PlDrawing *self);
  /* What is painted there; NULL where there is nothing to point at. box: its place. */
  gboolean (*pick) (PlDrawing *self, double x, double y, PlItem *item, PlBox *box);
  /* Where an item is painted, also inside a fold. FALSE: not in sight. */
  gboolean (*locate) (PlDrawing *self, const PlItem *item, PlBox *box);
  /* The row of a lane with its name, in sight or not. */
  gboolean (*lane_box) (PlDrawing *self, guint lane, PlBox *box);
  gboolean (*pick_lane) (PlDrawing *self, double x, double y, guint *lane);
  /* A place that folds what is below a row, or unfolds it. */
  gboolean (*pick_fold) (PlDrawing *self, double x, double y, guint *lane);
  /* What a pointer there is told, item or not (a bar of overlap, a guess), as Pango markup; NULL:
   * nothing. */
  char *(*tooltip) (PlDrawing *self, double x, double y);
  /* A strip that shows all of the time: the moment at that place. */
  gboolean (*pick_overview) (PlDrawing *self, double x, double y, gint64 *t_ns);
  /* Of what is printed: how high what stays at the top is when the content is scrolled there. */
  double (*sticky) (PlDrawing *self, double scroll);
  /* And where its content may be cut that has no rows with names: the last such place up to limit; 0: there is none. */
  double (*cut) (PlDrawing *self, double limit);
} PlDrawingClass;

struct _PlDrawing {
  const PlDrawingClass *klass;
  double width, height;         /* of all of it */
  PlBox plot;                   /* where time runs; width 0: nowhere */
  gint64 from_ns, to_ns;        /* the time the plot shows */
  double scroll, content_height; /* of the lanes; content_height > plot.height: they scroll */
  double scroll_step;           /* what a notch of a wheel scrolls */
  gint64 centre_ns;             /* where zooming by keys starts while nothing is selected */
  double scale;                 /* set by pl_picture_lay_out (), */
  PlOverlay *overlay;           /* as this is: what a person put over it; NULL: nothing */
  /* Of a replay: the moment, when it is in sight, and what stands at it. Set by pl_picture_lay_out (), but for what a kind
   * has to say beside the time. */
  gboolean has_cursor;
  gint64 cursor_ns;
  char *cursor_note, *cursor_text;
  const PlTheme *cursor_theme;
  PlInk *cursor_ink;
};

void pl_drawing_draw (PlDrawing *self, cairo_t *cr);
void pl_drawing_free (PlDrawing *self);
gboolean pl_drawing_pick (PlDrawing *self, double x, double y, PlItem *item, PlBox *box);
gboolean pl_drawing_locate (PlDrawing *self, const PlItem *item, PlBox *box);
gboolean pl_drawing_lane_box (PlDrawing *self, guint lane, PlBox *box);
gboolean pl_drawing_pick_lane (PlDrawing *self, double x, double y, guint *lane);
gboolean pl_drawing_pick_fold (PlDrawing *self, double x, double y, guint *lane);
char *pl_drawing_tooltip (PlDrawing *self, double x, double y);
gboolean pl_drawing_pick_overview (PlDrawing *self, double x, double y, gint64 *t_ns);
double pl_drawing_sticky (PlDrawing *self, double scroll);
double pl_drawing_cut (PlDrawing *self, double limit);
/* The one time -> pixel function, and back (clamped to what the plot shows). */
double pl_drawing_x (const PlDrawing *self, gint64 t_ns);
gint64 pl_drawing_time (const PlDrawing *self, double x);

static inline gboolean
pl_item_equal (const PlItem *a, const PlItem *b)
{
  return a->kind == b->kind && a->lane == b->lane && a->index == b->index && a->last == b->last;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlDrawing, pl_drawing_free)

G_END_DECLS
