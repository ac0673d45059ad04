/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/recording/pl-recording-rows.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "paint/recording/pl-recording-legend.h"
#include "trace/recording/pl-recording-events.h"
#include "trace/pl-trace-text.h"
#include "trace/recording/pl-outputs.h"
#include "trace/recording/pl-recording.h"

#define WAITS (1u << PL_STATE_WAITING_LOCK | 1u << PL_STATE_WAITING_TASK)

struct _PlRecordingRows {
  GHashTable *chosen;           /* process + 1 -> FOLDED or UNFOLDED, where a person chose */
  PlTimelineRows *rows;         /* NULL: to be made */
  guint n_lanes;                /* as of rows */
  guint64 n_records;
  gboolean has_terminal;
};

enum { AS_PLANNED = 0, FOLDED, UNFOLDED };

/* Of each lane the process it belongs to, and of each process its threads, as a list from first[] on. */
typedef struct {
  guint n;
  guint *process, *first, *next, *last;
} Families;

#define NO_LANE G_MAXUINT

PlRecordingRows *
pl_recording_rows_new (void)
{
  PlRecordingRows *self = g_new0 (PlRecordingRows, 1);

  self->chosen = g_hash_table_new (NULL, NULL);
  return self;
}

void
pl_recording_rows_free (PlRecordingRows *self)
{
  g_clear_pointer (&self->rows, pl_timeline_rows_unref);
  g_hash_table_unref (self->chosen);
  g_free (self);
}

/* A thread whose process nobody knows stands for itself. */
static void
init_families (Families *self, PlLog *log, guint n)
{
  *self = (Families) { n, g_new (guint, n), g_new (guint, n), g_new (guint, n), g_new (guint, n) };
  for (guint lane = 0; lane < n; lane++)
    {
      guint process = lane > 0 ? pl_recording_process_of (log, lane) : 0;

      self->process[lane] = process < lane ? self->process[process] : lane;
      self->first[lane] = self->next[lane] = self->last[lane] = NO_LANE;
      if (self->process[lane] == lane)
        continue;
      process = self->process[lane];
      if (self->first[process] == NO_LANE)
        self->first[process] = lane;
      else
        self->next[self->last[process]] = lane;
      self->last[process] = lane;
    }
}

static void
clear_families (Families *self)
{
  g_free (self->process);
  g_free (self->first);
  g_free (self->next);
  g_free (self->last);
}

static gboolean
is_shown (PlRecordingRows *self, PlTrace *trace, guint process, guint thread)
{
  PlShares shares;

  switch (GPOINTER_TO_INT (g_hash_table_lookup (self->chosen, GUINT_TO_POINTER (process + 1))))
    {
    case FOLDED: return FALSE;
    case UNFOLDED: return TRUE;
    default: break;
    }
  switch (pl_log_plan (pl_trace_get_log (trace))->recording_threads)
    {
    case PL_THREADS_NONE: return FALSE;
    case PL_THREADS_WAITING:
      pl_trace_sum (trace, thread, 0, pl_trace_get_end_ns (trace), &shares);
      return (shares.states & WAITS) != 0;
    default: return TRUE;
    }
}

static const char *
helper_of (PlTrace *trace, guint lane)
{
  return pl_recording_helper_name (pl_trace_get_log (trace), lane);
}

static gboolean
is_launch (PlTrace *trace, guint process)
{
  return pl_recording_is_launch (pl_trace_get_log (trace), process);
}

/* First what the program does, then what only helps. */
static void
add_threads (PlRecordingRows *self, PlTrace *trace, const Families *families, guint process, gboolean aside)
{
  PlTimelineRows *rows = self->rows;
  guint above = rows->n - 1;

  for (guint helpers = 0; helpers < 2; helpers++)
    for (guint thread = families->first[process]; thread != NO_LANE; thread = families->next[thread])
      {
        PlTimelineRow *row;

        if ((helper_of (trace, thread) != NULL) != (helpers == 1))
          continue;
        rows->folds = TRUE;
        rows->rows[above].n_below++;
        if (!is_shown (self, trace, process, thread))
          {
            rows->rows[above].n_folded++;
            rows->row_of[thread] = above;
            continue;
          }
        row = pl_timeline_rows_add (rows, thread);
        row->depth = 1;
        row->aside = aside || helpers == 1;
      }
}

/* --- in words --- */

static char *
row_name (PlTrace *trace, const PlTimelineRow *row)
{
  /* A name may be anything that a program gave it; it stands on one line. */
  return row->bare ? g_strdup (_("Terminal")) : g_strdelimit (pl_trace_lane_name (trace, row->lane), "\n\r\t", ' ');
}

/* Of all that was written there by then. */
static char *
terminal_detail (PlTrace *trace)
{
  PlOutputs *outputs = pl_outputs_of (trace);
  guint n = pl_outputs_at (outputs, 0, pl_trace_get_end_ns (trace) + 1);
  g_autofree char *writes = g_strdup_printf (ngettext ("%u write", "%u writes", n), n);

  if (pl_outputs_torn (outputs, 0, 0, n) == n)
    return g_steal_pointer (&writes);
  /* Translators: of what was written to the terminal: "12 writes, torn lines". */
  return g_strdup_printf (_("%s, torn lines"), writes);
}

static void
append_end (PlTrace *trace, guint lane, GString *text)
{
  gint64 end_ns;
  int status;

  if (!pl_recording_lane_ended (trace, lane, &end_ns, &status) || status == 0 || status == G_MAXINT)
    return;
  g_string_append (text, ", ");
  if (status < 0)
    g_string_append_printf (text, _("killed: %s"), g_strsignal (-status));
  else
    g_string_append_printf (text, _("status %d"), status);
}

/* "39 more hidden, before the program"; of one of these, its number in their place. */
static char *
launch_detail (PlTrace *trace, const PlTimelineRow *row)
{
  g_autofree char *own = row->n_folded > 0 ? g_strdup_printf (ngettext ("%u more hidden", "%u more hidden", row->n_folded), row->n_folded)
                                           : pl_trace_lane_detail (trace, row->lane);

  /* Translators: of a command that a script ran before it became the program: "pid 4103, before the program". */
  return g_strdup_printf (_("%s, before the program"), own);
}

/* "3 threads hidden, pid 4103, status 1". A thread has its process' number: of one that helps it is more to know what at. */
static char *
row_detail (PlTrace *trace, const PlTimelineRow *row)
{
  const char *helper = row->bare ? NULL : helper_of (trace, row->lane);
  g_autofree char *detail = NULL;
  GString *text;

  if (row->bare)
    return terminal_detail (trace);
  if (is_launch (trace, row->lane))
    return launch_detail (trace, row);
  if (row->depth > 0 && helper != NULL)
    return g_strdup (helper);
  detail = pl_trace_lane_detail (trace, row->lane);
  text = g_string_new (NULL);
  if (row->n_folded > 0)
    g_string_append_printf (text, ngettext ("%u thread hidden, ", "%u threads hidden, ", row->n_folded), row->n_folded);
  g_string_append (text, detail);
  if (helper != NULL)
    g_string_append_printf (text, ", %s", helper);
  if (row->depth == 0)
    append_end (trace, row->lane, text);
  return g_string_free (text, FALSE);
}

/* --- which there are --- */

/* The first lane is the recorder's own, and nothing of the program: its row is the terminal's. */
static void
add_processes (PlRecordingRows *self, PlTrace *trace, const Families *families, gboolean helpers)
{
  for (guint lane = 1; lane < families->n; lane++)
    if (families->process[lane] == lane && !is_launch (trace, lane) && (helper_of (trace, lane) != NULL) == helpers)
      {
        pl_timeline_rows_add (self->rows, lane)->aside = helpers;
        add_threads (self, trace, families, lane, helpers);
      }
}

/* What ran before the program is many and short: the first has a row, and all others fold below it. */
static void
add_launch (PlRecordingRows *self, PlTrace *trace, const Families *families)
{
  PlTimelineRows *rows = self->rows;
  PlTimelineRow *first = NULL;

  for (guint lane = 1; lane < families->n; lane++)
    {
      PlTimelineRow *row;

      if (!is_launch (trace, families->process[lane]))
        continue;
      if (first != NULL)
        {
          rows->folds = TRUE;
          first->n_below++;
          if (GPOINTER_TO_INT (g_hash_table_lookup (self->chosen, GUINT_TO_POINTER (first->lane + 1))) != UNFOLDED)
            {
              first->n_folded++;
              rows->row_of[lane] = rows->row_of[first->lane];
              continue;
            }
        }
      row = pl_timeline_rows_add (rows, lane);
      row->depth = first != NULL;
      row->aside = TRUE;
      first = first != NULL ? first : row;
    }
}

PlTimelineRows *
pl_recording_rows_get (PlRecordingRows *self, PlTrace *trace)
{
  PlTrace *whole = pl_trace_whole (trace);
  guint n = pl_trace_get_n_lanes (whole);
  guint64 n_records = pl_trace_get_n_records_total (whole);
  Families families;
  gboolean has_terminal = pl_outputs_n (pl_outputs_of (whole), 0) > 0;

  if (self->rows && self->n_lanes == n && self->n_records == n_records && self->has_terminal == has_terminal)
    return self->rows;
  g_clear_pointer (&self->rows, pl_timeline_rows_unref);
  self->rows = pl_timeline_rows_new (n);
  self->n_lanes = n;
  self->n_records = n_records;
  self->has_terminal = has_terminal;
  self->rows->name = row_name;
  self->rows->detail = row_detail;
  self->rows->marks = &pl_recording_marks;
  self->rows->lives = pl_recording_lives;
  self->rows->wake = pl_recording_wake;
  init_families (&families, pl_trace_get_log (whole), n);
  add_processes (self, whole, &families, FALSE);
  if (has_terminal)
    pl_timeline_rows_add (self->rows, 0)->bare = TRUE;
  self->rows->divider = self->rows->n;
  add_processes (self, whole, &families, TRUE);
  add_launch (self, whole, &families);
  clear_families (&families);
  return self->rows;
}

gboolean
pl_recording_rows_get_fold (PlRecordingRows *self, PlTrace *trace, guint lane, guint *above, gboolean *open)
{
  const PlTimelineRows *rows = pl_recording_rows_get (self, trace);
  const PlTimelineRow *row;
  guint at;

  *above = lane;
  *open = FALSE;
  if (lane >= rows->n_lanes || rows->row_of[lane] == PL_NO_ROW)
    return FALSE;
  for (at = rows->row_of[lane]; at > 0 && rows->rows[at].depth > 0; at--)
    ;
  row = &rows->rows[at];
  *above = row->lane;
  *open = row->lane == lane ? row->n_folded == 0 : pl_timeline_rows_has (rows, lane);
  return row->n_below > 0;
}

void
pl_recording_rows_set_fold (PlRecordingRows *self, PlTrace *trace, guint lane, gboolean open)
{
  gboolean is_open;
  guint above;

  if (!pl_recording_rows_get_fold (self, trace, lane, &above, &is_open))
    return;
  g_hash_table_insert (self->chosen, GUINT_TO_POINTER (above + 1), GINT_TO_POINTER (open ? UNFOLDED : FOLDED));
  g_clear_pointer (&self->rows, pl_timeline_rows_unref);
}
