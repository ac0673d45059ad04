/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <elf.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Some programs cannot be recorded: their lane goes on, but nobody hears them. That is found out before they are
 * executed, by whoever does it. The calls are made directly: none of this is the program's own doing. */

/* The first word of our own call that is no option, wherever we go from there; "": there is none. */
static char called_with[PATH_MAX];

/* Scripts name their interpreter, which may be a script. */
#define MOST_SCRIPTS 4

static ssize_t
read_at (int fd, void *out, size_t size, uint64_t offset)
{
  return (ssize_t) syscall (SYS_pread64, fd, out, size, offset);
}

/* The loader of this process, as every program of its kind names it: told by the name of the file alone. */
static bool
is_our_loader (const char *path)
{
  static const char *const loaders[] = { "ld-linux", "ld64.so", "ld.so" };
  const char *name = strrchr (path, '/');

  name = name ? name + 1 : path;
  for (size_t i = 0; i < sizeof loaders / sizeof *loaders; i++)
    if (strncmp (name, loaders[i], strlen (loaders[i])) == 0)
      return true;
  return false;
}

static PlLostReason
look_at_parts (int fd, const ElfW (Ehdr) *header)
{
  char loader[64] = "";

  for (unsigned i = 0; i < header->e_phnum && i < 64; i++)
    {
      ElfW (Phdr) part;

      if (read_at (fd, &part, sizeof part, header->e_phoff + i * (uint64_t) header->e_phentsize) != sizeof part)
        return PL_LOST_NOT;
      if (part.p_type != PT_INTERP)
        continue;
      if (read_at (fd, loader, sizeof loader - 1, part.p_offset) < 1)
        return PL_LOST_NOT;
      return is_our_loader (loader) ? PL_LOST_NOT : PL_LOST_FOREIGN;
    }
  return PL_LOST_STATIC;
}

/* Who is called by a path from here may go elsewhere. */
static void
keep_word (const char *word)
{
  int saved = errno;
  size_t n = 0;

  if (*word != '/' && getcwd (called_with, sizeof called_with))
    n = strlen (called_with);
  if (n + strlen (word) + 2 <= sizeof called_with)
    sprintf (called_with + n, "%s%s", n > 0 ? "/" : "", word);
  else
    *called_with = '\0';
  errno = saved;
}

void
pl_rec_program_called (const char *words, size_t n)
{
  const char *end = words + n, *word = words + strnlen (words, n) + 1;

  while (word < end && *word == '-')
    word += strnlen (word, (size_t) (end - word)) + 1;
  if (word < end && strnlen (word, (size_t) (end - word)) < (size_t) (end - word))
    keep_word (word);
}

/* They read a text as a script also where it does not say so. */
static bool
is_shell (void)
{
  static const char *const shells[] = { "sh", "dash", "bash", "ksh", "zsh" };

  for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
    if (strcmp (program_invocation_short_name, shells[i]) == 0)
      return true;
  return false;
}

/* Nothing but a file is touched: whoever opens a pipe may let somebody go on. */
bool
pl_rec_program_is_script (void)
{
  int saved = errno, fd = -1;
  char head[64] = "";
  ssize_t n = 0;
  struct stat st;

  if (*called_with != '\0' && !pl_rec_careful && stat (called_with, &st) == 0 && S_ISREG (st.st_mode))
    fd = (int) syscall (SYS_openat, AT_FDCWD, called_with, O_RDONLY | O_CLOEXEC);
  if (fd >= 0)
    {
      n = read_at (fd, head, sizeof head, 0);
      syscall (SYS_close, fd);
    }
  errno = saved;
  return (head[0] == '#' && head[1] == '!') || (n > 0 && is_shell () && !memchr (head, '\0', (size_t) n));
}

static bool
is_privileged (int fd)
{
  struct stat st;
  char capabilities[64];

  if (fstat (fd, &st) != 0)
    return false;
  return ((st.st_mode & S_ISUID) && st.st_uid != geteuid ()) || ((st.st_mode & S_ISGID) && st.st_gid != getegid ()) ||
         (geteuid () != 0 && syscall (SYS_fgetxattr, fd, "security.capability", capabilities, sizeof capabilities) > 0);
}

static PlLostReason
look_at (int fd, char *script, size_t size)
{
  union { ElfW (Ehdr) header; char text[256]; } head = { .text = "" };
  ssize_t n = read_at (fd, head.text, sizeof head.text - 1, 0);

  *script = '\0';
  if (n > 2 && head.text[0] == '#' && head.text[1] == '!')
    {
      char *path = head.text + 2 + strspn (head.text + 2, " \t");

      path[strcspn (path, " \t\n")] = '\0';
      if (strlen (path) < size)
        strcpy (script, path);
      return PL_LOST_NOT;
    }
  if (is_privileged (fd))
    return PL_LOST_PRIVILEGED;
  if (n < (ssize_t) sizeof head.header || memcmp (head.text, ELFMAG, SELFMAG) != 0)
    return PL_LOST_NOT;
  if (head.header.e_ident[EI_CLASS] != (sizeof (void *) == 8 ? ELFCLASS64 : ELFCLASS32))
    return PL_LOST_FOREIGN;
  return look_at_parts (fd, &head.header);
}

/* Whether log and library are to be had there. */
static PlLostReason
look_around (void)
{
  struct rlimit space;
  char path[256];
  size_t length = pl_rec_paths ? strcspn (pl_rec_paths, ":") : 0;
  int fd;

  if (getrlimit (RLIMIT_AS, &space) == 0 && space.rlim_cur != RLIM_INFINITY && space.rlim_cur < PL_REC_LEAST_SPACE)
    return PL_LOST_MEMORY;
  if (length == 0 || length >= sizeof path)
    return PL_LOST_NOT;
  memcpy (path, pl_rec_paths, length);
  path[length] = '\0';
  fd = (int) syscall (SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
  if (fd < 0)
    /* Out of descriptors for a moment says nothing. */
    return errno == EMFILE || errno == ENFILE ? PL_LOST_NOT : PL_LOST_UNREACHABLE;
  syscall (SYS_close, fd);
  return syscall (SYS_faccessat, AT_FDCWD, pl_rec_preload, R_OK) == 0 ? PL_LOST_NOT : PL_LOST_UNREACHABLE;
}

PlLostReason
pl_rec_program_look (const char *path, int fd)
{
  PlLostReason reason = PL_LOST_NOT;
  char script[256];
  int saved = errno;

  if (!pl_rec_log || pl_rec_careful || !pl_rec_preload)
    return PL_LOST_NOT;
  for (unsigned i = 0; i < MOST_SCRIPTS && reason == PL_LOST_NOT; i++)
    {
      int opened = fd >= 0 ? fd : (int) syscall (SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);

      if (opened < 0)
        break;
      reason = look_at (opened, script, sizeof script);
      if (opened != fd)
        syscall (SYS_close, opened);
      if (*script == '\0')
        break;
      path = script;
      fd = -1;
    }
  if (reason == PL_LOST_NOT)
    reason = look_around ();
  errno = saved;
  return reason;
}

PlLostReason
pl_rec_program_search (const char *file)
{
  const char *from = getenv ("PATH"), *to;
  char path[PATH_MAX];

  if (strchr (file, '/') || !from)
    return pl_rec_program_look (file, -1);
  for (; ; from = to + 1)
    {
      size_t length = strcspn (from, ":");

      to = from + length;
      if (length + strlen (file) + 2 < sizeof path)
        {
          memcpy (path, from, length);
          path[length] = '/';
          strcpy (path + length + 1, file);
          if (syscall (SYS_faccessat, AT_FDCWD, length > 0 ? path : file, X_OK) == 0)
            return pl_rec_program_look (length > 0 ? path : file, -1);
        }
      if (*to == '\0')
        return PL_LOST_NOT;
    }
}
