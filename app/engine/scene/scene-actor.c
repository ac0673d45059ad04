/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

#include <errno.h>
#include <sched.h>
#include <time.h>

#include "engine/pl-futex.h"

void
pl_actor_enter (PlActor *actor, PlState state, uint32_t arg)
{
  int64_t now_ns = pl_lane_record (&actor->writer, state, arg, 0);

  pl_account_edge (&actor->account, &actor->writer, now_ns, false);
}

void
pl_actor_do (PlActor *actor, uint32_t round)
{
  pl_actor_enter (actor, PL_STATE_WORKING, round);
}

void
pl_actor_meanwhile (PlActor *actor)
{
  pl_actor_enter (actor, PL_STATE_WAITING_TASK, 0);
}

void
pl_actor_want (PlActor *actor, uint32_t resource)
{
  uint32_t holder = atomic_load (&actor->shared->holder[resource]);

  pl_actor_enter (actor, PL_STATE_WAITING_LOCK,
                  PL_LOCK_ARG (resource, holder ? holder : PL_NO_LANE));
  atomic_store (&actor->shared->seats[actor->me].wants, resource + 1);
}

void
pl_actor_go_on (PlActor *actor)
{
  atomic_store (&actor->shared->seats[actor->me].wants, 0);
}

void
pl_actor_got (PlActor *actor, uint32_t resource)
{
  pl_actor_go_on (actor);
  atomic_store (&actor->shared->holder[resource], actor->lane);
}

void
pl_actor_let_go (PlActor *actor, uint32_t resource)
{
  atomic_store (&actor->shared->holder[resource], 0);
}

int
pl_actor_lock (PlActor *actor, pthread_mutex_t *mutex, uint32_t resource)
{
  int error = pthread_mutex_trylock (mutex);

  if (error == EBUSY)
    {
      pl_actor_want (actor, resource);
      error = pthread_mutex_lock (mutex);
    }
  pl_actor_got (actor, resource);
  return error;
}

void
pl_actor_unlock (PlActor *actor, pthread_mutex_t *mutex, uint32_t resource)
{
  pl_actor_let_go (actor, resource);
  pthread_mutex_unlock (mutex);
}

void
pl_actor_take (PlActor *actor, sem_t *semaphore, uint32_t resource)
{
  if (sem_trywait (semaphore) == 0)
    return;
  pl_actor_want (actor, resource);
  while (sem_wait (semaphore) < 0 && errno == EINTR)
    ;
  pl_actor_go_on (actor);
}

void
pl_actor_spread (PlActor *actor)
{
  cpu_set_t allowed, mine;
  int n, wanted;

  if (sched_getaffinity (0, sizeof allowed, &allowed) < 0 || (n = CPU_COUNT (&allowed)) < 2)
    return;
  wanted = (int) actor->me % n;
  for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
    if (CPU_ISSET (cpu, &allowed) && wanted-- == 0)
      {
        CPU_ZERO (&mine);
        CPU_SET (cpu, &mine);
        sched_setaffinity (0, sizeof mine, &mine);
        return;
      }
}

void
pl_actor_meet (PlActor *actor)
{
  PlSceneShared *shared = actor->shared;
  uint32_t generation = atomic_load (&shared->generation);

  if (atomic_fetch_add (&shared->arrived, 1) + 1 == actor->n)
    {
      /* Nobody comes again before the generation moves. */
      atomic_store (&shared->arrived, 0);
      atomic_fetch_add (&shared->generation, 1);
      pl_futex_wake_all (&shared->generation);
      return;
    }
  atomic_store (&shared->seats[actor->me].wants, PL_SCENE_WANTS_MEETING);
  while (atomic_load (&shared->generation) == generation)
    pl_futex_wait (&shared->generation, generation);
  pl_actor_go_on (actor);
}

bool
pl_actor_meet_on (PlActor *actor, uint32_t round)
{
  _Atomic uint32_t *over = &actor->shared->over[round % 2];

  /* One of them says it, before the meeting; it cannot be more than one meeting ahead of whoever
   * reads it. */
  if (actor->me == 0)
    atomic_store (over, pl_actor_is_stopped (actor));
  pl_actor_meet (actor);
  return atomic_load (over) != 0;
}

void
pl_actor_sleep (PlActor *actor, int64_t us)
{
  struct timespec left = { us / 1000000, us % 1000000 * 1000 };

  while (nanosleep (&left, &left) < 0 && errno == EINTR)
    ;
}

struct timespec
pl_actor_deadline (int64_t ms)
{
  struct timespec until;

  clock_gettime (CLOCK_REALTIME, &until);
  until.tv_sec += ms / 1000;
  until.tv_nsec += ms % 1000 * 1000000;
  until.tv_sec += until.tv_nsec / 1000000000;
  until.tv_nsec %= 1000000000;
  return until;
}

void
pl_actor_dawdle (PlActor *actor, int64_t least_us, int64_t most_us)
{
  pl_actor_sleep (actor, least_us +
                           (int64_t) pl_actor_random (actor, (uint64_t) (most_us - least_us + 1)));
}

uint64_t
pl_actor_random (PlActor *actor, uint64_t below)
{
  /* splitmix64 */
  uint64_t z = actor->random += UINT64_C (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C (0x94d049bb133111eb);
  return (z ^ (z >> 31)) % below;
}

void
pl_actor_count (PlActor *actor)
{
  atomic_fetch_add_explicit (&actor->writer.lane->tasks, 1, memory_order_relaxed);
}

bool
pl_actor_is_stopped (const PlActor *actor)
{
  return atomic_load_explicit (&actor->shared->stop, memory_order_relaxed) != 0;
}

void
pl_actor_add (PlActor *actor, uint32_t number, uint64_t n)
{
  atomic_fetch_add (&actor->shared->numbers[number], n);
}

void
pl_actor_raise (PlActor *actor, uint32_t number, uint64_t value)
{
  uint64_t old = atomic_load (&actor->shared->numbers[number]);

  while (old < value &&
         !atomic_compare_exchange_weak (&actor->shared->numbers[number], &old, value))
    ;
}

void
pl_actor_confess (PlActor *actor)
{
  uint32_t nobody = 0;

  if (atomic_compare_exchange_strong (&actor->shared->culprit, &nobody, actor->lane))
    atomic_store (&actor->shared->event_ns, pl_lane_now_ns (&actor->writer));
}

int
pl_scene_init_mutex (pthread_mutex_t *mutex, bool robust)
{
  return pl_scene_init_mutex_of (mutex, PTHREAD_MUTEX_DEFAULT, robust);
}

int
pl_scene_init_mutex_of (pthread_mutex_t *mutex, int type, bool robust)
{
  pthread_mutexattr_t attributes;
  int error = pthread_mutexattr_init (&attributes);

  if (error)
    return -error;
  pthread_mutexattr_setpshared (&attributes, PTHREAD_PROCESS_SHARED);
  pthread_mutexattr_settype (&attributes, type);
  if (robust)
    pthread_mutexattr_setrobust (&attributes, PTHREAD_MUTEX_ROBUST);
  error = pthread_mutex_init (mutex, &attributes);
  pthread_mutexattr_destroy (&attributes);
  return -error;
}

int
pl_scene_init_condition (pthread_cond_t *condition)
{
  pthread_condattr_t attributes;
  int error = pthread_condattr_init (&attributes);

  if (error)
    return -error;
  pthread_condattr_setpshared (&attributes, PTHREAD_PROCESS_SHARED);
  error = pthread_cond_init (condition, &attributes);
  pthread_condattr_destroy (&attributes);
  return -error;
}

uint64_t
pl_scene_number (const PlScene *scene, uint32_t number)
{
  return atomic_load (&scene->shared->numbers[number]);
}

void
pl_scene_set_number (PlScene *scene, uint32_t number, uint64_t value)
{
  atomic_store (&scene->shared->numbers[number], value);
}

uint32_t
pl_scene_count (const PlScene *scene, uint32_t worker)
{
  return atomic_load_explicit (&pl_log_lane (scene->log, worker + 1)->tasks, memory_order_relaxed);
}
