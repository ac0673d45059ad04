/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "base/pl-file.h"

/* The files a command writes: tried before the run, and written after it so that the run outlives them. */

static void
close_cb (gpointer fd)
{
  close (*(int *) fd);
}

void
pl_cli_targets_clear (PlCliTargets *targets)
{
  g_free (targets->save);
  g_free (targets->extra);
  g_strfreev (targets->outputs);
  pl_cli_picture_clear (&targets->picture);
}

gboolean
pl_cli_targets_check (PlCliTargets *targets, GError **error)
{
  return pl_cli_value_outputs (targets->outputs, error)
         && pl_cli_picture_check (&targets->picture, targets->outputs, error);
}

/* NULL: not asked for. */
static gboolean
try_file (const char *path, GArray *held)
{
  g_autoptr (GError) error = NULL;
  int fd;

  if (path == NULL)
    return TRUE;
  if (!pl_file_try (path, &fd, &error))
    {
      pl_cli_error ("%s", error->message);
      return FALSE;
    }
  if (fd >= 0)
    g_array_append_val (held, fd);
  return TRUE;
}

GArray *
pl_cli_try_files (const PlCliTargets *targets, const char *more)
{
  const char *const single[] = { targets->save, targets->extra, more };
  g_autoptr (GArray) held = g_array_new (FALSE, FALSE, sizeof (int));
  gboolean all = TRUE;

  g_array_set_clear_func (held, close_cb);
  for (guint i = 0; i < G_N_ELEMENTS (single); i++)
    all = try_file (single[i], held) && all;
  for (guint i = 0; targets->outputs != NULL && targets->outputs[i] != NULL; i++)
    all = try_file (targets->outputs[i], held) && all;
  return all ? g_steal_pointer (&held) : NULL;
}

/* A new empty file with that ending, for what could not be written where it belongs. NULL: there is no place. Free it. */
static char *
spare_file (const char *ending)
{
  const char *const folders[] = { g_get_tmp_dir (), "." };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *name = g_strconcat ("paralane-XXXXXX", ending, NULL);
      g_autofree char *path = g_build_filename (folders[i], name, NULL);
      int fd = g_mkstemp (path);

      if (fd < 0)
        continue;
      close (fd);
      return g_steal_pointer (&path);
    }
  return NULL;
}

/* There is no saved file from which it could be made again: so it goes elsewhere instead. */
static void
write_spare (gpointer data, gboolean (*writer) (gpointer data, const char *path, GError **error), const char *path)
{
  const char *ending = strrchr (path, '.');
  g_autofree char *spare = spare_file (ending != NULL && strchr (ending, '/') == NULL ? ending : "");
  g_autofree char *name = spare != NULL ? g_filename_display_name (spare) : NULL;

  if (spare == NULL)
    return;
  if (writer (data, spare, NULL))
    pl_cli_error (_("It is not lost: it is in “%s” instead."), name);
  else
    (void) unlink (spare);
}

gboolean
pl_cli_write_or_spare (gpointer data, gboolean (*writer) (gpointer data, const char *path, GError **error),
                       const char *path)
{
  g_autoptr (GError) error = NULL;

  if (writer (data, path, &error))
    return TRUE;
  pl_cli_error ("%s", error->message);
  write_spare (data, writer, path);
  return FALSE;
}

typedef struct {
  gpointer data;
  char *(*to_csv) (gpointer data);
  PlPicture *(*to_picture) (gpointer data);
  const PlCliPicture *how;
  char **outputs;
} Result;

static gboolean
write_table (gpointer result, const char *path, GError **error)
{
  const Result *self = result;
  g_autofree char *text = self->to_csv (self->data);

  return pl_file_replace_bytes (path, text, strlen (text), error);
}

static gboolean
write_picture (gpointer result, const char *path, GError **error)
{
  const Result *self = result;
  g_autoptr (PlPicture) picture = self->to_picture (self->data);
  PlCliPicture how = *self->how;

  /* Written elsewhere, lest it is lost: so it must not be too much for a page. */
  if (!g_strv_contains ((const char *const *) self->outputs, path))
    how.export.purpose = PL_PURPOSE_SCREEN;
  return pl_cli_picture_write (&how, picture, NULL, path, error);
}

gboolean
pl_cli_write_result (gpointer data, char *(*to_csv) (gpointer data), PlPicture *(*to_picture) (gpointer data),
                     const char *csv, const PlCliTargets *targets)
{
  Result result = { data, to_csv, to_picture, &targets->picture, targets->outputs };
  char **outputs = targets->outputs;
  gboolean all = csv == NULL || pl_cli_write_or_spare (&result, write_table, csv);

  for (guint i = 0; outputs != NULL && outputs[i] != NULL; i++)
    all = pl_cli_write_or_spare (&result, write_picture, outputs[i]) && all;
  return all;
}

/* A picture can be drawn again, a run cannot be run again: so it is kept, though nobody asked for that. */
static char *
keep_run (PlLog *log)
{
  g_autofree char *path = spare_file (".paralane");
  g_autoptr (GError) error = NULL;

  if (path != NULL && pl_run_save_log (log, path, &error))
    return g_steal_pointer (&path);
  if (error != NULL)
    pl_cli_error ("%s", error->message);
  if (path != NULL)
    (void) unlink (path);
  return NULL;
}

/* picture: one that was not drawn, or NULL. */
static void
tell_way_out (const char *run, const char *picture)
{
  g_autofree char *name = g_filename_display_name (run);
  g_autofree char *quoted_run = g_shell_quote (run), *quoted = NULL, *line = NULL, *shown = NULL;

  pl_cli_error (_("The run itself is not lost: it is in “%s”."), name);
  if (picture == NULL)
    return;
  quoted = g_shell_quote (picture);
  line = g_strdup_printf ("%s export %s --output %s", PL_CLI_NAME, quoted_run, quoted);
  shown = g_filename_display_name (line);
  pl_cli_print (stderr, _("When nothing is in the way any more, this draws the picture: %s"), shown);
  pl_cli_print (stderr, "\n");
}

static gboolean
write_extra (PlLog *log, const PlCliTargets *targets)
{
  g_autoptr (GError) error = NULL;

  if (targets->extra == NULL || targets->write_extra (log, targets->extra, &error))
    return TRUE;
  pl_cli_error ("%s", error->message);
  return FALSE;
}

/* The last picture that could not be drawn; NULL: all were. */
static const char *
draw_pictures (PlLog *log, const PlCliTargets *targets)
{
  const PlCliOutput how = { .picture = &targets->picture, .look = { .from_ns = targets->from_ns, .to_ns = targets->to_ns }, .to_ns = -1 };
  const char *failed = NULL;

  for (guint i = 0; targets->outputs != NULL && targets->outputs[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      if (pl_cli_output (log, targets->outputs[i], &how, &error))
        continue;
      pl_cli_error ("%s", error->message);
      failed = targets->outputs[i];
    }
  return failed;
}

static gboolean
save (PlLog *log, const PlCliTargets *targets)
{
  g_autoptr (GError) error = NULL;

  if (targets->save == NULL || pl_run_save_log (log, targets->save, &error))
    return TRUE;
  pl_cli_error ("%s", error->message);
  return FALSE;
}

gboolean
pl_cli_write_files (PlLog *log, const PlCliTargets *targets)
{
  gboolean saved = save (log, targets), extra = write_extra (log, targets);
  const char *failed = draw_pictures (log, targets);
  g_autofree char *kept = NULL;

  if (saved && extra && failed == NULL)
    return TRUE;
  kept = saved && targets->save != NULL ? g_strdup (targets->save) : keep_run (log);
  if (kept != NULL)
    tell_way_out (kept, failed);
  return FALSE;
}
