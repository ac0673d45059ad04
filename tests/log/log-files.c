/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/log-files.h"
#include "log/pl-log-v1.h"
#include "log/pl-plan-text.h"

#include <glib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static LogFile
read_fd (int fd)
{
  struct stat st;
  LogFile file;
  size_t done = 0;

  g_assert_cmpint (fstat (fd, &st), ==, 0);
  file.size = (size_t) st.st_size;
  file.bytes = g_malloc (file.size);
  while (done < file.size)
    {
      ssize_t n = pread (fd, file.bytes + done, file.size - done, (off_t) done);

      g_assert_cmpint (n, >, 0);
      done += (size_t) n;
    }
  return file;
}

LogFile
log_file_save (const PlLog *log)
{
  int fd = memfd_create ("saved", MFD_CLOEXEC);
  LogFile file;

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (pl_log_save (log, fd), ==, 0);
  file = read_fd (fd);
  close (fd);
  return file;
}

LogFile
log_file_raw (const PlLog *log)
{
  return read_fd (pl_log_fd (log));
}

static PlPlanDataV1
old_plan (const PlPlanData *plan)
{
  PlPlanDataV1 old = {
    .kind = plan->kind, .record = plan->record, .seed = plan->seed, .pool_size = plan->pool_size,
    .tasks = plan->tasks, .chunk_asked = plan->chunk_asked, .chunk = plan->chunk, .ipc = plan->ipc,
    .work = plan->work, .spread = plan->spread, .payload = plan->payload,
    .task_time_ns = plan->task_time_ns, .serial = plan->serial, .fault = plan->fault,
    .fault_task = plan->fault_task, .workers = plan->workers, .n_parts = plan->n_parts,
    .increments = plan->increments, .trials = plan->trials, .window = plan->window, .cpus = plan->cpus,
    .window_amount = plan->window_amount, .duration_ns = plan->duration_ns,
    .rlock_depth = plan->rlock_depth, .guess = plan->guess, .scene = plan->scene,
    .scene_variant = plan->scene_variant, .scene_workers = plan->scene_workers,
    .scene_rounds = plan->scene_rounds, .scene_limit = plan->scene_limit,
  };

  for (guint i = 0; i < PL_MAX_RACE_PARTS; i++)
    {
      old.parts[i].method = plan->parts[i].method;
      old.parts[i].record = plan->parts[i].record;
    }
  return old;
}

static uint64_t
align (uint64_t offset)
{
  return (offset + 63) / 64 * 64;
}

static PlLaneV1
old_lane (const PlLog *log, uint32_t i, uint64_t *end)
{
  const PlLane *lane = pl_log_lane (log, i);
  uint64_t count = pl_log_count (log, i);
  PlLaneV1 old = {
    .kind = lane->kind, .index = lane->index, .part = lane->part, .pid = lane->pid,
    .incarnations = lane->incarnations, .tasks = lane->tasks, .offset = align (*end),
    .capacity = count, .busy_ns = lane->busy_ns, .cpu_ns = lane->cpu_ns,
    .voluntary = lane->voluntary, .involuntary = lane->involuntary, .begin_ns = lane->begin_ns,
    .end_ns = lane->end_ns, .made = lane->made, .race_voluntary = lane->race_voluntary,
    .race_involuntary = lane->race_involuntary, .count = count, .dropped = lane->dropped,
  };

  *end = old.offset + count * sizeof (PlRecord);
  return old;
}

static PlLogHeaderV1
old_header (const PlLog *log)
{
  const PlLogHeader *header = pl_log_header (log);
  const PlPlanData *plan = pl_log_plan (log);
  PlLogHeaderV1 old = {
    .version = 1, .byte_order = PL_LOG_BYTE_ORDER, .header_size = sizeof old, .lane_size = sizeof (PlLaneV1),
    .record_size = sizeof (PlRecord), .n_lanes = pl_log_n_lanes (log),
    .start_mono_ns = header->start_mono_ns, .start_wall_ns = header->start_wall_ns,
    .n_cpus = header->n_cpus, .plan = old_plan (plan), .order_capacity = pl_log_n_order (log),
    .trials_capacity = plan->kind == PL_RUN_RACE ? (uint64_t) plan->n_parts * plan->trials : 0,
  };

  memcpy (old.magic, PL_LOG_MAGIC, sizeof old.magic);
  memcpy (old.cpu_model, header->cpu_model, sizeof old.cpu_model);
  memcpy (old.kernel, header->kernel, sizeof old.kernel);
  memcpy (old.app_version, header->app_version, sizeof old.app_version);
  memcpy (old.status, &header->status, sizeof old.status);
  old.lanes_offset = align (sizeof old);
  old.order_offset = align (old.lanes_offset + old.n_lanes * sizeof (PlLaneV1));
  old.trials_offset = align (old.order_offset + old.order_capacity * sizeof (uint32_t));
  return old;
}

LogFile
log_file_v1 (const PlLog *log)
{
  PlLogHeaderV1 header = old_header (log);
  uint64_t end = header.trials_offset + header.trials_capacity * sizeof (PlTrial);
  g_autofree PlLaneV1 *lanes = g_new (PlLaneV1, header.n_lanes);
  LogFile file;

  for (guint i = 0; i < header.n_lanes; i++)
    lanes[i] = old_lane (log, i, &end);
  header.total_size = end;
  file = (LogFile) { g_malloc0 (end), end };
  memcpy (file.bytes, &header, sizeof header);
  memcpy (file.bytes + header.lanes_offset, lanes, header.n_lanes * sizeof (PlLaneV1));
  memcpy (file.bytes + header.order_offset, pl_log_order (log), header.order_capacity * sizeof (uint32_t));
  if (header.trials_capacity > 0)
    memcpy (file.bytes + header.trials_offset, pl_log_trials (log, 0),
            header.trials_capacity * sizeof (PlTrial));
  for (guint i = 0; i < header.n_lanes; i++)
    memcpy (file.bytes + lanes[i].offset, pl_log_records (log, i), lanes[i].count * sizeof (PlRecord));
  return file;
}

/* The text in its place, and all that lies behind it moved by as much as it grew. */
LogFile
log_file_with_plan_text (LogFile file, const char *text)
{
  const PlLogHeader *header = (const PlLogHeader *) file.bytes;
  uint64_t from = header->plan.offset, behind = header->names.offset, size = strlen (text);
  uint64_t moved = align (from + size);
  LogFile out = { g_malloc0 (file.size - behind + moved), file.size - behind + moved };
  PlLogHeader *changed = (PlLogHeader *) out.bytes;
  PlLogSection *sections[] = { &changed->names, &changed->lanes, &changed->chunks, &changed->order,
                               &changed->trials, &changed->records };

  memcpy (out.bytes, file.bytes, from);
  memcpy (out.bytes + from, text, size);
  memcpy (out.bytes + moved, file.bytes + behind, file.size - behind);
  changed->plan.capacity = size;
  changed->total_size = out.size;
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    sections[i]->offset += moved - behind;
  return out;
}

LogFile
log_file_with_plan (LogFile file, const PlPlanData *plan)
{
  char text[PL_LOG_MAX_PLAN + 1];

  text[pl_plan_to_text (plan, text)] = '\0';
  return log_file_with_plan_text (file, text);
}

PlPlanData
log_file_plan (LogFile file)
{
  const PlLogHeader *header = (const PlLogHeader *) file.bytes;
  PlPlanData plan;

  g_assert_null (pl_plan_from_text ((const char *) file.bytes + header->plan.offset, header->plan.capacity,
                                    &plan));
  return plan;
}

void
log_file_write (LogFile file, const char *path)
{
  g_assert_true (g_file_set_contents (path, (const char *) file.bytes, (gssize) file.size, NULL));
}
