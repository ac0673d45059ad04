/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a scene says: its people and things by name, its spans, and how it ended. Translated; free
 * them unless said otherwise. */

#include "log/pl-scenes.h"
#include "trace/compare/pl-measures.h"

G_BEGIN_DECLS

char *pl_scene_lane_name (PlLog *log, guint lane);                  /* "Philosopher 3", "Writer" */
char *pl_scene_resource_name (const PlPlanData *plan, guint resource); /* "fork 2", "the lock" */
/* The scene's own word for a state: "eating" (static). */
const char *pl_scene_state_name (const PlPlanData *plan, PlState state);

char *pl_scene_span_title (PlTrace *trace, const PlSpan *span);     /* "Philosopher 3 eating" */
char *pl_scene_span_sentence (PlTrace *trace, const PlSpan *span);

/* pl-scene-sentences.c: what became of it, for the scenes whose figures are plain numbers; NULL: not one of them. */
char *pl_scene_sentence (PlLog *log, const PlSceneStatus *scene);

/* pl-scene-measure.c */
void pl_scene_measure (PlTrace *trace, PlMeasures *out);

/* How it ended; all zero before it has. */
const PlSceneStatus *pl_scene_end (PlTrace *trace);
/* "Deadlock" (static); while it goes on "Still running" and the like. */
const char *pl_scene_headline (PlLog *log);
/* What happened, in one to three sentences with the figures. */
char *pl_scene_verdict (PlLog *log);
/* "left fork first: may deadlock." and, when that was missed, that it was; without the latter. */
char *pl_scene_expectation (PlLog *log);
char *pl_scene_expected (PlLog *log);
/* The ring of waits, a line a worker: "Worker 1 waits for lock B, which Worker 2 holds"; NULL: no
 * ring. */
char *pl_scene_cycle_text (PlLog *log);
/* What is worth looking at: the whole run, or up to a little after nothing happened any more. While
 * it goes on all there is so far, with room to grow: the end moves in steps. */
gint64 pl_scene_interesting_end_ns (PlTrace *trace);

/* How much of what the scene counts a lane has done; of a moment of the run, by then. */
guint64 pl_scene_counted (PlTrace *trace, guint lane);

/* What stands on the card beside the picture. cycle: NULL, no ring. */
typedef struct {
  char *headline, *verdict, *cycle, *expectation;
} PlSceneCard;

/* While the scene goes on: "Running… 1.2 s", and what can be said so far, which is no verdict. */
void pl_scene_card_init (PlSceneCard *card, PlTrace *trace);
/* As if it had ended that way, with figures of the usual length: for the room it would need. */
void pl_scene_card_init_possible (PlSceneCard *card, PlLog *log, PlSceneOutcome outcome);
void pl_scene_card_clear (PlSceneCard *card);

G_END_DECLS
