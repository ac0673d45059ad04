/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A German locale, even where none is installed: built from the C library's sources, which
 * tests/run installs. */

#include <glib.h>
#include <glib/gstdio.h>

/* A folder that holds de_DE.UTF-8, for LOCPATH; NULL: the sources are not there. */
static inline char *
pl_german_locale_new (void)
{
  char *folder = g_dir_make_tmp ("paralane-locale-XXXXXX", NULL);
  g_autofree char *locale = g_build_filename (folder, "de_DE.UTF-8", NULL);
  const char *argv[] = { "localedef", "--no-archive", "-i", "de_DE", "-f", "UTF-8", locale, NULL };

  g_spawn_sync (NULL, (char **) argv, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                NULL, NULL, NULL, NULL, NULL);
  if (g_file_test (locale, G_FILE_TEST_IS_DIR))
    return folder;
  g_rmdir (folder);
  g_free (folder);
  return NULL;
}

static inline void
pl_german_locale_remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        pl_german_locale_remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static inline void
pl_german_locale_free (char *folder)
{
  pl_german_locale_remove_folder (folder);
  g_free (folder);
}
