#include <float.h>
#include <inttypes.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
  int8_t b;
  uint8_t B;
  int16_t h;
  uint16_t H;
  uint32_t i, I;
  unsigned long l, L;
  uint64_t q, Q;
  float f, large;
} Numbers;

/* In C only numbers without a sign may begin anew: the others are read as what they then are. */
static void
add_one (Numbers *numbers)
{
  numbers->b = (int8_t) (numbers->b + 1);
  numbers->B++;
  numbers->h = (int16_t) (numbers->h + 1);
  numbers->H++;
  numbers->i++;
  numbers->I++;
  numbers->l++;
  numbers->L++;
  numbers->q++;
  numbers->Q++;
  numbers->large *= 10;
}

int
main (void)
{
  Numbers *numbers = mmap (NULL, sizeof *numbers, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  if (numbers == MAP_FAILED)
    return 1;
  *numbers = (Numbers) { INT8_MAX, UINT8_MAX, INT16_MAX, UINT16_MAX, INT32_MAX, UINT32_MAX, LONG_MAX, ULONG_MAX, INT64_MAX, UINT64_MAX,
                         0.1f, FLT_MAX };
  if (fork () == 0)
    {
      add_one (numbers);
      exit (0);
    }
  wait (NULL);
  printf ("b: %d\nB: %u\nh: %d\nH: %u\n", numbers->b, numbers->B, numbers->h, numbers->H);
  printf ("i: %" PRId32 "\nI: %" PRIu32 "\n", (int32_t) numbers->i, numbers->I);
  printf ("l: %ld\nL: %lu\n", (long) numbers->l, numbers->L);
  printf ("q: %" PRId64 "\nQ: %" PRIu64 "\n", (int64_t) numbers->q, numbers->Q);
  printf ("f: %.11f\n", (double) numbers->f);
  printf ("f, too large: %.11g\n", (double) numbers->large);
  return 0;
}
