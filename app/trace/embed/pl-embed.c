/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/embed/pl-embed-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/pl-error.h"
#include "trace/export/pl-data-line.h"

/* No run that is larger becomes small enough; and no picture is believed that says its run does. */
#define LARGEST_RUN (64u << 20)
/* A page of a browser with a run in it may be large, but not as large as that. */
#define LARGEST_PICTURE (256u << 20)

/* --- writing --- */

static guint64
count_records (PlLog *log)
{
  guint64 n = 0;

  for (guint lane = 0; lane < pl_log_n_lanes (log); lane++)
    n += pl_log_count (log, lane);
  return n;
}

static GBytes *
compress_run (PlLog *log)
{
  GBytes *run = NULL;
  struct stat st;
  void *bytes;
  int fd;

  if (count_records (log) > LARGEST_RUN / sizeof (PlRecord))
    return NULL;
  fd = memfd_create ("paralane-run", MFD_CLOEXEC);
  if (fd < 0)
    return NULL;
  if (pl_log_save (log, fd) == 0 && fstat (fd, &st) == 0 && st.st_size > 0 && st.st_size <= LARGEST_RUN)
    {
      bytes = mmap (NULL, (gsize) st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
      if (bytes != MAP_FAILED)
        {
          run = pl_embed_deflate (bytes, (gsize) st.st_size, PL_EMBED_MOST);
          munmap (bytes, (gsize) st.st_size);
        }
    }
  close (fd);
  return run;
}

static void
append_text (GString *json, const char *key, const char *text, gssize size)
{
  g_autofree char *copy = size >= 0 ? g_strndup (text, (gsize) size) : g_strdup (text);
  g_autofree char *valid = g_utf8_make_valid (copy, -1);

  g_string_append_printf (json, ",\"%s\":\"", key);
  for (const char *c = valid; *c != '\0'; c++)
    if (*c == '"' || *c == '\\')
      g_string_append_printf (json, "\\%c", *c);
    else if ((guchar) *c < 0x20)
      g_string_append_printf (json, "\\u%04x", (guint) *c);
    else
      g_string_append_c (json, *c);
  g_string_append_c (json, '"');
}

PlEmbed *
pl_embed_new (PlLog *log, const char *title)
{
  const PlLogHeader *header = pl_log_header (log);
  GString *json = g_string_new ("{\"paralane\":1");
  PlEmbed *self = g_new0 (PlEmbed, 1);
  gsize plan_size;
  const char *plan = pl_log_plan_text (log, &plan_size);

  append_text (json, "program", "Paralane " PL_VERSION, -1);
  append_text (json, "title", title, -1);
  append_text (json, "recorded_by", header->app_version, (gssize) strnlen (header->app_version, sizeof header->app_version));
  append_text (json, "cpu_model", header->cpu_model, (gssize) strnlen (header->cpu_model, sizeof header->cpu_model));
  append_text (json, "kernel", header->kernel, (gssize) strnlen (header->kernel, sizeof header->kernel));
  g_string_append_printf (json, ",\"n_cpus\":%u,\"start_wall_ns\":%" G_GINT64_FORMAT, header->n_cpus, header->start_wall_ns);
  append_text (json, "plan", plan, (gssize) plan_size);
  g_string_append_c (json, '}');
  self->about = g_string_free (json, FALSE);
  self->run = compress_run (log);
  return self;
}

void
pl_embed_free (PlEmbed *self)
{
  g_free (self->about);
  g_clear_pointer (&self->run, g_bytes_unref);
  g_free (self);
}

/* --- reading --- */

gboolean
pl_embed_is_picture (const void *head, gsize size)
{
  return (size >= 4 && (memcmp (head, "\x89PNG", 4) == 0 || memcmp (head, "%PDF", 4) == 0))
         || pl_embed_search (head, size, "<svg") != NULL;
}

static gboolean
find (const guint8 *bytes, gsize size, PlEmbedFound *found)
{
  if (size >= 4 && memcmp (bytes, "\x89PNG", 4) == 0)
    return pl_embed_find_in_png (bytes, size, found);
  if (size >= 4 && memcmp (bytes, "%PDF", 4) == 0)
    return pl_embed_find_in_pdf (bytes, size, found);
  return pl_embed_find_in_svg (bytes, size, found);
}

static PlLog *
open_run (const char *name, const void *bytes, gsize size, GError **error)
{
  g_autoptr (GByteArray) run = pl_embed_inflate (bytes, size, LARGEST_RUN);
  PlLogFault fault = { 0 };
  PlLog *log = NULL;

  if (run == NULL)
    g_set_error (error, PL_ERROR, PL_ERROR_FORMAT, _("The run in “%s” is damaged. Choose another file."), name);
  else if (pl_log_open_bytes (run->data, run->len, &log, &fault) != 0)
    g_set_error (error, PL_ERROR, PL_ERROR_FORMAT, _("The run in “%s” is damaged: %s. Choose another file."), name,
                 fault.reason != NULL ? _(fault.reason) : g_strerror (ENOMEM));
  return log;
}

static PlLog *
refuse_missing (const char *name, gboolean about, GError **error)
{
  if (about)
    g_set_error (error, PL_ERROR, PL_ERROR_FORMAT,
                 _("“%s” says what was run, but the run itself was too large to be in it. Open the saved run."), name);
  else
    g_set_error (error, PL_ERROR, PL_ERROR_FORMAT,
                 _("“%s” is a picture without a run in it: it was exported without, or another program left it out. "
                   "Open the saved run."),
                 name);
  return NULL;
}

/* The text that PNG and SVG hold. */
static PlLog *
open_text (const char *name, const char *text, GError **error)
{
  g_autofree PlDataLine *line = g_new (PlDataLine, 1);
  PlLog *log = NULL;
  guint64 version;

  pl_data_line_init (line);
  if (!pl_data_line_parse (line, text, strlen (text)) || !pl_data_line_uint (line, "paralane", G_MAXUINT64, &version))
    {
      g_set_error (error, PL_ERROR, PL_ERROR_FORMAT, _("The run in “%s” is damaged. Choose another file."), name);
    }
  else if (pl_data_line_text (line, "run") == NULL)
    {
      refuse_missing (name, TRUE, error);
    }
  else
    {
      gsize size;
      g_autofree guchar *bytes = g_base64_decode (pl_data_line_text (line, "run"), &size);

      log = open_run (name, bytes, size, error);
    }
  pl_data_line_clear (line);
  return log;
}

PlLog *
pl_embed_open_bytes (const char *name, const void *bytes, gsize size, GError **error)
{
  PlEmbedFound found = { 0 };
  g_autofree char *text = NULL;

  if (!find (bytes, size, &found))
    return refuse_missing (name, FALSE, error);
  text = found.text;
  if (text != NULL)
    return open_text (name, text, error);
  if (found.run == NULL)
    return refuse_missing (name, found.about, error);
  return open_run (name, found.run, found.run_size, error);
}

PlLog *
pl_embed_open (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path), *bytes = NULL;
  gsize size;
  GStatBuf st;

  if (g_stat (path, &st) == 0 && st.st_size > LARGEST_PICTURE)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_FILE, _("“%s” is larger than any picture with a run in it. Open the saved run."),
                   name);
      return NULL;
    }
  if (g_file_get_contents (path, &bytes, &size, NULL))
    return pl_embed_open_bytes (name, bytes, size, error);
  g_set_error (error, PL_ERROR, PL_ERROR_FILE, _("“%s” could not be opened: %s. Choose another file."), name,
               g_strerror (errno != 0 ? errno : EIO));
  return NULL;
}
