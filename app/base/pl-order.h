/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What sorts and searches ask for: a static function "name" that puts the lesser one first. */

#include <glib.h>

G_BEGIN_DECLS

/* Numbers of one type. */
#define PL_ORDER(name, Number)                                        \
  static int                                                          \
  name (gconstpointer a, gconstpointer b)                             \
  {                                                                   \
    const Number *one = a, *other = b;                                \
                                                                      \
    return (*one > *other) - (*one < *other);                         \
  }

/* Structs, by a member that is a number. */
#define PL_ORDER_BY(name, Struct, member)                             \
  static int                                                          \
  name (gconstpointer a, gconstpointer b)                             \
  {                                                                   \
    const Struct *one = a, *other = b;                                \
                                                                      \
    return (one->member > other->member) - (one->member < other->member); \
  }

G_END_DECLS
