/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/export/pl-export-dialog.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "base/pl-file.h"
#include "ui/export/pl-export-choices.h"
#include "ui/export/pl-export-preview.h"
#include "ui/pl-ui.h"
#include "ui/widgets/pl-choice.h"
#include "ui/widgets/pl-file-dialog.h"
#include "ui/widgets/pl-form-row.h"
#include "ui/widgets/pl-widget-theme.h"

#define WIDTH 980
#define HEIGHT 660

struct _PlExportDialog
{
  GtkWindow parent_instance;

  PlExportPreview *preview;
  GtkWidget *cancel, *save, *previous, *next, *embed_note;
  GtkDropDown *purpose, *format, *theme, *what;
  PlFormRow *what_row;
  GtkEditable *title, *caption, *author;
  GtkCheckButton *legend, *notes, *embed;
  GtkLabel *page, *error;

  PlPicture *picture;
  PlViewport seen;
  char *name;
  PlExportDone done;
  gboolean loading;               /* controls are being set one by one */
};

G_DEFINE_FINAL_TYPE (PlExportDialog, pl_export_dialog, GTK_TYPE_WINDOW)

/* In the order of the list. */
static const PlPurpose purposes[] = { PL_PURPOSE_SLIDE, PL_PURPOSE_A4, PL_PURPOSE_WEB, PL_PURPOSE_SCREEN };
static const PlThemeId themes[] = { PL_THEME_PRINT, PL_THEME_LIGHT, PL_THEME_DARK };

static const char *
purpose_name (guint i)
{
  static const char *const names[PL_N_PURPOSES] = {
    [PL_PURPOSE_SLIDE] = N_("Slide, 16:9"), [PL_PURPOSE_A4] = N_("Handout, A4"), [PL_PURPOSE_WEB] = N_("Web page"),
    [PL_PURPOSE_SCREEN] = N_("As on screen"),
  };
  return _(names[purposes[i]]);
}

static const char *
format_name (guint i)
{
  static const char *const names[] = { N_("PNG image"), N_("SVG drawing"), N_("PDF document") };
  return _(names[i]);
}

static const char *
theme_name (guint i)
{
  static const char *const names[] = { N_("For print"), N_("Light"), N_("Dark") };
  return _(names[i]);
}

static const char *
what_name (guint i)
{
  static const char *const names[] = { N_("The whole run"), N_("What is seen"), N_("The selection") };
  return _(names[i]);
}

static guint
place_of (const guint *values, guint n, guint value)
{
  for (guint i = 0; i < n; i++)
    if (values[i] == value)
      return i;
  return 0;
}

static PlPurpose
get_purpose (PlExportDialog *self)
{
  return purposes[gtk_drop_down_get_selected (self->purpose)];
}

static PlFormat
get_format (PlExportDialog *self)
{
  return (PlFormat) gtk_drop_down_get_selected (self->format);
}

static void
get_choices (PlExportDialog  *self,
             PlExportChoices *choices)
{
  *choices = (PlExportChoices) {
    .format = get_format (self), .theme = themes[gtk_drop_down_get_selected (self->theme)],
    .what = gtk_drop_down_get_selected (self->what), .notes = gtk_check_button_get_active (self->notes),
    .legend = gtk_check_button_get_active (self->legend), .embed = gtk_check_button_get_active (self->embed),
  };
}

/* The strings are the entries' own. */
static void
get_options (PlExportDialog  *self,
             PlExportOptions *options,
             PlViewport      *viewport)
{
  PlExportChoices choices;

  get_choices (self, &choices);
  *options = (PlExportOptions) {
    .theme = choices.theme, .purpose = get_purpose (self), .bare = !choices.embed, .no_legend = !choices.legend,
    .title = gtk_editable_get_text (self->title), .caption = gtk_editable_get_text (self->caption),
    .author = gtk_editable_get_text (self->author),
  };
  pl_export_choose_range (self->picture, &self->seen, choices.what, viewport);
  viewport->hide_notes = !choices.notes;
}

static void
say_error (PlExportDialog *self,
           const char     *text)
{
  gtk_label_set_text (self->error, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), text != NULL);
}

static void
changed_cb (PlExportDialog *self)
{
  PlExportOptions options;
  PlViewport viewport;

  if (self->loading)
    return;
  say_error (self, NULL);
  get_options (self, &options, &viewport);
  gtk_widget_set_visible (self->embed_note, !options.bare);
  pl_export_preview_show (self->preview, self->picture, &viewport, &options, get_format (self));
}

static void
show_choices (PlExportDialog        *self,
              const PlExportChoices *choices)
{
  guint theme = place_of ((const guint *) themes, G_N_ELEMENTS (themes), choices->theme);
  guint most = g_list_model_get_n_items (gtk_drop_down_get_model (self->what));

  self->loading = TRUE;
  gtk_drop_down_set_selected (self->format, choices->format);
  gtk_drop_down_set_selected (self->theme, theme);
  gtk_drop_down_set_selected (self->what, choices->what < most ? choices->what : PL_EXPORT_SEEN);
  gtk_check_button_set_active (self->notes, choices->notes);
  gtk_check_button_set_active (self->legend, choices->legend);
  gtk_check_button_set_active (self->embed, choices->embed);
  self->loading = FALSE;
  changed_cb (self);
}

/* What was chosen for it the last time comes back. */
static void
purpose_cb (PlExportDialog *self)
{
  PlExportChoices choices;

  if (self->loading)
    return;
  pl_export_choices_load (get_purpose (self), &choices);
  show_choices (self, &choices);
}

static void
drawn_cb (PlExportDialog *self)
{
  guint n = pl_export_preview_get_n_pages (self->preview), page = pl_export_preview_get_page (self->preview);
  g_autofree char *text = pl_export_preview_describe (self->preview), *title = NULL;
  g_autofree char *name = NULL;

  gtk_label_set_text (self->page, text);
  gtk_widget_set_visible (self->previous, n > 1);
  gtk_widget_set_visible (self->next, n > 1);
  gtk_widget_set_sensitive (self->previous, page > 0);
  gtk_widget_set_sensitive (self->next, page + 1 < n);
  title = pl_picture_title (self->picture);
  name = g_strdup_printf (_("Preview: %s"), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->preview), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
previous_cb (PlExportDialog *self)
{
  pl_export_preview_set_page (self->preview, pl_export_preview_get_page (self->preview) - 1);
}

static void
next_cb (PlExportDialog *self)
{
  pl_export_preview_set_page (self->preview, pl_export_preview_get_page (self->preview) + 1);
}

/* Whether there is anything to be written to, before anything is drawn. */
static gboolean
try_path (const char  *path,
          GError     **error)
{
  int held;

  if (!pl_file_try (path, &held, error))
    return FALSE;
  if (held >= 0)
    close (held);
  return TRUE;
}

gboolean
pl_export_dialog_save_to (PlExportDialog *self,
                          const char     *path)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autoptr(GError) error = NULL;
  PlExportChoices choices;
  PlExportOptions options;
  PlViewport viewport;

  get_choices (self, &choices);
  get_options (self, &options, &viewport);
  if (!try_path (path, &error) || !pl_export_picture (self->picture, &viewport, &options, path, &error))
    {
      say_error (self, error->message);
      return FALSE;
    }
  pl_export_choices_save (get_purpose (self), &choices, options.author);
  PlExportDone done = self->done;
  gtk_window_destroy (GTK_WINDOW (self));
  done (parent, path);
  return TRUE;
}

static void
chosen_cb (GtkWindow  *window,
           const char *path)
{
  pl_export_dialog_save_to (PL_EXPORT_DIALOG (window), path);
}

static void
save_cb (PlExportDialog *self)
{
  static const struct { const char *title, *kind, *pattern; } formats[] = {
    [PL_FORMAT_PNG] = { N_("Export as PNG"), N_("PNG images"), "*.png" },
    [PL_FORMAT_SVG] = { N_("Export as SVG"), N_("SVG drawings"), "*.svg" },
    [PL_FORMAT_PDF] = { N_("Export as PDF"), N_("PDF documents"), "*.pdf" },
  };
  PlFormat format = get_format (self);
  g_autofree char *name = g_strconcat (self->name, formats[format].pattern + 1, NULL);
  const PlFileChoice choice = { _(formats[format].title), name, _(formats[format].kind), formats[format].pattern };

  pl_file_dialog_save (GTK_WINDOW (self), &choice, chosen_cb);
}

static void
watch (PlExportDialog *self,
       gpointer        control,
       const char     *signal)
{
  g_signal_connect_object (control, signal, G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

static void
connect_controls (PlExportDialog *self)
{
  g_signal_connect_object (self->purpose, "notify::selected", G_CALLBACK (purpose_cb), self, G_CONNECT_SWAPPED);
  watch (self, self->format, "notify::selected");
  watch (self, self->theme, "notify::selected");
  watch (self, self->what, "notify::selected");
  watch (self, self->title, "changed");
  watch (self, self->caption, "changed");
  watch (self, self->author, "changed");
  watch (self, self->legend, "toggled");
  watch (self, self->notes, "toggled");
  watch (self, self->embed, "toggled");
  g_signal_connect_object (self->preview, "drawn", G_CALLBACK (drawn_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->previous, "clicked", G_CALLBACK (previous_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->next, "clicked", G_CALLBACK (next_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->save, "clicked", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->cancel, "clicked", G_CALLBACK (gtk_window_close), self, G_CONNECT_SWAPPED);
}

static void
pl_export_dialog_dispose (GObject *object)
{
  PlExportDialog *self = PL_EXPORT_DIALOG (object);

  self->loading = TRUE;
  g_clear_object (&self->picture);
  g_clear_pointer (&self->name, g_free);
  G_OBJECT_CLASS (pl_export_dialog_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PlExportDialog, name)

static void
pl_export_dialog_class_init (PlExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_export_dialog_dispose;
  g_type_ensure (PL_TYPE_EXPORT_PREVIEW);
  g_type_ensure (PL_TYPE_FORM_ROW);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, PL_RESOURCE_PATH "/export/export-dialog.ui");
  BIND (preview);
  BIND (cancel);
  BIND (save);
  BIND (previous);
  BIND (next);
  BIND (page);
  BIND (purpose);
  BIND (format);
  BIND (theme);
  BIND (what);
  BIND (what_row);
  BIND (title);
  BIND (caption);
  BIND (author);
  BIND (legend);
  BIND (notes);
  BIND (embed);
  BIND (embed_note);
  BIND (error);
}

static void
pl_export_dialog_init (PlExportDialog *self)
{
  self->loading = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  pl_choice_fill (self->purpose, purpose_name, G_N_ELEMENTS (purposes));
  pl_choice_fill (self->format, format_name, 3);
  pl_choice_fill (self->theme, theme_name, G_N_ELEMENTS (themes));
  connect_controls (self);
  pl_widget_theme_watch (GTK_WIDGET (self));
}

/* Nothing is asked that has no answer: what is not selected, a time that a picture does not have, a run that is not one. */
static void
show_picture (PlExportDialog *self)
{
  PlViewport unused;
  gboolean selection = pl_export_choose_range (self->picture, &self->seen, PL_EXPORT_SELECTION, &unused);
  gboolean time = pl_export_choose_range (self->picture, &self->seen, PL_EXPORT_WHOLE, &unused);
  gboolean run = pl_picture_get_log (self->picture) != NULL;

  pl_choice_fill (self->what, what_name, selection ? PL_N_EXPORT_WHATS : PL_EXPORT_SELECTION);
  gtk_widget_set_visible (GTK_WIDGET (self->what_row), time);
  gtk_widget_set_sensitive (GTK_WIDGET (self->embed), run);
}

PlExportDialog *
pl_export_dialog_open (GtkWindow          *parent,
                       const PlExportWish *wish,
                       PlExportDone        done)
{
  PlExportDialog *self = g_object_new (PL_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  g_autofree char *author = pl_export_choices_get_author ();
  PlPurpose purpose = pl_export_choices_get_purpose ();
  int width = gtk_widget_get_width (GTK_WIDGET (parent)), height = gtk_widget_get_height (GTK_WIDGET (parent));
  PlExportChoices choices;

  self->picture = g_object_ref (wish->picture);
  self->seen = wish->viewport;
  self->name = g_strdup (wish->name);
  self->done = done;
  show_picture (self);
  gtk_drop_down_set_selected (self->purpose, place_of ((const guint *) purposes, G_N_ELEMENTS (purposes), purpose));
  gtk_editable_set_text (self->author, author);
  pl_export_choices_load (purpose, &choices);
  choices.format = wish->format;
  show_choices (self, &choices);
  gtk_window_set_default_size (GTK_WINDOW (self), MIN (WIDTH, MAX (width - 20, 640)), MIN (HEIGHT, MAX (height - 20, 420)));
  gtk_window_set_default_widget (GTK_WINDOW (self), self->save);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
