/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the kinds of sources; nobody else includes this. */

#include "trace/find/pl-find-source.h"
#include "trace/pl-trace-account.h"
#include "trace/recording/pl-transfers.h"

G_BEGIN_DECLS

typedef struct {
  /* NULL: those of the log. */
  guint (*n_lanes) (PlFindSource *self);
  /* NULL: the first lane is. */
  gboolean (*is_parent) (PlFindSource *self, guint lane);
  guint64 (*count) (PlFindSource *self, guint lane);
  gboolean (*get) (PlFindSource *self, guint lane, guint64 index, PlFindSpan *span);
  guint64 (*find) (PlFindSource *self, guint lane, gint64 t_ns);
  char *(*lane_name) (PlFindSource *self, guint lane);
  char *(*text) (PlFindSource *self, const PlFindSpan *span);
  const char *(*state_name) (PlFindSource *self, PlState state);
  const char *(*task_word) (PlFindSource *self);
  /* NULL: nobody knows. */
  gboolean (*account) (PlFindSource *self, guint lane, gint64 from_ns, gint64 to_ns, PlCpuAccount *account);
  gboolean (*way) (PlFindSource *self, const PlFindSpan *span, gint64 *way_ns);
  /* NULL: there are none. */
  gboolean (*has_messages) (PlFindSource *self);
  PlTransfers *(*list) (PlFindSource *self);
  PlOutputs *(*outputs) (PlFindSource *self);
  /* NULL: nothing was. Both, or none of them. */
  gboolean (*written) (PlFindSource *self, guint lane, guint64 index, PlFindSpan *span);
  char *(*written_text) (PlFindSource *self, const PlFindSpan *span);
  gboolean (*value) (PlFindSource *self, const PlFindSpan *span, guint32 *value);
} PlFindSourceClass;

struct _PlFindSource {
  const PlFindSourceClass *klass;
  gpointer subject;             /* PlTrace, PlRace or several sources; owned */
  GDestroyNotify free_subject;
  PlLog *log;                   /* NULL: there are several */
  guint part, first_lane;       /* of a race: whose increments, and the lane of its first worker */
  gint64 until_ns;              /* a moment of it; 0: all of it */
  gboolean waits;               /* before each increment but the first there is a wait */
};

/* Takes the subject. */
PlFindSource *pl_find_source_new (const PlFindSourceClass *klass, gpointer subject, GDestroyNotify free_subject);

G_END_DECLS
