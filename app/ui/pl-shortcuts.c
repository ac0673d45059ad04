/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pl-shortcuts.h"

#include <string.h>

#include <glib/gi18n.h>

#include "ui/pl-accels.h"

#define MAX_ROWS 17u
#define END "</object></child>"

/* GtkShortcutsWindow can only be filled by GtkBuilder on GTK 4.8, so the table becomes XML first. */

static void
append_element (GString    *xml,
                const char *class_name,
                const char *property,
                const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_string_append_printf (xml, "<child><object class='%s'><property name='%s'>%s</property>",
                          class_name, property, escaped);
}

/* The keypad's, and what Shift makes of a key on one keyboard or another. */
static gboolean
is_twin (const char *key)
{
  static const char * const twins[] = { "KP_", "asterisk", "underscore", "parenright", "<Shift>equal" };

  for (guint i = 0; i < G_N_ELEMENTS (twins); i++)
    if (strstr (key, twins[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* Two ways are enough to read; the table knows more, and the twins of keys. */
static char *
readable_keys (const char *all)
{
  g_auto(GStrv) keys = g_strsplit (all, " ", 0);
  g_autoptr(GString) readable = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; keys[i] != NULL && n < 2; i++)
    {
      if (is_twin (keys[i]))
        continue;
      g_string_append_printf (readable, "%s%s", n > 0 ? " " : "", keys[i]);
      n++;
    }
  return g_string_free (g_steal_pointer (&readable), FALSE);
}

static void
append_shortcut (GString       *xml,
                 const PlAccel *accel)
{
  append_element (xml, "GtkShortcutsShortcut", "title", _(accel->title));
  if (accel->scope == PL_KEYS_POINTER)
    {
      g_autofree char *how = g_markup_escape_text (_(accel->keys), -1);
      g_string_append_printf (xml, "<property name='subtitle'>%s</property>", how);
    }
  else
    {
      g_autofree char *keys = readable_keys (accel->keys);
      g_autofree char *escaped = g_markup_escape_text (keys, -1);
      g_string_append_printf (xml, "<property name='accelerator'>%s</property>", escaped);
    }
  g_string_append (xml, END);
}

/* Each section fits on a page of its own: GTK 4.8 warns about its own switcher of pages. */
static const char *
section_of (const PlAccel *accel)
{
  if (g_str_equal (accel->group, PL_ACCEL_GROUP_CLOSER) || g_str_equal (accel->group, PL_ACCEL_GROUP_MARKS)
      || g_str_equal (accel->group, PL_ACCEL_GROUP_REPLAY))
    return N_("Look closer");
  switch (accel->scope)
    {
    case PL_KEYS_PICTURE:
    case PL_KEYS_REPLAY:
    case PL_KEYS_POINTER:
      return N_("Picture");
    case PL_KEYS_TOLD:
      return N_("Race");
    case PL_KEYS_RUNS:
      return N_("Kept runs");
    case PL_KEYS_WINDOW:
    case PL_KEYS_PRESENTING:
    case PL_KEYS_GTK:
    default:
      return N_("Window");
    }
}

static void
begin_section (GString    *xml,
               const char *section)
{
  append_element (xml, "GtkShortcutsSection", "title", _(section));
  g_string_append_printf (xml, "<property name='section-name'>%s</property>"
                          "<property name='max-height'>%u</property>", section, MAX_ROWS);
}

GtkWidget *
pl_shortcuts_window_new (void)
{
  guint n;
  const PlAccel *accels = pl_accels (&n);
  const char *group = NULL, *section = NULL;
  g_autoptr(GString) xml = g_string_new (
    "<interface><object class='GtkShortcutsWindow' id='window'><property name='modal'>1</property>");

  for (guint i = 0; i < n; i++)
    {
      gboolean other_section = g_strcmp0 (section, section_of (&accels[i])) != 0;

      if (other_section || g_strcmp0 (group, accels[i].group) != 0)
        {
          g_string_append (xml, group != NULL ? END : "");
          if (other_section)
            {
              g_string_append (xml, section != NULL ? END : "");
              section = section_of (&accels[i]);
              begin_section (xml, section);
            }
          group = accels[i].group;
          append_element (xml, "GtkShortcutsGroup", "title", _(group));
        }
      append_shortcut (xml, &accels[i]);
    }
  g_string_append (xml, END END "</object></interface>");

  g_autoptr(GtkBuilder) builder = gtk_builder_new_from_string (xml->str, (gssize) xml->len);
  return GTK_WIDGET (gtk_builder_get_object (builder, "window"));
}
