/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings: what goes in comes out, what cannot be run is explained, and every control is called what it says. */
#include "config.h"

#include <locale.h>

#include "base/german-locale.h"
#include "plan/pl-plan.h"
#include "ui-util.h"
#include "ui/widgets/pl-form-row.h"
#include "ui/pool/pl-pool-form.h"
#include "ui/race/pl-race-form.h"

static PlForm *
new_form (void)
{
  return g_object_ref_sink (g_object_new (PL_TYPE_POOL_FORM, NULL));
}

/* Unfolds what is made only then. */
static GtkWidget *
more_of (PlForm *form)
{
  GtkExpander *expander = ui_child (form, "more");

  gtk_expander_set_expanded (expander, TRUE);
  return gtk_expander_get_child (expander);
}

static void
test_round_trip (void)
{
  g_autoptr(PlForm) form = new_form ();

  for (guint i = 0; i < PL_N_IPC * PL_N_WORK * PL_N_SPREAD; i++)
    {
      g_autoptr(GError) error = NULL;
      PlPlanData in, out;

      pl_plan_init_pool (&in);
      in.ipc = i % PL_N_IPC;
      in.worker_kind = i / 2 % PL_N_WORKERS;
      in.start = in.worker_kind == PL_WORKERS_PROCESS ? i % PL_N_START : PL_START_FORK;
      in.fault = i % 5 == 4 ? PL_FAULT_TASK : PL_FAULT_NONE;
      in.work = i / PL_N_IPC % PL_N_WORK;
      in.spread = i / PL_N_IPC / PL_N_WORK;
      in.pool_size = 1 + i * 5 % PL_MAX_POOL_SIZE;
      in.tasks = i * 1237;
      in.chunk_asked = i % 4 == 0 ? 0 : MIN (1 + i * 3, MAX (in.tasks, 1));
      in.task_time_ns = (gint64) i * 12345678;
      in.payload = i * 70;
      in.seed = G_GUINT64_CONSTANT (0x123456789abcdef) * i;
      in.serial = i & 1;
      in.record = !(i & 2);
      in.mode = i % PL_N_MODES;
      in.chunk_asked = pl_pool_mode_info (in.mode)->single ? 0 : in.chunk_asked;
      in.maps = in.mode == PL_MODE_APPLY ? 0 : i % 5;
      in.tasks_per_worker = in.worker_kind == PL_WORKERS_PROCESS ? i % 3 : 0;
      in.init_ns = i % 2 * 1500000;
      in.idle_ns = i % 3 * 250;
      in.fail_init = i % 4 == 1;
      in.end = i % PL_N_ENDS;
      in.end_after_ns = in.end == PL_END_TERMINATE ? i * 1000 : 0;
      in.callback_ns = pl_pool_mode_info (in.mode)->at_once && i % 2 ? 77 : 0;
      in.result_timeout_ns = in.mode == PL_MODE_IMAP ? i % 3 : 0;
      in.fail_tasks[0] = in.tasks > 0 ? in.tasks / 2 + 1 : 0;
      g_assert_true (pl_plan_validate (&in, &error));
      g_assert_no_error (error);

      pl_form_set_plan (PL_FORM (form), &in);
      g_assert_true (pl_form_get_valid (PL_FORM (form)));
      g_assert_true (pl_form_get_plan (PL_FORM (form), &out, &error));
      g_assert_no_error (error);
      g_assert_true (pl_plan_equal (&in, &out));
    }
}

static void
test_refused (void)
{
  static const struct { const char *field, *row, *text, *says; } wrong[] = {
    { "pool_size", "pool_size_row", "0", "256" },
    { "pool_size", "pool_size_row", "257", "257" },
    { "pool_size", "pool_size_row", "many", "many" },
    { "tasks", "tasks_row", "1000001", "1,000,000" },
    { "tasks", "tasks_row", "99999999999999999999", "9999" },
    { "chunk", "chunk_row", "1000001", "1,000,001" },
    { "task_time", "task_time_row", "5", "5" },
    { "task_time", "task_time_row", "2 h", "2 h" },
    { "payload", "payload_row", "2 MiB", "1 MiB" },
    { "payload", "payload_row", "-1", "-1" },
    { "seed", "seed_row", "x", "x" },
  };
  g_autoptr(PlForm) form = new_form ();
  PlPlanData plan;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(GError) error = NULL;
      PlFormRow *row = ui_child (form, wrong[i].row);

      pl_plan_init_pool (&plan);
      pl_form_set_plan (PL_FORM (form), &plan);
      g_assert_null (pl_form_row_get_error (row));
      gtk_editable_set_text (ui_child (form, wrong[i].field), wrong[i].text);

      g_assert_false (pl_form_get_valid (PL_FORM (form)));
      g_assert_false (pl_form_get_plan (PL_FORM (form), &plan, &error));
      g_test_message ("%s", error->message);
      g_assert_cmpstr (pl_form_row_get_error (row), ==, error->message);
      g_assert_nonnull (strstr (error->message, wrong[i].says));
      g_assert_true (ui_is_described (pl_form_row_get_child (row), error->message));
    }
}

/* The rarer ones: what is refused is told there, what a method does not have is not asked for. */
static void
test_more (void)
{
  static const struct { const char *field, *row, *text, *says; } wrong[] = {
    { "maps", "maps_row", "101", "100" },
    { "fail", "fail_row", "7, 41", "41" },
    { "fail", "fail_row", "seven", "seven" },
    { "per_worker", "per_worker_row", "1000001", "1,000,000" },
    { "init", "init_row", "2 min", "1 min" },
    { "idle", "idle_row", "x", "x" },
  };
  g_autoptr(PlForm) form = new_form ();
  gpointer more = more_of (form);
  PlPlanData plan;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      pl_plan_init_pool (&plan);
      pl_form_set_plan (PL_FORM (form), &plan);
      gtk_editable_set_text (ui_child (more, wrong[i].field), wrong[i].text);
      g_assert_false (pl_form_get_valid (PL_FORM (form)));
      g_assert_nonnull (strstr (pl_form_row_get_error (ui_child (more, wrong[i].row)), wrong[i].says));
    }
  pl_plan_init_pool (&plan);
  pl_form_set_plan (PL_FORM (form), &plan);
  g_assert_false (gtk_widget_get_visible (ui_child (more, "callback_row")));
  g_assert_false (gtk_widget_get_visible (ui_child (more, "timeout_row")));
  g_assert_true (gtk_widget_get_visible (ui_child (form, "chunk_row")));
  gtk_drop_down_set_selected (ui_child (form, "mode"), PL_MODE_APPLY_ASYNC);
  g_assert_true (gtk_widget_get_visible (ui_child (more, "callback_row")));
  g_assert_true (gtk_widget_get_visible (ui_child (more, "timeout_row")));
  g_assert_false (gtk_widget_get_visible (ui_child (form, "chunk_row")));
  /* One or the other. */
  gtk_editable_set_text (ui_child (more, "callback"), "5 ms");
  g_assert_true (pl_form_get_valid (PL_FORM (form)));
  gtk_editable_set_text (ui_child (more, "timeout"), "5 ms");
  g_assert_false (pl_form_get_valid (PL_FORM (form)));
  gtk_editable_set_text (ui_child (more, "timeout"), "");
  g_assert_true (pl_form_get_plan (PL_FORM (form), &plan, NULL));
  g_assert_cmpint (plan.callback_ns, ==, 5000000);
}

/* Nobody waits for the rows of what is folded away: until then all in it is as usual, and unfolding changes nothing. */
static void
test_more_folded (void)
{
  g_autoptr(PlForm) form = new_form ();
  GtkExpander *expander = ui_child (form, "more");
  PlPlanData plan, folded, unfolded;

  pl_plan_init_pool (&plan);
  pl_form_set_plan (form, &plan);
  g_assert_false (gtk_expander_get_expanded (expander));
  g_assert_null (gtk_expander_get_child (expander));
  g_assert_true (pl_form_get_plan (form, &folded, NULL));
  g_assert_true (pl_plan_equal (&folded, &plan));
  gtk_widget_activate (GTK_WIDGET (expander));
  g_assert_nonnull (gtk_expander_get_child (expander));
  g_assert_true (gtk_widget_get_can_focus (gtk_expander_get_child (expander)));
  g_assert_true (pl_form_get_plan (form, &unfolded, NULL));
  g_assert_true (pl_plan_equal (&unfolded, &plan));

  plan.idle_ns = 7000000;
  pl_form_set_plan (form, &plan);
  gtk_expander_set_expanded (expander, FALSE);
  g_assert_true (pl_form_get_plan (form, &folded, NULL));
  g_assert_cmpint (folded.idle_ns, ==, 7000000);
}

/* What is not as usual is seen. */
static void
test_more_unusual (void)
{
  g_autoptr(PlForm) form = new_form ();
  PlPlanData plan, read;

  pl_plan_init_pool (&plan);
  plan.tasks_per_worker = 3;
  pl_form_set_plan (form, &plan);
  g_assert_true (gtk_expander_get_expanded (ui_child (form, "more")));
  g_assert_true (pl_form_get_plan (form, &read, NULL));
  g_assert_true (pl_plan_equal (&read, &plan));
}

/* Two faults: each is told at its own field. */
static void
test_two_faults (void)
{
  g_autoptr(PlForm) form = new_form ();
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  pl_form_set_plan (PL_FORM (form), &plan);
  gtk_editable_set_text (ui_child (form, "pool_size"), "1000");
  gtk_editable_set_text (ui_child (form, "payload"), "2 MiB");
  g_assert_nonnull (pl_form_row_get_error (ui_child (form, "pool_size_row")));
  g_assert_nonnull (pl_form_row_get_error (ui_child (form, "payload_row")));
  g_assert_null (pl_form_row_get_error (ui_child (form, "tasks_row")));

  gtk_editable_set_text (ui_child (form, "pool_size"), "4");
  g_assert_null (pl_form_row_get_error (ui_child (form, "pool_size_row")));
  g_assert_false (pl_form_get_valid (PL_FORM (form)));
  gtk_editable_set_text (ui_child (form, "payload"), "1 MiB");
  g_assert_true (pl_form_get_valid (PL_FORM (form)));
}

static void
test_chunk_auto (void)
{
  g_autoptr(PlForm) form = new_form ();
  g_autofree char *note = NULL;
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  plan.pool_size = 4;
  plan.tasks = 100;
  plan.chunk_asked = 0;
  pl_form_set_plan (PL_FORM (form), &plan);
  g_assert_cmpstr (gtk_editable_get_text (ui_child (form, "chunk")), ==, "Auto");
  g_object_get (ui_child (form, "chunk_row"), "note", &note, NULL);
  g_assert_cmpstr (note, ==, "Auto is 7 here: 15 chunks");

  gtk_editable_set_text (ui_child (form, "chunk"), "12");
  g_assert_true (pl_form_get_plan (PL_FORM (form), &plan, NULL));
  g_assert_cmpuint (plan.chunk_asked, ==, 12);
  gtk_editable_set_text (ui_child (form, "chunk"), "auto");
  g_assert_true (pl_form_get_plan (PL_FORM (form), &plan, NULL));
  g_assert_cmpuint (plan.chunk_asked, ==, 0);
}

static void
test_engine (void)
{
  g_autoptr(PlForm) form = new_form ();
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  plan.engine = PL_ENGINE_MPI;
  plan.ipc = PL_IPC_PIPE;
  pl_form_set_plan (form, &plan);
  g_assert_true (gtk_widget_get_visible (ui_child (more_of (form), "engine_row")));
  g_assert_true (pl_form_get_plan (form, &plan, NULL));
  g_assert_cmpuint (plan.engine, ==, PL_ENGINE_MPI);
  /* A channel that ranks do not have. */
  gtk_drop_down_set_selected (ui_child (form, "ipc"), PL_IPC_QUEUE);
  g_assert_false (pl_form_get_plan (form, &plan, NULL));
  /* Whoever chooses ranks has theirs. */
  gtk_drop_down_set_selected (ui_child (more_of (form), "engine"), PL_ENGINE_LOCAL);
  g_assert_true (pl_form_get_plan (form, &plan, NULL));
  g_assert_cmpuint (plan.ipc, ==, PL_IPC_QUEUE);
  gtk_drop_down_set_selected (ui_child (more_of (form), "engine"), PL_ENGINE_MPI);
  g_assert_true (pl_form_get_plan (form, &plan, NULL));
  g_assert_cmpuint (plan.ipc, ==, PL_IPC_PIPE);
}

static guint
check_names (GtkWidget *widget)
{
  guint n = 0;

  if (PL_IS_FORM_ROW (widget))
    {
      const char *text = pl_form_row_get_text (PL_FORM_ROW (widget));
      GtkWidget *child = pl_form_row_get_child (PL_FORM_ROW (widget));

      g_test_message ("%s", text);
      g_assert_true (*text != '\0' && strchr (text, '_') == NULL);
      /* The label is the name, and the only one: a second would be read out too. */
      g_assert_true (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_RELATION_LABELLED_BY));
      g_assert_false (gtk_test_accessible_has_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL));
      return 1;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += check_names (child);
  return n;
}

static void
test_names (void)
{
  g_autoptr(PlForm) form = new_form ();
  g_autoptr(PlRaceForm) race = g_object_ref_sink (g_object_new (PL_TYPE_RACE_FORM, NULL));

  g_assert_cmpuint (check_names (GTK_WIDGET (form)), ==, 11);
  gtk_expander_set_expanded (ui_child (form, "more"), TRUE);
  g_assert_cmpuint (check_names (GTK_WIDGET (form)), ==, 23);
  g_assert_cmpuint (check_names (GTK_WIDGET (race)), ==, 11);
  g_assert_cmpstr (pl_form_row_get_text (ui_child (form, "pool_size_row")), ==, "Pool size");
  g_assert_cmpstr (pl_form_row_get_text (ui_child (form, "ipc_row")), ==, "IPC method");
  g_assert_cmpstr (pl_form_row_get_text (ui_child (form, "chunk_row")), ==, "Chunk size");
}

static void
test_race (void)
{
  g_autoptr(PlRaceForm) form = g_object_ref_sink (g_object_new (PL_TYPE_RACE_FORM, NULL));
  g_autoptr(GError) error = NULL;
  PlPlanData in, out;

  pl_plan_init_race (&in);
  in.workers = 7;
  in.increments = 12345;
  pl_form_set_plan (PL_FORM (form), &in);
  g_assert_true (pl_form_get_plan (PL_FORM (form), &out, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (out.workers, ==, 7);
  g_assert_cmpuint (out.increments, ==, 12345);
  g_assert_cmpuint (out.n_parts, ==, in.n_parts);

  gtk_editable_set_text (ui_child (form, "workers"), "300");
  g_assert_false (pl_form_get_plan (PL_FORM (form), &out, &error));
  g_assert_cmpstr (pl_form_row_get_error (ui_child (form, "workers_row")), ==, error->message);
  g_clear_error (&error);

  /* More than a recorded word can number. */
  gtk_editable_set_text (ui_child (form, "workers"), "2");
  gtk_editable_set_text (ui_child (form, "increments"), "16777216");
  g_assert_false (pl_form_get_plan (PL_FORM (form), &out, &error));
  g_assert_cmpstr (pl_form_row_get_error (ui_child (form, "increments_row")), ==, error->message);
}

static PlRaceForm *
new_race_form (void)
{
  PlRaceForm *form = g_object_ref_sink (g_object_new (PL_TYPE_RACE_FORM, NULL));
  PlPlanData plan;

  pl_plan_init_race (&plan);
  pl_form_set_plan (PL_FORM (form), &plan);
  return form;
}

static void
type_guess (PlRaceForm *form,
            const char *text)
{
  gtk_editable_set_text (ui_child (form, "guess"), text);
}

static void
assert_guess (PlRaceForm *form,
              guint64     guess)
{
  g_autoptr(GError) error = NULL;
  PlPlanData plan;

  g_assert_true (pl_form_get_plan (PL_FORM (form), &plan, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (plan.guess, ==, guess);
}

static void
assert_no_guess (PlRaceForm *form)
{
  g_assert_cmpstr (gtk_editable_get_text (ui_child (form, "guess")), ==, "");
  assert_guess (form, 0);
}

/* Nobody has to guess; who does is told what is possible. */
static void
test_guess (void)
{
  static const struct { const char *text, *says; } wrong[] = {
    { "many", "“many” is not a whole number" }, { "350.000", "“350.000”" },
    { "5-", "“5-” is not a whole number" }, { "-1", "Guess -1 is not possible: choose 1 to 400,000." },
    { "99999999999999999999", "Guess 99999999999999999999 is not possible: choose 1 to 400,000." },
    { "0", "Guess 0 is not possible: choose 1 to 400,000." }, { "400001", "Guess 400,001 is not possible: choose 1 to 400,000." },
  };
  g_autoptr(PlRaceForm) form = new_race_form ();
  PlFormRow *row = ui_child (form, "guess_row");
  g_autofree char *note = NULL, *question = NULL;
  PlPlanData plan;

  assert_no_guess (form);
  g_object_get (row, "note", &note, NULL);
  g_assert_nonnull (strstr (note, "without a lock: 400,000, or less?"));
  g_object_get (form, "question", &question, NULL);
  g_assert_nonnull (strstr (question, "4 workers add 1 to one counter, 100,000 times each"));
  type_guess (form, " 350000 ");
  assert_guess (form, 350000);
  type_guess (form, "400,000");
  assert_guess (form, 400000);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(GError) error = NULL;

      type_guess (form, wrong[i].text);
      g_assert_false (pl_form_get_valid (PL_FORM (form)));
      g_assert_false (pl_form_get_plan (PL_FORM (form), &plan, &error));
      g_assert_cmpstr (pl_form_row_get_error (row), ==, error->message);
      g_assert_nonnull (strstr (error->message, wrong[i].says));
    }
}

/* A number that cannot be is told from a slip of the pen. */
static void
test_out_of_range (void)
{
  static const struct { const char *text, *says; } wrong[] = {
    { "x5", "“x5” is not a whole number." }, { "-5", "“-5” is out of range: nothing below 0 is possible." },
    { "99999999999999999999", "“99999999999999999999” is out of range: it is far too large." },
  };
  g_autoptr(PlRaceForm) form = new_race_form ();
  PlFormRow *row = ui_child (form, "increments_row");

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      gtk_editable_set_text (ui_child (form, "increments"), wrong[i].text);
      g_assert_cmpstr (pl_form_row_get_error (row), ==, wrong[i].says);
      g_assert_false (pl_form_get_valid (PL_FORM (form)));
    }
}

/* What makes it impossible takes it away, once that is typed to its end. */
static void
test_guess_impossible (void)
{
  g_autoptr(PlRaceForm) form = new_race_form ();
  PlFormRow *row = ui_child (form, "guess_row");

  type_guess (form, "350000");
  gtk_editable_set_text (ui_child (form, "increments"), "2");
  g_assert_nonnull (pl_form_row_get_error (row));
  gtk_editable_set_text (ui_child (form, "increments"), "200000");
  gtk_spin_button_update (ui_child (form, "increments"));
  assert_guess (form, 350000);

  gtk_editable_set_text (ui_child (form, "increments"), "x");
  g_assert_null (pl_form_row_get_error (row));
  gtk_spin_button_set_value (ui_child (form, "increments"), 100000);
  assert_guess (form, 350000);
  gtk_spin_button_set_value (ui_child (form, "workers"), 3);
  assert_no_guess (form);
}

/* It stays beside its result until another race is asked for. */
static void
test_guess_answered (void)
{
  g_autoptr(PlRaceForm) form = new_race_form ();
  PlPlanData plan;

  type_guess (form, "350000");
  gtk_spin_button_set_value (ui_child (form, "trials"), 5);
  assert_guess (form, 350000);
  g_assert_true (pl_form_get_plan (PL_FORM (form), &plan, NULL));
  pl_race_form_set_answered (form, &plan);
  assert_guess (form, 350000);
  gtk_drop_down_set_selected (ui_child (form, "lock"), PL_RACE_TICKET);
  assert_no_guess (form);

  /* A new one has not been answered yet. */
  type_guess (form, "350000");
  g_assert_true (pl_form_get_plan (PL_FORM (form), &plan, NULL));
  pl_race_form_set_answered (form, &plan);
  type_guess (form, "300000");
  gtk_spin_button_set_value (ui_child (form, "trials"), 6);
  assert_guess (form, 300000);

  /* One out of a file has. */
  plan.guess = 1234;
  pl_form_set_plan (PL_FORM (form), &plan);
  assert_guess (form, 1234);
  gtk_spin_button_set_value (ui_child (form, "workers"), 5);
  assert_no_guess (form);
}

static void
test_guess_off (void)
{
  g_autoptr(PlRaceForm) form = new_race_form ();
  g_autofree char *question = NULL;

  type_guess (form, "500000");
  pl_race_form_set_predict (form, FALSE);
  g_assert_false (gtk_widget_get_visible (ui_child (form, "guess_row")));
  g_object_get (form, "question", &question, NULL);
  g_assert_null (question);
  assert_no_guess (form);
  pl_race_form_set_predict (form, TRUE);
  g_assert_true (gtk_widget_get_visible (ui_child (form, "guess_row")));
  assert_no_guess (form);
}

/* What is shown can be typed. */
static void
test_guess_german (void)
{
  char *folder = pl_german_locale_new ();
  g_autoptr(PlRaceForm) form = new_race_form ();
  g_autofree char *example = NULL;

  if (folder == NULL)
    {
      g_test_skip ("the locale de_DE cannot be built here");
      return;
    }
  g_setenv ("LOCPATH", folder, TRUE);
  g_assert_nonnull (setlocale (LC_NUMERIC, "de_DE.UTF-8"));
  gtk_spin_button_set_value (ui_child (form, "workers"), 5);
  g_object_get (ui_child (form, "guess"), "placeholder-text", &example, NULL);
  g_assert_nonnull (strstr (example, "500.000"));
  type_guess (form, "350.000");
  assert_guess (form, 350000);
  type_guess (form, "3.50");
  g_assert_false (pl_form_get_valid (PL_FORM (form)));
  setlocale (LC_NUMERIC, "C");
  g_unsetenv ("LOCPATH");
  pl_german_locale_free (folder);
}

/* All that the command line offers too, there and back. */
static void
test_laboratory (void)
{
  g_autoptr(PlRaceForm) form = g_object_ref_sink (g_object_new (PL_TYPE_RACE_FORM, NULL));
  g_autoptr(GError) error = NULL;
  PlPlanData in, out;

  for (guint method = 0; method < PL_N_RACE_METHODS; method++)
    for (guint window = 0; window < PL_N_RACE_WINDOWS; window++)
      {
        pl_plan_init_race (&in);
        in.workers = 2;
        pl_plan_set_lock (&in, method);
        in.rlock_depth = method == PL_RACE_RLOCK ? 5 : 1;
        in.window = window;
        in.window_amount = window == PL_RACE_WINDOW_SPIN ? 333 : window == PL_RACE_WINDOW_SLEEP ? 1500 : 0;
        in.cpus = method % PL_N_CPUS;
        in.trials = method + 1;
        pl_form_set_plan (PL_FORM (form), &in);
        g_assert_true (pl_form_get_plan (PL_FORM (form), &out, &error));
        g_assert_no_error (error);
        g_assert_true (pl_plan_equal (&in, &out));
        g_assert_cmpuint (pl_plan_get_lock (&out), ==, method);
      }

  gtk_editable_set_text (ui_child (form, "trials"), "10001");
  g_assert_false (pl_form_get_plan (PL_FORM (form), &out, &error));
  g_assert_cmpstr (pl_form_row_get_error (ui_child (form, "trials_row")), ==, error->message);
  g_clear_error (&error);
  gtk_editable_set_text (ui_child (form, "trials"), "1");
  gtk_editable_set_text (ui_child (form, "sleep"), "1 h");
  g_assert_false (pl_form_get_plan (PL_FORM (form), &out, &error));
  g_assert_cmpstr (pl_form_row_get_error (ui_child (form, "sleep_row")), ==, error->message);
  g_clear_error (&error);
  gtk_editable_set_text (ui_child (form, "sleep"), "1 ms");

  /* It is the lock that does not fit, and the lock says so. */
  gtk_editable_set_text (ui_child (form, "workers"), "3");
  gtk_drop_down_set_selected (ui_child (form, "lock"), PL_RACE_PETERSON);
  g_assert_false (pl_form_get_plan (PL_FORM (form), &out, &error));
  g_assert_cmpstr (pl_form_row_get_error (ui_child (form, "lock_row")), ==, error->message);
  gtk_drop_down_set_selected (ui_child (form, "lock"), PL_RACE_MUTEX);
  g_assert_true (pl_form_get_valid (PL_FORM (form)));
}

/* On one CPU the settings are those that can show a race, and the form says why. */
static void
test_one_cpu (void)
{
  g_autoptr(PlRaceForm) form = g_object_ref_sink (g_object_new (PL_TYPE_RACE_FORM, NULL));
  PlFormRow *row = ui_child (form, "window_row");
  g_autofree char *many = NULL, *one = NULL, *warned = NULL;
  PlPlanData plan;

  pl_race_form_set_n_cpus (form, 4);
  pl_plan_init_race_on (&plan, 4);
  g_assert_cmpuint (plan.window, ==, PL_RACE_WINDOW_NONE);
  pl_form_set_plan (PL_FORM (form), &plan);
  g_object_get (row, "note", &many, NULL);

  pl_race_form_set_n_cpus (form, 1);
  pl_plan_init_race_on (&plan, 1);
  g_assert_cmpuint (plan.window, ==, PL_RACE_WINDOW_YIELD);
  pl_form_set_plan (PL_FORM (form), &plan);
  g_object_get (row, "note", &one, NULL);
  g_assert_nonnull (strstr (one, "one CPU"));
  gtk_drop_down_set_selected (ui_child (form, "window"), PL_RACE_WINDOW_NONE);
  g_object_get (row, "note", &warned, NULL);
  g_assert_nonnull (strstr (warned, "choose Yield or Sleep"));
  g_assert_cmpstr (many, !=, one);
}

static const char *
note_of (gpointer    form,
         const char *row)
{
  static char *note;

  g_free (note);
  g_object_get (ui_child (form, row), "note", &note, NULL);
  return note != NULL ? note : "";
}

/* Every word that is not everybody's is explained where it stands, and what is chosen in its own words. */
static void
test_explained (void)
{
  static const char * const rows[] = { "ipc_row", "work_row", "spread_row", "payload_row", "seed_row" };
  static const struct { guint ipc; const char *python; } methods[] = {
    { PL_IPC_QUEUE, "multiprocessing.Queue" }, { PL_IPC_PIPE, "multiprocessing.Pipe" },
    { PL_IPC_ARRAY, "multiprocessing.Array" },
  };
  gpointer pool = g_object_ref_sink (g_object_new (PL_TYPE_POOL_FORM, NULL));
  gpointer race = g_object_ref_sink (g_object_new (PL_TYPE_RACE_FORM, NULL));
  PlPlanData plan;

  pl_plan_init_race (&plan);
  pl_form_set_plan (race, &plan);
  g_assert_cmpstr (note_of (race, "window_row"), !=, "");
  g_assert_cmpstr (note_of (race, "cpus_row"), !=, "");
  pl_plan_init_pool (&plan);
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      plan.ipc = methods[i].ipc;
      pl_form_set_plan (pool, &plan);
      g_assert_nonnull (strstr (note_of (pool, "ipc_row"), methods[i].python));
    }
  for (guint i = 0; i < PL_N_WORK; i++)
    {
      plan.work = i;
      plan.spread = i % PL_N_SPREAD;
      pl_form_set_plan (pool, &plan);
      for (guint k = 0; k < G_N_ELEMENTS (rows); k++)
        g_assert_cmpstr (note_of (pool, rows[k]), !=, "");
    }
  /* More workers than any machine has CPUs: what that means is said before they run. */
  gtk_editable_set_text (ui_child (pool, "pool_size"), "256");
  g_assert_true (g_str_has_prefix (note_of (pool, "pool_size_row"), "256 workers"));
  g_assert_nonnull (strstr (note_of (pool, "pool_size_row"), "they take turns."));
  g_object_unref (pool);
  g_object_unref (race);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/form/round-trip", test_round_trip);
  g_test_add_func ("/ui/form/refused", test_refused);
  g_test_add_func ("/ui/form/two-faults", test_two_faults);
  g_test_add_func ("/ui/form/more", test_more);
  g_test_add_func ("/ui/form/more-folded", test_more_folded);
  g_test_add_func ("/ui/form/more-unusual", test_more_unusual);
  g_test_add_func ("/ui/form/chunk-auto", test_chunk_auto);
  g_test_add_func ("/ui/form/engine", test_engine);
  g_test_add_func ("/ui/form/names", test_names);
  g_test_add_func ("/ui/form/race", test_race);
  g_test_add_func ("/ui/form/guess", test_guess);
  g_test_add_func ("/ui/form/out-of-range", test_out_of_range);
  g_test_add_func ("/ui/form/guess-impossible", test_guess_impossible);
  g_test_add_func ("/ui/form/guess-answered", test_guess_answered);
  g_test_add_func ("/ui/form/guess-off", test_guess_off);
  g_test_add_func ("/ui/form/guess-german", test_guess_german);
  g_test_add_func ("/ui/form/laboratory", test_laboratory);
  g_test_add_func ("/ui/form/one-cpu", test_one_cpu);
  g_test_add_func ("/ui/form/explained", test_explained);
  return g_test_run ();
}
