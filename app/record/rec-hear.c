/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <stdlib.h>
#include <string.h>

/* "paralane:KIND TEXT" */
#define PREFIX "paralane:"

/* Behind a number and a space. */
static const char *
name_in (const char *text)
{
  const char *space = strchr (text, ' ');

  return space ? space + 1 : "";
}

static const void *
address_in (const char *text)
{
  return (const void *) (uintptr_t) strtoull (text, NULL, 10);
}

static void
hear_pipe (const char *text)
{
  PlRecObject *object;
  PlRecFileKind kind = pl_rec_file (atoi (text), &object);

  if (kind == PL_REC_PIPE || kind == PL_REC_SOCKET)
    pl_rec_object_rename (object, name_in (text));
}

static void
hear_lock (const char *text)
{
  pl_rec_lock_name (address_in (text), name_in (text));
}

static void
hear_lock_of (const char *text)
{
  pl_rec_lock_name_held (address_in (text), name_in (text));
}

static void
hear_helper (const char *text)
{
  pl_rec_lane_set_helper ((PlHelper) (strtoul (text, NULL, 10) % PL_N_HELPERS));
}

static void
hear_join (const char *text)
{
  pl_rec_lock_joins (true, (uint32_t) strtoul (text, NULL, 10));
}

static void
hear_joined (const char *text)
{
  (void) text;
  pl_rec_lock_joins (false, 0);
}

static void
hear_end_of (const char *text)
{
  pl_rec_poll_for_end ((pid_t) atol (text));
}

static void
hear_held (const char *text)
{
  pl_rec_lane_held_back ((uint32_t) strtoul (text, NULL, 10));
}

static void
hear_line (const char *text)
{
  char *rest;
  unsigned long line = strtoul (text, &rest, 10);

  pl_rec_line ((uint32_t) line, (uint16_t) strtoul (rest, NULL, 10));
}

static void
hear_give (const char *text)
{
  pl_rec_python_give (text, pl_rec_hear);
}

typedef struct { const char *kind; void (*hear) (const char *text); } Word;

static const Word words[] = {
  { PREFIX "line ", hear_line }, { PREFIX "mark ", pl_rec_mark }, { PREFIX "held ", hear_held }, { PREFIX "lock ", hear_lock },
  { PREFIX "lock-of ", hear_lock_of }, { PREFIX "pipe ", hear_pipe }, { PREFIX "process ", pl_rec_lane_set_name },
  { PREFIX "thread ", pl_rec_lane_set_name }, { PREFIX "helper ", hear_helper }, { PREFIX "join ", hear_join },
  { PREFIX "joined ", hear_joined }, { PREFIX "end-of ", hear_end_of }, { PREFIX "give ", hear_give },
  { PREFIX "locks ", pl_rec_python_locks }, { PREFIX "rlocks ", pl_rec_python_rlocks },
};

static void
hear_one (const Word *word, const char *text, size_t n)
{
  char copy[256];
  size_t length = n < sizeof copy ? n : sizeof copy - 1;

  memcpy (copy, text, length);
  copy[length] = '\0';
  word->hear (copy);
}

void
pl_rec_hear (const char *text, size_t n)
{
  int saved = errno;

  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    {
      size_t length = strlen (words[i].kind);

      if (n > length && memcmp (text, words[i].kind, length) == 0)
        {
          hear_one (&words[i], text + length, n - length);
          break;
        }
    }
  errno = saved;
}
