/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/pl-text.h"

#include <string.h>

/* Text to numbers. Strict, and the same in every locale: what is typed on the command
 * line or stands in a file means the same everywhere. */

static gboolean
add_digit (guint64 *n, char digit)
{
  guint64 value = (guint64) (digit - '0');

  if (*n > (G_MAXUINT64 - value) / 10)
    return FALSE;
  *n = *n * 10 + value;
  return TRUE;
}

/* Digits with groups of exactly three behind a "_" or ",": so that "1,5", which means one and
 * a half to many, is not read as fifteen. Leaves *text behind the number. */
static gboolean
scan_count (const char **text, guint64 *n)
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
          if (!add_digit (&value, *p))
            return FALSE;
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

gboolean
pl_text_parse_count (const char *text, guint64 *n)
{
  guint64 value;

  if (text == NULL || !scan_count (&text, &value) || *text != '\0')
    return FALSE;
  *n = value;
  return TRUE;
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

gboolean
pl_text_parse_bytes (const char *text, guint64 *bytes)
{
  static const char *const names[] = { "", "B", "byte", "bytes", "KiB", "MiB" };
  static const guint64 factors[] = { 1, 1, 1, 1, 1024, 1024 * 1024 };
  guint64 value, factor;

  if (text == NULL || !scan_count (&text, &value))
    return FALSE;
  if (!find_factor (skip_space (text), names, factors, G_N_ELEMENTS (names), &factor))
    return FALSE;
  if (value > G_MAXUINT64 / factor)
    return FALSE;
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

gboolean
pl_text_parse_duration (const char *text, gint64 *ns)
{
  static const char *const names[] = { "ns", "us", "µs", "μs", "ms", "s", "min" };
  static const guint64 factors[] = {
    1, 1000, 1000, 1000, 1000000, 1000000000, G_GUINT64_CONSTANT (60000000000)
  };
  guint64 value = 0, billionths = 0, factor, fraction;

  if (text == NULL || !scan_count (&text, &value))
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
  if (value > ((guint64) G_MAXINT64 - fraction) / factor)
    return FALSE;
  *ns = (gint64) (value * factor + fraction);
  return TRUE;
}
