/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <link.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* --- birth and end --- */

typedef struct { void *(*body) (void *); void *data; uint32_t parent; } Birth;

static void
leave_cb (void *data)
{
  pl_rec_lane_end (0);
}

static void *
run_thread (void *data)
{
  Birth birth = *(Birth *) data;
  void *result;

  free (data);
  pl_rec_lane_start_thread (birth.parent);
  /* Also for pthread_exit and cancellation. */
  pthread_cleanup_push (leave_cb, NULL);
  result = birth.body (birth.data);
  pthread_cleanup_pop (1);
  return result;
}

PL_REC_EXPORT int
pthread_create (pthread_t *thread, const pthread_attr_t *attributes, void *(*body) (void *), void *data)
{
  PL_REC_REAL (int, "pthread_create", (pthread_t *, const pthread_attr_t *, void *(*) (void *), void *));
  Birth *birth = pl_rec_writer () ? malloc (sizeof *birth) : NULL;
  int result;

  if (!birth)
    return real (thread, attributes, body, data);
  *birth = (Birth) { body, data, pl_rec_lane_index () };
  result = real (thread, attributes, run_thread, birth);
  if (result != 0)
    free (birth);
  return result;
}

PL_REC_EXPORT int
pthread_join (pthread_t thread, void **value)
{
  PL_REC_REAL (int, "pthread_join", (pthread_t, void **));
  PlRecWait wait;
  int result;

  if (!pl_rec_writer ())
    return real (thread, value);
  pl_rec_wait_begin (&wait, PL_WAIT_THREAD, 0);
  result = real (thread, value);
  pl_rec_wait_end (&wait);
  return result;
}

/* --- mutexes and read-write locks --- */

static void
begin_lock (PlRecWait *wait, const void *lock)
{
  int saved = errno;
  PlRecObject *object = pl_rec_lock_object (lock);

  pl_rec_wait_lock (wait, PL_WAIT_LOCK, pl_rec_object_name (object), pl_rec_lock_holder (lock));
  errno = saved;
}

static int
end_lock (PlRecWait *wait, const void *lock, int result)
{
  if (result == 0 || result == EOWNERDEAD)
    pl_rec_lock_taken (lock);
  if (wait)
    pl_rec_wait_end (wait);
  return result;
}

PL_REC_EXPORT int
pthread_mutex_trylock (pthread_mutex_t *mutex)
{
  PL_REC_REAL (int, "pthread_mutex_trylock", (pthread_mutex_t *));

  return pl_rec_log ? end_lock (NULL, mutex, real (mutex)) : real (mutex);
}

static int
try_mutex (pthread_mutex_t *mutex)
{
  PL_REC_REAL (int, "pthread_mutex_trylock", (pthread_mutex_t *));

  return real (mutex);
}

PL_REC_EXPORT int
pthread_mutex_lock (pthread_mutex_t *mutex)
{
  PL_REC_REAL (int, "pthread_mutex_lock", (pthread_mutex_t *));
  PlRecWait wait;
  int result;

  if (!pl_rec_writer ())
    return real (mutex);
  result = try_mutex (mutex);
  if (result != EBUSY)
    return end_lock (NULL, mutex, result);
  begin_lock (&wait, mutex);
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
    return end_lock (NULL, mutex, result);
  begin_lock (&wait, mutex);
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
    return end_lock (NULL, mutex, result);
  begin_lock (&wait, mutex);
  return end_lock (&wait, mutex, real (mutex, clock, until));
}

PL_REC_EXPORT int
pthread_mutex_unlock (pthread_mutex_t *mutex)
{
  PL_REC_REAL (int, "pthread_mutex_unlock", (pthread_mutex_t *));

  if (pl_rec_log)
    pl_rec_lock_given (mutex);
  return real (mutex);
}

PL_REC_EXPORT int
pthread_rwlock_rdlock (pthread_rwlock_t *lock)
{
  PL_REC_REAL (int, "pthread_rwlock_rdlock", (pthread_rwlock_t *));
  PlRecWait wait;
  int result;

  if (!pl_rec_writer ())
    return real (lock);
  result = pthread_rwlock_tryrdlock (lock);
  if (result != EBUSY)
    return result;
  begin_lock (&wait, lock);
  result = real (lock);
  pl_rec_wait_end (&wait);
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
  result = pthread_rwlock_trywrlock (lock);
  if (result != EBUSY)
    return end_lock (NULL, lock, result);
  begin_lock (&wait, lock);
  return end_lock (&wait, lock, real (lock));
}

/* --- conditions; Python's global lock is one in the data of its library --- */

static uintptr_t python_from, python_to;

static int
look_cb (struct dl_phdr_info *info, size_t size, void *data)
{
  const char *name = info->dlpi_name && *info->dlpi_name ? info->dlpi_name : program_invocation_name;
  const char *last = strrchr (name, '/');

  if (!strstr (last ? last : name, "python"))
    return 0;
  for (int i = 0; i < info->dlpi_phnum; i++)
    if (info->dlpi_phdr[i].p_type == PT_LOAD && (info->dlpi_phdr[i].p_flags & PF_W) &&
        info->dlpi_phdr[i].p_memsz > (python_to - python_from))
      {
        python_from = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
        python_to = python_from + info->dlpi_phdr[i].p_memsz;
      }
  return 0;
}

static __attribute__ ((constructor)) void
find_python (void)
{
  dl_iterate_phdr (look_cb, NULL);
}

static PlWaitReason
reason_of (const pthread_cond_t *condition)
{
  uintptr_t address = (uintptr_t) condition;

  return address >= python_from && address < python_to ? PL_WAIT_GIL : PL_WAIT_CONDITION;
}

/* Whoever waits for a condition lets go of its mutex meanwhile. */
static void
begin_condition (PlRecWait *wait, pthread_cond_t *condition, pthread_mutex_t *mutex)
{
  pl_rec_lock_given (mutex);
  pl_rec_wait_begin (wait, reason_of (condition), 0);
}

static int
end_condition (PlRecWait *wait, pthread_mutex_t *mutex, int result)
{
  pl_rec_lock_taken (mutex);
  pl_rec_wait_end (wait);
  return result;
}

PL_REC_EXPORT int
pthread_cond_wait (pthread_cond_t *condition, pthread_mutex_t *mutex)
{
  PL_REC_REAL (int, "pthread_cond_wait", (pthread_cond_t *, pthread_mutex_t *));
  PlRecWait wait;

  if (!pl_rec_writer ())
    return real (condition, mutex);
  begin_condition (&wait, condition, mutex);
  return end_condition (&wait, mutex, real (condition, mutex));
}

PL_REC_EXPORT int
pthread_cond_timedwait (pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *until)
{
  PL_REC_REAL (int, "pthread_cond_timedwait", (pthread_cond_t *, pthread_mutex_t *, const struct timespec *));
  PlRecWait wait;

  if (!pl_rec_writer ())
    return real (condition, mutex, until);
  begin_condition (&wait, condition, mutex);
  return end_condition (&wait, mutex, real (condition, mutex, until));
}

PL_REC_EXPORT int
pthread_cond_clockwait (pthread_cond_t *condition, pthread_mutex_t *mutex, clockid_t clock,
                        const struct timespec *until)
{
  PL_REC_REAL (int, "pthread_cond_clockwait",
               (pthread_cond_t *, pthread_mutex_t *, clockid_t, const struct timespec *));
  PlRecWait wait;

  if (!pl_rec_writer ())
    return real (condition, mutex, clock, until);
  begin_condition (&wait, condition, mutex);
  return end_condition (&wait, mutex, real (condition, mutex, clock, until));
}
