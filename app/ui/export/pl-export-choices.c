/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/export/pl-export-choices.h"

#include "ui/pl-settings.h"

static const char *const format_keys[] = { [PL_FORMAT_PNG] = "png", [PL_FORMAT_SVG] = "svg", [PL_FORMAT_PDF] = "pdf" };
static const char *const theme_keys[] = { [PL_THEME_LIGHT] = "light", [PL_THEME_DARK] = "dark", [PL_THEME_PRINT] = "print" };
static const char *const what_keys[] = { "whole", "seen", "selection" };

/* A projector has light, a browser takes either, a printer wants paper. */
static const PlExportChoices suits[PL_N_PURPOSES] = {
  [PL_PURPOSE_SCREEN] = { PL_FORMAT_PNG, PL_THEME_PRINT, PL_EXPORT_SEEN, TRUE, TRUE, TRUE },
  [PL_PURPOSE_WEB] = { PL_FORMAT_SVG, PL_THEME_LIGHT, PL_EXPORT_SEEN, TRUE, TRUE, TRUE },
  [PL_PURPOSE_SLIDE] = { PL_FORMAT_PNG, PL_THEME_LIGHT, PL_EXPORT_SEEN, TRUE, TRUE, TRUE },
  [PL_PURPOSE_A4] = { PL_FORMAT_PDF, PL_THEME_PRINT, PL_EXPORT_SEEN, TRUE, TRUE, TRUE },
};

static char *
look_up_text (const char *key)
{
  g_autoptr (GVariant) all = pl_settings_get_export ();
  char *text = NULL;

  g_variant_lookup (all, key, "s", &text);
  return text;
}

PlPurpose
pl_export_choices_get_purpose (void)
{
  g_autofree char *key = look_up_text ("purpose");
  int purpose = key != NULL ? pl_purpose_from_key (key) : -1;

  return purpose >= 0 ? (PlPurpose) purpose : PL_PURPOSE_SCREEN;
}

char *
pl_export_choices_get_author (void)
{
  char *author = look_up_text ("author");

  return author != NULL ? author : g_strdup ("");
}

/* Written by hand, or by another version: what is not known stays as it was. */
static void
read_key (GVariant *stored, const char *name, const char *const *keys, guint n, guint *value)
{
  const char *key;

  if (!g_variant_lookup (stored, name, "&s", &key))
    return;
  for (guint i = 0; i < n; i++)
    if (g_str_equal (keys[i], key))
      *value = i;
}

void
pl_export_choices_load (PlPurpose purpose, PlExportChoices *choices)
{
  g_autoptr (GVariant) all = pl_settings_get_export (), stored = NULL;
  guint format, theme, what;

  *choices = suits[purpose];
  stored = g_variant_lookup_value (all, pl_purpose_info (purpose)->key, G_VARIANT_TYPE_VARDICT);
  if (stored == NULL)
    return;
  format = choices->format;
  theme = choices->theme;
  what = choices->what;
  read_key (stored, "format", format_keys, G_N_ELEMENTS (format_keys), &format);
  read_key (stored, "theme", theme_keys, G_N_ELEMENTS (theme_keys), &theme);
  read_key (stored, "what", what_keys, G_N_ELEMENTS (what_keys), &what);
  choices->format = format;
  choices->theme = theme;
  choices->what = what;
  g_variant_lookup (stored, "notes", "b", &choices->notes);
  g_variant_lookup (stored, "legend", "b", &choices->legend);
  g_variant_lookup (stored, "embed", "b", &choices->embed);
}

void
pl_export_choices_save (PlPurpose purpose, const PlExportChoices *choices, const char *author)
{
  g_autoptr (GVariant) all = pl_settings_get_export ();
  g_auto (GVariantDict) kept = G_VARIANT_DICT_INIT (all), stored = G_VARIANT_DICT_INIT (NULL);
  const char *key = pl_purpose_info (purpose)->key;

  g_variant_dict_insert (&stored, "format", "s", format_keys[choices->format]);
  g_variant_dict_insert (&stored, "theme", "s", theme_keys[choices->theme]);
  g_variant_dict_insert (&stored, "what", "s", what_keys[choices->what]);
  g_variant_dict_insert (&stored, "notes", "b", choices->notes);
  g_variant_dict_insert (&stored, "legend", "b", choices->legend);
  g_variant_dict_insert (&stored, "embed", "b", choices->embed);
  g_variant_dict_insert_value (&kept, key, g_variant_dict_end (&stored));
  g_variant_dict_insert (&kept, "purpose", "s", key);
  g_variant_dict_insert (&kept, "author", "s", author);
  pl_settings_set_export (g_variant_dict_end (&kept));
}

/* What is selected, with a little of what is around it. */
static gboolean
selected_range (PlPicture *picture, const PlViewport *seen, gint64 *from_ns, gint64 *to_ns)
{
  gint64 around_ns;

  if (seen->has_range)
    {
      *from_ns = seen->range_from_ns;
      *to_ns = seen->range_to_ns;
      return *from_ns < *to_ns;
    }
  if (!seen->has_selection || !pl_picture_item_time (picture, seen, &seen->selected, from_ns, to_ns))
    return FALSE;
  around_ns = MAX ((*to_ns - *from_ns) / 5, pl_picture_least_range_ns (picture) / 2);
  *from_ns -= around_ns;
  *to_ns += around_ns;
  return TRUE;
}

gboolean
pl_export_choose_range (PlPicture *picture, const PlViewport *seen, PlExportWhat what, PlViewport *viewport)
{
  gint64 begin_ns, end_ns, from_ns, to_ns;

  *viewport = *seen;
  if (!pl_picture_get_whole (picture, &begin_ns, &end_ns))
    return FALSE;
  from_ns = begin_ns;
  to_ns = end_ns;
  if (what == PL_EXPORT_SEEN || (what == PL_EXPORT_SELECTION && !selected_range (picture, seen, &from_ns, &to_ns)))
    return what == PL_EXPORT_SEEN;
  viewport->from_ns = CLAMP (from_ns, begin_ns, end_ns);
  viewport->to_ns = MAX (CLAMP (to_ns, begin_ns, end_ns), viewport->from_ns + 1);
  if (what == PL_EXPORT_WHOLE)
    viewport->scroll = 0;
  return TRUE;
}
