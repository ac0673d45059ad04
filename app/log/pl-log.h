/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The log of one run: a shared-memory segment while it runs and, compacted, the saved file. libc only:
 * workers write it after fork. What it looks like is in pl-log-format.h, how it is written in
 * pl-lane-writer.h, how its events are read in pl-log-events.h. Functions return 0 or a negative errno.
 * A saved file is never trusted (see PlLogFault), and neither is what other processes do to a segment:
 * whatever lies in it, these functions stay within it and come to an end. */

#include "log/pl-log-format.h"

/* Room in a log beyond what its plan means, for what is not known beforehand. */
typedef struct {
  uint32_t lanes;
  uint64_t records;                   /* of all lanes together */
  uint32_t names;                     /* bytes */
} PlLogRoom;

/* A new segment for a valid plan, in a memfd (sealed against resizing). The plan bounds the
 * number of records; untouched pages cost nothing. -EFBIG: RLIMIT_FSIZE forbids it. -ENOMEM, -EMFILE, -ENFILE.
 * app_version may be NULL. */
int pl_log_create (const PlPlanData *plan, const char *app_version, PlLog **out);
/* The same with more room. */
int pl_log_create_roomy (const PlPlanData *plan, const PlLogRoom *room, const char *app_version,
                         PlLog **out);
/* The runner's side: map the segment behind fd, writable. Does not close fd. -EINVAL: not a log. */
int pl_log_attach (int fd, PlLog **out);
/* The same for a process that only adds lanes of its own while others are writing: chains in the making are
 * not looked at. */
int pl_log_join (int fd, PlLog **out);
/* Read a saved file into memory and check every field; version 1 too. -EBADMSG and *fault when it is
 * damaged or no log; other errors from reading it. */
int pl_log_open (const char *path, PlLog **out, PlLogFault *fault);
/* The same from bytes, which are copied. In both, fault may be NULL. */
int pl_log_open_bytes (const void *bytes, size_t size, PlLog **out, PlLogFault *fault);
/* Write the log, compacted, to fd. Safe while it is still being written: saves what is published
 * now. -ENOSPC, -EIO, ... */
int pl_log_save (const PlLog *log, int fd);

PlLog *pl_log_ref (PlLog *log);
void pl_log_unref (PlLog *log);       /* unmaps at zero; NULL is fine */

int pl_log_fd (const PlLog *log);     /* of a created one, else -1; owned by the log */
PlLogHeader *pl_log_header (const PlLog *log);
/* Writes what every header tells of this version: magic, byte order and the sizes of its entries. */
void pl_log_sign (PlLogHeader *header);
const PlPlanData *pl_log_plan (const PlLog *log);
uint32_t pl_log_n_lanes (const PlLog *log);
PlLane *pl_log_lane (const PlLog *log, uint32_t lane);
/* A lane before this one, or PL_LANE_NOBODY. */
uint32_t pl_log_lane_parent (const PlLog *log, uint32_t lane);
uint32_t pl_log_race_lane (const PlLog *log, uint32_t part, uint32_t worker); /* worker 0-based */
/* Time a pool's worker spent in tasks until now_ns, also in those it is in the middle of. */
int64_t pl_lane_busy_ns (const PlLane *lane, int64_t now_ns);
/* Its busy time ends here: said by itself, or for one that is dead. */
void pl_lane_end_busy (PlLane *lane, int64_t now_ns);
/* Whether the CPU times and context switches of the lanes are all there: a process tells them when it ends, to a
 * runner that is still there. */
bool pl_log_knows_usage (const PlLog *log);
/* Published states (a racer's: increments), never more than the capacity. */
uint64_t pl_log_count (const PlLog *log, uint32_t lane);
uint64_t pl_log_dropped (const PlLog *log); /* all lanes, all streams */
/* All of them one behind the other, as many as pl_log_count () said last. The address of a lane's
 * records never changes, what is published never moves: nothing is copied where it can be mapped. */
const PlRecord *pl_log_records (const PlLog *log, uint32_t lane);
PlRaceRecord *pl_log_race_records (const PlLog *log, uint32_t lane);
/* The last published state of a lane, looked for in its last chunk only. */
bool pl_log_last_record (const PlLog *log, uint32_t lane, PlRecord *out);
/* Entries of the result order that are published. */
uint32_t pl_log_n_order (const PlLog *log);
uint32_t *pl_log_order (const PlLog *log);
PlTrial *pl_log_trials (const PlLog *log, uint32_t part);
/* Entries of both kinds in their section, one behind the other from the first PlTrial on. */
uint64_t pl_log_n_trial_entries (const PlLog *log);
/* NULL: the log has none. */
PlTrialRace *pl_log_trial_races (const PlLog *log, uint32_t part);
/* The text behind a reference, cut to size - 1 bytes, as valid UTF-8 without control characters; "" when
 * there is none. Returns its length. size > 0. */
size_t pl_log_name (const PlLog *log, uint32_t name, char *out, size_t size);
/* The plan as it stands in the log, also what this version does not know of it; the name table, texts that end in NUL,
 * which may hold anything. *size bytes. */
const char *pl_log_plan_text (const PlLog *log, size_t *size);
const char *pl_log_names (const PlLog *log, size_t *size);

#include "log/pl-lane-writer.h"
