/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

/* Nobody but its holder can give one of these. */
static int
taken (const void *lock, int result)
{
  if (result == 0 || result == EOWNERDEAD)
    pl_rec_lock_taken (lock, true);
  return result;
}

static int
end_lock (PlRecWait *wait, const void *lock, int result)
{
  pl_rec_lock_wait_end (wait, lock, result == 0 || result == EOWNERDEAD);
  return result;
}

PL_REC_EXPORT int
pthread_mutex_init (pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes)
{
  PL_REC_REAL (int, "pthread_mutex_init", (pthread_mutex_t *, const pthread_mutexattr_t *));
  int result = real (mutex, attributes);

  if (result == 0 && pl_rec_log)
    pl_rec_lock_gone (mutex);
  return result;
}

PL_REC_EXPORT int
pthread_mutex_destroy (pthread_mutex_t *mutex)
{
  PL_REC_REAL (int, "pthread_mutex_destroy", (pthread_mutex_t *));

  if (pl_rec_log)
    pl_rec_lock_gone (mutex);
  return real (mutex);
}

PL_REC_EXPORT int
pthread_rwlock_destroy (pthread_rwlock_t *lock)
{
  PL_REC_REAL (int, "pthread_rwlock_destroy", (pthread_rwlock_t *));

  if (pl_rec_log)
    pl_rec_lock_gone (lock);
  return real (lock);
}

PL_REC_EXPORT int
pthread_mutex_trylock (pthread_mutex_t *mutex)
{
  PL_REC_REAL (int, "pthread_mutex_trylock", (pthread_mutex_t *));

  return pl_rec_log && !pl_rec_is_python (mutex) ? taken (mutex, real (mutex)) : real (mutex);
}

static int
try_mutex (pthread_mutex_t *mutex)
{
  PL_REC_REAL (int, "pthread_mutex_trylock", (pthread_mutex_t *));

  return real (mutex);
}

/* One that belongs to Python's global lock is taken and given each time somebody lets go of that: it is no lock of its own,
 * and whoever waits for it waits for that one. */
static int
lock_python (pthread_mutex_t *mutex, int (*real) (pthread_mutex_t *))
{
  PlRecWait wait;
  int result = try_mutex (mutex);

  if (result != EBUSY)
    return result;
  pl_rec_wait_begin (&wait, PL_WAIT_GIL, 0);
  result = real (mutex);
  pl_rec_wait_end (&wait);
  return result;
}

PL_REC_EXPORT int
pthread_mutex_lock (pthread_mutex_t *mutex)
{
  PL_REC_REAL (int, "pthread_mutex_lock", (pthread_mutex_t *));
  PlRecWait wait;
  int result;

  if (pl_rec_is_python (mutex))
    return lock_python (mutex, real);
  if (!pl_rec_writer ())
    return real (mutex);
  result = try_mutex (mutex);
  if (result != EBUSY)
    return taken (mutex, result);
  pl_rec_lock_wait (&wait, mutex, true);
  return end_lock (&wait, mutex, real (mutex));
}

PL_REC_EXPORT int
pthread_mutex_timedlock (pthread_mutex_t *mutex, const struct timespec *until)
{
  PL_REC_REAL (int, "pthread_mutex_timedlock", (pthread_mutex_t *, const struct timespec *));
  PlRecWait wait;
  int result;

  if (!pl_rec_writer ())
    return real (mutex, until);
  result = try_mutex (mutex);
  if (result != EBUSY)
    return taken (mutex, result);
  pl_rec_lock_wait (&wait, mutex, true);
  return end_lock (&wait, mutex, real (mutex, until));
}

PL_REC_EXPORT int
pthread_mutex_clocklock (pthread_mutex_t *mutex, clockid_t clock, const struct timespec *until)
{
  PL_REC_REAL (int, "pthread_mutex_clocklock", (pthread_mutex_t *, clockid_t, const struct timespec *));
  PlRecWait wait;
  int result;

  if (!pl_rec_writer ())
    return real (mutex, clock, until);
  result = try_mutex (mutex);
  if (result != EBUSY)
    return taken (mutex, result);
  pl_rec_lock_wait (&wait, mutex, true);
  return end_lock (&wait, mutex, real (mutex, clock, until));
}

PL_REC_EXPORT int
pthread_mutex_unlock (pthread_mutex_t *mutex)
{
  PL_REC_REAL (int, "pthread_mutex_unlock", (pthread_mutex_t *));
  PlRecWake wake;
  int result;

  if (!pl_rec_log || pl_rec_is_python (mutex))
    return real (mutex);
  wake = pl_rec_lock_given (mutex);
  result = real (mutex);
  pl_rec_woke (wake);
  return result;
}

static int
try_read (pthread_rwlock_t *lock)
{
  PL_REC_REAL (int, "pthread_rwlock_tryrdlock", (pthread_rwlock_t *));

  return real (lock);
}

static int
try_write (pthread_rwlock_t *lock)
{
  PL_REC_REAL (int, "pthread_rwlock_trywrlock", (pthread_rwlock_t *));

  return real (lock);
}

PL_REC_EXPORT int
pthread_rwlock_trywrlock (pthread_rwlock_t *lock)
{
  int result = try_write (lock);

  return pl_rec_log ? taken (lock, result) : result;
}

PL_REC_EXPORT int
pthread_rwlock_unlock (pthread_rwlock_t *lock)
{
  PL_REC_REAL (int, "pthread_rwlock_unlock", (pthread_rwlock_t *));
  PlRecWake wake;
  int result;

  if (!pl_rec_log)
    return real (lock);
  wake = pl_rec_lock_given (lock);
  result = real (lock);
  pl_rec_woke (wake);
  return result;
}

PL_REC_EXPORT int
pthread_rwlock_rdlock (pthread_rwlock_t *lock)
{
  PL_REC_REAL (int, "pthread_rwlock_rdlock", (pthread_rwlock_t *));
  PlRecWait wait;
  int result;

  if (!pl_rec_writer ())
    return real (lock);
  result = try_read (lock);
  if (result != EBUSY)
    return result;
  pl_rec_lock_wait (&wait, lock, true);
  result = real (lock);
  pl_rec_lock_wait_end (&wait, lock, false);
  return result;
}

PL_REC_EXPORT int
pthread_rwlock_wrlock (pthread_rwlock_t *lock)
{
  PL_REC_REAL (int, "pthread_rwlock_wrlock", (pthread_rwlock_t *));
  PlRecWait wait;
  int result;

  if (!pl_rec_writer ())
    return real (lock);
  result = try_write (lock);
  if (result != EBUSY)
    return taken (lock, result);
  pl_rec_lock_wait (&wait, lock, true);
  return end_lock (&wait, lock, real (lock));
}
