/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/pl-text.h"
#include "paint/pl-pictures.h"
#include "paint/race/pl-race-picture-private.h"

/* One race: its account, and one lost update proven. Items are increments, findings lost branches. */

/* Closer there is nothing between a load and a store. */
#define LEAST_NS 40

typedef struct {
  PlPicture parent_instance;
  PlRace *race;
  guint part;                   /* whose increments are shown */
  gboolean has_lanes;
  gint64 begin_ns, end_ns;      /* of that part */
} PlProofKind;
typedef struct { PlPictureClass parent_class; } PlProofKindClass;

static GType pl_proof_kind_get_type (void);
G_DEFINE_TYPE (PlProofKind, pl_proof_kind, PL_TYPE_PICTURE)

static PlProofKind *
kind_of (PlPicture *picture)
{
  return (PlProofKind *) picture;
}

static PlRace *
race_of (PlPicture *picture)
{
  return kind_of (picture)->race;
}

static PlIncrement
increment_of (const PlItem *item)
{
  return (PlIncrement) { item->lane, (guint32) item->index };
}

static PlItem
item_of (PlIncrement increment)
{
  return (PlItem) { 0, increment.worker, increment.seq, increment.seq };
}

static PlDrawing *
lay_out (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  return &pl_race_picture_lay_out (race_of (picture), viewport, paper)->drawing;
}

/* What is needed when there is `height` to fill; 0: as much as it likes. Of the first look, so that nothing moves when
 * somebody goes on from there. */
static double
needed_height (PlRace *race, double width, double height, guint parts)
{
  const PlPaper paper = { PL_THEME_LIGHT, 1, width, height, parts };
  const PlViewport viewport = { .scroll = -1, .focus = pl_race_choose_branch (race, pl_race_get_main_part (race)) };
  PlRacePicture *drawn = pl_race_picture_lay_out (race, &viewport, &paper);
  double needed = ceil (drawn->needed_height);

  pl_race_picture_free (drawn);
  return needed;
}

static double
natural_height (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  return needed_height (race_of (picture), paper->width, 0, paper->parts);
}

static double
least_height (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  return needed_height (race_of (picture), paper->width, 1, paper->parts);
}

static char *
title (PlPicture *picture)
{
  return pl_race_title (race_of (picture));
}

static char *
subtitle (PlPicture *picture)
{
  return pl_race_subtitle (race_of (picture));
}

static char *
caption (PlPicture *picture)
{
  return pl_race_footer (race_of (picture));
}

static char *
tell (PlPicture *picture, const PlViewport *viewport)
{
  g_autofree char *first = subtitle (picture), *last = caption (picture);
  g_autofree char *guess = pl_race_guess_sentence (race_of (picture));

  return g_strjoin ("\n", first, last, guess, NULL);
}

/* Also of what is still to come in a replay. */
static guint32
get_entries (PlPicture *picture, const PlViewport *viewport)
{
  PlRacePartResult result;

  pl_race_get_result (race_of (picture), kind_of (picture)->part, &result);
  if (!result.recorded)
    return 0;
  return 1u << PL_RP_ENTRY_SURVIVES | (result.lost_proven > 0 ? 1u << PL_RP_ENTRY_LOST : 0)
         | (pl_race_method_is_lock (result.method) ? 1u << PL_RP_ENTRY_WAITS : 0);
}

static guint64
get_n_findings (PlPicture *picture)
{
  return pl_race_get_n_branches (race_of (picture), kind_of (picture)->part);
}

static void
init_viewport (PlPicture *picture, PlViewport *viewport)
{
  *viewport = (PlViewport) { .scroll = -1, .show_messages = TRUE };
  if (get_n_findings (picture) > 0)
    viewport->focus = pl_race_choose_branch (race_of (picture), kind_of (picture)->part);
}

static gboolean
is_first_look (PlPicture *picture, const PlViewport *viewport)
{
  PlViewport first;

  init_viewport (picture, &first);
  return viewport->focus == first.focus && viewport->to_ns == 0 && !viewport->has_selection && !viewport->has_range;
}

/* What was stored in a range of time, and what of it was lost. */
/* "0 of them" and "1 of it" are no words: where there is nothing to count it is said otherwise. */
static char *
stored_text (const char *length, guint64 n, guint64 n_lost)
{
  g_autofree char *all = pl_text_count (n), *lost = pl_text_count (n_lost);

  if (n == 0)
    return g_strdup_printf (_("In these %s no increment was stored."), length);
  if (n == 1)
    return g_strdup_printf (n_lost == 0 ? _("In these %s one increment was stored; it was not lost.")
                                        : _("In these %s one increment was stored; it was lost."), length);
  if (n_lost == 0)
    return g_strdup_printf (ngettext ("In these %s %s increment was stored, none of them lost.",
                                      "In these %s %s increments were stored, none of them lost.", (gulong) n),
                            length, all);
  /* Translators: "In these 1.25 ms 3,456 increments were stored, 12 of them lost." */
  return g_strdup_printf (ngettext ("In these %s %s increment was stored, %s of them lost.",
                                    "In these %s %s increments were stored, %s of them lost.", (gulong) n),
                          length, all, lost);
}

static char *
range_text (PlPicture *picture, const PlViewport *viewport, gint64 from_ns, gint64 to_ns)
{
  PlRace *race = race_of (picture);
  guint part = kind_of (picture)->part, workers = pl_log_plan (pl_race_get_log (race))->workers;
  g_autofree char *length = pl_text_duration (to_ns - from_ns);
  guint64 n = 0, n_lost = 0;

  for (guint i = 0; i < workers; i++)
    {
      guint32 first = pl_race_find (race, part, i, from_ns), last = pl_race_find (race, part, i, to_ns);

      n += last - first;
      n_lost += pl_race_count_lost (race, part, i, first, last);
    }
  return stored_text (length, n, n_lost);
}

static gboolean
describe_selection (PlPicture *picture, const PlViewport *viewport, char **name, char **text)
{
  g_autofree char *number = NULL;
  PlIncrement selected = increment_of (&viewport->selected);

  if (viewport->has_range)
    {
      *name = g_strdup_printf (_("Race: %s"), _("Selected range"));
      *text = range_text (picture, viewport, viewport->range_from_ns, viewport->range_to_ns);
      return TRUE;
    }
  if (!viewport->has_selection
      || !pl_race_get_times (race_of (picture), kind_of (picture)->part, selected, &(PlIncrementInfo) { 0 }))
    return FALSE;
  number = pl_text_count ((guint64) selected.seq + 1);
  *name = g_strdup_printf (_("Race: increment %s of Worker %u"), number, selected.worker + 1);
  *text = pl_race_increment_sentence (race_of (picture), kind_of (picture)->part, selected);
  return TRUE;
}

/* Of a replay: how it ends is not known yet. */
static gboolean
is_past (PlPicture *picture, const PlViewport *viewport)
{
  return viewport->until_ns > 0 && viewport->until_ns < kind_of (picture)->end_ns && kind_of (picture)->has_lanes;
}

static char *
subtitle_at (PlPicture *picture, const PlViewport *viewport)
{
  return is_past (picture, viewport) ? pl_race_subtitle_so_far (race_of (picture)) : subtitle (picture);
}

/* How the race was run, and how much the workers overlapped, is to be heard as well. */
static char *
describe_all (PlPicture *picture, const PlViewport *viewport, char **name)
{
  PlRace *race = race_of (picture);
  guint part = kind_of (picture)->part;
  g_autofree char *how = NULL, *what = NULL, *heading = NULL;
  gboolean past = is_past (picture, viewport);

  how = subtitle_at (picture, viewport);
  if (past)
    {
      *name = g_strdup_printf (_("Race: %s"), _("The race so far"));
      what = pl_race_moment_sentence (race, part, viewport->until_ns);
    }
  else if (get_n_findings (picture) == 0)
    {
      *name = title (picture);
      what = caption (picture);
    }
  else
    {
      heading = pl_race_branch_title (race, part, viewport->focus);
      *name = g_strdup_printf (_("Race: %s"), heading);
      what = pl_race_branch_sentence (race, part, viewport->focus);
    }
  return g_strdup_printf ("%s\n%s", what, how);
}

/* What became of a guess is told once, at the first look; not at each step of a walk. */
static void
describe (PlPicture *picture, const PlViewport *viewport, char **name, char **description)
{
  g_autofree char *text = NULL, *guess = NULL;

  if (!describe_selection (picture, viewport, name, &text))
    text = describe_all (picture, viewport, name);
  if (is_first_look (picture, viewport) && !is_past (picture, viewport))
    guess = pl_race_guess_sentence (race_of (picture));
  *description = g_strjoin ("\n", text, guess, NULL);
}

static PlLog *
get_log (PlPicture *picture)
{
  return pl_race_get_log (race_of (picture));
}

static gboolean
get_whole (PlPicture *picture, gint64 *from_ns, gint64 *to_ns)
{
  PlProofKind *self = kind_of (picture);

  *from_ns = self->begin_ns;
  *to_ns = MAX (self->end_ns, self->begin_ns) + 1;
  return self->has_lanes;
}

static gboolean
next_event (PlPicture *picture, gint64 t_ns, gboolean forward, gint64 *event_ns)
{
  return kind_of (picture)->has_lanes
         && pl_race_next_event (race_of (picture), kind_of (picture)->part, t_ns, forward, event_ns);
}

static gboolean
nearest_finding (PlPicture *picture, gint64 t_ns, guint64 *finding)
{
  return pl_race_nearest_branch (race_of (picture), kind_of (picture)->part, t_ns, finding);
}

static gboolean
item_time (PlPicture *picture, const PlViewport *viewport, const PlItem *item, gint64 *from_ns, gint64 *to_ns)
{
  PlIncrement last = { item->lane, (guint32) MAX (item->index, item->last) };
  PlIncrementInfo first_info, last_info;

  if (!pl_race_get_times (race_of (picture), kind_of (picture)->part, increment_of (item), &first_info)
      || !pl_race_get_times (race_of (picture), kind_of (picture)->part, last, &last_info))
    return FALSE;
  *from_ns = first_info.load_ns;
  *to_ns = last_info.store_ns;
  return TRUE;
}

static gboolean
item_text (PlPicture *picture, const PlViewport *viewport, const PlItem *item, char **title, char **sentence)
{
  PlIncrement increment = increment_of (item);
  g_autofree char *number = NULL;

  if (!pl_race_get_times (race_of (picture), kind_of (picture)->part, increment, &(PlIncrementInfo) { 0 }))
    return FALSE;
  number = pl_text_count ((guint64) increment.seq + 1);
  /* Translators: "Increment 20,954 of Worker 1" */
  *title = g_strdup_printf (_("Increment %s of Worker %u"), number, increment.worker + 1);
  *sentence = pl_race_increment_sentence (race_of (picture), kind_of (picture)->part, increment);
  return TRUE;
}

/* Folded ones are all alike: there is none that matters most. */
static gboolean
choose_item (PlPicture *picture, const PlViewport *viewport, const PlItem *item, PlItem *chosen)
{
  *chosen = *item;
  return item->last <= item->index;
}

static gboolean
in_sight (const PlRacePicture *drawn, PlIncrement at)
{
  PlIncrementInfo info;

  return pl_race_get_times (drawn->race, drawn->part, at, &info) && info.store_ns >= drawn->from_ns
         && info.load_ns <= drawn->to_ns;
}

/* In the middle of the first lane that has an increment in sight; a worker may have been done before. Where
 * none has, the next one that there is. */
static gboolean
find_middle (const PlRacePicture *drawn, PlIncrement *found)
{
  gint64 middle_ns = drawn->from_ns + (drawn->to_ns - drawn->from_ns) / 2;
  PlIncrement next = { G_MAXUINT, 0 };

  for (guint i = 0; i < drawn->n_lanes; i++)
    {
      guint worker = drawn->lanes[i];
      guint32 n = pl_race_get_n_increments (drawn->race, drawn->part, worker);
      guint32 after = pl_race_find (drawn->race, drawn->part, worker, middle_ns);

      *found = (PlIncrement) { worker, MIN (after, n - 1) };
      if (n > 0 && in_sight (drawn, *found))
        return TRUE;
      *found = (PlIncrement) { worker, after - 1 };
      if (n > 0 && after > 0 && in_sight (drawn, *found))
        return TRUE;
      if (n > 0 && next.worker == G_MAXUINT)
        next = (PlIncrement) { worker, MIN (after, n - 1) };
    }
  *found = next;
  return next.worker != G_MAXUINT;
}

/* At the lost update that is shown, if it is in sight, else in the middle of what is. */
static gboolean
walk_first (PlPicture *picture, const PlViewport *viewport, PlItem *to)
{
  const PlPaper paper = { PL_THEME_LIGHT, 1, 800, 0, 0 };
  PlRacePicture *drawn = pl_race_picture_lay_out (race_of (picture), viewport, &paper);
  PlIncrement at = drawn->has_branch ? drawn->branch.head : (PlIncrement) { 0, 0 };
  gboolean found = drawn->has_lanes && ((drawn->has_branch && in_sight (drawn, at)) || find_middle (drawn, &at));

  if (found)
    *to = item_of (at);
  pl_race_picture_free (drawn);
  return found;
}

static gboolean
walk_findings (PlPicture *picture, const PlViewport *viewport, const PlItem *from, gboolean forward, PlItem *to)
{
  PlRace *race = race_of (picture);
  guint part = kind_of (picture)->part;
  guint64 branch = viewport->focus;
  PlLostBranch found;

  if (from)
    pl_race_find_branch (race, part, increment_of (from), &branch);
  if ((!forward && branch == 0)
      || !pl_race_get_branch (race, part, forward ? branch + 1 : branch - 1, &found))
    return FALSE;
  *to = item_of (found.head);
  return TRUE;
}

static gboolean
walk_workers (PlPicture *picture, guint worker, gint64 t_ns, int by, PlItem *to)
{
  PlRace *race = race_of (picture);
  int n_workers = (int) pl_log_plan (pl_race_get_log (race))->workers;

  for (int next = (int) worker + by; next >= 0 && next < n_workers; next += by)
    {
      guint32 n = pl_race_get_n_increments (race, kind_of (picture)->part, (guint) next);

      if (n == 0)
        continue;
      *to = item_of ((PlIncrement) { (guint) next, MIN (pl_race_find (race, kind_of (picture)->part, (guint) next, t_ns),
                                                        n - 1) });
      return TRUE;
    }
  return FALSE;
}

static gboolean
walk (PlPicture *picture, const PlViewport *viewport, const PlItem *from, PlWalk direction, PlItem *to)
{
  PlRace *race = race_of (picture);
  guint part = kind_of (picture)->part;
  PlIncrementInfo info;

  if (direction == PL_WALK_NEXT || direction == PL_WALK_PREVIOUS)
    return walk_findings (picture, viewport, from, direction == PL_WALK_NEXT, to);
  if (!from || !pl_race_get_times (race, part, increment_of (from), &info))
    return walk_first (picture, viewport, to);
  if (direction == PL_WALK_UP || direction == PL_WALK_DOWN)
    return walk_workers (picture, from->lane, info.load_ns, direction == PL_WALK_UP ? -1 : 1, to);
  if (direction == PL_WALK_LEFT && from->index == 0)
    return FALSE;
  *to = item_of ((PlIncrement) { from->lane, (guint32) from->index + (direction == PL_WALK_LEFT ? -1u : 1u) });
  return to->index < pl_race_get_n_increments (race, part, to->lane);
}

/* Back to the increment whose store it read. */
static gboolean
follow (PlPicture *picture, const PlItem *from, gboolean forth, PlItem *to)
{
  PlIncrementInfo info;

  if (forth || !pl_race_get_increment (race_of (picture), kind_of (picture)->part, increment_of (from), &info)
      || info.parent.worker == G_MAXUINT)
    return FALSE;
  *to = item_of (info.parent);
  return TRUE;
}

static PlFindSource *
make_source (PlPicture *picture)
{
  PlRacePartResult result;

  pl_race_get_result (race_of (picture), kind_of (picture)->part, &result);
  return result.recorded ? pl_find_source_of_race (race_of (picture), kind_of (picture)->part) : NULL;
}

/* A lost one is proven close up, a fold is opened. */
static gboolean
open_item (PlPicture *picture, const PlItem *item, PlViewport *viewport)
{
  gint64 from_ns, to_ns, begin_ns, end_ns, range_ns;
  guint64 branch;

  if (!get_whole (picture, &begin_ns, &end_ns) || !item_time (picture, viewport, item, &from_ns, &to_ns))
    return FALSE;
  if (item->last <= item->index)
    {
      if (!pl_race_find_branch (race_of (picture), kind_of (picture)->part, increment_of (item), &branch))
        return FALSE;
      init_viewport (picture, viewport);
      viewport->focus = branch;
      return TRUE;
    }
  range_ns = MIN (MAX (to_ns - from_ns, LEAST_NS), end_ns - begin_ns);
  viewport->from_ns = CLAMP (from_ns, begin_ns, end_ns - range_ns);
  viewport->to_ns = viewport->from_ns + range_ns;
  return TRUE;
}

static char *
lane_name (PlPicture *picture, guint lane)
{
  return g_strdup_printf (_("Worker %u"), lane + 1);
}

static gboolean
row_of_lane (PlPicture *picture, guint lane, guint *worker)
{
  PlLog *log = get_log (picture);
  guint first = pl_log_race_lane (log, kind_of (picture)->part, 0);

  *worker = lane - first;
  return kind_of (picture)->has_lanes && lane >= first && *worker < pl_log_plan (log)->workers;
}

static gboolean
lane_of_row (PlPicture *picture, guint worker, guint *lane)
{
  *lane = pl_log_race_lane (get_log (picture), kind_of (picture)->part, worker);
  return kind_of (picture)->has_lanes && worker < pl_log_plan (get_log (picture))->workers;
}

static void
dispose (GObject *object)
{
  g_clear_object (&((PlProofKind *) object)->race);
  G_OBJECT_CLASS (pl_proof_kind_parent_class)->dispose (object);
}

static void
pl_proof_kind_class_init (PlProofKindClass *klass)
{
  PlPictureClass *picture = &klass->parent_class;

  G_OBJECT_CLASS (klass)->dispose = dispose;
  picture->lay_out = lay_out;
  picture->natural_height = natural_height;
  picture->least_height = least_height;
  picture->title = title;
  picture->subtitle = subtitle;
  picture->subtitle_at = subtitle_at;
  picture->caption = caption;
  picture->describe = describe;
  picture->tell = tell;
  picture->get_log = get_log;
  picture->lane_name = lane_name;
  picture->row_of_lane = row_of_lane;
  picture->lane_of_row = lane_of_row;
  picture->get_entries = get_entries;
  picture->get_n_findings = get_n_findings;
  picture->init_viewport = init_viewport;
  picture->get_whole = get_whole;
  picture->next_event = next_event;
  picture->nearest_finding = nearest_finding;
  picture->least_range_ns = LEAST_NS;
  picture->item_text = item_text;
  picture->range_text = range_text;
  picture->item_time = item_time;
  picture->choose_item = choose_item;
  picture->walk = walk;
  picture->open_item = open_item;
  picture->follow = follow;
  picture->make_source = make_source;
}

static void
pl_proof_kind_init (PlProofKind *self)
{
}

/* Nothing of a proven race changes any more: what there is to see is found out once. */
static void
look (PlProofKind *self)
{
  const PlPaper paper = { PL_THEME_LIGHT, 1, 800, 1, 0 };
  const PlViewport viewport = { .scroll = -1 };
  PlRacePicture *drawn = pl_race_picture_lay_out (self->race, &viewport, &paper);
  const PlRacePartStatus *status = &pl_log_header (pl_race_get_log (self->race))->status.parts[drawn->part];

  self->part = drawn->part;
  self->has_lanes = drawn->has_lanes;
  self->begin_ns = status->begin_ns;
  self->end_ns = status->end_ns;
  pl_race_picture_free (drawn);
}

PlPicture *
pl_picture_of_proof (PlRace *race)
{
  PlProofKind *self = g_object_new (pl_proof_kind_get_type (), NULL);

  self->race = g_object_ref (race);
  look (self);
  return &self->parent_instance;
}
