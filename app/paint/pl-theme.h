/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The one table of colours and shapes: light, dark, high contrast, print. */

#include <cairo.h>
#include <glib.h>

#include "log/pl-record.h"
#include "trace/pl-trace-text.h"

G_BEGIN_DECLS

typedef enum { PL_THEME_LIGHT = 0, PL_THEME_DARK, PL_THEME_PRINT, PL_THEME_CONTRAST, PL_THEME_CONTRAST_DARK, PL_N_THEMES } PlThemeId;
typedef struct { double r, g, b; } PlColor;
typedef enum { PL_PATTERN_SOLID = 0, PL_PATTERN_HATCH, PL_PATTERN_HATCH_BACK, PL_PATTERN_HOLLOW_HATCH, PL_PATTERN_CROSS,
               PL_PATTERN_STRIPES } PlPattern;

typedef struct {
  PlColor color;        /* mark */
  PlColor tint;         /* ground under a hatch */
  PlColor text;         /* on the mark: contrast 4.5:1 or better */
  double height;        /* 0..1 of the lane's mark height, from the base line up */
  PlPattern pattern;
} PlStateLook;

/* What a mark may look like: the states; and a worker at a task, who looks like PL_STATE_WORKING while he has a CPU,
 * by what the kernel tells of him else. Also bits of what is filtered out. */
enum { PL_LOOK_CPU_WAITING = PL_N_STATES, PL_LOOK_CPU_ASLEEP, PL_LOOK_CPU_UNKNOWN, PL_N_LOOKS };

typedef struct {
  PlColor background, panel, line, text, dim_text, accent, focus;
  PlStateLook states[PL_N_LOOKS];
  PlStateLook lost, survivor;
} PlTheme;

const PlTheme *pl_theme_get (PlThemeId id);
/* "print", "light", "dark"; -1: no such theme */
int pl_theme_from_key (const char *key);
/* 0xffRRGGBB */
guint32 pl_color_pixel (const PlColor *color);
static inline void
pl_set_color (cairo_t *cr, const PlColor *color)
{
  cairo_set_source_rgb (cr, color->r, color->g, color->b);
}

static inline void
pl_set_color_alpha (cairo_t *cr, const PlColor *color, double alpha)
{
  cairo_set_source_rgba (cr, color->r, color->g, color->b, alpha);
}

/* How a part of the time at tasks looks: a state, or PL_LOOK_*. */
guint pl_cpu_part_look (PlCpuPart part);
/* Higher is worse: which state decides the look of a fold. */
int pl_state_badness (PlState state);

G_END_DECLS
