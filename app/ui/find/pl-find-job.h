/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Work of a tab in slices: begun a little after what it is about last changed, so that whoever drags or zooms is not kept
 * waiting, and gone on with while nothing else is to be done. */

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  void (*begin) (gpointer data);        /* anew */
  gboolean (*step) (gpointer data, gint64 budget_us); /* FALSE: done; then finish is called */
  void (*finish) (gpointer data);
  gpointer data;
  guint source_id;
  gint64 finished_us;           /* the last time */
} PlFindJob;

/* Something has changed. */
void pl_find_job_restart (PlFindJob *self);
/* The same of what changes with every frame: nobody reads so fast, and begun anew each time it would never be done. */
void pl_find_job_keep_up (PlFindJob *self);
void pl_find_job_stop (PlFindJob *self);

G_END_DECLS
