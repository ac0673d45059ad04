/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pool/pl-arena.h"

#include "engine/pool/pl-body.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Sections are handed out one behind the other: a first pass with base NULL only measures. */
typedef struct {
  uint8_t *base;
  size_t used;
} Sections;

static void *
section (Sections *sections, size_t size)
{
  size_t at = (sections->used + 63) / 64 * 64;

  sections->used = at + size;
  return sections->base ? sections->base + at : NULL;
}

static uint64_t
ring_size (uint32_t n_chunks)
{
  uint64_t size = 1;

  while (size < n_chunks)
    size *= 2;
  return size;
}

static void
lay_out_array (PlArena *self, Sections *sections, const PlPlanData *plan, uint32_t n_chunks)
{
  size_t bytes = (size_t) plan->tasks * plan->payload;

  self->redo = section (sections, ring_size (n_chunks) * sizeof *self->redo);
  self->redo_mask = ring_size (n_chunks) - 1;
  self->results = section (sections, plan->tasks * sizeof *self->results);
  self->inputs = section (sections, bytes);
  self->outputs = section (sections, bytes);
  if (pl_plan_has_pairs (plan))
    self->values = section (sections, 2 * (size_t) plan->tasks * sizeof *self->values);
  /* Room for every chunk in every lane: what is not used is never touched and costs nothing. */
  for (uint32_t i = 1; i <= plan->pool_size; i++)
    {
      self->done[i] = section (sections, n_chunks * sizeof **self->done);
      if (self->done_ns)
        self->done_ns[i] = section (sections, n_chunks * sizeof **self->done_ns);
    }
}

/* Where the lists of what the lanes have done will be noted. */
static bool
make_lists (PlArena *self, const PlPlanData *plan)
{
  bool rings = plan->ipc == PL_IPC_ARRAY && pl_arena_rings (plan);

  self->done = calloc (plan->pool_size + 1, sizeof *self->done);
  if (rings)
    self->done_ns = calloc (plan->pool_size + 1, sizeof *self->done_ns);
  return self->done && (self->done_ns || !rings);
}

static size_t
lay_out (PlArena *self, const PlPlanData *plan, uint8_t *base)
{
  uint32_t n_chunks = pl_chunk_count (plan);
  Sections sections = { base, 0 };

  self->shared = section (&sections, sizeof *self->shared);
  self->slots = section (&sections, (plan->pool_size + 1) * sizeof *self->slots);
  if (plan->ipc != PL_IPC_ARRAY)
    self->chunks = section (&sections, n_chunks * sizeof *self->chunks);
  if (plan->ipc == PL_IPC_ARRAY)
    lay_out_array (self, &sections, plan, n_chunks);
  return sections.used;
}

static void
fill_inputs (PlArena *self, const PlWorkload *workload)
{
  uint32_t payload = workload->plan->payload;

  for (uint32_t i = 0; pl_plan_has_pairs (workload->plan) && i < workload->plan->tasks; i++)
    pl_workload_split (workload, i, workload->params[i], self->values + 2 * (size_t) i);

  for (uint32_t i = 0; payload > 0 && i < workload->plan->tasks; i++)
    memcpy (self->inputs + (size_t) i * payload, pl_workload_payload (workload, i, PL_TO_WORKER),
            payload);
}

/* Programs of their own find it by a descriptor. */
static int
make_file (size_t size, int *flags)
{
  int fd = memfd_create ("paralane-arena", MFD_CLOEXEC);

  if (fd >= 0 && ftruncate (fd, (off_t) size) < 0)
    {
      close (fd);
      fd = -1;
    }
  *flags = MAP_SHARED;
  return fd;
}

int
pl_arena_attach (PlArena *self, const PlWorkload *workload, int fd)
{
  memset (self, 0, sizeof *self);
  self->fd = fd;
  if (!make_lists (self, workload->plan))
    return -ENOMEM;
  self->size = lay_out (self, workload->plan, NULL);
  self->mapping = mmap (NULL, self->size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (self->mapping == MAP_FAILED)
    return -errno;
  lay_out (self, workload->plan, self->mapping);
  if (!self->values)
    self->values = workload->params;
  return 0;
}

int
pl_arena_init (PlArena *self, const PlWorkload *workload, uint64_t *wanted)
{
  const PlPlanData *plan = workload->plan;
  int flags = MAP_SHARED | MAP_ANONYMOUS;


  memset (self, 0, sizeof *self);
  self->fd = -1;
  if (!make_lists (self, plan))
    {
      pl_arena_clear (self);
      return -ENOMEM;
    }
  self->size = lay_out (self, plan, NULL);
  *wanted = self->size;
  /* Without payload nearly all of it may stay untouched; with it nearly all is used, and is better
   * refused. */
  if (plan->payload == 0)
    flags |= MAP_NORESERVE;
  if (plan->start != PL_START_FORK)
    self->fd = make_file (self->size, &flags);
  self->mapping = plan->start != PL_START_FORK && self->fd < 0
                      ? MAP_FAILED
                      : mmap (NULL, self->size, PROT_READ | PROT_WRITE, flags, self->fd, 0);
  if (self->mapping == MAP_FAILED)
    self->mapping = NULL;
  if (!self->mapping)
    {
      pl_arena_clear (self);
      return -ENOMEM;
    }
  lay_out (self, plan, self->mapping);
  if (!self->values)
    self->values = workload->params;
  if (plan->ipc == PL_IPC_ARRAY)
    fill_inputs (self, workload);
  return 0;
}

void
pl_arena_clear (PlArena *self)
{
  if (self->mapping)
    munmap (self->mapping, self->size);
  if (self->mapping && self->fd >= 0)
    close (self->fd);
  free (self->done);
  free (self->done_ns);
  memset (self, 0, sizeof *self);
}
