/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* pl-viewer.c (picture, filter); on it -time.c (the visible range, which follows the run), and on both -selection.c,
 * -marks.c (markers, what is pointed out) and -notes.c. */

#include "ui/canvas/pl-viewer.h"

G_BEGIN_DECLS

typedef enum {
  FOLLOW_ALL,       /* the whole run so far */
  FOLLOW_NEWEST,    /* as wide as it is, at the end of the run */
  FOLLOW_NOT,
} PlFollow;

/* So many looks can be gone back. */
#define PL_VIEWER_HISTORY 32

typedef struct {
  gint64 from_ns, to_ns;
  guint64 focus;
} PlLook;

struct _PlViewer
{
  GObject parent_instance;

  PlPicture *picture;
  PlViewport viewport;
  PlFollow follow;
  gboolean own_range;                   /* the first look's range is the picture's own choice, */
  gboolean close_up;                    /* namely a close-up of something in it */
  gboolean moving;                      /* the cursor of a replay, by itself */
  PlLook before[PL_VIEWER_HISTORY];     /* what was in sight, the last of it at the end */
  guint n_before;
  gint64 moved_us;                      /* the look was changed by hand */
  GArray *undo;                         /* PlNoteChange; of the notes of this log */
  gint64 shown_from_ns, shown_to_ns;    /* what that comes to, as drawn; to 0: nothing is drawn yet */
};

/* How a note was before it was changed; text NULL: it was not there. */
typedef struct {
  PlLogNote note;
  char *text;
} PlNoteChange;

void pl_viewer_changed (PlViewer *self, guint what);
/* The look has just been changed by hand from that one. */
void pl_viewer_remember (PlViewer *self, const PlViewport *before);
/* A range has been set: what it means for a run that goes on. */
void pl_viewer_choose_follow (PlViewer *self);

G_END_DECLS
