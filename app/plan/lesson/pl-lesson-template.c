/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/lesson/pl-lesson.h"

/* Not translated: its keys are not either, and whoever writes a lesson writes it in his own language. */
char *
pl_lesson_template (const char *name)
{
  return g_strdup_printf (
    "# A lesson of Paralane. Beside this file: %s, and its twin in C, %s.\n"
    "[lesson]\n"
    "title=%s\n"
    "# processes, pool, messages, memory, locks, speed, faults, claims, or a topic of your own\n"
    "topic=processes\n"
    "order=100\n"
    "goal=What one learns here, in a sentence.\n"
    "look=What to look for in the picture.\n"
    "explanation=What it shows, after the run.\n"
    "\n"
    "[question]\n"
    "# number, order, choice or lane\n"
    "kind=choice\n"
    "text=What will be written?\n"
    "answers=Hello, world;Nothing\n"
    "right=1\n"
    "\n"
    "[run]\n"
    "limit=10 s\n"
    "# Which threads have lanes of their own: all, waiting or none\n"
    "threads=all\n"
    "\n"
    "# What makes a run “as expected”.\n"
    "[expect]\n"
    "exit=0\n"
    "output=Hello, world\n",
    PL_LESSON_PYTHON, PL_LESSON_C, name);
}
