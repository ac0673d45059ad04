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
#include "trace/compare/pl-differences.h"
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

/* Of each run: who recorded it, on which machine, and what was to be done. */
static void
append_run (GString *json, PlLog *log, const char *suffix)
{
  const PlLogHeader *header = pl_log_header (log);
  const struct { const char *key, *text; gsize most; } texts[] = {
    { "recorded_by", header->app_version, sizeof header->app_version },
    { "cpu_model", header->cpu_model, sizeof header->cpu_model }, { "kernel", header->kernel, sizeof header->kernel },
  };
  g_autofree char *plan_key = g_strconcat ("plan", suffix, NULL);
  gsize plan_size;
  const char *plan = pl_log_plan_text (log, &plan_size);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *key = g_strconcat (texts[i].key, suffix, NULL);

      append_text (json, key, texts[i].text, (gssize) strnlen (texts[i].text, texts[i].most));
    }
  g_string_append_printf (json, ",\"n_cpus%s\":%u,\"start_wall_ns%s\":%" G_GINT64_FORMAT, suffix, header->n_cpus, suffix,
                          header->start_wall_ns);
  append_text (json, plan_key, plan, (gssize) plan_size);
}

static char *
tell_about (const PlCompared *runs, const char *title)
{
  GString *json = g_string_new ("{\"paralane\":1");

  append_text (json, "program", "Paralane " PL_VERSION, -1);
  append_text (json, "title", title, -1);
  if (runs->n > 1)
    {
      g_string_append_printf (json, ",\"runs\":%u", runs->n);
      append_text (json, "align", pl_align_key (runs->align), -1);
    }
  for (guint i = 0; i < runs->n; i++)
    append_run (json, runs->logs[i], pl_embed_suffix (i));
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

/* The largest ones, until what is left is small enough. */
static void
leave_out (PlEmbed *self)
{
  for (;;)
    {
      GBytes **largest = NULL;
      gsize sum = 0;

      for (guint i = 0; i < self->n; i++)
        if (self->runs[i] != NULL)
          {
            sum += g_bytes_get_size (self->runs[i]);
            if (largest == NULL || g_bytes_get_size (self->runs[i]) > g_bytes_get_size (*largest))
              largest = &self->runs[i];
          }
      if (sum <= PL_EMBED_MOST)
        return;
      g_clear_pointer (largest, g_bytes_unref);
    }
}

PlEmbed *
pl_embed_new (const PlCompared *runs, const char *title)
{
  PlEmbed *self = g_new0 (PlEmbed, 1);

  self->n = runs->n;
  self->about = tell_about (runs, title);
  for (guint i = 0; i < runs->n; i++)
    self->runs[i] = compress_run (runs->logs[i]);
  leave_out (self);
  return self;
}

void
pl_embed_free (PlEmbed *self)
{
  g_free (self->about);
  for (guint i = 0; i < self->n; i++)
    g_clear_pointer (&self->runs[i], g_bytes_unref);
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

static gboolean
refuse_damaged (const char *name, GError **error)
{
  g_set_error (error, PL_ERROR, PL_ERROR_FORMAT, _("The run in “%s” is damaged. Choose another file."), name);
  return FALSE;
}

static gboolean
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
  return FALSE;
}

static PlLog *
open_run (const char *name, const void *bytes, gsize size, GError **error)
{
  g_autoptr (GByteArray) run = pl_embed_inflate (bytes, size, LARGEST_RUN);
  PlLogFault fault = { 0 };
  PlLog *log = NULL;

  if (run == NULL)
    refuse_damaged (name, error);
  else if (pl_log_open_bytes (run->data, run->len, &log, &fault) != 0)
    g_set_error (error, PL_ERROR, PL_ERROR_FORMAT, _("The run in “%s” is damaged: %s. Choose another file."), name,
                 fault.reason != NULL ? _(fault.reason) : g_strerror (ENOMEM));
  return log;
}

/* A picture that is being read. */
typedef struct {
  const char *name;
  PlEmbedFound found;
  PlDataLine *line;             /* what found.text says */
  guint n;                      /* runs that it shows */
  GString *left_out;
} Reading;

/* The i-th run. NULL: it was too large, or with error damaged. */
static PlLog *
read_run (Reading *self, guint i, GError **error)
{
  g_autofree char *key = g_strconcat ("run", pl_embed_suffix (i), NULL);
  const char *base64 = pl_data_line_text (self->line, key);

  if (self->found.runs[i] != NULL)
    return open_run (self->name, self->found.runs[i], self->found.sizes[i], error);
  if (base64 != NULL)
    {
      gsize size;
      g_autofree guchar *bytes = g_base64_decode (base64, &size);

      return open_run (self->name, bytes, size, error);
    }
  if (self->found.broken)
    refuse_damaged (self->name, error);
  return NULL;
}

static void
tell_left_out (Reading *self, guint i, const GError *error)
{
  if (self->left_out->len > 0)
    g_string_append_c (self->left_out, ' ');
  if (error != NULL)
    /* Translators: the letter of a run, and the name of a picture */
    g_string_append_printf (self->left_out, _("Run %s of “%s” is damaged, and left out."), pl_run_letter (i), self->name);
  else
    /* Translators: the letter of a run, and the name of a picture */
    g_string_append_printf (self->left_out, _("Run %s of “%s” was too large to be in the picture; open its saved run to see it."),
                            pl_run_letter (i), self->name);
}

/* FALSE: there is none that could be read. */
static gboolean
read_runs (Reading *self, PlCompared *runs, GError **error)
{
  g_autoptr (GError) first = NULL;

  for (guint i = 0; i < self->n; i++)
    {
      g_autoptr (GError) failure = NULL;
      PlLog *log = read_run (self, i, &failure);

      if (log != NULL)
        runs->logs[runs->n++] = log;
      else
        tell_left_out (self, i, failure);
      if (first == NULL)
        first = g_steal_pointer (&failure);
    }
  if (runs->n > 0)
    return TRUE;
  if (first == NULL)
    return refuse_missing (self->name, TRUE, error);
  g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}

/* How many a PDF has attached, the last one's letter says. */
static guint
count_files (const PlEmbedFound *found)
{
  guint n = PL_MAX_COMPARED;

  while (n > 0 && found->runs[n - 1] == NULL)
    n--;
  return n;
}

/* How many runs it shows, and how. What a PDF says of its files may be damaged, and they are not. */
static gboolean
read_about (Reading *self, PlCompared *runs, GError **error)
{
  const PlEmbedFound *found = &self->found;
  const char *align = NULL;
  guint64 version, n = 1;

  if (found->text != NULL && pl_data_line_parse (self->line, found->text, strlen (found->text))
      && pl_data_line_uint (self->line, "paralane", G_MAXUINT64, &version))
    {
      pl_data_line_uint (self->line, "runs", G_MAXUINT64, &n);
      align = pl_data_line_text (self->line, "align");
    }
  else if (count_files (found) == 0)
    {
      return refuse_damaged (self->name, error);
    }
  if (n > PL_MAX_COMPARED)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_FORMAT,
                   _("“%s” holds %u runs, and no more than %u can be compared. Choose another file."), self->name,
                   (guint) MIN (n, G_MAXUINT), PL_MAX_COMPARED);
      return FALSE;
    }
  self->n = MAX (MAX ((guint) n, 1), count_files (found));
  runs->align = align != NULL ? (PlAlign) MAX (pl_align_from_key (align), 0) : PL_ALIGN_FIRST_TASK;
  return TRUE;
}

/* Runs of several kinds never stood beside each other: the sentence says which they are. */
static gboolean
check_kinds (const char *name, const PlCompared *runs, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (runs->n < PL_MIN_COMPARED || pl_differences_check (runs->logs, NULL, runs->n, &failure))
    return TRUE;
  /* Translators: the name of a picture, and a sentence that says why its runs cannot be compared */
  g_set_error (error, PL_ERROR, PL_ERROR_FORMAT, _("“%s” cannot be opened. %s"), name, failure->message);
  return FALSE;
}

gboolean
pl_embed_open_bytes (const char *name, const void *bytes, gsize size, PlCompared *runs, char **left_out, GError **error)
{
  Reading reading = { .name = name };
  gboolean opened;

  *runs = (PlCompared) { 0 };
  *left_out = NULL;
  if (!find (bytes, size, &reading.found))
    return refuse_missing (name, FALSE, error);
  reading.line = g_new (PlDataLine, 1);
  reading.left_out = g_string_new (NULL);
  pl_data_line_init (reading.line);
  opened = read_about (&reading, runs, error) && read_runs (&reading, runs, error) && check_kinds (name, runs, error);
  if (!opened)
    pl_compared_clear (runs);
  *left_out = g_string_free (reading.left_out, !opened || reading.left_out->len == 0);
  pl_data_line_clear (reading.line);
  g_free (reading.line);
  g_free (reading.found.text);
  return opened;
}

gboolean
pl_embed_open (const char *path, PlCompared *runs, char **left_out, GError **error)
{
  g_autofree char *name = g_filename_display_name (path), *bytes = NULL;
  gsize size;
  GStatBuf st;

  *runs = (PlCompared) { 0 };
  *left_out = NULL;
  if (g_stat (path, &st) == 0 && st.st_size > LARGEST_PICTURE)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_FILE, _("“%s” is larger than any picture with a run in it. Open the saved run."),
                   name);
      return FALSE;
    }
  if (g_file_get_contents (path, &bytes, &size, NULL))
    return pl_embed_open_bytes (name, bytes, size, runs, left_out, error);
  g_set_error (error, PL_ERROR, PL_ERROR_FILE, _("“%s” could not be opened: %s. Choose another file."), name,
               g_strerror (errno != 0 ? errno : EIO));
  return FALSE;
}
