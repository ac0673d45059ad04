/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-scenes.h"

#include <stddef.h>
#include <string.h>

#include "log/pl-log-format.h"

static const PlSceneInfo scenes[PL_N_SCENES] = {
#define X(ID, key, ...) [PL_SCENE_##ID] = { #key, __VA_ARGS__ },
  PL_SCENES (X)
#undef X
};

static const PlSceneVariantInfo variants[] = {
#define X(SCENE, key, name, allowed, expected) { PL_SCENE_##SCENE, #key, name, allowed, expected },
  PL_SCENE_VARIANTS (X)
#undef X
};

static const PlSceneOutcomeInfo outcomes[PL_N_OUTCOMES] = {
#define X(ID, key, name, fault) [PL_OUTCOME_##ID] = { #key, name, fault },
  PL_SCENE_OUTCOMES (X)
#undef X
};

static const struct { uint32_t scene; const char *name; } waits[] = {
#define X(SCENE, name) { PL_SCENE_##SCENE, name },
  PL_SCENE_WAITS (X)
#undef X
};

#define N_VARIANTS (sizeof variants / sizeof variants[0])

const PlSceneInfo *
pl_scene_info (uint32_t scene)
{
  return scene < PL_N_SCENES ? &scenes[scene] : NULL;
}

const PlSceneVariantInfo *
pl_scene_variant_info (uint32_t scene, uint32_t variant)
{
  for (size_t i = 0; i < N_VARIANTS; i++)
    if (variants[i].scene == scene && variant-- == 0)
      return &variants[i];
  return NULL;
}

const PlSceneOutcomeInfo *
pl_scene_outcome_info (uint32_t outcome)
{
  return outcome < PL_N_OUTCOMES ? &outcomes[outcome] : NULL;
}

uint32_t
pl_scene_n_variants (uint32_t scene)
{
  uint32_t n = 0;

  while (pl_scene_variant_info (scene, n))
    n++;
  return n;
}

int
pl_scene_from_key (const char *key)
{
  for (int i = 0; i < PL_N_SCENES; i++)
    if (strcmp (scenes[i].key, key) == 0)
      return i;
  return -1;
}

int
pl_scene_variant_from_key (uint32_t scene, const char *key)
{
  const PlSceneVariantInfo *info;

  for (uint32_t i = 0; (info = pl_scene_variant_info (scene, i)) != NULL; i++)
    if (strcmp (info->key, key) == 0)
      return (int) i;
  return -1;
}

const char *
pl_scene_last_role (const PlPlanData *plan)
{
#define X(SCENE, VARIANT, name) \
  if (plan->scene == PL_SCENE_##SCENE && plan->scene_variant == PL_##SCENE##_VARIANT_##VARIANT) \
    return name;
  PL_SCENE_LAST_ROLES (X)
#undef X
  return NULL;
}

uint32_t
pl_scene_n_others (uint32_t scene)
{
  return scene < PL_N_SCENES && scenes[scene].other_role ? 1 : 0;
}

/* What else may come of it for want of something. */
static uint32_t
allowed_for_lack (const PlPlanData *plan, uint32_t lacks)
{
  bool robust = plan->scene == PL_SCENE_OWNER && plan->scene_variant == PL_OWNER_ROBUST;

  return robust && (lacks & PL_LACKS_ROBUST_LISTS) ? PL_MAY (HANG) : 0;
}

bool
pl_scene_outcome_allowed (const PlPlanData *plan, uint32_t lacks, uint32_t outcome)
{
  const PlSceneVariantInfo *info = pl_scene_variant_info (plan->scene, plan->scene_variant);

  return info && outcome < PL_N_OUTCOMES &&
         ((info->allowed | allowed_for_lack (plan, lacks)) & (1u << outcome));
}

const char *
pl_scene_wait_name (uint32_t scene, uint32_t resource)
{
  for (size_t i = 0; i < sizeof waits / sizeof waits[0]; i++)
    if (waits[i].scene == scene && resource-- == 0)
      return waits[i].name;
  return NULL;
}

uint32_t
pl_scene_n_resources (const PlPlanData *plan)
{
  uint32_t n = 0;

  switch (plan->scene)
    {
    case PL_SCENE_DEADLOCK:
    case PL_SCENE_WAKEUP:
      return 2;
    case PL_SCENE_PHILOSOPHERS:
      return plan->scene_workers + 1;   /* the last is the waiter */
    case PL_SCENE_BUFFER:
      return 3;                         /* its lock, something, room */
    default:
      while (pl_scene_wait_name (plan->scene, n))
        n++;
      return n > 0 ? n : 1;
    }
}
