/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/scene/pl-cli-scene.h"

#include <glib/gi18n.h>

#include "base/pl-error.h"
#include "plan/pl-plan.h"

typedef struct {
  char *variant, *workers, *rounds, *limit, *seed;
  gboolean list;
  PlCliTargets targets;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->variant);
  g_free (options->workers);
  g_free (options->rounds);
  g_free (options->limit);
  g_free (options->seed);
  pl_cli_targets_clear (&options->targets);
}

static gboolean
parse_options (Options *options, int argc, char **argv, char ***names, int *status)
{
  const GOptionEntry entries[] = {
    PL_CLI_FLAG ("list-scenes", list, N_("list the scenes, their variants and what comes of them")),
    PL_CLI_TEXT ("variant", variant,
                 N_("which way to do it (default the one with the fault)"), "V"),
    PL_CLI_TEXT ("workers", workers, N_("processes; the limits depend on the scene"), "N"),
    PL_CLI_TEXT ("rounds", rounds, N_("rounds of each; the limits depend on the scene"), "N"),
    PL_CLI_TEXT ("limit", limit,
                 N_("gate, bounded: how many it lets in; buffer, sentinel: places; array: cells"),
          "N"),
    PL_CLI_TEXT ("seed", seed, N_("the same seed gives the same pauses (default 1)"), "N"),
    PL_CLI_FILE ("save", targets.save, N_("save the scene"), "FILE.paralane"),
    PL_CLI_FILES ("output", targets.outputs,
                  N_("draw the scene; may be given again"), "FILE.png|svg|pdf"),
    PL_CLI_PICTURE (targets.picture),
    PL_CLI_FLAG ("json", targets.json, N_("print one JSON object instead of the summary")),
    G_OPTION_ENTRY_NULL
  };

  return pl_cli_parse (
    "scene", "NAME",
    _("Lets real processes act out a classic fault, or its cure, and says what became of it."),
    entries, argc, argv, PL_CLI_ANY_ARGUMENTS, names, status);
}

static void
list_variants (guint scene)
{
  const PlSceneVariantInfo *info;

  for (guint i = 0; (info = pl_scene_variant_info (scene, i)) != NULL; i++)
    pl_cli_print (stdout, "    %-12s %s: %s\n", info->key, _(info->name), _(info->expected));
}

static void
list_scenes (void)
{
  for (guint i = 0; i < PL_N_SCENES; i++)
    {
      const PlSceneInfo *info = pl_scene_info (i);

      pl_cli_print (stdout, "%-14s %s: %s\n", info->key, _(info->name), _(info->description));
      list_variants (i);
    }
}

static void
fill_list_cb (JsonBuilder *builder, gpointer data)
{
  json_builder_set_member_name (builder, "scenes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < PL_N_SCENES; i++)
    pl_cli_json_scene_info (builder, i);
  json_builder_end_array (builder);
}

static char *
scene_keys (void)
{
  GString *keys = g_string_new (NULL);

  for (guint i = 0; i < PL_N_SCENES; i++)
    g_string_append_printf (keys, "%s%s", i > 0 ? ", " : "", pl_scene_info (i)->key);
  return g_string_free (keys, FALSE);
}

static gboolean
choose_variant (PlPlanData *plan, const char *text, GError **error)
{
  g_autoptr (GString) keys = NULL;
  const PlSceneVariantInfo *info;
  int variant;

  if (text == NULL)
    return TRUE;
  variant = pl_scene_variant_from_key (plan->scene, text);
  if (variant >= 0)
    {
      plan->scene_variant = (guint32) variant;
      return TRUE;
    }
  keys = g_string_new (NULL);
  for (guint i = 0; (info = pl_scene_variant_info (plan->scene, i)) != NULL; i++)
    g_string_append_printf (keys, "%s%s", i > 0 ? ", " : "", info->key);
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("%s “%s” is not possible: choose %s."),
               "--variant", text, keys->str);
  return FALSE;
}

static gboolean
choose_limit (PlPlanData *plan, const char *text, GError **error)
{
  const PlSceneInfo *info = pl_scene_info (plan->scene);

  if (text == NULL || info->max_limit > 0)
    return pl_cli_value_count32 ("--limit", text, info->min_limit, info->max_limit,
                                 &plan->scene_limit, error);
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("“%s” has no --limit: leave it out."), info->key);
  return FALSE;
}

static gboolean
make_plan (Options *options, char **names, PlPlanData *plan, GError **error)
{
  g_autofree char *keys = scene_keys ();
  const PlSceneInfo *info;
  int scene;

  if (names == NULL || names[0] == NULL)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("the name of a scene is missing: choose %s."),
                   keys);
      return FALSE;
    }
  if (names[1] != NULL)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("“%s” is one argument too many."), names[1]);
      return FALSE;
    }
  scene = pl_scene_from_key (names[0]);
  if (scene < 0)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("there is no scene “%s”: choose %s."),
                   names[0], keys);
      return FALSE;
    }
  info = pl_scene_info ((guint) scene);
  pl_plan_init_scene (plan, (PlSceneId) scene);
  return choose_variant (plan, options->variant, error) &&
         pl_cli_value_count32 ("--workers", options->workers, info->min_workers, info->max_workers,
                               &plan->scene_workers, error) &&
         pl_cli_value_count32 ("--rounds", options->rounds, 1, info->max_rounds,
                               &plan->scene_rounds, error) &&
         choose_limit (plan, options->limit, error) &&
         pl_cli_value_count ("--seed", options->seed, 0, G_MAXUINT64, &plan->seed, error) &&
         pl_cli_targets_check (&options->targets, error) && pl_plan_validate (plan, error);
}

static int
perform (Options *options, char **names)
{
  g_autoptr (GError) error = NULL;
  PlPlanData plan;

  if (options->list && names != NULL && names[0] != NULL)
    {
      g_set_error (&error, PL_ERROR, PL_ERROR_PLAN, _("“%s” is one argument too many."), names[0]);
      return pl_cli_fail ("scene", error);
    }
  if (options->list)
    {
      if (options->targets.json)
        pl_cli_json_print_object (fill_list_cb, NULL);
      else
        list_scenes ();
      return PL_CLI_OK;
    }
  if (!make_plan (options, names, &plan, &error))
    return pl_cli_fail ("scene", error);
  return pl_cli_perform ("scene", &plan, &options->targets);
}

static int
run (int argc, char **argv)
{
  Options options = { 0 };
  g_auto (GStrv) names = NULL;
  int status = PL_CLI_OK;

  if (parse_options (&options, argc, argv, &names, &status))
    status = perform (&options, names);
  clear_options (&options);
  return status;
}

/* A fault that was to be expected is what a scene is about. */
static gboolean
all_right (PlLog *log)
{
  const PlRunStatus *status = &pl_log_header (log)->status;

  return pl_scene_outcome_allowed (pl_log_plan (log), status->lacks, status->scene.outcome);
}

/* It has no progress to speak of: it is short, or it hangs. */
const PlCliKind pl_cli_scene = {
  .command = { "scene", N_("act out a deadlock or another classic fault, or its cure"), run,
               "--list-scenes", N_("the scenes, their variants and what comes of them") },
  .json = pl_cli_json_scene, .summary = pl_cli_summary_scene, .all_right = all_right,
};
