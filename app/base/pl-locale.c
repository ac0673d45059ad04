/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/pl-locale.h"

#include <locale.h>

#include <glib.h>
#include <glib/gi18n-lib.h>

void
pl_locale_init (void)
{
  const char *folder = g_getenv ("PARALANE_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder && *folder ? folder : PL_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
