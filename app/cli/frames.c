/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <unistd.h>

#include "base/pl-error.h"
#include "base/pl-file.h"
#include "base/pl-text.h"
#include "paint/export/pl-pages.h"
#include "paint/pl-speeds.h"

/* A run as it is replayed, a picture for each moment: for whatever makes films of them. All of them are written, or none. */

#define DEFAULT_FPS 25
#define MAX_FPS 120
/* Some seven minutes. */
#define MAX_FRAMES 10000

typedef struct {
  const char *folder;
  gboolean made;                /* the folder, by us */
  guint32 fps;
  double speed;
  PlPicture *picture;
  PlViewport viewport;
  PlExportOptions export;
  double width, height;         /* of all of them, in pixels */
  guint64 n;
  guint n_written;
} Series;

/* "1/100", "0.01", "1" */
static gboolean
parse_speed (const char *text, double *speed)
{
  gboolean part = g_str_has_prefix (text, "1/");
  const char *number = part ? text + 2 : text;
  char *end;
  double value;

  if (!g_ascii_isdigit (*number))
    return FALSE;
  value = g_ascii_strtod (number, &end);
  if (*end != '\0' || !isfinite (value) || value <= 0)
    return FALSE;
  *speed = part ? 1 / value : value;
  return *speed >= 1.0 / PL_SPEED_SLOWEST * (1 - 1e-9) && *speed <= 1;
}

gboolean
pl_cli_value_frames (const PlCliFrames *frames, GError **error)
{
  const char *alone = frames->fps != NULL ? "--fps" : frames->speed != NULL ? "--speed" : frames->json ? "--json" : NULL;
  guint32 fps = DEFAULT_FPS;
  double speed;

  if (frames->folder == NULL && alone != NULL)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("%s is about a series of pictures: say with --frames where it goes."),
                   alone);
      return FALSE;
    }
  if (!pl_cli_value_count32 ("--fps", frames->fps, 1, MAX_FPS, &fps, error))
    return FALSE;
  if (frames->speed == NULL || parse_speed (frames->speed, &speed))
    return TRUE;
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("--speed “%s” is not possible: choose 1/%d to 1, as in 1/100 or 0.01."),
               frames->speed, PL_SPEED_SLOWEST);
  return FALSE;
}

static char *
frame_path (const Series *self, guint number)
{
  g_autofree char *name = g_strdup_printf ("frame-%05u.png", number);

  return g_build_filename (self->folder, name, NULL);
}

/* A replay goes up to the end of its range, where all is shown. */
static gboolean
count_frames (Series *self, GError **error)
{
  double seconds = (double) (self->viewport.to_ns - self->viewport.from_ns) / 1e9 / self->speed;
  g_autofree char *n = NULL, *most = NULL;

  self->n = (guint64) MIN (ceil (seconds * self->fps - 1e-6), 1e15) + 1;
  if (self->n <= MAX_FRAMES)
    return TRUE;
  n = pl_text_count (self->n);
  most = pl_text_count (MAX_FRAMES);
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
               _("--frames: these would be %s pictures, and %s is the most: choose a higher --speed, a lower --fps, or a "
                 "shorter time with --from and --to."),
               n, most);
  return FALSE;
}

/* All as high as the whole run is, and as the makers of films want it: in even numbers. A slide is as high as it is. */
static void
choose_size (Series *self)
{
  const PlPurposeInfo *info = pl_purpose_info (self->export.purpose);
  double scale = info->png_scale * (self->export.scale > 0 ? self->export.scale : 1);
  g_autoptr (PlPages) pages = NULL;

  pages = pl_export_pages (self->picture, &self->viewport, &self->export, PL_FORMAT_PNG, FALSE);
  pl_pages_get_size (pages, &self->width, &self->height);
  if (info->height == 0)
    self->export.height = self->height = ceil (self->height / 2) * 2;
  self->width = round (self->width * scale);
  self->height = round (self->height * scale);
}

static gboolean
holds_frames (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "frame-") && g_str_has_suffix (name, ".png"))
      return TRUE;
  return FALSE;
}

static gboolean
open_folder (Series *self, GError **error)
{
  g_autofree char *name = g_filename_display_name (self->folder), *first = frame_path (self, 1);
  int held = -1;

  self->made = g_mkdir (self->folder, 0777) == 0;
  if (!self->made && errno != EEXIST)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_FILE, _("The folder “%s” could not be made: %s. Choose another one."), name,
                   g_strerror (errno));
      return FALSE;
    }
  if (holds_frames (self->folder))
    {
      g_set_error (error, PL_ERROR, PL_ERROR_FILE,
                   _("“%s” already holds frames of another series, and they would be mixed: remove them, or choose another "
                     "folder."),
                   name);
      return FALSE;
    }
  if (!pl_file_try (first, &held, error))
    return FALSE;
  if (held >= 0)
    close (held);
  return TRUE;
}

static volatile sig_atomic_t stopped;

static void
stop_cb (int number)
{
  stopped = 1;
}

static void
watch_signals (struct sigaction before[3], gboolean watch)
{
  static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
  const struct sigaction action = { .sa_handler = stop_cb };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (watch)
      sigaction (numbers[i], &action, &before[i]);
    else
      sigaction (numbers[i], &before[i], NULL);
}

static void
show_progress (const Series *self)
{
  if (!isatty (STDERR_FILENO))
    return;
  pl_cli_put (stderr, "\r");
  pl_cli_print (stderr, _("%u of %u frames"), self->n_written, (guint) self->n);
  if (self->n_written == self->n)
    fputc ('\n', stderr);
  fflush (stderr);
}

/* The moment of a frame is counted from the begin, so that nothing adds up. */
static gboolean
write_frame (Series *self, guint number, GError **error)
{
  g_autofree char *path = frame_path (self, number);
  PlViewport view = self->viewport;

  if (number < self->n)
    view.until_ns = MAX (view.from_ns + (gint64) llround ((number - 1) * self->speed * 1e9 / self->fps), 1);
  return pl_export_picture (self->picture, &view, &self->export, path, error);
}

static gboolean
write_all (Series *self, GError **error)
{
  struct sigaction before[3];
  gboolean fine = TRUE;

  watch_signals (before, TRUE);
  while (fine && !stopped && self->n_written < self->n)
    {
      fine = write_frame (self, self->n_written + 1, error);
      if (fine)
        self->n_written++;
      show_progress (self);
    }
  watch_signals (before, FALSE);
  if (fine && stopped)
    g_set_error_literal (error, PL_ERROR, PL_ERROR_FILE, _("Stopped: none of the frames are left."));
  return fine && !stopped;
}

static void
remove_all (Series *self)
{
  for (guint i = 1; i <= self->n_written; i++)
    {
      g_autofree char *path = frame_path (self, i);

      (void) g_unlink (path);
    }
  if (self->made)
    (void) g_rmdir (self->folder);
}

static void
fill_cb (JsonBuilder *builder, gpointer data)
{
  const Series *self = data;
  g_autofree char *folder = g_filename_display_name (self->folder), *last = g_strdup_printf ("frame-%05u.png", self->n_written);

  pl_cli_json_string (builder, "folder", folder);
  pl_cli_json_int (builder, "frames", self->n_written);
  pl_cli_json_string (builder, "first", "frame-00001.png");
  pl_cli_json_string (builder, "last", last);
  pl_cli_json_int (builder, "width", (gint64) self->width);
  pl_cli_json_int (builder, "height", (gint64) self->height);
  pl_cli_json_int (builder, "fps", self->fps);
  pl_cli_json_double (builder, "speed", self->speed);
  pl_cli_json_double (builder, "seconds", (double) self->n_written / self->fps);
  pl_cli_json_int (builder, "from_ns", self->viewport.from_ns);
  pl_cli_json_int (builder, "to_ns", self->viewport.to_ns);
}

static void
tell (const Series *self)
{
  g_autofree char *folder = g_filename_display_name (self->folder), *n = pl_text_count (self->n_written);
  g_autofree char *length = pl_text_duration ((gint64) ((double) self->n_written / self->fps * 1e9));
  g_autofree char *range = pl_text_duration (self->viewport.to_ns - self->viewport.from_ns);

  /* Translators: pictures, width, height, folder; then how long they last, frames a second, and how much of the run they show */
  pl_cli_print (stdout, ngettext ("%s frame of %d × %d in “%s”: %s at %u a second, for %s of the run.\n",
                                  "%s frames of %d × %d in “%s”: %s at %u a second, for %s of the run.\n",
                                  self->n_written),
                n, (int) self->width, (int) self->height, folder, length, self->fps, range);
}

gboolean
pl_cli_write_frames (PlLog *log, const PlCliFrames *frames, const PlCliOutput *how, GError **error)
{
  Series self = { .folder = frames->folder, .fps = DEFAULT_FPS, .export = how->picture->export };
  g_autoptr (PlPicture) picture = pl_cli_open_time (log, how, &self.viewport, error);
  gboolean fine;

  if (picture != NULL && self.export.purpose == PL_PURPOSE_A4)
    {
      g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN,
                           _("--frames and --purpose a4: a film has no pages. Choose slide, web or screen."));
      return FALSE;
    }
  if (picture == NULL || !pl_cli_value_count32 ("--fps", frames->fps, 1, MAX_FPS, &self.fps, error))
    return FALSE;
  self.picture = picture;
  self.viewport.hide_notes = how->picture->no_notes;
  /* The run in each of them would be as many times the run. */
  self.export.bare = TRUE;
  if (frames->speed == NULL || !parse_speed (frames->speed, &self.speed))
    self.speed = 1.0 / pl_speeds_part (pl_speeds_calm (self.viewport.to_ns - self.viewport.from_ns));
  if (!count_frames (&self, error))
    return FALSE;
  choose_size (&self);
  fine = open_folder (&self, error) && write_all (&self, error);
  if (!fine)
    remove_all (&self);
  else if (frames->json)
    pl_cli_json_print_object (fill_cb, &self);
  else
    tell (&self);
  return fine && pl_cli_flush ();
}
