/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Runs that stand beside each other, and the moment they have in common. One run alone is the same with nothing beside it. */

#include "log/pl-log.h"
#include <glib.h>

G_BEGIN_DECLS

#define PL_MIN_COMPARED 2u
#define PL_MAX_COMPARED 4u

typedef enum {
  PL_ALIGN_FIRST_TASK,          /* when what it is about began: the first task, the race */
  PL_ALIGN_START,               /* the start of the run */
} PlAlign;

/* "first-task", "start" (static); and back, -1: no such key. Never translated. */
const char *pl_align_key (PlAlign align);
int pl_align_from_key (const char *key);

typedef struct {
  guint n;                      /* 0 to PL_MAX_COMPARED */
  PlLog *logs[PL_MAX_COMPARED]; /* references */
  PlAlign align;                /* says nothing of one alone */
} PlCompared;

/* Takes a reference; there is room. */
void pl_compared_add (PlCompared *self, PlLog *log);
/* Drops the references; then it is empty. */
void pl_compared_clear (PlCompared *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlCompared, pl_compared_clear)

G_END_DECLS
