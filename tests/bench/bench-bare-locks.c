/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench-bare-locks.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "bench-common.h"
#include "engine/pl-futex.h"
#include "engine/race/race-shared.h"

/* The least code that counts over each primitive, in the same cache lines, from the same barrier
 * and on the same CPUs as the runner's workers: what differs is the loop alone. */

typedef struct {
  PlRaceShared shared;
  double begin[PL_MAX_RACE_WORKERS], end[PL_MAX_RACE_WORKERS];
} Bare;

/* Of this process: who it is, and its descriptors. */
typedef struct {
  PlRaceShared *shared;
  guint me;
  int file, pipe[2];
} Worker;

#define INCREMENT \
  do { \
      guint64 value = atomic_load_explicit (word, memory_order_relaxed); \
      atomic_store_explicit (word, value + 1, memory_order_relaxed); \
  } while (0)
#define LOOP(...) for (guint64 i = n; i > 0; i--) { __VA_ARGS__; } break

static void
set_record_lock (int fd, short type)
{
  struct flock how = { .l_type = type, .l_whence = SEEK_SET, .l_len = 1 };

  fcntl (fd, F_SETLKW, &how);
}

/* Who spins for long steps aside. */
static inline void
relax (guint *spins)
{
  if (++*spins % 100 == 0)
    sched_yield ();
#if defined (__x86_64__) || defined (__i386__)
  else
    __builtin_ia32_pause ();
#endif
}

static inline void
spin (_Atomic guint32 *taken)
{
  guint spins = 0;

  while (atomic_exchange_explicit (taken, 1, memory_order_acquire))
    while (atomic_load_explicit (taken, memory_order_relaxed))
      relax (&spins);
}

static inline void
check (_Atomic guint32 *taken)
{
  guint spins = 0;

  while (atomic_load_explicit (taken, memory_order_acquire))
    relax (&spins);
  atomic_store_explicit (taken, 1, memory_order_relaxed);
}

static inline void
release (_Atomic guint32 *taken)
{
  atomic_store_explicit (taken, 0, memory_order_release);
}

/* Spins a hundred times, then sleeps on the bit of its number. */
static inline void
draw_ticket (PlRaceTicket *ticket)
{
  guint32 mine = atomic_fetch_add_explicit (&ticket->next, 1, memory_order_relaxed), serving;
  guint spins = 0;

  while ((serving = atomic_load_explicit (&ticket->serving, memory_order_acquire)) != mine)
    if (++spins < 100)
      pl_race_relax ();
    else
      {
        atomic_fetch_add (&ticket->asleep, 1);
        pl_futex_wait_bits (&ticket->serving, serving, 1u << mine % 32);
        atomic_fetch_sub (&ticket->asleep, 1);
      }
}

static inline void
call_next (PlRaceTicket *ticket)
{
  guint32 next = atomic_fetch_add (&ticket->serving, 1) + 1;

  if (atomic_load (&ticket->asleep))
    pl_futex_wake_bits (&ticket->serving, 1u << next % 32);
}

/* 0 free, 1 taken, 2 taken and somebody may sleep. */
static inline void
take_futex (_Atomic guint32 *word)
{
  guint32 seen = 0;

  if (atomic_compare_exchange_strong_explicit (word, &seen, 1, memory_order_acquire,
                                               memory_order_relaxed))
    return;
  while (atomic_exchange_explicit (word, 2, memory_order_acquire))
    pl_futex_wait (word, 2);
}

static inline void
give_futex (_Atomic guint32 *word)
{
  if (atomic_exchange_explicit (word, 0, memory_order_release) == 2)
    pl_futex_wake_one (word);
}

static inline void
enter (PlRacePeterson *peterson, guint me, gboolean fence)
{
  guint other = 1 - me, spins = 0;

  atomic_store_explicit (&peterson->wants[me].flag, 1, memory_order_relaxed);
  atomic_store_explicit (&peterson->turn, other, memory_order_release);
  if (fence)
    atomic_thread_fence (memory_order_seq_cst);
  while (atomic_load_explicit (&peterson->wants[other].flag, memory_order_relaxed) &&
         atomic_load_explicit (&peterson->turn, memory_order_relaxed) == other)
    relax (&spins);
  atomic_thread_fence (memory_order_acquire);
}

static inline void
leave (PlRacePeterson *peterson, guint me)
{
  atomic_store_explicit (&peterson->wants[me].flag, 0, memory_order_release);
}

static inline void
compare_and_swap (_Atomic guint64 *word)
{
  guint64 value = atomic_load_explicit (word, memory_order_relaxed);

  while (!atomic_compare_exchange_weak_explicit (word, &value, value + 1, memory_order_relaxed,
                                                 memory_order_relaxed))
    ;
}

static inline void
store_locked (_Atomic guint64 *word, pthread_mutex_t *mutex)
{
  guint64 value = atomic_load_explicit (word, memory_order_relaxed);

  pthread_mutex_lock (mutex);
  atomic_store_explicit (word, value + 1, memory_order_relaxed);
  pthread_mutex_unlock (mutex);
}

/* What only ends in _exit () the compiler would make small rather than fast. */
static __attribute__ ((noinline, hot)) void
run (const Worker *worker, PlRaceMethod method, guint64 n)
{
  _Atomic guint64 *word = &worker->shared->word;
  PlRaceLock *lock = &worker->shared->lock;
  guint me = worker->me;
  char token;

  switch (method)
    {
    case PL_RACE_NONE:
      LOOP (INCREMENT);
    case PL_RACE_ATOMIC:
      LOOP (atomic_fetch_add_explicit (word, 1, memory_order_relaxed));
    case PL_RACE_CAS:
      LOOP (compare_and_swap (word));
    case PL_RACE_SPIN:
      LOOP (spin (&lock->word); INCREMENT; release (&lock->word));
    case PL_RACE_CHECK:
      LOOP (check (&lock->word); INCREMENT; release (&lock->word));
    case PL_RACE_TICKET:
      LOOP (draw_ticket (&lock->ticket); INCREMENT; call_next (&lock->ticket));
    case PL_RACE_FUTEX:
      LOOP (take_futex (&lock->word); INCREMENT; give_futex (&lock->word));
    case PL_RACE_PETERSON:
      LOOP (enter (&lock->peterson, me, TRUE); INCREMENT; leave (&lock->peterson, me));
    case PL_RACE_UNFENCED:
      LOOP (enter (&lock->peterson, me, FALSE); INCREMENT; leave (&lock->peterson, me));
    case PL_RACE_MUTEX:
    case PL_RACE_ROBUST:
    case PL_RACE_RLOCK:
    case PL_RACE_ERRORCHECK:
    case PL_RACE_PI:
      LOOP (pthread_mutex_lock (&lock->mutex); INCREMENT; pthread_mutex_unlock (&lock->mutex));
    case PL_RACE_OWN:
      LOOP (pthread_mutex_lock (&lock->own[me].mutex); INCREMENT;
            pthread_mutex_unlock (&lock->own[me].mutex));
    case PL_RACE_STORE:
      LOOP (store_locked (word, &lock->mutex));
    case PL_RACE_SEMAPHORE:
      LOOP (sem_wait (&lock->semaphore); INCREMENT; sem_post (&lock->semaphore));
    case PL_RACE_RWLOCK:
      LOOP (pthread_rwlock_wrlock (&lock->rwlock); INCREMENT; pthread_rwlock_unlock (&lock->rwlock));
    case PL_RACE_FLOCK:
      LOOP (flock (worker->file, LOCK_EX); INCREMENT; flock (worker->file, LOCK_UN));
    case PL_RACE_FCNTL:
      LOOP (set_record_lock (worker->file, F_WRLCK); INCREMENT;
            set_record_lock (worker->file, F_UNLCK));
    case PL_RACE_PIPE:
      LOOP (if (read (worker->pipe[0], &token, 1) != 1) _exit (1); INCREMENT;
            if (write (worker->pipe[1], "", 1) != 1) _exit (1));
    case PL_N_RACE_METHODS:
    default:
      _exit (1);
    }
}

static void
set_up_mutex (pthread_mutex_t *mutex, PlRaceMethod method)
{
  pthread_mutexattr_t attributes;

  pthread_mutexattr_init (&attributes);
  pthread_mutexattr_setpshared (&attributes, PTHREAD_PROCESS_SHARED);
  if (method == PL_RACE_ROBUST)
    pthread_mutexattr_setrobust (&attributes, PTHREAD_MUTEX_ROBUST);
  if (method == PL_RACE_RLOCK)
    pthread_mutexattr_settype (&attributes, PTHREAD_MUTEX_RECURSIVE);
  if (method == PL_RACE_ERRORCHECK)
    pthread_mutexattr_settype (&attributes, PTHREAD_MUTEX_ERRORCHECK);
  if (method == PL_RACE_PI)
    pthread_mutexattr_setprotocol (&attributes, PTHREAD_PRIO_INHERIT);
  pthread_mutex_init (mutex, &attributes);
}

/* All of them lie in the same place, as in the runner: zeros are a lock for the others. */
static void
set_up_lock (PlRaceLock *lock, PlRaceMethod method, guint workers)
{
  pthread_rwlockattr_t attributes;

  switch (method)
    {
    case PL_RACE_MUTEX:
    case PL_RACE_ROBUST:
    case PL_RACE_RLOCK:
    case PL_RACE_ERRORCHECK:
    case PL_RACE_PI:
    case PL_RACE_STORE:
      set_up_mutex (&lock->mutex, method);
      break;
    case PL_RACE_OWN:
      for (guint i = 0; i < workers; i++)
        set_up_mutex (&lock->own[i].mutex, method);
      break;
    case PL_RACE_SEMAPHORE:
      sem_init (&lock->semaphore, 1, 1);
      break;
    case PL_RACE_RWLOCK:
      pthread_rwlockattr_init (&attributes);
      pthread_rwlockattr_setpshared (&attributes, PTHREAD_PROCESS_SHARED);
      pthread_rwlock_init (&lock->rwlock, &attributes);
      break;
    default:
      break;
    }
}

static void
open_files (Worker *worker)
{
  worker->file = memfd_create ("bench", MFD_CLOEXEC);
  if (worker->file < 0 || pipe (worker->pipe) < 0 || write (worker->pipe[1], "", 1) != 1)
    bench_die ("the lock's file");
}

static _Noreturn void
work (Bare *bare, Worker *worker, PlRaceMethod method, guint workers, PlCpus cpus,
      guint64 increments)
{
  char *path = g_strdup_printf ("/proc/self/fd/%d", worker->file);

  /* Each its own open file. */
  worker->file = open (path, O_RDWR);
  if (worker->file < 0 || pl_race_place (cpus, worker->me) < 0)
    _exit (1);
  pl_race_gate (&bare->shared.gate, workers, NULL, NULL);
  pl_race_start (&bare->shared.start, workers, (guint32) sysconf (_SC_NPROCESSORS_ONLN));
  bare->begin[worker->me] = bench_now ();
  run (worker, method, increments);
  bare->end[worker->me] = bench_now ();
  _exit (0);
}

/* From the first release to the last increment. */
static double
wall (const Bare *bare, guint workers)
{
  double begin = G_MAXDOUBLE, end = 0;

  for (guint i = 0; i < workers; i++)
    {
      begin = MIN (begin, bare->begin[i]);
      end = MAX (end, bare->end[i]);
    }
  return end - begin;
}

double
bench_bare_lock (PlRaceMethod method, guint workers, PlCpus cpus, guint64 increments)
{
  Bare *bare = mmap (NULL, sizeof *bare, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  Worker worker = { 0 };
  double ns;

  if (bare == MAP_FAILED)
    bench_die ("mmap");
  worker.shared = &bare->shared;
  set_up_lock (&bare->shared.lock, method, workers);
  open_files (&worker);
  for (worker.me = 0; worker.me < workers; worker.me++)
    if (fork () == 0)
      work (bare, &worker, method, workers, cpus, increments);
  for (guint i = 0; i < workers; i++)
    {
      int status;

      if (wait (&status) < 0 || status != 0)
        bench_die ("a bare loop");
    }
  ns = wall (bare, workers) * 1e9 / (double) (workers * increments);
  close (worker.file);
  close (worker.pipe[0]);
  close (worker.pipe[1]);
  munmap (bare, sizeof *bare);
  return ns;
}
