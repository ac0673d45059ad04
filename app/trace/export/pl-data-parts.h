/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The parts of a run as they are read, and the saved run they become. Nothing in them is trusted: what they become is
 * looked at by the reader of saved runs. Used by the files of trace/export/ only. */

#include <glib.h>

#include "log/pl-log.h"

G_BEGIN_DECLS

typedef struct {
  GArray *records;              /* PlRecord or PlRaceRecord; NULL: none */
  GArray *lines;                /* guint32: the line each stood on */
} PlDataStream;

typedef struct {
  PlLane lane;
  PlDataStream streams[PL_N_STREAMS];
} PlDataLane;

typedef struct {
  PlLogHeader header;
  GString *plan;                /* lines KEY=VALUE */
  GString *names;
  GArray *lanes;                /* PlDataLane */
  GArray *order;                /* guint32 */
  GArray *trials;               /* guint64 */
  guint64 n_records;
} PlDataRun;

void pl_data_run_init (PlDataRun *self);
void pl_data_run_clear (PlDataRun *self);
/* record: of 16 bytes. */
void pl_data_run_add (PlDataRun *self, guint lane, PlStreamKind stream, gconstpointer record, guint line);
/* A saved run, to be read back. NULL: more than memory is made for. */
GByteArray *pl_data_run_build (PlDataRun *self);
/* The line of the record at this offset of what was built; 0: there is none. */
guint pl_data_run_find_line (PlDataRun *self, const GByteArray *built, guint64 offset);

G_END_DECLS
