/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/race/pl-race-canvas-private.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "paint/pool/pl-timeline.h"
#include "ui/widgets/pl-widget-theme.h"

#define PARTS (PL_PART_TITLE | PL_PART_LEGEND | PL_PART_FOOTER)
#define MIN_WIDTH 560

G_DEFINE_FINAL_TYPE (PlRaceCanvas, pl_race_canvas, GTK_TYPE_WIDGET)

enum { BRANCH_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
drop_picture (PlRaceCanvas *self)
{
  g_clear_pointer (&self->picture, pl_race_picture_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

PlRacePicture *
pl_race_canvas_layout (PlRaceCanvas *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->race == NULL || width < 50 || height < 50)
    return NULL;
  if (self->picture == NULL)
    self->picture = pl_race_picture_new (self->race, &self->view, self->theme, width, height, PARTS);
  return self->picture;
}

/* The part whose lost updates are shown; -1: none was recorded without a lock. */
static int
shown_part (PlRaceCanvas *self)
{
  return self->race != NULL ? pl_race_find_part (self->race, PL_RACE_NONE, TRUE) : -1;
}

/* How the race was run, and how much the workers overlapped, is to be heard as well. */
static char *
describe (PlRaceCanvas *self,
          const char   *sentence)
{
  g_autofree char *subtitle = pl_race_subtitle (self->race);

  return g_strdup_printf ("%s\n%s", sentence, subtitle);
}

/* A race that has just come is told with what became of the guess; not each step of a walk through it. */
static void
update_accessible (PlRaceCanvas *self,
                   gboolean      is_new)
{
  g_autofree char *guess = is_new && self->race != NULL ? pl_race_guess_sentence (self->race) : NULL;
  g_autofree char *name = NULL, *description = NULL, *both = NULL;
  int part = shown_part (self);

  if (self->race == NULL)
    {
      name = g_strdup (_("Race"));
      description = g_strdup (_("Nothing has run yet."));
    }
  else if (self->view.has_selection)
    {
      g_autofree char *number = pl_text_count ((guint64) self->view.selected.seq + 1);
      name = g_strdup_printf (_("Race: increment %s of Worker %u"), number, self->view.selected.worker + 1);
      description = pl_race_increment_sentence (self->race, pl_race_get_main_part (self->race), self->view.selected);
    }
  else if (part >= 0 && pl_race_canvas_get_n_branches (self) > 0)
    {
      g_autofree char *title = pl_race_branch_title (self->race, (guint) part, self->view.branch);
      g_autofree char *sentence = pl_race_branch_sentence (self->race, (guint) part, self->view.branch);

      name = g_strdup_printf (_("Race: %s"), title);
      description = describe (self, sentence);
    }
  else
    {
      g_autofree char *footer = pl_race_footer (self->race);

      name = pl_race_title (self->race);
      description = describe (self, footer);
    }

  both = g_strjoin ("\n", description, guess, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, both,
                                  -1);
}

void
pl_race_canvas_view_changed (PlRaceCanvas *self)
{
  drop_picture (self);
  update_accessible (self, FALSE);
}

guint64
pl_race_canvas_get_n_branches (PlRaceCanvas *self)
{
  int part = shown_part (self);
  return part >= 0 ? pl_race_get_n_branches (self->race, (guint) part) : 0;
}

guint64
pl_race_canvas_get_branch (PlRaceCanvas *self)
{
  return self->view.branch;
}

void
pl_race_canvas_set_branch (PlRaceCanvas *self,
                           guint64       branch)
{
  guint64 n = pl_race_canvas_get_n_branches (self);

  if (n == 0)
    return;
  branch = MIN (branch, n - 1);
  if (branch == self->view.branch && self->view.to_ns == 0 && !self->view.has_selection)
    return;
  self->view = (PlRaceView) { .branch = branch };
  pl_race_canvas_view_changed (self);
  g_signal_emit (self, signals[BRANCH_CHANGED], 0);
}

void
pl_race_canvas_show_branch (PlRaceCanvas *self)
{
  self->view = (PlRaceView) { .branch = self->view.branch };
  pl_race_canvas_view_changed (self);
}

void
pl_race_canvas_set_race (PlRaceCanvas *self,
                         PlRace       *race)
{
  int part;

  g_set_object (&self->race, race);
  part = shown_part (self);
  self->view = (PlRaceView) { 0 };
  if (part >= 0 && pl_race_get_n_branches (race, (guint) part) > 0)
    self->view.branch = pl_race_choose_branch (race, (guint) part);
  drop_picture (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  update_accessible (self, TRUE);
  g_signal_emit (self, signals[BRANCH_CHANGED], 0);
}

PlRace *
pl_race_canvas_get_race (PlRaceCanvas *self)
{
  return self->race;
}

const PlRaceView *
pl_race_canvas_get_view (PlRaceCanvas *self)
{
  return &self->view;
}

static gboolean
pl_race_canvas_query_tooltip (GtkWidget  *widget,
                              int         x,
                              int         y,
                              gboolean    keyboard_tooltip,
                              GtkTooltip *tooltip)
{
  PlRacePicture *picture = pl_race_canvas_layout (PL_RACE_CANVAS (widget));
  g_autofree char *text = NULL;
  guint64 branch;

  if (keyboard_tooltip || picture == NULL || !pl_race_picture_pick (picture, x, y, &text, &branch) || text == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
pl_race_canvas_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  PlRacePicture *picture = pl_race_canvas_layout (PL_RACE_CANVAS (widget));

  if (picture == NULL)
    return;

  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                               (float) gtk_widget_get_height (widget));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  pl_race_picture_draw (picture, cr);
  cairo_destroy (cr);
}

static GtkSizeRequestMode
pl_race_canvas_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
pl_race_canvas_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  PlRaceCanvas *self = PL_RACE_CANVAS (widget);

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : 200;
  if (orientation == GTK_ORIENTATION_VERTICAL && self->race != NULL)
    {
      /* A low window gets the condensed picture rather than a part of the whole one. */
      *minimum = (int) pl_race_picture_least_height (self->race, MAX (for_size, MIN_WIDTH), PARTS);
      *natural = (int) pl_race_picture_natural_height (self->race, MAX (for_size, MIN_WIDTH), PARTS);
    }
}

static void
pl_race_canvas_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  drop_picture (PL_RACE_CANVAS (widget));
}

static void
pl_race_canvas_css_changed (GtkWidget         *widget,
                            GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (pl_race_canvas_parent_class)->css_changed (widget, change);
  PL_RACE_CANVAS (widget)->theme = pl_widget_theme (widget);
  drop_picture (PL_RACE_CANVAS (widget));
}

static void
pl_race_canvas_dispose (GObject *object)
{
  PlRaceCanvas *self = PL_RACE_CANVAS (object);

  g_clear_pointer (&self->picture, pl_race_picture_free);
  g_clear_object (&self->race);
  G_OBJECT_CLASS (pl_race_canvas_parent_class)->dispose (object);
}

static void
pl_race_canvas_class_init (PlRaceCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_race_canvas_dispose;
  widget_class->snapshot = pl_race_canvas_snapshot;
  widget_class->get_request_mode = pl_race_canvas_get_request_mode;
  widget_class->measure = pl_race_canvas_measure;
  widget_class->size_allocate = pl_race_canvas_size_allocate;
  widget_class->css_changed = pl_race_canvas_css_changed;
  widget_class->query_tooltip = pl_race_canvas_query_tooltip;

  signals[BRANCH_CHANGED] = g_signal_new ("branch-changed", PL_TYPE_RACE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "racecanvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
pl_race_canvas_init (PlRaceCanvas *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  pl_race_canvas_init_input (self);
  update_accessible (self, FALSE);
}
