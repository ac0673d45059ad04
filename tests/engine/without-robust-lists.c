/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A runner on a system that knows no robust locks, as under an emulator: the kernel refuses to take
 * or tell the list of them, and then the real runner (PARALANE_REAL_RUNNER) begins. */

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int
refuse_robust_lists (void)
{
  struct sock_filter code[] = {
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr)),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, SYS_set_robust_list, 1, 0),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, SYS_get_robust_list, 0, 1),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog filter = { sizeof code / sizeof code[0], code };

  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
    return -1;
  return prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
}

int
main (int argc, char *argv[])
{
  const char *runner = getenv ("PARALANE_REAL_RUNNER");

  if (!runner || refuse_robust_lists () < 0)
    {
      perror ("without-robust-lists");
      return 125;
    }
  execv (runner, argv);
  perror (runner);
  return 126;
}
