/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pl-account.h"

#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "engine/pl-clock.h"

/* So much may pass between two clocks without anybody having waited. */
#define SLACK_NS 2000

static const char *
parse_ns (const char *text, int64_t *out)
{
  uint64_t value = 0;

  if (*text < '0' || *text > '9')
    return NULL;
  for (; *text >= '0' && *text <= '9'; text++)
    value = value * 10 + (uint64_t) (*text - '0');
  *out = (int64_t) value;
  return *text == ' ' ? text + 1 : text;
}

/* "time on a CPU, time waiting for one, times it got one". */
static bool
read_schedstat (int fd, int64_t *on_ns, int64_t *wait_ns)
{
  char text[96];
  ssize_t n = pread (fd, text, sizeof text - 1, 0);
  const char *rest;

  if (n <= 0)
    return false;
  text[n] = '\0';
  rest = parse_ns (text, on_ns);
  return rest && parse_ns (rest, wait_ns);
}

static void
tell (PlAccount *self, PlLaneWriter *writer, int64_t now_ns, int64_t on_ns, int64_t wait_ns)
{
  if (wait_ns != self->wait_ns)
    pl_lane_account_at (writer, now_ns, PL_EVENT_CPU_WAIT, wait_ns);
  pl_lane_account_at (writer, now_ns, PL_EVENT_CPU_TIME, on_ns);
  self->time_ns = now_ns;
  self->on_ns = on_ns;
  self->wait_ns = wait_ns;
}

static void
pay (PlAccount *self, int64_t now_ns, int64_t cost_ns)
{
  const int64_t per_ns = 1000 / PL_ACCOUNT_PER_MILLE;
  int64_t one_ns = (self->clock_cost_ns + self->file_cost_ns) * per_ns;

  if (self->paid_ns < now_ns)
    self->paid_ns = now_ns;
  self->paid_ns += cost_ns * per_ns;
  /* Two in a row are all right: the beginning and the end of a task. */
  self->next_ns = self->paid_ns - one_ns;
  self->next_minor_ns = self->paid_ns + one_ns;
}

static void
never (PlAccount *self)
{
  self->next_ns = self->next_minor_ns = INT64_MAX;
}

void
pl_account_read (PlAccount *self, PlLaneWriter *writer, int64_t now_ns)
{
  int64_t on_ns, last_tick_ns, wait_ns = self->wait_ns, cost_ns = self->clock_cost_ns;

  if (self->fd < 0)
    {
      never (self);
      return;
    }
  on_ns = pl_clock_ns (CLOCK_THREAD_CPUTIME_ID);
  /* Who was on a CPU all the time has not waited for one. */
  if ((now_ns - self->time_ns) - (on_ns - self->on_ns) > SLACK_NS)
    {
      cost_ns += self->file_cost_ns;
      if (!read_schedstat (self->fd, &last_tick_ns, &wait_ns))
        wait_ns = self->wait_ns;
    }
  tell (self, writer, now_ns, on_ns, wait_ns);
  pay (self, now_ns, cost_ns);
}

/* The first question fills caches, the second is what all others cost. */
static bool
measure (PlAccount *self)
{
  int64_t begin_ns, on_ns, wait_ns;

  if (!read_schedstat (self->fd, &on_ns, &wait_ns))
    return false;
  begin_ns = pl_clock_ns (CLOCK_MONOTONIC);
  pl_clock_ns (CLOCK_THREAD_CPUTIME_ID);
  self->clock_cost_ns = pl_clock_ns (CLOCK_MONOTONIC) - begin_ns;
  begin_ns += self->clock_cost_ns;
  read_schedstat (self->fd, &on_ns, &wait_ns);
  self->file_cost_ns = pl_clock_ns (CLOCK_MONOTONIC) - begin_ns;
  return true;
}

/* Whoever lost its CPU while it measured believes that asking is dear. */
#define MOST_COST_NS 4000

static int64_t
believable (int64_t cost_ns)
{
  return cost_ns < MOST_COST_NS ? cost_ns : MOST_COST_NS;
}

static bool
is_recorded (const PlLaneWriter *writer)
{
  return writer->area && (writer->records || writer->lane->kind == PL_LANE_RACER);
}

bool
pl_account_begin (PlAccount *self, PlLaneWriter *writer, int64_t fork_ns)
{
  *self = (PlAccount) { .fd = -1, .time_ns = fork_ns };
  never (self);
  if (is_recorded (writer))
    self->fd = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  if (self->fd < 0)
    return false;
  if (!measure (self))
    {
      close (self->fd);
      self->fd = -1;
      return false;
    }
  self->clock_cost_ns = believable (self->clock_cost_ns);
  self->file_cost_ns = believable (self->file_cost_ns);
  tell (self, writer, fork_ns, 0, 0);
  /* Not of that moment itself: the child was not there to ask. */
  self->next_ns = self->next_minor_ns = fork_ns + 1;
  return true;
}

void
pl_account_dead (PlLaneWriter *writer, pid_t pid, int64_t now_ns)
{
  int64_t on_ns, wait_ns;
  char path[48];
  int fd;

  if (!is_recorded (writer))
    return;
  snprintf (path, sizeof path, "/proc/%d/schedstat", (int) pid);
  fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return;
  /* It has left its CPU: now both are exact. */
  if (read_schedstat (fd, &on_ns, &wait_ns))
    {
      pl_lane_account_at (writer, now_ns, PL_EVENT_CPU_WAIT, wait_ns);
      pl_lane_account_at (writer, now_ns, PL_EVENT_CPU_TIME, on_ns);
    }
  close (fd);
}
