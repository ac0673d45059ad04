/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <semaphore.h>
#include <stdio.h>

/* What there is of one kind, and behind the last one a name of NULL. */
typedef struct { const char *name; int (*plant) (void); } Plant;

extern const Plant plants_waits[], plants_locks[], plants_odd[];

/* Sleeps, and computes. */
void planted_rest (int ms);
void planted_spin (int ms);
/* Shared with the children: somebody says that he is about to wait, and somebody else goes by that. */
_Atomic int *planted_flag (void);
void planted_until (_Atomic int *flag);
/* Shared with the children: one for each digit, which says how often it can be taken. */
sem_t *planted_semaphores (const char *values);
