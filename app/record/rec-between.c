/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <dlfcn.h>
#include <string.h>

/* What stands between Python and its own functions for every message and event is written in C, where it costs tens of
 * instructions and not thousands, and puts no frame into what a program prints when it fails. Python is known by its stable
 * interface only, of whatever version this program is or has loaded: nothing of it is there when we are built. */
typedef struct PyObject PyObject;
typedef PyObject *Function (PyObject *self, PyObject *arguments, PyObject *keywords);
typedef int Hook (const char *event, PyObject *arguments, void *data);
/* As Python has it. */
typedef struct { const char *name; Function *function; int flags; const char *doc; } Method;
#define VARARGS_KEYWORDS 3

static struct {
  int (*ensure) (void);
  void (*release) (int state);
  int (*add_hook) (Hook *hook, void *data);
  int (*set_sys) (const char *name, PyObject *object);
  ssize_t (*size) (PyObject *object);
  PyObject *(*item) (PyObject *tuple, ssize_t i);
  PyObject *(*pack) (ssize_t n, ...);
  PyObject *(*text) (PyObject *object);
  const char *(*bytes) (PyObject *text, ssize_t *n);
  PyObject *(*function) (Method *method, PyObject *self, PyObject *module);
  PyObject *(*call) (PyObject *function, PyObject *arguments, PyObject *keywords);
  PyObject *(*call_with) (PyObject *function, ...);
  PyObject *(*from_pointer) (void *pointer);
  void *(*to_pointer) (PyObject *number);
  PyObject *(*from_number) (long long number);
  void (*keep) (PyObject *object);
  void (*drop) (PyObject *object);
  void (*clear) (void);
} py;

static const struct { const char *name; void *slot; } names[] = {
  { "PyGILState_Ensure", &py.ensure }, { "PyGILState_Release", &py.release }, { "PySys_AddAuditHook", &py.add_hook },
  { "PySys_SetObject", &py.set_sys }, { "PyObject_Size", &py.size }, { "PyTuple_GetItem", &py.item },
  { "PyTuple_Pack", &py.pack }, { "PyObject_Str", &py.text }, { "PyUnicode_AsUTF8AndSize", &py.bytes },
  { "PyCFunction_NewEx", &py.function }, { "PyObject_Call", &py.call },
  { "PyObject_CallFunctionObjArgs", &py.call_with }, { "PyLong_FromVoidPtr", &py.from_pointer },
  { "PyLong_AsVoidPtr", &py.to_pointer }, { "PyLong_FromLongLong", &py.from_number }, { "Py_IncRef", &py.keep },
  { "Py_DecRef", &py.drop }, { "PyErr_Clear", &py.clear },
};

/* Of what takes less nobody is told. As in python/sitecustomize.py. */
#define LEAST_NS INT64_C (20000)

static int64_t
now_ns (void)
{
  PlLaneWriter *writer = pl_rec_writer ();

  return writer ? pl_lane_now_ns (writer) : 0;
}

static PyObject *
make (Method *method, PyObject *self)
{
  return py.function (method, self, NULL);
}

/* --- packing: self is the function that does it --- */

static void
tell_packing (PlState state, int64_t began_ns, PyObject *packed)
{
  PlLaneWriter *writer = pl_rec_writer ();
  ssize_t bytes = py.size (packed);

  if (bytes < 0)
    py.clear ();
  else if (writer)
    {
      pl_lane_record_at (writer, began_ns, state, bytes < UINT32_MAX ? (uint32_t) bytes : UINT32_MAX, 0);
      pl_lane_record (writer, PL_STATE_WORKING, PL_NO_TASK, 0);
    }
}

static PyObject *
dumps (PyObject *self, PyObject *arguments, PyObject *keywords)
{
  int64_t began_ns = now_ns ();
  PyObject *packed = py.call (self, arguments, keywords);

  if (packed && now_ns () - began_ns >= LEAST_NS)
    tell_packing (PL_STATE_SENDING, began_ns, packed);
  return packed;
}

static PyObject *
loads (PyObject *self, PyObject *arguments, PyObject *keywords)
{
  int64_t began_ns = now_ns ();
  PyObject *object = py.call (self, arguments, keywords);

  if (object && py.size (arguments) > 0 && now_ns () - began_ns >= LEAST_NS)
    tell_packing (PL_STATE_RECEIVING, began_ns, py.item (arguments, 0));
  return object;
}

/* --- between a worker and its queues --- */

/* Of each worker that this process is, one after the other or in threads. All are kept. */
#define MOST_BETWEEN 32u

typedef struct {
  PyObject *take, *give, *look, *tell;
  PyObject *task;                     /* being done, and not told of in another way; NULL: none */
  int64_t began_ns;
} Between;

static Between betweens[MOST_BETWEEN];
static unsigned n_betweens;

/* The task to do instead, a new reference, or NULL. */
static PyObject *
look_at (Between *self, PyObject *task)
{
  PyObject *instead = py.call_with (self->look, task, NULL);

  if (!instead)
    py.clear ();
  return instead;
}

static void
forget_task (Between *self)
{
  if (self->task)
    py.drop (self->task);
  self->task = NULL;
}

static PyObject *
get (PyObject *number, PyObject *arguments, PyObject *keywords)
{
  Between *self = py.to_pointer (number);
  PyObject *task = py.call (self->take, arguments, keywords), *instead;

  if (!task)
    return NULL;
  forget_task (self);
  instead = look_at (self, task);
  if (instead && instead != task)
    {
      py.drop (task);
      return instead;
    }
  /* What was given back is the same: one reference is for whoever tells of it later. */
  self->task = instead;
  self->began_ns = now_ns ();
  return task;
}

static void
tell_task (Between *self, int64_t took_ns)
{
  PyObject *took = py.from_number (took_ns), *told = took ? py.call_with (self->tell, self->task, took, NULL) : NULL;

  if (!told)
    py.clear ();
  else
    py.drop (told);
  if (took)
    py.drop (took);
}

static PyObject *
put (PyObject *number, PyObject *arguments, PyObject *keywords)
{
  Between *self = py.to_pointer (number);
  int64_t took_ns = self->task ? now_ns () - self->began_ns : 0;

  if (took_ns >= LEAST_NS)
    tell_task (self, took_ns);
  forget_task (self);
  return py.call (self->give, arguments, keywords);
}

/* --- what the start-up hook gets --- */

static Method methods[] = {
  { "dumps", dumps, VARARGS_KEYWORDS, NULL }, { "loads", loads, VARARGS_KEYWORDS, NULL },
  { "get", get, VARARGS_KEYWORDS, NULL }, { "put", put, VARARGS_KEYWORDS, NULL },
};

static PyObject *
packs (PyObject *self, PyObject *arguments, PyObject *keywords)
{
  (void) self, (void) keywords;
  return make (&methods[0], py.item (arguments, 0));
}

static PyObject *
unpacks (PyObject *self, PyObject *arguments, PyObject *keywords)
{
  (void) self, (void) keywords;
  return make (&methods[1], py.item (arguments, 0));
}

/* take, give, look, tell: get and put instead of the first two. As they are when there is no room. */
static PyObject *
between (PyObject *none, PyObject *arguments, PyObject *keywords)
{
  Between *self = &betweens[n_betweens % MOST_BETWEEN];
  PyObject *four[4], *number;

  (void) none, (void) keywords;
  for (unsigned i = 0; i < 4; i++)
    four[i] = py.item (arguments, i);
  if (n_betweens >= MOST_BETWEEN)
    return py.pack (2, four[0], four[1]);
  n_betweens++;
  for (unsigned i = 0; i < 4; i++)
    py.keep (four[i]);
  *self = (Between) { four[0], four[1], four[2], four[3], NULL, 0 };
  number = py.from_pointer (self);
  return number ? py.pack (2, make (&methods[2], number), make (&methods[3], number)) : NULL;
}

static Method makers[] = {
  { "packs", packs, VARARGS_KEYWORDS, NULL }, { "unpacks", unpacks, VARARGS_KEYWORDS, NULL },
  { "between", between, VARARGS_KEYWORDS, NULL },
};

/* A mark of the program's own. */
static int
hear_event (const char *event, PyObject *arguments, void *data)
{
  PyObject *text;
  const char *bytes;

  (void) data;
  if (strcmp (event, "paralane.mark") != 0 || !arguments || py.size (arguments) < 1)
    return 0;
  text = py.text (py.item (arguments, 0));
  bytes = text ? py.bytes (text, NULL) : NULL;
  if (bytes)
    pl_rec_mark (bytes);
  else
    py.clear ();
  if (text)
    py.drop (text);
  return 0;
}

static bool
find_python (void)
{
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    {
      void *found = dlsym (RTLD_DEFAULT, names[i].name);

      if (!found)
        return false;
      memcpy (names[i].slot, &found, sizeof found);
    }
  return true;
}

void
pl_rec_python_give (const char *name)
{
  static bool hears;
  PyObject *all;
  int state;

  if (!find_python ())
    return;
  /* Whoever writes to us has let go of the interpreter. */
  state = py.ensure ();
  if (!hears)
    hears = py.add_hook (hear_event, NULL) == 0;
  all = hears ? py.pack (3, make (&makers[0], NULL), make (&makers[1], NULL), make (&makers[2], NULL)) : NULL;
  if (!all || py.set_sys (name, all) != 0)
    py.clear ();
  if (all)
    py.drop (all);
  py.release (state);
}
