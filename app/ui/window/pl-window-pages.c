/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include <glib/gi18n.h>

#include "ui/pl-settings.h"

/* Into its place in the stack, and its form into the settings, as it was left the last time. */
PlPage *
pl_window_make_page (PlWindow         *self,
                     const PlPageInfo *info)
{
  PlPage *page = pl_window_find_page (self, info);
  GtkWidget *place = gtk_stack_get_child_by_name (self->pages, info->key);
  PlPlanData plan;

  if (page != NULL)
    return page;
  page = g_object_new (info->get_type (), "hexpand", TRUE, "vexpand", TRUE, NULL);
  g_hash_table_insert (self->made, (gpointer) info, page);
  gtk_box_append (GTK_BOX (place), GTK_WIDGET (page));
  gtk_stack_add_titled (self->forms, GTK_WIDGET (pl_page_get_form (page)), info->key, _(info->title));

  if (info->kind == PL_PAGE_OF_NO_KIND)
    info->init_plan (&plan);
  else
    pl_settings_load_plan (info->kind, &plan);
  pl_form_set_plan (pl_page_get_form (page), &plan);
  g_signal_connect_object (page, "changed", G_CALLBACK (pl_window_page_changed), self, G_CONNECT_SWAPPED);
  return page;
}

PlPage *
pl_window_get_page (PlWindow   *self,
                    const char *key)
{
  return pl_window_make_page (self, pl_page_info_for_key (key));
}

void
pl_window_set_page (PlWindow         *self,
                    const PlPageInfo *info)
{
  gtk_stack_set_visible_child_name (self->pages, info->key);
}

gboolean
pl_window_is_empty (PlWindow *self)
{
  GHashTableIter iter;
  gpointer page;

  if (pl_session_get_running (self->session))
    return FALSE;
  g_hash_table_iter_init (&iter, self->made);
  while (g_hash_table_iter_next (&iter, NULL, &page))
    if (pl_page_get_picture (page, NULL) != NULL)
      return FALSE;
  return TRUE;
}

/* The form of the shown page, for the settings. */
static void
page_changed_cb (PlWindow *self)
{
  const PlPageInfo *info = pl_window_get_shown_info (self);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  pl_window_make_page (self, info);
  gtk_stack_set_visible_child_name (self->forms, info->key);
  /* It would come to rest on whatever happens to be first, there or in the title bar. Among the kept runs it stays, for F2
   * and Delete mean the one that was clicked. */
  if (focus == NULL || (gtk_widget_get_ancestor (focus, GTK_TYPE_STACK_SWITCHER) == NULL &&
                        !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->runs))))
    pl_window_focus_picture (self);
  pl_window_update_actions (self);
}

/* Beside its title, in the tab: it is seen from the other pages, too. */
static void
add_spinner (PlWindow         *self,
             const PlPageInfo *info,
             GtkWidget        *tab)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "spacing", 6, "halign", GTK_ALIGN_CENTER, NULL);
  GtkWidget *spinner = g_object_new (GTK_TYPE_SPINNER, "visible", FALSE, NULL);

  gtk_box_append (GTK_BOX (box), spinner);
  gtk_box_append (GTK_BOX (box), gtk_label_new (_(info->title)));
  gtk_button_set_child (GTK_BUTTON (tab), box);
  g_hash_table_insert (self->spinners, (gpointer) info, spinner);
}

static void
init_tabs (PlWindow *self)
{
  GtkWidget *tab = gtk_widget_get_first_child (GTK_WIDGET (self->switcher));
  const PlPageInfo *info;

  for (guint i = 0; (info = pl_page_info (i)) != NULL; i++)
    {
      add_spinner (self, info, tab);
      tab = gtk_widget_get_next_sibling (tab);
    }
}

void
pl_window_init_pages (PlWindow *self)
{
  const PlPageInfo *info;

  self->made = g_hash_table_new (NULL, NULL);
  self->spinners = g_hash_table_new (NULL, NULL);
  self->kept = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) pl_log_unref);
  for (guint i = 0; (info = pl_page_info (i)) != NULL; i++)
    gtk_stack_add_named (self->pages, gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), info->key);
  /* Now: it makes all its tabs anew for each page that is added. Titles only then: for each tab that is seen GTK would
   * ask the X server where the pointer is. */
  gtk_stack_switcher_set_stack (self->switcher, self->pages);
  for (guint i = 0; (info = pl_page_info (i)) != NULL; i++)
    g_object_set (gtk_stack_get_page (self->pages, gtk_stack_get_child_by_name (self->pages, info->key)),
                  "title", _(info->title), NULL);
  init_tabs (self);
  g_signal_connect_object (self->pages, "notify::visible-child", G_CALLBACK (page_changed_cb), self,
                           G_CONNECT_SWAPPED);
  page_changed_cb (self);
}

/* --- what the pages ask for --- */

static const PlPageInfo *
info_of (PlWindow *self,
         PlPage   *page)
{
  const PlPageInfo *info;

  for (guint i = 0; (info = pl_page_info (i)) != NULL; i++)
    if (pl_window_find_page (self, info) == page)
      return info;
  g_return_val_if_reached (NULL);
}

static gboolean
host_start (PlPageHost        *host,
            PlPage            *page,
            const PlPlanData  *plan,
            GError           **error)
{
  return pl_window_start (PL_WINDOW (host), info_of (PL_WINDOW (host), page), plan, error);
}

static PlRun *
host_get_run (PlPageHost *host)
{
  return pl_session_get_run (PL_WINDOW (host)->session);
}

static void
host_present (PlPageHost *host,
              PlPage     *page,
              gboolean    form)
{
  PlWindow *self = PL_WINDOW (host);

  pl_window_set_page (self, info_of (self, page));
  if (form)
    pl_fold_set_show_sidebar (self->fold, TRUE);
  else
    pl_message_bar_hide (self->message_bar);
}

static void
host_show_error (PlPageHost   *host,
                 const GError *error)
{
  pl_window_show_error (PL_WINDOW (host), error);
}

static void
host_show_info (PlPageHost *host,
                const char *text)
{
  pl_window_show_info (PL_WINDOW (host), text);
}

void
pl_window_init_page_host (PlPageHostInterface *iface)
{
  iface->start = host_start;
  iface->get_run = host_get_run;
  iface->present = host_present;
  iface->show_error = host_show_error;
  iface->show_info = host_show_info;
}
