/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench-bare-locks.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench-common.h"

typedef struct {
  _Alignas (128) _Atomic guint64 word;
  _Alignas (128) _Atomic guint32 taken;
  pthread_mutex_t mutex;
  pthread_rwlock_t rwlock;
  sem_t semaphore;
  int file, pipe[2];
  _Alignas (128) _Atomic guint32 arrived;
  double begin[256], end[256];
} Bare;

#define INCREMENT \
  do { \
      guint64 value = atomic_load_explicit (&bare->word, memory_order_relaxed); \
      atomic_store_explicit (&bare->word, value + 1, memory_order_relaxed); \
  } while (0)
#define LOOP(...) for (guint64 i = n; i > 0; i--) { __VA_ARGS__; } break

static void
set_record_lock (int fd, short type)
{
  struct flock how = { .l_type = type, .l_whence = SEEK_SET, .l_len = 1 };

  fcntl (fd, F_SETLKW, &how);
}

static void
spin (Bare *bare)
{
  guint spins = 0;

  while (atomic_exchange_explicit (&bare->taken, 1, memory_order_acquire))
    while (atomic_load_explicit (&bare->taken, memory_order_relaxed))
      {
        if (++spins % 100 == 0)
          sched_yield ();
#if defined (__x86_64__) || defined (__i386__)
        else
          __builtin_ia32_pause ();
#endif
      }
}

static void
increment (Bare *bare, guint64 n)
{
  guint64 value = atomic_load_explicit (&bare->word, memory_order_relaxed);

  while (!atomic_compare_exchange_weak_explicit (&bare->word, &value, value + n, memory_order_relaxed,
                                                 memory_order_relaxed))
    ;
}

static void
run (Bare *bare, PlRaceMethod method, guint64 n)
{
  char token;

  switch (method)
    {
    case PL_RACE_NONE:
      LOOP (INCREMENT);
    case PL_RACE_ATOMIC:
      LOOP (atomic_fetch_add_explicit (&bare->word, 1, memory_order_relaxed));
    case PL_RACE_CAS:
      LOOP (increment (bare, 1));
    case PL_RACE_SPIN:
      LOOP (spin (bare); INCREMENT; atomic_store_explicit (&bare->taken, 0, memory_order_release));
    case PL_RACE_MUTEX:
    case PL_RACE_ROBUST:
    case PL_RACE_RLOCK:
    case PL_RACE_ERRORCHECK:
    case PL_RACE_PI:
      LOOP (pthread_mutex_lock (&bare->mutex); INCREMENT; pthread_mutex_unlock (&bare->mutex));
    case PL_RACE_SEMAPHORE:
      LOOP (sem_wait (&bare->semaphore); INCREMENT; sem_post (&bare->semaphore));
    case PL_RACE_RWLOCK:
      LOOP (pthread_rwlock_wrlock (&bare->rwlock); INCREMENT; pthread_rwlock_unlock (&bare->rwlock));
    case PL_RACE_FLOCK:
      LOOP (flock (bare->file, LOCK_EX); INCREMENT; flock (bare->file, LOCK_UN));
    case PL_RACE_FCNTL:
      LOOP (set_record_lock (bare->file, F_WRLCK); INCREMENT; set_record_lock (bare->file, F_UNLCK));
    case PL_RACE_PIPE:
      LOOP (if (read (bare->pipe[0], &token, 1) != 1) _exit (1); INCREMENT;
            if (write (bare->pipe[1], "", 1) != 1) _exit (1));
    default:
      break;
    }
}

static gboolean
is_known (PlRaceMethod method)
{
  switch (method)
    {
    case PL_RACE_TICKET:
    case PL_RACE_FUTEX:
    case PL_RACE_PETERSON:
    case PL_RACE_UNFENCED:
    case PL_RACE_OWN:
    case PL_RACE_STORE:
    case PL_RACE_CHECK:
    case PL_N_RACE_METHODS:
      return FALSE;
    default:
      return TRUE;
    }
}

static void
set_up (Bare *bare, PlRaceMethod method)
{
  pthread_rwlockattr_t rwlock;
  pthread_mutexattr_t mutex;

  pthread_mutexattr_init (&mutex);
  pthread_mutexattr_setpshared (&mutex, PTHREAD_PROCESS_SHARED);
  if (method == PL_RACE_ROBUST)
    pthread_mutexattr_setrobust (&mutex, PTHREAD_MUTEX_ROBUST);
  if (method == PL_RACE_RLOCK)
    pthread_mutexattr_settype (&mutex, PTHREAD_MUTEX_RECURSIVE);
  if (method == PL_RACE_ERRORCHECK)
    pthread_mutexattr_settype (&mutex, PTHREAD_MUTEX_ERRORCHECK);
  if (method == PL_RACE_PI)
    pthread_mutexattr_setprotocol (&mutex, PTHREAD_PRIO_INHERIT);
  pthread_mutex_init (&bare->mutex, &mutex);
  pthread_rwlockattr_init (&rwlock);
  pthread_rwlockattr_setpshared (&rwlock, PTHREAD_PROCESS_SHARED);
  pthread_rwlock_init (&bare->rwlock, &rwlock);
  sem_init (&bare->semaphore, 1, 1);
  bare->file = memfd_create ("bench", MFD_CLOEXEC);
  if (bare->file < 0 || pipe (bare->pipe) < 0 || write (bare->pipe[1], "", 1) != 1)
    bench_die ("the lock's file");
}

static void
work (Bare *bare, PlRaceMethod method, guint me, guint workers, guint64 increments)
{
  char *path = g_strdup_printf ("/proc/self/fd/%d", bare->file);

  /* Each its own open file. Only here: others see the number of the first. */
  if (dup2 (open (path, O_RDWR), bare->file) < 0)
    _exit (1);
  atomic_fetch_add (&bare->arrived, 1);
  while (atomic_load (&bare->arrived) < workers)
    sched_yield ();
  bare->begin[me] = bench_now ();
  run (bare, method, increments);
  bare->end[me] = bench_now ();
  _exit (0);
}

double
bench_bare_lock (PlRaceMethod method, guint workers, guint64 increments)
{
  Bare *bare;
  double begin = G_MAXDOUBLE, end = 0;

  if (!is_known (method))
    return -1;
  bare = mmap (NULL, sizeof *bare, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (bare == MAP_FAILED)
    bench_die ("mmap");
  set_up (bare, method);
  for (guint i = 0; i < workers; i++)
    if (fork () == 0)
      work (bare, method, i, workers, increments);
  for (guint i = 0; i < workers; i++)
    wait (NULL);
  for (guint i = 0; i < workers; i++)
    {
      begin = MIN (begin, bare->begin[i]);
      end = MAX (end, bare->end[i]);
    }
  close (bare->file);
  close (bare->pipe[0]);
  close (bare->pipe[1]);
  munmap (bare, sizeof *bare);
  return (end - begin) * 1e9 / (double) (workers * increments);
}
