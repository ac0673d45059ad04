/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of the recorder, which is loaded into programs that are not ours and stands in for functions of
 * libc there: each calls the real one and tells the log what the thread waited for, what it moved and whom it made.
 * Whatever happens here must not show there: errno, results, cancellation and signals are those of the real function;
 * nothing blocks, nothing is allocated after a fork, no descriptor is kept. A log that is not there or full changes
 * nothing but the log. */

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "log/pl-log.h"

#define PL_REC_EXPORT __attribute__ ((visibility ("default")))

/* Where a program finds the log and the table of things: two paths with a colon between them. */
#define PL_REC_VARIABLE "PARALANE_RECORD"
/* Behind them: the program does not know of it. */
#define PL_REC_HIDE ":hide"
/* So much address space must be left, or the log is not mapped. */
#define PL_REC_LEAST_SPACE (UINT64_C (1) << 34)

/* --- rec-start.c --- */

/* Mapped by all processes of a recording; NULL: this one is not recorded. */
extern PlLog *pl_rec_log;
/* The program keeps us from calling the kernel (seccomp): what takes a call of our own is left out. */
extern bool pl_rec_careful;
/* Somebody asked for the lines of the program. */
extern bool pl_rec_lines;
/* What a program that is started next needs: kept, because it may clear its environment. NULL: none. */
extern const char *pl_rec_paths, *pl_rec_preload;
/* The definition behind ours; aborts when libc has none. */
void *pl_rec_real (const char *name);
/* Declares `real`, found before the program begins: nobody may look for it in a signal handler or after a fork. */
typedef struct { const char *name; void *slot; } PlRecSymbol;
#define PL_REC_REAL(type, name, arguments) \
  static type (*real) arguments; \
  static PlRecSymbol symbol __attribute__ ((used, section ("pl_rec_symbols"), aligned (sizeof (void *)))) \
    = { name, (void *) &real }; \
  if (__builtin_expect (!real, 0)) real = (type (*) arguments) pl_rec_real (name)

/* --- rec-promise.c: who was let go --- */

/* Somebody who waited is let go: at this time, by this edge between him and who gave; 0: nobody is. */
typedef struct { uint64_t moment; uint32_t edge; } PlRecWake;
/* It is told at once, but for who does so again and again: until then the last one of them is kept. */
void pl_rec_promise (PlLaneWriter *writer, uint32_t edge, int64_t time_ns);
/* Of what this thread keeps; 0: of nothing. */
uint32_t pl_rec_promise_edge (void);
/* That nobody has yet; 0: there is none. */
uint32_t pl_rec_promise_new_edge (void);
/* Before the thread tells anything later of itself, or may not come back soon: what it keeps. */
void pl_rec_promise_tell (PlLaneWriter *writer);
/* The thread is another one now. */
void pl_rec_promise_forget (void);

/* --- rec-lane.c: each thread writes a lane of its own --- */

/* NULL: this thread is not recorded. Makes its lane when it has none yet. Async-signal-safe, keeps errno. */
PlLaneWriter *pl_rec_writer (void);
/* PL_LANE_NOBODY: none. */
uint32_t pl_rec_lane_index (void);
/* For who tells something that is no wait: what the thread kept to itself stands before it. NULL: as above. */
PlLaneWriter *pl_rec_teller (void);
/* Of this process' first thread. */
uint32_t pl_rec_lane_process (void);
void pl_rec_lane_set_process (uint32_t lane);
/* Called by the first thread that finds that it is in a new process. */
extern void (*pl_rec_lane_new_process) (void);
/* Called before the last word of a process' first thread. */
extern void (*pl_rec_lane_end_process) (PlLaneWriter *writer);
/* The lane of the thread that forked this process, before it has one itself. */
uint32_t pl_rec_lane_forked_from (void);
/* In a child that shares our memory until it executes something (vfork): its lane is not this thread's. */
bool pl_rec_lane_borrowed (void);
/* In such a child: of the thread that waits until it has executed something. */
PlLaneWriter *pl_rec_lane_lender (void);
/* Before such a child is made; the real vfork. */
void *pl_rec_lane_lend (void);
/* What this thread knows of its birth, for the edge that ends with it; 0: nothing. */
void pl_rec_lane_begin (uint32_t lane, uint64_t edge);
void pl_rec_lane_start_thread (uint32_t parent, uint64_t edge);
/* Its last word; status: of exit. */
void pl_rec_lane_end (int status);
/* Of this thread. */
void pl_rec_lane_set_name (const char *name);
void pl_rec_lane_set_helper (PlHelper helper);
/* A text at this moment. */
void pl_rec_mark (const char *text);
/* So many results wait for an earlier one. */
void pl_rec_lane_held_back (uint32_t n);
/* From now on this process is not heard, or is again. */
void pl_rec_lane_lost (PlLostReason reason);

/* --- rec-hear.c: what Python's start-up hook tells --- */

/* It writes there, a descriptor that nobody can have, and then gets the error that anybody gets. */
#define PL_REC_NOBODY (-7421)
void pl_rec_hear (const char *text, size_t n);

/* --- python/rec-py.c --- */

/* Puts into Python's sys, under this name, what stands in for functions of its library: packs (function) and unpacks (function)
 * tell what packing takes, between (take, give, look, tell) gives a worker its get and put: look (task) returns what to do
 * instead, or the task itself, and of that tell (task, ns) is called if it took long; a pool's task of one item is not looked at.
 * marks (sys, sys.audit) returns an audit that hears marks; tells (words) has them heard. Nothing for a Python that cannot. Called
 * by a thread of it that has let go of the interpreter. */
void pl_rec_python_give (const char *name, void (*hear) (const char *text, size_t n));

/* --- rec-line.c --- */

/* From now on this thread is at this line of the program's own file, or within the `extent` lines behind it; 0: at none.
 * Nothing where nobody asked for lines. */
void pl_rec_line (uint32_t line, uint16_t extent);
/* The thread will not come back soon: what was kept back is told. */
void pl_rec_line_settle (PlLaneWriter *writer);

/* --- rec-family.c: parents and children --- */

/* The first thread of a program that has just been executed; goes on in the lane that its process had before. */
void pl_rec_family_start (const char *name);
/* The one thread of a process that has just been forked. */
void pl_rec_family_forked (void);
/* The same, unless that is known already. */
void pl_rec_family_forked_once (void);
/* The edge between this process and its child. */
uint64_t pl_rec_family_edge (uint32_t process, pid_t child);
/* A child that the writer's thread made at this time; a lane for it, if it will not make one itself. */
void pl_rec_family_made_by (PlLaneWriter *writer, pid_t child, int64_t time_ns, PlLostReason lost);
/* The child is dead and known to be: says so in its lane if it could not do so itself. status: of wait. cpu_ns: what
 * it had of a CPU, -1: not known. */
/* The pid of a process that lives; 0: the lane is none. */
pid_t pl_rec_family_living (uint32_t lane);
void pl_rec_family_reaped (pid_t pid, int status, int64_t cpu_ns);
/* This process, a script's interpreter, is about to become another program; does: what its script had made by now and what
 * was over soon only brought that about. Else: it did not become one, and it is as it was before. */
void pl_rec_family_launch (bool does);
/* The end of a child that borrows our memory. */
void pl_rec_family_end_borrowed (int status);

/* --- rec-wait.c --- */

/* Shorter ones are no waits, but the call itself. */
#define PL_REC_LEAST_NS INT64_C (5000)

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
/* Who or what it turned out to be for. */
void pl_rec_wait_name (PlRecWait *self, PlWaitReason reason, uint32_t what);
/* Returns the time. One for bytes or room in which the thread did not sleep is none, however long it took. */
int64_t pl_rec_wait_end (PlRecWait *self);
/* Until it is said otherwise what this thread polls for is the end of this process, which is not its child; 0: it is not. */
void pl_rec_poll_for_end (pid_t pid);

/* --- rec-words.c: what a lane says of its wait while it lasts --- */

/* what: PL_WAITING. since_ns 0: it does not wait. */
void pl_rec_words_say (PlLane *lane, int64_t since_ns, uint64_t what);
/* A wait that began then, as a record. */
void pl_rec_words_record (PlLaneWriter *writer, int64_t since_ns, uint64_t what);
/* The thread will not come back to what it waits for: a wait that lasts becomes a record. */
void pl_rec_words_close (PlLaneWriter *writer);

/* --- rec-account.c --- */

/* The kernel's account of this thread up to now, if the last one is as old as that; 0: at once. */
void pl_rec_account (PlLaneWriter *writer, int64_t now_ns, int64_t every_ns);
#define PL_REC_ACCOUNT_NS INT64_C (500000)
/* Where the thread is about to wait. To ask the kernel may cost a thread its CPU for milliseconds, and a signal that comes then
 * and is to end the wait comes before it: so it is asked there only if else much would not be told while the wait lasts. */
#define PL_REC_ACCOUNT_BEFORE_NS INT64_C (20000000)
/* FALSE: this thread has not slept since it was asked last. TRUE: it has, or that is not known. */
bool pl_rec_account_slept (void);
/* It has slept, and now is not the time to ask the kernel. */
void pl_rec_account_owe (void);
/* It is owed: called when others wait for this thread no more. */
void pl_rec_account_pay (PlLaneWriter *writer, int64_t now_ns);
extern __thread bool pl_rec_account_owed __attribute__ ((tls_model ("initial-exec")));
/* The next answer counts from now on, if what is owed lies between. */
void pl_rec_account_count (void);
/* The next answer is TRUE. */
void pl_rec_account_doubt_sleep (void);

/* --- rec-object.c: the things that are waited for, shared by all processes of a recording --- */

typedef struct PlRecObject PlRecObject;

/* Of a lock, wherever it is known. */
typedef struct {
  _Atomic uint32_t holder;            /* a lane + 1; 0: nobody */
  _Atomic uint32_t waiters;           /* those that were killed are never taken off */
  _Atomic uint32_t woke;              /* the edge of who let the next one go; 0: none */
  _Atomic uint32_t kind;              /* PlRecLockKind */
} PlRecLockState;

/* What it is to whoever waits: who has it means something only for a lock that those give who took it. */
typedef enum { PL_REC_SIGNAL = 0, PL_REC_LOCK } PlRecLockKind;

void pl_rec_objects_map (int fd);
/* The thing with this key, which is not 0, made if it is new: "pipe 3". NULL: there is no room. */
PlRecObject *pl_rec_object (uint64_t key, const char *kind);
uint32_t pl_rec_object_name (const PlRecObject *object);   /* for the log; 0 for NULL */
/* The other end of a socket. */
void pl_rec_object_join (PlRecObject *a, PlRecObject *b);
/* The two who come to one place are the two ends. */
void pl_rec_object_meet (PlRecObject *place, PlRecObject *own);
PlRecObject *pl_rec_object_peer (PlRecObject *object);     /* itself, when nobody knows */

void pl_rec_object_rename (PlRecObject *object, const char *name);  /* nothing for NULL */
PlRecLockState *pl_rec_object_lock (PlRecObject *object);  /* NULL for NULL */
/* A number that no other edge between threads or wakes has; 0: there is none. */
uint32_t pl_rec_object_next_edge (void);
#define PL_REC_EDGE(number) ((number) ? UINT64_C (1) << 45 | (number) : 0)
/* Whether pids of this process mean the same as those of the others: it may live in a namespace of its own. */
bool pl_rec_objects_same_pids (void);

/* --- rec-lock.c: locks of this process, by their address; seen by others where they lie in shared memory --- */

/* This process was forked by a thread with this lane. */
void pl_rec_lock_forked (uint32_t lane);
/* A new one at this address; whatever was there before is gone. */
void pl_rec_lock_made (const void *address, PlRecLockKind kind);
void pl_rec_lock_name (const void *address, const char *name);
/* One that an object of Python holds, if it does: another one than whatever was at that place before. */
void pl_rec_lock_name_held (const void *object, const char *name);
void pl_rec_lock_gone (const void *address);
/* One that may be new, and then is of this kind. */
void pl_rec_lock_met (const void *address, PlRecLockKind kind);
/* It is known under this name by other processes. made: perhaps by this call, and then kind is what it is. */
void pl_rec_lock_named (const void *address, const char *name, bool made, PlRecLockKind kind);
/* mutex: whatever was known of it before, nobody gives it but who took it. */
void pl_rec_lock_taken (const void *address, bool mutex);
/* By what follows somebody who waited may be let go: that is told when it is done, so that he need not wait for us to tell it. */
PlRecWake pl_rec_lock_given (const void *address);
void pl_rec_lock_let_go (PlRecWake wake);
static inline void
pl_rec_woke (PlRecWake wake)
{
  if (__builtin_expect (wake.edge != 0 || pl_rec_account_owed, 0))
    pl_rec_lock_let_go (wake);
}
/* The same of a wait: one more waits for it; wait ended, and got it or not. */
void pl_rec_lock_wait (PlRecWait *wait, const void *address, bool mutex);
void pl_rec_lock_wait_end (PlRecWait *wait, const void *address, bool taken);
/* Until it is said otherwise the lock that this thread waits for is the end of a thread; tid: 0, not known. */
void pl_rec_lock_joins (bool joins, uint32_t tid);
/* Somebody waits to be told, and is: not a lock. */
void pl_rec_signal_wait (PlRecWait *wait, PlWaitReason reason, const void *address);
void pl_rec_signal_wait_end (PlRecWait *wait, const void *address);
PlRecWake pl_rec_signal_given (const void *address);

static inline uint64_t
pl_rec_hash (uint64_t a, uint64_t b)
{
  uint64_t x = a * UINT64_C (0x9e3779b97f4a7c15) ^ b;

  x = (x ^ (x >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * UINT64_C (0x94d049bb133111eb);
  x ^= x >> 31;
  return x ? x : 1;
}

/* --- rec-condition.c --- */

/* The data of Python's library, where its global lock lies with all that belongs to it. */
extern uintptr_t pl_rec_python_from, pl_rec_python_to;

static inline bool
pl_rec_is_python (const void *address)
{
  return (uintptr_t) address - pl_rec_python_from < pl_rec_python_to - pl_rec_python_from;
}

/* --- python/rec-python.c: locks of threads, from Python 3.13 on, and its RLock from 3.14 on --- */

/* Where they are, as its hook says: the type, True, and the descriptors of what takes and gives them. */
void pl_rec_python_locks (const char *numbers);
void pl_rec_python_rlocks (const char *numbers);
/* The one that this thread is about to take: any semaphore that it waits for stands for that; NULL: none. */
const void *pl_rec_python_lock (void);

/* --- rec-memory.c: what this process shares with others --- */

/* Names a place in shared memory, the same in all processes that see it; 0: nobody else does. */
uint64_t pl_rec_memory_key (const void *address);

/* --- rec-file.c: what is behind a descriptor --- */

typedef enum { PL_REC_OTHER = 0, PL_REC_PIPE, PL_REC_SOCKET, PL_REC_TERMINAL } PlRecFileKind;

/* object is NULL for what bytes do not travel through. Remembered until somebody closes or replaces a descriptor. */
PlRecFileKind pl_rec_file (int fd, PlRecObject **object);
void pl_rec_file_forget (int fd);
void pl_rec_file_forget_all (void);
/* Returns fd. */
int pl_rec_file_opened (int fd);
/* Before and after a read or write of bytes: waits are told, and what moved. */
typedef struct { PlRecWait wait; PlRecObject *object; PlRecFileKind kind; PlEventKind what; } PlRecTransfer;
/* Its bytes, told with who wrote them. */
void pl_rec_output (const void *bytes, size_t n);
void pl_rec_read_begin (PlRecTransfer *self, int fd);
void pl_rec_write_begin (PlRecTransfer *self, int fd);
void pl_rec_transfer_end (PlRecTransfer *self, ssize_t bytes);

/* --- rec-peer.c --- */

/* Finds out who is at the other end of a socket that was just accepted. */
void pl_rec_peer_find (int fd);
/* The same of one that has just been connected to this address, or is about to be. */
struct sockaddr;
void pl_rec_peer_connected (int fd, const struct sockaddr *address);

/* --- rec-thread.c --- */

/* A thread of this process by its handle; 0: not known. */
uint32_t pl_rec_thread_tid (pthread_t thread);

/* --- rec-environment.c --- */

/* The variables of a program that is executed, with what it needs to be recorded. Room for them on the stack:
 * measure first, then fill as much of it as `room` says. */
typedef struct {
  char *const *envp;
  const char *own_preload;
  unsigned n;
  size_t room;
  bool as_it_is, lost;
} PlRecEnvironment;
/* lost: it cannot be recorded, so that it gets nothing of ours, of which its loader would complain. */
void pl_rec_environment_measure (PlRecEnvironment *self, char *const envp[], bool lost);
char *const *pl_rec_environment_fill (const PlRecEnvironment *self, void *room);
/* Without what only we put there, so that a program which cleared its own finds nothing. */
void pl_rec_environment_hide (void);

/* --- rec-program.c --- */

/* Whether a program that is executed from here can be recorded. fd: of its file, or -1 and its path. */
PlLostReason pl_rec_program_look (const char *path, int fd);
/* The one that is looked for in PATH. */
PlLostReason pl_rec_program_search (const char *file);
/* How this process was called: n bytes, words that end in NUL. */
void pl_rec_program_called (const char *words, size_t n);
/* It interprets a script: a file that says by whom ("#!"), or any text where it is a shell. */
bool pl_rec_program_is_script (void);
