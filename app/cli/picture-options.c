/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli-picture.h"

#include "base/pl-error.h"
#include "cli/pl-cli.h"

void
pl_cli_picture_clear (PlCliPicture *self)
{
  g_free (self->purpose);
  g_free (self->theme);
  g_free (self->width);
  g_free (self->scale);
  g_free (self->title);
  g_free (self->caption);
  g_free (self->author);
  g_free (self->svg_text);
}

static int
outlines_from_key (const char *key)
{
  return g_str_equal (key, "text") ? FALSE : g_str_equal (key, "outlines") ? TRUE : -1;
}

/* How a picture is to be, and none is asked for. */
static gboolean
check_asked (const PlCliPicture *self, char **outputs, GError **error)
{
  const struct { const char *name; gboolean given; } options[] = {
    { "--purpose", self->purpose != NULL }, { "--title", self->title != NULL }, { "--caption", self->caption != NULL },
    { "--author", self->author != NULL }, { "--theme", self->theme != NULL }, { "--width", self->width != NULL },
    { "--scale", self->scale != NULL }, { "--no-legend", self->no_legend }, { "--no-notes", self->no_notes },
    { "--svg-text", self->svg_text != NULL }, { "--no-embed", self->no_embed },
  };

  for (guint i = 0; outputs == NULL && i < G_N_ELEMENTS (options); i++)
    if (options[i].given)
      {
        g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
                     _("%s says how a picture is to be, and none is asked for: name it with --output, as in run.png."),
                     options[i].name);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_scale (const char *text, double *scale, GError **error)
{
  char *end;

  if (text == NULL)
    return TRUE;
  *scale = g_ascii_strtod (text, &end);
  if (end != text && *end == '\0' && *scale >= PL_EXPORT_MIN_SCALE && *scale <= PL_EXPORT_MAX_SCALE)
    return TRUE;
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
               _("--scale “%s” is not possible: choose a number from 0.25 to 8, as in 2 or 1.5."), text);
  return FALSE;
}

/* A slide and a sheet of paper are as wide as they are. */
static gboolean
check_width (const PlCliPicture *self, guint32 purpose, GError **error)
{
  const PlPurposeInfo *info = pl_purpose_info (purpose);

  if (self->width == NULL || info->height == 0)
    return TRUE;
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
               _("--width and --purpose %s: its page has a size of its own. --scale makes all of it larger."), info->key);
  return FALSE;
}

gboolean
pl_cli_picture_check (PlCliPicture *self, char **outputs, GError **error)
{
  guint32 theme = PL_THEME_PRINT, purpose = PL_PURPOSE_SCREEN, width = 0, outlines = FALSE;
  double scale = 1;

  if (!check_asked (self, outputs, error)
      || !pl_cli_value_choice ("--purpose", self->purpose, pl_purpose_from_key, pl_purpose_keys (), &purpose, error)
      || !pl_cli_value_choice ("--theme", self->theme, pl_theme_from_key, "print, light, dark", &theme, error)
      || !pl_cli_value_count32 ("--width", self->width, PL_EXPORT_MIN_WIDTH, PL_EXPORT_MAX_WIDTH, &width, error)
      || !check_width (self, purpose, error) || !check_scale (self->scale, &scale, error)
      || !pl_cli_value_choice ("--svg-text", self->svg_text, outlines_from_key, "text, outlines", &outlines, error))
    return FALSE;
  self->export = (PlExportOptions) {
    .theme = theme, .width = width, .outlines = outlines != 0, .bare = self->no_embed, .author = self->author,
    .purpose = purpose, .title = self->title, .caption = self->caption, .scale = scale, .no_legend = self->no_legend,
  };
  return TRUE;
}

gboolean
pl_cli_picture_write (const PlCliPicture *self, PlPicture *picture, const PlViewport *viewport, const char *path,
                      GError **error)
{
  PlViewport view;

  if (viewport != NULL)
    view = *viewport;
  else
    pl_picture_init_viewport (picture, &view);
  view.hide_notes = self->no_notes;
  return pl_export_picture (picture, &view, &self->export, path, error);
}
