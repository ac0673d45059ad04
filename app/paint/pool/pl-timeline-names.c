/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "paint/pool/pl-timeline-private.h"

/* Where it stands, and how far it reaches to the marks. */
#define BRACKET_AFTER 3.0
#define BRACKET 5.0

/* Which names stand where, and what they look like: while that stays they are an image, drawn once. */
typedef struct {
  double x, y, width, height, first_y, pitch, name_size, detail_size, scale;
  PlThemeId theme;
  guint first_row, n_rows;
} NamesLook;

typedef struct {
  NamesLook look;
  char *texts;                  /* all of them, a line each */
  cairo_surface_t *image;
} Names;

static void
names_free (gpointer data)
{
  Names *names = data;

  g_free (names->texts);
  g_clear_pointer (&names->image, cairo_surface_destroy);
  g_free (names);
}

char *
pl_timeline_row_name (PlTrace *trace, const PlTimelineRows *rows, guint row, gboolean counts)
{
  g_autofree char *name = rows ? rows->name (trace, &rows->rows[row]) : pl_trace_lane_name (trace, row);

  if (rows && counts && rows->rows[row].n_folded > 0)
    /* Translators: the name of a process, and how many of its threads are not shown. */
    return g_strdup_printf (_("%s +%u"), name, rows->rows[row].n_folded);
  return g_steal_pointer (&name);
}

char *
pl_timeline_row_detail (PlTrace *trace, const PlTimelineRows *rows, guint row)
{
  return rows ? rows->detail (trace, &rows->rows[row]) : pl_trace_lane_detail (trace, row);
}

/* Of each row in view its name, what stands below it where there is room, and how it looks. */
static char *
names_text (PlTimeline *self)
{
  GString *text = g_string_new (NULL);

  for (guint row = self->first_row; row < self->first_row + self->n_rows; row++)
    {
      const PlTimelineRow *own = self->rows ? &self->rows->rows[row] : NULL;
      g_autofree char *name = pl_timeline_row_name (self->trace, self->rows, row, self->layout.detail_size <= 0);
      g_autofree char *detail = self->layout.detail_size > 0 ? pl_timeline_row_detail (self->trace, self->rows, row) : NULL;

      g_string_append_printf (text, "%s\n%s\n%d\n", name, detail ? detail : "", own ? (own->n_below > 0) + 2 * (own->n_folded > 0) + 4 * own->depth + 8 * own->aside : 0);
    }
  return g_string_free (text, FALSE);
}

static double
names_top (const PlTimelineLayout *layout)
{
  return layout->plot.y + PL_NAMES_APART / 2;
}

/* Names this many lanes apart have room, where lanes fold. */
static guint
names_apart (PlTimeline *self)
{
  return (guint) ceil (MAX (PL_NAMES_APART / self->layout.pitch, 1));
}

/* In the middle of its marks. The first and the last name of lanes that are lower than a name stand within the plot. */
static double
name_y (PlTimeline *self, guint row)
{
  const PlTimelineLayout *layout = &self->layout;
  double middle = pl_timeline_row_y (self, row) + layout->mark_top + layout->mark_height / 2;

  if (layout->pitch >= PL_NAMES_APART)
    return middle;
  return CLAMP (middle, names_top (layout), MAX (names_top (layout), layout->plot.y + layout->plot.height - PL_NAMES_APART / 2));
}

/* A triangle that points at what is folded, or down to what is not. */
static void
draw_fold (PlTimeline *self, cairo_t *cr, const PlTimelineRow *row, double middle)
{
  double size = CLAMP (self->layout.pitch * 0.3, 3, 5), x = self->layout.names.x + size;

  if (row->n_below == 0)
    return;
  if (row->n_folded > 0)
    {
      cairo_move_to (cr, x - size / 2, middle - size);
      cairo_line_to (cr, x + size / 2, middle);
      cairo_line_to (cr, x - size / 2, middle + size);
    }
  else
    {
      cairo_move_to (cr, x - size, middle - size / 2);
      cairo_line_to (cr, x + size, middle - size / 2);
      cairo_line_to (cr, x, middle + size / 2);
    }
  cairo_close_path (cr);
  pl_set_color (cr, &self->theme->text);
  cairo_fill (cr);
}

/* Names of lanes that belong together often differ in their last number only: that is seen. */
static guint
name_flags (const char *name, gboolean bold)
{
  gsize length = strlen (name);

  return (bold ? PL_INK_BOLD : PL_INK_PLAIN) | (length > 0 && g_ascii_isdigit (name[length - 1]) ? PL_INK_MIDDLE : PL_INK_PLAIN);
}

/* lines: its name, and what stands below it. */
static void
draw_name (PlTimeline *self, cairo_t *cr, guint row, double middle, char *const *lines)
{
  const PlTimelineLayout *layout = &self->layout;
  const PlTimelineRow *own = self->rows ? &self->rows->rows[row] : NULL;
  double indent = own && self->rows->folds ? PL_FOLD_COLUMN * (1 + own->depth) : 0, apart = layout->detail_size > 0 ? 9 : 0;
  double x = layout->names.x + indent, width = MAX (layout->names.width - indent, 1);
  gboolean dim = own && own->aside;
  PlFont font = { layout->name_size, name_flags (lines[0], layout->pitch >= 18 && !dim), width };

  if (own)
    draw_fold (self, cr, own, middle - apart);
  pl_ink_draw (self->ink, cr, lines[0], &font, x, middle - apart, PL_INK_START, dim ? &self->theme->dim_text : &self->theme->text);
  if (apart > 0)
    pl_ink_draw (self->ink, cr, lines[1], &(PlFont) { layout->detail_size, PL_INK_PLAIN, width }, x, middle + apart,
                 PL_INK_START, &self->theme->dim_text);
}

/* Rows lower than their names, of which some belong to others: whose they are is told first, then what has room between. */
static void
draw_outer_first (PlTimeline *self, cairo_t *cr, char *const *lines)
{
  g_autofree gboolean *named = g_new0 (gboolean, self->n_rows);

  for (guint pass = 0; pass < 2; pass++)
    {
      double last = -G_MAXDOUBLE;
      guint ahead = 0;

      for (guint i = 0; i < self->n_rows; i++)
        {
          double middle = name_y (self, self->first_row + i);

          if (named[i])
            last = middle;
          if (named[i] || (pass == 0 && self->rows->rows[self->first_row + i].depth > 0) || middle - last < PL_NAMES_APART)
            continue;
          /* The next one that has been named already. */
          for (ahead = MAX (ahead, i); ahead < self->n_rows && !named[ahead]; ahead++)
            ;
          if (ahead < self->n_rows && name_y (self, self->first_row + ahead) - middle < PL_NAMES_APART)
            continue;
          named[i] = TRUE;
          last = middle;
          draw_name (self, cr, self->first_row + i, middle, lines + 3 * i);
        }
    }
}

static void
draw_names (PlTimeline *self, cairo_t *cr, const char *texts)
{
  g_auto (GStrv) lines = g_strsplit (texts, "\n", -1);
  double last = -PL_NAMES_APART;
  guint step = names_apart (self);

  if (step > 1 && self->rows && self->rows->folds)
    {
      draw_outer_first (self, cr, lines);
      return;
    }
  for (guint i = (step - self->first_row % step) % step; i < self->n_rows; i += step)
    {
      double middle = name_y (self, self->first_row + i), before = last;

      /* The first and the last one may have moved beside another. */
      if (step > 1 && middle - before < PL_NAMES_APART * 0.9)
        continue;
      last = middle;
      draw_name (self, cr, self->first_row + i, middle, lines + 3 * i);
    }
}

static cairo_surface_t *
make_image (PlTimeline *self, const NamesLook *look, const char *texts)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (look->width * look->scale),
                                                       (int) ceil (look->height * look->scale));
  cairo_t *cr;

  cairo_surface_set_device_scale (image, look->scale, look->scale);
  cr = cairo_create (image);
  pl_set_color (cr, &self->theme->background);
  cairo_paint (cr);
  cairo_translate (cr, -look->x, -look->y);
  draw_names (self, cr, texts);
  cairo_destroy (cr);
  return image;
}

/* The image that is kept with the trace, made anew when something about it has changed. */
static cairo_surface_t *
names_image (PlTimeline *self, const NamesLook *look, const char *texts)
{
  Names *names = g_object_get_data (G_OBJECT (self->trace), "pl-timeline-names");

  if (!names)
    {
      names = g_new0 (Names, 1);
      g_object_set_data_full (G_OBJECT (self->trace), "pl-timeline-names", names, names_free);
    }
  if (memcmp (&names->look, look, sizeof *look) == 0 && g_strcmp0 (names->texts, texts) == 0)
    return names->image;
  names->look = *look;
  g_free (names->texts);
  names->texts = g_strdup (texts);
  g_clear_pointer (&names->image, cairo_surface_destroy);
  names->image = make_image (self, look, texts);
  return names->image;
}

/* Workers of one process, which are threads, or of one host, which are MPI ranks; 0: neither. Hosts have names. */
static guint32
group_of (PlTimeline *self, guint row)
{
  const PlLane *entry = pl_log_lane (pl_trace_get_log (self->trace), pl_timeline_row_lane (self, row));

  if (entry->kind != PL_LANE_WORKER)
    return 0;
  return atomic_load (&entry->tid) != atomic_load (&entry->pid) ? G_MAXUINT32 : atomic_load (&entry->name);
}

/* Between names and marks: a bracket around rows that belong together. */
static void
draw_bracket (PlTimeline *self, cairo_t *cr, guint first_row, guint last_row)
{
  const PlTimelineLayout *layout = &self->layout;
  double x = round (layout->names.x + layout->names.width + BRACKET_AFTER);
  double top = pl_timeline_row_y (self, first_row) + layout->mark_top;
  double bottom = pl_timeline_row_y (self, last_row) + layout->mark_top + layout->mark_height;

  top = round (MAX (top, layout->plot.y));
  bottom = round (MIN (bottom, layout->plot.y + layout->plot.height));
  if (bottom <= top)
    return;
  pl_set_color (cr, &self->theme->dim_text);
  cairo_rectangle (cr, x, top, 2, bottom - top);
  cairo_rectangle (cr, x, top, BRACKET, 2);
  cairo_rectangle (cr, x, bottom - 2, BRACKET, 2);
  cairo_fill (cr);
}

static void
draw_groups (PlTimeline *self, cairo_t *cr)
{
  guint end = self->first_row + self->n_rows;

  for (guint row = self->first_row, next; row < end; row = next)
    {
      guint32 group = group_of (self, row);

      for (next = row + 1; next < end && group_of (self, next) == group; next++)
        ;
      if (group != 0)
        draw_bracket (self, cr, row, next - 1);
    }
}

void
pl_timeline_draw_names (PlTimeline *self, cairo_t *cr)
{
  const PlTimelineLayout *layout = &self->layout;
  g_autofree char *texts = names_text (self);
  NamesLook look;

  draw_groups (self, cr);
  if ((self->parts & PL_PART_VECTOR) || !pl_look_on_pixels (cr, layout->names.x, layout->plot.y))
    {
      draw_names (self, cr, texts);
      return;
    }
  /* Compared byte by byte. */
  memset (&look, 0, sizeof look);
  look.x = layout->names.x;
  look.y = layout->plot.y;
  look.width = layout->names.width;
  look.height = layout->plot.height;
  look.first_y = pl_timeline_row_y (self, self->first_row);
  look.pitch = layout->pitch;
  look.name_size = layout->name_size;
  look.detail_size = layout->detail_size;
  look.scale = pl_look_scale (cr, NULL);
  look.theme = self->theme_id;
  look.first_row = self->first_row;
  look.n_rows = self->n_rows;
  pl_look_lay (cr, names_image (self, &look, texts), &(PlBox) { look.x, look.y, look.width, look.height });
}
