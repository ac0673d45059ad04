/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Processes against threads, measured and shown in the place of the page; figures come in one by one. */

#include "ui/pl-page.h"

G_BEGIN_DECLS

/* Begins anew, also where it goes on already. The page keeps what it needs. */
void pl_pool_kinds_begin (PlPage *page);
/* The page goes away: what goes on is ended. */
void pl_pool_kinds_clear (PlPage *page);

G_END_DECLS
