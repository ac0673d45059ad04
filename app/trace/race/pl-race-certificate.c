/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/race/pl-race-certificate.h"

#include <errno.h>
#include <unistd.h>

#include "base/pl-file.h"
#include "trace/race/pl-race-private.h"

#define BUFFER_SIZE 65536

typedef struct {
  int fd;
  GString *text;
} Sink;

static int
sink_flush (Sink *sink)
{
  for (gsize done = 0; done < sink->text->len;)
    {
      gssize n = write (sink->fd, sink->text->str + done, sink->text->len - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -errno;
      done += (gsize) n;
    }
  g_string_truncate (sink->text, 0);
  return 0;
}

/* printf would take most of the time a long race needs. */
static void
append_number (GString *text, guint64 number, char end)
{
  char digits[24], *p = digits + sizeof digits;

  *--p = end;
  do
    {
      *--p = (char) ('0' + number % 10);
      number /= 10;
    }
  while (number > 0);
  g_string_append_len (text, p, digits + sizeof digits - p);
}

static void
append_parent (GString *text, const PlIncrement *parent)
{
  gboolean nobody = parent->worker == G_MAXUINT;

  append_number (text, nobody ? 0 : parent->worker + 1, ',');
  append_number (text, nobody ? 0 : (guint64) parent->seq + 1, ',');
}

static int
write_worker (PlRace *race, guint part, const char *start, guint worker, Sink *sink)
{
  guint32 n = pl_race_get_n_increments (race, part, worker);
  int error = 0;

  for (guint32 seq = 0; seq < n && error == 0; seq++)
    {
      PlIncrementInfo info;

      pl_race_get_increment (race, part, (PlIncrement) { worker, seq }, &info);
      g_string_append (sink->text, start);
      append_number (sink->text, worker + 1, ',');
      append_number (sink->text, (guint64) seq + 1, ',');
      append_number (sink->text, info.value_read, ',');
      append_parent (sink->text, &info.parent);
      append_number (sink->text, (guint64) info.value_read + 1, ',');
      append_number (sink->text, (guint64) info.load_ns, ',');
      append_number (sink->text, (guint64) info.store_ns, ',');
      g_string_append (sink->text, info.lost ? "1\n" : "0\n");
      if (sink->text->len >= BUFFER_SIZE)
        error = sink_flush (sink);
    }
  return error;
}

static void
append_final (PlRace *race, guint part, const char *start, GString *text)
{
  PlIncrement last = pl_race_get_final (race, part);
  PlRacePartResult result;

  pl_race_get_result (race, part, &result);
  g_string_append (text, start);
  g_string_append (text, "final,,");
  append_number (text, result.final_value, ',');
  append_parent (text, &last);
  g_string_append (text, ",,,\n");
}

static int
write_part (PlRace *race, guint part, Sink *sink)
{
  guint workers = pl_log_plan (pl_race_get_log (race))->workers;
  g_autofree char *start = NULL;
  PlRacePartResult result;
  int error = 0;

  pl_race_get_result (race, part, &result);
  if (!result.recorded)
    return 0;
  start = g_strdup_printf ("%u,%s,", part + 1, pl_race_method_info (result.method)->key);
  for (guint worker = 0; worker < workers && error == 0; worker++)
    error = write_worker (race, part, start, worker, sink);
  append_final (race, part, start, sink->text);
  return error;
}

static int
write_cb (int fd, gpointer data, GError **error G_GNUC_UNUSED)
{
  g_autoptr (GString) text = g_string_new ("part,lock,worker,increment,read_value,read_worker,"
                                           "read_increment,stored_value,load_ns,store_ns,lost\n");
  Sink sink = { fd, text };
  int failed = 0;

  for (guint part = 0; part < pl_race_get_n_parts (data) && failed == 0; part++)
    failed = write_part (data, part, &sink);
  return failed < 0 ? failed : sink_flush (&sink);
}

gboolean
pl_race_write_certificate (PlRace *self, const char *path, GError **error)
{
  g_return_val_if_fail (PL_IS_RACE (self), FALSE);
  return pl_file_replace (path, write_cb, self, error);
}
