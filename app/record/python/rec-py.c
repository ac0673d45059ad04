/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"
#include "record/python/rec-py.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

PlRecPy pl_rec_py;

/* As Python has it. */
typedef struct { const char *name; void (*function) (void); int flags; const char *doc; } Definition;
#define BY_TUPLE 3          /* METH_VARARGS | METH_KEYWORDS */
#define BY_ROW 0x82         /* METH_FASTCALL | METH_KEYWORDS */

static PyObject *(*make_function) (Definition *definition, PyObject *self, PyObject *module);
static PyObject *(*make_text) (const char *text);
/* From Python 3.11 on. */
static PyObject *(*call_row) (PyObject *function, PyObject *const *row, size_t n, PyObject *names);

static const struct { const char *name; void *slot; bool may_lack; } symbols[] = {
  { "PyGILState_Ensure", &pl_rec_py.ensure, false }, { "PyGILState_Release", &pl_rec_py.release, false },
  { "PySys_SetObject", &pl_rec_py.set_sys, false }, { "PyObject_Size", &pl_rec_py.size, false },
  { "PyTuple_GetItem", &pl_rec_py.item, false }, { "PyTuple_Pack", &pl_rec_py.pack, false },
  { "PyObject_Type", &pl_rec_py.type, false }, { "PyObject_Str", &pl_rec_py.text, false },
  { "PyUnicode_AsUTF8AndSize", &pl_rec_py.bytes, false }, { "PyUnicode_FromString", &make_text, false },
  { "PyCFunction_NewEx", &make_function, false }, { "PyObject_Call", &pl_rec_py.call, false },
  { "PyObject_CallFunctionObjArgs", &pl_rec_py.call_with, false }, { "PyObject_Vectorcall", &call_row, true },
  { "PyLong_FromVoidPtr", &pl_rec_py.from_pointer, false }, { "PyLong_AsVoidPtr", &pl_rec_py.to_pointer, false },
  { "PyLong_FromLongLong", &pl_rec_py.from_number, false }, { "Py_IncRef", &pl_rec_py.keep, false },
  { "Py_DecRef", &pl_rec_py.drop, false }, { "PyErr_Clear", &pl_rec_py.clear, false },
  { "PyTuple_Type", &pl_rec_py.tuple, false },
};

bool
pl_rec_py_find (void)
{
  for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
    {
      void *found = dlsym (RTLD_DEFAULT, symbols[i].name);

      if (!found && !symbols[i].may_lack)
        return false;
      memcpy (symbols[i].slot, &found, sizeof found);
    }
  return true;
}

/* Python reads it as long as there is the function, which may be as long as there is Python. */
static Definition *
define (const PlRecPyMethod *method)
{
  static Definition definitions[16];
  static unsigned n;
  Definition *definition = NULL;

  for (unsigned i = 0; i < n && !definition; i++)
    if (definitions[i].name == method->name && definitions[i].doc == method->doc)
      definition = &definitions[i];
  if (!definition && n < sizeof definitions / sizeof *definitions)
    {
      definition = &definitions[n++];
      *definition = (Definition) { .name = method->name, .doc = method->doc, .flags = call_row ? BY_ROW : BY_TUPLE,
                                   .function = call_row ? (void (*) (void)) method->by_row : (void (*) (void)) method->by_tuple };
    }
  return definition;
}

PyObject *
pl_rec_py_make (const PlRecPyMethod *method, PyObject *self, const char *module)
{
  Definition *definition = define (method);
  PyObject *name = module ? make_text (module) : NULL, *function = definition ? make_function (definition, self, name) : NULL;

  if (name)
    pl_rec_py.drop (name);
  return function;
}

PyObject *
pl_rec_py_pass_on (PyObject *function, const PlRecPyCall *call)
{
  return call->in_row ? call_row (function, call->row, (size_t) call->n, call->keywords)
         : pl_rec_py.call (function, call->tuple, call->keywords);
}

PyObject *
pl_rec_py_argument (const PlRecPyCall *call, ssize_t i)
{
  if (call->in_row)
    return i < call->n ? call->row[i] : NULL;
  return i < pl_rec_py.size (call->tuple) ? pl_rec_py.item (call->tuple, i) : NULL;
}

bool
pl_rec_py_is_tuple (PyObject *object)
{
  PyObject *type = object ? pl_rec_py.type (object) : NULL;

  if (type)
    pl_rec_py.drop (type);
  return type && type == pl_rec_py.tuple;
}

/* --- marks of the program's own --- */

/* As Python's own, so that whoever asks gets the same answer: from 3.13 on, and before. */
#define SIGNED_DOC "audit($module, event, /, *args)\n--\n\nPasses the event to any audit hooks that are attached."
#define PLAIN_DOC "audit(event, *args)\n\nPasses the event to any audit hooks that are attached."

/* The one of each interpreter, by its module sys. */
static struct { PyObject *sys, *audit; } audits[16];

static PyObject *
audit_before (PyObject *sys)
{
  unsigned i = 0;

  while (i + 1 < sizeof audits / sizeof *audits && audits[i].sys != sys)
    i++;
  return audits[i].audit;
}

/* Instead of sys.audit. A hook of Python's would be called for each event that Python itself has, of which there are some with each
 * function that is unpacked. */
static PyObject *
audit (PyObject *sys, const PlRecPyCall *call)
{
  PyObject *event = pl_rec_py_argument (call, 0), *what = pl_rec_py_argument (call, 1);
  const char *name = event ? pl_rec_py.bytes (event, NULL) : NULL;
  PyObject *text = name && what && strcmp (name, "paralane.mark") == 0 ? pl_rec_py.text (what) : NULL;
  const char *bytes = text ? pl_rec_py.bytes (text, NULL) : NULL;

  if (bytes)
    pl_rec_mark (bytes);
  if (text)
    pl_rec_py.drop (text);
  /* Whatever is wrong with what it was given is said by whom it is passed on to. */
  pl_rec_py.clear ();
  return pl_rec_py_pass_on (audit_before (sys), call);
}
PL_REC_PY_METHOD (audit)

/* sys, what to call it instead of, and something more if Python knows what that is called with. As it is when there is no room. */
static PyObject *
marks (PyObject *none, const PlRecPyCall *call)
{
  static const PlRecPyMethod plain = PL_REC_PY_NAMED (audit, PLAIN_DOC), with_signature = PL_REC_PY_NAMED (audit, SIGNED_DOC);
  static unsigned n;
  PyObject *sys = pl_rec_py_argument (call, 0), *before = pl_rec_py_argument (call, 1);

  (void) none;
  pl_rec_py.keep (before);
  if (n == sizeof audits / sizeof *audits)
    return before;
  pl_rec_py.keep (sys);
  audits[n].sys = sys;
  audits[n++].audit = before;
  return pl_rec_py_make (pl_rec_py_argument (call, 2) ? &with_signature : &plain, sys, "sys");
}
PL_REC_PY_METHOD (marks)

/* --- what the start-up hook gets --- */

static void (*hear) (const char *text, size_t n);

/* As if it had written them; 0: they are no text in UTF-8. */
static PyObject *
tells (PyObject *none, const PlRecPyCall *call)
{
  PyObject *words = pl_rec_py_argument (call, 0);
  ssize_t n = 0;
  const char *text = words ? pl_rec_py.bytes (words, &n) : NULL;

  (void) none;
  if (text)
    hear (text, (size_t) n);
  else
    pl_rec_py.clear ();
  return pl_rec_py.from_number (text != NULL);
}
PL_REC_PY_METHOD (tells)

enum { N_OWN = 2, N_ALL = PL_REC_PY_N_MAKERS + N_OWN };

/* NULL: there is no memory for one of them. */
static PyObject *
make_all (void)
{
  static const PlRecPyMethod own[N_OWN] = { PL_REC_PY_NAMED (marks, NULL), PL_REC_PY_NAMED (tells, NULL) };
  PyObject *all = NULL, *parts[N_ALL];
  bool whole = true;

  for (unsigned i = 0; i < N_ALL; i++)
    {
      parts[i] = pl_rec_py_make (i < PL_REC_PY_N_MAKERS ? &pl_rec_py_makers[i] : &own[i - PL_REC_PY_N_MAKERS], NULL, NULL);
      whole = whole && parts[i];
    }
  if (whole)
    all = pl_rec_py.pack (N_ALL, parts[0], parts[1], parts[2], parts[3], parts[4]);
  for (unsigned i = 0; i < N_ALL; i++)
    if (parts[i])
      pl_rec_py.drop (parts[i]);
  return all;
}

void
pl_rec_python_give (const char *name, void (*heard_by) (const char *text, size_t n))
{
  PyObject *all;
  int state;

  hear = heard_by;
  if (!pl_rec_py_find ())
    return;
  /* Whoever writes to us has let go of the interpreter. */
  state = pl_rec_py.ensure ();
  all = make_all ();
  if (!all || pl_rec_py.set_sys (name, all) != 0)
    pl_rec_py.clear ();
  if (all)
    pl_rec_py.drop (all);
  pl_rec_py.release (state);
}
