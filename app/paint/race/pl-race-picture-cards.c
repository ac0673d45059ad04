/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-race-picture-private.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"

/* One card a part: the counter's own account, in big numbers. */

#define GAP 16.0
#define GUESS_LINE 20.0         /* below the line before it */

typedef struct {
  char *name, *tag, *description, *final, *expected, *lost;
  char *brief_lost;         /* where there is no room for it; NULL: it is short */
  char *guess, *off;        /* NULL: nobody guessed what this part comes to */
  char *details[4];         /* longest first; the first that fits is shown */
  gboolean done;
  PlRaceVerdict verdict;
} Words;

static void
words_clear (Words *words)
{
  g_free (words->name);
  g_free (words->tag);
  g_free (words->description);
  g_free (words->final);
  g_free (words->expected);
  g_free (words->lost);
  g_free (words->brief_lost);
  g_free (words->guess);
  g_free (words->off);
  for (guint i = 0; i < G_N_ELEMENTS (words->details); i++)
    g_free (words->details[i]);
}

/* "2.7 times as long as without": like is compared with like, recorded or not. */
static char *
slower_text (PlRacePicture *self, const PlRacePartResult *result)
{
  int other = pl_race_find_part (self->race, PL_RACE_NONE, result->recorded);
  g_autofree char *times = NULL;
  PlRacePartResult plain;

  if (other < 0 || result->method == PL_RACE_NONE || !pl_rp_is_over (self, (guint) other))
    return NULL;
  pl_race_get_result (self->race, (guint) other, &plain);
  if (!plain.done || plain.ns_per_increment <= 0)
    return NULL;
  times = pl_text_si (result->ns_per_increment / plain.ns_per_increment);
  return g_strdup_printf (_("%s times as long as without"), times);
}

static char *
each_text (const PlRacePartResult *result)
{
  double ns = result->ns_per_increment;
  g_autofree char *duration = NULL;

  if (ns >= 1000)
    duration = pl_text_duration ((gint64) ns);
  else
    duration = g_strdup_printf (ns >= 99.5 ? "%.0f ns" : ns >= 9.95 ? "%.1f ns" : "%.2f ns", ns);
  /* Translators: time per increment */
  return g_strdup_printf (_("%s each"), duration);
}

static void
fill_details (PlRacePicture *self, guint part, const PlRacePartResult *result, Words *words)
{
  g_autofree char *each = each_text (result), *slower = slower_text (self, result);
  g_autofree char *why = pl_race_did_not_race_text (self->race, part, TRUE);
  guint n = 0;

  if (why)
    {
      words->details[n++] = g_strdup_printf (_("%s, %s"), each, why);
      words->details[n++] = g_steal_pointer (&why);
      return;
    }
  if (result->lost > 0)
    {
      g_autofree char *share = pl_text_percent ((double) result->lost, (double) result->expected);
      g_autofree char *branches = pl_text_count (result->branches);

      /* The others were built on these. */
      if (result->branches > 0)
        words->details[n++] = g_strdup_printf (_("%s, %s lost: %s overwritten"), each, share, branches);
      words->details[n++] = g_strdup_printf (_("%s, %s lost"), each, share);
      words->details[n++] = g_strdup_printf (_("%s lost"), share);
      return;
    }
  if (slower)
    words->details[n++] = g_strdup_printf (_("%s, %s"), each, slower);
  words->details[n++] = g_strdup (each);
}

static void
fill_guess (PlRacePicture *self, guint part, Words *words)
{
  guint64 guess = pl_log_plan (pl_race_get_log (self->race))->guess;
  g_autofree char *count = NULL;

  if (guess == 0 || part != 0)
    return;
  count = pl_text_count (guess);
  words->guess = g_strdup_printf (_("you guessed %s"), count);
  words->off = pl_race_guess_verdict (self->race);
}

static char *
tag_text (const PlRacePartResult *result)
{
  g_autofree char *raced = NULL;

  if (result->recorded)
    return g_strdup (_("recorded"));
  if (!result->timed || result->overlap_ns == 0)
    return g_strdup (_("not recorded"));
  raced = pl_text_duration_short (result->overlap_ns);
  /* Translators: for how long two workers or more had a CPU at once */
  return g_strdup_printf (_("not recorded, %s of racing"), raced);
}

/* Nothing of how it ends. */
static void
forget_end (Words *words)
{
  g_clear_pointer (&words->final, g_free);
  g_clear_pointer (&words->lost, g_free);
  g_clear_pointer (&words->brief_lost, g_free);
  g_clear_pointer (&words->off, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (words->details); i++)
    g_clear_pointer (&words->details[i], g_free);
}

/* A part that comes after the one that is replayed. */
static void
make_coming (const PlRacePartResult *result, Words *words)
{
  forget_end (words);
  g_free (words->tag);
  g_free (words->expected);
  words->tag = g_strdup (result->recorded ? _("recorded") : _("not recorded"));
  words->final = g_strdup ("–");
  /* Translators: a part of a race, at a moment of a replay before it began */
  words->expected = g_strdup (_("has not begun yet"));
  words->lost = g_strdup ("");
  words->done = FALSE;
}

/* Of a replay: what is known by then. The parts are run one after the other. */
static void
make_past (PlRacePicture *self, guint part, const PlRacePartResult *result, Words *words)
{
  guint64 n_lost;
  g_autofree char *lost = NULL;

  if (pl_rp_is_over (self, part))
    return;
  if (part != self->part)
    {
      make_coming (result, words);
      return;
    }
  forget_end (words);
  pl_race_count_by (self->race, part, self->looked.until_ns, &n_lost);
  words->final = pl_text_count (pl_race_value_at (self->race, part, self->looked.until_ns));
  lost = pl_text_count (n_lost);
  words->lost = n_lost > 0 ? g_strdup_printf (_("%s lost so far"), lost) : g_strdup (_("none lost so far"));
  words->verdict = n_lost > 0 ? PL_RACE_VERDICT_LOST : PL_RACE_VERDICT_RIGHT;
}

static void
words_init (PlRacePicture *self, guint part, Words *words)
{
  g_autofree char *expected = NULL, *lost = NULL;
  const PlRaceMethodInfo *info;
  PlRacePartResult result;

  *words = (Words) { 0 };
  pl_race_get_result (self->race, part, &result);
  info = pl_race_method_info (result.method);
  words->name = g_strdup (_(info->name));
  words->description = g_strdup (_(info->description));
  fill_guess (self, part, words);
  if (!result.done)
    {
      words->final = g_strdup ("–");
      words->expected = g_strdup (_("did not come to an end"));
      words->lost = g_strdup ("");
      return;
    }
  words->done = TRUE;
  words->verdict = result.verdict;
  words->tag = tag_text (&result);
  words->final = pl_text_count (result.final_value);
  expected = pl_text_count (result.expected);
  words->expected = g_strdup_printf (_("of %s expected"), expected);
  lost = pl_text_count (result.lost);
  words->lost = result.verdict == PL_RACE_VERDICT_LOST ? g_strdup_printf (_("%s lost"), lost)
                : result.verdict == PL_RACE_VERDICT_RIGHT ? g_strdup (_("none lost")) : g_strdup (_("did not race"));
  if (result.lost >= 1000000)
    {
      g_autofree char *brief = pl_text_si ((double) result.lost);

      words->brief_lost = g_strdup_printf (_("%s lost"), brief);
    }
  fill_details (self, part, &result, words);
  make_past (self, part, &result, words);
}

double
pl_rp_cards_height (PlRacePicture *self)
{
  gboolean guessed = pl_log_plan (pl_race_get_log (self->race))->guess > 0;

  switch (self->density.cards)
    {
    case PL_RP_CARDS_FULL:
      return round ((guessed ? 152 : 142) * self->scale);
    case PL_RP_CARDS_COMPACT:
      return round ((guessed ? 68 + GUESS_LINE : 68) * self->scale);
    case PL_RP_CARDS_LINE:
      return round (30 * self->scale);
    case PL_RP_CARDS_NONE:
    default:
      return 0;
    }
}

/* Left text, and right text if there is room for both. */
static void
draw_pair (PlRacePicture *self, cairo_t *cr, double x, double y, double width, PlRpFont font,
           const PlColor *color, const char *text, const char *const *rights, PlRpFont right_font,
           const PlColor *right_color, double right_y)
{
  double used = pl_rp_text_width (self, font, text);
  const char *right = rights ? pl_rp_fitting (self, right_font, width - used - 14, rights) : NULL;

  pl_rp_text (self, cr, font, color, x, y, width, 0, text);
  if (right)
    pl_rp_text (self, cr, right_font, right_color, x + width, right_y, -1, 1, right);
}

/* A line of its own: the number on the left as its result above, how far off on the right as what
 * was lost. */
static void
draw_guess (PlRacePicture *self, cairo_t *cr, const PlRpRect *inner, double y, const Words *words)
{
  const char *off[] = { words->off, NULL };

  if (words->guess)
    draw_pair (self, cr, inner->x, y + GUESS_LINE * self->scale, inner->width, PL_RP_SMALL,
               &self->theme->text, words->guess, off, PL_RP_SMALL, &self->theme->text,
               y + GUESS_LINE * self->scale);
}

static void
draw_full (PlRacePicture *self, cairo_t *cr, const PlRpRect *inner, const Words *words,
           const PlColor *mark, gboolean big_fits)
{
  const char *tags[] = { words->tag, NULL }, *lost[] = { words->lost, words->brief_lost, NULL };
  const char *details[] = { words->details[0], words->details[1], words->details[2], NULL };
  const PlTheme *theme = self->theme;
  double s = self->scale, y = inner->y + 12 * s;
  double big = pl_rp_line_height (self, PL_RP_BIG), large = pl_rp_line_height (self, PL_RP_LARGE);

  draw_pair (self, cr, inner->x, y, inner->width, PL_RP_HEAD, &theme->text, words->name, tags,
             PL_RP_TINY, &theme->dim_text, y + 2);
  y += 21 * s;
  pl_rp_text (self, cr, PL_RP_SMALL, &theme->dim_text, inner->x, y, inner->width, 0,
              words->description);
  y += 22 * s;
  if (big_fits)
    draw_pair (self, cr, inner->x, y, inner->width, PL_RP_BIG, &theme->text, words->final, lost,
               PL_RP_LARGE, mark, y + (big - large) * 0.78);
  else
    draw_pair (self, cr, inner->x, y + (big - large) * 0.78, inner->width, PL_RP_LARGE,
               &theme->text, words->final, lost, PL_RP_HEAD, mark,
               y + (big - pl_rp_line_height (self, PL_RP_HEAD)) * 0.74);
  y += big + 2 * s;
  draw_pair (self, cr, inner->x, y, inner->width, PL_RP_SMALL, &theme->dim_text, words->expected,
             details, PL_RP_SMALL, &theme->dim_text, y);
  draw_guess (self, cr, inner, y, words);
}

static void
draw_compact (PlRacePicture *self, cairo_t *cr, const PlRpRect *inner, const Words *words,
              const PlColor *mark)
{
  const char *lost[] = { words->lost, words->brief_lost, NULL };
  const char *details[] = { words->details[0], words->details[1], words->details[2], NULL };
  g_autofree char *count = g_strdup_printf ("%s %s", words->final, words->expected);
  g_autofree char *name =
    words->tag ? g_strdup_printf ("%s, %s", words->name, words->tag) : g_strdup (words->name);
  const char *names[] = { name, words->name, NULL };
  const PlTheme *theme = self->theme;
  double y = inner->y + 10 * self->scale, line = pl_rp_line_height (self, PL_RP_HEAD);
  const char *fitting = pl_rp_fitting (
    self, PL_RP_HEAD, inner->width - pl_rp_text_width (self, PL_RP_HEAD, words->lost) - 14, names);

  draw_pair (self, cr, inner->x, y, inner->width, PL_RP_HEAD, &theme->text,
             fitting ? fitting : words->name, lost, PL_RP_HEAD, mark, y);
  y += line + 6 * self->scale;
  draw_pair (self, cr, inner->x, y, inner->width, PL_RP_SMALL, &theme->text, count, details,
             PL_RP_SMALL, &theme->dim_text, y);
  draw_guess (self, cr, inner, y, words);
}

/* What may stand on the left of a single line, longest first. */
static GPtrArray *
line_texts (const Words *words)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *some = g_strdup_printf ("%s: %s", words->name, words->final);
  g_autofree char *all = g_strdup_printf ("%s %s", some, words->expected);

  if (words->off)
    g_ptr_array_add (texts, g_strdup_printf ("%s, %s (%s)", all, words->guess, words->off));
  if (words->guess)
    {
      g_ptr_array_add (texts, g_strdup_printf ("%s, %s", all, words->guess));
      g_ptr_array_add (texts, g_strdup_printf ("%s, %s", some, words->guess));
    }
  g_ptr_array_add (texts, g_steal_pointer (&all));
  g_ptr_array_add (texts, g_steal_pointer (&some));
  g_ptr_array_add (texts, NULL);
  return texts;
}

static void
draw_line (PlRacePicture *self, cairo_t *cr, const PlRpRect *inner, const Words *words,
           const PlColor *mark)
{
  g_autoptr (GPtrArray) texts = line_texts (words);
  const char *lost[] = { words->lost, NULL };
  double y = inner->y + (inner->height - pl_rp_line_height (self, PL_RP_SMALL)) / 2;
  const char *text = pl_rp_fitting (
    self, PL_RP_SMALL, inner->width - pl_rp_text_width (self, PL_RP_SMALL_BOLD, words->lost) - 14,
    (const char *const *) texts->pdata);

  draw_pair (self, cr, inner->x, y, inner->width, PL_RP_SMALL, &self->theme->text,
             text ? text : words->name, lost, PL_RP_SMALL_BOLD, mark, y);
}

static PlRpRect
inner_rect (const PlRpRect *rect)
{
  double padding = rect->width >= 300 ? 18 : 10;

  return (PlRpRect) { rect->x + 4 + padding, rect->y, rect->width - 4 - 2 * padding, rect->height };
}

/* Orange: updates were lost. Blue: they could not be. Grey: this says nothing. */
static const PlColor *
mark_of (const PlTheme *theme, const Words *words)
{
  if (!words->done || words->verdict == PL_RACE_VERDICT_DID_NOT_RACE)
    return &theme->dim_text;
  return words->verdict == PL_RACE_VERDICT_LOST ? &theme->lost.color : &theme->survivor.color;
}

static void
draw_card (PlRacePicture *self, cairo_t *cr, const Words *words, const PlRpRect *rect,
           gboolean big_fits)
{
  const PlTheme *theme = self->theme;
  PlRpRect inner = inner_rect (rect);
  const PlColor *mark = mark_of (theme, words);

  pl_rp_draw_card (self, cr, rect, mark);
  if (self->density.cards == PL_RP_CARDS_FULL)
    draw_full (self, cr, &inner, words, mark, big_fits);
  else if (self->density.cards == PL_RP_CARDS_COMPACT)
    draw_compact (self, cr, &inner, words, mark);
  else
    draw_line (self, cr, &inner, words, mark);
}

void
pl_rp_draw_cards (PlRacePicture *self, cairo_t *cr)
{
  double margin = self->density.margin, gap = self->width >= 700 ? GAP + 8 : GAP - 4;
  double width = (self->width - 2 * margin - gap * (self->n_cards - 1)) / MAX (self->n_cards, 1);
  gboolean big_fits = TRUE;
  Words words[PL_RP_MAX_CARDS];
  PlRpRect rects[PL_RP_MAX_CARDS];

  if (self->cards_y < 0)
    return;
  for (guint i = 0; i < self->n_cards; i++)
    {
      words_init (self, self->cards[i], &words[i]);
      rects[i] = (PlRpRect) { round (margin + i * (width + gap)), round (self->cards_y),
                             floor (width), self->cards_height };
      big_fits &= pl_rp_text_width (self, PL_RP_BIG, words[i].final) +
                    pl_rp_text_width (self, PL_RP_LARGE, words[i].lost) + 14 <=
                  inner_rect (&rects[i]).width;
    }
  for (guint i = 0; i < self->n_cards; i++)
    {
      /* Numbers to compare have one size. */
      draw_card (self, cr, &words[i], &rects[i], big_fits);
      words_clear (&words[i]);
    }
}
