/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the window can do because there is a race page: compare locks, guess first, and take the tables along. */

#include "ui/pl-page.h"

G_BEGIN_DECLS

extern const PlPageAction pl_race_actions[];

G_END_DECLS
