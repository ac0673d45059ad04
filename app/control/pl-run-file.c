/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/pl-run.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "base/pl-error.h"
#include "base/pl-file.h"
#include "trace/embed/pl-embed.h"
#include "trace/export/pl-data.h"

static int
save_cb (int fd, gpointer data, GError **error)
{
  return pl_log_save (data, fd);
}

gboolean
pl_run_save_log (PlLog *log, const char *path, GError **error)
{
  g_return_val_if_fail (log != NULL && path != NULL, FALSE);
  return pl_file_replace (path, save_cb, log, error);
}

static void
set_open_error (GError **error, const char *path, int error_number, const PlLogFault *fault)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *where = g_strdup_printf ("%" G_GUINT64_FORMAT, fault->where);

  if (error_number == EBADMSG && fault->newer_version > 0)
    g_set_error (error, PL_ERROR, PL_ERROR_FORMAT,
                 _("“%s” comes from a newer version of Paralane: its format is %u, this one reads up to %u. "
                   "Install the newer version, or choose another file."),
                 name, fault->newer_version, PL_LOG_VERSION);
  else if (error_number == EBADMSG && fault->reason != NULL)
    g_set_error (error, PL_ERROR, PL_ERROR_FORMAT,
                 _("“%s” is not a saved run, or it is damaged: %s (at %s). Choose another file."),
                 name, _ (fault->reason), where);
  else if (error_number == EBADMSG)
    g_set_error (error, PL_ERROR, PL_ERROR_FORMAT,
                 _("“%s” is not a saved run, or it is damaged. Choose another file."), name);
  else if (error_number == ENOMEM)
    g_set_error (error, PL_ERROR, PL_ERROR_FILE,
                 _("“%s” is too large for the memory of this machine."), name);
  else if (error_number == EISDIR)
    g_set_error (error, PL_ERROR, PL_ERROR_FILE, _("“%s” is a folder. Choose a file in it."), name);
  else
    g_set_error (error, PL_ERROR, PL_ERROR_FILE,
                 _("“%s” could not be opened: %s. Choose another file."), name,
                 g_strerror (error_number));
}

/* By what it begins with, whatever it is called. An SVG of other programs may say a lot before it begins. */
static gboolean
is_picture (const char *path)
{
  char head[4096];
  ssize_t n;
  int fd;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return FALSE;
  fd = open (path, O_RDONLY | O_CLOEXEC);
  n = fd >= 0 ? read (fd, head, sizeof head) : -1;
  if (fd >= 0)
    close (fd);
  return n > 0 && pl_embed_is_picture (head, (gsize) n);
}

gboolean
pl_run_is_export (const char *path)
{
  return pl_data_can_import (path) || is_picture (path);
}

static PlLog *
open_one (const char *path, GError **error)
{
  PlLogFault fault = { 0 };
  PlLog *log = NULL;
  int result;

  if (pl_data_can_import (path))
    return pl_data_import (path, error);
  result = pl_log_open (path, &log, &fault);
  if (result == 0)
    return log;
  set_open_error (error, path, -result, &fault);
  return NULL;
}

gboolean
pl_run_open_logs (const char *path, PlCompared *runs, char **left_out, GError **error)
{
  g_return_val_if_fail (path != NULL, FALSE);

  if (!pl_data_can_import (path) && is_picture (path))
    return pl_embed_open (path, runs, left_out, error);
  *left_out = NULL;
  *runs = (PlCompared) { 0 };
  runs->logs[0] = open_one (path, error);
  runs->n = runs->logs[0] != NULL;
  return runs->n > 0;
}

PlLog *
pl_run_open_log (const char *path, GError **error)
{
  g_auto (PlCompared) runs = { 0 };
  g_autofree char *left_out = NULL;

  return pl_run_open_logs (path, &runs, &left_out, error) ? pl_log_ref (runs.logs[0]) : NULL;
}
