/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/race/pl-race-form.h"

#include <string.h>

#include <glib/gi18n.h>

#include "base/pl-error.h"
#include "base/pl-text.h"
#include "plan/pl-plan.h"
#include "ui/widgets/pl-choice.h"
#include "ui/pl-ui.h"

struct _PlRaceForm
{
  PlForm parent_instance;

  PlFormRow *workers_row, *increments_row, *guess_row, *lock_row, *depth_row, *window_row, *spins_row, *sleep_row,
            *cpus_row, *overlap_row, *trials_row;
  GtkSpinButton *workers, *increments, *depth, *spins, *trials;
  GtkDropDown *lock, *window, *cpus, *overlap;
  GtkEntry *guess, *sleep;
  GtkLabel *parts;

  PlPlanData plan;        /* the rest of it: the seed */
  PlPlanData answered;    /* what ran last with the guess that still stands here; its guess 0: none did */
  char *question;         /* NULL: nothing is asked */
  gboolean predict;
  guint n_cpus;
};

G_DEFINE_FINAL_TYPE (PlRaceForm, pl_race_form, PL_TYPE_FORM)

enum { PROP_0, PROP_PREDICT, PROP_QUESTION, N_PROPS };
static GParamSpec *props[N_PROPS];

/* As other numbers are typed, and as they are shown: "350.000", where that is how digits are grouped. */
static gboolean
parse_guess (const char *text,
             guint64    *guess)
{
  g_autoptr(GString) digits = g_string_new (NULL);
  g_autofree char *shown = NULL;

  if (pl_text_parse_count (text, guess))
    return TRUE;
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
  if (!pl_text_parse_count (digits->str, guess))
    return FALSE;
  shown = pl_text_count (*guess);
  return g_str_equal (shown, text);
}

static gboolean
read_guess (PlForm *form, PlPlanData *plan, GError **error)
{
  PlRaceForm *self = PL_RACE_FORM (form);
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->guess))));
  g_autofree char *most = pl_text_count (plan->workers * plan->increments);

  /* Without these nobody knows what is possible; they say themselves what is wrong. */
  if (!self->predict || *text == '\0' || pl_form_row_get_error (self->workers_row) != NULL ||
      pl_form_row_get_error (self->increments_row) != NULL)
    return TRUE;
  /* 0 is, in a plan, no guess. */
  if (parse_guess (text, &plan->guess) && plan->guess > 0)
    return TRUE;
  if (pl_text_is_count (text))
    g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("%s %s is not possible: choose %s to %s."), _("Guess"), text, "1", most);
  else
    g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("“%s” is not a whole number."), text);
  return FALSE;
}

static gboolean
read_lock (PlForm *form, PlPlanData *plan, GError **error)
{
  pl_plan_set_lock (plan, gtk_drop_down_get_selected (PL_RACE_FORM (form)->lock));
  return TRUE;
}

static gboolean
read_depth (PlForm *form, PlPlanData *plan, GError **error)
{
  return pl_form_read_uint (PL_RACE_FORM (form)->depth, &plan->rlock_depth, error);
}

static gboolean
read_window (PlForm *form, PlPlanData *plan, GError **error)
{
  guint window = gtk_drop_down_get_selected (PL_RACE_FORM (form)->window);

  /* Those with an amount come with it. */
  if (window != PL_RACE_WINDOW_SPIN && window != PL_RACE_WINDOW_SLEEP)
    plan->window = window;
  return TRUE;
}

static gboolean
read_spins (PlForm *form, PlPlanData *plan, GError **error)
{
  plan->window = PL_RACE_WINDOW_SPIN;
  return pl_form_read_count (PL_RACE_FORM (form)->spins, G_MAXUINT64, &plan->window_amount, error);
}

static gboolean
read_sleep (PlForm *form, PlPlanData *plan, GError **error)
{
  gint64 ns = 0;
  gboolean said = pl_form_read_duration (PL_RACE_FORM (form)->sleep, &ns, error);

  plan->window = PL_RACE_WINDOW_SLEEP;
  plan->window_amount = (guint64) ns;
  return said;
}

/* How long what is not recorded races; at last a number instead. */
static const gint64 overlaps[] = { PL_RACE_OVERLAP_NS, 4 * PL_RACE_OVERLAP_NS, 16 * PL_RACE_OVERLAP_NS,
                                   PL_MAX_RACE_OVERLAP_NS, 0 };

static guint
overlap_choice (gint64 overlap_ns)
{
  guint i = 0;

  while (overlap_ns > 0 && overlaps[i] < overlap_ns)
    i++;
  return overlap_ns > 0 ? i : G_N_ELEMENTS (overlaps) - 1;
}

static const char *
overlap_name (guint i)
{
  g_autofree char *time = pl_text_duration_short (overlaps[i]);
  g_autofree char *name = NULL;

  if (overlaps[i] == 0)
    return _("As many increments");
  /* Translators: a time, "50 ms of racing" */
  name = g_strdup_printf (_("%s of racing"), time);
  return g_intern_string (name);
}

/* Another time than those to choose from is kept as long as nobody chooses. */
static gboolean
read_overlap (PlForm *form, PlPlanData *plan, GError **error)
{
  PlRaceForm *self = PL_RACE_FORM (form);
  guint chosen = gtk_drop_down_get_selected (self->overlap);

  plan->overlap_ns = chosen == overlap_choice (self->plan.overlap_ns) ? self->plan.overlap_ns : overlaps[chosen];
  return TRUE;
}

static void
begin_plan (PlForm     *form,
            PlPlanData *plan)
{
  pl_plan_init_race (plan);
  plan->seed = PL_RACE_FORM (form)->plan.seed;
  plan->rlock_depth = 1;
  pl_plan_set_lock (plan, PL_RACE_NONE);
}

static const char *
window_note (PlRaceForm *self,
             guint       window)
{
  gboolean one = self->n_cpus == 1 || gtk_drop_down_get_selected (self->cpus) == PL_CPUS_ONE;

  if (one && (window == PL_RACE_WINDOW_YIELD || window == PL_RACE_WINDOW_SLEEP))
    return self->n_cpus == 1
             ? _("This machine has one CPU: workers take turns on it. This lets others in between load and store.")
             : _("On one CPU workers take turns. This lets others in between load and store.");
  if (one)
    return _("On one CPU workers take turns, and an update is hardly ever lost: choose Yield or Sleep.");
  return _("What a worker does between load and store: the longer, the more is lost.");
}

static const char *
cpus_note (guint cpus)
{
  switch (cpus)
    {
    case PL_CPUS_ONE: return _("Workers take turns on it: they are never at it in the same moment.");
    case PL_CPUS_SPREAD: return _("Each worker stays on a CPU, the next one on the next.");
    default: return _("The kernel puts workers where there is room, and may move them.");
    }
}

/* What depends on what is chosen: which fields there are, and what is said about them. */
static void
update_rows (PlForm *form)
{
  PlRaceForm *self = PL_RACE_FORM (form);
  guint window = gtk_drop_down_get_selected (self->window), lock = gtk_drop_down_get_selected (self->lock);
  const PlRaceMethodInfo *info = pl_race_method_info (lock);
  g_autofree char *note = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->guess_row), self->predict);
  gtk_widget_set_visible (GTK_WIDGET (self->depth_row), lock == PL_RACE_RLOCK);
  gtk_widget_set_visible (GTK_WIDGET (self->spins_row), window == PL_RACE_WINDOW_SPIN);
  gtk_widget_set_visible (GTK_WIDGET (self->sleep_row), window == PL_RACE_WINDOW_SLEEP);
  pl_form_row_set_note (self->window_row, window_note (self, window));
  pl_form_row_set_note (self->cpus_row, cpus_note (gtk_drop_down_get_selected (self->cpus)));
  if (info == NULL)
    return;
  if (lock == PL_RACE_NONE)
    note = g_strdup (_("Nothing to compare with."));
  else if (info->correct)
    note = g_strdup_printf ("%s.", _(info->description));
  else
    note = g_strdup_printf (_("%s. This one is wrong: see how."), _(info->description));
  pl_form_row_set_note (self->lock_row, note);
}

static char *
make_question (const PlPlanData *plan)
{
  g_autofree char *each = pl_text_count (plan->increments);

  return g_strdup_printf (ngettext ("%u worker adds 1 to a counter, %s times. What will it say without a lock?",
                                    "%u workers add 1 to one counter, %s times each. What will it say without a lock?",
                                    plan->workers),
                          plan->workers, each);
}

/* Says exactly what is asked: the final value of the first part, and what it should be. */
static void
update_question (PlRaceForm       *self,
                 const PlPlanData *plan)
{
  g_autofree char *total = pl_text_count (plan->workers * plan->increments);
  g_autofree char *note = g_strdup_printf (plan->trials > 1
                                             ? _("What will the counter say without a lock, each time: %s, or less?")
                                             : _("What will the counter say without a lock: %s, or less?"),
                                           total);
  g_autofree char *example = g_strdup_printf (_("e.g. %s"), total);
  g_autofree char *question = self->predict ? make_question (plan) : NULL;

  pl_form_row_set_note (self->guess_row, note);
  gtk_entry_set_placeholder_text (self->guess, example);
  if (g_strcmp0 (question, self->question) == 0)
    return;
  g_free (self->question);
  self->question = g_steal_pointer (&question);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_QUESTION]);
}

static void
update_parts (PlRaceForm       *self,
              const PlPlanData *plan)
{
  g_autofree char *total = pl_text_count (plan->workers * plan->increments);
  g_autofree char *note = g_strdup_printf (_("%s in all: what the counter should come to."), total);
  g_autoptr(GString) text = g_string_new (NULL);

  pl_form_row_set_note (self->increments_row, note);
  pl_form_row_set_note (self->overlap_row, plan->overlap_ns > 0
                                             ? _("Until two workers had a CPU at once for so long.")
                                             : _("May be over before the workers meet."));
  pl_form_row_set_note (self->trials_row, plan->trials > 1
                                            ? _("Each race is run so often; the last one is shown step by step.")
                                            : NULL);
  for (guint i = 0; i < plan->n_parts && i < PL_MAX_RACE_PARTS; i++)
    {
      const PlRaceMethodInfo *info = pl_race_method_info (plan->parts[i].method);

      if (info == NULL)
        continue;
      if (text->len > 0)
        g_string_append (text, "\n\n");
      g_string_append_printf (text, "%u.  %s, %s\n%s", i + 1, _(info->name),
                              plan->parts[i].record ? _("recorded") : _("not recorded"), _(info->description));
    }
  gtk_label_set_text (self->parts, text->str);
}

static void
clear_guess (PlRaceForm *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->guess), "");
}

/* A guess is about one race. Once that has been run the guess stands beside the result: other settings ask anew, while
 * the same ones keep it, so that running again shows what chance does. */
static gboolean
outlives_its_race (PlRaceForm       *self,
                   const PlPlanData *plan)
{
  PlPlanData same = *plan;

  same.guess = self->answered.guess;
  return same.guess > 0 && !pl_plan_equal (&same, &self->answered);
}

static gboolean
plan_read (PlForm           *form,
           const PlPlanData *plan)
{
  PlRaceForm *self = PL_RACE_FORM (form);

  if (outlives_its_race (self, plan))
    {
      /* Which comes back here. */
      clear_guess (self);
      return FALSE;
    }
  update_parts (self, plan);
  update_question (self, plan);
  return TRUE;
}

static void
guess_changed_cb (PlRaceForm *self)
{
  self->answered.guess = 0;
  pl_form_update (PL_FORM (self));
}

/* A number is typed digit by digit: only the whole of it says that a guess has become impossible. */
static void
number_changed_cb (PlRaceForm *self)
{
  if (!pl_form_get_loading (PL_FORM (self)) && pl_form_row_get_error (self->guess_row) != NULL)
    clear_guess (self);
}

static void
guess_activated_cb (PlRaceForm *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.start", NULL);
}

static void
take_guess (PlRaceForm       *self,
            const PlPlanData *plan)
{
  g_autofree char *text = plan->guess > 0 ? g_strdup_printf ("%" G_GUINT64_FORMAT, plan->guess) : g_strdup ("");

  gtk_editable_set_text (GTK_EDITABLE (self->guess), text);
}

static void
take_sleep (PlRaceForm       *self,
            const PlPlanData *plan)
{
  g_autofree char *text = pl_plan_window_text (plan);
  const char *colon = strchr (text, ':');

  if (plan->window == PL_RACE_WINDOW_SLEEP && colon != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->sleep), colon + 1);
}

static void
show_plan (PlForm           *form,
           const PlPlanData *plan)
{
  PlRaceForm *self = PL_RACE_FORM (form);

  self->plan = *plan;
  take_guess (self, plan);
  gtk_drop_down_set_selected (self->lock, pl_plan_get_lock (plan));
  gtk_spin_button_set_value (self->depth, MAX (plan->rlock_depth, 1));
  gtk_drop_down_set_selected (self->window, plan->window);
  if (plan->window == PL_RACE_WINDOW_SPIN)
    gtk_spin_button_set_value (self->spins, (double) plan->window_amount);
  take_sleep (self, plan);
  gtk_drop_down_set_selected (self->overlap, overlap_choice (plan->overlap_ns));
  self->answered = *plan;
}

void
pl_race_form_set_n_cpus (PlRaceForm *self,
                         guint       n_cpus)
{
  self->n_cpus = n_cpus;
  pl_form_update (PL_FORM (self));
}

void
pl_race_form_set_answered (PlRaceForm       *self,
                           const PlPlanData *plan)
{
  self->answered = *plan;
}

GtkEntry *
pl_race_form_get_guess (PlRaceForm *self)
{
  return self->guess;
}

const char *
pl_race_form_get_guess_error (PlRaceForm *self)
{
  return self->predict ? pl_form_row_get_error (self->guess_row) : NULL;
}

gboolean
pl_race_form_get_predict (PlRaceForm *self)
{
  return self->predict;
}

void
pl_race_form_set_predict (PlRaceForm *self,
                          gboolean    predict)
{
  if (self->predict == predict)
    return;
  self->predict = predict;
  clear_guess (self);
  pl_form_update (PL_FORM (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PREDICT]);
}

static void
pl_race_form_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  if (id == PROP_PREDICT)
    pl_race_form_set_predict (PL_RACE_FORM (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pl_race_form_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  PlRaceForm *self = PL_RACE_FORM (object);

  switch (id)
    {
    case PROP_PREDICT: g_value_set_boolean (value, self->predict); break;
    case PROP_QUESTION: g_value_set_string (value, self->question); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pl_race_form_finalize (GObject *object)
{
  g_free (PL_RACE_FORM (object)->question);
  G_OBJECT_CLASS (pl_race_form_parent_class)->finalize (object);
}

static void
pl_race_form_class_init (PlRaceFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PlFormClass *form_class = PL_FORM_CLASS (klass);

  object_class->set_property = pl_race_form_set_property;
  object_class->get_property = pl_race_form_get_property;
  object_class->finalize = pl_race_form_finalize;
  form_class->begin_plan = begin_plan;
  form_class->show_plan = show_plan;
  form_class->update_rows = update_rows;
  form_class->plan_read = plan_read;

  props[PROP_PREDICT] = g_param_spec_boolean ("predict", NULL, NULL, TRUE,
                                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_QUESTION] = g_param_spec_string ("question", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class, PL_RESOURCE_PATH "/race/race-form.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PlRaceForm, name)
  BIND (workers_row);
  BIND (increments_row);
  BIND (guess_row);
  BIND (lock_row);
  BIND (depth_row);
  BIND (window_row);
  BIND (spins_row);
  BIND (sleep_row);
  BIND (cpus_row);
  BIND (overlap_row);
  BIND (trials_row);
  BIND (workers);
  BIND (increments);
  BIND (guess);
  BIND (lock);
  BIND (depth);
  BIND (window);
  BIND (spins);
  BIND (sleep);
  BIND (cpus);
  BIND (overlap);
  BIND (trials);
  BIND (parts);
#undef BIND
}

static const char *
lock_name (guint method)
{
  return _(pl_race_method_info (method)->name);
}

static void
init_fields (PlRaceForm *self)
{
  PlForm *form = PL_FORM (self);
  gpointer watched[] = { self->depth, self->spins, self->sleep, self->lock, self->window, self->overlap };

  pl_form_bind (form, self->workers_row, self->workers, PL_FORM_UINT, PL_FORM_MEMBER (workers));
  pl_form_bind (form, self->increments_row, self->increments, PL_FORM_COUNT, PL_FORM_MEMBER (increments));
  pl_form_add_field (form, self->guess_row, read_guess);
  pl_form_add_field (form, self->lock_row, read_lock);
  pl_form_add_field (form, self->depth_row, read_depth);
  pl_form_add_field (form, self->window_row, read_window);
  pl_form_add_field (form, self->spins_row, read_spins);
  pl_form_add_field (form, self->sleep_row, read_sleep);
  pl_form_bind (form, self->cpus_row, self->cpus, PL_FORM_CHOICE, PL_FORM_MEMBER (cpus));
  pl_form_add_field (form, self->overlap_row, read_overlap);
  pl_form_bind (form, self->trials_row, self->trials, PL_FORM_UINT, PL_FORM_MEMBER (trials));
  for (guint i = 0; i < G_N_ELEMENTS (watched); i++)
    pl_form_watch (form, watched[i]);
}

static void
pl_race_form_init (PlRaceForm *self)
{
  pl_form_set_loading (PL_FORM (self), TRUE);
  self->predict = TRUE;
  self->n_cpus = g_get_num_processors ();
  gtk_widget_init_template (GTK_WIDGET (self));
  pl_plan_init_race (&self->plan);
  pl_choice_fill (self->lock, lock_name, PL_N_RACE_METHODS);
  pl_choice_fill (self->window, pl_race_window_name, PL_N_RACE_WINDOWS);
  pl_choice_fill (self->cpus, pl_cpus_name, PL_N_CPUS);
  pl_choice_fill (self->overlap, overlap_name, G_N_ELEMENTS (overlaps));
  gtk_drop_down_set_selected (self->lock, PL_RACE_MUTEX);
  pl_form_set_loading (PL_FORM (self), FALSE);

  init_fields (self);
  g_signal_connect_swapped (self->workers, "value-changed", G_CALLBACK (number_changed_cb), self);
  g_signal_connect_swapped (self->increments, "value-changed", G_CALLBACK (number_changed_cb), self);
  g_signal_connect_swapped (self->guess, "changed", G_CALLBACK (guess_changed_cb), self);
  g_signal_connect_swapped (self->guess, "activate", G_CALLBACK (guess_activated_cb), self);
}
