/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The runner's end of the control socket, see log/pl-runner-protocol.h. */

#include "log/pl-runner-protocol.h"

/* 1: *command is the next one; 0: none now; -EPIPE: the front end is gone. Never waits. */
int pl_control_read (int control_fd, PlRunnerCommand *command);
