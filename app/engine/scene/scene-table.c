/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

static const PlSceneOps *const table[PL_N_SCENES] = {
#define X(ID, key, ...) [PL_SCENE_##ID] = &pl_scene_##key##_ops,
  PL_SCENES (X)
#undef X
};

const PlSceneOps *
pl_scene_ops (uint32_t scene)
{
  return scene < PL_N_SCENES ? table[scene] : NULL;
}
