/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the commands of paralane-cli share. Every command takes the arguments from its own
 * name on and returns the exit status. */

#include <glib.h>
#include <json-glib/json-glib.h>
#include <stdio.h>

#include "cli/pl-cli-picture.h"
#include "control/pl-run.h"
#include "paint/pl-export.h"
#include "trace/export/pl-data.h"
#include "trace/pl-trace-account.h"
#include "trace/pl-trace-text.h"

G_BEGIN_DECLS

#define PL_CLI_NAME "paralane-cli"

enum { PL_CLI_OK = 0, PL_CLI_FAILED = 1, PL_CLI_USAGE = 2 };

int pl_cli_show (int argc, char **argv);
int pl_cli_export (int argc, char **argv);
int pl_cli_import (int argc, char **argv);
int pl_cli_compare_runs (int argc, char **argv);
int pl_cli_sweep (int argc, char **argv);
int pl_cli_compare_kinds (int argc, char **argv);

/* output.c: text in the terminal's own character set. */
void pl_cli_print (FILE *stream, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The same of text that is to stay as it is. */
void pl_cli_put (FILE *stream, const char *text);
/* "paralane-cli: MESSAGE" on stderr. */
void pl_cli_error (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* Lines with their columns under each other; first column to the left, all others to the right. */
typedef struct _PlCliTable PlCliTable;
PlCliTable *pl_cli_table_new (guint n_columns);
void pl_cli_table_add (PlCliTable *self, char *text);     /* the next cell; takes text */
void pl_cli_table_print (PlCliTable *self, FILE *stream); /* and frees it */
/* Writes out what is buffered for stdout. FALSE: this or something before could not be written; said so, once,
 * unless the reader just left. */
gboolean pl_cli_flush (void);

/* open.c: a saved run, or what else holds one; of a picture of several the first, and says so. NULL: error. */
PlLog *pl_cli_open_run (const char *path, GError **error);
/* All runs of the file, see pl_run_open_logs (); says which are left out. */
gboolean pl_cli_open_runs (const char *path, PlCompared *runs, GError **error);

/* usage.c: an error with a hint at the command's --help; returns PL_CLI_USAGE. */
int pl_cli_usage_error (const char *command, const char *message);
/* Says error; PL_CLI_USAGE when a value of the plan was refused, else PL_CLI_FAILED. */
int pl_cli_fail (const char *command, const GError *error);
/* For n_arguments: the command counts them itself. */
#define PL_CLI_ANY_ARGUMENTS G_MAXUINT
/* An entry of its table: what is given goes to options->FIELD; all but a flag are to be freed. */
#define PL_CLI_ENTRY(name, arg, field, description, value) \
  { name, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_##arg, &options->field, description, value }
#define PL_CLI_TEXT(name, field, description, value) \
  PL_CLI_ENTRY (name, STRING, field, description, value)
#define PL_CLI_FILE(name, field, description, value) \
  PL_CLI_ENTRY (name, FILENAME, field, description, value)
#define PL_CLI_FILES(name, field, description, value) \
  PL_CLI_ENTRY (name, FILENAME_ARRAY, field, description, value)
#define PL_CLI_FLAG(name, field, description) PL_CLI_ENTRY (name, NONE, field, description, NULL)
/* Reads the options of a command. n_arguments words must be left, which go to *arguments. FALSE: *status
 * is what to exit with: the help was printed, or the usage was wrong and that was said. */
gboolean pl_cli_parse (const char *command, const char *parameters, const char *summary, const GOptionEntry *entries,
                       int argc, char **argv, guint n_arguments, char ***arguments, int *status);

/* values.c: an option's text to a value; text NULL leaves the value as it is. FALSE: error names option, value, limits. */
gboolean pl_cli_value_count (const char *option, const char *text, guint64 lowest, guint64 highest, guint64 *value,
                             GError **error);
gboolean pl_cli_value_count32 (const char *option, const char *text, guint32 lowest, guint32 highest, guint32 *value,
                               GError **error);
gboolean pl_cli_value_bytes (const char *option, const char *text, guint32 highest, guint32 *value, GError **error);
gboolean pl_cli_value_duration (const char *option, const char *text, gint64 highest, gint64 *value, GError **error);
/* keys: of all choices, in order; from_key as pl_ipc_from_key (). */
gboolean pl_cli_value_choice (const char *option, const char *text, int (*from_key) (const char *),
                              const char *keys, guint32 *value, GError **error);

/* progress.c: starts a run and follows it to its end. A line on stderr if that is a terminal. The first
 * SIGINT, SIGTERM or SIGHUP stops the run, the second gives it up: then it is not finished.
 * FALSE: error says that it could not be started or was given up. */
gboolean pl_cli_follow (PlRun *run, GError **error);
/* The same with another line; free it. For one of many runs. */
gboolean pl_cli_follow_with (PlRun *run, char *(*line) (gpointer data), gpointer data, GError **error);

/* The same file: says on stderr, before they start, that these will take long; nothing if they will not. */
void pl_cli_warn (const PlPlanData *plans, guint n);

/* What a command that performs something is to leave behind. */
typedef struct {
  char *save;           /* all owned by the caller; NULL: not asked for */
  char **outputs;
  char *extra;          /* a file of the kind's own, which write_extra writes */
  gboolean (*write_extra) (PlLog *log, const char *path, GError **error);
  gboolean json;
  gint64 from_ns, to_ns;        /* what pictures show of the run; to_ns 0: all of it */
  PlCliPicture picture;         /* how the pictures are to be; checked */
} PlCliTargets;

/* files.c: frees what the options of a command gave. */
void pl_cli_targets_clear (PlCliTargets *targets);
/* Whether all of them make sense. FALSE: error says what does not. */
gboolean pl_cli_targets_check (PlCliTargets *targets, GError **error);
/* Tries all files that were asked for, and more (NULL: none), before there is anything to write. NULL: one of
 * them cannot be written, and that was said; else what is to be freed when they were. */
GArray *pl_cli_try_files (const PlCliTargets *targets, const char *more);
/* Writes what can be made only once: what cannot be written where it belongs goes elsewhere, and that is said. FALSE: so
 * it went, or was lost. */
gboolean pl_cli_write_or_spare (gpointer data, gboolean (*writer) (gpointer data, const char *path, GError **error),
                                const char *path);
/* The same of what came out of many runs: its table, if csv is not NULL, and its pictures. */
gboolean pl_cli_write_result (gpointer data, char *(*to_csv) (gpointer data), PlPicture *(*to_picture) (gpointer data),
                              const char *csv, const PlCliTargets *targets);
/* Writes all of them; one that fails does not keep the others from being written. FALSE: one failed; that was said, the
 * run is kept somewhere in any case, and where and how to draw it from there was said too. */
gboolean pl_cli_write_files (PlLog *log, const PlCliTargets *targets);

/* perform.c: runs a plan, reports, saves, exports. The common end of what performs one. */
int pl_cli_perform (const char *command, const PlPlanData *plan, const PlCliTargets *targets);
/* Prints the summary or the JSON of a log, flushes; returns the exit status that fits how it ended. more: further members
 * of the JSON; text: instead of the summary; both may be NULL. */
typedef struct {
  void (*json) (gpointer data, JsonBuilder *builder);
  void (*text) (gpointer data, PlLog *log);
  gpointer data;
} PlCliMore;
int pl_cli_report (PlLog *log, gboolean json, const PlCliMore *more);

/* summary.c: for people, on stdout. */
void pl_cli_summary (PlLog *log);
/* How the run ended and whether all is right. */
gboolean pl_cli_all_right (PlLog *log);

/* json.c: for programs; never translated, whatever the locale. */
void pl_cli_json_print (PlLog *log, const PlCliMore *more);
/* "done", "stopped", "failed", "unfinished" */
const char *pl_cli_outcome_key (guint phase);
/* One object, filled by fill_cb; as text, which is to be freed, or on stdout. */
char *pl_cli_json_text (void (*fill_cb) (JsonBuilder *builder, gpointer data), gpointer data);
void pl_cli_json_print_object (void (*fill_cb) (JsonBuilder *builder, gpointer data), gpointer data);
/* json-values.c: one member each. */
void pl_cli_json_int (JsonBuilder *builder, const char *key, gint64 value);
void pl_cli_json_known_int (JsonBuilder *builder, const char *key, gboolean known, gint64 value); /* or null */
void pl_cli_json_string (JsonBuilder *builder, const char *key, const char *value);
void pl_cli_json_double (JsonBuilder *builder, const char *key, double value);
void pl_cli_json_known_double (JsonBuilder *builder, const char *key, gboolean known, double value); /* or null */
void pl_cli_json_seed (JsonBuilder *builder, guint64 seed);

/* json-account.c: who had a CPU: on_cpu_ns, waiting_cpu_ns, asleep_ns. */
void pl_cli_json_cpu_times (JsonBuilder *builder, const PlCpuAccount *account);
/* Of one lane: nothing when that is not known. */
void pl_cli_json_account (JsonBuilder *builder, PlTrace *trace, guint lane);
/* The member "kernel": who told, and what CPUs there were. */
void pl_cli_json_kernel (JsonBuilder *builder, PlTrace *trace);

/* outputs.c: what --output names. All of them end in a known format, of a picture or of data. paths may be NULL. */
gboolean pl_cli_value_outputs (char **paths, GError **error);
typedef struct {
  const PlCliPicture *picture;
  PlViewport look;              /* of it the markers, and where no range was asked for what a picture shows; to_ns 0: all */
  gboolean by_cpu;
  PlDataRows rows;              /* of data */
  gint64 from_ns, to_ns;        /* to_ns < 0: to the end */
} PlCliOutput;
gboolean pl_cli_output (PlLog *log, const char *path, const PlCliOutput *how, GError **error);

/* frames.c: the run as a series of pictures, as it is replayed. All of it strings as they were given, or NULL. */
typedef struct { char *folder, *fps, *speed; gboolean json; } PlCliFrames;
/* FALSE: one of them is not possible, or stands there without the folder. */
gboolean pl_cli_value_frames (const PlCliFrames *frames, GError **error);
/* Writes them all, and says so; or none. */
gboolean pl_cli_write_frames (PlLog *log, const PlCliFrames *frames, const PlCliOutput *how, GError **error);

/* pictures.c */
gboolean pl_cli_draw (PlLog *log, const char *path, const PlCliOutput *how, GError **error);

/* The picture of a run whose time can be played, and the range of it that how asks for. NULL: there is none. */
PlPicture *pl_cli_open_time (PlLog *log, const PlCliOutput *how, PlViewport *viewport, GError **error);

G_END_DECLS
