/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How an export will look: a page of it, made small. It is made step by step while nothing else is to be done, so that
 * whoever types a title does not wait for a run of a million records. */

#include <gtk/gtk.h>

#include "paint/pl-export.h"

G_BEGIN_DECLS

#define PL_TYPE_EXPORT_PREVIEW (pl_export_preview_get_type ())
G_DECLARE_FINAL_TYPE (PlExportPreview, pl_export_preview, PL, EXPORT_PREVIEW, GtkWidget)

/* Signal "drawn" (): it shows what it was asked for last. */

/* The strings of options are copied. */
void pl_export_preview_show (PlExportPreview *self, PlPicture *picture, const PlViewport *viewport,
                             const PlExportOptions *options, PlFormat format);
/* 0: not known yet. */
guint pl_export_preview_get_n_pages (PlExportPreview *self);
guint pl_export_preview_get_page (PlExportPreview *self);
void pl_export_preview_set_page (PlExportPreview *self, guint page);
/* "1920 × 1080 pixels", "A4, page 1 of 6"; NULL: not known yet. Free it. */
char *pl_export_preview_describe (PlExportPreview *self);

G_END_DECLS
