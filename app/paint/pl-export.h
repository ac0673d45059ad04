/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Pictures as files: PNG, SVG, PDF, by the name's ending. One painter for all. */

#include <cairo.h>

#include "paint/pl-picture.h"

G_BEGIN_DECLS

typedef enum { PL_FORMAT_PNG, PL_FORMAT_SVG, PL_FORMAT_PDF } PlFormat;
/* FALSE: error says which endings are known. */
gboolean pl_format_from_path (const char *path, PlFormat *format, GError **error);

#define PL_EXPORT_MIN_WIDTH 320
#define PL_EXPORT_MAX_WIDTH 16384
#define PL_EXPORT_DEFAULT_WIDTH 1600

typedef struct {
  PlThemeId theme;
  double width;                 /* pixels / points; PL_EXPORT_DEFAULT_WIDTH */
  double height;                /* 0: natural */
  gboolean outlines;            /* SVG: text as shapes that need no font, and cannot be searched */
  gboolean bare;                /* the run is not in it */
  const char *author;           /* PDF: its author; NULL: nobody said */
} PlExportOptions;

/* viewport NULL: the first look. The old file stays on failure. */
gboolean pl_export_picture (PlPicture *picture, const PlViewport *viewport, const PlExportOptions *options, const char *path,
                            GError **error);
/* For "copy image": a picture in memory, free with cairo_surface_destroy. NULL and error: too large. */
cairo_surface_t *pl_export_picture_surface (PlPicture *picture, const PlViewport *viewport, const PlExportOptions *options,
                                            GError **error);
/* For print: as wide as the page; what is higher than that is drawn smaller, whole rather than cut off. */
void pl_export_page (PlPicture *picture, const PlViewport *viewport, cairo_t *cr, double width, double height);

G_END_DECLS
