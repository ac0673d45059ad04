/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Choosing files; the only place that knows which dialog is used. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct {
  const char *title;
  const char *name;       /* save: suggested, with its ending */
  const char *kind;       /* what the filter is called */
  const char *pattern;    /* "*.svg" */
} PlFileChoice;

/* path: never NULL; not called when nothing was chosen. The parent outlives the call. */
typedef void (*PlFileChosen) (GtkWindow *parent, const char *path);

void pl_file_dialog_open (GtkWindow *parent, const PlFileChoice *choice, PlFileChosen chosen);
/* A name without an ending gets that of the pattern. Where a file has the suggested name already, name-2 is suggested. */
void pl_file_dialog_save (GtkWindow *parent, const PlFileChoice *choice, PlFileChosen chosen);
/* A folder: of the choice only the title counts. */
void pl_file_dialog_folder (GtkWindow *parent, const PlFileChoice *choice, PlFileChosen chosen);

G_END_DECLS
