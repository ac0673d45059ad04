/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/lesson/pl-handout.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <pango/pangocairo.h>

#include "base/pl-error.h"
#include "base/pl-file.h"
#include "base/pl-text.h"
#include "paint/export/pl-pages.h"
#include "paint/pl-pictures.h"
#include "plan/pl-plan.h"
#include "trace/lesson/pl-lesson-look.h"
#include "trace/lesson/pl-lesson-verdict.h"
#include "trace/pl-trace.h"

/* Points. */
#define WIDTH 595.0
#define HEIGHT 842.0
#define MARGIN 48.0
#define INNER (WIDTH - 2 * MARGIN)
#define BOTTOM (HEIGHT - MARGIN)
#define GAP 10.0
#define RULE 22.0               /* between two lines to write on */
/* The picture is laid out wider and drawn smaller: type of 11 is still legible then. */
#define PICTURE_WIDTH 720.0
#define PICTURE_MOST 420.0
#define LEAST_CODE 4.5
#define MOST_CODE 8.0
#define READABLE "Monospace 6"
/* Larger type has whole lines; in smaller one what is too long goes on below, indented by this. */
#define WHOLE_LINES 6.5
#define HANGING 18.0
#define MOST_LANES 10u

#define BODY "Sans 10"
#define STRONG "Sans Bold 11"

typedef struct {
  const PlHandout *handout;
  cairo_t *cr;
  double y;
} Sheet;

static PangoLayout *
make_layout (Sheet *self, const char *font, const char *text, double width)
{
  PangoLayout *layout = pango_cairo_create_layout (self->cr);
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (layout, width > 0 ? (int) (width * PANGO_SCALE) : -1);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

/* How high it is. */
static double
put (Sheet *self, const char *font, const char *text, double x, double y, double width)
{
  g_autoptr (PangoLayout) layout = make_layout (self, font, text, width);
  int height;

  pango_layout_get_size (layout, NULL, &height);
  cairo_move_to (self->cr, x, y);
  pango_cairo_show_layout (self->cr, layout);
  return (double) height / PANGO_SCALE;
}

static void
paragraph (Sheet *self, const char *font, const char *text)
{
  if (text != NULL && *text != '\0')
    self->y += put (self, font, text, MARGIN, self->y, INNER) + GAP;
}

static void
rules (Sheet *self, guint n)
{
  cairo_set_line_width (self->cr, 0.5);
  for (guint i = 0; i < n && self->y + RULE <= BOTTOM; i++)
    {
      self->y += RULE;
      cairo_move_to (self->cr, MARGIN, self->y);
      cairo_line_to (self->cr, WIDTH - MARGIN, self->y);
      cairo_stroke (self->cr);
    }
  self->y += GAP;
}

static void
head (Sheet *self, const char *title)
{
  const PlLesson *lesson = self->handout->lesson;
  g_autofree char *examples = lesson->examples != NULL ? g_strjoinv (" ", lesson->examples) : g_strdup ("");
  g_autofree char *line = g_strdup_printf ("Paralane · %s %s", pl_lesson_topic_name (lesson->topic), examples);

  self->y = MARGIN;
  self->y += put (self, "Sans 8", g_strchomp (line), MARGIN, self->y, INNER) + 4;
  paragraph (self, "Sans Bold 17", title);
}

/* --- the first sheet --- */

/* With a box each to tick, or to write a number in. */
static void
answers (Sheet *self)
{
  char **texts = self->handout->lesson->question.answers;

  cairo_set_line_width (self->cr, 0.8);
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      cairo_rectangle (self->cr, MARGIN, self->y + 1, 11, 11);
      cairo_stroke (self->cr);
      self->y += put (self, BODY, texts[i], MARGIN + 20, self->y, INNER - 20) + 5;
    }
}

static void
question (Sheet *self)
{
  const PlLesson *lesson = self->handout->lesson;
  g_autofree char *right = NULL, *words = NULL, *line = NULL;

  if (lesson->question.ask == PL_ASK_NOTHING)
    return;
  paragraph (self, STRONG, lesson->question.text);
  answers (self);
  if (!self->handout->solution)
    {
      rules (self, 2);
      return;
    }
  right = pl_lesson_right (lesson, self->handout->log, self->handout->output);
  words = right != NULL ? pl_lesson_answer_shown (lesson, right) : NULL;
  line = words != NULL ? g_strdup_printf (_("Answer: %s"), words) : NULL;
  self->y += 4;
  paragraph (self, STRONG, line);
}

static PangoLayout *
make_listing (Sheet *self, const char *font, const char *code, double width)
{
  PangoLayout *layout = make_layout (self, font, code, width);

  pango_layout_set_indent (layout, (int) (-HANGING * PANGO_SCALE));
  return layout;
}

/* wrapped: lines that are too long may go on below. */
static gboolean
fits (Sheet *self, const char *font, const char *code, double width, double height, gboolean wrapped)
{
  g_autoptr (PangoLayout) layout = make_listing (self, font, code, wrapped ? width : 0);
  int wide, high;

  pango_layout_get_size (layout, &wide, &high);
  return (wrapped || (double) wide / PANGO_SCALE <= width) && (double) high / PANGO_SCALE <= height;
}

/* As large as it may be to fit. */
static void
listing (Sheet *self, const char *name, const char *code, double x, double width)
{
  double top = self->y + 16;
  g_autofree char *font = NULL;
  g_autoptr (PangoLayout) layout = NULL;

  put (self, "Sans Bold 9", name, x, self->y, width);
  for (double size = MOST_CODE; size >= LEAST_CODE; size -= 0.5)
    {
      char digits[G_ASCII_DTOSTR_BUF_SIZE];

      g_free (font);
      font = g_strconcat ("Monospace ", g_ascii_formatd (digits, sizeof digits, "%.1f", size), NULL);
      if (fits (self, font, code, width, BOTTOM - top, size < WHOLE_LINES))
        break;
    }
  layout = make_listing (self, font, code, width);
  cairo_save (self->cr);
  cairo_rectangle (self->cr, x, top, width, BOTTOM - top);
  cairo_clip (self->cr);
  cairo_move_to (self->cr, x, top);
  pango_cairo_show_layout (self->cr, layout);
  cairo_restore (self->cr);
}

/* Of what runs on Paralane's own workers: there is no listing. */
static void
own_plan (Sheet *self)
{
  g_autofree char *title = pl_plan_title (&self->handout->lesson->plan), *subtitle = pl_plan_subtitle (&self->handout->lesson->plan);

  paragraph (self, STRONG, title);
  paragraph (self, BODY, subtitle);
}

/* Beside each other where both can be read; else that in Python alone, over all of the width. */
static void
listings (Sheet *self)
{
  const char *python = self->handout->python, *c = self->handout->c;
  double half = (INNER - 16) / 2, room = BOTTOM - self->y - 16;
  gboolean both = python != NULL && c != NULL && fits (self, READABLE, python, half, room, TRUE)
                  && fits (self, READABLE, c, half, room, TRUE);

  if (python != NULL)
    listing (self, _("Python"), python, MARGIN, both ? half : INNER);
  if (both || (python == NULL && c != NULL))
    listing (self, _("C"), c, both ? WIDTH - MARGIN - half : MARGIN, both ? half : INNER);
}

static void
first_sheet (Sheet *self)
{
  const PlLesson *lesson = self->handout->lesson;
  g_autofree char *claim = lesson->claim != NULL ? g_strdup_printf (_("Claimed: “%s”"), lesson->claim) : NULL;

  head (self, lesson->title);
  paragraph (self, BODY, lesson->goal);
  paragraph (self, "Sans Italic 10", claim);
  question (self);
  if (lesson->is_program)
    listings (self);
  else
    own_plan (self);
}

/* --- the second --- */

static void
picture (Sheet *self)
{
  g_autoptr (PlPicture) shown = pl_picture_of_log (self->handout->log, FALSE);
  double scale = INNER / PICTURE_WIDTH, width, height;
  const PlPagesPlan plan = { .purpose = PL_PURPOSE_WEB, .theme = PL_THEME_PRINT, .width = PICTURE_WIDTH, .vector = TRUE,
                             .title = self->handout->lesson->is_program ? self->handout->lesson->title : NULL };
  g_autoptr (PlPages) pages = NULL;
  PlViewport look;

  if (shown == NULL)
    return;
  pl_picture_init_viewport (shown, &look);
  pl_lesson_look (self->handout->log, &look.from_ns, &look.to_ns);
  pages = pl_pages_new (shown, &look, &plan);
  pl_pages_get_size (pages, &width, &height);
  scale = MIN (INNER / width, PICTURE_MOST / height);
  cairo_save (self->cr);
  cairo_translate (self->cr, MARGIN, self->y);
  cairo_scale (self->cr, scale, scale);
  pl_pages_draw (pages, 0, self->cr);
  cairo_restore (self->cr);
  cairo_set_source_rgb (self->cr, 0, 0, 0);
  self->y += height * scale + GAP;
}

static void
row (Sheet *self, const char *font, const char *lane, const char *begin, const char *end, const char *length)
{
  const char *const cells[] = { lane, begin, end, length };

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    put (self, font, cells[i], MARGIN + (i == 0 ? 0 : 190 + (i - 1) * 105.0), self->y, i == 0 ? 180 : 100);
  self->y += 14;
}

/* FALSE: the lane was never there. A racer has increments in place of states. */
static gboolean
lane_times (PlTrace *trace, PlFindSource *source, guint lane, gint64 *from_ns, gint64 *to_ns)
{
  guint64 n_records = pl_trace_get_n_records (trace, lane), n = 0;
  PlFindSpan first_step, last_step;
  PlSpan first, last;

  if (n_records > 0 && pl_trace_get_span (trace, lane, 0, &first) && pl_trace_get_span (trace, lane, n_records - 1, &last))
    {
      *from_ns = first.start_ns;
      *to_ns = last.state == PL_STATE_FINISHED || last.state == PL_STATE_DEAD ? last.start_ns : last.end_ns;
      return TRUE;
    }
  if (source != NULL && lane < pl_find_source_n_lanes (source))
    n = pl_find_source_count (source, lane);
  if (n == 0 || !pl_find_source_get (source, lane, 0, &first_step) || !pl_find_source_get (source, lane, n - 1, &last_step))
    return FALSE;
  *from_ns = first_step.from_ns;
  *to_ns = last_step.to_ns;
  return TRUE;
}

/* When each lane was there. */
static void
table (Sheet *self)
{
  g_autoptr (PlTrace) trace = pl_trace_new (self->handout->log);
  g_autoptr (PlPicture) shown = pl_picture_of_log (self->handout->log, FALSE);
  PlFindSource *source = shown != NULL ? pl_picture_make_source (shown) : NULL;
  guint n = MIN (pl_trace_get_n_lanes (trace), MOST_LANES + 1);
  gint64 from_ns, to_ns;

  row (self, "Sans Bold 9", _("Lane"), _("Begins"), _("Ends"), _("Lasts"));
  for (guint lane = 1; lane < n && self->y < BOTTOM - 60; lane++)
    if (lane_times (trace, source, lane, &from_ns, &to_ns))
      {
        g_autofree char *name = pl_trace_lane_name (trace, lane), *begin = pl_text_duration (from_ns);
        g_autofree char *end = pl_text_duration (to_ns), *length = pl_text_duration (MAX (to_ns - from_ns, 0));

        row (self, "Sans 9", name, begin, end, length);
      }
  self->y += GAP;
  g_clear_pointer (&source, pl_find_source_unref);
}

static void
second_sheet (Sheet *self)
{
  const PlLesson *lesson = self->handout->lesson;

  head (self, lesson->title);
  picture (self);
  table (self);
  paragraph (self, BODY, lesson->look);
  if (self->handout->solution)
    {
      paragraph (self, STRONG, lesson->sentence);
      paragraph (self, BODY, lesson->explanation);
      return;
    }
  paragraph (self, STRONG, _("How do you explain that?"));
  rules (self, 12);
}

static cairo_status_t
write_cb (void *bytes, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (bytes, data, length);
  return CAIRO_STATUS_SUCCESS;
}

gboolean
pl_handout_write (const PlHandout *handout, const char *path, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (write_cb, bytes, WIDTH, HEIGHT);
  Sheet sheet = { .handout = handout, .cr = cairo_create (surface) };
  cairo_status_t status;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, handout->lesson->title);
  first_sheet (&sheet);
  cairo_show_page (sheet.cr);
  second_sheet (&sheet);
  cairo_show_page (sheet.cr);
  status = cairo_status (sheet.cr);
  cairo_destroy (sheet.cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return pl_file_replace_bytes (path, bytes->data, bytes->len, error);
  g_set_error (error, PL_ERROR, PL_ERROR_FILE, _("The picture could not be drawn: %s."), cairo_status_to_string (status));
  return FALSE;
}
