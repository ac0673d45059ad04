/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the processes of a scene share, and what one of them holds. Private to scene-*.c. */

#include <pthread.h>
#include <semaphore.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "engine/pl-crew.h"
#include "log/pl-log.h"
#include "log/pl-scenes.h"

#define PL_SCENE_LINE 128           /* as PL_RACE_CACHE_LINE */
#define PL_SCENE_RESOURCES (PL_MAX_SCENE_WORKERS + 1)
#define PL_SCENE_WANTS_MEETING UINT32_MAX
#define PL_SCENE_FDS (2 * PL_MAX_SCENE_WORKERS)
#define PL_SCENE_PIPE_BYTES 4096u   /* PIPE_BUF: what is written in one piece */

typedef struct {
  /* Resource + 1 it waits for without end, that is: only another worker can end the wait; 0:
   * nothing. */
  alignas (PL_SCENE_LINE) _Atomic uint32_t wants;
  _Atomic uint32_t beats;           /* whatever it does that is not on record */
} PlSceneSeat;

typedef struct {
  PlSceneSeat seats[PL_MAX_SCENE_WORKERS];
  alignas (PL_SCENE_LINE) _Atomic uint32_t arrived;
  _Atomic uint32_t generation;
  _Atomic uint32_t over[2];         /* see pl_actor_meet_on () */
  _Atomic uint32_t holder[PL_SCENE_RESOURCES]; /* lane; 0: nobody */
  _Atomic uint32_t stop;            /* time is up */
  _Atomic uint32_t culprit;         /* see PlSceneStatus */
  _Atomic int64_t event_ns;
  _Atomic uint64_t numbers[8];
} PlSceneShared;

/* One worker, in its own process. */
typedef struct {
  PlSceneShared *shared;
  void *room;                       /* the scene's own shared memory, zeroed at first */
  const PlPlanData *plan;
  PlLaneWriter writer;
  PlAccount account;
  uint32_t me, lane, n, rounds, variant, limit;
  uint64_t random;
  int fd;                           /* the scene's file, or -1 */
  const int *fds;                   /* of its pipes, in the order in which they were opened: to read, to write */
} PlActor;

typedef struct PlScene PlScene;

typedef struct {
  size_t room;                      /* bytes; all cleared before init */
  bool file;                        /* needs an (unnamed) file */
  int (*init) (PlScene *scene);     /* parent, before any fork; negative errno */
  void (*work) (PlActor *actor);    /* worker, until it is through with it */
  void (*tick) (PlScene *scene);    /* parent, now and then; may be NULL */
  PlSceneOutcome (*judge) (PlScene *scene); /* parent, when all ended by themselves */
  void (*close) (PlScene *scene);   /* parent, in the end, also after an init that failed; may be NULL */
} PlSceneOps;

/* scene-table.c; NULL when out of range */
const PlSceneOps *pl_scene_ops (uint32_t scene);
#define X(ID, key, ...) extern const PlSceneOps pl_scene_##key##_ops;
PL_SCENES (X)
#undef X

/* The parent. */
struct PlScene {
  PlLog *log;
  const PlPlanData *plan;
  const PlSceneOps *ops;
  PlSceneShared *shared;
  void *room;
  PlCrew crew;                      /* lanes 1 .. n */
  int file_fd;
  int fds[PL_SCENE_FDS];            /* the workers'; closed here once they are forked */
  unsigned n_fds;
  /* the watchdog's: since when nobody could go on, and what there was then */
  uint64_t beats;
  int64_t quiet_ns;                 /* 0: somebody goes on */
};

/* scene-watch.c */
/* True once all that are alive have been asleep, waiting for each other, for PL_SCENE_PATIENCE_NS.
 */
bool pl_scene_is_stuck (PlScene *scene);
/* Who waits for whom, and since when, into the status. */
void pl_scene_tell_stuck (PlScene *scene);

/* scene-actor.c: for a worker */
void pl_actor_enter (PlActor *actor, PlState state, uint32_t arg);
void pl_actor_do (PlActor *actor, uint32_t round);   /* PL_STATE_WORKING */
void pl_actor_meanwhile (PlActor *actor);            /* PL_STATE_WAITING_TASK */
/* It begins to wait for a resource, and has it; or goes on without holding it. */
void pl_actor_want (PlActor *actor, uint32_t resource);
void pl_actor_got (PlActor *actor, uint32_t resource);
void pl_actor_go_on (PlActor *actor);
void pl_actor_let_go (PlActor *actor, uint32_t resource);
/* A lock and its resource, with all of the above; a wait is on record only when there is one.
 * 0 or what pthread_mutex_lock said. */
int pl_actor_lock (PlActor *actor, pthread_mutex_t *mutex, uint32_t resource);
void pl_actor_unlock (PlActor *actor, pthread_mutex_t *mutex, uint32_t resource);
/* The same for a semaphore, which nobody holds. */
void pl_actor_take (PlActor *actor, sem_t *semaphore, uint32_t resource);
/* To a CPU of its own, as far as there are enough: for what only happens between CPUs. */
void pl_actor_spread (PlActor *actor);
/* Asleep until all workers are here. */
void pl_actor_meet (PlActor *actor);
/* The same before each round of a scene that goes on in step: true when time is up, for all of them
 * or for none. */
bool pl_actor_meet_on (PlActor *actor, uint32_t round);
void pl_actor_sleep (PlActor *actor, int64_t us);
/* On CLOCK_REALTIME, ms from now: until when somebody waits who does not wait for ever. */
struct timespec pl_actor_deadline (int64_t ms);
/* Some time from least to most. */
void pl_actor_dawdle (PlActor *actor, int64_t least_us, int64_t most_us);
uint64_t pl_actor_random (PlActor *actor, uint64_t below);
void pl_actor_count (PlActor *actor);                /* one more of what the scene counts */
bool pl_actor_is_stopped (const PlActor *actor);
void pl_actor_add (PlActor *actor, uint32_t number, uint64_t n);
void pl_actor_raise (PlActor *actor, uint32_t number, uint64_t value); /* to at least value */
/* This worker broke the rule, just now; the first to say so is remembered. */
void pl_actor_confess (PlActor *actor);

/* scene-pipes.c */
/* Parent, before any fork: one more pipe; bytes: how many it shall hold, 0: as usual. Negative errno. */
int pl_scene_open_pipe (PlScene *scene, int bytes);
void pl_scene_close_pipes (PlScene *scene);
/* All n bytes; waits for the resource meanwhile. False: the end of the pipe, or an error. */
bool pl_actor_read (PlActor *actor, int fd, void *bytes, size_t n, uint32_t resource);
bool pl_actor_write (PlActor *actor, int fd, const void *bytes, size_t n, uint32_t resource);

/* Both of a worker and of the parent. */
int pl_scene_init_mutex (pthread_mutex_t *mutex, bool robust);
/* type: PTHREAD_MUTEX_RECURSIVE and the like. */
int pl_scene_init_mutex_of (pthread_mutex_t *mutex, int type, bool robust);
int pl_scene_init_condition (pthread_cond_t *condition);
uint64_t pl_scene_number (const PlScene *scene, uint32_t number);
void pl_scene_set_number (PlScene *scene, uint32_t number, uint64_t value);
/* What was counted for a worker (0-based). */
uint32_t pl_scene_count (const PlScene *scene, uint32_t worker);
