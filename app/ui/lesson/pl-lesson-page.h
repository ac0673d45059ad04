/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The page of lessons: what is asked, the run as a picture beside it, the programs, and what is to be said of it. */

#include "ui/pl-page.h"

G_BEGIN_DECLS

#define PL_TYPE_LESSON_PAGE (pl_lesson_page_get_type ())
G_DECLARE_FINAL_TYPE (PlLessonPage, pl_lesson_page, PL, LESSON_PAGE, PlPage)

extern const PlPageAction pl_lesson_actions[];

G_END_DECLS
