/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/race/pl-race-actions.h"

#include <string.h>

#include <glib/gi18n.h>

#include "base/pl-file.h"
#include "trace/race/pl-race-certificate.h"
#include "ui/pl-settings.h"
#include "ui/race/pl-race-page-private.h"
#include "ui/widgets/pl-file-dialog.h"

static void
compare (PlPage   *page,
         GVariant *parameter)
{
  pl_race_page_compare (PL_RACE_PAGE (page));
}

/* The race that is shown, with more time; the form says so. */
static void
race_longer (PlPage   *page,
             GVariant *parameter)
{
  PlRace *race = pl_race_page_get_race (PL_RACE_PAGE (page));
  PlPlanData plan;

  if (!pl_race_make_longer (race, &plan))
    return;
  pl_form_set_plan (pl_page_get_form (page), &plan);
  gtk_widget_activate_action (GTK_WIDGET (page), "win.start", NULL);
}

static void
set_predict (PlPage   *page,
             GVariant *state)
{
  pl_race_form_set_predict (PL_RACE_FORM (pl_page_get_form (page)), g_variant_get_boolean (state));
}

static gboolean
get_predict (PlPage *page)
{
  return page != NULL ? pl_race_form_get_predict (PL_RACE_FORM (pl_page_get_form (page))) : pl_settings_get_predict ();
}

static void
say_written (PlPage     *page,
             const char *path,
             GError     *error)
{
  PlPageHost *host = pl_page_get_host (page);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = g_strdup_printf (_("The table is in “%s”."), name);

  if (error == NULL)
    pl_page_host_show_info (host, text);
  else
    pl_page_host_show_error (host, error);
}

static void
save_table_to (PlPage   *page,
               GVariant *parameter)
{
  PlCompare *shown = pl_race_page_get_compare (PL_RACE_PAGE (page));
  const char *path = g_variant_get_string (parameter, NULL);
  g_autofree char *text = pl_compare_to_csv (shown);
  g_autoptr(GError) error = NULL;

  pl_file_replace_bytes (path, text, strlen (text), &error);
  say_written (page, path, error);
}

static void
save_certificate_to (PlPage   *page,
                     GVariant *parameter)
{
  const char *path = g_variant_get_string (parameter, NULL);
  g_autoptr(GError) error = NULL;

  pl_race_write_certificate (pl_race_page_get_race (PL_RACE_PAGE (page)), path, &error);
  say_written (page, path, error);
}

static void
table_chosen_cb (GtkWindow  *window,
                 const char *path)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.table-to", "s", path);
}

static void
certificate_chosen_cb (GtkWindow  *window,
                       const char *path)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.certificate-to", "s", path);
}

static void
save_table (PlPage   *page,
            GVariant *parameter)
{
  pl_file_dialog_save (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page))),
                       &(PlFileChoice) { _("Save the Table of Locks"), "locks.csv", _("Tables"), "*.csv" },
                       table_chosen_cb);
}

static void
save_certificate (PlPage   *page,
                  GVariant *parameter)
{
  g_autofree char *base = pl_page_suggest_name (page);
  g_autofree char *name = g_strconcat (base, ".csv", NULL);

  pl_file_dialog_save (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page))),
                       &(PlFileChoice) { _("Save the Certificate"), name, _("Tables"), "*.csv" },
                       certificate_chosen_cb);
}

gboolean
pl_race_page_can (PlPage     *page,
                  const char *action)
{
  PlRacePage *self = PL_RACE_PAGE (page);

  if (strcmp (action, "compare") == 0)
    return pl_race_page_get_locks (self) != 0;
  if (g_str_has_prefix (action, "certificate") || strcmp (action, "race-longer") == 0)
    return pl_race_page_get_race (self) != NULL;
  if (g_str_has_prefix (action, "table"))
    return pl_race_page_get_shown (self) == PL_RACE_SHOWS_COMPARE;
  return TRUE;
}

const PlPageAction pl_race_actions[] = {
  { "compare", NULL, compare, NULL, TRUE, FALSE, TRUE },
  { "race-longer", NULL, race_longer, NULL, TRUE, TRUE, FALSE },
  { "predict-first", NULL, set_predict, get_predict, FALSE, FALSE, FALSE },
  { "certificate", NULL, save_certificate, NULL, FALSE, TRUE, FALSE },
  { "certificate-to", "s", save_certificate_to, NULL, FALSE, TRUE, FALSE },
  { "table", NULL, save_table, NULL, FALSE, TRUE, FALSE },
  { "table-to", "s", save_table_to, NULL, FALSE, TRUE, FALSE },
  { NULL, NULL, NULL, NULL, FALSE, FALSE, FALSE },
};
