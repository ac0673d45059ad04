/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-export.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/pl-error.h"
#include "base/pl-file.h"
#include "paint/export/pl-export-pdf.h"
#include "paint/export/pl-svg-text.h"
#include "paint/pl-export-svg.h"
#include "trace/embed/pl-embed.h"

/* cairo's images end here; PDF readers at 200 inches. */
#define MAX_PIXELS 32767.0
#define MAX_POINTS 14400.0
#define MIN_HEIGHT 120.0

/* What is to be drawn, and what its file says about it. */
typedef struct {
  PlPages *pages;
  PlPicture *picture;
  PlFormat format;
  double width, height;         /* of a page, in its units */
  double scale;                 /* of what it is drawn on to those */
  gboolean outlines, bare, on_paper;
  const char *author;
  char *description;
  gint64 wall_ns;               /* when the run began: the picture's date */
} Sheet;

gboolean
pl_format_from_path (const char *path, PlFormat *format, GError **error)
{
  static const struct { const char *ending; PlFormat format; } known[] = {
    { ".png", PL_FORMAT_PNG }, { ".svg", PL_FORMAT_SVG }, { ".pdf", PL_FORMAT_PDF },
  };
  g_autofree char *lower = g_ascii_strdown (path, -1);
  g_autofree char *name = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_has_suffix (lower, known[i].ending))
      {
        *format = known[i].format;
        return TRUE;
      }
  name = g_filename_display_name (path);
  g_set_error (error, PL_ERROR, PL_ERROR_FILE,
               _("“%s” does not say what kind of picture it is to be: let the name end in .png, .svg or .pdf."), name);
  return FALSE;
}

static void
sheet_clear (Sheet *sheet)
{
  g_free (sheet->description);
  g_clear_pointer (&sheet->pages, pl_pages_free);
}

/* Text does not get smaller than it may be for that. */
static gboolean
check_whole (const Sheet *sheet, GError **error)
{
  if (pl_pages_get_whole (sheet->pages))
    return TRUE;
  g_set_error_literal (error, PL_ERROR, PL_ERROR_FILE,
                       _("This picture does not fit on one page with text that can be read: choose A4 as PDF, which goes on "
                         "on the next page, or the web, where it can be as high as it is."));
  return FALSE;
}

static gboolean
check_size (const Sheet *sheet, GError **error)
{
  double limit = sheet->format == PL_FORMAT_PDF ? MAX_POINTS : MAX_PIXELS;
  double width = sheet->width * sheet->scale, height = sheet->height * sheet->scale;

  if (!check_whole (sheet, error))
    return FALSE;
  if (height > limit && width <= limit)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_FILE,
                   _("A picture of %.0f × %.0f is too high: this format ends at %.0f. Choose A4 as PDF, which goes on on the next "
                     "page, or show fewer lanes: the threads of a process can be hidden."),
                   width, height, limit);
      return FALSE;
    }
  if (!(height >= MIN_HEIGHT) || width > limit)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_FILE,
                   _("A picture of %.0f × %.0f cannot be made in this format: the height goes from %.0f to %.0f, "
                     "and nothing may be wider than %.0f."),
                   width, height, MIN_HEIGHT, limit, limit);
      return FALSE;
    }
  return TRUE;
}

/* Also of one that is no number. 0: it is the purpose that says. */
static gboolean
check_width (const PlExportOptions *options, GError **error)
{
  if (options->width == 0 || (options->width >= PL_EXPORT_MIN_WIDTH && options->width <= PL_EXPORT_MAX_WIDTH))
    return TRUE;
  g_set_error (error, PL_ERROR, PL_ERROR_FILE,
               _("A picture %.0f wide cannot be made: the width goes from %d to %d."), options->width, PL_EXPORT_MIN_WIDTH,
               PL_EXPORT_MAX_WIDTH);
  return FALSE;
}

static void
draw (const Sheet *sheet, guint page, cairo_t *cr)
{
  cairo_save (cr);
  cairo_scale (cr, sheet->scale, sheet->scale);
  pl_pages_draw (sheet->pages, page, cr);
  cairo_restore (cr);
}

static gboolean
check_status (cairo_status_t status, const Sheet *sheet, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  if (status == CAIRO_STATUS_NO_MEMORY || status == CAIRO_STATUS_INVALID_SIZE)
    g_set_error (error, PL_ERROR, PL_ERROR_FILE,
                 _("There is not enough memory for a picture of %.0f × %.0f: make it smaller."), sheet->width * sheet->scale,
                 sheet->height * sheet->scale);
  else
    g_set_error (error, PL_ERROR, PL_ERROR_FILE, _("The picture could not be drawn: %s."),
                 cairo_status_to_string (status));
  return FALSE;
}

static cairo_surface_t *
draw_image (const Sheet *sheet, GError **error)
{
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  if (!check_size (sheet, error))
    return NULL;
  /* A page of paper is no whole number of dots. */
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) lround (sheet->width * sheet->scale),
                                        (int) lround (sheet->height * sheet->scale));
  cr = cairo_create (surface);
  draw (sheet, 0, cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (check_status (status, sheet, error))
    return surface;
  cairo_surface_destroy (surface);
  return NULL;
}

static cairo_status_t
write_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* The run's date, not today's: the same run makes the same file. */
static void
describe_pdf (cairo_surface_t *surface, const Sheet *sheet)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (sheet->wall_ns / 1000000000);
  g_autofree char *text = date ? g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ") : NULL;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, pl_pages_get_title (sheet->pages));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, sheet->description);
  if (sheet->author != NULL && *sheet->author != '\0')
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_AUTHOR, sheet->author);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Paralane " PL_VERSION);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, text ? text : "1970-01-01T00:00:00Z");
}

/* The rows with their names, where there are any. NULL: there are none. */
static GArray *
find_areas (const Sheet *sheet)
{
  g_autoptr (GArray) lanes = pl_pages_get_lanes (sheet->pages, 0);
  GArray *areas;

  if (lanes->len == 0)
    return NULL;
  areas = g_array_new (FALSE, FALSE, sizeof (PlSvgArea));
  g_array_set_clear_func (areas, pl_svg_area_clear);
  for (guint i = 0; i < lanes->len; i++)
    {
      const PlPageLane *lane = &g_array_index (lanes, PlPageLane, i);
      PlSvgArea area = { g_strdup_printf ("lane-%u", lane->lane), pl_picture_lane_name (sheet->picture, lane->lane),
                         lane->box.x * sheet->scale, lane->box.y * sheet->scale, lane->box.width * sheet->scale,
                         lane->box.height * sheet->scale };

      g_array_append_val (areas, area);
    }
  return areas;
}

static cairo_surface_t *
open_vector (const Sheet *sheet, GByteArray *bytes)
{
  double width = sheet->width * sheet->scale, height = sheet->height * sheet->scale;
  cairo_surface_t *surface;

  if (sheet->format == PL_FORMAT_SVG)
    {
      surface = cairo_svg_surface_create_for_stream (write_cb, bytes, width, height);
      cairo_svg_surface_set_document_unit (surface, sheet->on_paper ? CAIRO_SVG_UNIT_PT : CAIRO_SVG_UNIT_PX);
      return surface;
    }
  surface = cairo_pdf_surface_create_for_stream (write_cb, bytes, width, height);
  /* What a later version of the format allows, nothing here needs, and the run could not be added to it. */
  if (!sheet->bare)
    cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_4);
  describe_pdf (surface, sheet);
  return surface;
}

static cairo_status_t
draw_vector (const Sheet *sheet, cairo_surface_t *surface, PlSvgText *text)
{
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  if (text != NULL)
    pl_svg_text_attach (text, cr);
  for (guint page = 0; page < pl_pages_get_n (sheet->pages); page++)
    {
      if (page > 0)
        cairo_show_page (cr);
      draw (sheet, page, cr);
    }
  if (sheet->format == PL_FORMAT_PDF)
    pl_export_pdf_outline (surface, sheet->picture, sheet->pages, sheet->scale);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  return status == CAIRO_STATUS_SUCCESS ? cairo_surface_status (surface) : status;
}

static gboolean
render_vector (const Sheet *sheet, GByteArray *bytes, GError **error)
{
  g_autoptr (PlSvgText) text = sheet->format == PL_FORMAT_SVG && !sheet->outlines ? pl_svg_text_new () : NULL;
  cairo_surface_t *surface = open_vector (sheet, bytes);
  cairo_status_t status = draw_vector (sheet, surface, text);
  g_autoptr (GArray) areas = NULL;

  cairo_surface_destroy (surface);
  if (!check_status (status, sheet, error))
    return FALSE;
  if (text != NULL)
    pl_svg_text_substitute (text, bytes);
  if (sheet->format != PL_FORMAT_SVG)
    return TRUE;
  areas = find_areas (sheet);
  pl_export_svg_describe (bytes, pl_pages_get_title (sheet->pages), sheet->description, areas);
  return TRUE;
}

/* The picture holds its run, or its runs, unless there is none or nobody wants that. */
static void
embed (const Sheet *sheet, GByteArray *bytes)
{
  g_autofree char *title = pl_picture_title (sheet->picture);
  g_auto (PlCompared) runs = { 0 };
  g_autoptr (PlEmbed) run = NULL;

  if (!sheet->bare)
    pl_picture_get_runs (sheet->picture, &runs);
  if (runs.n == 0)
    return;
  run = pl_embed_new (&runs, title);
  if (sheet->format == PL_FORMAT_PNG)
    pl_embed_into_png (run, bytes);
  else if (sheet->format == PL_FORMAT_SVG)
    pl_embed_into_svg (run, bytes);
  else
    pl_embed_into_pdf (run, bytes);
}

static gboolean
render_image (const Sheet *sheet, GByteArray *bytes, GError **error)
{
  cairo_surface_t *surface = draw_image (sheet, error);
  cairo_status_t status;

  if (!surface)
    return FALSE;
  status = cairo_surface_write_to_png_stream (surface, write_cb, bytes);
  cairo_surface_destroy (surface);
  return check_status (status, sheet, error);
}

PlPages *
pl_export_pages (PlPicture *picture, const PlViewport *viewport, const PlExportOptions *options, PlFormat format,
                 gboolean screen)
{
  const PlPagesPlan plan = {
    .purpose = options->purpose, .theme = options->theme, .width = options->width, .height = options->height,
    .title = options->title, .caption = options->caption, .author = options->author, .no_legend = options->no_legend,
    .vector = format != PL_FORMAT_PNG && !screen, .many = format == PL_FORMAT_PDF && options->purpose == PL_PURPOSE_A4,
  };

  return pl_pages_new (picture, viewport, &plan);
}

static void
init_sheet (Sheet *sheet, PlPicture *picture, const PlViewport *viewport, const PlExportOptions *options, PlFormat format)
{
  const PlPurposeInfo *info = pl_purpose_info (options->purpose);
  PlLog *log = pl_picture_get_log (picture);
  double scale = options->scale > 0 ? options->scale : 1;

  *sheet = (Sheet) { .picture = picture, .format = format, .outlines = options->outlines, .bare = options->bare, .author = options->author,
                     .on_paper = options->purpose == PL_PURPOSE_A4 };
  sheet->pages = pl_export_pages (picture, viewport, options, format, FALSE);
  pl_pages_get_size (sheet->pages, &sheet->width, &sheet->height);
  sheet->scale = format == PL_FORMAT_PDF ? info->pdf_scale : format == PL_FORMAT_PNG ? info->png_scale * scale : scale;
  sheet->wall_ns = log ? pl_log_header (log)->start_wall_ns : 0;
}

GByteArray *
pl_export_picture_bytes (PlPicture *picture, const PlViewport *viewport, const PlExportOptions *options, PlFormat format,
                         GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  PlViewport first;
  gboolean done;
  Sheet sheet;

  if (!check_width (options, error))
    return NULL;
  init_sheet (&sheet, picture, viewport, options, format);
  pl_picture_init_viewport (picture, &first);
  sheet.description = pl_picture_tell (picture, viewport ? viewport : &first);
  done = check_size (&sheet, error)
         && (format == PL_FORMAT_PNG ? render_image (&sheet, bytes, error) : render_vector (&sheet, bytes, error));
  if (done)
    embed (&sheet, bytes);
  sheet_clear (&sheet);
  return done ? g_steal_pointer (&bytes) : NULL;
}

gboolean
pl_export_picture (PlPicture *picture, const PlViewport *viewport, const PlExportOptions *options, const char *path,
                   GError **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  PlFormat format;

  if (!pl_format_from_path (path, &format, error))
    return FALSE;
  bytes = pl_export_picture_bytes (picture, viewport, options, format, error);
  return bytes != NULL && pl_file_replace_bytes (path, bytes->data, bytes->len, error);
}

cairo_surface_t *
pl_export_picture_surface (PlPicture *picture, const PlViewport *viewport, const PlExportOptions *options, GError **error)
{
  cairo_surface_t *surface;
  Sheet sheet;

  if (!check_width (options, error))
    return NULL;
  init_sheet (&sheet, picture, viewport, options, PL_FORMAT_PNG);
  surface = draw_image (&sheet, error);
  sheet_clear (&sheet);
  return surface;
}
