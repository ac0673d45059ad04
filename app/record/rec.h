/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of the recorder, which is loaded into programs that are not ours and stands in for functions of
 * libc there: each calls the real one and tells the log what the thread waited for, what it moved and whom it made.
 * Whatever happens here must not show there: errno, results, cancellation and signals are those of the real function;
 * nothing blocks, nothing is allocated after a fork, no descriptor is kept. A log that is not there or full changes
 * nothing but the log. */

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "log/pl-log.h"

#define PL_REC_EXPORT __attribute__ ((visibility ("default")))

/* Where a program finds the log and the table of things: two paths with a colon between them. */
#define PL_REC_VARIABLE "PARALANE_RECORD"

/* --- rec-start.c --- */

/* Mapped by all processes of a recording; NULL: this one is not recorded. */
extern PlLog *pl_rec_log;
/* The definition behind ours; aborts when libc has none. */
void *pl_rec_real (const char *name);
/* Declares `real`, found once. */
#define PL_REC_REAL(type, name, arguments) \
  static type (*real) arguments; \
  if (!real) real = (type (*) arguments) pl_rec_real (name)

/* --- rec-lane.c: each thread writes a lane of its own --- */

/* NULL: this thread is not recorded. Makes its lane when it has none yet. Async-signal-safe. */
PlLaneWriter *pl_rec_writer (void);
/* PL_LANE_NOBODY: none. */
uint32_t pl_rec_lane_index (void);
/* The first thread of a program that has just been executed; goes on in the lane that its process had before. */
void pl_rec_lane_start_process (const char *name);
/* The one thread of a process that has just been forked. */
void pl_rec_lane_forked (void);
void pl_rec_lane_start_thread (uint32_t parent);
/* Its last word; status: of exit. */
void pl_rec_lane_end (int status);
/* The child is dead and known to be: says so in its lane if it could not do so itself. status: of wait. */
void pl_rec_lane_reaped (pid_t pid, int status);
/* Of this thread. */
void pl_rec_lane_set_name (const char *name);
/* A text at this moment. */
void pl_rec_mark (const char *text);

/* --- rec-wait.c --- */

/* A wait is said in two words of the lane while it lasts, and becomes a record when it was long enough to be one. */
typedef struct {
  PlLaneWriter *writer;               /* NULL: not recorded */
  int64_t since_ns, before_ns;        /* before: of a wait that a signal handler interrupted */
  uint64_t what, before;
} PlRecWait;

/* From now on the thread waits; what: a name of the log, or what PlWaitReason says. */
void pl_rec_wait_begin (PlRecWait *self, PlWaitReason reason, uint32_t what);
/* The same of a lock; holder: a lane, or PL_LANE_NOBODY. */
void pl_rec_wait_lock (PlRecWait *self, PlWaitReason reason, uint32_t what, uint32_t holder);
void pl_rec_wait_end (PlRecWait *self);

/* --- rec-account.c --- */

/* The kernel's account of this thread up to now, if the last one is old enough or at_once. */
void pl_rec_account (PlLaneWriter *writer, bool at_once);

/* --- rec-object.c: the things that are waited for, shared by all processes of a recording --- */

typedef struct PlRecObject PlRecObject;

void pl_rec_objects_map (int fd);
/* The thing with this key, which is not 0, made if it is new: "pipe 3". NULL: there is no room. */
PlRecObject *pl_rec_object (uint64_t key, const char *kind);
uint32_t pl_rec_object_name (const PlRecObject *object);   /* for the log; 0 for NULL */
uint32_t pl_rec_object_holder (const PlRecObject *object);
void pl_rec_object_set_holder (PlRecObject *object, uint32_t lane);
/* The other end of a socket. */
void pl_rec_object_join (PlRecObject *a, PlRecObject *b);
PlRecObject *pl_rec_object_peer (PlRecObject *object);     /* itself, when nobody knows */

/* A lock at an address of this process: seen by others where it lies in shared memory. */
PlRecObject *pl_rec_lock_object (const void *address);
/* It is known under this name by other processes. */
void pl_rec_lock_named (const void *address, const char *name);
void pl_rec_lock_taken (const void *address);
void pl_rec_lock_given (const void *address);
uint32_t pl_rec_lock_holder (const void *address);

static inline uint64_t
pl_rec_hash (uint64_t a, uint64_t b)
{
  uint64_t x = a * UINT64_C (0x9e3779b97f4a7c15) ^ b;

  x = (x ^ (x >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * UINT64_C (0x94d049bb133111eb);
  x ^= x >> 31;
  return x ? x : 1;
}

/* --- rec-memory.c: what this process shares with others --- */

/* Names a place in shared memory, the same in all processes that see it; 0: nobody else does. */
uint64_t pl_rec_memory_key (const void *address);

/* --- rec-file.c: what is behind a descriptor --- */

typedef enum { PL_REC_OTHER = 0, PL_REC_PIPE, PL_REC_SOCKET, PL_REC_TERMINAL } PlRecFileKind;

/* object is NULL for what bytes do not travel through. Remembered until somebody closes or replaces a descriptor. */
PlRecFileKind pl_rec_file (int fd, PlRecObject **object);
void pl_rec_file_forget (int fd);
void pl_rec_file_forget_all (void);
/* Before and after a read or write of bytes: waits are told, and what moved. */
typedef struct { PlRecWait wait; PlRecObject *object; PlRecFileKind kind; } PlRecTransfer;
void pl_rec_read_begin (PlRecTransfer *self, int fd);
void pl_rec_write_begin (PlRecTransfer *self, int fd);
void pl_rec_transfer_end (PlRecTransfer *self, ssize_t bytes);

/* --- rec-exec.c --- */

/* envp with what a recorded program needs, in room for n; envp itself when it has that already. */
unsigned pl_rec_environment_room (char *const envp[]);
char *const *pl_rec_environment (char *const envp[], char **room);
