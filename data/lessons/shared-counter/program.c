#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORKERS 4
#define ROUNDS 1000
#define AT_ONCE 1000

typedef struct {
  sem_t lock;
  volatile int value;
} Counter;

static void
count (Counter *counter)
{
  for (int i = 0; i < ROUNDS; i++)
    {
      sem_wait (&counter->lock);
      for (int k = 0; k < AT_ONCE; k++)
        counter->value++;
      sem_post (&counter->lock);
    }
}

int
main (void)
{
  Counter *counter = mmap (NULL, sizeof *counter, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  if (counter == MAP_FAILED || sem_init (&counter->lock, 1, 1) < 0)
    return 1;
  for (int i = 0; i < WORKERS; i++)
    if (fork () == 0)
      {
        count (counter);
        exit (0);
      }
  while (wait (NULL) > 0)
    continue;
  printf ("%d\n", counter->value);
  return 0;
}
