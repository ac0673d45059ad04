/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pl-ui.h"

#include "ui/race/pl-compare-button.h"
#include "ui/canvas/pl-canvas.h"
#include "ui/canvas/pl-details.h"
#include "ui/widgets/pl-column-layout.h"
#include "ui/widgets/pl-emblem.h"
#include "ui/find/pl-find-pane.h"
#include "ui/widgets/pl-fold.h"
#include "ui/widgets/pl-form-row.h"
#include "ui/pool/pl-legend.h"
#include "ui/lesson/pl-lesson-form.h"
#include "ui/lesson/pl-lesson-page.h"
#include "ui/lesson/pl-lesson-progress.h"
#include "ui/lesson/pl-lesson-question.h"
#include "ui/lesson/pl-lesson-source.h"
#include "ui/lesson/pl-lesson-tally.h"
#include "ui/widgets/pl-message-bar.h"
#include "ui/pool/pl-minimap.h"
#include "ui/pool/pl-pool-cards.h"
#include "ui/pool/pl-pool-form.h"
#include "ui/pool/pl-pool-page.h"
#include "ui/race/pl-race-form.h"
#include "ui/race/pl-race-page.h"
#include "ui/recording/pl-findings-list.h"
#include "ui/recording/pl-listing.h"
#include "ui/recording/pl-output-view.h"
#include "ui/recording/pl-recording-form.h"
#include "ui/recording/pl-recording-page.h"
#include "ui/replay/pl-replay-bar.h"
#include "ui/runs/pl-runs-strip.h"
#include "ui/scene/pl-scene-form.h"
#include "ui/scene/pl-scene-page.h"
#include "ui/table/pl-table-pane.h"
#include "ui/widgets/pl-wrap-layout.h"
#include "ui/canvas/pl-zoom-buttons.h"

/* Generated; a static library would drop its constructor. */
GResource *pl_get_resource (void);

static void
ensure_types (void)
{
  g_type_ensure (PL_TYPE_CANVAS);
  g_type_ensure (PL_TYPE_COLUMN_LAYOUT);
  g_type_ensure (PL_TYPE_COMPARE_BUTTON);
  g_type_ensure (PL_TYPE_DETAILS);
  g_type_ensure (PL_TYPE_EMBLEM);
  g_type_ensure (PL_TYPE_FIND_PANE);
  g_type_ensure (PL_TYPE_FOLD);
  g_type_ensure (PL_TYPE_FORM_ROW);
  g_type_ensure (PL_TYPE_LEGEND);
  g_type_ensure (PL_TYPE_LESSON_FORM);
  g_type_ensure (PL_TYPE_LESSON_PAGE);
  g_type_ensure (PL_TYPE_LESSON_PROGRESS);
  g_type_ensure (PL_TYPE_LESSON_QUESTION);
  g_type_ensure (PL_TYPE_LESSON_SOURCE);
  g_type_ensure (PL_TYPE_LESSON_TALLY);
  g_type_ensure (PL_TYPE_LISTING);
  g_type_ensure (PL_TYPE_MESSAGE_BAR);
  g_type_ensure (PL_TYPE_MINIMAP);
  g_type_ensure (PL_TYPE_POOL_CARDS);
  g_type_ensure (PL_TYPE_POOL_FORM);
  g_type_ensure (PL_TYPE_POOL_PAGE);
  g_type_ensure (PL_TYPE_RACE_FORM);
  g_type_ensure (PL_TYPE_RACE_PAGE);
  g_type_ensure (PL_TYPE_RECORDING_FORM);
  g_type_ensure (PL_TYPE_RECORDING_PAGE);
  g_type_ensure (PL_TYPE_FINDINGS_LIST);
  g_type_ensure (PL_TYPE_OUTPUT_VIEW);
  g_type_ensure (PL_TYPE_REPLAY_BAR);
  g_type_ensure (PL_TYPE_RUNS_STRIP);
  g_type_ensure (PL_TYPE_SCENE_FORM);
  g_type_ensure (PL_TYPE_SCENE_PAGE);
  g_type_ensure (PL_TYPE_TABLE_PANE);
  g_type_ensure (PL_TYPE_WRAP_LAYOUT);
  g_type_ensure (PL_TYPE_ZOOM_BUTTONS);
}

void
pl_ui_init (void)
{
  static gboolean done;

  if (done)
    return;
  done = TRUE;

  g_resources_register (pl_get_resource ());
  ensure_types ();

  g_autoptr(GtkCssProvider) css = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (css, PL_RESOURCE_PATH "/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (css),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}
