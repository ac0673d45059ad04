/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How a picture is to be: the options of every command that draws one. */

#include <glib/gi18n.h>

#include "paint/pl-export.h"

G_BEGIN_DECLS

/* As they were given, and below them what they say. */
typedef struct {
  char *purpose, *theme, *width, *scale, *title, *caption, *author, *svg_text;
  gboolean no_legend, no_notes, no_embed;
  PlExportOptions export;       /* its strings are those above */
} PlCliPicture;

/* A flag that takes another one back. */
#define PL_CLI_TAKE_BACK(name, field, description) \
  { name, 0, G_OPTION_FLAG_REVERSE, G_OPTION_ARG_NONE, &options->field, description, NULL }

/* Entries of a command's table; how: where in its options the PlCliPicture is. */
#define PL_CLI_PICTURE(how) \
  PL_CLI_TEXT ("purpose", how.purpose, N_("what the picture is for: page and size of type (default screen)"), \
               "screen|web|slide|a4"), \
  PL_CLI_TEXT ("title", how.title, N_("a title of your own"), "TEXT"), \
  PL_CLI_TEXT ("caption", how.caption, N_("what it says below the picture"), "TEXT"), \
  PL_CLI_TEXT ("author", how.author, N_("who made it"), "NAME"), \
  PL_CLI_TEXT ("theme", how.theme, N_("colours (default print)"), "print|light|dark"), \
  PL_CLI_TEXT ("width", how.width, N_("width in pixels, 320 to 16384 (default 1600; 1200 for the web)"), "PX"), \
  PL_CLI_TEXT ("scale", how.scale, N_("PNG and SVG so many times as large, 0.25 to 8 (default 1)"), "N"), \
  PL_CLI_FLAG ("no-legend", how.no_legend, N_("leave out the legend")), \
  PL_CLI_TAKE_BACK ("legend", how.no_legend, N_("with the legend, as it is without saying so")), \
  PL_CLI_FLAG ("no-notes", how.no_notes, N_("leave out the notes of the run")), \
  PL_CLI_TAKE_BACK ("notes", how.no_notes, N_("with the notes of the run, as it is without saying so")), \
  PL_CLI_TEXT ("svg-text", how.svg_text, N_("text in SVG: to be searched and edited, or shapes that need no font"), \
               "text|outlines"), \
  PL_CLI_FLAG ("no-embed", how.no_embed, N_("the picture does not hold its run"))

/* outputs: what is to be drawn, may be NULL. FALSE: one of the options makes no sense; error says which. */
gboolean pl_cli_picture_check (PlCliPicture *self, char **outputs, GError **error);
void pl_cli_picture_clear (PlCliPicture *self);
/* picture as it is asked for. viewport NULL: the first look. */
gboolean pl_cli_picture_write (const PlCliPicture *self, PlPicture *picture, const PlViewport *viewport, const char *path,
                               GError **error);

G_END_DECLS
