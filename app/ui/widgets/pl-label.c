/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/pl-label.h"

#include "ui/widgets/pl-tip.h"

void
pl_label_take_text (GtkWidget *label,
                    char      *text)
{
  gtk_label_set_text (GTK_LABEL (label), text);
  pl_tip_set (label, text);
  g_free (text);
}
