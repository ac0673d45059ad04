/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded into a GTK program by bench-start: writes the time of the first frame painted to the descriptor
 * named by PARALANE_BENCH_FD and ends the program. So any program can be measured as it is. */
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <gtk/gtk.h>

static gboolean
after_paint_cb (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  struct timespec now;
  const char *fd = g_getenv ("PARALANE_BENCH_FD");

  clock_gettime (CLOCK_MONOTONIC, &now);
  if (fd && write (atoi (fd), &now, sizeof now) != sizeof now)
    _exit (1);
  _exit (0);
}

__attribute__ ((constructor)) static void
install_hook (void)
{
  g_type_class_unref (g_type_class_ref (GDK_TYPE_FRAME_CLOCK));
  g_signal_add_emission_hook (g_signal_lookup ("after-paint", GDK_TYPE_FRAME_CLOCK), 0, after_paint_cb, NULL, NULL);
}
