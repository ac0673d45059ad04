/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of trace/embed/ only. */

#include "trace/embed/pl-embed.h"

G_BEGIN_DECLS

/* What the members of the second run and of those behind it end in: "_b", "_c", "_d" (static). The first one's end in
 * nothing: so it is found by versions that know of one run only. */
const char *pl_embed_suffix (guint run);

/* The one text that PNG and SVG hold: about, with the runs as members. */
char *pl_embed_to_text (const PlEmbed *self);

/* What a document holds, as it lies there. */
typedef struct {
  char *text;                   /* PNG, SVG: pl_embed_to_text (); PDF: about; or NULL */
  const guint8 *runs[PL_MAX_COMPARED];  /* PDF: within the document; NULL: not there */
  gsize sizes[PL_MAX_COMPARED];
  gboolean broken;              /* PDF: there was more, and it is cut off */
} PlEmbedFound;

/* FALSE: it holds nothing, or what it holds is broken. */
gboolean pl_embed_find_in_png (const guint8 *bytes, gsize size, PlEmbedFound *found);
gboolean pl_embed_find_in_svg (const guint8 *bytes, gsize size, PlEmbedFound *found);
gboolean pl_embed_find_in_pdf (const guint8 *bytes, gsize size, PlEmbedFound *found);

/* pl-embed-bytes.c; NULL: more than most bytes came of it. */
GBytes *pl_embed_deflate (const void *bytes, gsize size, gsize most);
/* NULL: it is broken, or more than most bytes came of it. */
GByteArray *pl_embed_inflate (const void *bytes, gsize size, gsize most);

/* memmem () for what is text: NULL, not there. */
const guint8 *pl_embed_search (const guint8 *bytes, gsize size, const char *text);

G_END_DECLS
