/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <unistd.h>

/* Shared mappings, as they are made: children inherit the list along with the memory. */
typedef struct {
  _Atomic uintptr_t from, to;           /* to 0: unused */
  uint64_t key;
} Range;

#define RANGES 256

static Range ranges[RANGES];
static _Atomic int n_ranges;            /* none of those behind was ever used */
static _Atomic uint32_t n_made;

static void
add (const void *address, size_t size, uint64_t key)
{
  int n = atomic_load (&n_ranges);

  for (int i = 0; i < RANGES; i++)
    {
      uintptr_t none = 0;

      if (atomic_load (&ranges[i].to) != 0 || !atomic_compare_exchange_strong (&ranges[i].from, &none, (uintptr_t) address))
        continue;
      /* Relative to the mapping: another process may have it elsewhere. */
      ranges[i].key = key;
      while (n <= i && !atomic_compare_exchange_weak (&n_ranges, &n, i + 1))
        ;
      atomic_store (&ranges[i].to, (uintptr_t) address + size);
      return;
    }
}

static void
drop (const void *address, size_t size)
{
  int n = atomic_load (&n_ranges);

  for (int i = 0; i < n; i++)
    if (atomic_load (&ranges[i].to) != 0 && atomic_load (&ranges[i].from) >= (uintptr_t) address
        && atomic_load (&ranges[i].from) < (uintptr_t) address + size)
      {
        atomic_store (&ranges[i].to, 0);
        atomic_store (&ranges[i].from, 0);
      }
}

uint64_t
pl_rec_memory_key (const void *address)
{
  int n = atomic_load_explicit (&n_ranges, memory_order_acquire);

  for (int i = 0; i < n; i++)
    {
      /* In this order: it has an end only while all the rest of it is told. */
      uintptr_t to = atomic_load_explicit (&ranges[i].to, memory_order_acquire);
      uintptr_t from = atomic_load_explicit (&ranges[i].from, memory_order_relaxed);

      if (from != 0 && (uintptr_t) address >= from && (uintptr_t) address < to)
        return pl_rec_hash (ranges[i].key, (uintptr_t) address - from);
    }
  return 0;
}

/* Memory without a file is told apart by who made it, and as his how-manieth. */
static uint64_t
key_of (int fd, int flags, off_t offset)
{
  struct stat st;

  if (!(flags & MAP_ANONYMOUS) && fstat (fd, &st) == 0)
    return pl_rec_hash (pl_rec_hash (st.st_dev, st.st_ino), (uint64_t) offset);
  return pl_rec_hash (pl_rec_hash ((uint64_t) getpid (), pl_rec_lane_index ()), atomic_fetch_add (&n_made, 1));
}

PL_REC_EXPORT void *
mmap64 (void *address, size_t size, int protection, int flags, int fd, off64_t offset)
{
  PL_REC_REAL (void *, "mmap64", (void *, size_t, int, int, int, off64_t));
  void *result = real (address, size, protection, flags, fd, offset);
  int saved = errno;

  if (pl_rec_log && result != MAP_FAILED && (flags & MAP_SHARED) && (protection & PROT_WRITE))
    add (result, size, key_of (fd, flags, offset));
  errno = saved;
  return result;
}

PL_REC_EXPORT void *
mmap (void *address, size_t size, int protection, int flags, int fd, off_t offset)
{
  return mmap64 (address, size, protection, flags, fd, offset);
}

PL_REC_EXPORT int
munmap (void *address, size_t size)
{
  PL_REC_REAL (int, "munmap", (void *, size_t));

  if (pl_rec_log)
    drop (address, size);
  return real (address, size);
}

PL_REC_EXPORT void *
shmat (int id, const void *address, int flags)
{
  PL_REC_REAL (void *, "shmat", (int, const void *, int));
  void *result = real (id, address, flags);
  struct shmid_ds about;
  int saved = errno;

  if (pl_rec_log && result != (void *) -1 && shmctl (id, IPC_STAT, &about) == 0)
    add (result, about.shm_segsz, pl_rec_hash ((uint64_t) id, 0x5348));
  errno = saved;
  return result;
}
