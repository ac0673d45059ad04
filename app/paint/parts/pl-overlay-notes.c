/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/parts/pl-overlay-private.h"

#include <math.h>

#include "log/notes/pl-log-notes.h"

/* More labels are no longer read; all others keep a flag. */
#define MOST_LABELS 40u
/* Characters of a text that are shown; the list has all of it. */
#define MOST_CHARS 160
#define LABEL_WIDTH 190.0
/* How far from its target a label may lie. */
static const double distances[] = { 12, 26, 44, 70, 104, 150, 210 };

PlFont
pl_overlay_note_font (PlOverlay *self)
{
  return (PlFont) { 12.5 * self->scale, PL_INK_WRAP, LABEL_WIDTH * self->scale };
}

static gboolean
touch (const PlBox *a, const PlBox *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height && b->y < a->y + a->height;
}

static gboolean
inside (const PlBox *box, const PlBox *room)
{
  return box->x >= room->x && box->y >= room->y && box->x + box->width <= room->x + room->width
         && box->y + box->height <= room->y + room->height;
}

/* Over no label and no target: strictly, not over other targets either. */
static gboolean
is_free (PlOverlay *self, const PlOverlayNote *note, const PlBox *label, gboolean strictly)
{
  if (!inside (label, &self->plot) || touch (label, &note->target))
    return FALSE;
  for (guint i = 0; i < self->notes->len; i++)
    {
      const PlOverlayNote *other = &g_array_index (self->notes, PlOverlayNote, i);

      if ((other->has_label && touch (label, &other->label)) || (strictly && touch (label, &other->target)))
        return FALSE;
    }
  return TRUE;
}

/* The i-th place around a target, so far away; on whole pixels. */
static PlBox
place (const PlBox *target, const PlBox *size, double far, guint i)
{
  double right = target->x + target->width, bottom = target->y + target->height;
  double middle_x = target->x + target->width / 2 - size->width / 2;
  double middle_y = target->y + target->height / 2 - size->height / 2;
  const double xs[] = { right + far / 2, target->x - far / 2 - size->width, middle_x, right + far,
                        target->x - far - size->width };
  /* Above, below, and beside. */
  const struct { guint x; double y; } places[] = {
    { 0, target->y - far - size->height }, { 1, target->y - far - size->height }, { 0, bottom + far }, { 1, bottom + far },
    { 2, target->y - far - size->height }, { 2, bottom + far }, { 3, middle_y }, { 4, middle_y },
  };

  return (PlBox) { round (xs[places[i].x]), round (places[i].y), size->width, size->height };
}

#define N_PLACES 8u

/* Beside a line through all lanes: the first row of labels that has room. */
static gboolean
try_beside (PlOverlay *self, PlOverlayNote *note, const PlBox *size)
{
  double step = size->height + 8 * self->scale, gap = 12 * self->scale, right = note->target.x + note->target.width;

  for (double y = self->plot.y + gap; y + size->height < self->plot.y + self->plot.height; y += step)
    for (guint side = 0; side < 2; side++)
      {
        double x = side == 0 ? right + gap : note->target.x - gap - size->width;
        PlBox box = { round (x), round (y), size->width, size->height };

        if (!is_free (self, note, &box, FALSE))
          continue;
        note->label = box;
        return TRUE;
      }
  return FALSE;
}

static gboolean
try_around (PlOverlay *self, PlOverlayNote *note, const PlBox *size)
{
  for (guint strictly = 2; strictly-- > 0; )
    for (guint d = 0; d < G_N_ELEMENTS (distances); d++)
      for (guint i = 0; i < N_PLACES; i++)
        {
          note->label = place (&note->target, size, distances[d] * self->scale, i);
          if (is_free (self, note, &note->label, strictly == 1))
            return TRUE;
        }
  return FALSE;
}

/* From the point of the target that is nearest to the label: what is on the other side of that edge, a line from there
 * cannot cover. */
static void
lead (PlOverlayNote *note)
{
  const PlBox *label = &note->label, *target = &note->target;
  double x = CLAMP (label->x + label->width / 2, target->x, target->x + target->width);
  double y = CLAMP (label->y + label->height / 2, target->y, target->y + target->height);

  note->leader[0] = CLAMP (x, label->x, label->x + label->width);
  note->leader[1] = CLAMP (y, label->y, label->y + label->height);
  note->leader[2] = x;
  note->leader[3] = y;
}

static char *
shorten (const char *text)
{
  g_autofree char *head = NULL;

  if (g_utf8_strlen (text, -1) <= MOST_CHARS)
    return g_strdup (text);
  head = g_utf8_substring (text, 0, MOST_CHARS);
  return g_strconcat (head, "…", NULL);
}

static void
find_label (PlOverlay *self, PlOverlayNote *note, gboolean whole)
{
  PlFont font = pl_overlay_note_font (self);
  double pad = PL_OVERLAY_PAD * self->scale;
  PlBox size = { 0 };

  pl_ink_measure (self->ink, note->text, &font, &size.width, &size.height);
  size.width = ceil (size.width + 2 * pad);
  size.height = ceil (size.height + 2 * pad);
  note->has_label = (whole && try_beside (self, note, &size)) || try_around (self, note, &size);
  if (note->has_label)
    lead (note);
}

/* The part of its rows and its time that is in sight. FALSE: nothing is. */
static gboolean
find_target (PlOverlay *self, PlDrawing *drawing, const PlLogNote *note, PlBox *target)
{
  double left = MAX (pl_drawing_x (drawing, note->from_ns), self->plot.x);
  double right = MIN (pl_drawing_x (drawing, note->to_ns), self->right);
  double top = self->plot.y, bottom = self->plot.y + self->plot.height;
  gboolean range = note->to_ns > note->from_ns;
  PlBox row;

  if (note->from_ns > self->to_ns || note->to_ns < drawing->from_ns)
    return FALSE;
  if (note->lane != PL_LANE_NOBODY)
    {
      if (!pl_overlay_row_box (self, drawing, note->lane, &row))
        return FALSE;
      top = MAX (top, row.y);
      bottom = MIN (bottom, row.y + row.height);
    }
  else if (range)
    {
      /* A bracket: the time it is about lies below it. */
      bottom = MIN (bottom, top + 8 * self->scale);
    }
  if (bottom - top < 2)
    return FALSE;
  *target = (PlBox) { left - 1, top, MAX (right - left, 0) + 2, bottom - top };
  return TRUE;
}

void
pl_overlay_place_notes (PlOverlay *self, PlDrawing *drawing)
{
  PlLog *log = pl_picture_get_log (self->picture);
  guint n = log ? pl_log_n_notes (log) : 0, n_labels = 0;
  PlLogNote found;

  /* All targets first: labels keep away from them. */
  for (guint i = 0; i < n && pl_log_get_note (log, i, &found); i++)
    {
      PlOverlayNote note = { .id = found.id };

      if (!find_target (self, drawing, &found, &note.target))
        continue;
      note.text = shorten (found.text);
      g_array_append_val (self->notes, note);
    }
  for (guint i = 0; i < self->notes->len && n_labels < MOST_LABELS; i++)
    {
      PlOverlayNote *note = &g_array_index (self->notes, PlOverlayNote, i);

      if (*note->text == '\0' || !pl_log_find_note (log, note->id, &found))
        continue;
      find_label (self, note, found.lane == PL_LANE_NOBODY && found.from_ns == found.to_ns);
      n_labels += note->has_label;
    }
}
