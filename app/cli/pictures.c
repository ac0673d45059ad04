/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli.h"

#include <glib/gi18n.h>

#include "base/pl-error.h"
#include "base/pl-text.h"
#include "paint/pl-pictures.h"
#include "trace/pl-account-text.h"

/* There is something to see from begin_ns to end_ns. to_ns below 0: up to the end. */
static gboolean
set_range (PlViewport *viewport, gint64 begin_ns, gint64 end_ns, gint64 from_ns, gint64 to_ns, GError **error)
{
  g_autofree char *from = NULL, *to = NULL, *begin = NULL, *end = NULL;

  if (to_ns < 0)
    to_ns = MAX (end_ns, from_ns == 0 ? 1 : 0);
  if (from_ns < to_ns && from_ns < end_ns && to_ns > begin_ns)
    {
      viewport->from_ns = from_ns;
      viewport->to_ns = to_ns;
      return TRUE;
    }
  from = pl_text_duration_short (from_ns);
  to = pl_text_duration_short (to_ns);
  begin = pl_text_duration_short (begin_ns);
  end = pl_text_duration_short (end_ns);
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
               _("--from %s --to %s shows nothing: it goes from %s to %s, and --from must lie before "
                 "--to."),
               from, to, begin, end);
  return FALSE;
}

/* NULL: nobody told who had which CPU. */
static PlPicture *
open_by_cpu (PlLog *log, GError **error)
{
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  g_autofree char *why = NULL;

  pl_trace_refresh (trace, -1);
  if (pl_pictures_can_by_cpu (trace))
    return pl_picture_of_cpus (trace);
  why = pl_account_source_sentence (trace);
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("--by-cpu: this run cannot be shown by CPU. %s"), why);
  return NULL;
}

static void
take_look (PlViewport *viewport, const PlCliOutput *how)
{
  viewport->has_a = how->look.has_a;
  viewport->has_b = how->look.has_b;
  viewport->a_ns = how->look.a_ns;
  viewport->b_ns = how->look.b_ns;
}

gboolean
pl_cli_draw (PlLog *log, const char *path, const PlCliOutput *how, GError **error)
{
  gboolean moment = how->from_ns != 0 || how->to_ns >= 0;
  g_autoptr (PlPicture) picture = how->by_cpu ? open_by_cpu (log, error) : pl_picture_of_log (log, moment);
  PlViewport viewport;
  gint64 begin_ns, end_ns;

  if (picture == NULL)
    return FALSE;
  pl_picture_init_viewport (picture, &viewport);
  pl_picture_get_whole (picture, &begin_ns, &end_ns);
  if (moment && !set_range (&viewport, begin_ns, end_ns, how->from_ns, how->to_ns, error))
    return FALSE;
  if (!moment && how->look.to_ns > 0)
    {
      viewport.from_ns = how->look.from_ns;
      viewport.to_ns = how->look.to_ns;
    }
  take_look (&viewport, how);
  return pl_cli_picture_write (how->picture, picture, &viewport, path, error);
}

PlPicture *
pl_cli_open_time (PlLog *log, const PlCliOutput *how, PlViewport *viewport, GError **error)
{
  g_autoptr (PlPicture) picture = how->by_cpu ? open_by_cpu (log, error) : pl_picture_of_log (log, TRUE);
  gint64 begin_ns, end_ns;

  if (picture == NULL)
    return NULL;
  if (!pl_picture_get_whole (picture, &begin_ns, &end_ns))
    {
      g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN,
                           _("--frames: nothing of this run was recorded that could be played. Record it, and export that."));
      return NULL;
    }
  pl_picture_init_viewport (picture, viewport);
  if (!set_range (viewport, begin_ns, end_ns, MAX (how->from_ns, begin_ns), how->to_ns, error))
    return NULL;
  viewport->to_ns = MIN (viewport->to_ns, end_ns);
  take_look (viewport, how);
  return g_steal_pointer (&picture);
}
