/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Beside Run: the same tasks over all channels, on pools of many sizes, with messages of many sizes; each so many times. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PL_TYPE_SWEEP_MENU (pl_sweep_menu_get_type ())
G_DECLARE_FINAL_TYPE (PlSweepMenu, pl_sweep_menu, PL, SWEEP_MENU, GtkPopover)

G_END_DECLS
