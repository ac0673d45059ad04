/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A picture that holds its run: what was run on which machine by which version, and, where it is not too large, the saved
 * run itself, compressed. That of a comparison holds all its runs, and how they are aligned. In PNG it is an iTXt chunk, in
 * SVG <metadata>, in PDF attached files. Whoever opens the picture in Paralane has the run again, or the comparison; other
 * programs pass over it. */

#include <glib.h>

#include "trace/compare/pl-compared.h"

G_BEGIN_DECLS

/* Of the run, or of all runs together, compressed, in bytes. What is beyond it is left out: of several runs the largest first,
 * so that as many as can be are in the picture. */
#define PL_EMBED_MOST 1000000u

typedef struct {
  char *about;                  /* JSON: plan, machine, version, title; how many runs, and of the others the same */
  guint n;                      /* runs */
  GBytes *runs[PL_MAX_COMPARED]; /* each a saved run through zlib; NULL: too large */
} PlEmbed;

/* runs: at least one. title: of the picture, the plan in words. */
PlEmbed *pl_embed_new (const PlCompared *runs, const char *title);
void pl_embed_free (PlEmbed *self);

/* Each changes a whole document. FALSE: it is none of that kind, and stays as it was. */
gboolean pl_embed_into_png (const PlEmbed *self, GByteArray *png);
gboolean pl_embed_into_svg (const PlEmbed *self, GByteArray *svg);
gboolean pl_embed_into_pdf (const PlEmbed *self, GByteArray *pdf);

/* Whether a file that begins like that is a picture. */
gboolean pl_embed_is_picture (const void *head, gsize size);
/* The runs in a picture, into runs, in their order: of one kind, if they are several. Nothing in it is trusted. left_out:
 * which of its runs are not there, and why, in sentences; NULL: none; free it. FALSE: error says why there is no run, and
 * runs is empty. */
gboolean pl_embed_open (const char *path, PlCompared *runs, char **left_out, GError **error);
/* The same from bytes; name is for the sentences. */
gboolean pl_embed_open_bytes (const char *name, const void *bytes, gsize size, PlCompared *runs, char **left_out,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlEmbed, pl_embed_free)

G_END_DECLS
