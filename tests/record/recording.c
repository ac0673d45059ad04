/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recording.h"

/* A busy machine lets waits last longer, never shorter. */
#define LATE (400 * MS)

void
recording_free (Recording *self)
{
  pl_cli_folder_remove (self->folder);
  g_free (self->json);
  g_clear_pointer (&self->root, json_node_unref);
  pl_cli_result_free (self->result);
  g_free (self);
}

Recording *
record (const char *options, const char *program)
{
  Recording *self = g_new0 (Recording, 1);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;

  self->folder = pl_cli_folder_new ();
  self->json = g_build_filename (self->folder, "it.json", NULL);
  self->result = pl_cli ("record %s --json=%s -- %s", options, self->json, program);
  g_test_message ("%s%s", self->result->out, self->result->err);
  g_assert_true (json_parser_load_from_file (parser, self->json, &error));
  g_assert_no_error (error);
  self->root = json_parser_steal_root (parser);
  return self;
}

Recording *
record_planted (const char *options, const char *what)
{
  g_autofree char *planted = g_shell_quote (g_getenv ("PARALANE_PLANTED"));
  g_autofree char *program = g_strdup_printf ("%s %s", planted, what);

  return record (options, program);
}

JsonArray *
lanes_of (Recording *self)
{
  return json_object_get_array_member (json_node_get_object (self->root), "lanes");
}

JsonObject *
lane_of (Recording *self, guint i)
{
  g_assert_cmpuint (i, <, json_array_get_length (lanes_of (self)));
  return json_array_get_object_element (lanes_of (self), i);
}

gint64
waited (JsonObject *lane, const char *reason)
{
  return json_object_get_int_member_with_default (json_object_get_object_member (lane, "states"), reason, 0);
}

void
assert_waited (JsonObject *lane, const char *reason, gint64 ns)
{
  g_test_message ("%s: %" G_GINT64_FORMAT, reason, waited (lane, reason));
  g_assert_cmpint (waited (lane, reason), >=, ns - MS);
  g_assert_cmpint (waited (lane, reason), <, ns + LATE);
}

JsonObject *
finding (Recording *self, const char *id)
{
  JsonArray *findings = json_object_get_array_member (json_node_get_object (self->root), "findings");

  for (guint i = 0; i < json_array_get_length (findings); i++)
    if (g_str_equal (json_object_get_string_member (json_array_get_object_element (findings, i), "id"), id))
      return json_array_get_object_element (findings, i);
  return NULL;
}

JsonObject *
lane_named (Recording *self, const char *name)
{
  for (guint i = 0; i < json_array_get_length (lanes_of (self)); i++)
    if (g_str_equal (json_object_get_string_member (lane_of (self, i), "name"), name))
      return lane_of (self, i);
  g_error ("no lane is called %s", name);
}
