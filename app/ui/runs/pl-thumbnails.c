/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/runs/pl-thumbnails.h"

#include <glib/gstdio.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "base/pl-file.h"
#include "control/pl-run.h"
#include "paint/pl-pictures.h"

#define PIXELS 2
#define WIDTH (PL_THUMBNAIL_WIDTH * PIXELS)
#define HEIGHT (PL_THUMBNAIL_HEIGHT * PIXELS)

typedef struct {
  PlLog *log;                   /* NULL: it is in the file */
  char *run, *path;             /* the run's, and the thumbnail's */
  PlThemeId theme;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  pl_log_unref (job->log);
  g_free (job->run);
  g_free (job->path);
  g_free (job);
}

static const char *
name_of (PlThemeId theme)
{
  static const char * const names[PL_N_THEMES] = {
    [PL_THEME_LIGHT] = "light.png", [PL_THEME_DARK] = "dark.png", [PL_THEME_PRINT] = "print.png",
    [PL_THEME_CONTRAST] = "contrast.png", [PL_THEME_CONTRAST_DARK] = "contrast-dark.png",
  };

  return names[theme];
}

/* --- drawing; in a thread --- */

/* As if the window were so many times as large: the least at which all of the picture is seen. */
static PlPaper
choose_paper (PlPicture        *picture,
              const PlViewport *viewport,
              PlThemeId         theme)
{
  static const double times[] = { 5, 6.5, 8, 10, 12 };
  PlPaper paper = { theme, 1, 0, 0, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      paper.width = PL_THUMBNAIL_WIDTH * times[i];
      paper.height = PL_THUMBNAIL_HEIGHT * times[i];
      if (pl_picture_least_height (picture, viewport, &paper) <= paper.height)
        break;
    }
  return paper;
}

static cairo_surface_t *
draw (PlLog     *log,
      PlThemeId  theme)
{
  g_autoptr(PlPicture) picture = pl_picture_of_log (log, FALSE);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  PlViewport viewport;

  pl_picture_init_viewport (picture, &viewport);
  PlPaper paper = choose_paper (picture, &viewport, theme);
  g_autoptr(PlDrawing) drawing = pl_picture_lay_out (picture, &viewport, &paper);
  pl_set_color (cr, &pl_theme_get (theme)->background);
  cairo_paint (cr);
  cairo_scale (cr, WIDTH / paper.width, HEIGHT / paper.height);
  pl_drawing_draw (drawing, cr);
  cairo_destroy (cr);
  return surface;
}

static cairo_status_t
append_cb (void                *data,
           const unsigned char *bytes,
           unsigned int         size)
{
  g_byte_array_append (data, bytes, size);
  return CAIRO_STATUS_SUCCESS;
}

/* Where it cannot be kept, it is drawn again the next time. */
static void
keep (cairo_surface_t *surface,
      const char      *path)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();

  if (cairo_surface_write_to_png_stream (surface, append_cb, bytes) == CAIRO_STATUS_SUCCESS)
    pl_file_replace_bytes (path, bytes->data, bytes->len, NULL);
}

/* --- reading; in a thread --- */

/* So large as we make them, says the file before anybody reads on: it may have been made by somebody else. */
static gboolean
is_ours (const char *path)
{
  static const guint8 head[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R',
                                 0, 0, WIDTH / 256, WIDTH % 256, 0, 0, HEIGHT / 256, HEIGHT % 256 };
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFileInputStream) stream = g_file_read (file, NULL, NULL);
  guint8 found[sizeof head];

  return stream != NULL && g_input_stream_read (G_INPUT_STREAM (stream), found, sizeof found, NULL, NULL) == sizeof found &&
         memcmp (found, head, sizeof head) == 0;
}

static cairo_surface_t *
read_kept (const char *path)
{
  cairo_surface_t *surface;

  if (!is_ours (path))
    return NULL;
  surface = cairo_image_surface_create_from_png (path);
  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS && cairo_image_surface_get_width (surface) == WIDTH &&
      cairo_image_surface_get_height (surface) == HEIGHT)
    return surface;
  cairo_surface_destroy (surface);
  return NULL;
}

static GdkTexture *
take_surface (cairo_surface_t *surface)
{
  int stride = cairo_image_surface_get_stride (surface);
  g_autoptr(GBytes) bytes = NULL;

  cairo_surface_flush (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface), (gsize) stride * HEIGHT);
  cairo_surface_destroy (surface);
  return gdk_memory_texture_new (WIDTH, HEIGHT, GDK_MEMORY_DEFAULT, bytes, (gsize) stride);
}

static GdkTexture *
make (const Job *job)
{
  cairo_surface_t *surface = read_kept (job->path);
  PlLog *log;

  if (surface != NULL)
    return take_surface (surface);
  log = job->log != NULL ? pl_log_ref (job->log) : pl_run_open_log (job->run, NULL);
  if (log == NULL)
    return NULL;
  surface = draw (log, job->theme);
  pl_log_unref (log);
  keep (surface, job->path);
  /* A proof of a long race leaves much behind for its thread, which nobody needs any more. */
#ifdef __GLIBC__
  malloc_trim (0);
#endif
  return take_surface (surface);
}

/* One thread for all of them: a long race takes much memory, and none of them is urgent. */
static void
make_thread (gpointer data,
             gpointer nothing)
{
  g_autoptr(GTask) task = data;

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, make (g_task_get_task_data (task)), g_object_unref);
}

/* --- in the main thread --- */

GdkTexture *
pl_thumbnails_get (PlRunEntry *entry,
                   PlThemeId   theme)
{
  return g_object_get_data (G_OBJECT (entry), name_of (theme));
}

void
pl_thumbnails_make (PlRunEntry          *entry,
                    PlThemeId            theme,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  ready,
                    gpointer             data)
{
  static GThreadPool *pool;
  GTask *task = g_task_new (entry, cancellable, ready, data);
  Job *job = g_new0 (Job, 1);

  if (pool == NULL)
    pool = g_thread_pool_new (make_thread, NULL, 1, FALSE, NULL);
  job->log = pl_run_entry_ref_log (entry);
  job->run = g_strdup (pl_run_entry_get_path (entry));
  job->path = pl_run_entry_make_path (entry, name_of (theme));
  job->theme = theme;
  g_task_set_task_data (task, job, job_free);
  g_thread_pool_push (pool, task, NULL);
}

GdkTexture *
pl_thumbnails_make_finish (PlRunEntry   *entry,
                           GAsyncResult *result)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  GdkTexture *texture = g_task_propagate_pointer (G_TASK (result), NULL);

  if (pl_run_entry_get_removed (entry))
    g_unlink (job->path);
  if (texture != NULL)
    g_object_set_data_full (G_OBJECT (entry), name_of (job->theme), texture, g_object_unref);
  return texture;
}
