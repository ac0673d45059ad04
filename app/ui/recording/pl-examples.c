/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/recording/pl-examples.h"

#include <glib/gi18n.h>

#include "ui/recording/pl-commands.h"

#include "plan/pl-plan.h"

#define FOLDER "examples"

typedef struct { const char *name, *file, *command; } Example;

/* file: in Python; else a command that every system has. */
static const Example examples[] = {
  { N_("A pool that is slower than a loop"), "slow-pool.py", NULL },
  { N_("The same pool, in larger chunks"), "fast-pool.py", NULL },
  { N_("Threads that take turns"), "threads.py", NULL },
  { N_("Processes one by one"), "one-by-one.py", NULL },
  { N_("Two locks in opposite order"), "deadlock.py", NULL },
  { N_("What processes and threads cost in Python"), "kinds.py", NULL },
  { N_("A pipeline of three programs"), NULL, "seq 200000 | sort -R | tail -n 1" },
};

gboolean
pl_examples_have_python (void)
{
  g_autofree char *python = g_find_program_in_path ("python3");

  return python != NULL;
}

/* $PARALANE_EXAMPLES, else where it is installed, else beside the build's program. */
static char *
find_file (const char *file)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : g_strdup (".");
  const char *wanted = g_getenv ("PARALANE_EXAMPLES");
  char *found[] = { wanted != NULL ? g_build_filename (wanted, file, NULL) : g_strdup (""),
                    g_build_filename (folder, "..", "..", "data", file, NULL),
                    g_build_filename (PL_DATA_DIR, "paralane", FOLDER, file, NULL),
                    g_build_filename (PL_DATA_DIR, "paralane", file, NULL) };
  char *path = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    {
      if (path == NULL && g_file_test (found[i], G_FILE_TEST_IS_REGULAR))
        path = g_canonicalize_filename (found[i], NULL);
      g_free (found[i]);
    }
  return path;
}

static char *
make_command (const Example *example)
{
  g_autofree char *path = example->file != NULL ? find_file (example->file) : NULL;

  if (example->file == NULL)
    return g_strdup (example->command);
  if (path == NULL)
    return NULL;
  return pl_command_for (path);
}

typedef struct { const char *name; char *command; } Found;

static const Found *
get (guint i)
{
  static GArray *found;

  if (found == NULL)
    {
      found = g_array_new (FALSE, FALSE, sizeof (Found));
      for (guint k = 0; k < G_N_ELEMENTS (examples); k++)
        {
          Found one = { examples[k].name, NULL };

          if (examples[k].file == NULL || pl_examples_have_python ())
            one.command = make_command (&examples[k]);
          if (one.command != NULL)
            g_array_append_val (found, one);
        }
    }
  return i < found->len ? &g_array_index (found, Found, i) : NULL;
}

const char *
pl_example_name (guint i)
{
  return get (i) != NULL ? _(get (i)->name) : NULL;
}

const char *
pl_example_command (guint i)
{
  return get (i) != NULL ? get (i)->command : NULL;
}

void
pl_examples_init_plan (PlPlanData *plan)
{
  pl_plan_init_recording (plan);
  if (pl_example_command (0) != NULL)
    pl_plan_set_command (plan, pl_example_command (0));
}
