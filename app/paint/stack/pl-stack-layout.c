/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/stack/pl-stack-private.h"

#include <math.h>

#include "trace/pl-trace-text.h"

#define TITLE ((PlFont) { 19, PL_INK_BOLD, 0 })
#define SMALL ((PlFont) { 11.5, PL_INK_PLAIN, 0 })
#define SUBTITLE ((PlFont) { 13, PL_INK_PLAIN, 0 })
/* Of a run, and from one to the next. */
#define HEADING 26.0
#define GAP 10.0
/* More than the end of a picture has by itself. */
#define END_WITHOUT_FOOTER 6.0
/* Lower than that no picture says anything. */
#define LEAST_PART 80.0
#define LEAST_FOLDED 56.0
#define LEAST_WITHOUT_RULER 30.0
/* Until a picture has the height that its lanes need. */
#define MOST_TRIES 8
/* Folded lanes of all runs are as high as each other; from here on that is a whole number. */
#define LEAST_LANES 16.0
#define LEAST_WHOLE 6.0
#define MOST_PITCH 72.0
#define WITH_MARGINS ((guint) (PL_PART_TITLE | PL_PART_MARGINS))
#define SCROLL_STEP 60.0

/* What is asked of each picture: the stack has title and caption, the last one the legend of all. */
static guint
parts_of (PlStackDrawing *self, guint i, gboolean counters)
{
  guint parts = self->parts & (PL_PART_DETAILS | PL_PART_VECTOR | PL_PART_LEGIBLE | PL_PART_FOLD);

  if (self->parts & WITH_MARGINS)
    parts |= PL_PART_MARGINS;
  if (counters)
    parts |= self->parts & PL_PART_COUNTERS;
  if (i + 1 == self->stack->n)
    parts |= self->parts & PL_PART_LEGEND;
  /* Where every line counts, one ruler is for all: it stands above the first. */
  if (i > 0 && (self->parts & PL_PART_FOLD))
    parts |= PL_PART_NO_RULER;
  return parts;
}

static PlViewport
view_of (PlStackDrawing *self, guint i)
{
  PlViewport own = pl_stack_own_view (self->stack, i, &self->view);

  own.left = self->left;
  if (i + 1 == self->stack->n)
    for (guint k = 0; k < self->stack->n; k++)
      {
        PlViewport view = pl_stack_own_view (self->stack, k, &self->view);

        /* Also what is still to come in a replay: a legend that grew would move all that is above it. */
        view.until_ns = 0;
        own.runs[k] = (PlLegendRun) { pl_picture_get_trace (self->stack->pictures[k]),
                                      pl_picture_get_entries (self->stack->pictures[k], &view) };
        own.entries |= own.runs[k].entries;
      }
  return own;
}

static void
lay_out_part (PlStackDrawing *self, guint i, PlThemeId theme, double width, double height, guint parts)
{
  PlStackPart *part = &self->children[i];
  PlViewport view = view_of (self, i);
  PlPaper paper = { theme, 1, width, height, parts };

  g_clear_pointer (&part->drawing, pl_drawing_free);
  part->drawing = pl_picture_lay_out (self->stack->pictures[i], &view, &paper);
  part->box.width = paper.width;
  part->box.height = height;
}

static double
natural_height (PlStackDrawing *self, guint i, PlThemeId theme, double width, guint parts)
{
  PlViewport view = view_of (self, i);
  PlPaper paper = { theme, 1, width, 0, parts };

  return pl_picture_natural_height (self->stack->pictures[i], &view, &paper);
}

/* FALSE: it had to become higher than it was to be, for all its lanes to have room. Some use a part of what they get for
 * something else: then they get more. */
static gboolean
make_high_enough (PlStackDrawing *self, guint i, PlThemeId theme, double width, guint parts)
{
  gboolean enough = TRUE;

  for (guint tries = 0; tries < MOST_TRIES; tries++)
    {
      const PlDrawing *drawing = self->children[i].drawing;
      double lacks = ceil (drawing->content_height - drawing->plot.height);

      if (drawing->plot.width <= 0 || lacks <= 0)
        break;
      enough = FALSE;
      lay_out_part (self, i, theme, width, self->children[i].box.height + lacks, parts);
    }
  return enough;
}

/* Where they begin to show time lines up, whatever their names need. */
static void
line_up (PlStackDrawing *self, const PlPaper *paper, gboolean counters)
{
  for (guint i = 0; i < self->stack->n; i++)
    self->left = MAX (self->left, self->children[i].drawing->plot.x);
  for (guint i = 0; i < self->stack->n; i++)
    if (self->children[i].drawing->plot.width > 0 && self->children[i].drawing->plot.x < self->left)
      lay_out_part (self, i, paper->theme, paper->width, self->children[i].box.height, parts_of (self, i, counters));
}

/* FALSE: there was not enough room. */
static gboolean
place_parts (PlStackDrawing *self, const PlPaper *paper, const double *heights, gboolean counters)
{
  gboolean enough = TRUE;

  for (guint i = 0; i < self->stack->n; i++)
    lay_out_part (self, i, paper->theme, paper->width, heights[i], parts_of (self, i, counters));
  line_up (self, paper, counters);
  for (guint i = 0; i < self->stack->n; i++)
    enough = make_high_enough (self, i, paper->theme, paper->width, parts_of (self, i, counters)) && enough;
  return enough;
}

/* Each as much as it likes to have beside the others, but not less than something that can be seen. */
static void
divide (const double *natural, const double *least, guint n, double room, double *heights)
{
  double sum = 0;
  gboolean again;

  for (guint i = 0; i < n; i++)
    {
      heights[i] = 0;
      sum += natural[i];
    }
  do
    {
      again = FALSE;
      for (guint i = 0; i < n; i++)
        if (heights[i] <= 0 && natural[i] * room < least[i] * sum)
          {
            heights[i] = least[i];
            room -= least[i];
            sum -= natural[i];
            again = TRUE;
          }
    }
  while (again);
  for (guint i = 0; i < n; i++)
    if (heights[i] <= 0)
      heights[i] = floor (natural[i] * room / sum);
}

/* How high a run likes to be, how low it may become, and in *extra what it needs beside that: rulers and legends are as high
 * as they are, so that like lanes are alike. */
static double
measure_part (PlStackDrawing *self, guint i, const PlPaper *paper, gboolean counters, double *least, double *extra)
{
  guint parts = parts_of (self, i, counters), bare = parts & ~(guint) PL_PART_LEGEND;
  double natural = natural_height (self, i, paper->theme, paper->width, bare), ruler = 0;

  *extra = natural_height (self, i, paper->theme, paper->width, parts) - natural;
  *least = LEAST_PART;
  if (!(parts & PL_PART_FOLD))
    return natural;
  ruler = natural_height (self, i, paper->theme, paper->width, bare & ~(guint) PL_PART_NO_RULER)
          - natural_height (self, i, paper->theme, paper->width, bare | PL_PART_NO_RULER);
  *least = ruler > 0 ? LEAST_WITHOUT_RULER : LEAST_FOLDED;
  if (parts & PL_PART_NO_RULER)
    return natural;
  *extra += ruler;
  return natural - ruler;
}

/* room 0: as high as they like to be. Returns how high that is. */
static double
share_room (PlStackDrawing *self, const PlPaper *paper, double room, gboolean counters, double *heights)
{
  double natural[PL_STACK_MOST] = { 0 }, extra[PL_STACK_MOST], least[PL_STACK_MOST] = { 0 }, sum = 0, extras = 0;

  for (guint i = 0; i < self->stack->n; i++)
    {
      natural[i] = measure_part (self, i, paper, counters, &least[i], &extra[i]);
      sum += natural[i];
      extras += extra[i];
    }
  if (room > 0)
    divide (natural, least, self->stack->n, room - extras, heights);
  for (guint i = 0; i < self->stack->n; i++)
    heights[i] = extra[i] + (room > 0 ? heights[i] : natural[i]);
  return sum + extras;
}

/* How many lanes a picture shows, which share its plot. 0: it has none. */
static double
count_lanes (const PlDrawing *drawing)
{
  PlBox lane;

  return drawing->plot.width > 0 && pl_drawing_lane_box ((PlDrawing *) drawing, 0, &lane) && lane.height > 0
         ? MAX (round (drawing->content_height / lane.height), 1) : 0;
}

/* So many lanes of each share the room, alike as far as those of the fewest can still be seen. */
static void
share_plots (const double *n, guint n_parts, double room, double *plots)
{
  double least[PL_STACK_MOST], pitch = MOST_PITCH;

  for (guint i = 0; i < n_parts; i++)
    least[i] = n[i] > 0 ? LEAST_LANES : 0;
  divide (n, least, n_parts, room, plots);
  for (guint i = 0; i < n_parts; i++)
    if (n[i] > 0)
      pitch = MIN (pitch, plots[i] / n[i]);
  for (guint i = 0; i < n_parts && pitch >= LEAST_WHOLE; i++)
    plots[i] = MAX (n[i] * floor (pitch), least[i]);
}

/* What stands around its lanes is as high in a picture of two as in one of eight: that does not shrink with them, and lanes of
 * the fewer would be the lower ones. FALSE: they are as high as each other. */
static gboolean
level_lanes (PlStackDrawing *self, double *heights)
{
  double n[PL_STACK_MOST], plots[PL_STACK_MOST], room = 0;
  gboolean uneven = FALSE;

  for (guint i = 0; i < self->stack->n; i++)
    {
      n[i] = count_lanes (self->children[i].drawing);
      room += n[i] > 0 ? self->children[i].drawing->plot.height : 0;
    }
  if (room <= 0)
    return FALSE;
  share_plots (n, self->stack->n, room, plots);
  for (guint i = 0; i < self->stack->n; i++)
    {
      double more = n[i] > 0 ? plots[i] - self->children[i].drawing->plot.height : 0;

      heights[i] = self->children[i].box.height + more;
      uneven = uneven || fabs (more) >= 1;
    }
  return uneven;
}

static void
place_level (PlStackDrawing *self, const PlPaper *paper, double *heights, gboolean counters)
{
  place_parts (self, paper, heights, counters);
  for (guint tries = 0; tries < MOST_TRIES && (paper->parts & PL_PART_FOLD) && level_lanes (self, heights); tries++)
    place_parts (self, paper, heights, counters);
}

static void
place_all (PlStackDrawing *self, const PlPaper *paper, double room)
{
  PlStackPlaces *places = &self->stack->places;
  double heights[PL_STACK_MOST], natural = share_room (self, paper, room, TRUE, heights);
  gboolean same = places->width == paper->width && places->room == room && places->parts == paper->parts
                  && places->natural == natural;

  /* Where the names end mostly stays. */
  self->left = same ? places->left : 0;
  if (same && place_parts (self, paper, places->heights, places->counters))
    return;
  /* Of another width nothing may stay: it would be laid out otherwise than a new one. */
  self->left = 0;
  places->width = paper->width;
  places->room = room;
  places->parts = paper->parts;
  places->natural = natural;
  places->counters = (!(paper->parts & PL_PART_FOLD) || room >= natural) && place_parts (self, paper, heights, TRUE);
  places->counters = places->counters || room <= 0;
  /* Counters are what can be done without: before lanes get lower than they like to be, where those fold. */
  if (!places->counters)
    {
      share_room (self, paper, room, FALSE, heights);
      place_level (self, paper, heights, FALSE);
    }
  places->left = self->left;
  for (guint i = 0; i < self->stack->n; i++)
    places->heights[i] = self->children[i].box.height;
}

static double
place_title (PlStackDrawing *self, double width)
{
  g_autofree char *subtitle = pl_stack_subtitle (self->stack);

  if (!(self->parts & PL_PART_TITLE))
    return 0;
  self->title = (PlBox) { self->margin, 18, width - 2 * self->margin, 32 };
  self->title.height += pl_paragraph_height (self->ink, subtitle, SUBTITLE, self->title.width);
  return self->title.y + self->title.height + 8;
}

static double
measure_footer (PlStackDrawing *self, double width)
{
  g_autofree char *caption = pl_stack_caption (self->stack);

  if (!(self->parts & PL_PART_FOOTER))
    return self->parts & WITH_MARGINS ? END_WITHOUT_FOOTER : 0;
  self->footer = (PlBox) { self->margin, 0, width - 2 * self->margin, 0 };
  self->footer.height = pl_paragraph_height (self->ink, caption, SMALL, self->footer.width);
  return self->footer.height + 30;
}

static char *
subtitle_of (PlStackDrawing *self, guint i)
{
  PlViewport view = pl_stack_own_view (self->stack, i, &self->view);

  return pl_picture_subtitle_at (self->stack->pictures[i], &view);
}

gboolean
pl_stack_long_headings (const PlStackDrawing *self)
{
  return (self->parts & WITH_MARGINS) && !(self->parts & PL_PART_FOLD);
}

/* Where lanes fold there is a line for what the run is and what came of it. */
char *
pl_stack_short_words (const PlStackDrawing *self, guint i)
{
  PlPicture *picture = self->stack->pictures[i];
  PlViewport view = pl_stack_own_view (self->stack, i, &self->view);
  PlLog *log = pl_picture_get_log (picture);
  g_autofree char *outcome = (self->parts & PL_PART_FOLD) && view.until_ns <= 0 && log != NULL ? pl_trace_outcome (log) : NULL;

  return outcome != NULL && *outcome ? g_steal_pointer (&outcome) : pl_picture_subtitle_at (picture, &view);
}

/* What the run is and came to: on paper all of it, in a window what fits into a line. */
static double
heading_height (PlStackDrawing *self, guint i, const PlPaper *paper)
{
  g_autofree char *subtitle = subtitle_of (self, i);

  if (!pl_stack_long_headings (self))
    return HEADING;
  return HEADING + 2 + pl_paragraph_height (self->ink, subtitle, SUBTITLE, paper->width - 2 * self->margin);
}

/* One under the other. Returns the height of all. */
static double
pile_up (PlStackDrawing *self)
{
  double y = 0;

  for (guint i = 0; i < self->stack->n; i++)
    {
      PlStackPart *part = &self->children[i];

      part->box.y = y + part->heading;
      y = part->box.y + part->box.height + (i + 1 < self->stack->n ? GAP : 0);
    }
  return y;
}

static void
fill_drawing (PlStackDrawing *self, const PlPaper *paper, double content, double bottom)
{
  const PlStackPart *first = &self->children[0];
  double height = paper->height > 0 ? paper->height : ceil (self->top + content + bottom);
  double seen = MIN (MAX (height - self->top - bottom, 1), content);

  self->drawing = (PlDrawing) {
    .klass = &pl_stack_drawing_class, .width = paper->width, .height = height, .from_ns = self->view.from_ns,
    .to_ns = self->view.to_ns, .content_height = content, .scroll_step = SCROLL_STEP, .scale = 1,
    .centre_ns = self->view.from_ns + (self->view.to_ns - self->view.from_ns) / 2,
    .plot = { first->drawing->plot.x, self->top, first->drawing->plot.width, seen },
    .scroll = round (CLAMP (self->view.scroll, 0, content - seen)),
  };
  self->width = self->drawing.width;
  self->height = height;
  self->plot = self->drawing.plot;
  self->scroll = self->drawing.scroll;
  self->footer.y = height - 18 - self->footer.height;
}

PlStackDrawing *
pl_stack_lay_out (PlStack *stack, const PlViewport *viewport, const PlPaper *paper)
{
  PlStackDrawing *self = g_new0 (PlStackDrawing, 1);
  double headings = GAP * (stack->n - 1), bottom, room;

  self->stack = g_object_ref (stack);
  self->ink = pl_ink_for (G_OBJECT (stack));
  self->theme = pl_theme_get (paper->theme);
  self->parts = paper->parts;
  self->view = pl_stack_shown (stack, viewport);
  self->margin = paper->parts & WITH_MARGINS ? 29 : 12;
  self->top = place_title (self, paper->width);
  bottom = measure_footer (self, paper->width);
  for (guint i = 0; i < stack->n; i++)
    headings += self->children[i].heading = heading_height (self, i, paper);
  room = paper->height > 0 ? MAX (paper->height - self->top - bottom - headings, 1) : 0;
  place_all (self, paper, room);
  fill_drawing (self, paper, pile_up (self), bottom);
  return self;
}
