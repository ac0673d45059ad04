/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The one GError domain of Paralane. Messages are whole translated sentences that
 * name the value, the limit and the way out; they are shown to people as they are. */

#include <glib.h>

G_BEGIN_DECLS

#define PL_ERROR (pl_error_quark ())
GQuark pl_error_quark (void);

typedef enum {
  PL_ERROR_PLAN,      /* a value of the plan is out of range: usage */
  PL_ERROR_RUN,       /* a run could not start or failed */
  PL_ERROR_FILE,      /* reading or writing a file failed */
  PL_ERROR_FORMAT,    /* a file is damaged, or not ours */
} PlErrorCode;

G_END_DECLS
