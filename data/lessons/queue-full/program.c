#include <semaphore.h>
#include <stdio.h>
#include <time.h>

/* As a queue of two places has it: one semaphore counts the free ones, the other the items. */
typedef struct { sem_t places, items; int ring[2], first, n; } Queue;

/* 0: no patience. */
static int
take (sem_t *semaphore, double patience)
{
  struct timespec until;

  if (patience <= 0)
    return sem_trywait (semaphore) == 0;
  clock_gettime (CLOCK_REALTIME, &until);
  until.tv_nsec += (long) (patience * 1e9);
  until.tv_sec += until.tv_nsec / 1000000000;
  until.tv_nsec %= 1000000000;
  return sem_timedwait (semaphore, &until) == 0;
}

static int
put (Queue *queue, int item, double patience)
{
  if (!take (&queue->places, patience))
    return 0;
  queue->ring[(queue->first + queue->n++) % 2] = item;
  sem_post (&queue->items);
  return 1;
}

static int
get (Queue *queue, int *item, double patience)
{
  if (!take (&queue->items, patience))
    return 0;
  *item = queue->ring[queue->first];
  queue->first = (queue->first + 1) % 2;
  queue->n--;
  sem_post (&queue->places);
  return 1;
}

int
main (void)
{
  Queue queue = { .n = 0 };
  int one, two, none;

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  sem_init (&queue.places, 0, 2);
  sem_init (&queue.items, 0, 0);
  put (&queue, 1, 0);
  put (&queue, 2, 0);
  printf ("At once: %s\n", put (&queue, 3, 0) ? "done" : "full");
  printf ("After 0.3 s: %s\n", put (&queue, 3, 0.3) ? "done" : "full");
  if (!get (&queue, &one, 0) || !get (&queue, &two, 0))
    return 1;
  printf ("Taken: %d %d\n", one, two);
  printf ("At once: %s\n", get (&queue, &none, 0) ? "done" : "empty");
  printf ("After 0.3 s: %s\n", get (&queue, &none, 0.3) ? "done" : "empty");
  return 0;
}
