/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Looks at a picture: one viewport of it that the canvas, the strip of the whole run, the legend and the details
 * share, and that follows a live run. Times are ns since the start of the run. Main thread only. */

#include "log/notes/pl-log-notes.h"
#include "paint/pl-picture.h"

G_BEGIN_DECLS

#define PL_TYPE_VIEWER (pl_viewer_get_type ())
G_DECLARE_FINAL_TYPE (PlViewer, pl_viewer, PL, VIEWER, GObject)

/* The argument of the "changed" signal: bits. */
typedef enum {
  PL_VIEWER_PICTURE = 1 << 0,     /* another picture */
  PL_VIEWER_DATA = 1 << 1,        /* it has more to show */
  PL_VIEWER_VIEW = 1 << 2,        /* the visible range, the finding in close-up, or the lanes' scroll */
  PL_VIEWER_SELECTION = 1 << 3,   /* the selected item or range */
  PL_VIEWER_HOVER = 1 << 4,
  PL_VIEWER_FILTER = 1 << 5,      /* what the legend hides */
  PL_VIEWER_MARKS = 1 << 6,       /* what a person put over it: markers, notes, what is pointed out */
  PL_VIEWER_CURSOR = 1 << 7,      /* the cursor of a replay, or whether it moves by itself */
  PL_VIEWER_ROWS = 1 << 8,        /* which rows there are */
} PlViewerChange;

PlViewer *pl_viewer_new (void);

/* NULL: nothing to show. Looks at it as it likes to be looked at first, with nothing selected and nothing hidden.
 * expected_ns: how long a live run may take, so that the view need not grow at every frame; 0 unknown. */
void pl_viewer_set_picture (PlViewer *self, PlPicture *picture, gint64 expected_ns);
PlPicture *pl_viewer_get_picture (PlViewer *self);
const PlViewport *pl_viewer_get_viewport (PlViewer *self);
/* For paper: all lanes that fit, without the pointer and without the room kept free for what is still to come. */
void pl_viewer_get_print_viewport (PlViewer *self, PlViewport *viewport);

/* Looks at the log again; a view that follows the run is moved along. TRUE: there was something new. */
gboolean pl_viewer_refresh (PlViewer *self);
/* The run is over: the last look, which everybody is told about. */
void pl_viewer_finish (PlViewer *self);

/* What the canvas really shows where the viewport leaves it to the picture. */
void pl_viewer_set_shown (PlViewer *self, gint64 from_ns, gint64 to_ns);
/* FALSE: it has no time axis. */
gboolean pl_viewer_get_range (PlViewer *self, gint64 *from_ns, gint64 *to_ns);

/* The visible range. All of these clamp to the run, and do nothing where there is no time. */
void pl_viewer_show (PlViewer *self, gint64 from_ns, gint64 to_ns);
/* All of it, or where the picture has a first look but no close-up of findings: that. */
void pl_viewer_show_all (PlViewer *self);
void pl_viewer_show_begin (PlViewer *self);
void pl_viewer_show_end (PlViewer *self);
/* To what was in sight before it was last zoomed, moved or opened; moves in quick succession are one. FALSE: that was
 * the first look. */
gboolean pl_viewer_go_back (PlViewer *self);
gboolean pl_viewer_can_go_back (PlViewer *self);
/* factor below 1 zooms in; center_ns stays where it is. */
void pl_viewer_zoom (PlViewer *self, double factor, gint64 center_ns);
void pl_viewer_pan (PlViewer *self, gint64 delta_ns);
void pl_viewer_reveal (PlViewer *self, gint64 from_ns, gint64 to_ns);
void pl_viewer_scroll_to (PlViewer *self, double scroll);

/* The cursor of a replay; 0, or the end and beyond: all of the run is shown. moving: it will be somewhere else in the next
 * frame, so that what is told in words need not follow every time. */
void pl_viewer_set_until (PlViewer *self, gint64 until_ns, gboolean moving);
gboolean pl_viewer_get_moving (PlViewer *self);
/* Turns the pages of a part of the run until that moment is in sight; nobody has to go back over that. */
void pl_viewer_turn_to (PlViewer *self, gint64 t_ns);
/* Where it is still looked at as at first, at something in the run: all of the run. */
void pl_viewer_leave_close_up (PlViewer *self);

/* One of the picture's findings in close-up, whatever has been zoomed to; clamped to those there are. FALSE: it has no
 * close-up. */
gboolean pl_viewer_show_finding (PlViewer *self, guint64 finding);
/* So many on, or back. FALSE: it has none. */
gboolean pl_viewer_step_findings (PlViewer *self, gint64 by);

void pl_viewer_select (PlViewer *self, const PlItem *item);
/* The other way round is fine; an empty range selects none. */
void pl_viewer_select_range (PlViewer *self, gint64 from_ns, gint64 to_ns);
/* First the range, then the item. */
void pl_viewer_clear (PlViewer *self);
/* FALSE: nothing is selected, or it is no more. */
gboolean pl_viewer_get_selected_time (PlViewer *self, gint64 *from_ns, gint64 *to_ns);
/* Shows the selected range or item. FALSE: nothing is selected. */
gboolean pl_viewer_zoom_to_selection (PlViewer *self);
gboolean pl_viewer_open (PlViewer *self, const PlItem *item);
/* By keyboard: selects the neighbour and brings it into sight. FALSE: nothing lies that way. */
gboolean pl_viewer_walk (PlViewer *self, PlWalk direction);

/* Folds what can be folded below a row, or unfolds it; lane: the row, or one below it. What is selected is unfolded by
 * itself. FALSE: nothing folds there. */
gboolean pl_viewer_toggle_fold (PlViewer *self, guint lane);

/* item NULL: the pointer is nowhere. */
void pl_viewer_hover (PlViewer *self, const PlItem *item);

void pl_viewer_set_hidden (PlViewer *self, guint entry, gboolean hidden);
void pl_viewer_hide_nothing (PlViewer *self);
/* Arrows for all messages; those of the selected item are always drawn. */
void pl_viewer_set_show_messages (PlViewer *self, gboolean show);

/* Marker A (0) or B (1) at that moment; at the same one again it is taken away. Markers stay with the run. */
void pl_viewer_set_marker (PlViewer *self, guint which, gint64 t_ns);
void pl_viewer_clear_markers (PlViewer *self);
/* "A at 12.5 ms, B at 15.7 ms: 3.20 ms apart."; NULL: there are none. Free it. */
char *pl_viewer_describe_markers (PlViewer *self);
/* Both are set, apart. */
gboolean pl_viewer_get_marked_range (PlViewer *self, gint64 *from_ns, gint64 *to_ns);

/* Notes of the log that is looked at; each change can be undone. Return 0 or FALSE where that is not possible. */
guint32 pl_viewer_add_note (PlViewer *self, const PlLogNote *note);
gboolean pl_viewer_edit_note (PlViewer *self, guint32 id, const char *text);
gboolean pl_viewer_remove_note (PlViewer *self, guint32 id);
gboolean pl_viewer_undo_note (PlViewer *self);
gboolean pl_viewer_can_undo_note (PlViewer *self);
/* Where a note written now belongs: the selected range, what the selected item's lane did then, or that moment. FALSE:
 * there is no log, or no time. */
gboolean pl_viewer_place_note (PlViewer *self, gint64 moment_ns, PlLogNote *note);
/* Goes there: brings it into sight, and selects its range. */
void pl_viewer_show_note (PlViewer *self, guint32 id);
void pl_viewer_set_show_notes (PlViewer *self, gboolean show);

/* Pointed out in the picture, whatever is selected; NULL: nothing. */
void pl_viewer_set_highlights (PlViewer *self, PlHighlightKind kind, PlHighlights *highlights);
/* What a search has found: selects it and brings it into sight. FALSE: the picture has no row for it. */
gboolean pl_viewer_select_found (PlViewer *self, const PlFindSpan *span);
/* The other way round: what of the source is selected. FALSE: nothing is, or nothing of it. */
gboolean pl_viewer_get_found (PlViewer *self, PlFindSource *source, PlFindSpan *span);
/* What there is to look through of the picture, up to the cursor of a replay. NULL: nothing. Free it. */
PlFindSource *pl_viewer_make_source (PlViewer *self);
/* The longest span of the workers in one of states. FALSE: there is none. */
gboolean pl_viewer_select_longest (PlViewer *self, guint32 states);
/* From what is selected: a task to the next station on its way, or back. FALSE: this is the end of it. */
gboolean pl_viewer_follow (PlViewer *self, gboolean forth);

/* What is selected, in words: a heading and a sentence. FALSE: nothing is selected. Free both. */
gboolean pl_viewer_describe (PlViewer *self, char **title, char **sentence);

G_END_DECLS
