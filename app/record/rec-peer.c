/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec.h"

#include <arpa/inet.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The two ends of a connection are two files that know nothing of each other. The kernel knows: of a local socket it
 * names the other end's number when it is asked. The calls are made directly: none of this is the program's own doing. */

typedef struct { struct nlmsghdr header; struct unix_diag_req request; } Question;

static bool
ask (int fd, uint32_t inode, void *out, size_t size, ssize_t *length)
{
  Question question = {
    .header = { .nlmsg_len = sizeof question, .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST },
    .request = { .sdiag_family = AF_UNIX, .udiag_states = UINT32_MAX, .udiag_ino = inode, .udiag_show = UDIAG_SHOW_PEER,
                 .udiag_cookie = { UINT32_MAX, UINT32_MAX } },
  };

  if (syscall (SYS_sendto, fd, &question, sizeof question, 0, NULL, 0) != (long) sizeof question)
    return false;
  *length = (ssize_t) syscall (SYS_recvfrom, fd, out, size, MSG_DONTWAIT, NULL, NULL);
  return *length >= (ssize_t) (sizeof (struct nlmsghdr) + sizeof (struct unix_diag_msg));
}

/* 0: not known. */
static uint32_t
read_peer (const char *answer, ssize_t length)
{
  const struct nlmsghdr *header = (const void *) answer;
  size_t at = sizeof *header + NLMSG_ALIGN (sizeof (struct unix_diag_msg));

  if (header->nlmsg_type != SOCK_DIAG_BY_FAMILY)
    return 0;
  while (at + sizeof (struct nlattr) + sizeof (uint32_t) <= (size_t) length)
    {
      struct nlattr attribute;
      uint32_t inode;

      memcpy (&attribute, answer + at, sizeof attribute);
      memcpy (&inode, answer + at + sizeof attribute, sizeof inode);
      if (attribute.nla_type == UNIX_DIAG_PEER)
        return inode;
      if (attribute.nla_len < sizeof attribute)
        return 0;
      at += NLMSG_ALIGN (attribute.nla_len);
    }
  return 0;
}

static uint32_t
find_local (uint32_t inode)
{
  _Alignas (8) char answer[512];
  int fd = (int) syscall (SYS_socket, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  uint32_t peer = 0;
  ssize_t length;

  if (fd < 0)
    return 0;
  if (ask (fd, inode, answer, sizeof answer, &length))
    peer = read_peer (answer, length);
  syscall (SYS_close, fd);
  return peer;
}

/* 0: it is none of the network. An address of the old kind is the same in the clothes of the new. */
static uint64_t
address_key (const struct sockaddr *address)
{
  uint64_t parts[2];
  uint32_t old;

  if (address->sa_family == AF_INET)
    return pl_rec_hash (((const struct sockaddr_in *) address)->sin_addr.s_addr, ((const struct sockaddr_in *) address)->sin_port);
  if (address->sa_family != AF_INET6)
    return 0;
  memcpy (parts, &((const struct sockaddr_in6 *) address)->sin6_addr, sizeof parts);
  memcpy (&old, (const char *) parts + 12, sizeof old);
  if (IN6_IS_ADDR_V4MAPPED (&((const struct sockaddr_in6 *) address)->sin6_addr))
    return pl_rec_hash (old, ((const struct sockaddr_in6 *) address)->sin6_port);
  return pl_rec_hash (pl_rec_hash (parts[0], parts[1]), ((const struct sockaddr_in6 *) address)->sin6_port);
}

/* Both ends of a connection know the two addresses it lies between: where they meet they are joined. */
static void
meet (int fd, const struct sockaddr *connector, const struct sockaddr *acceptor)
{
  uint64_t from = address_key (connector), to = address_key (acceptor);
  int type = 0;
  socklen_t size = sizeof type;
  struct stat st;

  if (from == 0 || to == 0 || getsockopt (fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_STREAM ||
      fstat (fd, &st) != 0)
    return;
  pl_rec_object_meet (pl_rec_object (pl_rec_hash (from, to), "connection"),
                      pl_rec_object (pl_rec_hash (st.st_dev, st.st_ino), "socket"));
}

void
pl_rec_peer_connected (int fd, const struct sockaddr *address)
{
  struct sockaddr_storage own;
  socklen_t size = sizeof own;

  if (fd >= 0 && !pl_rec_careful && address && (address->sa_family == AF_INET || address->sa_family == AF_INET6) &&
      getsockname (fd, (struct sockaddr *) &own, &size) == 0)
    meet (fd, (const struct sockaddr *) &own, address);
}

void
pl_rec_peer_find (int fd)
{
  struct sockaddr_storage name, other;
  socklen_t size = sizeof name, other_size = sizeof other;
  struct stat st;
  uint32_t peer;

  if (fd < 0 || pl_rec_careful || getsockname (fd, (struct sockaddr *) &name, &size) != 0)
    return;
  if (name.ss_family != AF_UNIX && getpeername (fd, (struct sockaddr *) &other, &other_size) == 0)
    meet (fd, (const struct sockaddr *) &other, (const struct sockaddr *) &name);
  if (name.ss_family != AF_UNIX || fstat (fd, &st) != 0)
    return;
  peer = find_local ((uint32_t) st.st_ino);
  if (peer != 0)
    pl_rec_object_join (pl_rec_object (pl_rec_hash (st.st_dev, st.st_ino), "socket"),
                        pl_rec_object (pl_rec_hash (st.st_dev, peer), "socket"));
}
