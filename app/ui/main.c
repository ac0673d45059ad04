/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>

#include "base/pl-locale.h"
#include "ui/pl-application.h"

int
main (int argc, char **argv)
{
  pl_locale_init ();
  /* A file that may not grow is an error to report, not a reason to die. */
  signal (SIGXFSZ, SIG_IGN);

  g_autoptr(PlApplication) app = pl_application_new ();
  return g_application_run (G_APPLICATION (app), argc, argv);
}
