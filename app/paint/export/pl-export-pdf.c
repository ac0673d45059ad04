/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/export/pl-export-pdf.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>

static int
add_line (cairo_surface_t *surface, int parent, const char *name, guint page, double x, double y, guint flags)
{
  char left[G_ASCII_DTOSTR_BUF_SIZE], top[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *target = NULL;

  g_ascii_formatd (left, sizeof left, "%.2f", x);
  g_ascii_formatd (top, sizeof top, "%.2f", y);
  target = g_strdup_printf ("page=%u pos=[%s %s]", page + 1, left, top);
  return cairo_pdf_surface_add_outline (surface, parent, name, target, flags);
}

/* From its first lane to its last. */
static char *
page_name (PlPicture *picture, const GArray *lanes)
{
  g_autofree char *first = pl_picture_lane_name (picture, g_array_index (lanes, PlPageLane, 0).lane);
  g_autofree char *last = pl_picture_lane_name (picture, g_array_index (lanes, PlPageLane, lanes->len - 1).lane);

  return g_strdup_printf ("%s – %s", first, last);
}

/* Of many pages each has a line of its own, with its lanes below it. */
static void
add_page (cairo_surface_t *surface, PlPicture *picture, const PlPages *pages, guint page, int parent, double scale)
{
  g_autoptr (GArray) lanes = pl_pages_get_lanes (pages, page);

  if (pl_pages_get_n (pages) > 1)
    {
      g_autofree char *name = lanes->len > 0 ? page_name (picture, lanes)
                                             : g_strdup_printf (_("page %u of %u"), page + 1, pl_pages_get_n (pages));

      parent = add_line (surface, parent, name, page, 0, 0, 0);
    }
  for (guint i = 0; i < lanes->len; i++)
    {
      const PlPageLane *lane = &g_array_index (lanes, PlPageLane, i);
      g_autofree char *name = pl_picture_lane_name (picture, lane->lane);

      add_line (surface, parent, name, page, lane->box.x * scale, lane->box.y * scale, 0);
    }
}

void
pl_export_pdf_outline (cairo_surface_t *surface, PlPicture *picture, const PlPages *pages, double scale)
{
  int root = add_line (surface, CAIRO_PDF_OUTLINE_ROOT, pl_pages_get_title (pages), 0, 0, 0,
                       CAIRO_PDF_OUTLINE_FLAG_OPEN | CAIRO_PDF_OUTLINE_FLAG_BOLD);

  for (guint page = 0; page < pl_pages_get_n (pages); page++)
    add_page (surface, picture, pages, page, root, scale);
}
