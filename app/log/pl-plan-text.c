/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-plan-text.h"

#include "log/pl-log-format.h"
#include "log/pl-race-methods.h" /* N_() */

#include <stdio.h>
#include <string.h>

#define MAX_KEY 64u

typedef struct {
  const char *key;
  size_t offset;
  bool wide;
} Key;

#define KEY(key, member) \
  { key, offsetof (PlPlanData, member), sizeof (((PlPlanData *) NULL)->member) == 8 }
#define FAIL(n) KEY ("pool.fail-task." #n, fail_tasks[n])
#define PART(n) \
  KEY ("part." #n ".method", parts[n].method), KEY ("part." #n ".record", parts[n].record)

/* Saved runs hold the keys: never rename one. */
static const Key keys[] = {
  KEY ("kind", kind), KEY ("record", record), KEY ("seed", seed),
  KEY ("pool.size", pool_size), KEY ("pool.tasks", tasks), KEY ("pool.chunk-asked", chunk_asked),
  KEY ("pool.chunk", chunk), KEY ("pool.ipc", ipc), KEY ("pool.work", work),
  KEY ("pool.spread", spread), KEY ("pool.payload", payload), KEY ("pool.task-time-ns", task_time_ns),
  KEY ("pool.serial", serial), KEY ("pool.fault", fault), KEY ("pool.fault-task", fault_task),
  KEY ("race.workers", workers), KEY ("race.parts", n_parts), KEY ("race.increments", increments),
  KEY ("race.trials", trials), KEY ("race.window", window), KEY ("race.cpus", cpus),
  KEY ("race.window-amount", window_amount), KEY ("race.duration-ns", duration_ns),
  KEY ("race.rlock-depth", rlock_depth), KEY ("race.guess", guess),
  KEY ("race.overlap-ns", overlap_ns),
  PART (0), PART (1), PART (2), PART (3), PART (4), PART (5), PART (6), PART (7),
  KEY ("scene.scene", scene), KEY ("scene.variant", scene_variant),
  KEY ("scene.workers", scene_workers), KEY ("scene.rounds", scene_rounds),
  KEY ("scene.limit", scene_limit),
  KEY ("recording.python", recording_python), KEY ("recording.threads", recording_threads),
  KEY ("recording.limit-ns", recording_limit_ns), KEY ("recording.lines", recording_lines),
  KEY ("pool.workers", worker_kind), KEY ("pool.start", start), KEY ("pool.crash", crash),
  KEY ("pool.crash-code", crash_code),
  KEY ("pool.mode", mode), KEY ("pool.maps", maps), KEY ("pool.tasks-per-worker", tasks_per_worker),
  KEY ("pool.fail-init", fail_init), KEY ("pool.end", end), KEY ("pool.init-ns", init_ns),
  KEY ("pool.callback-ns", callback_ns), KEY ("pool.result-timeout-ns", result_timeout_ns),
  KEY ("pool.idle-ns", idle_ns), KEY ("pool.end-after-ns", end_after_ns), KEY ("pool.engine", engine),
  FAIL (0), FAIL (1), FAIL (2), FAIL (3), FAIL (4), FAIL (5), FAIL (6), FAIL (7), FAIL (8), FAIL (9), FAIL (10),
  FAIL (11), FAIL (12), FAIL (13), FAIL (14), FAIL (15),
};
enum { N_KEYS = sizeof keys / sizeof keys[0] };

_Static_assert (PL_MAX_RACE_PARTS == 8 && PL_MAX_FAIL_TASKS == 16, "each has its keys");
/* The one text among the numbers. */
#define COMMAND_KEY "recording.command"
/* None of ours is longer. */
#define LONGEST_KEY 32u
/* The longest line is a key, "=", 20 digits and a newline; each byte of a text may need three. */
_Static_assert (N_KEYS * (LONGEST_KEY + 22) + MAX_KEY + 2 + 3 * PL_MAX_COMMAND <= PL_LOG_MAX_PLAN, "every plan fits");

static uint64_t
get (const PlPlanData *plan, const Key *key)
{
  const uint8_t *member = (const uint8_t *) plan + key->offset;
  uint64_t wide;
  uint32_t narrow;

  if (key->wide)
    {
      memcpy (&wide, member, sizeof wide);
      return wide;
    }
  memcpy (&narrow, member, sizeof narrow);
  return narrow;
}

static void
set (PlPlanData *plan, const Key *key, uint64_t value)
{
  uint8_t *member = (uint8_t *) plan + key->offset;
  uint32_t narrow = (uint32_t) value;

  if (key->wide)
    memcpy (member, &value, sizeof value);
  else
    memcpy (member, &narrow, sizeof narrow);
}

/* Printable ASCII as it is; all else, and what begins an escape, as %XX. */
static size_t
put_text (const char *text, size_t max, char *out)
{
  static const char digits[] = "0123456789ABCDEF";
  size_t length = 0;

  for (size_t i = 0; i < max && text[i] != '\0'; i++)
    {
      uint8_t byte = (uint8_t) text[i];

      if (byte >= 0x20 && byte <= 0x7e && byte != '%')
        {
          out[length++] = text[i];
          continue;
        }
      out[length++] = '%';
      out[length++] = digits[byte >> 4];
      out[length++] = digits[byte & 15];
    }
  return length;
}

static int
digit (char c)
{
  return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* out has room for max bytes, the NUL included, and is zero. One spelling is allowed for each text: as put_text () has it. */
static bool
take_text (const char *value, size_t size, char *out, size_t max)
{
  char again[3];
  size_t length = 0;

  for (size_t i = 0; i < size; i++)
    {
      bool escaped = value[i] == '%';
      int high = escaped && i + 2 < size ? digit (value[i + 1]) : 0, low = escaped && i + 2 < size ? digit (value[i + 2]) : 0;

      if (length + 1 >= max || (escaped && (i + 2 >= size || high < 0 || low < 0)))
        return false;
      out[length] = escaped ? (char) (high << 4 | low) : value[i];
      if (out[length] == '\0' || put_text (&out[length], 1, again) != (escaped ? 3 : 1))
        return false;
      length++;
      i += escaped ? 2 : 0;
    }
  return length > 0;
}

size_t
pl_plan_to_text (const PlPlanData *plan, char *out)
{
  size_t length = 0;

  for (unsigned i = 0; i < N_KEYS; i++)
    {
      uint64_t value = get (plan, &keys[i]);

      if (value != 0 || i == 0)
        length += (size_t) snprintf (out + length, PL_LOG_MAX_PLAN - length, "%s=%llu\n", keys[i].key,
                                     (unsigned long long) value);
    }
  if (plan->recording_command[0] != '\0')
    {
      length += (size_t) snprintf (out + length, PL_LOG_MAX_PLAN - length, "%s=", COMMAND_KEY);
      length += put_text (plan->recording_command, PL_MAX_COMMAND - 1, out + length);
      out[length++] = '\n';
    }
  return length;
}

static bool
key_ok (const char *key, size_t size)
{
  if (size < 1 || size > MAX_KEY)
    return false;
  for (size_t i = 0; i < size; i++)
    if (!((key[i] >= 'a' && key[i] <= 'z') || (key[i] >= '0' && key[i] <= '9') || key[i] == '-' ||
          key[i] == '.'))
      return false;
  return true;
}

/* The value of a key that is not known may be any printable text. */
static bool
value_ok (const char *value, size_t size)
{
  for (size_t i = 0; i < size; i++)
    if (value[i] < 0x20 || value[i] > 0x7e)
      return false;
  return true;
}

static bool
parse (const char *value, size_t size, bool wide, uint64_t *out)
{
  *out = 0;
  if (size < 1 || (size > 1 && value[0] == '0'))
    return false;
  for (size_t i = 0; i < size; i++)
    if (value[i] < '0' || value[i] > '9' || __builtin_mul_overflow (*out, 10u, out) ||
        __builtin_add_overflow (*out, (unsigned) (value[i] - '0'), out))
      return false;
  return wide || *out <= UINT32_MAX;
}

static int
find (const char *key, size_t size)
{
  for (int i = 0; i < N_KEYS; i++)
    if (strlen (keys[i].key) == size && memcmp (keys[i].key, key, size) == 0)
      return i;
  return -1;
}

static bool
take_line (const char *line, size_t size, PlPlanData *plan, bool *seen)
{
  const char *equals = memchr (line, '=', size);
  size_t key_size = equals ? (size_t) (equals - line) : 0;
  size_t value_size = equals ? size - key_size - 1 : 0;
  uint64_t value;
  int key;

  if (!equals || !key_ok (line, key_size) || !value_ok (equals + 1, value_size))
    return false;
  if (key_size == strlen (COMMAND_KEY) && memcmp (line, COMMAND_KEY, key_size) == 0)
    return plan->recording_command[0] == '\0' &&
           take_text (equals + 1, value_size, plan->recording_command, PL_MAX_COMMAND);
  key = find (line, key_size);
  if (key < 0)
    return true;
  if (seen[key] || !parse (equals + 1, value_size, keys[key].wide, &value))
    return false;
  seen[key] = true;
  set (plan, &keys[key], value);
  return true;
}

const char *
pl_plan_from_text (const char *text, size_t size, PlPlanData *out)
{
  bool seen[N_KEYS] = { false };

  memset (out, 0, sizeof *out);
  if (size < 1 || size > PL_LOG_MAX_PLAN)
    return N_ ("the text of its plan is broken");
  for (size_t at = 0; at < size; )
    {
      const char *end = memchr (text + at, '\n', size - at);

      if (!end || !take_line (text + at, (size_t) (end - text) - at, out, seen))
        return N_ ("the text of its plan is broken");
      at = (size_t) (end - text) + 1;
    }
  return seen[0] ? NULL : N_ ("the text of its plan is broken");
}
