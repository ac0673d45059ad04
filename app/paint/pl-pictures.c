/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-pictures.h"

static PlPicture *
open_pool (PlLog *log, gboolean moment)
{
  g_autoptr (PlTrace) trace = pl_trace_new (log);

  return pl_picture_of_pool (trace);
}

static PlPicture *
open_scene (PlLog *log, gboolean moment)
{
  g_autoptr (PlTrace) trace = pl_trace_new (log);

  return pl_picture_of_scene (trace);
}

static PlPicture *
open_recording (PlLog *log, gboolean moment)
{
  g_autoptr (PlTrace) trace = pl_trace_new (log);

  return pl_picture_of_recording (trace);
}

/* Of many trials only the last is recorded; all of them are the picture, unless a moment is asked for. While it goes on
 * nothing is proven yet: then the picture is of the trials that are over. */
static PlPicture *
open_race (PlLog *log, gboolean moment)
{
  gboolean goes_on = pl_race_goes_on (log);
  g_autoptr (PlRace) race = goes_on ? pl_race_new_unproven (log) : pl_race_new (log);

  return goes_on || (pl_log_plan (log)->trials > 1 && !moment) ? pl_picture_of_trials (race) : pl_picture_of_proof (race);
}

static const struct { guint kind; PlPicture *(*open) (PlLog *log, gboolean moment); } kinds[] = {
  { PL_RUN_POOL, open_pool },
  { PL_RUN_RACE, open_race },
  { PL_RUN_SCENE, open_scene },
  { PL_RUN_RECORDING, open_recording },
};

PlPicture *
pl_picture_of_log (PlLog *log, gboolean moment)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].kind == pl_log_plan (log)->kind)
      {
        PlPicture *picture = kinds[i].open (log, moment);

        pl_picture_refresh (picture);
        return picture;
      }
  return NULL;
}
