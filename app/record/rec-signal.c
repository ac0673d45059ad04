/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <signal.h>
#include <unistd.h>

/* Whoever stops a process of the program, or lets it go on, is the one who can tell of it: what stands still says nothing. Only
 * of SIGSTOP is it certain what it does; what the others do is the process' own matter. */

static bool
is_order (int number)
{
  return number == SIGSTOP || number == SIGCONT;
}

static bool
is_meant (pid_t target, pid_t pid)
{
  return target > 0 ? pid == target : target == -1 ? pid != getpid () : getpgid (pid) == (target == 0 ? getpgrp () : -target);
}

static void
tell (pid_t target, int number, int64_t time_ns)
{
  PlLaneWriter *writer = pl_rec_teller ();
  uint32_t n = pl_log_n_lanes (pl_rec_log);
  int saved = errno;

  for (uint32_t lane = 1; lane < n && writer; lane++)
    {
      pid_t pid = pl_rec_family_living (lane);

      if (pid > 0 && is_meant (target, pid))
        pl_lane_event_at (writer, time_ns, number == SIGSTOP ? PL_EVENT_STOPPED : PL_EVENT_CONTINUED, lane);
    }
  errno = saved;
}

/* Who stops himself cannot tell of it afterwards; and nobody is kept from that. */
static int
order (pid_t target, int number, int (*real) (pid_t, int))
{
  PlLaneWriter *writer = pl_rec_log && is_order (number) ? pl_rec_writer () : NULL;
  bool own = target == getpid () || target == 0 || target == -getpgrp ();
  int64_t now_ns;
  int result;

  if (!writer)
    return real (target, number);
  now_ns = pl_lane_now_ns (writer);
  if (own && number == SIGSTOP)
    tell (target, number, now_ns);
  result = real (target, number);
  if (result == 0 && !(own && number == SIGSTOP))
    tell (target, number, now_ns);
  return result;
}

PL_REC_EXPORT int
kill (pid_t pid, int number)
{
  PL_REC_REAL (int, "kill", (pid_t, int));

  return order (pid, number, real);
}

PL_REC_EXPORT int
killpg (pid_t group, int number)
{
  PL_REC_REAL (int, "killpg", (pid_t, int));

  return is_order (number) && group > 1 ? kill (-group, number) : real (group, number);
}

PL_REC_EXPORT int
raise (int number)
{
  PL_REC_REAL (int, "raise", (int));

  if (pl_rec_log && number == SIGSTOP && pl_rec_writer ())
    tell (getpid (), number, -1);
  return real (number);
}
