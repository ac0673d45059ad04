/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <locale.h>

/* What gtk_test_init () does, save that it speaks plain English wherever it is: that one wants
 * en_US.UTF-8, and a newer GTK complains where the system has no such locale. */
static inline void
gtk_test_start (int    *argc,
                char ***argv)
{
  g_test_init (argc, argv, NULL);
  gtk_disable_setlocale ();
  setlocale (LC_ALL, "C.UTF-8");
  gtk_init ();
}
