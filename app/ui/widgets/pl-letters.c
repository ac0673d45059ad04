/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/pl-letters.h"

#include <pango/pangocairo.h>

/* Pixels, for a part of any letter: one that is quite beyond the surface would not be drawn. */
#define ROOM 24

/* What is written in one font. */
typedef struct {
  PangoFontDescription *description;
  PangoContext *context;  /* of the first that writes in it */
  GString *letters;       /* each once */
} Written;

static void
written_free (gpointer data)
{
  Written *written = data;

  pango_font_description_free (written->description);
  g_object_unref (written->context);
  g_string_free (written->letters, TRUE);
  g_free (written);
}

static Written *
find_written (GPtrArray    *all,
              PangoContext *context)
{
  const PangoFontDescription *description = pango_context_get_font_description (context);
  Written *written;

  for (guint i = 0; i < all->len; i++)
    {
      written = g_ptr_array_index (all, i);
      if (pango_font_description_equal (written->description, description))
        return written;
    }
  written = g_new (Written, 1);
  written->description = pango_font_description_copy (description);
  written->context = g_object_ref (context);
  written->letters = g_string_new (NULL);
  g_ptr_array_add (all, written);
  return written;
}

static void
add_letters (GString    *letters,
             const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar letter = g_utf8_get_char (text);

      if (g_utf8_strchr (letters->str, (gssize) letters->len, letter) == NULL)
        g_string_append_unichar (letters, letter);
    }
}

/* Of what will be seen. */
static void
collect (GtkWidget *widget,
         GPtrArray *all)
{
  const char *text = GTK_IS_LABEL (widget)  ? gtk_label_get_text (GTK_LABEL (widget))
                     : GTK_IS_TEXT (widget) ? gtk_editable_get_text (GTK_EDITABLE (widget))
                                            : "";

  if (!gtk_widget_get_visible (widget) || !gtk_widget_get_child_visible (widget) || GTK_IS_POPOVER (widget))
    return;
  if (*text != '\0')
    add_letters (find_written (all, gtk_widget_get_pango_context (widget))->letters, text);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect (child, all);
}

static PangoFont *
load (const Written *written)
{
  return pango_font_map_load_font (pango_context_get_font_map (written->context), written->context, written->description);
}

/* Pango looks for each font in a thread: for all of them before the first is waited for. */
static void
look_for (const Written *written)
{
  PangoFontMap *map = pango_context_get_font_map (written->context);
  PangoFontset *fonts = pango_font_map_load_fontset (map, written->context, written->description,
                                                     pango_context_get_language (written->context));

  g_clear_object (&fonts);
}

/* On top of each other: nobody looks. */
static void
draw (const Written *written,
      cairo_t       *cr)
{
  g_autoptr(PangoFont) font = load (written);
  cairo_scaled_font_t *scaled = PANGO_IS_CAIRO_FONT (font) ? pango_cairo_font_get_scaled_font (PANGO_CAIRO_FONT (font)) : NULL;

  cairo_glyph_t *glyphs = NULL;
  int n = 0;

  if (scaled == NULL)
    return;
  cairo_set_scaled_font (cr, scaled);
  cairo_scaled_font_text_to_glyphs (scaled, 0, 0, written->letters->str, -1, &glyphs, &n, NULL, NULL, NULL);
  for (int i = 0; i < n; i++)
    glyphs[i].x = glyphs[i].y = 0;
  cairo_show_glyphs (cr, glyphs, n);
  cairo_glyph_free (glyphs);
}

void
pl_letters_draw_ahead (GtkWidget *widget)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (written_free);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, ROOM, ROOM);
  cairo_t *cr = cairo_create (surface);

  cairo_translate (cr, ROOM / 4, ROOM * 3 / 4);
  collect (widget, all);
  for (guint i = 0; i < all->len; i++)
    look_for (g_ptr_array_index (all, i));
  for (guint i = 0; i < all->len; i++)
    draw (g_ptr_array_index (all, i), cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}
