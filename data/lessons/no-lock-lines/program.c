#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void
work (int number, sem_t *lock)
{
  for (int i = 0; i < 5; i++)
    {
      printf ("Worker %d takes the lock\n", number);
      printf ("Worker %d is at work\n", number);
      usleep (2000);
      printf ("Worker %d gives the lock back\n", number);
    }
}

int
main (void)
{
  sem_t *lock = mmap (NULL, sizeof *lock, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  if (lock == MAP_FAILED || sem_init (lock, 1, 1) < 0)
    return 1;
  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  for (int i = 1; i <= 4; i++)
    if (fork () == 0)
      {
        work (i, lock);
        exit (0);
      }
  while (wait (NULL) > 0)
    continue;
  return 0;
}
