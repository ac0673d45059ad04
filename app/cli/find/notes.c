/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/find/pl-cli-find.h"

#include <glib/gi18n.h>

#include "base/pl-error.h"
#include "base/pl-text.h"
#include "log/notes/pl-log-notes.h"

typedef struct {
  char *at, *to, *lane, *remove;
  gint64 at_ns, to_ns;          /* to_ns -1: a moment */
  guint64 lane_number, remove_number;
} Options;

void
pl_cli_json_notes (JsonBuilder *builder, PlLog *log)
{
  PlLogNote note;

  if (pl_log_n_notes (log) == 0)
    return;
  json_builder_set_member_name (builder, "notes");
  json_builder_begin_array (builder);
  for (guint i = 0; pl_log_get_note (log, i, &note); i++)
    {
      json_builder_begin_object (builder);
      pl_cli_json_known_int (builder, "lane", note.lane != PL_LANE_NOBODY, note.lane);
      pl_cli_json_int (builder, "from_ns", note.from_ns);
      pl_cli_json_int (builder, "to_ns", note.to_ns);
      pl_cli_json_string (builder, "text", note.text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* "Worker 2, 1.5 ms to 3 ms" */
static char *
describe_place (PlTrace *trace, const PlLogNote *note)
{
  g_autofree char *from = pl_text_duration (note->from_ns), *to = pl_text_duration (note->to_ns);
  g_autofree char *name = note->lane == PL_LANE_NOBODY ? g_strdup (_("All lanes")) : pl_trace_lane_name (trace, note->lane);

  if (note->from_ns == note->to_ns)
    return g_strdup_printf ("%s, %s", name, from);
  return g_strdup_printf (_("%s, %s to %s"), name, from, to);
}

void
pl_cli_print_notes (PlLog *log)
{
  g_autoptr (PlTrace) trace = NULL;
  PlLogNote note;

  if (pl_log_n_notes (log) == 0)
    return;
  trace = pl_trace_new (log);
  pl_cli_print (stdout, "\n%s\n", _("Notes:"));
  for (guint i = 0; pl_log_get_note (log, i, &note); i++)
    {
      g_autofree char *place = describe_place (trace, &note);

      pl_cli_print (stdout, "%4u  %s: %s\n", i + 1, place, *note.text != '\0' ? note.text : _("bookmark"));
    }
}

static void
clear_options (Options *options)
{
  g_free (options->at);
  g_free (options->to);
  g_free (options->lane);
  g_free (options->remove);
}

static gboolean
parse_options (Options *options, int argc, char **argv, char ***words, int *status)
{
  const GOptionEntry entries[] = {
    PL_CLI_TEXT ("at", at, N_("the moment, or where a range begins (default 0)"), "T"),
    PL_CLI_TEXT ("to", to, N_("where the range ends"), "T"),
    PL_CLI_TEXT ("lane", lane, N_("the lane it is on: 0 is the parent (default all)"), "N"),
    PL_CLI_TEXT ("remove", remove, N_("take away note N, as “show” numbers them"), "N"),
    G_OPTION_ENTRY_NULL
  };

  return pl_cli_parse ("note", "FILE.paralane [TEXT]",
                       _("Writes a note into a saved run; without a text it is a bookmark. “show” lists them."), entries,
                       argc, argv, PL_CLI_ANY_ARGUMENTS, words, status);
}

static gboolean
check_words (char **words, GError **error)
{
  guint n = words ? g_strv_length (words) : 0;

  if (n >= 1 && n <= 2)
    return TRUE;
  if (n == 0)
    g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("the name of a saved run is missing."));
  else
    g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("“%s” is one argument too many: put the text in quotes."), words[2]);
  return FALSE;
}

static gboolean
check_options (Options *options, PlLog *log, GError **error)
{
  guint64 most = pl_log_n_notes (log);

  options->to_ns = -1;
  options->lane_number = PL_LANE_NOBODY;
  if (options->remove != NULL && most == 0)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("--remove %s: this run has no notes."), options->remove);
      return FALSE;
    }
  if (!pl_cli_value_duration ("--at", options->at, PL_LOG_MAX_NS, &options->at_ns, error)
      || !pl_cli_value_duration ("--to", options->to, PL_LOG_MAX_NS, &options->to_ns, error)
      || !pl_cli_value_count ("--lane", options->lane, 0, pl_log_n_lanes (log) - 1, &options->lane_number, error)
      || !pl_cli_value_count ("--remove", options->remove, 1, most, &options->remove_number, error))
    return FALSE;
  if (options->to_ns >= 0 && options->to_ns < options->at_ns)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("--to %s lies before --at: a range ends after it begins."), options->to);
      return FALSE;
    }
  return TRUE;
}

static gboolean
change (const Options *options, PlLog *log, const char *text, GError **error)
{
  PlLogNote note = {
    .lane = (guint32) options->lane_number, .from_ns = options->at_ns,
    .to_ns = options->to_ns >= 0 ? options->to_ns : options->at_ns, .text = text,
  };

  if (options->remove_number > 0)
    return pl_log_get_note (log, (guint) options->remove_number - 1, &note) && pl_log_remove_note (log, note.id);
  if (pl_log_add_note (log, &note) > 0)
    return TRUE;
  g_set_error (error, PL_ERROR, PL_ERROR_FILE, _("A run can have %u notes, and this one has them."), PL_LOG_MAX_NOTES);
  return FALSE;
}

/* A picture would be a saved run afterwards, whatever it is called. */
static gboolean
check_saved (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  if (!pl_run_is_export (path))
    return TRUE;
  g_set_error (error, PL_ERROR, PL_ERROR_FORMAT,
               _("“%s” is not a saved run, and a note is written into one: “%s import” makes one of it."), name, PL_CLI_NAME);
  return FALSE;
}

static gboolean
write_note (Options *options, char **words, GError **error)
{
  PlLog *log = check_words (words, error) && check_saved (words[0], error) ? pl_run_open_log (words[0], error) : NULL;
  gboolean done = log != NULL && check_options (options, log, error)
                  && change (options, log, words[1] != NULL ? words[1] : "", error)
                  && pl_run_save_log (log, words[0], error);

  pl_log_unref (log);
  return done;
}

int
pl_cli_note (int argc, char **argv)
{
  Options options = { 0 };
  g_auto (GStrv) words = NULL;
  g_autoptr (GError) error = NULL;
  int status = PL_CLI_OK;

  if (parse_options (&options, argc, argv, &words, &status) && !write_note (&options, words, &error))
    status = pl_cli_fail ("note", error);
  clear_options (&options);
  return status;
}
