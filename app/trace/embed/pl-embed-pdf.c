/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/embed/pl-embed-private.h"

#include <string.h>

/* PDF lets a document be changed by what is added at its end: objects, where they are, and what they replace. So the
 * run becomes a file attached to the document, which any reader of PDF can save. */

/* Files are "run.json", "run.paralane", and of the second run and those behind it "run-b.paralane". */
#define ABOUT_NAME "run.json"
#define STEM "run"
#define RUN_ENDING ".paralane"
#define RUN_TYPE "/Subtype /application#2Fx-paralane"
#define ABOUT_TYPE "/Subtype /application#2Fjson"

/* What is needed of the document so far. */
typedef struct {
  guint64 xref, size, root, info;
  gboolean has_info;
  char *catalog;                /* what stands between its << and >> */
} Tail;

static const guint8 *
search_last (const GByteArray *pdf, const char *text)
{
  gsize length = strlen (text);

  for (gsize at = pdf->len; at >= length; at--)
    if (memcmp (pdf->data + at - length, text, length) == 0)
      return pdf->data + at - length;
  return NULL;
}

static gboolean
read_number (const char *text, const char *key, guint64 *value)
{
  const char *at = strstr (text, key);
  char *end;

  if (at == NULL)
    return FALSE;
  at += strlen (key);
  *value = g_ascii_strtoull (at, &end, 10);
  return end != at;
}

/* The content of an object that is a dictionary without another one inside its end. */
static char *
read_dictionary (const GByteArray *pdf, guint64 number)
{
  g_autofree char *opening = g_strdup_printf ("\n%" G_GUINT64_FORMAT " 0 obj", number);
  const guint8 *object = search_last (pdf, opening), *start, *end;
  gsize left;

  if (object == NULL)
    return NULL;
  left = pdf->len - (gsize) (object - pdf->data);
  end = pl_embed_search (object, left, "endobj");
  start = end != NULL ? pl_embed_search (object, (gsize) (end - object), "<<") : NULL;
  for (; start != NULL && end > start + 4 && memcmp (end - 2, ">>", 2) != 0; end--)
    ;
  return start != NULL && end > start + 4 ? g_strndup ((const char *) start + 2, (gsize) (end - start) - 4) : NULL;
}

static gboolean
read_tail (const GByteArray *pdf, Tail *tail)
{
  const guint8 *trailer = search_last (pdf, "trailer"), *xref = search_last (pdf, "startxref");
  g_autofree char *text = NULL, *last = NULL;

  *tail = (Tail) { 0 };
  if (trailer == NULL || xref == NULL)
    return FALSE;
  text = g_strndup ((const char *) trailer, pdf->len - (gsize) (trailer - pdf->data));
  last = g_strndup ((const char *) xref, pdf->len - (gsize) (xref - pdf->data));
  if (!read_number (last, "startxref", &tail->xref) || !read_number (text, "/Size", &tail->size)
      || !read_number (text, "/Root", &tail->root))
    return FALSE;
  tail->has_info = read_number (text, "/Info", &tail->info);
  tail->catalog = read_dictionary (pdf, tail->root);
  /* One that has names of its own would lose them. */
  return tail->catalog != NULL && strstr (tail->catalog, "/Names") == NULL;
}

G_GNUC_PRINTF (2, 3)
static void
append (GByteArray *pdf, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_byte_array_append (pdf, (const guint8 *) text, (guint) strlen (text));
}

typedef struct {
  GByteArray *pdf;
  guint64 first;                /* number of the first new object */
  guint n;
  gsize offsets[2 + 2 * PL_MAX_COMPARED];
} Update;

static void
begin_object (Update *self)
{
  self->offsets[self->n] = self->pdf->len;
  append (self->pdf, "%" G_GUINT64_FORMAT " 0 obj\n", self->first + self->n);
  self->n++;
}

/* Two objects: the content, and the file it is. Returns the number of the latter. */
static guint64
append_file (Update *self, const char *name, const char *type, const char *filter, const void *bytes, gsize size)
{
  begin_object (self);
  append (self->pdf, "<< /Type /EmbeddedFile %s %s /Length %" G_GSIZE_FORMAT " >>\nstream\n", type, filter, size);
  g_byte_array_append (self->pdf, bytes, (guint) size);
  append (self->pdf, "\nendstream\nendobj\n");
  begin_object (self);
  append (self->pdf,
          "<< /Type /Filespec /F (%s) /UF (%s) /AFRelationship /Data /EF << /F %" G_GUINT64_FORMAT " 0 R >> >>\nendobj\n",
          name, name, self->first + self->n - 2);
  return self->first + self->n - 1;
}

static void
append_xref (Update *self, const Tail *tail, gsize catalog)
{
  gsize xref = self->pdf->len;

  append (self->pdf, "xref\n%" G_GUINT64_FORMAT " 1\n%010" G_GSIZE_FORMAT " 00000 n \n%" G_GUINT64_FORMAT " %u\n",
          tail->root, catalog, self->first, self->n);
  for (guint i = 0; i < self->n; i++)
    append (self->pdf, "%010" G_GSIZE_FORMAT " 00000 n \n", self->offsets[i]);
  append (self->pdf, "trailer\n<< /Size %" G_GUINT64_FORMAT " /Root %" G_GUINT64_FORMAT " 0 R", self->first + self->n,
          tail->root);
  if (tail->has_info)
    append (self->pdf, " /Info %" G_GUINT64_FORMAT " 0 R", tail->info);
  append (self->pdf, " /Prev %" G_GUINT64_FORMAT " >>\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n", tail->xref, xref);
}

static char *
run_name (guint run)
{
  return run == 0 ? g_strdup (STEM RUN_ENDING) : g_strdup_printf (STEM "-%c" RUN_ENDING, 'a' + (int) run);
}

/* The first run's name comes last: in the order of their names, as a reader looks them up. */
static void
append_catalog (Update *self, const Tail *tail, guint64 about, const guint64 *runs, guint n)
{
  append (self->pdf, "%" G_GUINT64_FORMAT " 0 obj\n<<%s /Names << /EmbeddedFiles << /Names [", tail->root, tail->catalog);
  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *name = run_name (i % n);

      if (i == n)
        append (self->pdf, " (" ABOUT_NAME ") %" G_GUINT64_FORMAT " 0 R", about);
      if (runs[i % n] != 0)
        append (self->pdf, " (%s) %" G_GUINT64_FORMAT " 0 R", name, runs[i % n]);
    }
  append (self->pdf, " ] >> >> >>\nendobj\n");
}

gboolean
pl_embed_into_pdf (const PlEmbed *self, GByteArray *pdf)
{
  Update update = { .pdf = pdf };
  guint64 about, runs[PL_MAX_COMPARED] = { 0 };
  gsize catalog;
  Tail tail;

  if (!read_tail (pdf, &tail))
    {
      g_free (tail.catalog);
      return FALSE;
    }
  update.first = tail.size;
  if (pdf->len > 0 && pdf->data[pdf->len - 1] != '\n')
    append (pdf, "\n");
  about = append_file (&update, ABOUT_NAME, ABOUT_TYPE, "", self->about, strlen (self->about));
  for (guint i = 0; i < self->n; i++)
    if (self->runs[i] != NULL)
      {
        g_autofree char *name = run_name (i);
        gsize size;
        const void *bytes = g_bytes_get_data (self->runs[i], &size);

        runs[i] = append_file (&update, name, RUN_TYPE, "/Filter /FlateDecode", bytes, size);
      }
  catalog = pdf->len;
  append_catalog (&update, &tail, about, runs, self->n);
  append_xref (&update, &tail, catalog);
  g_free (tail.catalog);
  return TRUE;
}

/* The next attached file of that type in [*at, end), which *at moves behind. FALSE: there is none, or it lies outside:
 * then the document is broken. */
static gboolean
next_file (const guint8 **at, const guint8 *end, const char *type, const guint8 **content, gsize *size, gboolean *broken)
{
  const guint8 *object = pl_embed_search (*at, (gsize) (end - *at), type), *stream;
  g_autofree char *dictionary = NULL;
  guint64 length;

  stream = object != NULL ? pl_embed_search (object, (gsize) (end - object), "stream\n") : NULL;
  *broken = *broken || object != NULL;
  if (stream == NULL)
    return FALSE;
  dictionary = g_strndup ((const char *) object, (gsize) (stream - object));
  stream += strlen ("stream\n");
  if (!read_number (dictionary, "/Length", &length) || length > (guint64) (end - stream))
    return FALSE;
  *broken = FALSE;
  *content = stream;
  *size = (gsize) length;
  *at = stream + length;
  return TRUE;
}

/* Its name stands in the object behind it. */
static guint
read_run (const guint8 *at, const guint8 *end)
{
  g_autofree char *text = g_strndup ((const char *) at, (gsize) MIN (end - at, 256));
  const char *name = strstr (text, "/F (" STEM "-");
  char letter = name != NULL ? name[strlen ("/F (" STEM "-")] : 'a';

  return (guint) CLAMP (letter - 'a', 0, (int) PL_MAX_COMPARED - 1);
}

gboolean
pl_embed_find_in_pdf (const guint8 *bytes, gsize size, PlEmbedFound *found)
{
  const guint8 *end = bytes + size, *at = bytes, *content;
  gboolean any = FALSE;
  gsize length;

  if (next_file (&at, end, ABOUT_TYPE, &content, &length, &found->broken))
    found->text = g_strndup ((const char *) content, length);
  for (at = bytes; next_file (&at, end, RUN_TYPE, &content, &length, &found->broken); any = TRUE)
    {
      guint run = read_run (at, end);

      found->runs[run] = content;
      found->sizes[run] = length;
    }
  return any || found->broken || found->text != NULL;
}
