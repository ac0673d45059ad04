/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <link.h>
#include <string.h>

/* Python's global lock is a condition in the data of its library. */

uintptr_t pl_rec_python_from, pl_rec_python_to;

static int
look_cb (struct dl_phdr_info *info, size_t size, void *data)
{
  const char *name = info->dlpi_name && *info->dlpi_name ? info->dlpi_name : program_invocation_name;
  const char *last = strrchr (name, '/');

  if (!strstr (last ? last : name, "python"))
    return 0;
  for (int i = 0; i < info->dlpi_phnum; i++)
    if (info->dlpi_phdr[i].p_type == PT_LOAD && (info->dlpi_phdr[i].p_flags & PF_W) &&
        info->dlpi_phdr[i].p_memsz > (pl_rec_python_to - pl_rec_python_from))
      {
        pl_rec_python_from = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
        pl_rec_python_to = pl_rec_python_from + info->dlpi_phdr[i].p_memsz;
      }
  return 0;
}

static __attribute__ ((constructor)) void
find_python (void)
{
  dl_iterate_phdr (look_cb, NULL);
}

/* Whoever waits for a condition lets go of its mutex meanwhile. */
static void
begin_condition (PlRecWait *wait, pthread_cond_t *condition, pthread_mutex_t *mutex)
{
  if (pl_rec_is_python (condition))
    {
      pl_rec_wait_begin (wait, PL_WAIT_GIL, 0);
      return;
    }
  pl_rec_woke (pl_rec_lock_given (mutex));
  pl_rec_signal_wait (wait, PL_WAIT_CONDITION, condition);
}

static int
end_condition (PlRecWait *wait, pthread_cond_t *condition, pthread_mutex_t *mutex, int result)
{
  if (pl_rec_is_python (condition))
    {
      pl_rec_wait_end (wait);
      return result;
    }
  pl_rec_lock_taken (mutex, true);
  pl_rec_signal_wait_end (wait, condition);
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
  return end_condition (&wait, condition, mutex, real (condition, mutex));
}

PL_REC_EXPORT int
pthread_cond_timedwait (pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *until)
{
  PL_REC_REAL (int, "pthread_cond_timedwait", (pthread_cond_t *, pthread_mutex_t *, const struct timespec *));
  PlRecWait wait;

  if (!pl_rec_writer ())
    return real (condition, mutex, until);
  begin_condition (&wait, condition, mutex);
  return end_condition (&wait, condition, mutex, real (condition, mutex, until));
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
  return end_condition (&wait, condition, mutex, real (condition, mutex, clock, until));
}

static int
give (pthread_cond_t *condition, int (*real) (pthread_cond_t *))
{
  PlRecWake wake = pl_rec_signal_given (condition);
  int result = real (condition);

  pl_rec_woke (wake);
  return result;
}

PL_REC_EXPORT int
pthread_cond_signal (pthread_cond_t *condition)
{
  PL_REC_REAL (int, "pthread_cond_signal", (pthread_cond_t *));

  return pl_rec_log && !pl_rec_is_python (condition) ? give (condition, real) : real (condition);
}

PL_REC_EXPORT int
pthread_cond_broadcast (pthread_cond_t *condition)
{
  PL_REC_REAL (int, "pthread_cond_broadcast", (pthread_cond_t *));

  return pl_rec_log && !pl_rec_is_python (condition) ? give (condition, real) : real (condition);
}

PL_REC_EXPORT int
pthread_cond_destroy (pthread_cond_t *condition)
{
  PL_REC_REAL (int, "pthread_cond_destroy", (pthread_cond_t *));

  if (pl_rec_log)
    pl_rec_lock_gone (condition);
  return real (condition);
}

PL_REC_EXPORT int
pthread_barrier_wait (pthread_barrier_t *barrier)
{
  PL_REC_REAL (int, "pthread_barrier_wait", (pthread_barrier_t *));
  PlRecWait wait;
  int result;

  if (!pl_rec_writer ())
    return real (barrier);
  pl_rec_wait_begin (&wait, PL_WAIT_CONDITION, 0);
  result = real (barrier);
  pl_rec_wait_end (&wait);
  return result;
}
