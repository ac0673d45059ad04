/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/export/pl-purpose.h"

#include "paint/pl-picture.h"

/* A slide is 1920 × 1080 CSS pixels, 20 inches wide: 18 pt are 24 of them. A4 is 297 × 210 mm; its PNG has 300 dots an
 * inch. What is for the screen keeps the size it always had, one point of PDF a pixel. */
static const PlPurposeInfo infos[PL_N_PURPOSES] = {
  [PL_PURPOSE_SCREEN] = { "screen", 1600, 0, FALSE, 0, 0, 1, 1 },
  [PL_PURPOSE_WEB] = { "web", 1200, 0, FALSE, 0, 12, 1, 0.75 },
  [PL_PURPOSE_SLIDE] = { "slide", 1920, 1080, FALSE, 0, 24, 1, 0.75 },
  [PL_PURPOSE_A4] = { "a4", 841.89, 595.276, TRUE, 14, 8, 300.0 / 72, 1 },
};

const PlPurposeInfo *
pl_purpose_info (PlPurpose purpose)
{
  return &infos[purpose < PL_N_PURPOSES ? purpose : PL_PURPOSE_SCREEN];
}

int
pl_purpose_from_key (const char *key)
{
  for (guint i = 0; i < PL_N_PURPOSES; i++)
    if (g_str_equal (infos[i].key, key))
      return (int) i;
  return -1;
}

const char *
pl_purpose_keys (void)
{
  return "screen, web, slide, a4";
}

double
pl_purpose_type_scale (PlPurpose purpose)
{
  double least = pl_purpose_info (purpose)->least_type;

  return least > 0 ? least / PL_LEAST_TYPE : 1;
}
