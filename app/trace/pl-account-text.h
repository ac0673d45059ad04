/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The kernel's account in words. Translated; free them unless said otherwise. */

#include "trace/pl-trace-account.h"

G_BEGIN_DECLS

/* "Worked 98 ms, from 2 ms to 100 ms, of which 5.2 ms on CPU 1 and 92.8 ms waiting for a CPU." length, from and
 * to: the texts of the span, which is over. */
char *pl_account_worked_sentence (PlTrace *self, const PlSpan *span, const char *length, const char *from,
                                  const char *to);
/* "For 3.1 ms of it, it could have gone on but had no CPU."; NULL: that was next to nothing. */
char *pl_account_waited_sentence (PlTrace *self, const PlSpan *span);
/* "CPU 207 of 445 ms at tasks (46 %): 4 workers take turns on 2 CPUs"; NULL: nobody knows. */
char *pl_account_summary (PlTrace *self);
/* "The group of this program may use 0.5 of 2 CPUs and was kept from them for 120 ms"; NULL: it may use all. */
char *pl_account_group_sentence (PlTrace *self);
/* "The host of this machine kept its CPUs to itself for up to 120 ms: workers that had one look asleep then."; NULL: it
 * did not, as far as one knows. */
char *pl_account_stolen_sentence (PlTrace *self);
/* Who told, and what an administrator can do to hear more. */
char *pl_account_source_sentence (PlTrace *self);
/* "4 workers on 2 CPUs: they take turns."; of a run that has not begun. n_cpus: CPUs it can use; quota: those
 * its control group may use, 0: all. NULL: everybody has one. */
char *pl_account_forecast (guint n_workers, guint n_cpus, double quota);

G_END_DECLS
