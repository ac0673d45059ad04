/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/export/pl-pages-private.h"

#include <math.h>

/* What can be done without, in this order, where there is no room for all. Of a slide nobody reads the small print. */
static const guint without[] = { 0, PL_PART_FOOTER, PL_PART_COUNTERS, PL_PART_COUNTERS | PL_PART_FOOTER };

static PlDrawing *
lay_out (const PlPages *self, double scroll, double height)
{
  PlViewport viewport = self->viewport;
  PlPaper paper = self->paper;

  viewport.scroll = scroll;
  paper.height = height;
  return pl_picture_lay_out (self->picture, &viewport, &paper);
}

static gboolean
has_room (const PlPages *self)
{
  PlDrawing *drawing;
  gboolean all;

  if (pl_picture_least_height (self->picture, &self->viewport, &self->paper) > self->paper.height)
    return FALSE;
  drawing = lay_out (self, 0, self->paper.height);
  all = drawing->content_height <= drawing->plot.height + 0.5 && drawing->height <= self->paper.height + 0.5;
  pl_drawing_free (drawing);
  return all;
}

/* A page of a given size: whatever is left of it is the picture's. */
static void
turn (PlPages *self, double width, double height)
{
  self->width = width;
  self->height = height;
  self->paper.width = width - 2 * self->margin;
  pl_pages_measure_words (self);
  self->paper.height = MAX (floor (height - 2 * self->margin - self->head - self->foot), 1);
}

/* TRUE: it fits, with as little left out as can be. */
static gboolean
leave_out (PlPages *self, guint parts)
{
  for (guint i = 0; i < G_N_ELEMENTS (without); i++)
    {
      self->paper.parts = parts & ~without[i];
      if (has_room (self))
        return TRUE;
    }
  return FALSE;
}

/* Lanes need all the room there is. */
static void
fold (PlPages *self, guint parts)
{
  self->paper.parts = (parts | PL_PART_FOLD) & ~(guint) (PL_PART_COUNTERS | PL_PART_FOOTER);
  if (!has_room (self))
    self->paper.parts &= ~(guint) PL_PART_LEGEND;
}

/* What scrolls in a window goes on on the next page. */
static gboolean
can_break (const PlPages *self)
{
  PlDrawing *drawing = lay_out (self, 0, self->paper.height);
  gboolean scrolls = drawing->content_height > drawing->plot.height + 0.5 && drawing->plot.height > 0;

  pl_drawing_free (drawing);
  return scrolls;
}

static void
add_page (PlPages *self, double scroll, double height)
{
  g_array_append_val (self->pages, ((PlPage) { .scroll = scroll, .height = height }));
}

/* The last row that ends at or before limit, as its end; rows are asked for where the picture is not scrolled. */
static double
find_break (PlDrawing *drawing, guint n_lanes, double top, double from, double limit)
{
  double end = from;

  for (guint lane = 0; lane < n_lanes; lane++)
    {
      PlBox box;
      double bottom;

      if (!pl_drawing_lane_box (drawing, lane, &box))
        continue;
      bottom = box.y + box.height - top;
      if (bottom <= limit + 0.5 && bottom > end)
        end = bottom;
    }
  if (end <= from)
    end = pl_drawing_cut (drawing, limit);
  return end > from ? end : limit;
}

/* Each page ends with a whole row, and is only as high as what is on it. What stays at the top covers rows of the page
 * before. */
static void
break_pages (PlPages *self)
{
  guint n_lanes = pl_picture_get_n_lanes (self->picture);
  PlDrawing *drawing = lay_out (self, 0, self->paper.height);
  double room = drawing->plot.height, content = drawing->content_height, top = drawing->plot.y, from = 0;

  while (from < content - 0.5 && self->pages->len < PL_MOST_PAGES)
    {
      double sticky = from > 0 ? pl_drawing_sticky (drawing, from) : 0, limit = from + room - sticky;
      double end = limit >= content - 0.5 ? content : find_break (drawing, n_lanes, top, from, limit);

      add_page (self, from - sticky, self->paper.height - room + sticky + end - from);
      g_array_index (self->pages, PlPage, self->pages->len - 1).covered = sticky;
      from = end;
    }
  self->whole = from >= content - 0.5;
  pl_drawing_free (drawing);
}

/* The ends of the rows of a table that does not scroll, from the top down. */
static GArray *
find_rows (PlPages *self, PlDrawing *drawing)
{
  GArray *ends = g_array_new (FALSE, FALSE, sizeof (double));
  PlViewport viewport = self->viewport;
  PlItem item, next;
  PlBox box;

  if (!pl_picture_walk (self->picture, &viewport, NULL, PL_WALK_DOWN, &item))
    return ends;
  /* Where a walk begins need not be the top. */
  while (pl_picture_walk (self->picture, &viewport, &item, PL_WALK_UP, &next))
    item = next;
  do
    if (pl_drawing_locate (drawing, &item, &box))
      g_array_append_val (ends, ((double) { box.y + box.height }));
  while (pl_picture_walk (self->picture, &viewport, &item, PL_WALK_DOWN, &next) && (item = next, ends->len < 100000));
  return ends;
}

/* The last end of a row on a page that begins there; the page's own end where there is none. */
static double
find_cut (const GArray *ends, double from, double limit)
{
  double cut = from;

  for (guint i = 0; i < ends->len; i++)
    if (g_array_index (ends, double, i) <= limit && g_array_index (ends, double, i) > cut)
      cut = g_array_index (ends, double, i);
  return cut > from ? cut : limit;
}

/* A table that is higher than a page is cut between its rows. */
static void
cut_pages (PlPages *self)
{
  PlDrawing *drawing = lay_out (self, 0, 0);
  g_autoptr (GArray) ends = find_rows (self, drawing);
  double from = 0;

  self->cut = TRUE;
  while (from < drawing->height - 0.5 && self->pages->len < PL_MOST_PAGES)
    {
      double rest = drawing->height - from;
      double to = rest <= self->paper.height ? drawing->height : find_cut (ends, from, from + self->paper.height);

      add_page (self, from, to - from);
      from = to;
    }
  self->whole = TRUE;
  pl_drawing_free (drawing);
}

static void
make_many (PlPages *self)
{
  /* Now there is a number to be said. */
  self->numbered = TRUE;
  turn (self, self->width, self->height);
  if (can_break (self))
    break_pages (self);
  else
    cut_pages (self);
}

static void
make_one (PlPages *self)
{
  self->whole = has_room (self);
  add_page (self, self->viewport.scroll, self->paper.height);
}

/* Lying if it fits so, else standing if it fits so, else standing all the same: more lanes find room on a page. */
static void
place (PlPages *self, const PlPurposeInfo *info, gboolean many)
{
  const guint parts = self->paper.parts;

  turn (self, info->width, info->height);
  if (leave_out (self, parts))
    {
      make_one (self);
      return;
    }
  if (info->portrait)
    {
      turn (self, info->height, info->width);
      if (leave_out (self, parts))
        {
          make_one (self);
          return;
        }
    }
  self->paper.parts = parts;
  if (many)
    {
      make_many (self);
      return;
    }
  fold (self, parts);
  make_one (self);
}

/* As high as the picture likes to be. */
static void
place_natural (PlPages *self, double width, double height)
{
  self->width = width;
  self->paper.width = width;
  pl_pages_measure_words (self);
  self->paper.height = height > 0 ? MAX (height - self->head - self->foot, 1)
                                  : pl_picture_natural_height (self->picture, &self->viewport, &self->paper);
  self->height = ceil (self->paper.height + self->head + self->foot);
  self->whole = TRUE;
  add_page (self, self->viewport.scroll, self->paper.height);
}

/* A picture that is taken along has no pointer, and keeps no room for what is still to come. */
static void
init_viewport (PlPages *self, const PlViewport *viewport)
{
  if (viewport)
    self->viewport = *viewport;
  else
    pl_picture_init_viewport (self->picture, &self->viewport);
  self->viewport.has_hover = FALSE;
  self->viewport.growing = FALSE;
}

static char *
copy_text (const char *text)
{
  return text && *text ? g_strdup (text) : NULL;
}

static guint
choose_parts (const PlPagesPlan *plan)
{
  guint parts = PL_PARTS_EXPORT;

  if (plan->title && *plan->title)
    parts = (parts & ~(guint) PL_PART_TITLE) | PL_PART_MARGINS;
  if (plan->no_legend)
    parts &= ~(guint) PL_PART_LEGEND;
  if (plan->purpose == PL_PURPOSE_SLIDE)
    parts &= ~(guint) PL_PART_FOOTER;
  if (plan->purpose != PL_PURPOSE_SCREEN)
    parts |= PL_PART_LEGIBLE;
  return plan->vector ? parts | PL_PART_VECTOR : parts;
}

PlPages *
pl_pages_new (PlPicture *picture, const PlViewport *viewport, const PlPagesPlan *plan)
{
  PlPurposeInfo info = *pl_purpose_info (plan->purpose);
  PlPages *self = g_new0 (PlPages, 1);

  self->picture = picture;
  self->pages = g_array_new (FALSE, FALSE, sizeof (PlPage));
  self->title = copy_text (plan->title);
  self->caption = copy_text (plan->caption);
  self->author = copy_text (plan->author);
  self->own_title = pl_picture_title (picture);
  self->margin = info.margin;
  init_viewport (self, viewport);
  self->paper = (PlPaper) { plan->theme, pl_purpose_type_scale (plan->purpose), 0, 0, choose_parts (plan) };
  if (info.height > 0)
    {
      if (plan->page_width > 0 && plan->page_height > 0)
        {
          info.width = plan->page_width;
          info.height = plan->page_height;
          info.portrait = FALSE;
        }
      place (self, &info, plan->many);
    }
  else
    {
      place_natural (self, plan->width > 0 ? plan->width : info.width, plan->height);
    }
  return self;
}

void
pl_pages_free (PlPages *self)
{
  g_array_unref (self->pages);
  g_free (self->title);
  g_free (self->own_title);
  g_free (self->caption);
  g_free (self->author);
  g_free (self);
}

guint
pl_pages_get_n (const PlPages *self)
{
  return self->pages->len;
}

void
pl_pages_get_size (const PlPages *self, double *width, double *height)
{
  *width = self->width;
  *height = self->height;
}

const char *
pl_pages_get_title (const PlPages *self)
{
  return self->title ? self->title : self->own_title;
}

gboolean
pl_pages_get_whole (const PlPages *self)
{
  return self->whole;
}

static PlDrawing *
lay_out_page (const PlPages *self, const PlPage *it)
{
  return self->cut ? lay_out (self, 0, 0) : lay_out (self, it->scroll, it->height);
}

void
pl_pages_draw (const PlPages *self, guint page, cairo_t *cr)
{
  const PlPage *it = &g_array_index (self->pages, PlPage, page);
  PlDrawing *drawing = lay_out_page (self, it);

  if (pl_pages_has_words (self) || self->margin > 0 || drawing->height < self->height)
    {
      pl_set_color (cr, &pl_theme_get (self->paper.theme)->background);
      cairo_paint (cr);
    }
  cairo_save (cr);
  cairo_translate (cr, self->margin, self->margin + self->head);
  if (self->cut)
    {
      cairo_rectangle (cr, 0, 0, self->paper.width, it->height);
      cairo_clip (cr);
      cairo_translate (cr, 0, -it->scroll);
    }
  pl_drawing_draw (drawing, cr);
  cairo_restore (cr);
  pl_drawing_free (drawing);
  if (pl_pages_has_words (self))
    pl_pages_draw_words (self, page, cr);
}

GArray *
pl_pages_get_lanes (const PlPages *self, guint page)
{
  const PlPage *it = &g_array_index (self->pages, PlPage, page);
  GArray *lanes = g_array_new (FALSE, FALSE, sizeof (PlPageLane));
  guint n = pl_picture_get_n_lanes (self->picture);
  PlDrawing *drawing = n > 0 ? lay_out_page (self, it) : NULL;

  for (guint lane = 0; lane < n; lane++)
    {
      PlPageLane there = { .lane = lane };
      double middle;

      if (!pl_drawing_lane_box (drawing, lane, &there.box))
        continue;
      middle = there.box.y + there.box.height / 2;
      if (self->pages->len > 1 && (middle < drawing->plot.y + it->covered || middle > drawing->plot.y + drawing->plot.height))
        continue;
      there.box.x += self->margin;
      there.box.y += self->margin + self->head;
      g_array_append_val (lanes, there);
    }
  pl_drawing_free (drawing);
  return lanes;
}
