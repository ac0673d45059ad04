/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Prints a picture on one page. */

#include <gtk/gtk.h>

#include "paint/pl-picture.h"

G_BEGIN_DECLS

/* What is printed is what is there now, however the picture goes on. path NULL: asks for the printer; else the page goes
 * into that file, as PDF, without a word. FALSE: error says why not. */
gboolean pl_print (GtkWindow *parent, const char *name, PlPicture *picture, const PlViewport *viewport,
                   const char *path, GError **error);

G_END_DECLS
