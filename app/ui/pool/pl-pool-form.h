/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The settings of a pool run. */

#include "ui/widgets/pl-form.h"

G_BEGIN_DECLS

#define PL_TYPE_POOL_FORM (pl_pool_form_get_type ())
G_DECLARE_FINAL_TYPE (PlPoolForm, pl_pool_form, PL, POOL_FORM, PlForm)

G_END_DECLS
