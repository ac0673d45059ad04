/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <fcntl.h>
#include <semaphore.h>
#include <stdarg.h>

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
    pl_rec_lock_named (semaphore, name);
  errno = saved;
  return semaphore;
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
    pl_rec_lock_taken (semaphore);
  return taken;
}

static void
begin_wait (PlRecWait *wait, sem_t *semaphore)
{
  int saved = errno;
  PlRecObject *object = pl_rec_lock_object (semaphore);

  pl_rec_wait_lock (wait, PL_WAIT_LOCK, pl_rec_object_name (object), pl_rec_lock_holder (semaphore));
  errno = saved;
}

static int
end_wait (PlRecWait *wait, sem_t *semaphore, int result)
{
  int saved = errno;

  if (result == 0)
    pl_rec_lock_taken (semaphore);
  pl_rec_wait_end (wait);
  errno = saved;
  return result;
}

PL_REC_EXPORT int
sem_wait (sem_t *semaphore)
{
  PL_REC_REAL (int, "sem_wait", (sem_t *));
  PlRecWait wait;

  if (!pl_rec_writer ())
    return real (semaphore);
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
    pl_rec_lock_taken (semaphore);
  return result;
}

PL_REC_EXPORT int
sem_timedwait (sem_t *semaphore, const struct timespec *until)
{
  PL_REC_REAL (int, "sem_timedwait", (sem_t *, const struct timespec *));
  PlRecWait wait;

  if (!pl_rec_writer ())
    return real (semaphore, until);
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
  if (try_first (semaphore))
    return 0;
  begin_wait (&wait, semaphore);
  return end_wait (&wait, semaphore, real (semaphore, clock, until));
}

PL_REC_EXPORT int
sem_post (sem_t *semaphore)
{
  PL_REC_REAL (int, "sem_post", (sem_t *));

  /* Before: afterwards somebody else may have it. */
  if (pl_rec_log)
    pl_rec_lock_given (semaphore);
  return real (semaphore);
}
