/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Several pictures of one kind above each other on one time axis: one viewport moves all of them. The axis counts from
 * the moment they are aligned at. An item says by its lane which of them it is of: the lanes of all, one picture after
 * the other. */

#include "paint/pl-picture.h"
#include "trace/compare/pl-compared.h"

G_BEGIN_DECLS

#define PL_STACK_MOST 4u

/* 2 to PL_STACK_MOST, each drawn from a log. Keeps them. */
PlPicture *pl_picture_of_stack (PlPicture *const *pictures, guint n, PlAlign align);
/* The pictures of these logs, as the kind shows a moment. */
PlPicture *pl_picture_of_logs (PlLog *const *logs, guint n, PlAlign align);
/* A moment of the axis of all, in the time of the i-th: at most 0 before it began. */
gint64 pl_picture_stack_own_ns (PlPicture *stack, guint i, gint64 t_ns);

G_END_DECLS
