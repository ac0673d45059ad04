/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/embed/pl-embed-private.h"

#include <string.h>

/* PDF lets a document be changed by what is added at its end: objects, where they are, and what they replace. So the
 * run becomes a file attached to the document, which any reader of PDF can save. */

#define RUN_NAME "run.paralane"
#define ABOUT_NAME "run.json"
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
  gsize offsets[8];
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

gboolean
pl_embed_into_pdf (const PlEmbed *self, GByteArray *pdf)
{
  Update update = { .pdf = pdf };
  guint64 about, run = 0;
  gsize catalog, size;
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
  if (self->run != NULL)
    {
      const void *bytes = g_bytes_get_data (self->run, &size);

      run = append_file (&update, RUN_NAME, RUN_TYPE, "/Filter /FlateDecode", bytes, size);
    }
  catalog = pdf->len;
  /* In the order of their names, as a reader looks them up. */
  append (pdf, "%" G_GUINT64_FORMAT " 0 obj\n<<%s /Names << /EmbeddedFiles << /Names [ (" ABOUT_NAME ") %" G_GUINT64_FORMAT " 0 R",
          tail.root, tail.catalog, about);
  if (run != 0)
    append (pdf, " (" RUN_NAME ") %" G_GUINT64_FORMAT " 0 R", run);
  append (pdf, " ] >> >> >>\nendobj\n");
  append_xref (&update, &tail, catalog);
  g_free (tail.catalog);
  return TRUE;
}

gboolean
pl_embed_find_in_pdf (const guint8 *bytes, gsize size, PlEmbedFound *found)
{
  const guint8 *type = pl_embed_search (bytes, size, RUN_TYPE), *stream, *end = bytes + size;
  g_autofree char *dictionary = NULL;
  guint64 length;

  found->about = pl_embed_search (bytes, size, ABOUT_TYPE) != NULL;
  stream = type != NULL ? pl_embed_search (type, (gsize) (end - type), "stream\n") : NULL;
  if (stream == NULL)
    return found->about;
  dictionary = g_strndup ((const char *) type, (gsize) (stream - type));
  stream += strlen ("stream\n");
  if (!read_number (dictionary, "/Length", &length) || length > (guint64) (end - stream))
    return FALSE;
  found->run = stream;
  found->run_size = (gsize) length;
  return TRUE;
}
