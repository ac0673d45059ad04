/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the tests of the race page share. */

#include "ui-util.h"
#include "ui/race/pl-race-page.h"

G_BEGIN_DECLS

/* Shows the page and runs a race there. */
void race_start (PlWindow *window,
                 guint     workers,
                 guint     increments);
PlRacePage *race_page (PlWindow *window);
/* What an action of the window writes to a file of that name. */
char *race_export_as (PlWindow   *window,
                      const char *name,
                      const char *action);

G_END_DECLS
