/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/pl-recording-output.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "base/pl-error.h"

/* At a time, so that a program that never stops writing does not keep everybody else from his turn. */
#define PIECE 65536
/* Bytes of an UTF-8 character that may still be missing at the end of a piece. */
#define MOST_MISSING 3

struct _PlRecordingOutput {
  PlRecordingOutputFunc func;
  gpointer data;
  GByteArray *rest;             /* the begin of a character whose end has not come yet */
  int master;
  guint source;
};

/* Its lines end as they were written. */
static void
leave_lines_alone (int fd)
{
  struct termios modes;

  if (tcgetattr (fd, &modes) != 0)
    return;
  modes.c_oflag &= ~(tcflag_t) OPOST;
  modes.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (fd, TCSANOW, &modes);
}

/* -1: errno says why. */
static int
open_other_end (int master)
{
  char name[128];
  int fd;

  if (grantpt (master) != 0 || unlockpt (master) != 0 || ptsname_r (master, name, sizeof name) != 0)
    return -1;
  fd = open (name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (fd >= 0)
    leave_lines_alone (fd);
  return fd;
}

static gsize
n_missing (const GByteArray *bytes)
{
  const char *end = NULL;
  gsize left;

  if (g_utf8_validate_len ((const char *) bytes->data, bytes->len, &end))
    return 0;
  left = bytes->len - (gsize) (end - (const char *) bytes->data);
  return left <= MOST_MISSING && g_utf8_get_char_validated (end, (gssize) left) == (gunichar) -2 ? left : 0;
}

static void
tell (PlRecordingOutput *self, gboolean all)
{
  gsize kept = all ? 0 : n_missing (self->rest), n = self->rest->len - kept;

  if (n > 0)
    {
      g_autofree char *text = g_utf8_make_valid ((const char *) self->rest->data, (gssize) n);

      g_byte_array_remove_range (self->rest, 0, (guint) n);
      self->func (text, self->data);
    }
}

/* FALSE: there is nothing more, now or for ever. */
static gboolean
read_piece (PlRecordingOutput *self, gboolean *closed)
{
  guint8 piece[PIECE];
  ssize_t n;

  do
    n = read (self->master, piece, sizeof piece);
  while (n < 0 && errno == EINTR);
  *closed = n == 0 || (n < 0 && errno != EAGAIN);
  if (n <= 0)
    return FALSE;
  g_byte_array_append (self->rest, piece, (guint) n);
  tell (self, FALSE);
  return TRUE;
}

static gboolean
readable_cb (int fd, GIOCondition condition, gpointer data)
{
  PlRecordingOutput *self = data;
  gboolean closed;

  read_piece (self, &closed);
  if (!closed)
    return G_SOURCE_CONTINUE;
  self->source = 0;
  return G_SOURCE_REMOVE;
}

PlRecordingOutput *
pl_recording_output_new (GSubprocessLauncher *launcher, PlRecordingOutputFunc func, gpointer data, GError **error)
{
  int master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  int out = master >= 0 ? open_other_end (master) : -1, err = out >= 0 ? fcntl (out, F_DUPFD_CLOEXEC, 0) : -1;
  PlRecordingOutput *self;

  if (err < 0)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_RUN, _("There is no terminal for the program: %s."), g_strerror (errno));
      if (out >= 0)
        close (out);
      if (master >= 0)
        close (master);
      return NULL;
    }
  g_subprocess_launcher_take_stdout_fd (launcher, out);
  g_subprocess_launcher_take_stderr_fd (launcher, err);
  self = g_new0 (PlRecordingOutput, 1);
  *self = (PlRecordingOutput) { .func = func, .data = data, .rest = g_byte_array_new (), .master = master };
  self->source = g_unix_fd_add (master, G_IO_IN | G_IO_HUP | G_IO_ERR, readable_cb, self);
  return self;
}

void
pl_recording_output_finish (PlRecordingOutput *self)
{
  gboolean closed;

  g_clear_handle_id (&self->source, g_source_remove);
  while (read_piece (self, &closed))
    continue;
  tell (self, TRUE);
}

void
pl_recording_output_free (PlRecordingOutput *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  close (self->master);
  g_byte_array_unref (self->rest);
  g_free (self);
}
