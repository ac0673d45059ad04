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
#include "paint/pl-export-svg.h"
#include "paint/pool/pl-timeline-private.h"
#include "trace/scene/pl-scene-text.h"
#include "trace/pl-trace-text.h"

/* cairo's images end here; PDF readers at 200 inches. */
#define MAX_PIXELS 32767.0
#define MAX_POINTS 14400.0
#define MIN_HEIGHT 120.0

/* What is to be drawn: one of the five. */
typedef struct {
  PlTrace *trace;
  PlView view;
  PlRace *race;
  PlRaceView race_view;
  PlTrace *scene;
  PlSceneView scene_view;
  PlRace *trials;
  PlCompare *compare;
  PlThemeId theme;
  double width, height;
  char *title, *description;
  GArray *areas;                /* PlSvgArea */
  gint64 wall_ns;               /* when the run began: the picture's date */
} Picture;

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
picture_clear (Picture *picture)
{
  g_free (picture->title);
  g_free (picture->description);
  g_clear_pointer (&picture->areas, g_array_unref);
}

static gboolean
check_size (const Picture *picture, PlFormat format, GError **error)
{
  double limit = format == PL_FORMAT_PDF ? MAX_POINTS : MAX_PIXELS;

  if (!(picture->width >= PL_EXPORT_MIN_WIDTH && picture->width <= PL_EXPORT_MAX_WIDTH))
    {
      g_set_error (error, PL_ERROR, PL_ERROR_FILE,
                   _("A picture %.0f wide cannot be made: the width goes from %d to %d."), picture->width, PL_EXPORT_MIN_WIDTH, PL_EXPORT_MAX_WIDTH);
      return FALSE;
    }
  if (!(picture->height >= MIN_HEIGHT && picture->height <= limit) || picture->width > limit)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_FILE,
                   _("A picture of %.0f × %.0f cannot be made in this format: the height goes from %.0f to %.0f, "
                     "and nothing may be wider than %.0f."),
                   picture->width, picture->height, MIN_HEIGHT, limit, limit);
      return FALSE;
    }
  return TRUE;
}

static void
draw (const Picture *picture, cairo_t *cr, guint more_parts)
{
  guint parts = PL_PARTS_EXPORT | more_parts;

  if (picture->trace)
    {
      PlTimeline *timeline = pl_timeline_new (picture->trace, &picture->view, picture->theme, picture->width,
                                              picture->height, parts);

      pl_timeline_draw (timeline, cr);
      pl_timeline_free (timeline);
    }
  else if (picture->scene)
    {
      PlScenePicture *scene = pl_scene_picture_new (picture->scene, &picture->scene_view, picture->theme, picture->width,
                                                    picture->height, parts);

      pl_scene_picture_draw (scene, cr);
      pl_scene_picture_free (scene);
    }
  else if (picture->trials)
    {
      g_autoptr (PlTrialsPicture) trials =
        pl_trials_picture_new (picture->trials, picture->theme, picture->width, picture->height, parts);

      pl_trials_picture_draw (trials, cr);
    }
  else if (picture->compare)
    {
      g_autoptr (PlComparePicture) compare =
        pl_compare_picture_new (picture->compare, picture->theme, picture->width, parts);

      pl_compare_picture_draw (compare, cr);
    }
  else
    {
      PlRacePicture *race = pl_race_picture_new (picture->race, &picture->race_view, picture->theme, picture->width,
                                                 picture->height, parts);

      pl_race_picture_draw (race, cr);
      pl_race_picture_free (race);
    }
}

static gboolean
check_status (cairo_status_t status, const Picture *picture, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  if (status == CAIRO_STATUS_NO_MEMORY || status == CAIRO_STATUS_INVALID_SIZE)
    g_set_error (error, PL_ERROR, PL_ERROR_FILE,
                 _("There is not enough memory for a picture of %.0f × %.0f: make it smaller."), picture->width,
                 picture->height);
  else
    g_set_error (error, PL_ERROR, PL_ERROR_FILE, _("The picture could not be drawn: %s."),
                 cairo_status_to_string (status));
  return FALSE;
}

static cairo_surface_t *
draw_image (const Picture *picture, GError **error)
{
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  if (!check_size (picture, PL_FORMAT_PNG, error))
    return NULL;
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (picture->width), (int) ceil (picture->height));
  cr = cairo_create (surface);
  draw (picture, cr, 0);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (check_status (status, picture, error))
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
describe_pdf (cairo_surface_t *surface, const Picture *picture)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (picture->wall_ns / 1000000000);
  g_autofree char *text = date ? g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ") : NULL;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, picture->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, picture->description);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Paralane " PL_VERSION);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, text ? text : "1970-01-01T00:00:00Z");
}

static gboolean
render_vector (const Picture *picture, PlFormat format, GByteArray *bytes, GError **error)
{
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  if (format == PL_FORMAT_SVG)
    {
      surface = cairo_svg_surface_create_for_stream (write_cb, bytes, picture->width, picture->height);
      cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
    }
  else
    {
      surface = cairo_pdf_surface_create_for_stream (write_cb, bytes, picture->width, picture->height);
      describe_pdf (surface, picture);
    }
  cr = cairo_create (surface);
  draw (picture, cr, PL_PART_VECTOR);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (!check_status (status, picture, error))
    return FALSE;
  if (format == PL_FORMAT_SVG)
    pl_export_svg_describe (bytes, picture->title, picture->description, picture->areas);
  return TRUE;
}

static gboolean
export (const Picture *picture, const char *path, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  PlFormat format;

  if (!pl_format_from_path (path, &format, error) || !check_size (picture, format, error))
    return FALSE;
  if (format == PL_FORMAT_PNG)
    {
      cairo_surface_t *surface = draw_image (picture, error);
      cairo_status_t status;

      if (!surface)
        return FALSE;
      status = cairo_surface_write_to_png_stream (surface, write_cb, bytes);
      cairo_surface_destroy (surface);
      if (!check_status (status, picture, error))
        return FALSE;
    }
  else if (!render_vector (picture, format, bytes, error))
    {
      return FALSE;
    }
  return pl_file_replace_bytes (path, bytes->data, bytes->len, error);
}

/* Everything the picture shows, for those who cannot see it. */
static void
describe_lanes (Picture *picture, const PlTimelineLayout *layout)
{
  g_autofree char *subtitle = pl_trace_subtitle (picture->trace);
  g_autofree char *footer = pl_trace_footer (picture->trace);
  g_autofree char *range = pl_trace_range_sentence (picture->trace, -1, picture->view.from_ns, picture->view.to_ns);
  GString *text = g_string_new (subtitle);

  picture->areas = g_array_new (FALSE, FALSE, sizeof (PlSvgArea));
  g_array_set_clear_func (picture->areas, pl_svg_area_clear);
  g_string_append_printf (text, "\n%s\n%s", range, _("Lanes:"));
  for (guint lane = 0; lane < pl_trace_get_n_lanes (picture->trace); lane++)
    {
      g_autofree char *name = pl_trace_lane_name (picture->trace, lane);
      g_autofree char *detail = pl_trace_lane_detail (picture->trace, lane);
      PlSvgArea area = {
        .id = g_strdup_printf ("lane-%u", lane), .title = g_strdup_printf ("%s, %s", name, detail),
        .x = layout->names.x, .y = layout->plot.y + layout->pitch * lane,
        .width = layout->plot.x - layout->names.x, .height = layout->pitch,
      };

      g_string_append_printf (text, "%s %s (%s)", lane > 0 ? ";" : "", name, detail);
      g_array_append_val (picture->areas, area);
    }
  g_string_append_printf (text, ".\n%s", footer);
  picture->title = pl_trace_title (picture->trace);
  picture->description = g_string_free (text, FALSE);
}

static void
picture_of_timeline (Picture *picture, PlTrace *trace, const PlView *view, const PlExportOptions *options)
{
  double width = CLAMP (options->width, 1, PL_EXPORT_MAX_WIDTH);
  PlTimelineLayout layout;

  *picture = (Picture) { .trace = trace, .theme = options->theme, .width = options->width, .height = options->height };
  if (view)
    picture->view = *view;
  else
    pl_view_init (&picture->view, trace);
  /* A picture has no pointer and no scroll bar. */
  picture->view.has_hover = FALSE;
  picture->view.scroll = 0;
  pl_timeline_layout (trace, pl_ink_for (G_OBJECT (trace)), &picture->view, width, options->height, PL_PARTS_EXPORT,
                      &layout);
  if (!(picture->height > 0))
    picture->height = layout.height;
  picture->wall_ns = pl_log_header (pl_trace_get_log (trace))->start_wall_ns;
  describe_lanes (picture, &layout);
}

static void
picture_of_race (Picture *picture, PlRace *race, const PlRaceView *view, const PlExportOptions *options)
{
  g_autofree char *subtitle = pl_race_subtitle (race);
  g_autofree char *footer = pl_race_footer (race), *guess = pl_race_guess_sentence (race);
  double width = CLAMP (options->width, 1, PL_EXPORT_MAX_WIDTH);

  *picture = (Picture) { .race = race, .theme = options->theme, .width = options->width, .height = options->height };
  if (view)
    picture->race_view = *view;
  if (!(picture->height > 0))
    picture->height = ceil (pl_race_picture_natural_height (race, width, PL_PARTS_EXPORT));
  picture->wall_ns = pl_log_header (pl_race_get_log (race))->start_wall_ns;
  picture->title = pl_race_title (race);
  picture->description = g_strjoin ("\n", subtitle, footer, guess, NULL);
}

/* The bars as lines of text. */
static void
picture_of_compare (Picture *picture, PlCompare *compare, const PlExportOptions *options)
{
  double width = CLAMP (options->width, 1, PL_EXPORT_MAX_WIDTH);
  g_autoptr (PlComparePicture) drawn =
    pl_compare_picture_new (compare, options->theme, width, PL_PARTS_EXPORT);
  g_autofree char *footer = pl_compare_footer (compare);
  char *subtitle = pl_compare_subtitle (compare);
  GString *text = g_string_new (subtitle);

  g_free (subtitle);
  *picture = (Picture) { .compare = compare, .theme = options->theme, .width = options->width, .height = options->height };
  if (!(picture->height > 0))
    picture->height = pl_compare_picture_get_height (drawn);
  if (pl_compare_get_log (compare))
    picture->wall_ns = pl_log_header (pl_compare_get_log (compare))->start_wall_ns;
  picture->title = pl_compare_title (compare);
  for (guint i = 0; i < pl_compare_get_n_rows (compare); i++)
    {
      g_autofree char *row = pl_compare_picture_describe (drawn, i);

      g_string_append_printf (text, "\n%s", row);
    }
  g_string_append_printf (text, "\n%s", footer);
  picture->description = g_string_free (text, FALSE);
}

static void
picture_of_trials (Picture *picture, PlRace *race, const PlExportOptions *options)
{
  double width = CLAMP (options->width, 1, PL_EXPORT_MAX_WIDTH);
  g_autoptr (PlTrialsPicture) drawn = pl_trials_picture_new (race, options->theme, width, options->height,
                                                             PL_PARTS_EXPORT);

  *picture = (Picture) { .trials = race, .theme = options->theme, .width = options->width, .height = options->height };
  if (!(picture->height > 0))
    picture->height = pl_trials_picture_get_height (drawn);
  picture->wall_ns = pl_log_header (pl_race_get_log (race))->start_wall_ns;
  picture->title = pl_trials_picture_title (race);
  picture->description = pl_trials_picture_describe (drawn);
}

gboolean
pl_export_trials (PlRace *race, const PlExportOptions *options, const char *path, GError **error)
{
  Picture picture;
  gboolean done;

  picture_of_trials (&picture, race, options);
  done = export (&picture, path, error);
  picture_clear (&picture);
  return done;
}

cairo_surface_t *
pl_export_trials_surface (PlRace *race, const PlExportOptions *options, GError **error)
{
  cairo_surface_t *surface;
  Picture picture;

  picture_of_trials (&picture, race, options);
  surface = draw_image (&picture, error);
  picture_clear (&picture);
  return surface;
}

gboolean
pl_export_compare (PlCompare *compare, const PlExportOptions *options, const char *path, GError **error)
{
  Picture picture;
  gboolean done;

  picture_of_compare (&picture, compare, options);
  done = export (&picture, path, error);
  picture_clear (&picture);
  return done;
}

cairo_surface_t *
pl_export_compare_surface (PlCompare *compare, const PlExportOptions *options, GError **error)
{
  cairo_surface_t *surface;
  Picture picture;

  picture_of_compare (&picture, compare, options);
  surface = draw_image (&picture, error);
  picture_clear (&picture);
  return surface;
}

static void
describe_scene (Picture *picture, PlScenePicture *drawn)
{
  g_autofree char *footer = pl_trace_footer (picture->scene);
  PlSceneCard card;

  pl_scene_card_init (&card, picture->scene);
  picture->title = pl_trace_title (picture->scene);
  picture->description = g_strjoin ("\n", card.headline, card.verdict, card.cycle ? card.cycle : "", card.expectation,
                                    footer, NULL);
  pl_scene_card_clear (&card);
  picture->areas = g_array_new (FALSE, FALSE, sizeof (PlSvgArea));
  g_array_set_clear_func (picture->areas, pl_svg_area_clear);
  for (guint lane = 0; lane < pl_trace_get_n_lanes (picture->scene); lane++)
    {
      PlSvgArea area = { .id = g_strdup_printf ("lane-%u", lane), .title = pl_trace_lane_name (picture->scene, lane) };

      pl_scene_picture_lane_box (drawn, lane, &area.x, &area.y, &area.width, &area.height);
      g_array_append_val (picture->areas, area);
    }
}

static void
picture_of_scene (Picture *picture, PlTrace *trace, const PlSceneView *view, const PlExportOptions *options)
{
  double width = CLAMP (options->width, 1, PL_EXPORT_MAX_WIDTH);
  PlScenePicture *drawn;

  *picture = (Picture) { .scene = trace, .theme = options->theme, .width = options->width, .height = options->height };
  if (view)
    picture->scene_view = *view;
  drawn = pl_scene_picture_new (trace, &picture->scene_view, options->theme, width, options->height, PL_PARTS_EXPORT);
  if (!(picture->height > 0))
    picture->height = pl_scene_picture_get_height (drawn);
  picture->wall_ns = pl_log_header (pl_trace_get_log (trace))->start_wall_ns;
  describe_scene (picture, drawn);
  pl_scene_picture_free (drawn);
}

gboolean
pl_export_scene (PlTrace *trace, const PlSceneView *view, const PlExportOptions *options, const char *path, GError **error)
{
  Picture picture;
  gboolean done;

  picture_of_scene (&picture, trace, view, options);
  done = export (&picture, path, error);
  picture_clear (&picture);
  return done;
}

cairo_surface_t *
pl_export_scene_surface (PlTrace *trace, const PlSceneView *view, const PlExportOptions *options, GError **error)
{
  cairo_surface_t *surface;
  Picture picture;

  picture_of_scene (&picture, trace, view, options);
  surface = draw_image (&picture, error);
  picture_clear (&picture);
  return surface;
}

gboolean
pl_export_timeline (PlTrace *trace, const PlView *view, const PlExportOptions *options, const char *path, GError **error)
{
  Picture picture;
  gboolean done;

  picture_of_timeline (&picture, trace, view, options);
  done = export (&picture, path, error);
  picture_clear (&picture);
  return done;
}

gboolean
pl_export_race (PlRace *race, const PlRaceView *view, const PlExportOptions *options, const char *path, GError **error)
{
  Picture picture;
  gboolean done;

  picture_of_race (&picture, race, view, options);
  done = export (&picture, path, error);
  picture_clear (&picture);
  return done;
}

cairo_surface_t *
pl_export_timeline_surface (PlTrace *trace, const PlView *view, const PlExportOptions *options, GError **error)
{
  cairo_surface_t *surface;
  Picture picture;

  picture_of_timeline (&picture, trace, view, options);
  surface = draw_image (&picture, error);
  picture_clear (&picture);
  return surface;
}

cairo_surface_t *
pl_export_race_surface (PlRace *race, const PlRaceView *view, const PlExportOptions *options, GError **error)
{
  cairo_surface_t *surface;
  Picture picture;

  picture_of_race (&picture, race, view, options);
  surface = draw_image (&picture, error);
  picture_clear (&picture);
  return surface;
}
