/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/pl-text.h"


/* Text to numbers. Strict, and the same in every locale: what is typed on the command
 * line or stands in a file means the same everywhere. */

static void
add_digit (guint64 *n, gboolean *fits, char digit)
{
  guint64 value = (guint64) (digit - '0');

  *fits = *fits && *n <= (G_MAXUINT64 - value) / 10;
  *n = *n * 10 + value;
}

/* Digits with groups of exactly three behind a "_" or ",": so that "1,5", which means one and
 * a half to many, is not read as fifteen. Leaves *text behind the number. FALSE: there is none.
 * One that is too large for *n is still a number: *fits is FALSE then, and else left alone. */
static gboolean
scan_count (const char **text, guint64 *n, gboolean *fits)
{
  const char *p = *text;
  guint since_separator = 0;
  gboolean grouped = FALSE;
  guint64 value = 0;

  if (!g_ascii_isdigit (*p))
    return FALSE;
  for (; *p != '\0'; p++)
    {
      if (g_ascii_isdigit (*p))
        {
          add_digit (&value, fits, *p);
          since_separator++;
        }
      else if (*p == '_' || *p == ',')
        {
          if (since_separator > 3 || (grouped && since_separator != 3))
            return FALSE;
          grouped = TRUE;
          since_separator = 0;
        }
      else
        break;
    }
  if (grouped && since_separator != 3)
    return FALSE;
  *n = value;
  *text = p;
  return TRUE;
}

static gboolean
read_count (const char *text, guint64 *n, gboolean *fits)
{
  return scan_count (&text, n, fits) && *text == '\0';
}

static const char *
skip_space (const char *text)
{
  while (*text == ' ')
    text++;
  return text;
}

static gboolean
find_factor (const char *unit, const char *const *names, const guint64 *factors, guint n,
             guint64 *factor)
{
  for (guint i = 0; i < n; i++)
    {
      if (g_ascii_strcasecmp (unit, names[i]) == 0)
        {
          *factor = factors[i];
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
read_bytes (const char *text, guint64 *bytes, gboolean *fits)
{
  static const char *const names[] = { "", "B", "byte", "bytes", "KiB", "MiB" };
  static const guint64 factors[] = { 1, 1, 1, 1, 1024, 1024 * 1024 };
  guint64 value, factor;

  if (!scan_count (&text, &value, fits)
      || !find_factor (skip_space (text), names, factors, G_N_ELEMENTS (names), &factor))
    return FALSE;
  *fits = *fits && value <= G_MAXUINT64 / factor;
  *bytes = value * factor;
  return TRUE;
}

/* The digits behind a decimal point, in billionths: what lies below is rounded away. */
static gboolean
scan_fraction (const char **text, guint64 *billionths)
{
  const char *p = *text;
  guint64 value = 0;
  guint digits = 0;

  if (!g_ascii_isdigit (*p))
    return FALSE;
  for (; g_ascii_isdigit (*p); p++)
    {
      if (digits++ < 9)
        value = value * 10 + (guint64) (*p - '0');
    }
  for (; digits < 9; digits++)
    value *= 10;
  *billionths = value;
  *text = p;
  return TRUE;
}

static gboolean
read_duration (const char *text, guint64 *ns, gboolean *fits)
{
  static const char *const names[] = { "ns", "us", "µs", "μs", "ms", "s", "min" };
  static const guint64 factors[] = {
    1, 1000, 1000, 1000, 1000000, 1000000000, G_GUINT64_CONSTANT (60000000000)
  };
  guint64 value = 0, billionths = 0, factor, fraction;

  if (!scan_count (&text, &value, fits))
    return FALSE;
  if (*text == '.')
    {
      text++;
      if (!scan_fraction (&text, &billionths))
        return FALSE;
    }
  text = skip_space (text);
  if (*text == '\0' && value == 0 && billionths == 0)
    {
      *ns = 0;
      return TRUE;
    }
  if (!find_factor (text, names, factors, G_N_ELEMENTS (names), &factor))
    return FALSE;
  fraction = (guint64) ((double) billionths * (double) factor / 1e9 + 0.5);
  *fits = *fits && value <= ((guint64) G_MAXINT64 - fraction) / factor;
  *ns = value * factor + fraction;
  return TRUE;
}

typedef gboolean Reader (const char *text, guint64 *value, gboolean *fits);

static gboolean
parse (Reader *reader, const char *text, guint64 *value)
{
  gboolean fits = TRUE;
  guint64 read;

  if (text == NULL || !reader (text, &read, &fits) || !fits)
    return FALSE;
  *value = read;
  return TRUE;
}

/* Of any size, and below nothing too. */
static gboolean
looks_like (Reader *reader, const char *text)
{
  gboolean fits = TRUE;
  guint64 value;

  return text != NULL && reader (*text == '-' ? text + 1 : text, &value, &fits);
}

gboolean
pl_text_parse_count (const char *text, guint64 *n)
{
  return parse (read_count, text, n);
}

gboolean
pl_text_parse_bytes (const char *text, guint64 *bytes)
{
  return parse (read_bytes, text, bytes);
}

gboolean
pl_text_parse_duration (const char *text, gint64 *ns)
{
  guint64 value;

  if (!parse (read_duration, text, &value))
    return FALSE;
  *ns = (gint64) value;
  return TRUE;
}

gboolean
pl_text_is_count (const char *text)
{
  return looks_like (read_count, text);
}

gboolean
pl_text_is_bytes (const char *text)
{
  return looks_like (read_bytes, text);
}

gboolean
pl_text_is_duration (const char *text)
{
  return looks_like (read_duration, text);
}

gboolean
pl_text_is_cut (const char *line, gsize length)
{
  gsize n = 0;

  while (length > 0 && line[length - 1] == '\r')
    length--;
  while (n < length && line[length - 1 - n] == '\\')
    n++;
  return n % 2 == 1;
}
