/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Rank 0: what its files share. */

#include "engine/channels/pl-pipe-message.h"
#include "engine/mpi/mpi-world.h"
#include "engine/pool/pl-pool-private.h"

/* Chunks a rank may have: the one it is at, and the one under way. */
#define PL_MPI_DEPTH 2u

/* Chunks that take longer, or are larger, are worth the wait for the next one: what is under way to a rank cannot be taken
 * back. */
#define PL_MPI_AHEAD_NS INT64_C (1000000)
#define PL_MPI_AHEAD_BYTES (16u << 10)

/* A worker's rank as rank 0 has it. */
typedef struct {
  int fd;                    /* its lifeline; -1: it is rank 0 itself */
  uint32_t n;                /* chunks it was given and has not answered, */
  uint32_t chunks[PL_MPI_DEPTH];
  int64_t sent_ns[PL_MPI_DEPTH]; /* ... oldest first, and when */
  uint32_t n_out;            /* messages not all sent: those of the last so many chunks, */
  PlPipeMessage out[PL_MPI_DEPTH]; /* ... oldest first */
  MPI_Request request;       /* of the piece that is under way, */
  size_t under_way;          /* ... of so many bytes; 0: none is */
  uint8_t *piece;            /* PL_MPI_PIECE */
  PlPipeMessage in;
  PlLaneWriter writer;
  bool left;                 /* it has said its last word */
} PlMpiPeer;

typedef struct {
  PlPool pool;               /* first: who has the one has the other */
  const PlMpiWorld *world;
  PlMpiPeer *peers;          /* by lane; 0 unused */
  uint8_t *buffer;           /* PL_MPI_PIECE */
  uint32_t depth;
  bool alone;                /* there is no other rank: this one is its own worker */
  uint32_t n_left;
} PlMpiParent;

/* mpi-parent-send.c */
void pl_mpi_hand_out (PlPool *pool);
/* What of the messages can be sent now. False: all of it was. */
bool pl_mpi_send_more (PlMpiParent *self);
/* The next chunk, done by this process itself. False: there is none now. */
bool pl_mpi_do_one (PlMpiParent *self);
/* mpi-parent-receive.c */
/* Takes what has come; whether anything had. */
bool pl_mpi_receive (PlMpiParent *self);
