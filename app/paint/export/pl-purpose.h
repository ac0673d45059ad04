/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a picture leaves for: each purpose has its page, and says how small its type may get. */

#include <glib.h>

G_BEGIN_DECLS

/* Its number is not kept anywhere, its key is. */
typedef enum { PL_PURPOSE_SCREEN = 0, PL_PURPOSE_WEB, PL_PURPOSE_SLIDE, PL_PURPOSE_A4, PL_N_PURPOSES } PlPurpose;

/* In the units of the page: of a slide, the web and the screen pixels (CSS pixels, 96 an inch), of paper points (72 an
 * inch). */
typedef struct {
  const char *key;              /* "slide" */
  double width, height;         /* of the page lying on its side; height 0: as high as the picture likes to be */
  gboolean portrait;            /* it may also stand */
  double margin;                /* around everything, beside what pictures leave free themselves */
  double least_type;            /* no text is smaller; 0: nobody minds */
  double png_scale;             /* pixels a unit */
  double pdf_scale;             /* points a unit */
} PlPurposeInfo;

const PlPurposeInfo *pl_purpose_info (PlPurpose purpose);
/* "screen", "web", "slide", "a4"; -1: no such purpose. */
int pl_purpose_from_key (const char *key);
/* All of them, for sentences: "screen, web, slide, a4". Static. */
const char *pl_purpose_keys (void);
/* How large a picture's own unit is there, so that its smallest text has the size that is asked for. */
double pl_purpose_type_scale (PlPurpose purpose);

G_END_DECLS
