/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/pl-text.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#define NS_PER_US 1000.0
#define NS_PER_MS 1000000.0
#define NS_PER_S 1000000000.0

/* Units of time, small to large; µs falls back to us where a terminal could not show it. */
typedef enum { UNIT_NS = 0, UNIT_US, UNIT_MS, UNIT_S, N_UNITS } Unit;
static const double unit_ns[N_UNITS] = { 1.0, NS_PER_US, NS_PER_MS, NS_PER_S };

static const char *
unit_name (Unit unit)
{
  switch (unit)
    {
    case UNIT_NS:
      return _("ns");
    case UNIT_US:
      return g_get_charset (NULL) ? _("µs") : "us";
    case UNIT_MS:
      return _("ms");
    default:
      return _("s");
    }
}

/* Decimals that leave three significant digits of a value in [0, 1000). */
static int
three_digits (double value)
{
  if (value < 9.995)
    return 2;
  return value < 99.95 ? 1 : 0;
}

static const char *
decimal_point (void)
{
  const char *point = localeconv ()->decimal_point;

  return point != NULL && *point != '\0' ? point : ".";
}

/* "4.10" -> "4.1", "5.00" -> "5", in place. */
static void
trim_zeros (char *number)
{
  char *point = strstr (number, decimal_point ());
  char *end;

  if (point == NULL)
    return;
  for (end = number + strlen (number); end > point && end[-1] == '0'; end--)
    end[-1] = '\0';
  if (end == point + strlen (decimal_point ()))
    *point = '\0';
}

static char *
minutes (double seconds)
{
  guint64 total = (guint64) floor (seconds + 0.5);
  guint hours = (guint) (total / 3600), min = (guint) (total / 60 % 60), s = (guint) (total % 60);

  if (hours > 0)
    return g_strdup_printf (_("%u h %u min"), hours, min);
  if (s > 0)
    return g_strdup_printf (_("%u min %u s"), min, s);
  return g_strdup_printf (_("%u min"), min);
}

static char *
positive_duration (double ns, gboolean trim)
{
  Unit unit = UNIT_NS;
  g_autofree char *number = NULL;
  double value;

  if (ns >= 59.95 * NS_PER_S)
    return minutes (ns / NS_PER_S);
  /* 999.6 of one unit would be shown as 1000: it is 1.00 of the next. */
  while (unit < UNIT_S && ns / unit_ns[unit] >= (unit == UNIT_NS ? 1000.0 : 999.5))
    unit++;
  value = ns / unit_ns[unit];
  number = g_strdup_printf ("%.*f", unit == UNIT_NS ? 0 : three_digits (value), value);
  if (trim)
    trim_zeros (number);
  return g_strdup_printf ("%s %s", number, unit_name (unit));
}

static char *
duration (gint64 ns, gboolean trim)
{
  g_autofree char *positive = NULL;

  if (ns >= 0)
    return positive_duration ((double) ns, trim);
  positive = positive_duration (-(double) ns, trim);
  return g_strconcat ("-", positive, NULL);
}

char *
pl_text_duration (gint64 ns)
{
  return duration (ns, FALSE);
}

char *
pl_text_duration_short (gint64 ns)
{
  return duration (ns, TRUE);
}

char *
pl_text_about (gint64 ns)
{
  static const struct { gint64 below_s, step_s; } steps[] = {
    { 10, 1 }, { 60, 5 }, { 600, 10 }, { 3600, 60 }, { G_MAXINT64, 600 },
  };
  double seconds = (double) ns / NS_PER_S;
  guint i = 0;

  while (seconds >= (double) steps[i].below_s)
    i++;
  seconds = MAX (floor (seconds / (double) steps[i].step_s + 0.5), 1) * (double) steps[i].step_s;
  return positive_duration (seconds * NS_PER_S, TRUE);
}

char *
pl_text_duration_exact (gint64 ns)
{
  if (ns % 1000000000 == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT "s", ns / 1000000000);
  if (ns % 1000000 == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT "ms", ns / 1000000);
  if (ns % 1000 == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT "us", ns / 1000);
  return g_strdup_printf ("%" G_GINT64_FORMAT "ns", ns);
}

/* The locale's separator between groups of three digits; where it has none: a comma, or a
 * space when the comma is taken by the decimal point. */
static char *
group_separator (void)
{
  const char *separator = localeconv ()->thousands_sep;
  char *utf8 = NULL;

  if (separator != NULL && *separator != '\0')
    utf8 = g_locale_to_utf8 (separator, -1, NULL, NULL, NULL);
  if (utf8 != NULL)
    return utf8;
  return g_strdup (strcmp (decimal_point (), ",") == 0 ? " " : ",");
}

/* n: of three digits at most. */
static char *
small_count (guint n)
{
  char *text = g_malloc (4), *at = text;

  if (n >= 100)
    *at++ = (char) ('0' + n / 100);
  if (n >= 10)
    *at++ = (char) ('0' + n / 10 % 10);
  *at++ = (char) ('0' + n % 10);
  *at = '\0';
  return text;
}

char *
pl_text_count (guint64 n)
{
  g_autofree char *separator = NULL, *head = NULL;
  guint group = (guint) (n % 1000);
  const char digits[] = { (char) ('0' + group / 100), (char) ('0' + group / 10 % 10), (char) ('0' + group % 10), '\0' };

  /* Many are asked for in each frame, and most of them have nothing to group. */
  if (n < 1000)
    return small_count (group);
  separator = group_separator ();
  head = pl_text_count (n / 1000);
  return g_strconcat (head, separator, digits, NULL);
}

/* The fewest decimals in which a tick of step_ns is a whole number. */
static int
axis_decimals (gint64 step_ns, Unit unit)
{
  gint64 one = (gint64) unit_ns[unit];
  int decimals = 0;

  step_ns = MAX (ABS (step_ns), 1);
  while (one > 1 && step_ns % one != 0)
    {
      one /= 10;
      decimals++;
    }
  return decimals;
}

char *
pl_text_axis_time (gint64 ns, gint64 step_ns, gint64 range_ns)
{
  Unit unit = UNIT_NS;
  gint64 one, fraction;
  int decimals;
  g_autofree char *whole = NULL;

  if (ns == 0)
    return g_strdup ("0");
  while (unit < UNIT_S && (double) range_ns >= unit_ns[unit + 1])
    unit++;
  one = (gint64) unit_ns[unit];
  decimals = axis_decimals (step_ns, unit);
  whole = pl_text_count (ns < 0 ? -(guint64) (ns / one) : (guint64) (ns / one));
  if (decimals == 0)
    return g_strdup_printf ("%s%s %s", ns < 0 ? "-" : "", whole, unit_name (unit));
  fraction = ABS (ns % one);
  for (int i = decimals; one > 1; i--)
    {
      one /= 10;
      if (i <= 0)
        fraction /= 10;
    }
  return g_strdup_printf ("%s%s%s%0*" G_GINT64_FORMAT " %s", ns < 0 ? "-" : "", whole,
                          decimal_point (), decimals, fraction, unit_name (unit));
}

char *
pl_text_percent (double part, double whole)
{
  double percent = whole != 0.0 ? 100.0 * part / whole : 0.0;
  g_autofree char *number = NULL;

  if (!isfinite (percent) || percent == 0.0)
    return g_strdup_printf (_("%s %%"), "0");
  /* Tiny is not nothing, and nearly all is not all. */
  if (percent > 0.0 && percent < 0.1)
    number = g_strdup_printf ("<%.1f", 0.1);
  else if (percent > 99.9 && percent < 100.0)
    number = g_strdup_printf (">%.1f", 99.9);
  else
    number = g_strdup_printf ("%.1f", percent);
  trim_zeros (number);
  return g_strdup_printf (_("%s %%"), number);
}

char *
pl_text_si (double value)
{
  static const char *const prefixes[] = { "", " k", " M", " G", " T", " P" };
  double size = fabs (value);
  guint prefix = 0;

  if (!isfinite (value))
    return g_strdup ("0");
  if (size < 999.5 && size == floor (size))
    return g_strdup_printf ("%.0f", value);
  while (size >= 999.5 && prefix + 1 < G_N_ELEMENTS (prefixes))
    {
      size /= 1000.0;
      prefix++;
    }
  return g_strdup_printf ("%s%.*f%s", value < 0 ? "-" : "", three_digits (size), size,
                          prefixes[prefix]);
}

char *
pl_text_bytes (guint64 bytes)
{
  static const char *const units[] = { "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
  double size = (double) bytes / 1024.0;
  guint unit = 0;
  g_autofree char *number = NULL;

  if (bytes < 1024)
    return g_strdup_printf (ngettext ("%u byte", "%u bytes", (gulong) bytes), (guint) bytes);
  while (size >= 1023.5 && unit + 1 < G_N_ELEMENTS (units))
    {
      size /= 1024.0;
      unit++;
    }
  number = g_strdup_printf ("%.*f", three_digits (size), size);
  trim_zeros (number);
  return g_strdup_printf ("%s %s", number, units[unit]);
}

/* How long the unit is that stands there; 0: it is none, or a longer word. */
static gsize
unit_length (const char *text)
{
  const char *const units[] = { unit_name (UNIT_NS), "µs", "us", unit_name (UNIT_MS), unit_name (UNIT_S), "min", "h", "%",
                                "k", "M", "G", "T", "P", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "bytes", "byte", "Bytes", "Byte" };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_has_prefix (text, units[i]) && !g_unichar_isalnum (g_utf8_get_char (text + strlen (units[i]))))
      return strlen (units[i]);
  return 0;
}

gboolean
pl_text_next_measure (const char *text, gsize *from, gsize *to)
{
  for (const char *space = strchr (text + *to, ' '); space != NULL; space = strchr (space + 1, ' '))
    {
      gsize length = space > text && g_ascii_isdigit (space[-1]) ? unit_length (space + 1) : 0;
      gsize first = (gsize) (space - text);

      if (length == 0)
        continue;
      while (first > *to && (g_ascii_isdigit (text[first - 1]) || strchr (".,<>-", text[first - 1]) != NULL))
        first--;
      *from = first;
      *to = (gsize) (space - text) + 1 + length;
      return TRUE;
    }
  return FALSE;
}

void
pl_text_append_csv (GString *text, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (text, ',');
  g_string_append (text, g_ascii_formatd (number, sizeof number, "%.6g", value));
}

int
pl_text_find (const char *const *words, guint n, const char *word)
{
  for (guint i = 0; i < n && word != NULL; i++)
    if (g_strcmp0 (words[i], word) == 0)
      return (int) i;
  return -1;
}
