/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/find/pl-cli-find.h"

#include <glib/gi18n.h>

#include "base/pl-error.h"
#include "base/pl-text.h"
#include "paint/pl-pictures.h"
#include "trace/find/pl-find.h"
#include "trace/find/pl-path.h"

/* What “show” finds. */

/* More lines nobody reads; a program gets more. */
#define MOST_LINES 1000u
#define MOST_OBJECTS 100000u
#define SLICE_US 100000

gboolean
pl_cli_looks_open (PlCliLooks *self, PlLog *log, GError **error)
{
  g_autoptr (PlPicture) picture = NULL;

  if (!pl_cli_looks_any (self))
    return pl_cli_stats_open (self, log, error);
  picture = pl_picture_of_log (log, TRUE);
  self->source = picture ? pl_picture_make_source (picture) : NULL;
  self->trace = picture && pl_picture_get_trace (picture) ? g_object_ref (pl_picture_get_trace (picture)) : NULL;
  if (self->source == NULL)
    {
      g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN, _("Nothing of this run was recorded: there is nothing to look at."));
      return FALSE;
    }
  if (self->critical_path && (self->trace == NULL || !pl_critical_path_find (self->trace, &self->path)))
    {
      g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN,
                           _("--critical-path: nobody in this run is known to have waited for anybody."));
      return FALSE;
    }
  if (!pl_cli_stats_open (self, log, error))
    return FALSE;
  if (self->query_text == NULL)
    return TRUE;
  {
    g_autoptr (GError) reason = NULL;
    PlQuery query;

    if (!pl_query_parse (&query, self->query_text, self->source, &reason))
      {
        g_set_error (error, PL_ERROR, PL_ERROR_PLAN, "--find: %s", reason->message);
        return FALSE;
      }
    self->find = pl_find_new (self->source, &query);
  }
  while (pl_find_step (self->find, SLICE_US))
    ;
  return TRUE;
}

void
pl_cli_looks_clear (PlCliLooks *self)
{
  g_free (self->query_text);
  g_free (self->from);
  g_free (self->to);
  pl_range_stats_free (self->stats);
  pl_histogram_free (self->tasks);
  pl_histogram_free (self->waits);
  pl_find_free (self->find);
  pl_critical_path_clear (&self->path);
  pl_find_source_unref (self->source);
  g_clear_object (&self->trace);
}

gboolean
pl_cli_looks_any (const PlCliLooks *self)
{
  return self->query_text != NULL || self->critical_path || self->statistics;
}

/* --- for programs --- */

static void
add_hit (JsonBuilder *builder, PlFindSource *source, const PlFindSpan *span)
{
  g_autofree char *text = span->written ? pl_find_source_written_text (source, span) : NULL;

  json_builder_begin_object (builder);
  pl_cli_json_int (builder, "lane", span->lane);
  pl_cli_json_string (builder, "state", pl_cli_state_key (span->state));
  pl_cli_json_int (builder, "from_ns", span->from_ns);
  pl_cli_json_int (builder, "to_ns", span->to_ns);
  if (span->task >= 0)
    pl_cli_json_int (builder, "task", span->task + 1);
  if (span->holder >= 0)
    pl_cli_json_int (builder, "held_by", span->holder);
  if (text != NULL)
    pl_cli_json_string (builder, "text", text);
  json_builder_end_object (builder);
}

static void
add_find (JsonBuilder *builder, const PlCliLooks *self)
{
  PlFindSpan span;

  json_builder_set_member_name (builder, "find");
  json_builder_begin_object (builder);
  pl_cli_json_string (builder, "query", self->query_text);
  pl_cli_json_int (builder, "hits", (gint64) pl_find_get_n (self->find));
  json_builder_set_member_name (builder, "spans");
  json_builder_begin_array (builder);
  for (guint i = 0; i < MOST_OBJECTS && pl_find_get (self->find, i, &span); i++)
    add_hit (builder, self->source, &span);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_step (JsonBuilder *builder, const PlPathStep *step)
{
  json_builder_begin_object (builder);
  pl_cli_json_int (builder, "lane", step->lane);
  pl_cli_json_string (builder, "what", step->way ? "way" : pl_cli_state_key (step->state));
  pl_cli_json_int (builder, "from_ns", step->from_ns);
  pl_cli_json_int (builder, "to_ns", step->to_ns);
  json_builder_end_object (builder);
}

static void
add_path (JsonBuilder *builder, const PlCliLooks *self)
{
  const PlCriticalPath *path = &self->path;

  json_builder_set_member_name (builder, "critical_path");
  json_builder_begin_object (builder);
  pl_cli_json_int (builder, "from_ns", path->from_ns);
  pl_cli_json_int (builder, "to_ns", path->to_ns);
  pl_cli_json_int (builder, "tasks", (gint64) path->n_tasks);
  pl_cli_json_int (builder, "way_ns", path->way_ns);
  json_builder_set_member_name (builder, "states");
  json_builder_begin_object (builder);
  for (guint s = 1; s < PL_N_STATES; s++)
    if (path->state_ns[s] > 0)
      pl_cli_json_int (builder, pl_cli_state_key ((PlState) s), path->state_ns[s]);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < path->steps->len && i < MOST_OBJECTS; i++)
    add_step (builder, &g_array_index (path->steps, PlPathStep, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

void
pl_cli_looks_json (const PlCliLooks *self, JsonBuilder *builder)
{
  if (self->find != NULL)
    add_find (builder, self);
  if (self->path.steps != NULL)
    add_path (builder, self);
  if (self->stats != NULL)
    pl_cli_stats_json (self, builder);
}

/* --- for people --- */

static PlCliTable *
new_table (void)
{
  PlCliTable *table = pl_cli_table_new (4);

  pl_cli_table_add (table, g_strdup (_("What")));
  pl_cli_table_add (table, g_strdup (_("begins")));
  pl_cli_table_add (table, g_strdup (_("lasts")));
  pl_cli_table_add (table, g_strdup (_("share")));
  return table;
}

static void
add_line (PlCliTable *table, char *what, gint64 from_ns, gint64 to_ns, gint64 whole_ns)
{
  pl_cli_table_add (table, what);
  pl_cli_table_add (table, pl_text_duration (from_ns));
  pl_cli_table_add (table, pl_text_duration (to_ns - from_ns));
  pl_cli_table_add (table, pl_text_percent ((double) (to_ns - from_ns), (double) whole_ns));
}

static void
add_moment (PlCliTable *table, char *what, gint64 at_ns)
{
  pl_cli_table_add (table, what);
  pl_cli_table_add (table, pl_text_duration (at_ns));
  pl_cli_table_add (table, g_strdup (""));
  pl_cli_table_add (table, g_strdup (""));
}

static void
print_rest (guint64 n)
{
  g_autofree char *rest = pl_text_count (n > MOST_LINES ? n - MOST_LINES : 0);

  if (n > MOST_LINES)
    pl_cli_print (stdout, _("and %s more; --json lists them."), rest);
  if (n > MOST_LINES)
    pl_cli_print (stdout, "\n");
}

static void
print_find (const PlCliLooks *self, gint64 whole_ns)
{
  guint64 n = pl_find_get_n (self->find);
  g_autofree char *number = pl_text_count (n);
  PlCliTable *table;
  PlFindSpan span;

  pl_cli_print (stdout, ngettext ("%s hit for “%s”", "%s hits for “%s”", (gulong) n), number, self->query_text);
  pl_cli_print (stdout, "\n");
  if (n == 0)
    return;
  table = new_table ();
  for (guint i = 0; i < MOST_LINES && pl_find_get (self->find, i, &span); i++)
    if (span.written)
      add_moment (table, pl_find_source_text (self->source, &span), span.from_ns);
    else
      add_line (table, pl_find_source_text (self->source, &span), span.from_ns, span.to_ns, whole_ns);
  pl_cli_table_print (table, stdout);
  print_rest (n);
}

static void
print_path (const PlCliLooks *self)
{
  const PlCriticalPath *path = &self->path;
  g_autofree char *sentence = pl_critical_path_sentence (path, self->trace);
  PlCliTable *table = new_table ();

  pl_cli_print (stdout, "%s %s\n", _("Critical path:"), sentence);
  for (guint i = 0; i < path->steps->len && i < MOST_LINES; i++)
    {
      const PlPathStep *step = &g_array_index (path->steps, PlPathStep, i);

      add_line (table, pl_critical_path_step_text (step, self->trace), step->from_ns, step->to_ns,
                MAX (path->to_ns - path->from_ns, 1));
    }
  pl_cli_table_print (table, stdout);
  print_rest (path->steps->len);
}

void
pl_cli_looks_print (const PlCliLooks *self, PlLog *log)
{
  gint64 end_ns = atomic_load (&pl_log_header (log)->status.end_ns);

  if (self->find != NULL)
    print_find (self, MAX (end_ns, 1));
  if (self->path.steps != NULL)
    print_path (self);
  if (self->stats != NULL)
    pl_cli_stats_print (self);
}
