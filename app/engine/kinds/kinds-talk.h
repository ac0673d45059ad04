/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How workers of a kind send each other something: processes through pipes, threads by a place in their memory. */

#include "engine/kinds/kinds-team.h"

/* ns one way: of a few bytes, of a MiB; 0: it failed. */
int64_t kinds_message_ns (Team *team);
int64_t kinds_mebibyte_ns (Team *team);
