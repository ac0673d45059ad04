/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>

#include "base/german-locale.h"
#include "base/pl-text.h"

#define S INT64_C (1000000000)

static void
assert_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_duration (void)
{
  static const struct { gint64 ns; const char *text; } cases[] = {
    { 0, "0 ns" },
    { 1, "1 ns" },
    { 870, "870 ns" },
    { 999, "999 ns" },
    { 1000, "1.00 us" },
    { 4096, "4.10 us" },
    { 9994, "9.99 us" },
    { 9996, "10.0 us" },
    { 99949, "99.9 us" },
    { 99960, "100 us" },
    { 999499, "999 us" },
    { 999500, "1.00 ms" },
    { 4100000, "4.10 ms" },
    { 21800000, "21.8 ms" },
    { 999600000, "1.00 s" },
    { 1250000000, "1.25 s" },
    { 59940000000, "59.9 s" },
    { 59960000000, "1 min" },
    { 60 * S, "1 min" },
    { 125 * S, "2 min 5 s" },
    { 3599 * S, "59 min 59 s" },
    { 3720 * S, "1 h 2 min" },
    { -4100000, "-4.10 ms" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_text (pl_text_duration (cases[i].ns), cases[i].text);
  g_free (pl_text_duration (G_MAXINT64));
  g_free (pl_text_duration (G_MININT64));
  assert_text (pl_text_duration_short (5000000), "5 ms");
  assert_text (pl_text_duration_short (1500000), "1.5 ms");
  assert_text (pl_text_duration_short (100000000), "100 ms");
  assert_text (pl_text_duration_short (0), "0 ns");
}

static void
test_axis (void)
{
  assert_text (pl_text_axis_time (0, 2000000, 18800000), "0");
  assert_text (pl_text_axis_time (2000000, 2000000, 18800000), "2 ms");
  assert_text (pl_text_axis_time (12500000, 500000, 18800000), "12.5 ms");
  assert_text (pl_text_axis_time (4182000, 20, 420), "4,182,000 ns");
  assert_text (pl_text_axis_time (4182060, 10, 2000), "4,182.06 us");
  assert_text (pl_text_axis_time (1500, 1500, 1500000), "0.0015 ms");
  assert_text (pl_text_axis_time (999999999, 1, 2 * S), "0.999999999 s");
  assert_text (pl_text_axis_time (90 * S, 30 * S, 100 * S), "90 s");
  assert_text (pl_text_axis_time (-500000, 500000, 2000000), "-0.5 ms");
}

/* Neighbouring ticks must never read the same. */
static void
test_axis_distinct (void)
{
  static const gint64 steps[] = { 1, 2, 5 };

  for (gint64 decade = 1; decade <= 10 * S; decade *= 10)
    {
      for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
        {
          gint64 step = steps[i] * decade;
          g_autofree char *last = NULL;

          for (gint64 tick = 97 * step; tick < 104 * step; tick += step)
            {
              char *text = pl_text_axis_time (tick, step, 8 * step);

              g_assert_cmpstr (text, !=, last);
              g_free (last);
              last = text;
            }
        }
    }
}

static void
test_count (void)
{
  assert_text (pl_text_count (0), "0");
  assert_text (pl_text_count (999), "999");
  assert_text (pl_text_count (1193), "1,193");
  assert_text (pl_text_count (1000000), "1,000,000");
  assert_text (pl_text_count (G_MAXUINT64), "18,446,744,073,709,551,615");
}

static void
test_about (void)
{
  assert_text (pl_text_about (0), "1 s");
  assert_text (pl_text_about (1400000000), "1 s");
  assert_text (pl_text_about (9499000000), "9 s");
  assert_text (pl_text_about (9999000000), "10 s");
  assert_text (pl_text_about (33 * S), "35 s");
  assert_text (pl_text_about (59 * S), "1 min");
  assert_text (pl_text_about (64 * S), "1 min");
  assert_text (pl_text_about (126 * S), "2 min 10 s");
  assert_text (pl_text_about (1510 * S), "25 min");
  assert_text (pl_text_about (12000 * S), "3 h 20 min");
}

static void
test_percent (void)
{
  assert_text (pl_text_percent (369, 1000), "36.9 %");
  assert_text (pl_text_percent (0, 1000), "0 %");
  assert_text (pl_text_percent (0, 0), "0 %");
  assert_text (pl_text_percent (5, 0), "0 %");
  assert_text (pl_text_percent (7, 7), "100 %");
  assert_text (pl_text_percent (97, 100), "97 %");
  assert_text (pl_text_percent (1, 1e6), "<0.1 %");
  assert_text (pl_text_percent (999999, 1e6), ">99.9 %");
  assert_text (pl_text_percent (1, 1000), "0.1 %");
  assert_text (pl_text_percent (NAN, 1), "0 %");
}

static void
test_si (void)
{
  assert_text (pl_text_si (0), "0");
  assert_text (pl_text_si (42), "42");
  assert_text (pl_text_si (1.5), "1.50");
  assert_text (pl_text_si (1193), "1.19 k");
  assert_text (pl_text_si (53200), "53.2 k");
  assert_text (pl_text_si (999600), "1.00 M");
  assert_text (pl_text_si (348e6), "348 M");
  assert_text (pl_text_si (-1193), "-1.19 k");
  assert_text (pl_text_si (INFINITY), "0");
}

static void
test_bytes (void)
{
  assert_text (pl_text_bytes (0), "0 bytes");
  assert_text (pl_text_bytes (1), "1 byte");
  assert_text (pl_text_bytes (100), "100 bytes");
  assert_text (pl_text_bytes (1023), "1023 bytes");
  assert_text (pl_text_bytes (65536), "64 KiB");
  assert_text (pl_text_bytes (1536), "1.5 KiB");
  assert_text (pl_text_bytes (70000), "68.4 KiB");
  assert_text (pl_text_bytes (1 << 20), "1 MiB");
  assert_text (pl_text_bytes (UINT64_C (1) << 30), "1 GiB");
}

static void
test_parse_duration (void)
{
  static const struct { const char *text; gint64 ns; } good[] = {
    { "5ms", 5000000 },
    { "5 ms", 5000000 },
    { "1.5s", 1500000000 },
    { "200us", 200000 },
    { "200µs", 200000 },
    { "0", 0 },
    { "0s", 0 },
    { "70ns", 70 },
    { "1,000ns", 1000 },
    { "0.25us", 250 },
    { "60s", 60 * S },
    { "9223372036s", INT64_C (9223372036000000000) },
    { "9223372036854775807ns", G_MAXINT64 },
    { "0.1234567891s", 123456789 },
  };
  static const char *const bad[] = { "",
                                     "5",
                                     "ms",
                                     "-5ms",
                                     "5m",
                                     "5 m s",
                                     "1e3ms",
                                     "0x5ms",
                                     "5ms ",
                                     " 5ms",
                                     "1.ms",
                                     ".5ms",
                                     "1,5ms",
                                     "9223372036854775808ns",
                                     "9223372037s",
                                     "99999999999999999999s",
                                     "5msx",
                                     "+5ms",
                                     "5.5.5ms",
                                     "nan",
                                     "inf s" };
  gint64 ns = 0;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (pl_text_parse_duration (good[i].text, &ns));
      g_assert_cmpint (ns, ==, good[i].ns);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      ns = 17;
      if (pl_text_parse_duration (bad[i], &ns))
        g_error ("“%s” was read as a duration", bad[i]);
      g_assert_cmpint (ns, ==, 17);
    }
  g_assert_false (pl_text_parse_duration (NULL, &ns));
}

static void
test_parse_count (void)
{
  static const struct { const char *text; guint64 n; } good[] = {
    { "0", 0 },
    { "007", 7 },
    { "12", 12 },
    { "1000000", 1000000 },
    { "1_000_000", 1000000 },
    { "1,000", 1000 },
    { "18446744073709551615", G_MAXUINT64 },
  };
  static const char *const bad[] = { "",
                                     "12abc",
                                     "-1",
                                     "+1",
                                     " 1",
                                     "1 ",
                                     "1.0",
                                     "1,5",
                                     "1,,000",
                                     ",100",
                                     "100,",
                                     "1000,000",
                                     "1_0",
                                     "0x10",
                                     "18446744073709551616",
                                     "184467440737095516150" };
  guint64 n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (pl_text_parse_count (good[i].text, &n));
      g_assert_cmpuint (n, ==, good[i].n);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      n = 17;
      if (pl_text_parse_count (bad[i], &n))
        g_error ("“%s” was read as a number", bad[i]);
      g_assert_cmpuint (n, ==, 17);
    }
  g_assert_false (pl_text_parse_count (NULL, &n));
}

static void
test_parse_bytes (void)
{
  guint64 n = 0;

  g_assert_true (pl_text_parse_bytes ("100", &n) && n == 100);
  g_assert_true (pl_text_parse_bytes ("100B", &n) && n == 100);
  g_assert_true (pl_text_parse_bytes ("64 KiB", &n) && n == 65536);
  g_assert_true (pl_text_parse_bytes ("1MiB", &n) && n == 1 << 20);
  g_assert_true (pl_text_parse_bytes ("1mib", &n) && n == 1 << 20);
  g_assert_false (pl_text_parse_bytes ("1MB", &n));
  g_assert_false (pl_text_parse_bytes ("KiB", &n));
  g_assert_false (pl_text_parse_bytes ("-1", &n));
  g_assert_false (pl_text_parse_bytes ("18446744073709551615KiB", &n));
}

/* A number that is too large or below nothing is still one. */
static void
test_is_number (void)
{
  static const char *const counts[] = { "0", "-5", "99999999999999999999", "-99999999999999999999", "1,000" };
  static const char *const no_counts[] = { "", "-", "--5", "5-", "4.0", "1e3", "- 5", "12abc", "+1" };
  static const char *const durations[] = { "-5ms", "99999999999999999999s", "9223372036854775808ns", "-0.5s" };
  static const char *const sizes[] = { "-1", "-5KiB", "18446744073709551615KiB", "99999999999999999999" };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    g_assert_true (pl_text_is_count (counts[i]));
  for (guint i = 0; i < G_N_ELEMENTS (no_counts); i++)
    g_assert_false (pl_text_is_count (no_counts[i]));
  for (guint i = 0; i < G_N_ELEMENTS (durations); i++)
    g_assert_true (pl_text_is_duration (durations[i]));
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    g_assert_true (pl_text_is_bytes (sizes[i]));
  g_assert_false (pl_text_is_duration ("-5"));
  g_assert_false (pl_text_is_duration ("99999999999999999999m"));
  g_assert_false (pl_text_is_bytes ("5KB"));
  g_assert_false (pl_text_is_count (NULL));
}

/* What is printed short can be typed again. */
static void
test_exact_duration (void)
{
  const struct { gint64 ns; const char *text; } cases[] = {
    { 0, "0s" }, { 1, "1ns" }, { 1500, "1500ns" }, { 2000, "2us" }, { 5000000, "5ms" },
    { 5000001, "5000001ns" }, { 60000000000, "60s" }, { G_MAXINT64, "9223372036854775807ns" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = pl_text_duration_exact (cases[i].ns);
      gint64 back = -1;

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_true (pl_text_parse_duration (text, &back));
      g_assert_cmpint (back, ==, cases[i].ns);
    }
}

static void
test_round_trip (void)
{
  static const gint64 values[] = { 0,      1,       999,      1000,       1500,
                                   200000, 5000000, 12500000, 1000000000, 59000000000 };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *text = pl_text_duration_short (values[i]);
      gint64 ns;

      g_assert_true (pl_text_parse_duration (text, &ns));
      g_assert_cmpint (ns, ==, values[i]);
    }
  for (guint64 n = 1; n < G_MAXUINT64 / 7; n *= 7)
    {
      g_autofree char *text = pl_text_count (n);
      guint64 back;

      g_assert_true (pl_text_parse_count (text, &back));
      g_assert_cmpuint (back, ==, n);
    }
}

/* "[5.1 %]": what is not to be broken. */
static char *
mark_measures (const char *text)
{
  GString *marked = g_string_new (NULL);
  gsize from = 0, to = 0, done = 0;

  for (; pl_text_next_measure (text, &from, &to); done = to)
    {
      g_string_append_len (marked, text + done, (gssize) (from - done));
      g_string_append_printf (marked, "[%.*s]", (int) (to - from), text + from);
    }
  g_string_append (marked, text + done);
  return g_string_free (marked, FALSE);
}

static void
test_measures (void)
{
  static const char *const texts[][2] = {
    { "", "" },
    { "working 92 %, sending <0.1 %.", "working [92 %], sending [<0.1 %]." },
    { "In 2 min 5 s: 1.19 k/s, 5,1 ms (41 µs), -4.10 ms", "In [2 min] [5 s]: [1.19 k]/s, [5,1 ms] ([41 µs]), [-4.10 ms]" },
    { "64 KiB, 1 byte, 100 bytes", "[64 KiB], [1 byte], [100 bytes]" },
    { "12 tasks, 2 of 3, 5 messages, 3 men, 4 %x", "12 tasks, 2 of 3, 5 messages, 3 men, 4 %x" },
    { "ms % 5  ms 7", "ms % 5  ms 7" },
    { "Worker 3 h", "Worker [3 h]" },
    { "5 %", "[5 %]" },
    { "1,193 ns", "[1,193 ns]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_text (mark_measures (texts[i][0]), texts[i][1]);
}

static void
test_german (void)
{
  char *folder = pl_german_locale_new ();
  g_autoptr (GString) table = g_string_new ("n");
  gint64 ns;

  if (folder == NULL)
    {
      g_test_skip ("the locale de_DE cannot be built here");
      return;
    }
  g_setenv ("LOCPATH", folder, TRUE);
  g_assert_nonnull (setlocale (LC_ALL, "de_DE.UTF-8"));
  assert_text (pl_text_count (1000000), "1.000.000");
  assert_text (pl_text_duration (4100000), "4,10 ms");
  assert_text (pl_text_duration_short (1500000), "1,5 ms");
  assert_text (pl_text_axis_time (12500000, 500000, 18800000), "12,5 ms");
  assert_text (pl_text_percent (369, 1000), "36,9 %");
  /* Programs read it the same everywhere. */
  g_assert_cmpstr ((pl_text_append_csv (table, 1234.5678), table->str), ==, "n,1234.57");
  g_assert_true (pl_text_parse_duration ("1.5ms", &ns));
  g_assert_cmpint (ns, ==, 1500000);
  g_assert_false (pl_text_parse_duration ("1,5ms", &ns));
  g_assert_nonnull (setlocale (LC_ALL, "C"));
  g_unsetenv ("LOCPATH");
  pl_german_locale_free (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/duration", test_duration);
  g_test_add_func ("/text/axis", test_axis);
  g_test_add_func ("/text/axis-distinct", test_axis_distinct);
  g_test_add_func ("/text/count", test_count);
  g_test_add_func ("/text/about", test_about);
  g_test_add_func ("/text/percent", test_percent);
  g_test_add_func ("/text/si", test_si);
  g_test_add_func ("/text/bytes", test_bytes);
  g_test_add_func ("/text/parse-duration", test_parse_duration);
  g_test_add_func ("/text/parse-count", test_parse_count);
  g_test_add_func ("/text/parse-bytes", test_parse_bytes);
  g_test_add_func ("/text/is-number", test_is_number);
  g_test_add_func ("/text/round-trip", test_round_trip);
  g_test_add_func ("/text/exact-duration", test_exact_duration);
  g_test_add_func ("/text/measures", test_measures);
  g_test_add_func ("/text/german", test_german);
  return g_test_run ();
}
