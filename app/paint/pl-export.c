/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-export.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/pl-error.h"
#include "base/pl-file.h"
#include "paint/export/pl-svg-text.h"
#include "paint/pl-export-svg.h"
#include "trace/embed/pl-embed.h"

/* cairo's images end here; PDF readers at 200 inches. */
#define MAX_PIXELS 32767.0
#define MAX_POINTS 14400.0
#define MIN_HEIGHT 120.0

/* What is to be drawn, and what its file says about it. */
typedef struct {
  PlPicture *picture;
  PlViewport viewport;
  PlPaper paper;                /* height 0: not known yet */
  gboolean outlines, bare;
  const char *author;
  char *title, *description;
  GArray *areas;                /* PlSvgArea */
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
  g_free (sheet->title);
  g_free (sheet->description);
  g_clear_pointer (&sheet->areas, g_array_unref);
}

static gboolean
check_size (const Sheet *sheet, PlFormat format, GError **error)
{
  double limit = format == PL_FORMAT_PDF ? MAX_POINTS : MAX_PIXELS;

  if (!(sheet->paper.width >= PL_EXPORT_MIN_WIDTH && sheet->paper.width <= PL_EXPORT_MAX_WIDTH))
    {
      g_set_error (error, PL_ERROR, PL_ERROR_FILE,
                   _("A picture %.0f wide cannot be made: the width goes from %d to %d."), sheet->paper.width, PL_EXPORT_MIN_WIDTH, PL_EXPORT_MAX_WIDTH);
      return FALSE;
    }
  if (!(sheet->paper.height >= MIN_HEIGHT && sheet->paper.height <= limit) || sheet->paper.width > limit)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_FILE,
                   _("A picture of %.0f × %.0f cannot be made in this format: the height goes from %.0f to %.0f, "
                     "and nothing may be wider than %.0f."),
                   sheet->paper.width, sheet->paper.height, MIN_HEIGHT, limit, limit);
      return FALSE;
    }
  return TRUE;
}

static void
draw (const Sheet *sheet, cairo_t *cr, guint more_parts)
{
  PlPaper paper = sheet->paper;
  PlDrawing *drawing;

  paper.parts |= more_parts;
  drawing = pl_picture_lay_out (sheet->picture, &sheet->viewport, &paper);
  if (drawing->height < paper.height)
    {
      pl_set_color (cr, &pl_theme_get (paper.theme)->background);
      cairo_paint (cr);
    }
  pl_drawing_draw (drawing, cr);
  pl_drawing_free (drawing);
}

static gboolean
check_status (cairo_status_t status, const Sheet *sheet, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  if (status == CAIRO_STATUS_NO_MEMORY || status == CAIRO_STATUS_INVALID_SIZE)
    g_set_error (error, PL_ERROR, PL_ERROR_FILE,
                 _("There is not enough memory for a picture of %.0f × %.0f: make it smaller."), sheet->paper.width,
                 sheet->paper.height);
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

  if (!check_size (sheet, PL_FORMAT_PNG, error))
    return NULL;
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (sheet->paper.width), (int) ceil (sheet->paper.height));
  cr = cairo_create (surface);
  draw (sheet, cr, 0);
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

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, sheet->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, sheet->description);
  if (sheet->author != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_AUTHOR, sheet->author);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Paralane " PL_VERSION);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, text ? text : "1970-01-01T00:00:00Z");
}

static gboolean
render_vector (const Sheet *sheet, PlFormat format, GByteArray *bytes, GError **error)
{
  g_autoptr (PlSvgText) text = format == PL_FORMAT_SVG && !sheet->outlines ? pl_svg_text_new () : NULL;
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  if (format == PL_FORMAT_SVG)
    {
      surface = cairo_svg_surface_create_for_stream (write_cb, bytes, sheet->paper.width, sheet->paper.height);
      cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
    }
  else
    {
      surface = cairo_pdf_surface_create_for_stream (write_cb, bytes, sheet->paper.width, sheet->paper.height);
      /* What a later version of the format allows, nothing here needs, and the run could not be added to it. */
      if (!sheet->bare)
        cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_4);
      describe_pdf (surface, sheet);
    }
  cr = cairo_create (surface);
  if (text != NULL)
    pl_svg_text_attach (text, cr);
  draw (sheet, cr, PL_PART_VECTOR);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (!check_status (status, sheet, error))
    return FALSE;
  if (text != NULL)
    pl_svg_text_substitute (text, bytes);
  if (format == PL_FORMAT_SVG)
    pl_export_svg_describe (bytes, sheet->title, sheet->description, sheet->areas);
  return TRUE;
}

/* The picture holds its run, unless there is none or nobody wants that. */
static void
embed (const Sheet *sheet, PlFormat format, GByteArray *bytes)
{
  PlLog *log = sheet->bare ? NULL : pl_picture_get_log (sheet->picture);
  g_autoptr (PlEmbed) run = log != NULL ? pl_embed_new (log, sheet->title) : NULL;

  if (run == NULL)
    return;
  if (format == PL_FORMAT_PNG)
    pl_embed_into_png (run, bytes);
  else if (format == PL_FORMAT_SVG)
    pl_embed_into_svg (run, bytes);
  else
    pl_embed_into_pdf (run, bytes);
}

static gboolean
export (const Sheet *sheet, const char *path, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  PlFormat format;

  if (!pl_format_from_path (path, &format, error) || !check_size (sheet, format, error))
    return FALSE;
  if (format == PL_FORMAT_PNG)
    {
      cairo_surface_t *surface = draw_image (sheet, error);
      cairo_status_t status;

      if (!surface)
        return FALSE;
      status = cairo_surface_write_to_png_stream (surface, write_cb, bytes);
      cairo_surface_destroy (surface);
      if (!check_status (status, sheet, error))
        return FALSE;
    }
  else if (!render_vector (sheet, format, bytes, error))
    {
      return FALSE;
    }
  embed (sheet, format, bytes);
  return pl_file_replace_bytes (path, bytes->data, bytes->len, error);
}

/* The rows with their names, where there are any. */
static void
find_areas (Sheet *sheet)
{
  guint n = pl_picture_get_n_lanes (sheet->picture);
  PlDrawing *drawing;

  if (n == 0)
    return;
  drawing = pl_picture_lay_out (sheet->picture, &sheet->viewport, &sheet->paper);
  sheet->areas = g_array_new (FALSE, FALSE, sizeof (PlSvgArea));
  g_array_set_clear_func (sheet->areas, pl_svg_area_clear);
  for (guint lane = 0; lane < n; lane++)
    {
      PlSvgArea area = { 0 };
      PlBox box;

      if (!pl_drawing_lane_box (drawing, lane, &box))
        continue;
      area = (PlSvgArea) { g_strdup_printf ("lane-%u", lane), pl_picture_lane_name (sheet->picture, lane), box.x, box.y,
                           box.width, box.height };
      g_array_append_val (sheet->areas, area);
    }
  pl_drawing_free (drawing);
}

/* A picture that is taken along has no pointer, and keeps no room for what is still to come. */
static void
init_viewport (PlPicture *picture, const PlViewport *viewport, PlViewport *taken)
{
  if (viewport)
    *taken = *viewport;
  else
    pl_picture_init_viewport (picture, taken);
  taken->has_hover = FALSE;
  taken->growing = FALSE;
}

static void
init_sheet (Sheet *sheet, PlPicture *picture, const PlViewport *viewport, const PlExportOptions *options)
{
  PlLog *log = pl_picture_get_log (picture);
  /* Also of one that is no number: it is refused in words, when all is laid out. */
  double width = options->width >= 1 ? MIN (options->width, PL_EXPORT_MAX_WIDTH) : 1;

  *sheet = (Sheet) { .picture = picture, .paper = { options->theme, 1, width, options->height, PL_PARTS_EXPORT }, .outlines = options->outlines,
                     .bare = options->bare, .author = options->author };
  init_viewport (picture, viewport, &sheet->viewport);
  if (!(options->height > 0))
    sheet->paper.height = pl_picture_natural_height (picture, &sheet->viewport, &sheet->paper);
  find_areas (sheet);
  sheet->paper.width = options->width;
  sheet->wall_ns = log ? pl_log_header (log)->start_wall_ns : 0;
  sheet->title = pl_picture_title (picture);
  sheet->description = pl_picture_tell (picture, &sheet->viewport);
}

gboolean
pl_export_picture (PlPicture *picture, const PlViewport *viewport, const PlExportOptions *options, const char *path,
                   GError **error)
{
  gboolean done;
  Sheet sheet;

  init_sheet (&sheet, picture, viewport, options);
  done = export (&sheet, path, error);
  sheet_clear (&sheet);
  return done;
}

cairo_surface_t *
pl_export_picture_surface (PlPicture *picture, const PlViewport *viewport, const PlExportOptions *options, GError **error)
{
  cairo_surface_t *surface;
  Sheet sheet;

  init_sheet (&sheet, picture, viewport, options);
  surface = draw_image (&sheet, error);
  sheet_clear (&sheet);
  return surface;
}

void
pl_export_page (PlPicture *picture, const PlViewport *viewport, cairo_t *cr, double width, double height)
{
  Sheet sheet = { .picture = picture, .paper = { PL_THEME_PRINT, 1, width, 0, PL_PARTS_EXPORT | PL_PART_VECTOR } };
  double natural;

  init_viewport (picture, viewport, &sheet.viewport);
  natural = pl_picture_natural_height (picture, &sheet.viewport, &sheet.paper);
  cairo_save (cr);
  if (natural > height)
    cairo_scale (cr, height / natural, height / natural);
  sheet.paper.height = natural;
  draw (&sheet, cr, 0);
  cairo_restore (cr);
}
