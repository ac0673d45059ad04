/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/recording/pl-recording-form.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/pl-error.h"
#include "plan/pl-plan.h"
#include "ui/pl-settings.h"
#include "ui/pl-ui.h"
#include "ui/recording/pl-commands.h"
#include "ui/recording/pl-examples.h"
#include "ui/widgets/pl-choice.h"
#include "ui/widgets/pl-file-dialog.h"

struct _PlRecordingForm
{
  PlForm parent_instance;

  PlFormRow *command_row, *limit_row, *threads_row;
  GtkEditable *command, *limit;
  GtkDropDown *threads;
  GtkCheckButton *python;
  GtkMenuButton *choose;
  GtkWidget *no_python;
  char *lines;            /* the command line of a lesson, whose run tells its lines; NULL: none does */
};

G_DEFINE_FINAL_TYPE (PlRecordingForm, pl_recording_form, PL_TYPE_FORM)

static gboolean
read_command (PlForm      *form,
              PlPlanData  *plan,
              GError     **error)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (PL_RECORDING_FORM (form)->command)));
  g_autofree char *program = NULL;
  g_auto(GStrv) argv = NULL;

  if (!pl_plan_set_command (plan, text))
    {
      g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
                   _("The command line has %zu bytes, and at most %u are possible. Put it into a script, and record that."),
                   strlen (text), PL_MAX_COMMAND - 1);
      return FALSE;
    }
  argv = pl_plan_get_argv (plan, error);
  if (argv == NULL)
    return FALSE;
  plan->recording_lines = g_strcmp0 (PL_RECORDING_FORM (form)->lines, plan->recording_command) == 0;
  program = g_find_program_in_path (argv[0]);
  if (program == NULL)
    g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
                 _("There is no program “%s”: give its whole path, or the name of one that is installed."), argv[0]);
  return program != NULL;
}

static void
begin_plan (PlForm     *form,
            PlPlanData *plan)
{
  pl_plan_init_recording (plan);
}

static void
show_plan (PlForm           *form,
           const PlPlanData *plan)
{
  PlRecordingForm *self = PL_RECORDING_FORM (form);

  g_free (self->lines);
  self->lines = plan->recording_lines ? g_strdup (plan->recording_command) : NULL;
  gtk_editable_set_text (self->command, plan->recording_command);
}

void
pl_recording_form_set_command (PlRecordingForm *self,
                               const char      *command)
{
  gtk_editable_set_text (self->command, command);
  gtk_editable_set_position (self->command, -1);
}

static const char *
threads_name (guint i)
{
  static const char *const names[PL_N_THREADS] = {
    [PL_THREADS_ALL] = N_("All threads"), [PL_THREADS_WAITING] = N_("Threads that wait"), [PL_THREADS_NONE] = N_("None, only processes"),
  };

  return _(names[i]);
}

static void
command_cb (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  pl_recording_form_set_command (PL_RECORDING_FORM (widget), g_variant_get_string (parameter, NULL));
}

static void
file_chosen_cb (GtkWindow  *window,
                const char *path)
{
  g_autofree char *command = pl_command_for (path);
  g_autoptr(GVariant) target = g_variant_ref_sink (g_variant_new_string (command));

  gtk_widget_activate_action_variant (GTK_WIDGET (window), "win.record-command", target);
}

static void
file_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  pl_file_dialog_open (GTK_WINDOW (gtk_widget_get_root (widget)),
                       &(PlFileChoice) { .title = _("Choose a Program to Record"), .kind = _("Programs and scripts"), .pattern = "*" },
                       file_chosen_cb);
}

static void
add_choice (GMenu      *section,
            const char *label,
            const char *command)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (NULL, NULL);

  g_menu_item_set_label (item, label);
  g_menu_item_set_action_and_target (item, "form.command", "s", command);
  g_menu_append_item (section, item);
}

/* An underscore in a command line is no mnemonic. */
static void
add_history (GMenu *menu)
{
  g_auto(GStrv) commands = pl_settings_get_commands ();
  g_autoptr(GMenu) section = g_menu_new ();

  for (guint i = 0; commands[i] != NULL; i++)
    {
      g_auto(GStrv) parts = g_strsplit (commands[i], "_", -1);
      g_autofree char *label = g_strjoinv ("__", parts);

      add_choice (section, label, commands[i]);
    }
  if (*commands != NULL)
    g_menu_append_section (menu, _("Recorded Before"), G_MENU_MODEL (section));
}

static void
make_menu_cb (GtkMenuButton *button,
              gpointer       data)
{
  g_autoptr(GMenu) menu = g_menu_new (), file = g_menu_new (), examples = g_menu_new ();

  g_menu_append (file, _("_Choose a File…"), "form.file");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (file));
  for (guint i = 0; pl_example_name (i) != NULL; i++)
    add_choice (examples, pl_example_name (i), pl_example_command (i));
  g_menu_append_section (menu, _("Examples"), G_MENU_MODEL (examples));
  add_history (menu);
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
pl_recording_form_finalize (GObject *object)
{
  g_free (PL_RECORDING_FORM (object)->lines);
  G_OBJECT_CLASS (pl_recording_form_parent_class)->finalize (object);
}

static void
pl_recording_form_class_init (PlRecordingFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PlFormClass *form_class = PL_FORM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pl_recording_form_finalize;
  form_class->begin_plan = begin_plan;
  form_class->show_plan = show_plan;
  gtk_widget_class_install_action (widget_class, "form.command", "s", command_cb);
  gtk_widget_class_install_action (widget_class, "form.file", NULL, file_cb);

  gtk_widget_class_set_template_from_resource (widget_class, PL_RESOURCE_PATH "/recording/recording-form.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PlRecordingForm, name)
  BIND (command_row);
  BIND (command);
  BIND (choose);
  BIND (limit_row);
  BIND (limit);
  BIND (threads_row);
  BIND (threads);
  BIND (python);
  BIND (no_python);
#undef BIND
}

static void
pl_recording_form_init (PlRecordingForm *self)
{
  PlForm *form = PL_FORM (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  pl_choice_fill (self->threads, threads_name, PL_N_THREADS);
  gtk_widget_set_visible (self->no_python, !pl_examples_have_python ());
  gtk_menu_button_set_create_popup_func (self->choose, make_menu_cb, NULL, NULL);
  pl_form_add_field (form, self->command_row, read_command);
  pl_form_watch (form, self->command);
  /* Empty: to its end. */
  pl_form_bind (form, self->limit_row, self->limit, PL_FORM_DURATION_IF_ANY, PL_FORM_MEMBER (recording_limit_ns));
  pl_form_bind (form, self->threads_row, self->threads, PL_FORM_CHOICE, PL_FORM_MEMBER (recording_threads));
  pl_form_bind (form, NULL, self->python, PL_FORM_FLAG, PL_FORM_MEMBER (recording_python));
}
