/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdarg.h>

/* A semaphore that begins at 1 may be a lock; all others count or tell something, and nobody has them. */
static PlRecLockKind
kind_of (unsigned value)
{
  return value == 1 ? PL_REC_LOCK : PL_REC_SIGNAL;
}

PL_REC_EXPORT sem_t *
sem_open (const char *name, int flags, ...)
{
  PL_REC_REAL (sem_t *, "sem_open", (const char *, int, ...));
  unsigned mode = 0, value = 0;
  sem_t *semaphore;
  int saved;

  if (flags & O_CREAT)
    {
      va_list arguments;

      va_start (arguments, flags);
      mode = va_arg (arguments, unsigned);
      value = va_arg (arguments, unsigned);
      va_end (arguments);
    }
  semaphore = real (name, flags, mode, value);
  saved = errno;
  if (semaphore != SEM_FAILED && pl_rec_writer ())
    pl_rec_lock_named (semaphore, name, flags & O_CREAT, kind_of (value));
  errno = saved;
  return semaphore;
}

PL_REC_EXPORT int
sem_init (sem_t *semaphore, int shared, unsigned value)
{
  PL_REC_REAL (int, "sem_init", (sem_t *, int, unsigned));
  int result = real (semaphore, shared, value);

  if (result == 0 && pl_rec_log)
    pl_rec_lock_made (semaphore, kind_of (value));
  return result;
}

PL_REC_EXPORT int
sem_destroy (sem_t *semaphore)
{
  PL_REC_REAL (int, "sem_destroy", (sem_t *));

  if (pl_rec_log)
    pl_rec_lock_gone (semaphore);
  return real (semaphore);
}

PL_REC_EXPORT int
sem_close (sem_t *semaphore)
{
  PL_REC_REAL (int, "sem_close", (sem_t *));

  if (pl_rec_log)
    pl_rec_lock_gone (semaphore);
  return real (semaphore);
}

/* Without it the real one would not say whether it had to wait. TRUE: taken. */
static bool
try_first (sem_t *semaphore)
{
  PL_REC_REAL (int, "sem_trywait", (sem_t *));
  int saved = errno;
  bool taken = real (semaphore) == 0;

  errno = saved;
  if (taken)
    pl_rec_lock_taken (semaphore, false);
  return taken;
}

static void
begin_wait (PlRecWait *wait, sem_t *semaphore)
{
  const void *lock = pl_rec_python_lock ();

  pl_rec_lock_wait (wait, lock ? lock : semaphore, false);
}

/* Who was let go by a lock of Python's may still have to wait for it again. */
static int
end_wait (PlRecWait *wait, sem_t *semaphore, int result)
{
  const void *lock = pl_rec_python_lock ();

  if (lock && result == 0)
    pl_rec_signal_wait_end (wait, lock);
  else
    pl_rec_lock_wait_end (wait, lock ? lock : semaphore, result == 0);
  return result;
}

PL_REC_EXPORT int
sem_wait (sem_t *semaphore)
{
  PL_REC_REAL (int, "sem_wait", (sem_t *));
  PlRecWait wait;

  if (!pl_rec_writer ())
    return real (semaphore);
  /* The real one does this first, too. */
  pthread_testcancel ();
  if (try_first (semaphore))
    return 0;
  begin_wait (&wait, semaphore);
  return end_wait (&wait, semaphore, real (semaphore));
}

PL_REC_EXPORT int
sem_trywait (sem_t *semaphore)
{
  PL_REC_REAL (int, "sem_trywait", (sem_t *));
  int result = real (semaphore);

  if (result == 0 && pl_rec_log)
    pl_rec_lock_taken (semaphore, false);
  return result;
}

PL_REC_EXPORT int
sem_timedwait (sem_t *semaphore, const struct timespec *until)
{
  PL_REC_REAL (int, "sem_timedwait", (sem_t *, const struct timespec *));
  PlRecWait wait;

  if (!pl_rec_writer ())
    return real (semaphore, until);
  /* The real one does this first, too. */
  pthread_testcancel ();
  if (try_first (semaphore))
    return 0;
  begin_wait (&wait, semaphore);
  return end_wait (&wait, semaphore, real (semaphore, until));
}

PL_REC_EXPORT int
sem_clockwait (sem_t *semaphore, clockid_t clock, const struct timespec *until)
{
  PL_REC_REAL (int, "sem_clockwait", (sem_t *, clockid_t, const struct timespec *));
  PlRecWait wait;

  if (!pl_rec_writer ())
    return real (semaphore, clock, until);
  /* The real one does this first, too. */
  pthread_testcancel ();
  if (try_first (semaphore))
    return 0;
  begin_wait (&wait, semaphore);
  return end_wait (&wait, semaphore, real (semaphore, clock, until));
}

PL_REC_EXPORT int
sem_post (sem_t *semaphore)
{
  PL_REC_REAL (int, "sem_post", (sem_t *));
  PlRecWake wake;
  int result;

  if (!pl_rec_log)
    return real (semaphore);
  /* Before: afterwards somebody else may have it. */
  wake = pl_rec_lock_given (semaphore);
  result = real (semaphore);
  pl_rec_woke (wake);
  return result;
}
