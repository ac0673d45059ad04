/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-outputs.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "trace/pl-trace-private.h"
#include "trace/recording/pl-recording.h"
#include "trace/pl-trace-text.h"
#include "trace/recording/pl-recording-events.h"

#define NEW_LINE "\\x0a"
/* Of the writes of one line, and of the bytes of one of them: more is no sentence. */
#define MOST_PIECES 8u
#define MOST_CHARS 80

/* Writes of a lane by their places among all; torn_before[i]: how many of the first i are torn. */
typedef struct { GArray *places, *torn_before; } OfLane;

struct _PlOutputs {
  guint n_told, n_lanes;        /* as of the last look */
  GArray *all;                  /* PlOutput */
  OfLane *lanes;                /* [0]: all of them */
};

static void
clear_lanes (PlOutputs *self)
{
  for (guint lane = 0; self->lanes && lane < self->n_lanes; lane++)
    {
      g_clear_pointer (&self->lanes[lane].places, g_array_unref);
      g_clear_pointer (&self->lanes[lane].torn_before, g_array_unref);
    }
}

static void
outputs_free (gpointer data)
{
  PlOutputs *self = data;

  clear_lanes (self);
  g_free (self->lanes);
  g_array_unref (self->all);
  g_free (self);
}

/* TRUE: there are new ones. */
static gboolean
read_new (PlOutputs *self, PlTrace *trace)
{
  const GArray *told = pl_recording_events_of (trace)->outputs;

  if (told->len == self->n_told && trace->n_lanes == self->n_lanes)
    return FALSE;
  clear_lanes (self);
  self->lanes = g_renew (OfLane, self->lanes, trace->n_lanes);
  memset (self->lanes, 0, trace->n_lanes * sizeof *self->lanes);
  self->n_lanes = trace->n_lanes;
  self->n_told = told->len;
  g_array_set_size (self->all, 0);
  for (guint i = 0; i < told->len; i++)
    {
      const PlToldOutput *one = &g_array_index (told, PlToldOutput, i);
      const PlOutput output = { .time_ns = one->time_ns, .lane = one->lane, .name = one->name };

      g_array_append_val (self->all, output);
    }
  return TRUE;
}

/* Of the writes [first, last] each has bytes of one line; several lanes: it is torn. */
static void
end_line (PlOutputs *self, guint first, guint last)
{
  PlOutput *all = (PlOutput *) self->all->data;
  gboolean torn = FALSE;

  for (guint i = first + 1; i <= last; i++)
    torn |= all[i].lane != all[first].lane;
  for (guint i = first; torn && i <= last; i++)
    {
      /* Of two torn lines it has a share in, the first is told. */
      if (!all[i].torn)
        {
          all[i].first = first;
          all[i].last = last;
        }
      all[i].torn = TRUE;
    }
}

static void
find_lines (PlOutputs *self, PlLog *log)
{
  PlOutput *all = (PlOutput *) self->all->data;
  guint first = 0, n = self->all->len;
  char text[PL_LOG_MAX_NAME];

  for (guint i = 0; i < n; i++)
    {
      all[i].torn = FALSE;
      all[i].first = all[i].last = i;
    }
  for (guint i = 0; i < n; i++)
    {
      const char *end = NULL, *at = text;
      gboolean begins;

      if (pl_log_name (log, all[i].name, text, sizeof text) == 0)
        continue;
      while ((at = strstr (at, NEW_LINE)) != NULL)
        end = at += strlen (NEW_LINE);
      if (end == NULL)
        continue;
      begins = *end != '\0';
      end_line (self, first, i);
      first = begins ? i : i + 1;
    }
  if (first < n)
    end_line (self, first, n - 1);
}

static void
add_to (OfLane *lane, guint place, gboolean torn)
{
  guint before = 0;

  if (lane->places == NULL)
    {
      lane->places = g_array_new (FALSE, FALSE, sizeof (guint));
      lane->torn_before = g_array_new (FALSE, FALSE, sizeof (guint));
      g_array_append_val (lane->torn_before, before);
    }
  g_array_append_val (lane->places, place);
  before = g_array_index (lane->torn_before, guint, lane->torn_before->len - 1) + (torn != FALSE);
  g_array_append_val (lane->torn_before, before);
}

PlOutputs *
pl_outputs_of (PlTrace *trace)
{
  PlTrace *whole = pl_trace_whole (trace);
  PlOutputs *self = g_object_get_data (G_OBJECT (whole), "pl-outputs");

  if (self == NULL)
    {
      self = g_new0 (PlOutputs, 1);
      self->all = g_array_new (FALSE, FALSE, sizeof (PlOutput));
      g_object_set_data_full (G_OBJECT (whole), "pl-outputs", self, outputs_free);
    }
  if (!read_new (self, whole))
    return self;
  find_lines (self, whole->log);
  for (guint i = 0; i < self->all->len; i++)
    {
      const PlOutput *output = &g_array_index (self->all, PlOutput, i);

      add_to (&self->lanes[0], i, output->torn);
      if (output->lane > 0)
        add_to (&self->lanes[output->lane], i, output->torn);
    }
  return self;
}

guint
pl_outputs_n (const PlOutputs *self, guint lane)
{
  return lane < self->n_lanes && self->lanes[lane].places != NULL ? self->lanes[lane].places->len : 0;
}

const PlOutput *
pl_outputs_get (const PlOutputs *self, guint lane, guint i)
{
  return &g_array_index (self->all, PlOutput, g_array_index (self->lanes[lane].places, guint, i));
}

guint
pl_outputs_at (const PlOutputs *self, guint lane, gint64 t_ns)
{
  guint low = 0, high = pl_outputs_n (self, lane);

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (pl_outputs_get (self, lane, middle)->time_ns < t_ns)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

guint
pl_outputs_torn (const PlOutputs *self, guint lane, guint from, guint end)
{
  const guint *before = pl_outputs_n (self, lane) > 0 ? (const guint *) self->lanes[lane].torn_before->data : NULL;
  guint low = from, high = end;

  if (before == NULL || before[end] == before[from])
    return end;
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (before[middle] > before[from])
        high = middle;
      else
        low = middle;
    }
  return low;
}

/* The bytes it stands for. */
static void
decode (GString *bytes, const char *text)
{
  for (; *text != '\0'; text++)
    if (text[0] == '\\' && text[1] == 'x' && g_ascii_isxdigit (text[2]) && g_ascii_isxdigit (text[3]))
      {
        g_string_append_c (bytes, (char) (g_ascii_xdigit_value (text[2]) * 16 + g_ascii_xdigit_value (text[3])));
        text += 3;
      }
    else
      g_string_append_c (bytes, *text);
}

char *
pl_output_text (PlLog *log, const PlOutput *output)
{
  char name[PL_LOG_MAX_NAME];
  GString *bytes, *text = g_string_new (NULL);
  g_autofree char *valid = NULL;

  if (pl_log_name (log, output->name, name, sizeof name) == 0)
    return g_string_free (text, FALSE);
  bytes = g_string_new (NULL);
  decode (bytes, name);
  valid = g_utf8_make_valid (bytes->str, (gssize) bytes->len);
  g_string_free (bytes, TRUE);
  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == '\n')
        g_string_append (text, "↵");
      else if (c != '\r')
        g_string_append_unichar (text, g_unichar_iscntrl (c) ? 0xfffd : c);
    }
  return g_string_free (text, FALSE);
}

char *
pl_outputs_text (PlTrace *trace, guint n, gsize most)
{
  PlOutputs *outputs = pl_outputs_of (trace);
  guint first = n = MIN (n, pl_outputs_n (outputs, 0));
  GString *bytes = g_string_new (NULL);
  char name[PL_LOG_MAX_NAME];
  gsize length = 0;
  char *text;

  /* As it is told a byte is no shorter than it is. */
  while (first > 0 && length < most)
    length += pl_log_name (trace->log, pl_outputs_get (outputs, 0, --first)->name, name, sizeof name);
  if (length > most && first + 1 < n)
    first++;
  for (; first < n; first++)
    if (pl_log_name (trace->log, pl_outputs_get (outputs, 0, first)->name, name, sizeof name) > 0)
      decode (bytes, name);
  /* Only now: a character may have come in two writes. */
  text = g_utf8_make_valid (bytes->str, (gssize) bytes->len);
  g_string_free (bytes, TRUE);
  return text;
}

char *
pl_output_title (PlTrace *trace, const PlOutput *output)
{
  g_autofree char *lane = pl_trace_lane_name (trace, output->lane);

  /* Translators: what a lane wrote to the terminal: "Output of python3". */
  return g_strdup_printf (_("Output of %s"), lane);
}

static char *
shortened (PlLog *log, const PlOutput *output)
{
  g_autofree char *text = pl_output_text (log, output), *begin = NULL;

  if (g_utf8_strlen (text, -1) <= MOST_CHARS)
    return g_steal_pointer (&text);
  begin = g_utf8_substring (text, 0, MOST_CHARS);
  return g_strconcat (begin, "…", NULL);
}

/* Who wrote what of it, in the order in which it came. */
static char *
torn_sentence (PlTrace *trace, const PlOutput *output)
{
  PlOutputs *outputs = pl_outputs_of (trace);
  GString *pieces = g_string_new (NULL);

  for (guint i = output->first; i <= output->last && i < output->first + MOST_PIECES; i++)
    {
      const PlOutput *piece = pl_outputs_get (outputs, 0, i);
      g_autofree char *text = shortened (trace->log, piece), *lane = pl_recording_lane_who (trace, piece->lane, TRUE);

      g_string_append (pieces, i > output->first ? ", " : "");
      /* Translators: a piece of a line, and who wrote it: "“Cube of 1 is 1” by Process-1 (pid 4103)". */
      g_string_append_printf (pieces, _("“%s” by %s"), text, lane);
    }
  return g_string_free (pieces, FALSE);
}

char *
pl_output_sentence (PlTrace *trace, const PlOutput *output)
{
  g_autofree char *text = shortened (trace->log, output), *when = pl_trace_moment (trace, output->time_ns, trace->end_ns);
  g_autofree char *first = g_strdup_printf (_("Wrote “%s” to the terminal at %s."), text, when), *pieces = NULL;

  if (!output->torn)
    return g_steal_pointer (&first);
  pieces = torn_sentence (trace, output);
  return g_strdup_printf (_("%s The line is torn, several wrote into it: %s. Print whole lines, or take a lock for it."), first, pieces);
}
