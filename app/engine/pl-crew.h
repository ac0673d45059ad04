/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The workers of a run as their parent has them: birth, death, pause, and what the front end has
 * to say. What a worker does, and what its death means, is the owner's: pool, race or scene.
 * Lanes are those of the log. */

#include <stdatomic.h>
#include <stdbool.h>
#include <sys/types.h>

#include "engine/pl-account.h"
#include "engine/pl-slices.h"
#include "log/pl-cpu-group.h"
#include "log/pl-log.h"

#define PL_MAX_CREW 256u

typedef struct {
  /* In the child: leaves by _exit. */
  void (*work) (void *owner, uint32_t lane);
  /* Instead of forking: a child of the caller's that was made otherwise, or a negative errno; it tells of its birth
   * itself (pl_crew_note_birth ()). guarded: see pl_process_fork_guarded (). NULL: there is only forking. */
  pid_t (*make) (void *owner, uint32_t lane);
  /* In the child of pl_crew_fork_threads (): all of them; leaves by _exit. May be NULL. */
  void (*live) (void *owner);
  /* One that was alive is gone, and accounted for. status: of wait. */
  void (*died) (void *owner, uint32_t lane, int status);
  /* Every lane of a process was told of: from here on there may be another one. lane: one of them. May be NULL. */
  void (*gone) (void *owner, uint32_t lane, int status);
  /* The same for one that pl_crew_kill_all () has ended. May be NULL. */
  void (*killed) (void *owner, uint32_t lane);
  /* A KILL of one that is no child of this process. May be NULL: all are. */
  void (*kill) (void *owner, uint32_t lane);
  /* PAUSE or RESUME. NULL: there is no such thing. */
  void (*pause) (void *owner, bool pause);
} PlCrewOps;

typedef struct {
  pid_t pid;                  /* 0: nobody there; threads: the one all of them are in */
  uint32_t life;              /* its how-manieth */
  bool fallen;                /* dead, and its owner does not know yet */
  bool by_order;              /* its death was ordered by a KILL */
  _Atomic uint32_t *guarded;  /* see pl_process_stop (); NULL: it is never stopped */
} PlCrewMember;

typedef struct {
  PlLog *log;
  PlRunStatus *status;
  const PlCrewOps *ops;
  void *owner;
  PlLaneWriter writer;        /* lane 0 */
  PlState last_state;         /* of lane 0 */
  int control_fd, child_fd;
  uint32_t first, n;          /* their lanes: first .. first + n - 1 */
  uint32_t n_alive;
  int64_t fork_ns;            /* when the last one was forked */
  int64_t death_ns;           /* when the last one was found dead: its account ends there */
  PlAccount account;          /* in a worker: its own */
  PlSlices *slices;           /* NULL: none are told */
  PlCpuGroup group;           /* that all of them are in */
  int64_t throttled_ns;       /* of the group, when it began */
  uint64_t stolen_ms;         /* by the host, when it began; UINT64_MAX: nobody tells */
  bool threads;               /* all of them are in one process */
  bool executes;              /* work () is another program, which tells of its birth itself */
  bool makes;                 /* they are made by ops->make () */
  bool foreign;               /* they are none of this process' family: the kernel tells it nothing of them */
  bool stopped, failed;       /* by the user; see pl_crew_fail () */
  PlCrewMember members[PL_MAX_CREW]; /* by lane - first */
} PlCrew;

void pl_crew_init (PlCrew *self, PlLog *log, int control_fd, uint32_t n, const PlCrewOps *ops,
                   void *owner);
/* From here on deaths are heard of. FALSE: failed, and said so. */
bool pl_crew_open (PlCrew *self);
void pl_crew_close (PlCrew *self);
/* This moment is time 0 of the run. */
void pl_crew_start_clock (PlCrew *self);

/* Of the parent's lane. */
int64_t pl_crew_now (const PlCrew *self);   /* 0 unless recording */
void pl_crew_record (PlCrew *self, int64_t time_ns, PlState state, uint32_t arg, uint16_t count);
void pl_crew_enter (PlCrew *self, PlState state, uint32_t arg); /* now */
/* Notes why the run failed, the first reason only. error_errno is positive. */
void pl_crew_fail (PlCrew *self, PlRunError error, int error_errno, int detail, uint64_t arg0,
                   uint64_t arg1);
static inline bool
pl_crew_goes_on (const PlCrew *self)
{
  return !self->stopped && !self->failed;
}

/* One worker, which keeps the n_keep descriptors in keep (sorted in place). guarded: as in
 * pl_process_fork_guarded (), or NULL. FALSE: failed, and said so. */
bool pl_crew_fork (PlCrew *self, uint32_t lane, int *keep, unsigned n_keep,
                   _Atomic uint32_t *guarded);
/* One process for all lanes, which lives as ops->live () has it: with a thread a lane. Otherwise the same. */
bool pl_crew_fork_threads (PlCrew *self, int *keep, unsigned n_keep, _Atomic uint32_t *guarded);
/* In such a thread: its first moment, and the beginning of its account. asked_ns: when it was to be made. */
void pl_crew_thread_born (const PlCrew *self, uint32_t lane, int64_t asked_ns, PlAccount *account);
/* In such a thread, at its end. */
void pl_crew_thread_ends (const PlCrew *self, uint32_t lane);
/* All of them, none of which is ever stopped. Listens in between. */
void pl_crew_fork_all (PlCrew *self, int *keep, unsigned n_keep);
/* In a new program that is the life-th worker of its lane: its first moment. */
void pl_crew_note_birth (PlLog *log, uint32_t lane, uint32_t life, int64_t asked_ns, PlAccount *account);
uint32_t pl_crew_life (const PlCrew *self, uint32_t lane); /* of whoever is there, or is just being made */
pid_t pl_crew_pid (const PlCrew *self, uint32_t lane); /* 0: nobody there */
/* Whoever has died, until the run has failed. */
void pl_crew_reap (PlCrew *self);
void pl_crew_kill_all (PlCrew *self);
/* Stops all that are there, or lets them go on. */
void pl_crew_pause (PlCrew *self, bool pause);

/* Everything that has been said; a closed socket means stop. */
void pl_crew_listen (PlCrew *self);
/* Sleeps until there is a death or a command, and sees to it; at most tick_ms (-1: for ever). */
void pl_crew_wait (PlCrew *self, int tick_ms);

/* The parent's last record, and the end of the run. */
void pl_crew_finish (PlCrew *self);
/* How the run ends. */
PlPhase pl_crew_final_phase (const PlCrew *self);
