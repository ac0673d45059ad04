/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pl-accels.h"

#include <glib/gi18n.h>

#define RUN N_("Run")
#define PICTURE N_("Runs and pictures")
#define WINDOW N_("Window")
#define SHOWN N_("What the timeline shows")
#define SELECTION N_("Selection on the timeline")
#define LOST N_("Lost updates")
#define RACE N_("What the race shows")
#define INCREMENTS N_("Selection in the race")
#define SCENE_SHOWN N_("What the picture of a scene shows")
#define SCENE N_("Selection in a scene")
#define POINTER N_("With the pointer")

static const PlAccel accels[] = {
  { PL_KEYS_WINDOW, "win.run", "F5", RUN, N_("Run, or stop the run") },
  { PL_KEYS_WINDOW, "win.pause", "F6", RUN, N_("Pause, or go on") },
  { PL_KEYS_WINDOW, "win.compare", "F7", RUN, N_("Compare the chosen locks") },
  { PL_KEYS_WINDOW, "win.open", "<Control>o", PICTURE, N_("Open a saved run") },
  { PL_KEYS_WINDOW, "win.save", "<Control>s", PICTURE, N_("Save the run") },
  { PL_KEYS_WINDOW, "win.export::svg", "<Control>e", PICTURE, N_("Export the picture") },
  { PL_KEYS_WINDOW, "win.copy-image", "<Control><Shift>c", PICTURE, N_("Copy the picture") },
  { PL_KEYS_WINDOW, "win.print", "<Control>p", PICTURE, N_("Print the picture") },
  { PL_KEYS_WINDOW, "win.page::pool", "<Alt>1", WINDOW, N_("Pool page") },
  { PL_KEYS_WINDOW, "win.page::race", "<Alt>2", WINDOW, N_("Race page") },
  { PL_KEYS_WINDOW, "win.page::scene", "<Alt>3", WINDOW, N_("Scenes page") },
  { PL_KEYS_WINDOW, "win.sidebar", "F9", WINDOW, N_("Show or hide the settings") },
  { PL_KEYS_GTK, NULL, "F10", WINDOW, N_("Menu") },
  { PL_KEYS_WINDOW, "win.shortcuts", "<Control>question F1", WINDOW, N_("Keyboard shortcuts") },
  { PL_KEYS_WINDOW, "app.new-window", "<Control>n", WINDOW, N_("New window") },
  { PL_KEYS_WINDOW, "window.close", "<Control>w", WINDOW, N_("Close the window") },
  { PL_KEYS_WINDOW, "app.quit", "<Control>q", WINDOW, N_("Quit") },

  { PL_KEYS_TIMELINE, "timeline.zoom-in", "w plus equal KP_Add <Control>plus <Control>equal", SHOWN, N_("Zoom in") },
  { PL_KEYS_TIMELINE, "timeline.zoom-out", "s minus KP_Subtract <Control>minus", SHOWN, N_("Zoom out") },
  { PL_KEYS_TIMELINE, "timeline.pan-left", "a", SHOWN, N_("Earlier") },
  { PL_KEYS_TIMELINE, "timeline.pan-right", "d", SHOWN, N_("Later") },
  { PL_KEYS_TIMELINE, "timeline.page-left", "<Shift>a Page_Up", SHOWN, N_("One screen earlier") },
  { PL_KEYS_TIMELINE, "timeline.page-right", "<Shift>d Page_Down", SHOWN, N_("One screen later") },
  { PL_KEYS_TIMELINE, "timeline.begin", "Home", SHOWN, N_("Begin of the run") },
  { PL_KEYS_TIMELINE, "timeline.end", "End", SHOWN, N_("End of the run, and follow it") },
  { PL_KEYS_TIMELINE, "timeline.fit", "<Control>0 <Control>KP_0 0", SHOWN, N_("The whole run") },
  { PL_KEYS_TIMELINE, "timeline.zoom-selection", "z", SHOWN, N_("Zoom to the selection") },

  { PL_KEYS_TIMELINE, "timeline.next-span", "Right", SELECTION, N_("Next span") },
  { PL_KEYS_TIMELINE, "timeline.previous-span", "Left", SELECTION, N_("Previous span") },
  { PL_KEYS_TIMELINE, "timeline.previous-lane", "Up", SELECTION, N_("Lane above, same time") },
  { PL_KEYS_TIMELINE, "timeline.next-lane", "Down", SELECTION, N_("Lane below, same time") },
  { PL_KEYS_TIMELINE, "timeline.zoom-span", "Return KP_Enter", SELECTION, N_("Zoom to the span") },
  { PL_KEYS_TIMELINE, "timeline.clear", "Escape", SELECTION, N_("Select nothing") },
  { PL_KEYS_TIMELINE, "timeline.context-menu", "Menu <Shift>F10", SELECTION, N_("Menu of the lane") },

  { PL_KEYS_POINTER, NULL, N_("Ctrl + scroll, or pinch"), POINTER, N_("Zoom at the pointer") },
  { PL_KEYS_POINTER, NULL, N_("Shift + scroll, or middle button"), POINTER, N_("Move in time") },
  { PL_KEYS_POINTER, NULL, N_("Drag"), POINTER, N_("Select a range of time") },
  { PL_KEYS_POINTER, NULL, N_("Click, double click"), POINTER, N_("Select a span, zoom to it") },

  { PL_KEYS_RACE, "race.next-lost", "n", LOST, N_("Next lost update") },
  { PL_KEYS_RACE, "race.previous-lost", "<Shift>n", LOST, N_("Previous lost update") },
  { PL_KEYS_RACE, "race.first-lost", "Home", LOST, N_("First lost update") },
  { PL_KEYS_RACE, "race.last-lost", "End", LOST, N_("Last lost update") },
  { PL_KEYS_RACE, "race.back", "z Return KP_Enter", LOST, N_("Back to the lost update, close up") },

  { PL_KEYS_RACE, "race.zoom-in", "w plus equal KP_Add <Control>plus <Control>equal", RACE, N_("Zoom in") },
  { PL_KEYS_RACE, "race.zoom-out", "s minus KP_Subtract <Control>minus", RACE, N_("Zoom out") },
  { PL_KEYS_RACE, "race.pan-left", "a", RACE, N_("Earlier") },
  { PL_KEYS_RACE, "race.pan-right", "d", RACE, N_("Later") },
  { PL_KEYS_RACE, "race.page-left", "<Shift>a Page_Up", RACE, N_("One screen earlier") },
  { PL_KEYS_RACE, "race.page-right", "<Shift>d Page_Down", RACE, N_("One screen later") },
  { PL_KEYS_RACE, "race.fit", "<Control>0 <Control>KP_0 0", RACE, N_("The whole race") },

  { PL_KEYS_RACE, "race.next-increment", "Right", INCREMENTS, N_("Next increment of the worker") },
  { PL_KEYS_RACE, "race.previous-increment", "Left", INCREMENTS, N_("Previous increment of the worker") },
  { PL_KEYS_RACE, "race.previous-lane", "Up", INCREMENTS, N_("Worker above, same time") },
  { PL_KEYS_RACE, "race.next-lane", "Down", INCREMENTS, N_("Worker below, same time") },
  { PL_KEYS_RACE, "race.clear", "Escape", INCREMENTS, N_("Select nothing") },

  { PL_KEYS_RACE_POINTER, NULL, N_("Ctrl + scroll, or pinch"), POINTER, N_("Zoom at the pointer") },
  { PL_KEYS_RACE_POINTER, NULL, N_("Shift + scroll, or middle button"), POINTER, N_("Move in time") },
  { PL_KEYS_RACE_POINTER, NULL, N_("Click, double click"), POINTER, N_("Select an increment, prove it or zoom to it") },
  { PL_KEYS_RACE_POINTER, NULL, N_("Drag in the whole run"), POINTER, N_("Go to that time") },

  { PL_KEYS_SCENE, "scene.zoom-in", "w plus equal KP_Add <Control>plus <Control>equal", SCENE_SHOWN, N_("Zoom in") },
  { PL_KEYS_SCENE, "scene.zoom-out", "s minus KP_Subtract <Control>minus", SCENE_SHOWN, N_("Zoom out") },
  { PL_KEYS_SCENE, "scene.earlier", "a", SCENE_SHOWN, N_("Earlier") },
  { PL_KEYS_SCENE, "scene.later", "d", SCENE_SHOWN, N_("Later") },
  { PL_KEYS_SCENE, "scene.fit", "<Control>0 <Control>KP_0 0", SCENE_SHOWN, N_("As at first") },
  { PL_KEYS_SCENE, "scene.next-span", "Right", SCENE, N_("Next span") },
  { PL_KEYS_SCENE, "scene.previous-span", "Left", SCENE, N_("Previous span") },
  { PL_KEYS_SCENE, "scene.previous-lane", "Up", SCENE, N_("Lane above, same time") },
  { PL_KEYS_SCENE, "scene.next-lane", "Down", SCENE, N_("Lane below, same time") },
  { PL_KEYS_SCENE, "scene.clear", "Escape", SCENE, N_("Select nothing") },
};

const PlAccel *
pl_accels (guint *n)
{
  *n = G_N_ELEMENTS (accels);
  return accels;
}

void
pl_accels_apply (GtkApplication *app)
{
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    {
      if (accels[i].scope != PL_KEYS_WINDOW)
        continue;

      g_auto(GStrv) keys = g_strsplit (accels[i].keys, " ", 0);
      gtk_application_set_accels_for_action (app, accels[i].action, (const char * const *) keys);
    }
}

void
pl_accels_bind (GtkWidgetClass *widget_class,
                PlKeyScope      scope)
{
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    {
      if (accels[i].scope != scope)
        continue;

      g_auto(GStrv) keys = g_strsplit (accels[i].keys, " ", 0);
      for (guint k = 0; keys[k] != NULL; k++)
        {
          guint keyval;
          GdkModifierType modifiers;

          if (gtk_accelerator_parse (keys[k], &keyval, &modifiers))
            gtk_widget_class_add_binding_action (widget_class, keyval, modifiers, accels[i].action, NULL);
        }
    }
}
