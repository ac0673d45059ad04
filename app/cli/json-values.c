/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli.h"

/* The members of objects: what all that write JSON are made of. */

void
pl_cli_json_int (JsonBuilder *builder, const char *key, gint64 value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_int_value (builder, value);
}

void
pl_cli_json_known_int (JsonBuilder *builder, const char *key, gboolean known, gint64 value)
{
  json_builder_set_member_name (builder, key);
  if (known)
    json_builder_add_int_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
pl_cli_json_string (JsonBuilder *builder, const char *key, const char *value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_string_value (builder, value);
}

void
pl_cli_json_double (JsonBuilder *builder, const char *key, double value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_double_value (builder, value);
}

void
pl_cli_json_known_double (JsonBuilder *builder, const char *key, gboolean known, double value)
{
  json_builder_set_member_name (builder, key);
  if (known)
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

/* Seeds use all 64 bits, JSON's numbers here 63. */
void
pl_cli_json_seed (JsonBuilder *builder, guint64 seed)
{
  json_builder_set_member_name (builder, "seed");
  if (seed <= G_MAXINT64)
    json_builder_add_int_value (builder, (gint64) seed);
  else
    json_builder_add_double_value (builder, (double) seed);
}
