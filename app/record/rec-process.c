/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* The writer is there before: the child knows its parent by it. */
static pid_t
do_fork (pid_t (*real) (void))
{
  PlLaneWriter *writer = pl_rec_writer ();
  int64_t now_ns = writer ? pl_lane_now_ns (writer) : 0;
  pid_t pid = real ();
  int saved = errno;

  if (pid > 0 && writer)
    pl_rec_family_made_by (writer, pid, now_ns, PL_LOST_NOT);
  else if (pid == 0 && pl_rec_log)
    pl_rec_family_forked_once ();
  errno = saved;
  return pid;
}

PL_REC_EXPORT pid_t
fork (void)
{
  PL_REC_REAL (pid_t, "fork", (void));

  return do_fork (real);
}

PL_REC_EXPORT pid_t
_Fork (void)
{
  PL_REC_REAL (pid_t, "_Fork", (void));

  return do_fork (real);
}

/* The child goes on in our caller's frame, so that nothing of ours may be on the stack when it does. The first instruction
 * marks where a branch may go to, for CPUs that ask (on ARM64 "bti c", by the number that old assemblers know). */
#if defined (__x86_64__)
__asm__ (".pushsection .text\n.globl vfork\n.type vfork, @function\nvfork:\n\tendbr64\n\tsubq $8, %rsp\n\tcall pl_rec_lane_lend\n"
         "\taddq $8, %rsp\n\tjmp *%rax\n.size vfork, .-vfork\n.popsection\n");
#elif defined (__aarch64__)
__asm__ (".pushsection .text\n.globl vfork\n.type vfork, %function\nvfork:\n\thint 34\n\tstp x29, x30, [sp, -16]!\n\tbl pl_rec_lane_lend\n"
         "\tmov x16, x0\n\tldp x29, x30, [sp], 16\n\tbr x16\n.size vfork, .-vfork\n.popsection\n");
#else
/* Allowed to be the same. */
PL_REC_EXPORT pid_t
vfork (void)
{
  return fork ();
}
#endif

PL_REC_EXPORT void
_exit (int status)
{
  PL_REC_REAL (void, "_exit", (int));

  if (pl_rec_log && pl_rec_lane_borrowed ())
    pl_rec_family_end_borrowed (status);
  else if (pl_rec_log)
    pl_rec_lane_end (status);
  real (status);
  __builtin_unreachable ();
}

PL_REC_EXPORT void
_Exit (int status)
{
  _exit (status);
}

PL_REC_EXPORT void
quick_exit (int status)
{
  PL_REC_REAL (void, "quick_exit", (int));

  if (pl_rec_log && !pl_rec_lane_borrowed ())
    pl_rec_lane_end (status);
  real (status);
  __builtin_unreachable ();
}

/* --- waiting for children --- */

/* Who only asks waits for nothing. */
static void
begin_child (PlRecWait *wait, pid_t pid, int options)
{
  wait->writer = NULL;
  if (!(options & WNOHANG))
    pl_rec_wait_begin (wait, PL_WAIT_CHILD, pid > 0 ? (uint32_t) pid : 0);
}

static pid_t
reaped (pid_t pid, const int *status, const struct rusage *usage)
{
  int saved = errno;

  if (pid > 0 && (WIFEXITED (*status) || WIFSIGNALED (*status)))
    pl_rec_family_reaped (pid, *status,
                          ((int64_t) usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000000000 +
                          ((int64_t) usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) * 1000);
  errno = saved;
  return pid;
}

PL_REC_EXPORT pid_t
wait4 (pid_t pid, int *status, int options, struct rusage *usage)
{
  PL_REC_REAL (pid_t, "wait4", (pid_t, int *, int, struct rusage *));
  struct rusage used = { 0 };
  PlRecWait wait;
  int own = 0;
  pid_t found;

  if (!pl_rec_writer ())
    return real (pid, status, options, usage);
  begin_child (&wait, pid, options);
  found = real (pid, &own, options, &used);
  pl_rec_wait_end (&wait);
  if (status && found > 0)
    *status = own;
  if (usage && found > 0)
    *usage = used;
  return reaped (found, &own, &used);
}

PL_REC_EXPORT pid_t
wait3 (int *status, int options, struct rusage *usage)
{
  return wait4 (-1, status, options, usage);
}

PL_REC_EXPORT pid_t
waitpid (pid_t pid, int *status, int options)
{
  return wait4 (pid, status, options, NULL);
}

PL_REC_EXPORT pid_t
wait (int *status)
{
  return wait4 (-1, status, 0, NULL);
}

/* The status that wait would have given. */
static int
status_of (const siginfo_t *info)
{
  return info->si_code == CLD_EXITED ? (info->si_status & 0xff) << 8 : info->si_status & 0x7f;
}

PL_REC_EXPORT int
waitid (idtype_t type, id_t id, siginfo_t *info, int options)
{
  PL_REC_REAL (int, "waitid", (idtype_t, id_t, siginfo_t *, int));
  siginfo_t own = { 0 };
  PlRecWait wait;
  int result, status, saved;

  if (!pl_rec_writer ())
    return real (type, id, info, options);
  begin_child (&wait, type == P_PID ? (pid_t) id : 0, options);
  result = real (type, id, &own, options);
  pl_rec_wait_end (&wait);
  saved = errno;
  status = status_of (&own);
  if (result == 0 && own.si_pid > 0 && !(options & WNOWAIT) &&
      (own.si_code == CLD_EXITED || own.si_code == CLD_KILLED || own.si_code == CLD_DUMPED))
    pl_rec_family_reaped (own.si_pid, status, -1);
  if (info && result == 0)
    *info = own;
  errno = saved;
  return result;
}

/* Waits inside of libc, where nobody sees it. */
PL_REC_EXPORT int
system (const char *command)
{
  PL_REC_REAL (int, "system", (const char *));
  PlRecWait wait;
  int result;

  if (!command || !pl_rec_writer ())
    return real (command);
  pl_rec_wait_begin (&wait, PL_WAIT_CHILD, 0);
  result = real (command);
  pl_rec_wait_end (&wait);
  return result;
}
