/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pl-accels.h"

#include <glib/gi18n.h>

#define RUN N_("Run")
#define PICTURE N_("Runs and pictures")
#define WINDOW N_("Window")
#define SHOWN N_("What the picture shows")
#define SELECTION N_("Selection in the picture")
#define CLOSER PL_ACCEL_GROUP_CLOSER
#define MARKS PL_ACCEL_GROUP_MARKS
#define REPLAY PL_ACCEL_GROUP_REPLAY
#define LOST N_("Lost updates")
#define RUNS N_("Kept runs")
#define POINTER N_("With the pointer")

static const PlAccel accels[] = {
  { PL_KEYS_WINDOW, "win.run", "F5", RUN, N_("Run, or stop the run") },
  { PL_KEYS_PRESENTING, "win.run", "space", RUN, N_("Run, or stop the run, in full screen") },
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
  { PL_KEYS_WINDOW, "win.page::recording", "<Alt>4", WINDOW, N_("Programs page") },
  { PL_KEYS_WINDOW, "win.page::lesson", "<Alt>5", WINDOW, N_("Lessons page") },
  { PL_KEYS_WINDOW, "win.show-runs", "F8", WINDOW, N_("Show or hide the kept runs") },
  { PL_KEYS_WINDOW, "win.sidebar", "F9", WINDOW, N_("Show or hide the settings") },
  { PL_KEYS_WINDOW, "win.fullscreen", "F11", WINDOW, N_("Full screen, for a class, and back") },
  /* The last two or three are what other keyboards make of it. */
  { PL_KEYS_WINDOW, "win.text-larger", "<Control><Shift>plus <Control><Shift>KP_Add <Control><Shift>asterisk", WINDOW,
    N_("Larger text") },
  { PL_KEYS_WINDOW, "win.text-smaller",
    "<Control><Shift>minus <Control><Shift>KP_Subtract <Control><Shift>underscore", WINDOW, N_("Smaller text") },
  { PL_KEYS_WINDOW, "win.text-normal", "<Control><Shift>0 <Control><Shift>parenright <Control><Shift>equal", WINDOW,
    N_("Text as large as the desktop has it") },
  { PL_KEYS_GTK, NULL, "F10", WINDOW, N_("Menu") },
  { PL_KEYS_WINDOW, "win.shortcuts", "<Control>question F1", WINDOW, N_("Keyboard shortcuts") },
  { PL_KEYS_WINDOW, "app.new-window", "<Control>n", WINDOW, N_("New window") },
  { PL_KEYS_WINDOW, "window.close", "<Control>w", WINDOW, N_("Close the window") },
  { PL_KEYS_WINDOW, "app.quit", "<Control>q", WINDOW, N_("Quit") },

  { PL_KEYS_RUNS, "runs.open", "Return KP_Enter", RUNS, N_("Show the run") },
  { PL_KEYS_RUNS, "runs.rename", "F2", RUNS, N_("Name the run") },
  { PL_KEYS_RUNS, "runs.remove", "Delete KP_Delete", RUNS, N_("Delete the selected runs") },
  { PL_KEYS_RUNS, "runs.menu", "Menu <Shift>F10", RUNS, N_("Menu of the run") },

  { PL_KEYS_PICTURE, "canvas.zoom-in", "w plus equal KP_Add <Control>plus <Control>equal <Control>KP_Add", SHOWN, N_("Zoom in") },
  { PL_KEYS_PICTURE, "canvas.zoom-out", "s minus KP_Subtract <Control>minus <Control>KP_Subtract", SHOWN, N_("Zoom out") },
  { PL_KEYS_PICTURE, "canvas.pan-left", "a", SHOWN, N_("Earlier") },
  { PL_KEYS_PICTURE, "canvas.pan-right", "d", SHOWN, N_("Later") },
  { PL_KEYS_PICTURE, "canvas.page-left", "<Shift>a Page_Up", SHOWN, N_("One screen earlier") },
  { PL_KEYS_PICTURE, "canvas.page-right", "<Shift>d Page_Down", SHOWN, N_("One screen later") },
  { PL_KEYS_PICTURE, "canvas.begin", "Home", SHOWN, N_("Begin of the run") },
  { PL_KEYS_PICTURE, "canvas.end", "End", SHOWN, N_("End of the run, and follow it") },
  { PL_KEYS_PICTURE, "canvas.fit", "<Control>0 <Control>KP_0 0", SHOWN, N_("The whole run") },
  { PL_KEYS_PICTURE, "canvas.back", "BackSpace", SHOWN, N_("Back to what was in sight before") },
  { PL_KEYS_PICTURE, "canvas.zoom-selection", "z", SHOWN, N_("Zoom to the selection") },

  { PL_KEYS_PICTURE, "canvas.right", "Right", SELECTION, N_("Next span") },
  { PL_KEYS_PICTURE, "canvas.left", "Left", SELECTION, N_("Previous span") },
  { PL_KEYS_PICTURE, "canvas.up", "Up", SELECTION, N_("Lane above, same time") },
  { PL_KEYS_PICTURE, "canvas.down", "Down", SELECTION, N_("Lane below, same time") },
  { PL_KEYS_PICTURE, "canvas.next-finding", "n", SELECTION, N_("Next finding") },
  { PL_KEYS_PICTURE, "canvas.previous-finding", "<Shift>n", SELECTION, N_("Previous finding") },
  { PL_KEYS_PICTURE, "canvas.open", "Return KP_Enter", SELECTION, N_("Zoom to the span") },
  { PL_KEYS_PICTURE, "canvas.fold", "e", SELECTION, N_("Show or hide the threads of a process") },
  { PL_KEYS_PICTURE, "canvas.clear", "Escape", SELECTION, N_("Select nothing") },
  { PL_KEYS_PICTURE, "canvas.context-menu", "Menu <Shift>F10", SELECTION, N_("Menu of the lane") },

  { PL_KEYS_POINTER, NULL, N_("Ctrl + scroll, or pinch"), POINTER, N_("Zoom at the pointer") },
  { PL_KEYS_POINTER, NULL, N_("Shift + scroll, or middle button"), POINTER, N_("Move in time") },
  { PL_KEYS_POINTER, NULL, N_("Drag"), POINTER, N_("Select a range of time") },
  { PL_KEYS_POINTER, NULL, N_("Click, double click"), POINTER, N_("Select a span, zoom to it") },
  { PL_KEYS_POINTER, NULL, N_("Drag in the whole run"), POINTER, N_("Go to that time") },

  { PL_KEYS_WINDOW, "win.look-closer::find", "<Control>f", CLOSER, N_("Search the run") },
  { PL_KEYS_WINDOW, "win.find-next", "F3 <Control>g", CLOSER, N_("Next hit") },
  { PL_KEYS_WINDOW, "win.find-previous", "<Shift>F3 <Control><Shift>g", CLOSER, N_("Previous hit") },
  { PL_KEYS_WINDOW, "win.look-closer::range", "<Control>i", CLOSER, N_("Statistics of the selection, or of what is in sight") },
  { PL_KEYS_WINDOW, "win.look-closer::times", "<Control>h", CLOSER, N_("Histograms of tasks and waits") },
  { PL_KEYS_WINDOW, "win.show-table", "<Control>t", CLOSER, N_("Show or hide the table beside the picture") },
  { PL_KEYS_TOLD, NULL, "<Control>c", CLOSER, N_("In the table: copy the selected rows") },
  { PL_KEYS_PICTURE, "canvas.look-closer", "slash", CLOSER, N_("Look closer: search, notes and more") },
  { PL_KEYS_PICTURE, "canvas.follow-forth", "bracketright", CLOSER, N_("Follow the task on: to its worker, and back to the parent") },
  { PL_KEYS_PICTURE, "canvas.follow-back", "bracketleft", CLOSER, N_("Follow the task back: to where it came from") },
  { PL_KEYS_PICTURE, "canvas.longest-wait", "l", CLOSER, N_("Longest wait") },
  { PL_KEYS_PICTURE, "canvas.slowest-task", "t", CLOSER, N_("Slowest task") },
  { PL_KEYS_PICTURE, "canvas.critical-path", "c", CLOSER, N_("Critical path: what made the run so long") },

  { PL_KEYS_PICTURE, "canvas.mark-a", "i", MARKS, N_("Marker A at the pointer or the selection, or away") },
  { PL_KEYS_PICTURE, "canvas.mark-b", "o", MARKS, N_("Marker B at the pointer or the selection, or away") },
  { PL_KEYS_PICTURE, "canvas.clear-marks", "<Shift>i", MARKS, N_("No markers") },
  { PL_KEYS_PICTURE, "canvas.note", "m", MARKS, N_("Write a note") },
  { PL_KEYS_PICTURE, "canvas.undo-note", "<Control>z", MARKS, N_("Take back the last change of a note") },
  { PL_KEYS_WINDOW, "win.look-closer::notes", "<Control>m", MARKS, N_("List the notes") },

  { PL_KEYS_REPLAY, "canvas.play", "space", REPLAY, N_("Play the run again, or pause") },
  { PL_KEYS_PICTURE, "canvas.next-event", "period", REPLAY, N_("On to the next event") },
  { PL_KEYS_PICTURE, "canvas.previous-event", "comma", REPLAY, N_("Back to the event before") },
  { PL_KEYS_TOLD, NULL, "Escape", REPLAY, N_("The whole run again") },

  { PL_KEYS_TOLD, NULL, "n", LOST, N_("Next lost update") },
  { PL_KEYS_TOLD, NULL, "<Shift>n", LOST, N_("Previous lost update") },
  { PL_KEYS_TOLD, NULL, "Home", LOST, N_("First lost update") },
  { PL_KEYS_TOLD, NULL, "End", LOST, N_("Last lost update") },
  { PL_KEYS_TOLD, NULL, "z Return", LOST, N_("Back to the lost update, close up") },
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
      /* The last one is what menus show: that has to be the first. */
      for (guint k = g_strv_length (keys); k-- > 0;)
        {
          guint keyval;
          GdkModifierType modifiers;

          if (gtk_accelerator_parse (keys[k], &keyval, &modifiers))
            gtk_widget_class_add_binding_action (widget_class, keyval, modifiers, accels[i].action, NULL);
        }
    }
}
