/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a reader of PDF shows beside the pages: an outline that leads to each lane. */

#include "paint/export/pl-pages.h"

G_BEGIN_DECLS

/* scale: points a unit of the pages. When all pages are drawn. */
void pl_export_pdf_outline (cairo_surface_t *surface, PlPicture *picture, const PlPages *pages, double scale);

G_END_DECLS
