/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log.h"
#include "log/pl-log-private.h"

#include <string.h>

/* The length of the UTF-8 character that begins here, 0 when none does. */
static size_t
character (const uint8_t *text, size_t size)
{
  uint8_t first = size > 0 ? text[0] : 0;
  size_t length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;

  if (length == 0 || length > size || first < 0x20 || first == 0x7f)
    return 0;
  for (size_t i = 1; i < length; i++)
    if ((text[i] & 0xc0) != 0x80)
      return 0;
  /* Not the shortest form, half of a surrogate pair, or beyond Unicode; also C1 controls. */
  if ((first == 0xe0 && text[1] < 0xa0) || (first == 0xed && text[1] > 0x9f) ||
      (first == 0xf0 && text[1] < 0x90) || (first == 0xf4 && text[1] > 0x8f) ||
      (first == 0xc2 && text[1] < 0xa0))
    return 0;
  return length;
}

size_t
pl_log_clean_text (char *out, size_t room, const char *text, size_t size)
{
  size_t length = 0;

  for (size_t i = 0; i < size && text[i] != '\0'; )
    {
      size_t n = character ((const uint8_t *) text + i, size - i), kept = n > 0 ? n : 1;

      if (length + kept >= room)
        break;
      if (n > 0)
        memcpy (out + length, text + i, n);
      else
        out[length] = '?';
      length += kept;
      i += kept;
    }
  out[length] = '\0';
  return length;
}

size_t
pl_log_name (const PlLog *log, uint32_t name, char *out, size_t size)
{
  char copy[PL_LOG_MAX_NAME];
  size_t most;

  out[0] = '\0';
  if (name == 0 || name >= log->names_capacity)
    return 0;
  most = log->names_capacity - name;
  if (most > sizeof copy)
    most = sizeof copy;
  /* First a copy: what is looked at twice must not change in between. */
  memcpy (copy, log->names + name, most);
  return pl_log_clean_text (out, size, copy, most);
}

const char *
pl_log_plan_text (const PlLog *log, size_t *size)
{
  *size = log->plan_size;
  return log->plan_text;
}

const char *
pl_log_names (const PlLog *log, size_t *size)
{
  uint32_t used = atomic_load_explicit (&log->header->names_used, memory_order_relaxed);

  *size = used < log->names_capacity ? used : log->names_capacity;
  return log->names;
}

uint32_t
pl_log_add_name (PlLog *log, const char *text)
{
  char copy[PL_LOG_MAX_NAME];
  size_t size = pl_log_clean_text (copy, sizeof copy, text, strnlen (text, sizeof copy)) + 1;
  uint32_t used = atomic_load_explicit (&log->header->names_used, memory_order_relaxed);

  if (size == 1)
    return 0;
  if (!log->opened && used <= log->names_capacity && size <= log->names_capacity - used)
    {
      used = atomic_fetch_add_explicit (&log->header->names_used, (uint32_t) size, memory_order_relaxed);
      if (used > 0 && used <= log->names_capacity && size <= log->names_capacity - used)
        {
          memcpy (log->names + used, copy, size);
          return used;
        }
    }
  atomic_fetch_add_explicit (&log->header->names_lost, 1, memory_order_relaxed);
  return 0;
}
