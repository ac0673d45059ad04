/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Writing a log compactly, to a file or to memory. Used by the files of log/ only. */

#include "log/pl-log-private.h"

typedef struct PlLogSink PlLogSink;

struct PlLogSink {
  int fd;
  uint8_t *memory;                    /* instead of fd; from prepare */
  uint64_t offset;                    /* written so far */
  /* NULL, or called once, before anything is written. */
  int (*prepare) (PlLogSink *sink, uint64_t size);
};

int pl_log_write (const PlLog *log, PlLogSink *sink);
