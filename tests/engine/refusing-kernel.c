/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A runner on a system that knows or allows less: the kernel refuses some calls, and then the real runner
 * (PARALANE_REAL_RUNNER) begins. PARALANE_REFUSE: "robust-lists", "siblings" (children of one's own parent) or "fork-server"
 * (those, and being handed orphans), as under an emulator, "perf", as where an administrator allows nobody to count, or
 * "processes", as in a sandbox. */

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int
set_filter (struct sock_filter *code, unsigned short n)
{
  struct sock_fprog filter = { n, code };

  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
    return -1;
  return prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
}

static int
refuse (unsigned one, unsigned other, unsigned error)
{
  struct sock_filter code[] = {
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr)),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, one, 1, 0),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, other, 0, 1),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };

  return set_filter (code, sizeof code / sizeof code[0]);
}

/* The flags are in the lower half of the first argument, which comes first where the low byte does. */
#define LOWER_HALF (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 4 : 0)

/* A call where its first argument has a bit (JSET) or is a value (JEQ). */
static int
refuse_where (unsigned call, unsigned compare, unsigned value)
{
  struct sock_filter code[] = {
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr)),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, call, 0, 3),
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, args[0]) + LOWER_HALF),
    BPF_JUMP (BPF_JMP | compare | BPF_K, value, 0, 1),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EINVAL),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };

  return set_filter (code, sizeof code / sizeof code[0]);
}

static int
refuse_siblings (void)
{
  return refuse_where (SYS_clone, BPF_JSET, CLONE_PARENT);
}

static int
refuse_orphans (void)
{
  return refuse_where (SYS_prctl, BPF_JEQ, PR_SET_CHILD_SUBREAPER);
}

/* An emulator has no filters, but may know just as little. */
static int
refuses_by_itself (const char *what)
{
  long pid;

  if (strcmp (what, "robust-lists") == 0)
    return syscall (SYS_set_robust_list, NULL, 0) < 0 && errno == ENOSYS;
  if (strcmp (what, "fork-server") == 0)
    return prctl (PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0 && refuses_by_itself ("siblings");
  if (strcmp (what, "siblings") != 0)
    return 0;
  pid = syscall (SYS_clone, CLONE_PARENT | SIGCHLD, 0, NULL, NULL, 0);
  if (pid == 0)
    _exit (0);
  return pid < 0;
}

int
main (int argc, char *argv[])
{
  const char *runner = getenv ("PARALANE_REAL_RUNNER"), *what = getenv ("PARALANE_REFUSE");
  int error = -1;

  if (runner && what && strcmp (what, "robust-lists") == 0)
    error = refuse (SYS_set_robust_list, SYS_get_robust_list, ENOSYS);
  else if (runner && what && strcmp (what, "perf") == 0)
    error = refuse (SYS_perf_event_open, SYS_perf_event_open, EACCES);
  else if (runner && what && strcmp (what, "processes") == 0)
    error = refuse (SYS_clone, SYS_clone3, EPERM);
  else if (runner && what && strcmp (what, "siblings") == 0)
    error = refuse_siblings ();
  else if (runner && what && strcmp (what, "fork-server") == 0)
    error = refuse_siblings () < 0 ? -1 : refuse_orphans ();
  if (error < 0 && !(runner && what && refuses_by_itself (what)))
    {
      perror ("refusing-kernel");
      return 125;
    }
  execv (runner, argv);
  perror (runner);
  return 126;
}
