/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Names of the shared memory that a scene makes by name. Such a block outlives all that use it, so whoever started the
 * run can tell from its name whose it was: the runner's pid is in it, and the pid namespace in which that counts. */

#include <stdint.h>
#include <sys/types.h>

#define PL_SCENE_BLOCK_NAME 64u     /* bytes, with its end */
#define PL_SCENE_BLOCK_BYTES 65536u

/* For shm_open () and shm_unlink (): of the n-th block of the run of that runner. */
void pl_scene_block_name (char name[PL_SCENE_BLOCK_NAME], pid_t runner, uint32_t n);
/* Removes what runs have left whose runner is not there any more, in this pid namespace; never one of a run that goes
 * on. runner: and those of that one, whether it is there or not; 0: none. Returns how many. */
unsigned pl_scene_blocks_sweep (pid_t runner);
