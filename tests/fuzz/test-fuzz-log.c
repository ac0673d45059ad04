/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz-corpus.h"

#include <string.h>

/* Hostile bytes: whatever they are, they are refused in words, or what is opened keeps every
 * promise the reader makes. Most of its use comes with the address sanitizer. */

#define N_MUTATIONS 20000

static const uint64_t nasty[] = {
  0, 1, 2, 63, 64, 255, 256, 4095, 65535, 65536, 0x7fffffff, 0x80000000u, 0xffffffffu, 0x100000000u,
  0x7fffffffffffffffu, 0x8000000000000000u, 0xfffffffffffffff0u, 0xffffffffffffffffu
};

/* Where most can be broken: header, plan, lanes, chunks. A segment as it lies in memory is mostly room. */
static gsize
pick_place (GRand *rand, const LogFile *file)
{
  const PlLogHeader *header = (const PlLogHeader *) file->bytes;
  const PlLogSection *sections[] = { &header->plan, &header->names, &header->lanes, &header->chunks,
                                     &header->order, &header->records };
  guint which = (guint) g_rand_int_range (rand, 0, 8);
  guint64 offset = 0, length = sizeof *header;

  if (which < G_N_ELEMENTS (sections) && header->version == PL_LOG_VERSION)
    {
      offset = sections[which]->offset;
      length = 2048;
    }
  else if (which % 2 || header->version != PL_LOG_VERSION)
    {
      length = which % 2 ? file->size : 3072;
    }
  if (offset >= file->size)
    offset = 0;
  return offset + (guint64) g_rand_int_range (rand, 0, (gint32) MIN (length, file->size - offset));
}

/* On a copy that is put right again afterwards: they are large. */
static void
mutate (GRand *rand, const LogFile *file, uint8_t *bytes)
{
  unsigned n = (unsigned) g_rand_int_range (rand, 1, 5);

  for (unsigned i = 0; i < n; i++)
    {
      gsize at = pick_place (rand, file);
      uint64_t value = nasty[g_rand_int_range (rand, 0, G_N_ELEMENTS (nasty))];
      gsize width = (gsize) 1 << g_rand_int_range (rand, 0, 4);

      switch (g_rand_int_range (rand, 0, 3))
        {
        case 0:
          bytes[at] ^= (uint8_t) (1 << g_rand_int_range (rand, 0, 8));
          break;
        case 1:
          bytes[at] = (uint8_t) g_rand_int (rand);
          break;
        default:
          at -= at % width;
          for (gsize byte = 0; byte < width && at + byte < file->size; byte++)
            bytes[at + byte] = (uint8_t) (value >> 8 * byte);
          break;
        }
    }
}

static void
test_mutations (gconstpointer data)
{
  Corpus which = GPOINTER_TO_UINT (data);
  gboolean raw = which >= CORPUS_RAW_POOL && which <= CORPUS_RAW_SCENE;
  /* A segment is mostly room, and dear to copy. */
  guint n = N_MUTATIONS / (raw ? 20 : 1);
  LogFile file = corpus_file (which);
  GRand *rand = g_rand_new_with_seed (g_test_rand_int ());
  unsigned opened = 0;

  for (unsigned i = 0; i < n; i++)
    {
      g_autofree uint8_t *bytes = g_memdup2 (file.bytes, file.size);

      mutate (rand, &file, bytes);
      opened += fuzz_try (bytes, file.size);
    }
  g_test_message ("%u of %u could be opened", opened, n);
  /* Neither everything nor nothing: some bytes do not matter, others do. Most of a segment is room. */
  g_assert_cmpuint (opened, >, 0);
  g_assert_cmpuint (opened, <, raw ? n : n / 2);
  g_rand_free (rand);
  g_free (file.bytes);
}

static void
test_truncations (void)
{
  static const Corpus cut[] = { CORPUS_POOL, CORPUS_RACE, CORPUS_SCENE, CORPUS_V1_POOL, CORPUS_V1_RACE };

  for (unsigned f = 0; f < G_N_ELEMENTS (cut); f++)
    {
      LogFile file = corpus_file (cut[f]);
      g_autofree uint8_t *longer = g_malloc0 (file.size + 4096);

      g_assert_true (fuzz_try (file.bytes, file.size));
      for (gsize size = 0; size < file.size; size += size < 4096 ? 1 : 61)
        g_assert_false (fuzz_try (file.bytes, size));
      memcpy (longer, file.bytes, file.size);
      g_assert_false (fuzz_try (longer, file.size + 1));
      g_assert_false (fuzz_try (longer, file.size + 4096));
      g_free (file.bytes);
    }
}

/* Not even the beginnings of a log. */
static void
test_noise (void)
{
  GRand *rand = g_rand_new_with_seed (g_test_rand_int ());

  for (unsigned i = 0; i < 500; i++)
    {
      gsize size = (gsize) g_rand_int_range (rand, 0, 8192);
      g_autofree uint8_t *bytes = g_malloc (size + 16);

      for (gsize j = 0; j < size; j++)
        bytes[j] = (uint8_t) g_rand_int (rand);
      if (i % 2 && size >= 16)
        {
          uint32_t version = i % 4 == 1 ? 1 : 2, order = PL_LOG_BYTE_ORDER;

          memcpy (bytes, PL_LOG_MAGIC, 8);
          memcpy (bytes + 8, &version, 4);
          memcpy (bytes + 12, &order, 4);
        }
      g_assert_false (fuzz_try (bytes, size));
    }
  g_rand_free (rand);
}

int
main (int argc, char *argv[])
{
  static const char *const names[N_CORPUS] = { "pool", "race", "scene", "raw-pool", "raw-race",
                                               "raw-scene", "v1-pool", "v1-race", "v1-scene" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < N_CORPUS; i++)
    {
      g_autofree char *path = g_strconcat ("/fuzz/log/mutations/", names[i], NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_mutations);
    }
  g_test_add_func ("/fuzz/log/truncations", test_truncations);
  g_test_add_func ("/fuzz/log/noise", test_noise);
  return g_test_run ();
}
