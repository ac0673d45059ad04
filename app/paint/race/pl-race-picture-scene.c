/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-race-picture-private.h"

#include <stdlib.h>

#include <glib/gi18n-lib.h>

#include "base/pl-order.h"
#include "base/pl-text.h"

/* What the picture shows: which part, which collision, which lanes, which stretch of time. */

static void
add_lane (PlRacePicture *self, guint worker)
{
  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i] == worker)
      return;
  if (worker != G_MAXUINT && self->n_lanes < PL_RP_MAX_READERS)
    self->lanes[self->n_lanes++] = worker;
}

PL_ORDER (compare_workers, guint)

/* The time from both loads to both stores, with what was read before and what came after. */
static void
frame_collision (PlRacePicture *self)
{
  PlIncrementInfo head, rival, parent;
  gint64 first, last, core;

  pl_race_get_increment (self->race, self->part, self->branch.head, &head);
  pl_race_get_increment (self->race, self->part, self->branch.rival, &rival);
  first = MIN (head.load_ns, rival.load_ns);
  last = MAX (head.store_ns, rival.store_ns);
  core = MAX (last - first, 40);
  if (pl_race_get_increment (self->race, self->part, self->branch.parent, &parent) &&
      first - parent.load_ns < 2 * core + 200)
    {
      first = MIN (first, parent.load_ns);
      last = MAX (last, parent.store_ns);
      core = MAX (last - first, 40);
    }
  self->from_ns = MAX (first - MAX (core * 2 / 5, 40), 0);
  self->to_ns = last + MAX (core / 2, 60);
}

static void
choose_collision (PlRacePicture *self, guint64 branch)
{
  guint64 n = pl_race_get_n_branches (self->race, self->part);

  self->has_branch = n > 0;
  if (!self->has_branch)
    return;
  self->branch_index = MIN (branch, n - 1);
  pl_race_get_branch (self->race, self->part, self->branch_index, &self->branch);
  pl_race_get_collision (self->race, self->part, self->branch_index, &self->collision);
  self->n_readers = pl_race_get_readers (self->race, self->part, self->branch_index, self->readers,
                                         PL_RP_MAX_READERS);
  self->parent = self->branch.parent;
  add_lane (self, self->branch.head.worker);
  add_lane (self, self->branch.rival.worker);
  add_lane (self, self->branch.parent.worker);
  for (guint i = 0; i < self->n_readers; i++)
    add_lane (self, self->readers[i].worker);
  frame_collision (self);
}

/* Nothing was lost: the hand-over from one worker to another nearest to the middle. */
static gboolean
find_hand_over (PlRacePicture *self, PlIncrement *found)
{
  const PlRacePartStatus *status =
    &pl_log_header (pl_race_get_log (self->race))->status.parts[self->part];
  guint n_workers = pl_log_plan (pl_race_get_log (self->race))->workers;
  gint64 middle = status->begin_ns + (status->end_ns - status->begin_ns) / 2, nearest = G_MAXINT64;

  for (guint worker = 0; worker < n_workers; worker++)
    {
      guint32 n = pl_race_get_n_increments (self->race, self->part, worker);
      guint32 at = pl_race_find (self->race, self->part, worker, middle);

      /* Both ways from the middle; bounded, so that a long run costs no more than a short one. */
      for (guint32 distance = 0; distance < 20000 / n_workers + 10; distance++)
        for (int side = 0; side < 2; side++)
          {
            PlIncrement increment = { worker, side ? at - distance - 1 : at + distance };
            PlIncrementInfo info;

            if ((side && distance >= at) || increment.seq >= n ||
                !pl_race_get_increment (self->race, self->part, increment, &info))
              continue;
            if (info.parent.worker == worker || ABS (info.load_ns - middle) >= nearest)
              continue;
            if (info.parent.worker == G_MAXUINT && nearest != G_MAXINT64)
              continue;
            nearest = ABS (info.load_ns - middle);
            *found = increment;
          }
    }
  return nearest != G_MAXINT64;
}

static void
choose_excerpt (PlRacePicture *self)
{
  guint n_workers = pl_log_plan (pl_race_get_log (self->race))->workers;
  PlIncrement at;
  PlIncrementInfo info, parent;
  gint64 first, core;

  if (!find_hand_over (self, &at) || !pl_race_get_increment (self->race, self->part, at, &info))
    {
      self->has_lanes = FALSE;
      return;
    }
  first = info.load_ns;
  if (pl_race_get_increment (self->race, self->part, info.parent, &parent))
    first = MIN (first, parent.load_ns);
  core = MAX (info.store_ns - first, 60);
  self->from_ns = MAX (first - core, 0);
  self->to_ns = info.store_ns + core;
  self->readers[self->n_readers++] = at;
  self->parent = info.parent;
  add_lane (self, at.worker);
  add_lane (self, info.parent.worker);
  for (guint i = 0; i < n_workers; i++)
    add_lane (self, i);
}

static void
choose_cards (PlRacePicture *self)
{
  const PlPlanData *plan = pl_log_plan (pl_race_get_log (self->race));
  guint n_parts = pl_race_get_n_parts (self->race);
  guint methods = 0, room = self->width >= 960 ? 3 : self->width >= 440 ? 2 : 1;

  for (guint i = 0; i < n_parts; i++)
    methods |= 1u << plan->parts[i].method;
  /* Methods are what is compared: none of them shall be missing. */
  if (__builtin_popcount (methods) > 2 && self->width >= 560)
    room = 3;

  /* First one of each method, then the others. */
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < n_parts && self->n_cards < room; i++)
      {
        gboolean there = FALSE, seen = FALSE;

        for (guint j = 0; j < self->n_cards; j++)
          {
            there |= self->cards[j] == i;
            seen |= plan->parts[self->cards[j]].method == plan->parts[i].method;
          }
        if (!there && (pass == 1 || !seen))
          self->cards[self->n_cards++] = i;
      }
}

static void
split_lines (char *text, char **head, char **body)
{
  char *newline = strchr (text, '\n');

  *head = newline ? g_strndup (text, (gsize) (newline - text)) : g_strdup (text);
  *body = g_strdup (newline ? newline + 1 : "");
}

/* What becomes of it is the last sentence. */
static void
choose_selected_words (PlRacePicture *self)
{
  g_autofree char *text = pl_race_increment_sentence (self->race, self->part, self->selected);
  char *last = g_strrstr (text, ". ");

  if (last)
    last[1] = '\n';
  split_lines (text, &self->selected_head, &self->selected_body);
}

static void
choose_words (PlRacePicture *self)
{
  g_autofree char *sentence = NULL;

  self->title = pl_race_title (self->race);
  self->subtitle = pl_race_subtitle (self->race);
  self->footer = pl_race_footer (self->race);
  if (self->has_branch)
    {
      self->heading = pl_race_branch_title (self->race, self->part, self->branch_index);
      sentence = pl_race_branch_sentence (self->race, self->part, self->branch_index);
    }
  else if (self->result.done && self->result.lost > 0)
    {
      g_autofree char *lost = pl_text_count (self->result.lost),
                      *expected = pl_text_count (self->result.expected);

      self->heading = g_strdup ("");
      if (self->result.recorded)
        sentence = g_strdup_printf ("%s\n%s", _("The account does not balance."),
                                    _("The counter and the recorded increments contradict each "
                                       "other: this recording is damaged."));
      else
        sentence = g_strdup_printf (_("%s of %s updates were lost.\n"
                                       "Record the race to see which ones, and who overwrote "
                                       "whom."),
                                    lost, expected);
    }
  else
    {
      self->heading = g_strdup (!self->has_lanes ? ""
                                : self->framed   ? _("The race, worker by worker")
                                                 : _("A moment from the middle of the race"));
      sentence = pl_race_no_loss_sentence (self->race, self->part);
    }
  if (pl_rp_is_past (self))
    {
      g_free (sentence);
      sentence = pl_rp_choose_past_words (self);
    }
  split_lines (sentence, &self->panel_head, &self->panel_body);
  if (self->has_selection)
    choose_selected_words (self);
}

void
pl_rp_scene_init (PlRacePicture *self, const PlViewport *view)
{
  self->boxes = g_array_new (FALSE, TRUE, sizeof (PlRpBox));
  self->waits = g_array_new (FALSE, TRUE, sizeof (PlRpWait));
  self->parent.worker = G_MAXUINT;
  self->part = pl_race_get_main_part (self->race);
  if (self->part < pl_race_get_n_parts (self->race))
    pl_race_get_result (self->race, self->part, &self->result);
  self->has_lanes = self->result.recorded;
  if (self->has_lanes)
    choose_collision (self, view->focus);
  /* Of a damaged recording nothing is shown as if it had happened. */
  if (self->has_lanes && !self->has_branch && !self->result.balanced)
    self->has_lanes = FALSE;
  if (self->has_lanes && !self->has_branch)
    choose_excerpt (self);
  if (self->to_ns <= self->from_ns)
    self->to_ns = self->from_ns + 1;
  self->n_workers = pl_log_plan (pl_race_get_log (self->race))->workers;
  self->framed = self->has_lanes && view->to_ns > view->from_ns;
  self->selected = (PlIncrement) { view->selected.lane, (guint32) view->selected.index };
  self->has_selection =
    view->has_selection && self->has_lanes &&
    pl_race_get_increment (self->race, self->part, self->selected, &(PlIncrementInfo) { 0 });
  self->scroll = view->scroll;
  self->looked = *view;
  if (self->n_workers > 1)
    self->stretches = pl_race_get_stretches (self->race, self->part, &self->n_stretches);
  qsort (self->lanes, self->n_lanes, sizeof *self->lanes, compare_workers);
  choose_cards (self);
  choose_words (self);
}

void
pl_rp_scene_clear (PlRacePicture *self)
{
  g_array_unref (self->boxes);
  g_array_unref (self->waits);
  g_free (self->stretches);
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->footer);
  g_free (self->heading);
  g_free (self->panel_head);
  g_free (self->panel_body);
  g_free (self->selected_head);
  g_free (self->selected_body);
}
