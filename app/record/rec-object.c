/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* One table for all processes, open addressing, entries are never taken back. Whoever finds an empty place claims it
 * by writing its key there. */
struct PlRecObject {
  _Atomic uint64_t key;
  _Atomic uint32_t name;
  _Atomic uint32_t peer;              /* index + 1; 0: not known */
  PlRecLockState lock;
};

typedef struct {
  _Atomic uint32_t n, n_edges;
  _Atomic uint64_t pid_space;         /* in which namespace the first process counted its own */
  uint32_t pad[12];
  PlRecObject objects[];
} Table;

/* There is no room for its name: nobody looks for one again. */
#define NAMELESS UINT32_MAX

static Table *table;
static uint64_t capacity;             /* a power of two */

void
pl_rec_objects_map (int fd)
{
  struct stat st;
  uint64_t room = 1;

  if (fstat (fd, &st) != 0 || st.st_size < (off_t) (sizeof (Table) + 64 * sizeof (PlRecObject)))
    return;
  while (sizeof (Table) + 2 * room * sizeof (PlRecObject) <= (uint64_t) st.st_size)
    room *= 2;
  table = mmap (NULL, (size_t) st.st_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, fd, 0);
  if (table == MAP_FAILED)
    table = NULL;
  capacity = room;
}

static void
name_object (PlRecObject *object, const char *kind)
{
  char name[64];
  uint32_t number = atomic_fetch_add_explicit (&table->n, 1, memory_order_relaxed) + 1, none = 0, mine;

  snprintf (name, sizeof name, "%s %u", kind, number);
  mine = pl_log_add_name (pl_rec_log, name);
  /* Released: who sees its number sees the text. */
  atomic_compare_exchange_strong_explicit (&object->name, &none, mine != 0 ? mine : NAMELESS, memory_order_release,
                                           memory_order_relaxed);
}

PlRecObject *
pl_rec_object (uint64_t key, const char *kind)
{
  for (uint64_t i = 0; table && pl_rec_log && i < 64 && i < capacity; i++)
    {
      PlRecObject *object = &table->objects[(key + i) & (capacity - 1)];
      uint64_t found = atomic_load_explicit (&object->key, memory_order_acquire);

      if (found == 0 && atomic_compare_exchange_strong_explicit (&object->key, &found, key, memory_order_acq_rel,
                                                                 memory_order_acquire))
        found = key;
      if (found != key)
        continue;
      /* Whoever claimed it may be about to name it, or be dead. */
      if (atomic_load_explicit (&object->name, memory_order_relaxed) == 0)
        name_object (object, kind);
      return object;
    }
  return NULL;
}

uint32_t
pl_rec_object_name (const PlRecObject *object)
{
  uint32_t name = object ? atomic_load_explicit (&object->name, memory_order_acquire) : 0;

  return name != NAMELESS ? name : 0;
}

void
pl_rec_object_rename (PlRecObject *object, const char *name)
{
  uint32_t text = object ? pl_log_add_name (pl_rec_log, name) : 0;

  if (text != 0)
    atomic_store_explicit (&object->name, text, memory_order_release);
}

PlRecLockState *
pl_rec_object_lock (PlRecObject *object)
{
  return object ? &object->lock : NULL;
}

uint32_t
pl_rec_object_next_edge (void)
{
  return table ? atomic_fetch_add_explicit (&table->n_edges, 1, memory_order_relaxed) + 1 : 0;
}

bool
pl_rec_objects_same_pids (void)
{
  uint64_t none = 0;
  struct stat st;

  if (!table || stat ("/proc/self/ns/pid", &st) != 0)
    return true;
  return atomic_compare_exchange_strong (&table->pid_space, &none, (uint64_t) st.st_ino) || none == (uint64_t) st.st_ino;
}

void
pl_rec_object_join (PlRecObject *a, PlRecObject *b)
{
  if (!a || !b)
    return;
  atomic_store_explicit (&a->peer, (uint32_t) (b - table->objects) + 1, memory_order_relaxed);
  atomic_store_explicit (&b->peer, (uint32_t) (a - table->objects) + 1, memory_order_relaxed);
}

void
pl_rec_object_meet (PlRecObject *place, PlRecObject *own)
{
  uint32_t mine, other;

  if (!place || !own)
    return;
  mine = (uint32_t) (own - table->objects) + 1;
  other = atomic_exchange_explicit (&place->peer, mine, memory_order_acq_rel);
  if (other == 0 || other == mine || other > capacity)
    return;
  /* Others may lie between these addresses later. */
  atomic_store_explicit (&place->peer, 0, memory_order_relaxed);
  pl_rec_object_join (own, &table->objects[other - 1]);
}

PlRecObject *
pl_rec_object_peer (PlRecObject *object)
{
  uint32_t peer = object ? atomic_load_explicit (&object->peer, memory_order_relaxed) : 0;

  return peer > 0 && peer <= capacity ? &table->objects[peer - 1] : object;
}
