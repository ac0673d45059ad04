/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* What the kernel says of this thread: how long it had a CPU (its clock, about 250 ns to read) and how long it was
 * ready without one (a file, some microseconds, because no descriptor is kept). This one, as PL_REC_ACCOUNT_NS the other, at
 * most so often that it takes about a thousandth of the time. */
#define FILE_EVERY_NS INT64_C (10000000)

typedef struct { int64_t clock_ns, file_ns, wait_ns; uint32_t lane; } Last;

static __thread Last last __attribute__ ((tls_model ("initial-exec")));

/* The second number of its file. The calls are made directly: none of this is the program's own doing. */
static int64_t
read_wait (void)
{
  char text[96];
  int fd = (int) syscall (SYS_openat, AT_FDCWD, "/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  long n = fd >= 0 ? syscall (SYS_read, fd, text, sizeof text) : -1, i = 0;
  int64_t wait_ns = 0;

  if (fd >= 0)
    syscall (SYS_close, fd);
  while (i < n && text[i] != ' ')
    i++;
  for (i++; i < n && text[i] >= '0' && text[i] <= '9' && wait_ns < PL_LOG_MAX_NS; i++)
    wait_ns = wait_ns * 10 + (text[i] - '0');
  return i < n ? wait_ns : -1;
}

void
pl_rec_account (PlLaneWriter *writer, int64_t now_ns, int64_t every_ns)
{
  struct timespec used;
  int64_t wait_ns;
  int saved = errno;

  if (last.lane != writer->index)
    last = (Last) { .lane = writer->index };
  if (pl_rec_careful || (every_ns > 0 && now_ns - last.clock_ns < every_ns))
    return;
  last.clock_ns = now_ns;
  if (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &used) != 0)
    {
      errno = saved;
      return;
    }
  if (every_ns == 0 || now_ns - last.file_ns >= FILE_EVERY_NS)
    {
      last.file_ns = now_ns;
      wait_ns = read_wait ();
      if (wait_ns > last.wait_ns)
        {
          pl_lane_account_at (writer, now_ns, PL_EVENT_CPU_WAIT, wait_ns);
          last.wait_ns = wait_ns;
        }
    }
  pl_lane_account_at (writer, now_ns, PL_EVENT_CPU_TIME, (int64_t) used.tv_sec * 1000000000 + used.tv_nsec);
  errno = saved;
}

__thread bool pl_rec_account_owed __attribute__ ((tls_model ("initial-exec")));

void
pl_rec_account_pay (PlLaneWriter *writer, int64_t now_ns)
{
  pl_rec_account_owed = false;
  pl_rec_account (writer, now_ns, PL_REC_ACCOUNT_NS);
}

/* How often it had slept when it was asked last; -1: not known. late: it has slept since then, and was not asked. */
static __thread struct { long n; bool late; } sleeps __attribute__ ((tls_model ("initial-exec")));

void
pl_rec_account_owe (void)
{
  pl_rec_account_owed = sleeps.late = true;
}

void
pl_rec_account_count (void)
{
  if (__builtin_expect (sleeps.late, 0))
    pl_rec_account_slept ();
}

bool
pl_rec_account_slept (void)
{
  struct rusage usage;
  long before = sleeps.n;

  sleeps.n = -1;
  sleeps.late = false;
  if (pl_rec_careful || getrusage (RUSAGE_THREAD, &usage) != 0)
    return true;
  sleeps.n = usage.ru_nvcsw;
  /* Where it never lost its CPU either, the kernel may just not count. */
  return sleeps.n != before || (usage.ru_nvcsw == 0 && usage.ru_nivcsw == 0);
}

void
pl_rec_account_doubt_sleep (void)
{
  sleeps.n = -1;
}
