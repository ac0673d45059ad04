/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "paint/pl-pictures.h"
#include "paint/race/pl-trials-private.h"

/* What many repetitions of a race came to, or have come to so far. Items are columns: lane is the panel, index .. last
 * values. */

typedef struct {
  PlPicture parent_instance;
  PlRace *race;
  guint *parts;                 /* of each panel */
  char **names;
  guint n_panels;
  gboolean live;                /* the race went on when it was looked at: */
  guint n_done;                 /* so many trials of all parts were over */
} PlTrialsKind;
typedef struct { PlPictureClass parent_class; } PlTrialsKindClass;

static GType pl_trials_kind_get_type (void);
G_DEFINE_TYPE (PlTrialsKind, pl_trials_kind, PL_TYPE_PICTURE)

static PlTrialsKind *
kind_of (PlPicture *picture)
{
  return (PlTrialsKind *) picture;
}

static PlDrawing *
lay_out (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  return &pl_trials_picture_lay_out (kind_of (picture)->race, viewport, paper)->drawing;
}

static double
natural_height (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  PlTrialsPicture *drawn = pl_trials_picture_lay_out (kind_of (picture)->race, viewport, paper);
  double height = ceil (drawn->natural);

  pl_drawing_free (&drawn->drawing);
  return height;
}

static double
least_height (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  PlTrialsPicture *drawn = pl_trials_picture_lay_out (kind_of (picture)->race, viewport, paper);
  double height = pl_tp_least_height (drawn);

  pl_drawing_free (&drawn->drawing);
  return height;
}

static char *
title (PlPicture *picture)
{
  return pl_trials_picture_title (kind_of (picture)->race);
}

static char *
subtitle (PlPicture *picture)
{
  return g_strdup (_("How many trials ended with which value; the right ones stand apart"));
}

static char *
caption (PlPicture *picture)
{
  return pl_tp_footer (kind_of (picture)->race);
}

static char *
tell (PlPicture *picture, const PlViewport *viewport)
{
  const PlPaper paper = { PL_THEME_LIGHT, 1, 800, 0, 0 };
  PlTrialsPicture *drawn = pl_trials_picture_lay_out (kind_of (picture)->race, viewport, &paper);
  char *text = pl_trials_picture_describe (drawn);

  pl_drawing_free (&drawn->drawing);
  return text;
}

static PlLog *
get_log (PlPicture *picture)
{
  return pl_race_get_log (kind_of (picture)->race);
}

static gboolean
item_text (PlPicture *picture, const PlViewport *viewport, const PlItem *item, char **title, char **sentence)
{
  PlTrialsKind *self = kind_of (picture);

  if (item->lane >= self->n_panels)
    return FALSE;
  *title = g_strdup (self->names[item->lane]);
  *sentence = pl_tp_values_text (self->race, self->parts[item->lane], self->names[item->lane], item->index,
                                 MAX (item->index, item->last));
  return TRUE;
}

static void
describe (PlPicture *picture, const PlViewport *viewport, char **name, char **description)
{
  if (viewport->has_selection && item_text (picture, viewport, &viewport->selected, name, description))
    return;
  *name = title (picture);
  *description = tell (picture, viewport);
}

/* A column is one thing, however many values it stands for. */
static gboolean
choose_item (PlPicture *picture, const PlViewport *viewport, const PlItem *item, PlItem *chosen)
{
  *chosen = *item;
  return TRUE;
}

static GArray *
values_of (PlTrialsKind *self, guint panel)
{
  PlLog *log = pl_race_get_log (self->race);

  return pl_trials_bins (log, self->parts[panel], pl_trials_in_shares (log));
}

static void
take_value (guint panel, const GArray *values, guint i, PlItem *to)
{
  guint64 value = g_array_index (values, PlTrialBin, i).final_value;

  *to = (PlItem) { 0, panel, value, value };
}

/* Values that came, from the smallest on; the nearest one in the panel above or below. */
static gboolean
walk (PlPicture *picture, const PlViewport *viewport, const PlItem *from, PlWalk direction, PlItem *to)
{
  PlTrialsKind *self = kind_of (picture);
  int down = direction == PL_WALK_DOWN ? 1 : direction == PL_WALK_UP ? -1 : 0;
  guint panel = from ? from->lane + (guint) down : 0, i = 0;
  g_autoptr (GArray) values = panel < self->n_panels ? values_of (self, panel) : NULL;

  if (!values || values->len == 0)
    return FALSE;
  if (from && down == 0 && (direction == PL_WALK_LEFT || direction == PL_WALK_PREVIOUS))
    {
      while (i < values->len && g_array_index (values, PlTrialBin, i).final_value < from->index)
        i++;
      if (i == 0)
        return FALSE;
      take_value (panel, values, i - 1, to);
      return TRUE;
    }
  while (from && i < values->len
         && (down != 0 ? g_array_index (values, PlTrialBin, i).final_value < from->index
                       : g_array_index (values, PlTrialBin, i).final_value <= MAX (from->index, from->last)))
    i++;
  if (i == values->len && down == 0)
    return FALSE;
  take_value (panel, values, MIN (i, values->len - 1), to);
  return TRUE;
}

static void
forget_panels (PlTrialsKind *self)
{
  for (guint i = 0; i < self->n_panels; i++)
    g_free (self->names[i]);
  g_clear_pointer (&self->names, g_free);
  g_clear_pointer (&self->parts, g_free);
  self->n_panels = 0;
}

/* A panel for each part of which a trial is over. */
static void
find_panels (PlTrialsKind *self)
{
  const PlPaper paper = { PL_THEME_LIGHT, 1, 800, 0, 0 };
  const PlViewport viewport = { 0 };
  PlTrialsPicture *drawn = pl_trials_picture_lay_out (self->race, &viewport, &paper);

  forget_panels (self);
  self->n_panels = drawn->panels->len;
  self->parts = g_new0 (guint, MAX (self->n_panels, 1));
  self->names = g_new0 (char *, MAX (self->n_panels, 1));
  for (guint i = 0; i < self->n_panels; i++)
    {
      self->parts[i] = pl_tp_panel (drawn, i)->part;
      self->names[i] = g_strdup (pl_tp_panel (drawn, i)->name);
    }
  pl_drawing_free (&drawn->drawing);
}

static guint
count_done (PlLog *log)
{
  guint n = 0;

  for (guint part = 0; part < pl_log_plan (log)->n_parts; part++)
    {
      PlTrials trials;

      pl_trials_count (log, part, &trials);
      n += trials.n;
    }
  return n;
}

static gboolean
get_live (PlPicture *picture)
{
  return kind_of (picture)->live;
}

static gboolean
refresh (PlPicture *picture)
{
  PlTrialsKind *self = kind_of (picture);
  PlLog *log = pl_race_get_log (self->race);
  guint n_before = self->n_done;

  if (!self->live)
    return FALSE;
  self->live = pl_race_goes_on (log);
  self->n_done = count_done (log);
  if (self->n_done != n_before)
    {
      PlRace *race = pl_race_new_unproven (log);

      g_object_unref (self->race);
      self->race = race;
      find_panels (self);
    }
  return self->n_done != n_before || !self->live;
}

static void
finalize (GObject *object)
{
  PlTrialsKind *self = (PlTrialsKind *) object;

  forget_panels (self);
  g_object_unref (self->race);
  G_OBJECT_CLASS (pl_trials_kind_parent_class)->finalize (object);
}

static void
pl_trials_kind_class_init (PlTrialsKindClass *klass)
{
  PlPictureClass *picture = &klass->parent_class;

  G_OBJECT_CLASS (klass)->finalize = finalize;
  picture->lay_out = lay_out;
  picture->natural_height = natural_height;
  picture->least_height = least_height;
  picture->title = title;
  picture->subtitle = subtitle;
  picture->caption = caption;
  picture->describe = describe;
  picture->tell = tell;
  picture->get_log = get_log;
  picture->item_text = item_text;
  picture->choose_item = choose_item;
  picture->walk = walk;
  picture->get_live = get_live;
  picture->refresh = refresh;
}

static void
pl_trials_kind_init (PlTrialsKind *self)
{
}

PlPicture *
pl_picture_of_trials (PlRace *race)
{
  PlTrialsKind *self = g_object_new (pl_trials_kind_get_type (), NULL);
  PlLog *log = pl_race_get_log (race);

  self->race = g_object_ref (race);
  self->live = pl_race_goes_on (log);
  self->n_done = count_done (log);
  find_panels (self);
  return &self->parent_instance;
}
