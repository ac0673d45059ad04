/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Workers of one kind, made and awaited the same way whatever they are. */

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "log/kinds/pl-kind-rows.h"

#define TEAM_MAX 8u

/* In memory that all of them share. */
typedef struct {
  int64_t born_ns[TEAM_MAX];
  _Atomic uint32_t ready, go;         /* how many have come so far; a futex that lets them go on */
  _Atomic uint32_t said;              /* a futex */
  _Atomic uint32_t alive[TEAM_MAX];
} TeamShared;

typedef struct Team Team;
struct Team {
  PlKind kind;
  uint32_t n;
  void (*work) (Team *team, uint32_t worker);
  void *data;
  TeamShared *shared;
  int64_t asked_ns[TEAM_MAX];
  pid_t pids[TEAM_MAX];
  pthread_t threads[TEAM_MAX];
};

/* Once in a process. false: no memory. */
bool team_set_up (Team *team, PlKind kind);
/* n workers begin with work. false: one of them could not be made; the others are awaited. */
bool team_start (Team *team, uint32_t n, void (*work) (Team *team, uint32_t worker));
void team_wait (Team *team);
/* Until that one is gone; where team_wait () cannot find it any more it goes on. Processes, or nobody is left who would. */
void team_wait_for (Team *team, uint32_t worker);
/* In a worker: comes, and waits until all may go on. */
void team_meet (Team *team);
/* Until all of them have come. */
void team_await (Team *team);
void team_release (Team *team);
/* In a worker: waits until whoever made it has something to say. */
void team_hear (Team *team);
void team_say (Team *team);
/* How long n workers take for it, all in all; 0: it failed. */
int64_t team_time (Team *team, uint32_t n, void (*work) (Team *team, uint32_t worker));
