/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-theme.h"

#include <math.h>

#define RGB(hex) { (((hex) >> 16) & 0xff) / 255.0, (((hex) >> 8) & 0xff) / 255.0, ((hex) & 0xff) / 255.0 }
#define LOOK(mark, ground, ink, share, how) { RGB (mark), RGB (ground), RGB (ink), share, PL_PATTERN_##how }

/* A state is told by height, colour and pattern. Busy is tall, waiting is low: the same in every theme. */
#define TALL 1.0
#define BUSY (6.0 / 7.0)
#define STUCK (5.0 / 7.0)
#define STILL (3.0 / 7.0)
#define LOW 0.19
#define THREAD 0.06

static const PlTheme themes[PL_N_THEMES] = {
  [PL_THEME_LIGHT] = {
    .background = RGB (0xFFFFFF), .panel = RGB (0xF6F7F9), .line = RGB (0xDDE1E6), .text = RGB (0x1F2328),
    .dim_text = RGB (0x656E7A), .accent = RGB (0x2F6FDB), .focus = RGB (0x000000),
    .states = {
      [PL_STATE_STARTING]     = LOOK (0x8B6FC0, 0xE9E2F6, 0x2B1B4D, STUCK, HATCH_BACK),
      [PL_STATE_WAITING_TASK] = LOOK (0xC9D0D9, 0xC9D0D9, 0x1F2328, LOW, SOLID),
      [PL_STATE_WAITING_LOCK] = LOOK (0xE08A00, 0xFDF0D9, 0x4A2D00, STUCK, HATCH),
      [PL_STATE_RECEIVING]    = LOOK (0x6CC3AE, 0x6CC3AE, 0x10231E, BUSY, SOLID),
      [PL_STATE_WORKING]      = LOOK (0x2F6FDB, 0x2F6FDB, 0xFFFFFF, TALL, SOLID),
      [PL_STATE_SENDING]      = LOOK (0x0E9F7E, 0x0E9F7E, 0x0B1F1A, BUSY, SOLID),
      [PL_STATE_PAUSED]       = LOOK (0x8A94A1, 0xEDEFF2, 0x1F2328, STILL, HATCH_BACK),
      [PL_STATE_FINISHED]     = LOOK (0xC9D0D9, 0xC9D0D9, 0x1F2328, THREAD, SOLID),
      [PL_STATE_DEAD]         = LOOK (0xC4262E, 0xFBE4E5, 0x5C0B10, TALL, CROSS),
      [PL_STATE_WAITING_GIL]  = LOOK (0xB5318C, 0xF9E3F2, 0x4A0D38, STUCK, STRIPES),
      [PL_STATE_INITIALISING] = LOOK (0x7B5CB5, 0x7B5CB5, 0xFFFFFF, BUSY, SOLID),
      [PL_STATE_FREE]         = LOOK (0xEBEEF1, 0xEBEEF1, 0x1F2328, THREAD, SOLID),
      [PL_STATE_CALLBACK]     = LOOK (0x8A3412, 0x8A3412, 0xFFFFFF, BUSY, SOLID),
      [PL_LOOK_CPU_WAITING]   = LOOK (0x8FB3EE, 0xE3EDFC, 0x10284F, TALL, STRIPES),
      [PL_LOOK_CPU_ASLEEP]    = LOOK (0xA9BBD6, 0xA9BBD6, 0x10284F, STILL, SOLID),
      [PL_LOOK_CPU_UNKNOWN]   = LOOK (0xE4E7EB, 0xE4E7EB, 0x1F2328, TALL, SOLID),
    },
    .lost     = LOOK (0xC8501E, 0xFCEBE3, 0x5A1F06, TALL, HOLLOW_HATCH),
    .survivor = LOOK (0x2F6FDB, 0x2F6FDB, 0xFFFFFF, TALL, SOLID),
  },
  [PL_THEME_DARK] = {
    .background = RGB (0x1D1F23), .panel = RGB (0x26292E), .line = RGB (0x3A3F46), .text = RGB (0xECEFF3),
    .dim_text = RGB (0x9AA3AE), .accent = RGB (0x5B93F0), .focus = RGB (0xFFFFFF),
    .states = {
      [PL_STATE_STARTING]     = LOOK (0xAE97DD, 0x352D47, 0xF1EBFF, STUCK, HATCH_BACK),
      [PL_STATE_WAITING_TASK] = LOOK (0x4C535D, 0x4C535D, 0xECEFF3, LOW, SOLID),
      [PL_STATE_WAITING_LOCK] = LOOK (0xF2A53A, 0x4A3717, 0xFFF2DC, STUCK, HATCH),
      [PL_STATE_RECEIVING]    = LOOK (0x2B8F78, 0x2B8F78, 0x06110E, BUSY, SOLID),
      [PL_STATE_WORKING]      = LOOK (0x5B93F0, 0x5B93F0, 0x0B1220, TALL, SOLID),
      [PL_STATE_SENDING]      = LOOK (0x3CC6A4, 0x3CC6A4, 0x0B1F1A, BUSY, SOLID),
      [PL_STATE_PAUSED]       = LOOK (0x7A838E, 0x2D3137, 0xECEFF3, STILL, HATCH_BACK),
      [PL_STATE_FINISHED]     = LOOK (0x4C535D, 0x4C535D, 0xECEFF3, THREAD, SOLID),
      [PL_STATE_DEAD]         = LOOK (0xF0666C, 0x42262A, 0xFFE6E7, TALL, CROSS),
      [PL_STATE_WAITING_GIL]  = LOOK (0xE07AC0, 0x47263D, 0xFFE8F8, STUCK, STRIPES),
      [PL_STATE_INITIALISING] = LOOK (0x7A5DB4, 0x7A5DB4, 0xFFFFFF, BUSY, SOLID),
      [PL_STATE_FREE]         = LOOK (0x34383E, 0x34383E, 0xECEFF3, THREAD, SOLID),
      [PL_STATE_CALLBACK]     = LOOK (0xF6C9A8, 0xF6C9A8, 0x2B1206, BUSY, SOLID),
      [PL_LOOK_CPU_WAITING]   = LOOK (0x3F659F, 0x243450, 0xDCE8FB, TALL, STRIPES),
      [PL_LOOK_CPU_ASLEEP]    = LOOK (0x47597A, 0x47597A, 0xECEFF3, STILL, SOLID),
      [PL_LOOK_CPU_UNKNOWN]   = LOOK (0x34383E, 0x34383E, 0xECEFF3, TALL, SOLID),
    },
    .lost     = LOOK (0xFF9461, 0x46291C, 0xFFE9DE, TALL, HOLLOW_HATCH),
    .survivor = LOOK (0x5B93F0, 0x5B93F0, 0x0B1220, TALL, SOLID),
  },
  /* As light, with lines and dim text that a printer does not lose, and greys that tell working from sending. */
  [PL_THEME_PRINT] = {
    .background = RGB (0xFFFFFF), .panel = RGB (0xF3F4F6), .line = RGB (0xCBD1D8), .text = RGB (0x14171A),
    .dim_text = RGB (0x555D68), .accent = RGB (0x2F6FDB), .focus = RGB (0x000000),
    .states = {
      [PL_STATE_STARTING]     = LOOK (0x8B6FC0, 0xE9E2F6, 0x2B1B4D, STUCK, HATCH_BACK),
      [PL_STATE_WAITING_TASK] = LOOK (0xBAC2CC, 0xBAC2CC, 0x14171A, LOW, SOLID),
      [PL_STATE_WAITING_LOCK] = LOOK (0xE08A00, 0xFDF0D9, 0x4A2D00, STUCK, HATCH),
      [PL_STATE_RECEIVING]    = LOOK (0x6CC3AE, 0x6CC3AE, 0x10231E, BUSY, SOLID),
      [PL_STATE_WORKING]      = LOOK (0x2F6FDB, 0x2F6FDB, 0xFFFFFF, TALL, SOLID),
      [PL_STATE_SENDING]      = LOOK (0x07503F, 0x07503F, 0xFFFFFF, BUSY, SOLID),
      [PL_STATE_PAUSED]       = LOOK (0x7A838E, 0xE8EBEE, 0x14171A, STILL, HATCH_BACK),
      [PL_STATE_FINISHED]     = LOOK (0xBAC2CC, 0xBAC2CC, 0x14171A, THREAD, SOLID),
      [PL_STATE_DEAD]         = LOOK (0xC4262E, 0xFBE4E5, 0x5C0B10, TALL, CROSS),
      [PL_STATE_WAITING_GIL]  = LOOK (0xB5318C, 0xFAE8F4, 0x4A0D38, STUCK, STRIPES),
      [PL_STATE_INITIALISING] = LOOK (0x7B5CB5, 0x7B5CB5, 0xFFFFFF, BUSY, SOLID),
      [PL_STATE_FREE]         = LOOK (0xE1E4E8, 0xE1E4E8, 0x14171A, THREAD, SOLID),
      [PL_STATE_CALLBACK]     = LOOK (0xD9825A, 0xD9825A, 0x2B1206, BUSY, SOLID),
      [PL_LOOK_CPU_WAITING]   = LOOK (0x8FB3EE, 0xE9F1FD, 0x10284F, TALL, STRIPES),
      [PL_LOOK_CPU_ASLEEP]    = LOOK (0xA3B5D1, 0xA3B5D1, 0x10284F, STILL, SOLID),
      [PL_LOOK_CPU_UNKNOWN]   = LOOK (0xE1E4E8, 0xE1E4E8, 0x14171A, TALL, SOLID),
    },
    .lost     = LOOK (0xC8501E, 0xFCEBE3, 0x5A1F06, TALL, HOLLOW_HATCH),
    .survivor = LOOK (0x2F6FDB, 0x2F6FDB, 0xFFFFFF, TALL, SOLID),
  },
  [PL_THEME_CONTRAST] = {
    .background = RGB (0xFFFFFF), .panel = RGB (0xFFFFFF), .line = RGB (0x6B6B6B), .text = RGB (0x000000),
    .dim_text = RGB (0x2E2E2E), .accent = RGB (0x0A3D91), .focus = RGB (0x000000),
    .states = {
      [PL_STATE_STARTING]     = LOOK (0x4B2A8C, 0xFFFFFF, 0x000000, STUCK, HATCH_BACK),
      [PL_STATE_WAITING_TASK] = LOOK (0x6F7680, 0x6F7680, 0xFFFFFF, LOW, SOLID),
      [PL_STATE_WAITING_LOCK] = LOOK (0x8A4B00, 0xFFFFFF, 0x000000, STUCK, HATCH),
      [PL_STATE_RECEIVING]    = LOOK (0x3FA88F, 0x3FA88F, 0x000000, BUSY, SOLID),
      [PL_STATE_WORKING]      = LOOK (0x0A3D91, 0x0A3D91, 0xFFFFFF, TALL, SOLID),
      [PL_STATE_SENDING]      = LOOK (0x00604A, 0x00604A, 0xFFFFFF, BUSY, SOLID),
      [PL_STATE_PAUSED]       = LOOK (0x4A4A4A, 0xFFFFFF, 0x000000, STILL, HATCH_BACK),
      [PL_STATE_FINISHED]     = LOOK (0x6F7680, 0x6F7680, 0xFFFFFF, THREAD, SOLID),
      [PL_STATE_DEAD]         = LOOK (0xA00010, 0xFFFFFF, 0x000000, TALL, CROSS),
      [PL_STATE_WAITING_GIL]  = LOOK (0x8E1069, 0xFFFFFF, 0x000000, STUCK, STRIPES),
      [PL_STATE_INITIALISING] = LOOK (0x3A1E74, 0x3A1E74, 0xFFFFFF, BUSY, SOLID),
      [PL_STATE_FREE]         = LOOK (0x5C5C5C, 0x5C5C5C, 0xFFFFFF, THREAD, SOLID),
      [PL_STATE_CALLBACK]     = LOOK (0xB0481C, 0xB0481C, 0xFFFFFF, BUSY, SOLID),
      [PL_LOOK_CPU_WAITING]   = LOOK (0x5F83C4, 0xFFFFFF, 0x000000, TALL, STRIPES),
      [PL_LOOK_CPU_ASLEEP]    = LOOK (0x8798B8, 0x8798B8, 0x000000, STILL, SOLID),
      [PL_LOOK_CPU_UNKNOWN]   = LOOK (0xCFCFCF, 0xCFCFCF, 0x000000, TALL, SOLID),
    },
    .lost     = LOOK (0x9A2F00, 0xFFFFFF, 0x000000, TALL, HOLLOW_HATCH),
    .survivor = LOOK (0x0A3D91, 0x0A3D91, 0xFFFFFF, TALL, SOLID),
  },
  [PL_THEME_CONTRAST_DARK] = {
    .background = RGB (0x000000), .panel = RGB (0x000000), .line = RGB (0x9A9A9A), .text = RGB (0xFFFFFF),
    .dim_text = RGB (0xD6D6D6), .accent = RGB (0x8CB8FF), .focus = RGB (0xFFFFFF),
    .states = {
      [PL_STATE_STARTING]     = LOOK (0xC9B4FF, 0x000000, 0xFFFFFF, STUCK, HATCH_BACK),
      [PL_STATE_WAITING_TASK] = LOOK (0x8C939D, 0x8C939D, 0x000000, LOW, SOLID),
      [PL_STATE_WAITING_LOCK] = LOOK (0xFFC257, 0x000000, 0xFFFFFF, STUCK, HATCH),
      [PL_STATE_RECEIVING]    = LOOK (0x3AA88D, 0x3AA88D, 0x000000, BUSY, SOLID),
      [PL_STATE_WORKING]      = LOOK (0x8CB8FF, 0x8CB8FF, 0x000000, TALL, SOLID),
      [PL_STATE_SENDING]      = LOOK (0x6FF0D0, 0x6FF0D0, 0x000000, BUSY, SOLID),
      [PL_STATE_PAUSED]       = LOOK (0xC0C0C0, 0x000000, 0xFFFFFF, STILL, HATCH_BACK),
      [PL_STATE_FINISHED]     = LOOK (0x8C939D, 0x8C939D, 0x000000, THREAD, SOLID),
      [PL_STATE_DEAD]         = LOOK (0xFF8A8F, 0x000000, 0xFFFFFF, TALL, CROSS),
      [PL_STATE_WAITING_GIL]  = LOOK (0xFF9BE0, 0x000000, 0xFFFFFF, STUCK, STRIPES),
      [PL_STATE_INITIALISING] = LOOK (0xC9B4FF, 0xC9B4FF, 0x000000, BUSY, SOLID),
      [PL_STATE_FREE]         = LOOK (0xB4B4B4, 0xB4B4B4, 0x000000, THREAD, SOLID),
      [PL_STATE_CALLBACK]     = LOOK (0xCF5F38, 0xCF5F38, 0x000000, BUSY, SOLID),
      [PL_LOOK_CPU_WAITING]   = LOOK (0x4F6F9F, 0x000000, 0xFFFFFF, TALL, STRIPES),
      [PL_LOOK_CPU_ASLEEP]    = LOOK (0x5A6D8E, 0x5A6D8E, 0xFFFFFF, STILL, SOLID),
      [PL_LOOK_CPU_UNKNOWN]   = LOOK (0x404040, 0x404040, 0xFFFFFF, TALL, SOLID),
    },
    .lost     = LOOK (0xFFB08A, 0x000000, 0xFFFFFF, TALL, HOLLOW_HATCH),
    .survivor = LOOK (0x8CB8FF, 0x8CB8FF, 0x000000, TALL, SOLID),
  },
};

const PlTheme *
pl_theme_get (PlThemeId id)
{
  g_return_val_if_fail ((guint) id < PL_N_THEMES, &themes[PL_THEME_LIGHT]);
  return &themes[id];
}

int
pl_theme_from_key (const char *key)
{
  static const struct { const char *key; PlThemeId id; } keys[] = {
    { "print", PL_THEME_PRINT }, { "light", PL_THEME_LIGHT }, { "dark", PL_THEME_DARK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_strcmp0 (key, keys[i].key) == 0)
      return (int) keys[i].id;
  return -1;
}

guint32
pl_color_pixel (const PlColor *color)
{
  return 0xff000000u | (guint32) lround (color->r * 255) << 16 | (guint32) lround (color->g * 255) << 8
         | (guint32) lround (color->b * 255);
}

int
pl_state_badness (PlState state)
{
  /* What a person looks for comes last: a death must show however little of the time it took. */
  static const guint8 badness[PL_N_STATES] = {
    [PL_STATE_NONE] = 0, [PL_STATE_FINISHED] = 1, [PL_STATE_WORKING] = 2, [PL_STATE_RECEIVING] = 3,
    [PL_STATE_SENDING] = 4, [PL_STATE_STARTING] = 5, [PL_STATE_WAITING_TASK] = 6, [PL_STATE_PAUSED] = 7,
    [PL_STATE_WAITING_LOCK] = 8, [PL_STATE_WAITING_GIL] = 9, [PL_STATE_DEAD] = 10,
    [PL_STATE_FREE] = 1, [PL_STATE_INITIALISING] = 5, [PL_STATE_CALLBACK] = 7,
  };

  return (guint) state < PL_N_STATES ? badness[state] : 0;
}

guint
pl_cpu_part_look (PlCpuPart part)
{
  static const guint8 looks[PL_N_CPU_PARTS] = {
    PL_STATE_WORKING, PL_LOOK_CPU_WAITING, PL_LOOK_CPU_ASLEEP, PL_LOOK_CPU_UNKNOWN,
  };

  return looks[part];
}
