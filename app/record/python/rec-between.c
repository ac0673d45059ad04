/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"
#include "record/python/rec-py.h"
#include "record/rec-moment.h"

/* What stands between Python and its own functions for every message and task is written in C, where it costs tens of
 * instructions and not thousands, and puts no frame into what a program prints when it fails. */

/* Of what takes less nobody is told. As in python/sitecustomize.py. */
#define LEAST_NS INT64_C (20000)

static uint64_t
this_moment (void)
{
  PlLaneWriter *writer = pl_rec_writer ();

  return writer ? pl_rec_moment (writer) : 0;
}

/* How long ago it was, if that is worth a word; else 0. */
static int64_t
took_ns (uint64_t began)
{
  PlLaneWriter *writer = pl_rec_moment_is_recent (began, LEAST_NS) ? NULL : pl_rec_writer ();
  int64_t ns = writer && began > 0 ? pl_lane_now_ns (writer) - pl_rec_moment_ns (writer, began) : 0;

  return ns >= LEAST_NS ? ns : 0;
}

/* --- packing: self is the function that does it --- */

static void
tell_packing (PlState state, uint64_t began, PyObject *packed)
{
  PlLaneWriter *writer = pl_rec_writer ();
  ssize_t bytes = pl_rec_py.size (packed);

  if (bytes < 0)
    pl_rec_py.clear ();
  else if (writer)
    {
      pl_lane_record_at (writer, pl_rec_moment_ns (writer, began), state, bytes < UINT32_MAX ? (uint32_t) bytes : UINT32_MAX, 0);
      pl_lane_record (writer, PL_STATE_WORKING, PL_NO_TASK, 0);
    }
}

static PyObject *
dumps (PyObject *self, const PlRecPyCall *call)
{
  uint64_t began = this_moment ();
  PyObject *packed = pl_rec_py_pass_on (self, call);

  if (packed && took_ns (began) > 0)
    tell_packing (PL_STATE_SENDING, began, packed);
  return packed;
}
PL_REC_PY_METHOD (dumps)

static PyObject *
loads (PyObject *self, const PlRecPyCall *call)
{
  uint64_t began = this_moment ();
  PyObject *object = pl_rec_py_pass_on (self, call), *packed;

  if (object && took_ns (began) > 0 && (packed = pl_rec_py_argument (call, 0)))
    tell_packing (PL_STATE_RECEIVING, began, packed);
  return object;
}
PL_REC_PY_METHOD (loads)

/* --- between a worker and its queues --- */

/* Of each worker that this process is, one after the other or in threads. All are kept. */
#define MOST_BETWEEN 32u

typedef struct {
  PyObject *take, *give, *look, *tell;
  PyObject *task;                     /* being done, and not told of in another way; NULL: none */
  uint64_t began;
} Between;

static Between betweens[MOST_BETWEEN];
static unsigned n_betweens;

/* A pool's task of one item is done as it is. As Python's pool has it: (job, place, what calls, ((function, items),), ...). */
static bool
is_single (PyObject *task)
{
  PyObject *part = task;

  if (!pl_rec_py_is_tuple (task) || pl_rec_py.size (task) != 5)
    return false;
  for (unsigned i = 0; i < 3; i++)
    {
      static const ssize_t where[] = { 3, 0, 1 };

      if (pl_rec_py.size (part) <= where[i])
        return false;
      part = pl_rec_py.item (part, where[i]);
      if (!pl_rec_py_is_tuple (part))
        return false;
    }
  return pl_rec_py.size (part) == 1;
}

/* The task to do instead, a new reference, or NULL. */
static PyObject *
look_at (Between *self, PyObject *task)
{
  PyObject *instead;

  if (is_single (task))
    {
      pl_rec_py.keep (task);
      return task;
    }
  instead = pl_rec_py.call_with (self->look, task, NULL);
  if (!instead)
    pl_rec_py.clear ();
  return instead;
}

static void
forget_task (Between *self)
{
  if (self->task)
    pl_rec_py.drop (self->task);
  self->task = NULL;
}

static PyObject *
get (PyObject *number, const PlRecPyCall *call)
{
  Between *self = pl_rec_py.to_pointer (number);
  PyObject *task = pl_rec_py_pass_on (self->take, call), *instead;

  if (!task)
    return NULL;
  forget_task (self);
  instead = look_at (self, task);
  if (instead && instead != task)
    {
      pl_rec_py.drop (task);
      return instead;
    }
  /* What was given back is the same: one reference is for whoever tells of it later. */
  self->task = instead;
  self->began = this_moment ();
  return task;
}
PL_REC_PY_METHOD (get)

static void
tell_task (Between *self, int64_t ns)
{
  PyObject *took = pl_rec_py.from_number (ns);
  PyObject *told = took ? pl_rec_py.call_with (self->tell, self->task, took, NULL) : NULL;

  if (!told)
    pl_rec_py.clear ();
  else
    pl_rec_py.drop (told);
  if (took)
    pl_rec_py.drop (took);
}

static PyObject *
put (PyObject *number, const PlRecPyCall *call)
{
  Between *self = pl_rec_py.to_pointer (number);
  int64_t ns = self->task ? took_ns (self->began) : 0;

  if (ns > 0)
    tell_task (self, ns);
  forget_task (self);
  return pl_rec_py_pass_on (self->give, call);
}
PL_REC_PY_METHOD (put)

/* --- what makes them --- */

/* The method that stands in for the function that the maker was called with. */
static PyObject *
make_for (const PlRecPyMethod *method, const PlRecPyCall *call)
{
  return pl_rec_py_make (method, pl_rec_py_argument (call, 0), NULL);
}

static PyObject *
packs (PyObject *none, const PlRecPyCall *call)
{
  static const PlRecPyMethod method = PL_REC_PY_NAMED (dumps, NULL);

  (void) none;
  return make_for (&method, call);
}
PL_REC_PY_METHOD (packs)

static PyObject *
unpacks (PyObject *none, const PlRecPyCall *call)
{
  static const PlRecPyMethod method = PL_REC_PY_NAMED (loads, NULL);

  (void) none;
  return make_for (&method, call);
}
PL_REC_PY_METHOD (unpacks)

/* take, give, look, tell: get and put instead of the first two. As they are when there is no room. */
static PyObject *
between (PyObject *none, const PlRecPyCall *call)
{
  static const PlRecPyMethod methods[] = { PL_REC_PY_NAMED (get, NULL), PL_REC_PY_NAMED (put, NULL) };
  Between *self = &betweens[n_betweens % MOST_BETWEEN];
  PyObject *four[4], *number;

  (void) none;
  for (unsigned i = 0; i < 4; i++)
    four[i] = pl_rec_py_argument (call, i);
  if (n_betweens >= MOST_BETWEEN)
    return pl_rec_py.pack (2, four[0], four[1]);
  n_betweens++;
  for (unsigned i = 0; i < 4; i++)
    pl_rec_py.keep (four[i]);
  *self = (Between) { four[0], four[1], four[2], four[3], NULL, 0 };
  number = pl_rec_py.from_pointer (self);
  return number ? pl_rec_py.pack (2, pl_rec_py_make (&methods[0], number, NULL), pl_rec_py_make (&methods[1], number, NULL)) : NULL;
}
PL_REC_PY_METHOD (between)

const PlRecPyMethod pl_rec_py_makers[PL_REC_PY_N_MAKERS] = {
  PL_REC_PY_NAMED (packs, NULL), PL_REC_PY_NAMED (unpacks, NULL), PL_REC_PY_NAMED (between, NULL),
};
