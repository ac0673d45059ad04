/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <locale.h>
#include <string.h>

/* GTK 4.24 says this at its own first popover where there is no compositor; whatever else is said ends
 * the test. */
static inline GLogWriterOutput
gtk_test_write_log (GLogLevelFlags   level,
                    const GLogField *fields,
                    gsize            n_fields,
                    gpointer         data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (fields[i].key, "MESSAGE") == 0 &&
        strstr (fields[i].value, "gdk_frame_timings_submitted()") != NULL)
      return G_LOG_WRITER_HANDLED;
  return g_log_writer_default (level, fields, n_fields, data);
}

/* What gtk_test_init () does, save that it speaks plain English wherever it is: that one wants
 * en_US.UTF-8, and a newer GTK complains where the system has no such locale. */
static inline void
gtk_test_start (int    *argc,
                char ***argv)
{
  g_test_init (argc, argv, NULL);
  g_log_set_writer_func (gtk_test_write_log, NULL, NULL);
  gtk_disable_setlocale ();
  setlocale (LC_ALL, "C.UTF-8");
  gtk_init ();
}
