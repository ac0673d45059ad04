/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recording-svg.h"

#include "paint/pl-pictures.h"

char *
recording_svg (PlLog *log, const PlExportOptions *options)
{
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  g_autoptr (PlPicture) picture = pl_picture_of_recording (trace);
  g_autoptr (GByteArray) bytes = NULL;
  PlViewport view;

  pl_log_unref (log);
  pl_picture_init_viewport (picture, &view);
  bytes = pl_export_picture_bytes (picture, &view, options, PL_FORMAT_SVG, NULL);
  g_assert_nonnull (bytes);
  return g_strndup ((const char *) bytes->data, bytes->len);
}
