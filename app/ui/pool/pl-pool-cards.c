/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pool/pl-pool-cards.h"
#include "ui/widgets/pl-widget-theme.h"

#include <glib/gi18n.h>

#include "plan/pl-plan.h"
#include "ui/widgets/pl-label.h"
#include "ui/widgets/pl-wrap-layout.h"

#define MS (1000 * 1000)
#define CARD_CHARS 24

struct _PlPoolCards
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (PlPoolCards, pl_pool_cards, GTK_TYPE_WIDGET)

enum { CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

static const struct { const char *title, *text; } cards[PL_POOL_N_CARDS] = {
  [PL_POOL_CARD_CROWD] = { N_("More workers than CPUs"), N_("They take turns: who is at work need not be on a CPU.") },
  [PL_POOL_CARD_STRAGGLER] = { N_("One straggler"), N_("One task takes eight times as long, and all wait for it.") },
  [PL_POOL_CARD_CHANNELS] = { N_("Queue, Pipe and Array"), N_("The same short tasks over all three: which carries most?") },
};

void
pl_pool_card_init_plan (PlPoolCard  card,
                        guint       n_cpus,
                        PlPlanData *plan)
{
  pl_plan_init_pool (plan);
  switch (card)
    {
    case PL_POOL_CARD_CROWD:
      plan->pool_size = CLAMP (4 * n_cpus, 8, 32);
      plan->tasks = 4 * plan->pool_size;
      plan->chunk_asked = 1;
      plan->task_time_ns = 60 * MS;
      break;
    case PL_POOL_CARD_STRAGGLER:
      plan->pool_size = 4;
      plan->tasks = 24;
      plan->chunk_asked = 1;
      plan->work = PL_WORK_SLEEP;
      plan->spread = PL_SPREAD_STRAGGLER;
      break;
    case PL_POOL_CARD_CHANNELS:
    case PL_POOL_N_CARDS:
    default:
      plan->pool_size = 4;
      plan->tasks = 20000;
      plan->chunk_asked = 1;
      plan->spread = PL_SPREAD_EQUAL;
      plan->task_time_ns = MS / 50;
      break;
    }
  pl_plan_validate (plan, NULL);
}

static void
clicked_cb (PlPoolCards *self,
            GtkWidget   *button)
{
  g_signal_emit (self, signals[CHOSEN], 0, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "pl-card")));
}

static GtkWidget *
make_label (const char *text,
            const char *style)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "xalign", 0.0,
                                   "width-chars", CARD_CHARS, "max-width-chars", CARD_CHARS, NULL);

  pl_label_hold_measures (label);
  gtk_widget_add_css_class (label, style);
  return label;
}

static void
add_card (PlPoolCards *self,
          guint        card)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 4, NULL);
  GtkWidget *button = gtk_button_new ();

  gtk_box_append (GTK_BOX (box), make_label (_(cards[card].title), "heading"));
  gtk_box_append (GTK_BOX (box), make_label (_(cards[card].text), "dim"));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "card");
  g_object_set_data (G_OBJECT (button), "pl-card", GUINT_TO_POINTER (card));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _(cards[card].title),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _(cards[card].text), -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
}

static void
pl_pool_cards_dispose (GObject *object)
{
  pl_widget_unparent_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (pl_pool_cards_parent_class)->dispose (object);
}

static void
pl_pool_cards_class_init (PlPoolCardsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_pool_cards_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", PL_TYPE_POOL_CARDS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_layout_manager_type (widget_class, PL_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "cards");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pl_pool_cards_init (PlPoolCards *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Things to try"), -1);
  for (guint i = 0; i < PL_POOL_N_CARDS; i++)
    add_card (self, i);
}
