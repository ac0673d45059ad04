/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The one table of keys. The application's accelerators, the pictures' own keys and the
 * shortcuts window are all made from it. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  PL_KEYS_WINDOW,     /* anywhere in the window; actions app.* and win.* */
  PL_KEYS_PICTURE,    /* wherever nobody else has a use for them; actions canvas.* */
  PL_KEYS_PRESENTING, /* the same, in full screen; actions win.* */
  PL_KEYS_REPLAY,     /* as those of the picture, where whatever has the focus has no use for them; actions canvas.* */
  PL_KEYS_RUNS,       /* among the kept runs; actions runs.* */
  PL_KEYS_GTK,        /* done by GTK itself: told in the shortcuts window only */
  PL_KEYS_TOLD,       /* what a key of the pictures means in one of them: told only */
  PL_KEYS_POINTER,    /* not keys at all: told only */
} PlKeyScope;

/* Groups with a page of their own in the shortcuts window. */
#define PL_ACCEL_GROUP_CLOSER N_("Looking closer")
#define PL_ACCEL_GROUP_MARKS N_("Markers and notes")
#define PL_ACCEL_GROUP_REPLAY N_("Replay")

typedef struct {
  PlKeyScope scope;
  const char *action;       /* detailed name; NULL where there is only something to tell */
  const char *keys;         /* accelerators, separated by blanks; of a pointer: how it is done, translated */
  const char *group;        /* heading in the shortcuts window, marked for translation */
  const char *title;        /* what it does, marked for translation */
} PlAccel;

const PlAccel *pl_accels (guint *n);

/* Accelerators of the window for app.* and win.*. */
void pl_accels_apply (GtkApplication *app);
/* Binds the keys of a scope to the class's own actions. */
void pl_accels_bind (GtkWidgetClass *widget_class, PlKeyScope scope);

G_END_DECLS
