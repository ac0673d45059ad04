/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Pictures as files: PNG, SVG, PDF, by the name's ending. One painter for all. */

#include <cairo.h>

#include "paint/export/pl-pages.h"
#include "paint/export/pl-purpose.h"
#include "paint/pl-picture.h"

G_BEGIN_DECLS

typedef enum { PL_FORMAT_PNG, PL_FORMAT_SVG, PL_FORMAT_PDF } PlFormat;
/* FALSE: error says which endings are known. */
gboolean pl_format_from_path (const char *path, PlFormat *format, GError **error);

#define PL_EXPORT_MIN_WIDTH 320
#define PL_EXPORT_MAX_WIDTH 16384
#define PL_EXPORT_DEFAULT_WIDTH 1600
#define PL_EXPORT_MIN_SCALE 0.25
#define PL_EXPORT_MAX_SCALE 8.0

typedef struct {
  PlThemeId theme;
  double width;                 /* pixels / points; 0: what the purpose says. A slide and a sheet of A4 have a size of their own. */
  double height;                /* 0: natural */
  gboolean outlines;            /* SVG: text as shapes that need no font, and cannot be searched */
  gboolean bare;                /* the run is not in it */
  const char *author;           /* below the picture, and in a PDF; NULL: nobody said */
  PlPurpose purpose;
  const char *title, *caption;  /* in place of the picture's own title; below it. NULL: none */
  double scale;                 /* PNG and SVG: so many times as large; 0: 1 */
  gboolean no_legend;
} PlExportOptions;

/* viewport NULL: the first look. The old file stays on failure. */
gboolean pl_export_picture (PlPicture *picture, const PlViewport *viewport, const PlExportOptions *options, const char *path,
                            GError **error);
/* The same as bytes; g_byte_array_unref (). */
GByteArray *pl_export_picture_bytes (PlPicture *picture, const PlViewport *viewport, const PlExportOptions *options,
                                     PlFormat format, GError **error);
/* For "copy image": a picture in memory, free with cairo_surface_destroy. NULL and error: too large. */
cairo_surface_t *pl_export_picture_surface (PlPicture *picture, const PlViewport *viewport, const PlExportOptions *options,
                                            GError **error);
/* How it is put on pages for that format; screen: to be looked at before. */
PlPages *pl_export_pages (PlPicture *picture, const PlViewport *viewport, const PlExportOptions *options, PlFormat format,
                          gboolean screen);

G_END_DECLS
