/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The one place where numbers become text and text becomes numbers. All
 * returned strings are new and locale-aware (decimal point, grouping) unless said otherwise. */

#include <glib.h>

G_BEGIN_DECLS

/* "4.10 ms", "870 ns", "0 ns", "1.25 s", "2 min 5 s": three significant digits. */
char *pl_text_duration (gint64 ns);
/* The same without zeros that say nothing: "5 ms", "1.5 ms"; for values somebody chose. */
char *pl_text_duration_short (gint64 ns);
/* Of a time that is only estimated: "1 s", "35 s", "2 min 10 s", "25 min", "3 h 20 min". */
char *pl_text_about (gint64 ns);
/* In the largest unit that is exact: "5ms", not "5000000ns"; in every language, as pl_text_parse_duration () reads it. */
char *pl_text_duration_exact (gint64 ns);
/* A time on an axis whose ticks are step_ns apart: one unit for the whole axis,
 * chosen from the range; enough decimals to tell neighbouring ticks apart. "12.5 ms"; the origin is just "0". */
char *pl_text_axis_time (gint64 ns, gint64 step_ns, gint64 range_ns);
/* "1,193": digits grouped as the locale does, or with a thin comma where it does not. */
char *pl_text_count (guint64 n);
/* "36.9 %", "0 %", "100 %", "<0.1 %" when tiny but not nothing, ">99.9 %" when nearly but not all. */
char *pl_text_percent (double part, double whole);
/* "1.19 k", for rates: "53.2 k tasks/s" is up to the caller. Three significant digits. */
char *pl_text_si (double value);
/* "64 KiB", "1 MiB", "100 bytes" */
char *pl_text_bytes (guint64 bytes);

/* The next number with its unit in text, as these functions write them: "5.1 %", "41 ms". It stands in [*from, *to), bytes, and
 * is looked for from *to on. A line must not end between the two; text keeps its plain space, so that it is found, copied and
 * read by programs as it was written. FALSE: there is no more. */
gboolean pl_text_next_measure (const char *text, gsize *from, gsize *to);

/* Which of n words it is. -1: none of them, or it is NULL. */
int pl_text_find (const char *const *words, guint n, const char *word);

/* For tables that programs read: a comma and six significant digits, with a point in every language. */
void pl_text_append_csv (GString *text, double value);

/* "5ms", "5 ms", "1.5s", "200us", "0", "70ns": a number with a unit (ns, us, ms, s, min; none only for 0).
 * C-locale decimal point. FALSE: not a duration, or it does not fit. */
gboolean pl_text_parse_duration (const char *text, gint64 *ns);
/* Digits only, with optional "_" or "," between groups of three. FALSE: not a whole number or beyond 64 bits. */
gboolean pl_text_parse_count (const char *text, guint64 *n);
/* As count, with optional B, KiB, MiB suffix. */
gboolean pl_text_parse_bytes (const char *text, guint64 *bytes);
/* Whether text is written as such a number, of any size and also below nothing: what cannot be parsed and is one, as
 * "-5" and "99999999999999999999", is out of range, and not a slip of the pen. */
gboolean pl_text_is_duration (const char *text), pl_text_is_count (const char *text), pl_text_is_bytes (const char *text);

/* Whether a line of key files ends in a "\" that escapes nothing, in length bytes without the end of the line: the value is cut.
 * GLib refuses such a value with a warning of its own where something else is wrong with it, too. */
gboolean pl_text_is_cut (const char *line, gsize length);

G_END_DECLS
