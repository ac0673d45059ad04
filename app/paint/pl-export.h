/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Pictures as files: PNG, SVG, PDF, by the name's ending. One painter for all. */

#include <cairo.h>

#include "paint/race/pl-compare-picture.h"
#include "paint/race/pl-race-picture.h"
#include "paint/scene/pl-scene-picture.h"
#include "paint/pool/pl-timeline.h"
#include "paint/race/pl-trials-picture.h"

G_BEGIN_DECLS

typedef enum { PL_FORMAT_PNG, PL_FORMAT_SVG, PL_FORMAT_PDF } PlFormat;
/* FALSE: error says which endings are known. */
gboolean pl_format_from_path (const char *path, PlFormat *format, GError **error);

#define PL_EXPORT_MIN_WIDTH 320
#define PL_EXPORT_MAX_WIDTH 16384
#define PL_EXPORT_DEFAULT_WIDTH 1600

typedef struct {
  PlThemeId theme;
  double width;                 /* pixels / points; PL_EXPORT_DEFAULT_WIDTH */
  double height;                /* 0: natural */
} PlExportOptions;

/* Exactly one of (trace, view) and (race, race_view) is given. Old file stays on failure. */
gboolean pl_export_timeline (PlTrace *trace, const PlView *view, const PlExportOptions *options, const char *path, GError **error);
gboolean pl_export_race (PlRace *race, const PlRaceView *view, const PlExportOptions *options, const char *path, GError **error);
gboolean pl_export_compare (PlCompare *compare, const PlExportOptions *options, const char *path, GError **error);
gboolean pl_export_scene (PlTrace *trace, const PlSceneView *view, const PlExportOptions *options, const char *path, GError **error);
/* The race's trials instead of its proof. */
gboolean pl_export_trials (PlRace *race, const PlExportOptions *options, const char *path, GError **error);
/* For "copy image": a picture in memory, free with cairo_surface_destroy. NULL and error: too large. */
cairo_surface_t *pl_export_timeline_surface (PlTrace *trace, const PlView *view, const PlExportOptions *options, GError **error);
cairo_surface_t *pl_export_race_surface (PlRace *race, const PlRaceView *view, const PlExportOptions *options, GError **error);
cairo_surface_t *pl_export_scene_surface (PlTrace *trace, const PlSceneView *view, const PlExportOptions *options, GError **error);

cairo_surface_t *pl_export_trials_surface (PlRace *race, const PlExportOptions *options, GError **error);
cairo_surface_t *pl_export_compare_surface (PlCompare *compare, const PlExportOptions *options, GError **error);

G_END_DECLS
