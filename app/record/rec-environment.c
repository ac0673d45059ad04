/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <string.h>
#include <unistd.h>

/* A program that is given an environment of its own still has to find the log, and its loader this library. What is put
 * there only for that is marked, and taken out again before the program looks. */

#define PRELOAD "LD_PRELOAD="
#define RECORD PL_REC_VARIABLE "="
#define MARK PL_REC_HIDE

static const char *
find (char *const envp[], const char *name)
{
  for (size_t i = 0; envp && envp[i]; i++)
    if (strncmp (envp[i], name, strlen (name)) == 0)
      return envp[i];
  return NULL;
}

/* What others want to be loaded, without ours, which is the first; NULL: nothing. */
static const char *
own_preload (const char *preload)
{
  if (!preload)
    return NULL;
  preload += strlen (PRELOAD);
  if (strncmp (preload, pl_rec_preload, strlen (pl_rec_preload)) == 0)
    preload += strlen (pl_rec_preload) + (preload[strlen (pl_rec_preload)] == ':' ? 1 : 0);
  return *preload ? preload : NULL;
}

void
pl_rec_environment_measure (PlRecEnvironment *self, char *const envp[], bool lost)
{
  const char *preload = find (envp, PRELOAD);

  *self = (PlRecEnvironment) { .envp = envp, .as_it_is = true, .lost = lost };
  if (!pl_rec_log || !pl_rec_paths || !pl_rec_preload)
    return;
  while (envp && envp[self->n])
    self->n++;
  if (!lost && preload && strstr (preload, pl_rec_preload) && find (envp, RECORD))
    return;
  self->as_it_is = false;
  self->own_preload = own_preload (preload);
  self->room = (self->n + 3) * sizeof (char *) + strlen (PRELOAD) + strlen (pl_rec_preload) + 2
               + (self->own_preload ? strlen (self->own_preload) : 0) + strlen (RECORD) + strlen (pl_rec_paths)
               + strlen (MARK) + 1;
}

static char *
put (char *at, const char *text)
{
  size_t size = strlen (text);

  memcpy (at, text, size + 1);
  return at + size;
}

char *const *
pl_rec_environment_fill (const PlRecEnvironment *self, void *room)
{
  char **envp = room, *at = (char *) (envp + self->n + 3);
  unsigned n = 0;

  if (self->as_it_is)
    return self->envp;
  for (unsigned i = 0; i < self->n; i++)
    if (strncmp (self->envp[i], PRELOAD, strlen (PRELOAD)) != 0 && strncmp (self->envp[i], RECORD, strlen (RECORD)) != 0)
      envp[n++] = self->envp[i];
  if (!self->lost || self->own_preload)
    {
      envp[n++] = at;
      at = put (put (at, PRELOAD), self->lost ? "" : pl_rec_preload);
      at = put (put (at, self->lost || !self->own_preload ? "" : ":"), self->own_preload ? self->own_preload : "");
    }
  if (!self->lost)
    {
      envp[n++] = at + 1;
      put (put (put (at + 1, RECORD), pl_rec_paths), MARK);
    }
  envp[n] = NULL;
  return envp;
}

/* Ours comes first; what is behind it is the program's own, and stays. */
static void
show_own_preload (char **variable)
{
  char *own = *variable + strlen (PRELOAD), *colon = strchr (own, ':');

  if (strncmp (own, pl_rec_preload, strlen (pl_rec_preload)) != 0 || own[strlen (pl_rec_preload)] != ':' || !colon)
    *variable = NULL;
  else
    memmove (own, own + strlen (pl_rec_preload) + 1, strlen (own + strlen (pl_rec_preload) + 1) + 1);
}

void
pl_rec_environment_hide (void)
{
  const char *record = find (environ, RECORD);
  size_t size = record ? strlen (record) : 0;
  unsigned kept = 0;

  if (size < strlen (MARK) || strcmp (record + size - strlen (MARK), MARK) != 0)
    return;
  for (unsigned i = 0; environ[i]; i++)
    {
      if (environ[i] == record)
        continue;
      if (strncmp (environ[i], PRELOAD, strlen (PRELOAD)) == 0)
        {
          show_own_preload (&environ[i]);
          if (!environ[i])
            continue;
        }
      environ[kept++] = environ[i];
    }
  environ[kept] = NULL;
}
