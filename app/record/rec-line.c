/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <string.h>

/* At which line of its own file a thread is: Python's hook says so, or marks in a program in C. A line that is gone through
 * again and again is told a while, and then now and then; one that lasts is always told. */

#define LINES 512u                    /* those behind share a count */
#define ALWAYS 48u                    /* so often a line is told, however short it is */
#define LEAST_NS INT64_C (200000)

typedef struct {
  uint32_t lane;                      /* whose counts these are, + 1: not those of whoever forked it */
  uint32_t line;
  uint16_t extent;
  bool kept;                          /* this line was not told yet */
  int64_t since_ns, told_ns;          /* when it began; when one was told */
  uint8_t told[LINES];
} Lines;

static __thread Lines self __attribute__ ((tls_model ("initial-exec")));

static void
tell (PlLaneWriter *writer, int64_t time_ns, uint32_t line, uint16_t extent)
{
  self.told_ns = time_ns;
  self.kept = false;
  pl_lane_events_at (writer, time_ns, PL_EVENT_LINE, line, extent);
}

void
pl_rec_line_settle (PlLaneWriter *writer)
{
  if (__builtin_expect (self.kept, 0) && self.lane == writer->index + 1)
    tell (writer, self.since_ns, self.line, self.extent);
}

void
pl_rec_line (uint32_t line, uint16_t extent)
{
  PlLaneWriter *writer = pl_rec_lines ? pl_rec_teller () : NULL;
  uint8_t *told = &self.told[line % LINES];
  int64_t now_ns;

  if (!writer)
    return;
  if (self.lane != writer->index + 1)
    {
      memset (&self, 0, sizeof self);
      self.lane = writer->index + 1;
    }
  now_ns = pl_lane_now_ns (writer);
  if (self.kept && now_ns - self.since_ns >= LEAST_NS)
    tell (writer, self.since_ns, self.line, self.extent);
  if (*told < ALWAYS || now_ns - self.told_ns >= LEAST_NS)
    {
      *told = (uint8_t) (*told < ALWAYS ? *told + 1u : ALWAYS);
      tell (writer, now_ns, line, extent);
      return;
    }
  self.kept = true;
  self.since_ns = now_ns;
  self.line = line;
  self.extent = extent;
}

/* A weak symbol of a lesson's program in C. */
PL_REC_EXPORT void paralane_line (unsigned line);

PL_REC_EXPORT void
paralane_line (unsigned line)
{
  int saved = errno;

  if (__builtin_expect (!pl_rec_lines, 0))
    return;
  pl_rec_line (line, 0);
  errno = saved;
}
