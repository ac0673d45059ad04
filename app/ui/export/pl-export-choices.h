/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What somebody chose in the export dialog, remembered for each purpose. */

#include <glib.h>

#include "paint/pl-export.h"

G_BEGIN_DECLS

typedef enum { PL_EXPORT_WHOLE = 0, PL_EXPORT_SEEN, PL_EXPORT_SELECTION, PL_N_EXPORT_WHATS } PlExportWhat;

typedef struct {
  PlFormat format;
  PlThemeId theme;              /* print, light or dark */
  PlExportWhat what;
  gboolean notes, legend, embed;
} PlExportChoices;

/* The purpose that was chosen last, and whose pictures they were; g_free (). */
PlPurpose pl_export_choices_get_purpose (void);
char *pl_export_choices_get_author (void);
/* What was chosen for it last, or what suits it. */
void pl_export_choices_load (PlPurpose purpose, PlExportChoices *choices);
void pl_export_choices_save (PlPurpose purpose, const PlExportChoices *choices, const char *author);

/* Of the picture the time that was chosen, as it is looked at. FALSE: nothing is selected, or it has no time; then all that
 * is seen. */
gboolean pl_export_choose_range (PlPicture *picture, const PlViewport *seen, PlExportWhat what, PlViewport *viewport);

G_END_DECLS
