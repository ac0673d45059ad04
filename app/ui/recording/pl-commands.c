/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/recording/pl-commands.h"

#include <unistd.h>

#include "control/pl-recording.h"

static gboolean
is_python (const char *path)
{
  return g_str_has_suffix (path, ".py");
}

gboolean
pl_command_can_run (const char *path)
{
  return is_python (path) || (g_file_test (path, G_FILE_TEST_IS_REGULAR) && access (path, X_OK) == 0);
}

char *
pl_command_for (const char *path)
{
  char *words[] = { (char *) "python3", (char *) path, NULL };

  return pl_recording_join (is_python (path) && access (path, X_OK) != 0 ? words : words + 1);
}
