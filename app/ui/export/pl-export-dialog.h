/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How a picture is to leave: for what, in which format and colours, with which words; and beside that how it will look. */

#include <gtk/gtk.h>

#include "paint/pl-export.h"

G_BEGIN_DECLS

#define PL_TYPE_EXPORT_DIALOG (pl_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PlExportDialog, pl_export_dialog, PL, EXPORT_DIALOG, GtkWindow)

/* Called once, when the picture is in the file. The dialog is gone then. */
typedef void (*PlExportDone) (GtkWindow *parent, const char *path);

/* What is to be exported, and as it is looked at; name: suggested for the file, without an ending. */
typedef struct {
  PlPicture *picture;
  PlViewport viewport;
  const char *name;
  PlFormat format;
} PlExportWish;

PlExportDialog *pl_export_dialog_open (GtkWindow *parent, const PlExportWish *wish, PlExportDone done);
/* As if that file had been chosen. FALSE: it could not be written; the dialog says why, and stays. */
gboolean pl_export_dialog_save_to (PlExportDialog *self, const char *path);

G_END_DECLS
