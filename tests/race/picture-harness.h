/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the tests of the race's picture share. */

#include "paint/pl-pictures.h"
#include "paint/race/pl-race-picture.h"
#include "race/race-harness.h"

PlRacePicture *picture_lay_out (PlRace *race, const PlViewport *view, PlThemeId theme, double width, double height,
                                guint parts);
/* Whether the pointer is told something there. tooltip and branch may be NULL. */
gboolean picture_hears (PlRacePicture *picture, double x, double y, char **tooltip, guint64 *branch);
double picture_needed_height (gboolean least, PlRace *race, double width, guint parts);
/* Two workers, k increments each, about a third lost, at times that look like a real race. */
PlRace *picture_made_race (guint64 k, PlRaceMethod method);

/* All ink lies on the page. */
void picture_check_ink (PlRacePicture *picture, double width, double height);
/* What is told of each mark is true. */
void picture_check_marks (PlRacePicture *picture, PlRace *race);
/* Both, of a drawing of that size (height 0: as it likes); in many sizes and all themes. */
void picture_check_picture (PlRace *race, guint64 branch, PlThemeId theme, double width, double height, guint parts);
void picture_check_sizes (PlRace *race);
/* Whether these words are in its export. view NULL: the first look. */
gboolean picture_svg_says (PlPicture *picture, const PlViewport *view, const char *words);
