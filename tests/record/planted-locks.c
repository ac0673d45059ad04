/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For locks and semaphores, or never again. */

#include "planted.h"

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "record/paralane-mark.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

/* A child holds the lock for 30 ms from when we are about to ask for it. */
static int
plant_lock (void)
{
  sem_t *locks = planted_semaphores ("100");
  pid_t child;

  child = fork ();
  if (child == 0)
    {
      sem_wait (&locks[0]);
      sem_post (&locks[1]);
      sem_wait (&locks[2]);
      planted_rest (30);
      sem_post (&locks[0]);
      _exit (0);
    }
  sem_wait (&locks[1]);
  sem_post (&locks[2]);
  sem_wait (&locks[0]);
  sem_post (&locks[0]);
  waitpid (child, NULL, 0);
  return 0;
}

/* Two children, each has what the other one wants. They never end by themselves. */
static int
plant_deadlock (void)
{
  sem_t *locks = planted_semaphores ("11");

  for (int i = 0; i < 2; i++)
    if (fork () == 0)
      {
        sem_wait (&locks[i]);
        planted_rest (50);
        sem_wait (&locks[1 - i]);
        _exit (0);
      }
  while (wait (NULL) > 0)
    ;
  return 0;
}

/* A child dies with the lock that another one waits for. */
static int
plant_dead_holder (void)
{
  sem_t *locks = planted_semaphores ("10");
  pid_t holder;

  holder = fork ();
  if (holder == 0)
    {
      sem_wait (&locks[0]);
      sem_post (&locks[1]);
      planted_rest (60);
      raise (SIGKILL);
    }
  sem_wait (&locks[1]);
  if (fork () == 0)
    {
      sem_wait (&locks[0]);
      _exit (0);
    }
  waitpid (holder, NULL, 0);
  while (wait (NULL) > 0)
    ;
  return 0;
}

/* Four who share one lock, and work only while they have it. */
static int
plant_one_lock (void)
{
  sem_t *lock = mmap (NULL, sizeof *lock, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  sem_init (lock, 1, 1);
  for (int i = 0; i < 4; i++)
    if (fork () == 0)
      {
        for (int round = 0; round < 16; round++)
          {
            sem_wait (lock);
            planted_rest (4);
            sem_post (lock);
          }
        _exit (0);
      }
  while (wait (NULL) > 0)
    ;
  return 0;
}

/* Gives a lock that somebody waits for, and has it again before he has woken up, again and again; then he gets it. When the last
 * one was given is marked. */
static int
plant_again (void)
{
  sem_t *locks = planted_semaphores ("100");

  if (fork () == 0)
    {
      for (int round = 0; round < 10; round++)
        {
          sem_wait (&locks[1]);
          sem_wait (&locks[0]);
          sem_post (&locks[0]);
          sem_post (&locks[2]);
        }
      _exit (0);
    }
  for (int round = 0; round < 10; round++)
    {
      sem_wait (&locks[0]);
      sem_post (&locks[1]);
      planted_rest (3);
      for (int i = 0; i < 200 && sem_post (&locks[0]) == 0 && (i == 199 || sem_trywait (&locks[0]) == 0); i++)
        ;
      paralane_mark ("given");
      planted_spin (10);
      sem_wait (&locks[2]);
    }
  wait (NULL);
  return 0;
}

/* A lock that another thread holds while we fork: in the child nobody will ever give it. */
static void *
hold_cb (void *data)
{
  pthread_mutex_lock (&mutex);
  planted_rest (300);
  pthread_mutex_unlock (&mutex);
  return NULL;
}

static int
plant_inherited (void)
{
  pthread_t thread;
  pid_t child;

  pthread_create (&thread, NULL, hold_cb, NULL);
  planted_rest (50);
  child = fork ();
  if (child == 0)
    {
      pthread_mutex_lock (&mutex);
      _exit (0);
    }
  planted_rest (50);
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  pthread_join (thread, NULL);
  return 0;
}

/* Two semaphores that tell something: whoever waits is told, and nobody has them. */
static int
plant_told (void)
{
  sem_t *told_by = planted_semaphores ("00");
  pid_t child;

  child = fork ();
  if (child == 0)
    {
      for (int i = 0; i < 3; i++)
        {
          sem_wait (&told_by[0]);
          planted_rest (10);
          sem_post (&told_by[1]);
        }
      _exit (0);
    }
  for (int i = 0; i < 3; i++)
    {
      sem_post (&told_by[0]);
      sem_wait (&told_by[1]);
    }
  waitpid (child, NULL, 0);
  return 0;
}

/* Somebody who waits is killed in it, and never goes; whoever takes and gives then tells nobody anything. */
static int
plant_takes (void)
{
  sem_t *locks = planted_semaphores ("10");
  pid_t child;

  sem_wait (&locks[0]);
  child = fork ();
  if (child == 0)
    {
      sem_post (&locks[1]);
      sem_wait (&locks[0]);
      _exit (1);
    }
  sem_wait (&locks[1]);
  planted_rest (50);
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  sem_post (&locks[0]);
  for (int i = 0; i < 100000; i++)
    {
      sem_wait (&locks[0]);
      sem_post (&locks[0]);
    }
  return 0;
}

/* Two threads, each has what the other one wants, where there are many more, half of which go after they have it. */
enum { MANY = 2000 };
static pthread_mutex_t many[MANY];

static void *
want_cb (void *data)
{
  pthread_mutex_t *mine = data, *other = mine == &many[MANY - 1] ? &many[MANY - 2] : &many[MANY - 1];

  pthread_mutex_lock (mine);
  planted_rest (50);
  for (int i = 0; i < MANY / 2 && mine == &many[MANY - 2]; i++)
    pthread_mutex_destroy (&many[i]);
  planted_rest (50);
  pthread_mutex_lock (other);
  return NULL;
}

static int
plant_many_locks (void)
{
  pthread_t thread;

  for (int i = 0; i < MANY; i++)
    {
      pthread_mutex_init (&many[i], NULL);
      pthread_mutex_lock (&many[i]);
      pthread_mutex_unlock (&many[i]);
    }
  pthread_create (&thread, NULL, want_cb, &many[MANY - 1]);
  want_cb (&many[MANY - 2]);
  return 0;
}

const Plant plants_locks[] = {
  { "lock", plant_lock }, { "deadlock", plant_deadlock }, { "dead-holder", plant_dead_holder },
  { "one-lock", plant_one_lock }, { "again", plant_again }, { "inherited", plant_inherited }, { "told", plant_told },
  { "takes", plant_takes }, { "many-locks", plant_many_locks }, { NULL, NULL },
};
