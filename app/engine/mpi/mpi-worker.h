/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/mpi/mpi-world.h"

/* A worker's rank, until rank 0 has nothing more for it. False: something broke, and MPI with it. */
bool pl_mpi_worker_run (const PlMpiWorld *world);
