#include <inttypes.h>
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
  uint64_t q, Q;
  float f;
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
  numbers->q++;
  numbers->Q++;
}

int
main (void)
{
  Numbers *numbers = mmap (NULL, sizeof *numbers, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  if (numbers == MAP_FAILED)
    return 1;
  *numbers = (Numbers) { INT8_MAX, UINT8_MAX, INT16_MAX, UINT16_MAX, INT32_MAX, UINT32_MAX, INT64_MAX, UINT64_MAX, 0.1f };
  if (fork () == 0)
    {
      add_one (numbers);
      exit (0);
    }
  wait (NULL);
  printf ("b: %d\nB: %u\nh: %d\nH: %u\n", numbers->b, numbers->B, numbers->h, numbers->H);
  printf ("i: %" PRId32 "\nI: %" PRIu32 "\n", (int32_t) numbers->i, numbers->I);
  printf ("q: %" PRId64 "\nQ: %" PRIu64 "\n", (int64_t) numbers->q, numbers->Q);
  printf ("f: %.11f\n", (double) numbers->f);
  return 0;
}
