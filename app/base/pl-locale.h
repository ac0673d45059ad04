/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Takes the user's locale and finds the translations: in $PARALANE_LOCALE_DIR, which app/run sets to
 * use those of the build folder, else where they were installed. Call it first in main (). */
void pl_locale_init (void);
