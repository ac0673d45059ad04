/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Saved runs as bytes, of both versions, for those who break or compare them. */

#include "log/pl-log.h"

typedef struct {
  uint8_t *bytes;                     /* g_free () */
  size_t size;
} LogFile;

/* What pl_log_save () writes. */
LogFile log_file_save (const PlLog *log);
/* The segment of a created log as it lies in memory, with its chains. */
LogFile log_file_raw (const PlLog *log);
/* The same run as version 1 wrote it; what that did not know is left out. */
LogFile log_file_v1 (const PlLog *log);
/* A file of version 2 whose plan is replaced, whatever it then is worth. */
LogFile log_file_with_plan (LogFile file, const PlPlanData *plan);
LogFile log_file_with_plan_text (LogFile file, const char *text);
/* The plan of a file of version 2. */
PlPlanData log_file_plan (LogFile file);
void log_file_write (LogFile file, const char *path);
