/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/pl-run.h"

#define RUNNER "paralane-runner"

/* The folder of the running program; NULL when the system will not say. */
static char *
program_folder (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program != NULL ? g_path_get_dirname (program) : NULL;
}

static char *
if_executable (char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE) && !g_file_test (path, G_FILE_TEST_IS_DIR))
    return path;
  g_free (path);
  return NULL;
}

char *
pl_run_find_runner (void)
{
  const char *wanted = g_getenv ("PARALANE_RUNNER");
  g_autofree char *folder = program_folder ();
  char *found = NULL;

  if (wanted != NULL && *wanted != '\0')
    return g_strdup (wanted);
  if (folder != NULL)
    found = if_executable (g_build_filename (folder, RUNNER, NULL));
  if (found == NULL && folder != NULL)
    found = if_executable (g_build_filename (folder, "..", "engine", RUNNER, NULL));
  if (found == NULL)
    found = if_executable (g_build_filename (PL_LIBEXEC_DIR, RUNNER, NULL));
  /* A tree that was moved after it was installed. */
  if (found == NULL && folder != NULL)
    found = if_executable (g_build_filename (folder, "..", "libexec", RUNNER, NULL));
  return found != NULL ? found : g_build_filename (PL_LIBEXEC_DIR, RUNNER, NULL);
}
