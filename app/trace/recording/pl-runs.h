/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Sorting what is sorted already, lane by lane. */

#include <glib.h>

G_BEGIN_DECLS

/* As g_array_sort (): what is equal keeps its order. Takes no longer than one look at each where they are in order, and one
 * merge a doubling where they are a few such runs one behind the other. */
void pl_runs_sort (GArray *self, GCompareFunc compare);

G_END_DECLS
