/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A race picture is made in three steps: what to show (scene), where (layout), then drawing.
 * Drawing only reads; picking reads the same boxes. */

#include "paint/parts/pl-legend.h"
#include "paint/parts/pl-words.h"
#include "paint/pl-ink.h"
#include "paint/race/pl-race-picture.h"
#include "paint/pool/pl-timeline.h"

typedef enum
{
  PL_RP_TITLE = 0,
  PL_RP_HEAD,
  PL_RP_BODY,
  PL_RP_BODY_BOLD,
  PL_RP_SMALL,
  PL_RP_SMALL_BOLD,
  PL_RP_TINY,
  PL_RP_BIG,
  PL_RP_LARGE,
  PL_RP_N_FONTS
} PlRpFont;

typedef PlBox PlRpRect;

/* What an increment is to the lost update shown. */
typedef enum { PL_RP_OTHER = 0, PL_RP_READER, PL_RP_PARENT, PL_RP_RIVAL, PL_RP_LOST } PlRpRole;

typedef struct {
  guint lane;               /* drawn lane */
  PlIncrement first;
  guint32 n;                /* increments folded in here */
  guint64 n_lost;
  guint32 value_read;       /* of a single one */
  gint64 load_ns, store_ns; /* first load, last store */
  gint64 held_ns, waited_ns; /* under a lock; see PlRaceMark */
  guint32 n_waits;
  PlRpRole role;
  gboolean selected;
  PlRpRect rect;
} PlRpBox;

/* A wait for the lock, between two increments of a worker; fills the room between their boxes. */
typedef struct {
  guint lane;
  gint64 from_ns, to_ns;
  PlRpRect rect;
} PlRpWait;

typedef enum
{
  PL_RP_CARDS_NONE = 0,
  PL_RP_CARDS_LINE,
  PL_RP_CARDS_COMPACT,
  PL_RP_CARDS_FULL
} PlRpCards;

/* How generous the picture is; the first that fits is taken. */
typedef struct {
  double margin, spacing, box_height, lane_gap, strip_height, overlap_height;
  PlRpCards cards;
  gboolean subtitle, captions, pids, panel_body, legend;
  gboolean folded;          /* all lanes in sight, at the price of what stands over them; only where that is asked for */
  gboolean mute;            /* without a word on what came of it: of several on one axis that stands in the heading */
  double bottom;            /* margin at the end */
} PlRpDensity;

/* What the one legend of several has: bits of PlViewport.entries. */
enum { PL_RP_ENTRY_SURVIVES, PL_RP_ENTRY_LOST, PL_RP_ENTRY_WAITS, PL_RP_N_ENTRIES };
#define PL_RP_OUTLINE 4.0       /* around the two that collide */
#define PL_RP_LEAST_ARROW 14.0  /* over lower lanes arrows and outlines hide what they point out */
#define PL_RP_DOT_INSET 9.0     /* of load and store, from the ends of their box */
#define PL_RP_MAX_READERS 4u    /* lanes as well, close up */
#define PL_RP_MAX_LANES 64u
#define PL_RP_MAX_CARDS 3u

struct _PlRacePicture {
  PlDrawing drawing;
  PlRace *race;
  const PlTheme *theme;
  double width, height;
  guint parts;
  PlInk *ink;               /* the race's */
  double scale;             /* of fonts: smaller on a narrow picture */

  /* scene */
  guint part;
  PlRacePartResult result;
  gboolean has_lanes;       /* there are increments to draw */
  gboolean has_branch;
  guint64 branch_index;
  PlLostBranch branch;
  PlCollision collision;
  PlIncrement readers[PL_RP_MAX_READERS]; /* of the store that is shown; without a branch: just one */
  guint n_readers;
  PlIncrement parent;       /* that store */
  gboolean framed;          /* a window of time that was asked for, not the lost update close up */
  gboolean has_selection;
  PlIncrement selected;
  PlViewport looked;        /* as it was asked for: range and hover */
  double scroll;            /* pixels of lanes above those that are shown; < 0: as it likes to begin */
  gint64 from_ns, to_ns;    /* what the lanes show */
  gint64 zero_ns;           /* from here the ruler of a window counts */
  guint n_workers, n_lanes;
  guint lanes[PL_RP_MAX_LANES]; /* workers */
  GArray *boxes, *waits;    /* PlRpBox, PlRpWait; lane by lane, in time order */
  PlRaceStretch *stretches; /* how many workers were at it; NULL: one alone, or nothing is known */
  guint n_stretches;
  guint cards[PL_RP_MAX_CARDS]; /* parts */
  guint n_cards;
  char *title, *subtitle, *footer, *heading, *panel_head, *panel_body;
  char *selected_head, *selected_body; /* instead of the panel's; NULL: nothing is selected */

  /* layout */
  PlRpDensity density;
  double needed_height;
  double gutter;            /* width of the lanes' names */
  double value_row;         /* above the boxes; 0: no room for it */
  double squeeze;           /* what the lanes get less than they need, where they fold; < 0: more */
  double title_y, subtitle_y, cards_y, cards_height, heading_y, ruler_y, lanes_y, lane_pitch,
    lanes_end;
  double panel_y, panel_height, strip_y, overlap_y, legend_y, footer_y;
  PlRpRect plot;            /* of the lanes */
  PlRpRect strip, overlap;
};

/* pl-race-drawing.c */
extern const PlDrawingClass pl_race_drawing_class;

/* pl-race-picture-past.c: it is shown at one of its moments. */
gboolean pl_rp_is_past (PlRacePicture *self);
/* How that part ends is known by then. */
gboolean pl_rp_is_over (PlRacePicture *self, guint part);
/* What stands over and under it then; returns what the panel says. */
char *pl_rp_choose_past_words (PlRacePicture *self);
/* Of a strip that shows all of the time. */
void pl_rp_clip_to_moment (PlRacePicture *self, cairo_t *cr, const PlRpRect *whole);

/* pl-race-picture-scene.c */
void pl_rp_scene_init (PlRacePicture *self, const PlViewport *viewport);
void pl_rp_scene_clear (PlRacePicture *self);

/* pl-race-picture-window.c: after the layout, so that nothing moves when somebody zooms. */
void pl_rp_open_window (PlRacePicture *self, const PlViewport *viewport);
gboolean pl_rp_same (PlIncrement a, PlIncrement b);
/* Where what is shown ends: of a replay at its moment. */
gint64 pl_rp_seen_ns (PlRacePicture *self);
/* Increments of a lane that are in sight, at least in part: [first, end). */
guint32 pl_rp_in_sight (PlRacePicture *self, guint worker, guint32 *end);

/* pl-race-picture-boxes.c: boxes and waits of the plot as laid out. */
void pl_rp_place_boxes (PlRacePicture *self);
/* Whether a box shows its shares: what is wide enough, or stands alone, is what it is. */
gboolean pl_rp_is_narrow (const PlRpBox *box);

/* pl-race-picture-layout.c */
void pl_rp_layout (PlRacePicture *self);
/* Above and below the words of the panel. */
double pl_rp_panel_padding (const PlRacePicture *self);
double pl_rp_x (PlRacePicture *self, gint64 t_ns); /* the one time -> pixel function; not clamped */
double pl_rp_lane_y (PlRacePicture *self, guint lane);  /* top of its boxes */

/* pl-race-picture-cards.c, -proof.c, -marks.c, -values.c, -links.c, -strip.c, -overlap.c */
double pl_rp_cards_height (PlRacePicture *self);
void pl_rp_draw_cards (PlRacePicture *self, cairo_t *cr);
void pl_rp_draw_proof (PlRacePicture *self, cairo_t *cr);
/* Of a box, from the base up. */
typedef enum { PL_RP_WAITED = 0, PL_RP_FALLEN, PL_RP_KEPT, PL_RP_N_SHARES } PlRpShare;
/* Height 0: it has no such share. */
PlRpRect pl_rp_share_rect (const PlRpBox *box, PlRpShare share);
void pl_rp_draw_waits (PlRacePicture *self, cairo_t *cr);
void pl_rp_draw_marks (PlRacePicture *self, cairo_t *cr);
/* The two that collide, and what is selected: over their neighbours. */
void pl_rp_draw_outlines (PlRacePicture *self, cairo_t *cr);
/* A hollow dot for a load, a full one for a store, a line from one to the other. */
void pl_rp_draw_dots (cairo_t *cr, double load_x, double store_x, double y, const PlColor *color,
                      const PlColor *ground);
void pl_rp_draw_values (PlRacePicture *self, cairo_t *cr);
void pl_rp_draw_links (PlRacePicture *self, cairo_t *cr);
void pl_rp_draw_panel (PlRacePicture *self, cairo_t *cr);
void pl_rp_draw_strip (PlRacePicture *self, cairo_t *cr);
void pl_rp_draw_legend (PlRacePicture *self, cairo_t *cr);

/* pl-race-picture-legend.c: of an entry that several share; NULL: it is none of theirs. Static. */
const char *pl_rp_legend_name (PlRacePicture *self, guint entry);
PlLegendFlow pl_rp_legend_flow (PlRacePicture *self);
/* That of several is the only one: of it nothing is left out, however many lines it takes. */
double pl_rp_legend_height (PlRacePicture *self);
guint pl_rp_strip_bins (PlRacePicture *self);
void pl_rp_draw_overlap (PlRacePicture *self, cairo_t *cr);
/* Such a bar, small, for the legend; y is its middle. */
void pl_rp_draw_overlap_swatch (PlRacePicture *self, cairo_t *cr, double x, double y, double width);
gboolean pl_rp_pick_overlap (PlRacePicture *self, double x, double y, char **tooltip);

/* pl-race-picture-tools.c: text and shapes. Colours are the theme's. */
/* A card: panel, and a stripe that says how it stands. */
void pl_rp_draw_card (PlRacePicture *self, cairo_t *cr, const PlRpRect *rect,
                      const PlColor *stripe);
/* Snapped to pixels. */
/* On whole pixels. */
PlRpRect pl_rp_snapped (const PlRpRect *rect);
void pl_rp_fill (cairo_t *cr, const PlRpRect *rect, const PlColor *color);
void pl_rp_outline (cairo_t *cr, const PlRpRect *rect, const PlColor *color, double line_width);
/* A mark in the look of a state or of a lost update. */
void pl_rp_draw_look (cairo_t *cr, const PlRpRect *rect, const PlStateLook *look);

PlFont pl_rp_font (PlRacePicture *self, PlRpFont font);
double pl_rp_text_width (PlRacePicture *self, PlRpFont font, const char *text);
double pl_rp_line_height (PlRacePicture *self, PlRpFont font);
/* Of text wrapped to width. */
double pl_rp_text_height (PlRacePicture *self, PlRpFont font, const char *text, double width);
/* One line from x on; ellipsized at width (< 0: no limit). align: 0 left, 0.5 centred on x, 1 ends
 * at x. */
void pl_rp_text (PlRacePicture *self, cairo_t *cr, PlRpFont font, const PlColor *color, double x,
                 double y, double width, double align, const char *text);
void pl_rp_text_wrapped (PlRacePicture *self, cairo_t *cr, PlRpFont font, const PlColor *color,
                         double x, double y, double width, const char *text);
/* The first of a NULL-terminated list that is no wider than width; NULL: none. */
const char *pl_rp_fitting (PlRacePicture *self, PlRpFont font, double width,
                           const char *const *texts);
