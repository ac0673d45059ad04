/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A picture that holds its run: what was run on which machine by which version, and, where it is not too large, the saved
 * run itself, compressed. In PNG it is an iTXt chunk, in SVG <metadata>, in PDF two attached files. Whoever opens the
 * picture in Paralane has the run again; other programs pass over it. */

#include <glib.h>

#include "log/pl-log.h"

G_BEGIN_DECLS

/* Of the run, compressed: what is larger is left out. */
#define PL_EMBED_MOST 1000000u

typedef struct {
  char *about;                  /* JSON: plan, machine, version, title */
  GBytes *run;                  /* a saved run through zlib; NULL: too large */
} PlEmbed;

/* title: the plan in words. */
PlEmbed *pl_embed_new (PlLog *log, const char *title);
void pl_embed_free (PlEmbed *self);

/* Each changes a whole document. FALSE: it is none of that kind, and stays as it was. */
gboolean pl_embed_into_png (const PlEmbed *self, GByteArray *png);
gboolean pl_embed_into_svg (const PlEmbed *self, GByteArray *svg);
gboolean pl_embed_into_pdf (const PlEmbed *self, GByteArray *pdf);

/* Whether a file that begins like that is a picture. */
gboolean pl_embed_is_picture (const void *head, gsize size);
/* The run in a picture. Nothing in it is trusted. NULL: error says why there is none. */
PlLog *pl_embed_open (const char *path, GError **error);
/* The same from bytes; name is for the sentences. */
PlLog *pl_embed_open_bytes (const char *name, const void *bytes, gsize size, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlEmbed, pl_embed_free)

G_END_DECLS
