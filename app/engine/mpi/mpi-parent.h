/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/mpi/mpi-world.h"
#include "log/pl-log.h"

/* Rank 0: the run, with all other ranks as its workers. The log is that of the front end, whose plan has a pool of as many
 * workers; control_fd as in log/pl-runner-protocol.h. True: all ranks left in peace, and MPI may be finalised. */
bool pl_mpi_parent_run (const PlMpiWorld *world, PlLog *log, int control_fd);
