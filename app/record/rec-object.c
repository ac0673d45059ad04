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
  _Atomic uint32_t name, holder;      /* a lane + 1; 0: nobody */
  _Atomic uint32_t peer;              /* index + 1; 0: not known */
  uint32_t number;
};

typedef struct {
  _Atomic uint32_t n;
  uint32_t pad[15];
  PlRecObject objects[];
} Table;

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
  atomic_compare_exchange_strong_explicit (&object->name, &none, mine, memory_order_relaxed, memory_order_relaxed);
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
        {
          name_object (object, kind);
          return object;
        }
      if (found == key)
        return object;
    }
  return NULL;
}

uint32_t
pl_rec_object_name (const PlRecObject *object)
{
  return object ? atomic_load_explicit (&object->name, memory_order_relaxed) : 0;
}

uint32_t
pl_rec_object_holder (const PlRecObject *object)
{
  return object ? atomic_load_explicit (&object->holder, memory_order_relaxed) - 1 : PL_LANE_NOBODY;
}

void
pl_rec_object_set_holder (PlRecObject *object, uint32_t lane)
{
  if (object)
    atomic_store_explicit (&object->holder, lane + 1, memory_order_relaxed);
}

void
pl_rec_object_join (PlRecObject *a, PlRecObject *b)
{
  if (!a || !b)
    return;
  atomic_store_explicit (&a->peer, (uint32_t) (b - table->objects) + 1, memory_order_relaxed);
  atomic_store_explicit (&b->peer, (uint32_t) (a - table->objects) + 1, memory_order_relaxed);
}

PlRecObject *
pl_rec_object_peer (PlRecObject *object)
{
  uint32_t peer = object ? atomic_load_explicit (&object->peer, memory_order_relaxed) : 0;

  return peer > 0 && peer <= capacity ? &table->objects[peer - 1] : object;
}

/* --- locks of this process, by their address --- */

#define LOCKS 4096u

typedef struct {
  _Atomic uintptr_t address;
  _Atomic (PlRecObject *) object;     /* NULL: nobody has waited for it yet */
  _Atomic uint32_t holder;            /* a lane + 1 of this process */
  _Atomic bool shared;
} Lock;

static Lock locks[LOCKS];

/* In memory that other processes see, others may take it. */
static Lock *
new_lock (Lock *lock, const void *address)
{
  uint64_t key = pl_rec_memory_key (address);

  if (key != 0)
    {
      atomic_store (&lock->object, pl_rec_object (key, "lock"));
      atomic_store (&lock->shared, true);
    }
  return lock;
}

/* NULL: there is no room, so that nobody knows who holds it. */
static Lock *
find_lock (const void *address)
{
  uint64_t at = pl_rec_hash ((uintptr_t) address, 7);

  for (unsigned i = 0; i < 16; i++)
    {
      Lock *lock = &locks[(at + i) % LOCKS];
      uintptr_t found = atomic_load_explicit (&lock->address, memory_order_relaxed);

      if (found == (uintptr_t) address)
        return lock;
      if (found == 0 && atomic_compare_exchange_strong (&lock->address, &found, (uintptr_t) address))
        return new_lock (lock, address);
      if (found == (uintptr_t) address)
        return lock;
    }
  return NULL;
}

PlRecObject *
pl_rec_lock_object (const void *address)
{
  Lock *lock = find_lock (address);
  PlRecObject *object = lock ? atomic_load_explicit (&lock->object, memory_order_relaxed) : NULL;

  if (object || !lock)
    return object;
  object = pl_rec_object (pl_rec_hash ((uintptr_t) address, (uint64_t) getpid ()), "lock");
  atomic_store_explicit (&lock->object, object, memory_order_relaxed);
  return object;
}

void
pl_rec_lock_named (const void *address, const char *name)
{
  Lock *lock = find_lock (address);
  uint64_t key = 1469598103934665603u;

  for (const char *c = name; *c; c++)
    key = pl_rec_hash (key, (uint64_t) (unsigned char) *c);
  if (!lock)
    return;
  atomic_store (&lock->object, pl_rec_object (key, "lock"));
  atomic_store (&lock->shared, true);
}

static void
set_holder (const void *address, uint32_t holder)
{
  Lock *lock = find_lock (address);

  if (!lock)
    return;
  if (atomic_load_explicit (&lock->shared, memory_order_relaxed))
    pl_rec_object_set_holder (atomic_load_explicit (&lock->object, memory_order_relaxed), holder);
  else
    atomic_store_explicit (&lock->holder, holder + 1, memory_order_relaxed);
}

void
pl_rec_lock_taken (const void *address)
{
  set_holder (address, pl_rec_lane_index ());
}

void
pl_rec_lock_given (const void *address)
{
  set_holder (address, PL_LANE_NOBODY);
}

uint32_t
pl_rec_lock_holder (const void *address)
{
  Lock *lock = find_lock (address);

  if (!lock)
    return PL_LANE_NOBODY;
  if (atomic_load_explicit (&lock->shared, memory_order_relaxed))
    return pl_rec_object_holder (atomic_load_explicit (&lock->object, memory_order_relaxed));
  return atomic_load_explicit (&lock->holder, memory_order_relaxed) - 1;
}
