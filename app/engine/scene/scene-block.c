/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/pl-process.h"
#include "log/scene/pl-scene-blocks.h"

/* Shared memory that is made under a name, which others open by that name. The name is no process' own: it stays, and the
 * memory with it, until somebody removes it. Nothing of that may stay behind the run, whoever is killed and when: a
 * guardian waits at a pipe whose other end all have, and whose end therefore is that of the last of them. In one
 * variant a worker, the tracker, does the same before everybody's eyes. */

/* What the tracker is told, before a block is made and after its name was removed. */
typedef struct { uint32_t block, there; } Message;
typedef struct { uint64_t cells[PL_MAX_SCENE_WORKERS]; } Block;

_Static_assert (sizeof (Block) <= PL_SCENE_BLOCK_BYTES, "there is a cell for everybody");

enum { GUARDIAN_READ = 0, GUARDIAN_WRITE, TRACKER_READ, TRACKER_WRITE };
enum { THE_BLOCK = 0, THE_END };    /* what they wait for */

/* The parent's. */
static pid_t guardian;
static int held = -1;               /* its own end of the guardian's pipe */

/* --- the parent --- */

/* Nothing is written into the pipe. */
static void
guard (int fd, pid_t runner)
{
  char unused;

  while (read (fd, &unused, 1) < 0 && errno == EINTR)
    ;
  pl_scene_blocks_sweep (runner);
  _exit (0);
}

static int
start_guardian (PlScene *scene)
{
  int keep[] = { scene->fds[GUARDIAN_READ] };
  pid_t runner = getpid ();

  held = fcntl (scene->fds[GUARDIAN_WRITE], F_DUPFD_CLOEXEC, 0);
  if (held < 0)
    return -errno;
  guardian = pl_process_fork_guardian (keep, 1);
  if (guardian == 0)
    guard (keep[0], runner);
  return guardian < 0 ? guardian : 0;
}

/* Its descriptor, or a negative errno. */
static int
make_block (pid_t runner, uint32_t n)
{
  char name[PL_SCENE_BLOCK_NAME];
  int fd, error;

  pl_scene_block_name (name, runner, n);
  fd = shm_open (name, O_CREAT | O_EXCL | O_RDWR, S_IRUSR | S_IWUSR);
  if (fd < 0)
    return -errno;
  /* Room that is there, or whoever writes would be killed by SIGBUS. */
  error = posix_fallocate (fd, 0, PL_SCENE_BLOCK_BYTES);
  if (error == 0)
    return fd;
  close (fd);
  shm_unlink (name);
  return -error;
}

static int
init (PlScene *scene)
{
  int error = pl_scene_open_pipe (scene, 0), fd;

  if (error == 0)
    error = pl_scene_open_pipe (scene, 0);
  if (error == 0)
    error = start_guardian (scene);
  if (error < 0)
    return error;
  pl_scene_blocks_sweep (getpid ());
  fd = make_block (getpid (), 0);
  if (fd < 0)
    {
      pl_crew_fail (&scene->crew, PL_RUN_BLOCK, -fd, 0, 0, 0);
      return fd;
    }
  close (fd);
  pl_scene_blocks_sweep (getpid ());
  return 0;
}

/* Everybody else is gone. */
static void
close_blocks (PlScene *scene)
{
  pl_scene_blocks_sweep (getpid ());
  if (held >= 0)
    close (held);
  /* Somebody may have killed it, and it is buried. */
  if (guardian > 0 && waitpid (guardian, NULL, WNOHANG) == 0)
    {
      kill (guardian, SIGKILL);
      waitpid (guardian, NULL, 0);
    }
}

static void
count_left (PlScene *scene)
{
  uint64_t left = 0, bytes = 0;

  for (uint32_t n = 0; n < scene->plan->scene_rounds; n++)
    {
      char name[PL_SCENE_BLOCK_NAME];
      struct stat info;
      int fd;

      pl_scene_block_name (name, getpid (), n);
      fd = shm_open (name, O_RDONLY, 0);
      if (fd < 0)
        continue;
      left++;
      bytes += fstat (fd, &info) == 0 ? (uint64_t) info.st_size : 0;
      close (fd);
    }
  pl_scene_set_number (scene, PL_BLOCK_LEFT, left);
  pl_scene_set_number (scene, PL_BLOCK_LEFT_BYTES, bytes);
}

static PlSceneOutcome
judge (PlScene *scene)
{
  count_left (scene);
  if (pl_scene_number (scene, PL_BLOCK_LEFT) > 0)
    return PL_OUTCOME_BROKEN;
  return pl_scene_number (scene, PL_BLOCK_TRACKED) > 0 ? PL_OUTCOME_RECOVERED : PL_OUTCOME_FINE;
}

/* --- the workers --- */

static bool
is_tracked (const PlActor *actor)
{
  return actor->variant == PL_BLOCK_VARIANT_TRACKED;
}

/* In the middle of its rounds, with a block it has not removed yet. */
static bool
is_last_of_creator (const PlActor *actor, uint32_t round)
{
  return (is_tracked (actor) || actor->variant == PL_BLOCK_VARIANT_KILLED) && round == actor->rounds / 2;
}

static void
tell_tracker (PlActor *actor, uint32_t block, bool there)
{
  const Message message = { block, there };

  if (is_tracked (actor))
    pl_actor_write (actor, actor->fds[TRACKER_WRITE], &message, sizeof message, THE_END);
}

/* A worker that cannot have it ends, and the run with it. */
static Block *
map_block (int fd)
{
  Block *block = fd < 0 ? MAP_FAILED : mmap (NULL, sizeof *block, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

  if (block == MAP_FAILED)
    _exit (1);
  close (fd);
  return block;
}

static bool
remove_block (pid_t runner, uint32_t n)
{
  char name[PL_SCENE_BLOCK_NAME];

  pl_scene_block_name (name, runner, n);
  return shm_unlink (name) == 0;
}

/* What it does with a block that everybody has written into. */
static void
be_done_with (PlActor *actor, Block *block, uint32_t round)
{
  for (uint32_t i = 1; i < actor->n; i++)
    if (block->cells[i] == round + 1)
      pl_actor_add (actor, PL_BLOCK_SEEN, 1);
  munmap (block, sizeof *block);
  pl_actor_count (actor);
  if (is_last_of_creator (actor, round))
    raise (SIGKILL);
  if (actor->variant == PL_VARIANT_FAULTY)
    {
      pl_actor_enter (actor, PL_STATE_RECEIVING, round);
      pl_actor_confess (actor);
      pl_actor_dawdle (actor, 200, 400);
    }
  else if (remove_block (getppid (), round))
    {
      pl_actor_add (actor, PL_BLOCK_UNLINKED, 1);
      tell_tracker (actor, round, false);
    }
}

static void
create_blocks (PlActor *actor)
{
  for (uint32_t round = 0; round < actor->rounds; round++)
    {
      Block *block;

      pl_actor_meanwhile (actor);
      if (pl_actor_meet_on (actor, round))
        return;
      pl_actor_dawdle (actor, 300, 900);
      pl_actor_do (actor, round);
      tell_tracker (actor, round, true);
      block = map_block (make_block (getppid (), round));
      pl_actor_add (actor, PL_BLOCK_CREATED, 1);
      block->cells[0] = round + 1;
      pl_actor_meet (actor);
      pl_actor_meet (actor);
      be_done_with (actor, block, round);
    }
}

/* All it knows of the block is its name. */
static void
use_block (PlActor *actor, uint32_t round)
{
  char name[PL_SCENE_BLOCK_NAME];
  Block *block;

  pl_scene_block_name (name, getppid (), round);
  pl_actor_do (actor, round);
  block = map_block (shm_open (name, O_RDWR, 0));
  if (block->cells[0] == round + 1)
    pl_actor_add (actor, PL_BLOCK_ATTACHED, 1);
  block->cells[actor->me] = round + 1;
  pl_actor_dawdle (actor, 300, 1200);
  munmap (block, sizeof *block);
  pl_actor_count (actor);
  pl_actor_meanwhile (actor);
}

static void
use_blocks (PlActor *actor)
{
  pl_actor_meanwhile (actor);
  for (uint32_t round = 0; round < actor->rounds; round++)
    {
      if (pl_actor_meet_on (actor, round))
        return;
      pl_actor_meet (actor);
      use_block (actor, round);
      pl_actor_meet (actor);
      if (is_last_of_creator (actor, round))
        return;
    }
}

/* Whoever would still tell it something has the other end of the pipe. */
static void
track (PlActor *actor)
{
  bool there[PL_SCENE_MAX_BLOCKS] = { false };
  Message message;

  pl_actor_meanwhile (actor);
  while (pl_actor_read (actor, actor->fds[TRACKER_READ], &message, sizeof message, THE_END))
    {
      there[message.block] = message.there;
      pl_actor_meanwhile (actor);
    }
  for (uint32_t n = 0; n < actor->rounds; n++)
    if (there[n])
      {
        pl_actor_do (actor, n);
        pl_actor_dawdle (actor, 300, 600);
        if (remove_block (getppid (), n))
          pl_actor_add (actor, PL_BLOCK_TRACKED, 1);
        pl_actor_count (actor);
      }
}

static void
work (PlActor *actor)
{
  bool tracker = is_tracked (actor) && actor->me == actor->n - 1;

  /* If the tracker is killed, the others just tell it nothing any more. */
  signal (SIGPIPE, SIG_IGN);
  close (actor->fds[GUARDIAN_READ]);
  close (actor->fds[tracker ? TRACKER_WRITE : TRACKER_READ]);
  if (tracker)
    {
      track (actor);
      return;
    }
  /* It meets nobody. */
  if (is_tracked (actor))
    actor->n--;
  if (actor->me == 0)
    create_blocks (actor);
  else
    use_blocks (actor);
}

const PlSceneOps pl_scene_block_ops = {
  .room = sizeof (uint32_t), .init = init, .work = work, .judge = judge, .close = close_blocks,
};
