/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* --- who is who: threads of this process that may still be waited for --- */

#define THREADS 1024u
#define PROBES 16u

typedef struct { _Atomic uintptr_t handle; _Atomic uint32_t tid, edge; } Known;

static Known known[THREADS];

static Known *
find_known (pthread_t thread, bool make)
{
  uintptr_t handle = (uintptr_t) thread;
  uint64_t at = pl_rec_hash (handle, 11);

  for (unsigned i = 0; i < PROBES; i++)
    {
      Known *entry = &known[(at + i) % THREADS];
      uintptr_t found = atomic_load_explicit (&entry->handle, memory_order_acquire);

      if (found == handle || (make && found == 0 &&
                              atomic_compare_exchange_strong (&entry->handle, &found, handle)))
        return entry;
    }
  return NULL;
}

static void
get_known (pthread_t thread, uint32_t edge)
{
  Known *entry = find_known (thread, true);

  if (!entry)
    return;
  atomic_store_explicit (&entry->tid, (uint32_t) syscall (SYS_gettid), memory_order_relaxed);
  atomic_store_explicit (&entry->edge, edge, memory_order_relaxed);
}

/* Said by whoever made it: it may be waited for before it has said a word itself. */
static void
expect (pthread_t thread, uint32_t edge)
{
  Known *entry = find_known (thread, true);

  if (entry)
    atomic_store_explicit (&entry->edge, edge, memory_order_relaxed);
}

uint32_t
pl_rec_thread_tid (pthread_t thread)
{
  Known *entry = find_known (thread, false);

  return entry ? atomic_load_explicit (&entry->tid, memory_order_relaxed) : 0;
}

/* --- birth and end --- */

typedef struct { void *(*body) (void *); void *data; uint32_t parent, edge; } Birth;

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
  pl_rec_lane_start_thread (birth.parent, PL_REC_EDGE (birth.edge));
  if (pl_rec_writer ())
    get_known (pthread_self (), birth.edge);
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
  PlLaneWriter *writer = pl_rec_teller ();
  int saved = errno, result;
  Birth *birth = writer ? malloc (sizeof *birth) : NULL;
  uint32_t edge;
  int64_t now_ns;

  errno = saved;
  if (!birth)
    return real (thread, attributes, body, data);
  edge = pl_rec_object_next_edge ();
  now_ns = pl_lane_now_ns (writer);
  *birth = (Birth) { body, data, pl_rec_lane_index (), edge };
  result = real (thread, attributes, run_thread, birth);
  if (result != 0)
    {
      free (birth);
      return result;
    }
  expect (*thread, edge);
  if (edge != 0)
    pl_lane_edge_at (writer, now_ns, PL_EVENT_FORK, PL_REC_EDGE (edge), false);
  return 0;
}

/* --- joining --- */

static void
begin_join (PlRecWait *wait, pthread_t thread, uint32_t *edge)
{
  Known *entry = find_known (thread, false);

  *edge = entry ? atomic_load_explicit (&entry->edge, memory_order_relaxed) : 0;
  pl_rec_wait_begin (wait, PL_WAIT_THREAD, pl_rec_thread_tid (thread));
}

static int
end_join (PlRecWait *wait, pthread_t thread, uint32_t edge, int result)
{
  Known *entry = result == 0 ? find_known (thread, false) : NULL;
  int64_t now_ns = pl_rec_wait_end (wait);

  if (result == 0 && edge != 0 && wait->writer)
    pl_lane_edge_at (wait->writer, now_ns, PL_EVENT_JOIN, PL_REC_EDGE (edge), true);
  /* A new thread may have the same handle already: then its entry is its own. */
  if (entry && atomic_load_explicit (&entry->edge, memory_order_relaxed) == edge)
    atomic_store_explicit (&entry->handle, 0, memory_order_release);
  return result;
}

PL_REC_EXPORT int
pthread_join (pthread_t thread, void **value)
{
  PL_REC_REAL (int, "pthread_join", (pthread_t, void **));
  PlRecWait wait;
  uint32_t edge;

  if (!pl_rec_writer ())
    return real (thread, value);
  begin_join (&wait, thread, &edge);
  return end_join (&wait, thread, edge, real (thread, value));
}

PL_REC_EXPORT int
pthread_timedjoin_np (pthread_t thread, void **value, const struct timespec *until)
{
  PL_REC_REAL (int, "pthread_timedjoin_np", (pthread_t, void **, const struct timespec *));
  PlRecWait wait;
  uint32_t edge;

  if (!pl_rec_writer ())
    return real (thread, value, until);
  begin_join (&wait, thread, &edge);
  return end_join (&wait, thread, edge, real (thread, value, until));
}

PL_REC_EXPORT int
pthread_clockjoin_np (pthread_t thread, void **value, clockid_t clock, const struct timespec *until)
{
  PL_REC_REAL (int, "pthread_clockjoin_np", (pthread_t, void **, clockid_t, const struct timespec *));
  PlRecWait wait;
  uint32_t edge;

  if (!pl_rec_writer ())
    return real (thread, value, clock, until);
  begin_join (&wait, thread, &edge);
  return end_join (&wait, thread, edge, real (thread, value, clock, until));
}

/* --- names --- */

PL_REC_EXPORT int
pthread_setname_np (pthread_t thread, const char *name)
{
  PL_REC_REAL (int, "pthread_setname_np", (pthread_t, const char *));
  int result = real (thread, name);

  if (result == 0 && pl_rec_log && pthread_equal (thread, pthread_self ()))
    pl_rec_lane_set_name (name);
  return result;
}
