/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the trace of a kind of run says in its own words. One of these a kind: pl_trace_KEY, in
 * trace/KEY/. Strings are translated; free them unless said otherwise. */

#include "trace/compare/pl-measures.h"
#include "trace/find/pl-path.h"
#include "trace/pl-trace-text.h"
#include "trace/pl-trace.h"
#include "trace/recording/pl-transfers.h"

G_BEGIN_DECLS

typedef struct {
  /* What stands above the picture; NULL: the plan's title. */
  char *(*title) (PlLog *log);
  /* What the first lane is called (static). May be NULL: "Parent". */
  const char *(*parent_name) (void);
  gboolean parent_is_outside;                                     /* no part of what it is about: no picture or table has its spans */
  /* No sum of all lanes has what this one did. May be NULL: there is none such. */
  gboolean (*is_beside) (PlLog *log, guint lane);
  char *(*worker_name) (PlLog *log, guint lane);                  /* any lane but the parent's */
  /* On what a lane ran, beside its pid; NULL: there is nothing to say. May be NULL: there never is. */
  char *(*place) (PlLog *log, guint lane);
  char *(*span_title) (PlTrace *self, const PlSpan *span);
  char *(*span_sentence) (PlTrace *self, const PlSpan *span);
  void (*append_results) (PlTrace *self, GString *subtitle);      /* NULL: nothing to add */
  char *(*outcome) (PlLog *log);                                  /* of a run that came to its end; see pl_trace_outcome () */
  /* What a state is called (static). May be NULL: as anywhere. */
  const char *(*state_name) (const PlPlanData *plan, PlState state);
  /* What a span waits for where its state does not tell, for programs (static, never translated); NULL: it does not wait. May be
   * NULL: states tell. */
  const char *(*wait_key) (const PlSpan *span);
  /* What the time in PL_STATE_WORKING consists of (static). May be NULL: as anywhere. */
  const char *(*part_name) (PlCpuPart part, gboolean share);
  /* What it means that the system has no robust locks (static), or NULL: nothing. May be NULL. */
  const char *(*no_robust_locks) (const PlPlanData *plan);
  /* What it is compared by with others of its kind. */
  void (*measure) (PlTrace *self, PlMeasures *out);
  /* When what it is about began. May be NULL: when the run did. */
  gint64 (*begin_ns) (PlTrace *self);
  /* How a run that came to its end ended, in a word for programs (static, never translated). May be NULL: there is no such word. */
  const char *(*result) (PlLog *log);
  /* A figure of its own beside its measures; FALSE: it knows none of that key. May be NULL. */
  gboolean (*figure) (PlTrace *self, const char *key, double *value);
  gboolean has_messages;                                          /* tasks and results travel */
  /* Or what travels is a list of its own, owned by the trace. May be NULL: it is not. */
  PlTransfers *(*transfers) (PlTrace *self);
  /* See trace/find/pl-path.h. May be NULL: nobody waits for anybody. */
  gboolean (*cause) (PlTrace *self, const PlSpan *wait, PlCause *cause);
  /* The same. May be NULL: there are no tasks to follow. */
  gboolean (*follow) (PlTrace *self, const PlSpan *from, gboolean forth, guint32 *chunk, PlSpan *span);
} PlTraceKind;

#define X(ID, key) extern const PlTraceKind pl_trace_##key;
PL_RUN_KINDS (X)
#undef X

/* pl-trace-kinds.c: the one table. */
const PlTraceKind *pl_trace_kind (PlLog *log);

G_END_DECLS
