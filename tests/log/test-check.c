/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the validating reader does not look at closely passes the closer look. */
#include "config.h"

#include <glib.h>

#include "log/pl-log-kinds.h"
#include "log/pl-scenes.h"

static guint
check_record (const PlLog *log, PlRecord record, gboolean parent)
{
  const PlLogKind *kind = pl_log_kinds[log->plan.kind];
  guint64 plain = record.state < PL_N_STATES ? kind->plain (log, record.state, parent) : 0;

  if ((guint64) record.arg + record.count >= plain)
    return 0;
  if (!kind->record_ok (log, &record, parent))
    g_error ("kind %u, %s: state %u, argument %u, count %u of %u lanes", log->plan.kind, parent ? "parent" : "worker",
             record.state, record.arg, record.count, log->lanes_capacity);
  return 1;
}

/* Around all limits there are. Returns how many are plain. */
static guint
check_lane (const PlLog *log, gboolean parent)
{
  static const guint32 far[] = { 0xfffe, 0xffff, 0x10000, 0x10001, 0x10002, 0x1ffff, 0x20000, 69999, 70000, 0xfffffffe, 0xffffffff };
  static const guint16 counts[] = { 0, 1, 2, 3, PL_N_WAITS - 1, PL_N_WAITS, 0xfffe, 0xffff };
  guint n = 0;

  for (guint state = 0; state < 256; state++)
    for (guint i = 0; i < 40 + G_N_ELEMENTS (far); i++)
      for (guint k = 0; k < G_N_ELEMENTS (counts); k++)
        {
          PlRecord record = { .arg = i < 40 ? i : far[i - 40], .count = counts[k], .state = (guint8) state };

          n += check_record (log, record, parent);
        }
  return n;
}

static void
test_plain (void)
{
  static const guint32 n_lanes[] = { 1, 2, 5, 70000 }, n_names[] = { 1, 3, 5000 };
  PlLogHeader header = { .status.n_order = 6 };

  for (guint kind = 0; kind < PL_N_RUN_KINDS; kind++)
    for (guint scene = 0; scene < PL_N_SCENES; scene++)
      for (guint i = 0; i < G_N_ELEMENTS (n_lanes) * G_N_ELEMENTS (n_names); i++)
        {
          guint32 lanes = n_lanes[i % G_N_ELEMENTS (n_lanes)];
          PlLog log = {
            .header = &header, .lanes_capacity = lanes, .names_capacity = n_names[i / G_N_ELEMENTS (n_lanes)],
            .plan = { .kind = kind, .tasks = 20, .chunk = 3, .workers = 4, .scene = scene, .scene_workers = 4 },
          };

          header.n_lanes = lanes;
          g_assert_cmpuint (check_lane (&log, FALSE), >, 100);
          g_assert_cmpuint (check_lane (&log, TRUE), >, 100);
        }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log/check/plain", test_plain);
  return g_test_run ();
}
