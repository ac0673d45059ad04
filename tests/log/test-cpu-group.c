/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "log/pl-cpu-group.h"

/* Control groups made by hand: files in a folder. */

typedef struct { char *folder; } Fixture;

static void
put (Fixture *self, const char *path, const char *text)
{
  g_autofree char *file = g_build_filename (self->folder, path, NULL), *folder = g_path_get_dirname (file);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, text, -1, NULL));
}

/* One line of /proc/self/mountinfo. */
static void
mount_at (Fixture *self, const char *root, const char *type, const char *options)
{
  g_autofree char *text = g_strdup_printf ("29 23 0:25 / / rw - ext4 /dev/a rw\n"
                                           "31 29 0:27 %s %s/fs rw,nosuid shared:9 - %s cgroup rw,%s\n", root,
                                           self->folder, type, options);

  put (self, "mountinfo", text);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("paralane-group-XXXXXX", NULL);
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      remove_all (below);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  remove_all (self->folder);
  g_free (self->folder);
}

static void
assert_group (Fixture *self, guint millis, gint64 throttled_ns)
{
  PlCpuGroup group;
  gint64 told_ns = -1;

  pl_cpu_group_find (&group, self->folder);
  g_assert_cmpuint (group.quota_millis, ==, millis);
  g_assert_cmpint (pl_cpu_group_throttled_ns (&group, &told_ns), ==, throttled_ns >= 0);
  if (throttled_ns >= 0)
    g_assert_cmpint (told_ns, ==, throttled_ns);
}

/* The tightest of a group and those around it. */
static void
test_version_2 (Fixture *self, gconstpointer data)
{
  put (self, "cgroup", "0::/user.slice/app.scope\n");
  mount_at (self, "/", "cgroup2", "nsdelegate");
  put (self, "fs/user.slice/app.scope/cpu.max", "max 100000\n");
  assert_group (self, 0, -1);
  put (self, "fs/user.slice/cpu.max", "150000 100000\n");
  put (self, "fs/user.slice/cpu.stat", "usage_usec 5\nnr_throttled 3\nthrottled_usec 250\n");
  assert_group (self, 1500, 250000);
  put (self, "fs/user.slice/app.scope/cpu.max", "50000 100000\n");
  assert_group (self, 500, -1);
  put (self, "fs/user.slice/app.scope/cpu.max", "200000 100000\n");
  assert_group (self, 1500, 250000);
}

static void
test_version_1 (Fixture *self, gconstpointer data)
{
  put (self, "cgroup", "9:name=systemd:/x\n2:cpuacct:/no\n1:cpu,cpuacct:/job\n0::/\n");
  mount_at (self, "/", "cgroup", "cpu,cpuacct");
  put (self, "fs/job/cpu.cfs_quota_us", "-1\n");
  put (self, "fs/job/cpu.cfs_period_us", "100000\n");
  assert_group (self, 0, -1);
  put (self, "fs/job/cpu.cfs_quota_us", "25000\n");
  put (self, "fs/job/cpu.stat", "nr_periods 9\nnr_throttled 3\nthrottled_time 77\n");
  assert_group (self, 250, 77);
}

/* Time the host took, of the CPUs that may be used alone; a kernel may leave the column out. */
static void
test_stolen (Fixture *self, gconstpointer data)
{
  const uint64_t first[2] = { 1, 0 }, both[2] = { 1, UINT64_C (1) << 36 }, none[2] = { 2, 0 };
  g_autofree char *path = g_build_filename (self->folder, "stat", NULL);
  uint64_t ms = 7, tick_ms = 1000 / (uint64_t) sysconf (_SC_CLK_TCK);

  g_assert_false (pl_cpu_stolen_ms (path, first, &ms));
  put (self, "stat", "cpu  1 2 3 4 5 6 7 99 9 0\ncpu0 1 2 3 4 5 6 7 8 9 0\ncpu100 1 2 3 4 5 6 7 20 9 0\nintr 5\n");
  g_assert_true (pl_cpu_stolen_ms (path, first, &ms));
  g_assert_cmpuint (ms, ==, 8 * tick_ms);
  g_assert_true (pl_cpu_stolen_ms (path, both, &ms));
  g_assert_cmpuint (ms, ==, 28 * tick_ms);
  g_assert_false (pl_cpu_stolen_ms (path, none, &ms));
  put (self, "stat", "cpu0 1 2 3 4 5 6 7\n");
  g_assert_false (pl_cpu_stolen_ms (path, first, &ms));
}

/* As in a container that sees its own group as the mount's root. */
static void
test_container (Fixture *self, gconstpointer data)
{
  put (self, "cgroup", "0::/docker/abc\n");
  mount_at (self, "/docker/abc", "cgroup2", "x");
  put (self, "fs/cpu.max", "50000 100000\n");
  assert_group (self, 500, -1);
}

static void
test_nothing (Fixture *self, gconstpointer data)
{
  assert_group (self, 0, -1);
  put (self, "cgroup", "no colons\n:\n0::\n");
  put (self, "mountinfo", "x\n - \n1 2 3 - cgroup2\n");
  assert_group (self, 0, -1);
  put (self, "cgroup", "0::/a\n");
  mount_at (self, "/", "cgroup2", "x");
  put (self, "fs/a/cpu.max", "-5 0\n");
  assert_group (self, 0, -1);
  put (self, "fs/a/cpu.max", "9223372036854775807 1\n");
  assert_group (self, 0, -1);
  put (self, "fs/a/cpu.max", "1 100000\n");
  assert_group (self, 1, -1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/log/cpu-group/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("version-2", test_version_2);
  ADD ("version-1", test_version_1);
  ADD ("container", test_container);
  ADD ("stolen", test_stolen);
  ADD ("nothing", test_nothing);
  return g_test_run ();
}
