/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <dlfcn.h>
#include <errno.h>
#include <glib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "log/log-files.h"
#include "log/log-test-plan.h"

/* A machine whose pages are larger than those of the log, as those of many ARM computers are: it maps nothing at an address
 * within a page, and whole pages only. */

#define LARGE 65536u

#define REAL(result, name, ...) \
  static result (*real) (__VA_ARGS__); \
  if (!real) \
    *(void **) &real = dlsym (RTLD_NEXT, name)

long sysconf (int name);

long
sysconf (int name)
{
  REAL (long, "sysconf", int);
  return name == _SC_PAGESIZE ? (long) LARGE : real (name);
}

static size_t
whole (size_t size)
{
  return (size + LARGE - 1) / LARGE * LARGE;
}

/* Larger pages begin at fewer addresses. */
static void *
map_aligned (void *(*real) (void *, size_t, int, int, int, off_t), size_t size, int protection, int flags, int fd, off_t offset)
{
  uint8_t *room = real (NULL, whole (size) + LARGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

  if (room == MAP_FAILED)
    return MAP_FAILED;
  return real (room + (LARGE - (uintptr_t) room % LARGE) % LARGE, whole (size), protection, flags | MAP_FIXED, fd, offset);
}

void *
mmap (void *address, size_t size, int protection, int flags, int fd, off_t offset)
{
  REAL (void *, "mmap64", void *, size_t, int, int, int, off_t);

  if ((flags & MAP_FIXED) == 0)
    return map_aligned (real, size, protection, flags, fd, offset);
  if ((uintptr_t) address % LARGE != 0 || offset % LARGE != 0)
    {
      errno = EINVAL;
      return MAP_FAILED;
    }
  return real (address, whole (size), protection, flags, fd, offset);
}

#define N_WORKERS 5

/* More than a chunk each, and of different length, so that no lane's addresses are where the log's pages would have them. */
static guint
n_of (guint lane)
{
  return 700 * lane + 1;
}

static void
write_states (PlLog *log, guint lane, guint from, guint to)
{
  PlLaneWriter writer;

  pl_lane_writer_init (&writer, log, lane);
  for (guint i = from; i < to; i++)
    pl_lane_record (&writer, PL_STATE_WORKING, i, (uint16_t) lane);
}

static void
check_states (PlLog *log, guint lane, guint n, const PlRecord *base)
{
  const PlRecord *records = pl_log_records (log, lane);

  g_assert_cmpuint (pl_log_count (log, lane), ==, n);
  g_assert_true (base == NULL || records == base);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (records[i].arg, ==, i);
      g_assert_cmpuint (records[i].count, ==, lane);
    }
}

static void
test_lanes (void)
{
  PlPlanData plan = test_pool_plan (N_WORKERS, 3000, 1);
  const PlRecord *bases[N_WORKERS + 1] = { NULL };
  PlLog *log = NULL;

  g_assert_cmpint (pl_log_create (&plan, "1.2.3", &log), ==, 0);
  for (guint lane = 1; lane <= N_WORKERS; lane++)
    {
      write_states (log, lane, 0, n_of (lane) / 2);
      check_states (log, lane, n_of (lane) / 2, NULL);
      bases[lane] = pl_log_records (log, lane);
    }
  for (guint lane = 1; lane <= N_WORKERS; lane++)
    write_states (log, lane, n_of (lane) / 2, n_of (lane));
  for (guint lane = 1; lane <= N_WORKERS; lane++)
    check_states (log, lane, n_of (lane), bases[lane]);
  pl_log_unref (log);
}

/* One that comes later has addresses of its own. */
static void
test_later_lane (void)
{
  PlPlanData plan = test_pool_plan (2, 100, 1);
  const PlLogRoom room = { .lanes = 1, .records = 1000 };
  PlLog *log = NULL;
  uint32_t lane;

  g_assert_cmpint (pl_log_create_roomy (&plan, &room, NULL, &log), ==, 0);
  lane = pl_log_add_lane (log, PL_LANE_THREAD, 0, 1, 1, 0, 0, 1000);
  g_assert_cmpuint (lane, !=, PL_LANE_NOBODY);
  write_states (log, lane, 0, 600);
  check_states (log, lane, 600, NULL);
  pl_log_unref (log);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pages/lanes", test_lanes);
  g_test_add_func ("/pages/later-lane", test_later_lane);
  return g_test_run ();
}
