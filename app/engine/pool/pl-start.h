/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How a worker that is a process comes into the world when it is no copy of the runner: as a program of its own
 * (spawn), or as a copy of a small server that is one (forkserver). Both find log and arena by descriptors, and make
 * anew what they need beside them. A worker is the runner's own child in any case, so that the crew hears of its end. */

#include <stdint.h>
#include <sys/types.h>

#include "log/pl-plan-data.h"

struct PlPool;

/* A variable as any program has: 0 at its beginning, something else in the runner and in the server before they make
 * workers. What a worker finds in it tells whose copy it is. */
typedef enum { PL_VARIABLE_FRESH = 0, PL_VARIABLE_OF_RUNNER, PL_VARIABLE_OF_SERVER } PlVariable;
extern uint32_t pl_start_variable;

/* The runner's own: where its log is. */
extern int pl_start_log_fd;

/* What a new program needs to know; in this order on its command line, all as numbers. */
typedef struct {
  int log_fd, arena_fd;
  uint32_t lane, life;
  int64_t asked_ns;
  int fds[4];
  int n_fds;
} PlStartOrder;

/* In the child of a fork, which has all of the order's descriptors: becomes that worker. Returns only if it cannot. */
void pl_start_execute (PlStartOrder *order);

/* The server. fd < 0: there is none. */
typedef struct {
  pid_t pid;
  int fd;
  int64_t creation_ns;       /* until it was ready */
} PlStartServer;

/* Negative errno. */
int pl_start_server (PlStartServer *self, int arena_fd);
/* Has it make a worker: its pid, or a negative errno; -EPIPE: the server is gone. */
pid_t pl_start_ask_server (PlStartServer *self, const PlStartOrder *order);
void pl_start_stop_server (PlStartServer *self);

/* The new programs: what main () is for them. The first two arguments are the program and PL_START_WORKER or _SERVER. */
#define PL_START_WORKER "--worker"
#define PL_START_SERVER "--fork-server"
int pl_started_worker (int argc, char *argv[]);
int pl_started_server (int argc, char *argv[]);
