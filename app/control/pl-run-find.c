/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/pl-run-private.h"

#define RUNNER "paralane-runner"
#define MPI "paralane-mpi"

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

/* Where a variable says; else beside the running program, in the build folder, or where it was installed; NULL: nowhere. */
static char *
find_helper (const char *name, const char *variable)
{
  g_autofree char *folder = program_folder ();
  const char *wanted = g_getenv (variable);
  char *found = NULL;

  if (wanted != NULL && *wanted != '\0')
    return g_strdup (wanted);
  if (folder != NULL)
    found = if_executable (g_build_filename (folder, name, NULL));
  if (found == NULL && folder != NULL)
    found = if_executable (g_build_filename (folder, "..", "engine", name, NULL));
  if (found == NULL)
    found = if_executable (g_build_filename (PL_LIBEXEC_DIR, name, NULL));
  /* A tree that was moved after it was installed. */
  if (found == NULL && folder != NULL)
    found = if_executable (g_build_filename (folder, "..", "libexec", name, NULL));
  return found;
}

char *
pl_run_find_runner (void)
{
  char *found = find_helper (RUNNER, "PARALANE_RUNNER");

  return found != NULL ? found : g_build_filename (PL_LIBEXEC_DIR, RUNNER, NULL);
}

char *
pl_run_find_mpi (void)
{
  return find_helper (MPI, "PARALANE_MPI");
}
