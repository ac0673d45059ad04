/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The one table of counter methods: id, key on the command line and in files,
 * name, one-line description, and whether it is correct. The engine adds the
 * functions (engine/race-METHOD.c); everybody else reads names from here.
 * Names are English message ids; callers above log/ translate them. */

#include <stdbool.h>
#include <stdint.h>

/* X (ID, key, name, description, correct) ; N_() only marks for xgettext. */
#ifndef N_
#define N_(String) (String)
#endif
#define PL_RACE_METHODS(X) \
  X (NONE,   none,   N_ ("No lock"),    N_ ("load, add, store"),               false) \
  X (MUTEX,  mutex,  N_ ("Mutex"),      N_ ("lock, load, add, store, unlock"), true)  \
  X (ATOMIC, atomic, N_ ("Atomic add"), N_ ("one indivisible add"),            true)

typedef enum {
#define X(ID, key, name, description, correct) PL_RACE_##ID,
  PL_RACE_METHODS (X)
#undef X
  PL_N_RACE_METHODS
} PlRaceMethod;

typedef struct {
  const char *key, *name, *description;
  bool correct;
} PlRaceMethodInfo;

/* NULL when method is out of range. */
const PlRaceMethodInfo *pl_race_method_info (uint32_t method);
/* The method with this key, or -1. */
int pl_race_method_from_key (const char *key);
