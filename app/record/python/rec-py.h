/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Python is known by its stable interface only, of whatever version this program is or has loaded: nothing of it is there when
 * this is built. All of it is called by a thread that has the interpreter. */

#include <stdbool.h>
#include <sys/types.h>

typedef struct PyObject PyObject;

/* What a function was called with: a tuple and a dictionary or NULL; or, in_row, n objects and behind them those that a tuple or
 * NULL has the names of. */
typedef struct {
  bool in_row;
  PyObject *tuple, *keywords;
  PyObject *const *row;
  ssize_t n;
} PlRecPyCall;

/* Python calls either of them; which one depends on its version. Both come to function (self, call), where self is what it was made
 * with: a new reference, or NULL where it failed. */
typedef struct {
  const char *name, *doc;
  PyObject *(*by_tuple) (PyObject *self, PyObject *tuple, PyObject *keywords);
  PyObject *(*by_row) (PyObject *self, PyObject *const *row, ssize_t n, PyObject *names);
} PlRecPyMethod;

#define PL_REC_PY_METHOD(function) \
  static PyObject *function##_by_tuple (PyObject *self, PyObject *tuple, PyObject *keywords) \
  { return function (self, &(PlRecPyCall) { .tuple = tuple, .keywords = keywords }); } \
  static PyObject *function##_by_row (PyObject *self, PyObject *const *row, ssize_t n, PyObject *names) \
  { return function (self, &(PlRecPyCall) { .in_row = true, .keywords = names, .row = row, .n = n }); }
#define PL_REC_PY_NAMED(function, text) { #function, text, function##_by_tuple, function##_by_row }

typedef struct {
  int (*ensure) (void);
  void (*release) (int state);
  int (*set_sys) (const char *name, PyObject *object);
  ssize_t (*size) (PyObject *object);
  PyObject *(*item) (PyObject *tuple, ssize_t i);
  PyObject *(*pack) (ssize_t n, ...);
  PyObject *(*type) (PyObject *object);
  PyObject *(*text) (PyObject *object);
  const char *(*bytes) (PyObject *text, ssize_t *n);
  PyObject *(*call) (PyObject *function, PyObject *tuple, PyObject *keywords);
  PyObject *(*call_with) (PyObject *function, ...);
  PyObject *(*from_pointer) (void *pointer);
  void *(*to_pointer) (PyObject *number);
  PyObject *(*from_number) (long long number);
  void (*keep) (PyObject *object);
  void (*drop) (PyObject *object);
  void (*clear) (void);
  PyObject *tuple;                    /* the type */
} PlRecPy;

extern PlRecPy pl_rec_py;

/* false: this program has no Python, or another one than we know. */
bool pl_rec_py_find (void);
/* A new reference, or NULL. module: the name of where it is said to come from; NULL: nowhere. */
PyObject *pl_rec_py_make (const PlRecPyMethod *method, PyObject *self, const char *module);
/* Calls it with the same. */
PyObject *pl_rec_py_pass_on (PyObject *function, const PlRecPyCall *call);
/* Borrowed; NULL: there are not so many. */
PyObject *pl_rec_py_argument (const PlRecPyCall *call, ssize_t i);
/* It is a tuple, and nothing that is derived from that. */
bool pl_rec_py_is_tuple (PyObject *object);

/* --- rec-between.c --- */

/* What makes packs, unpacks and between. */
enum { PL_REC_PY_N_MAKERS = 3 };
extern const PlRecPyMethod pl_rec_py_makers[PL_REC_PY_N_MAKERS];
