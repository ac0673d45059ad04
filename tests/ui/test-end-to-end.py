#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real program on a real display, met the way a person with assistive technology meets it: values are
set through the accessibility bus and the keyboard, the picture is exported, and what it holds is looked at.

test-end-to-end.py PROGRAM
"""
import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree

# The program's warnings are faults, and are looked for at the end; those of the accessibility bus, which comes
# and goes, are not ours.
RUNS = tempfile.TemporaryDirectory(prefix="paralane-runs-")
PROGRAM_ENVIRONMENT = dict(os.environ, G_DEBUG="fatal-criticals,gc-friendly", PARALANE_RUNS_DIR=RUNS.name)
os.environ.pop("G_DEBUG", None)
WARNING = re.compile(r"-(WARNING|CRITICAL|ERROR) \*\*")
# GTK 4.24 says this of itself, once, when the first popover opens on a display without a compositor.
OF_GTK = "gdk_frame_timings_submitted() called on submitted frame"

import gi  # noqa: E402
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

APP_ID = "io.github.paralane.Paralane"
APP_PATH = "/io/github/paralane/Paralane"
SVG = "{http://www.w3.org/2000/svg}"
SECONDS = 60


def wait_for(what, condition):
    """Waits until the condition holds and returns what it said; there is a bound, and no hoping."""
    end = time.monotonic() + SECONDS
    while True:
        try:
            found = condition()
        except GLib.Error:
            found = None  # the tree changes while we look at it
        if found:
            return found
        if time.monotonic() > end:
            raise TimeoutError("gave up waiting for " + what)
        time.sleep(0.02)


def children(accessible):
    """Those that are there. One that is just going away must not hide the others behind it."""
    try:
        count = accessible.get_child_count()
    except GLib.Error:
        return
    for i in range(count):
        try:
            child = accessible.get_child_at_index(i)
        except GLib.Error:
            continue
        if child is not None:
            yield child


def descendants(accessible):
    for child in children(accessible):
        yield child
        yield from descendants(child)


def name_and_role(accessible):
    try:
        return accessible.get_name(), accessible.get_role()
    except GLib.Error:
        return None, None


class Window:
    def __init__(self, program):
        self.said = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")
        self.process = subprocess.Popen([program], env=PROGRAM_ENVIRONMENT, stderr=self.said)
        self.app = wait_for("the program on the accessibility bus", self._find_app)
        self.app.set_cache_mask(Atspi.Cache.NONE)  # we look again and again, and run no loop that would be told
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)

    def _find_app(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            app = desktop.get_child_at_index(i)
            if app is not None and app.get_process_id() == self.process.pid and app.get_child_count() > 0:
                return app
        return None

    def find(self, name, role=None):
        """The first thing with this very name."""
        def look():
            for one in descendants(self.app):
                its_name, its_role = name_and_role(one)
                if its_name == name and (role is None or its_role == role):
                    return one
            return None
        return wait_for(name, look)

    def texts(self):
        said = (name_and_role(one) for one in descendants(self.app))
        return [name for name, role in said if role == Atspi.Role.LABEL]

    def press(self, name):
        button = self.find(name, Atspi.Role.PUSH_BUTTON)
        assert Atspi.Action.do_action(button, 0), "cannot press " + name

    def call(self, method, parameters, reply):
        return self.bus.call_sync(APP_ID, APP_PATH + "/window/1", "org.gtk.Actions", method, parameters,
                                  GLib.VariantType(reply), Gio.DBusCallFlags.NONE, -1, None).unpack()

    def enabled(self, action):
        return self.call("Describe", GLib.Variant("(s)", (action,)), "((bgav))")[0][0]

    def activate(self, action, parameter):
        self.call("Activate", GLib.Variant("(sava{sv})", (action, [parameter], {})), "()")

    def close(self):
        self.process.terminate()
        self.process.wait(10)
        self.said.seek(0)
        said = self.said.read()
        sys.stderr.write(said)
        return [line for line in said.splitlines() if WARNING.search(line) and OF_GTK not in line]


def keys(*names):
    subprocess.run(["xdotool", "key", "--delay", "30", *names], check=True)


def focus_window(pid):
    """There is no window manager that would give the keyboard to anybody."""
    found = wait_for("the window", lambda: subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--pid", str(pid)], capture_output=True, text=True).stdout.split())
    for window in found:
        subprocess.run(["xdotool", "windowsize", window, "1280", "800", "windowmove", window, "0", "0",
                        "windowfocus", window], check=True)


def set_value(window, name, value):
    spin = window.find(name, Atspi.Role.SPIN_BUTTON)
    assert Atspi.Value.set_current_value(spin, value), "cannot set " + name
    wait_for("%s to be %s" % (name, value), lambda: Atspi.Value.get_current_value(spin) == value)


def selected(window):
    """What the drop-down of the method says it shows."""
    return window.find("IPC method", Atspi.Role.COMBO_BOX).get_description()


def told_in(box):
    """The item of its list at which the keyboard is, and the one that is selected."""
    items = [one for one in descendants(box) if one.get_role() == Atspi.Role.LIST_ITEM]
    told = [next((one.get_name() for one in items if one.get_state_set().contains(state)), None)
            for state in (Atspi.StateType.FOCUSED, Atspi.StateType.SELECTED)]
    return told if told[0] else None


def choose_method(window, method):
    """By keyboard alone: the label's mnemonic opens its list, and every step down it is told. It starts at what is
    chosen; with a newer GTK at the top, where the first step only selects."""
    box = window.find("IPC method", Atspi.Role.COMBO_BOX)
    keys("alt+i")
    told = wait_for("the list of methods", lambda: told_in(box))
    for _ in range(3):
        if told[0] == method:
            break
        before = told
        keys("Down")
        told = wait_for("a step from %s" % before, lambda: told_in(box) not in (None, before) and told_in(box))
    assert told[0] == method, "%s is told instead of %s" % (told[0], method)
    keys("Return")


def lanes_of(path):
    root = ElementTree.parse(path).getroot()
    title = root.find(SVG + "title")
    description = root.find(SVG + "desc")
    assert title is not None and description is not None, "the drawing does not say what it is"
    words = title.text + "\n" + description.text
    return title.text, set(re.findall(r"\bWorker \d+\b", words)), "Parent" in words


def check_run(window, folder, workers, tasks, method):
    set_value(window, "Pool size", workers)
    set_value(window, "Tasks", tasks)
    choose_method(window, method)
    wait_for(method + " to be chosen", lambda: selected(window).startswith(method))

    window.press("Run")
    # Short runs are over before anybody can look: the title says what has been run.
    wait_for("the title of the run", lambda: any(
        text.startswith("Pool of %d, %d tasks" % (workers, tasks)) for text in window.texts()))
    wait_for("the end of the run", lambda: not window.enabled("pause"))
    wait_for("the result", lambda: any("%d of %d results right" % (tasks, tasks) in text for text in window.texts()))

    path = os.path.join(folder, method.replace(" ", "-") + ".svg")
    window.activate("export-to", GLib.Variant("s", path))
    wait_for("the exported file", lambda: os.path.exists(path))
    title, lanes, parent = lanes_of(path)
    assert lanes == {"Worker %d" % i for i in range(1, workers + 1)}, lanes
    assert parent and method.lower() in title.lower(), title


def has_focus(accessible):
    return accessible.get_state_set().contains(Atspi.StateType.FOCUSED)


def walk_to(what, there):
    """By keyboard alone."""
    for _ in range(60):
        if there():
            return
        keys("Tab")
    assert there(), what + " is not reached by Tab"


def check_selection(window):
    """Every step of the keyboard is told."""
    focus = window.find("Timeline", Atspi.Role.IMAGE)
    walk_to("the timeline", lambda: has_focus(focus))
    keys("Right")
    told = wait_for("a selection that is told", lambda: focus.get_name() != "Timeline" and focus.get_name())
    assert re.search(r"Worker \d|Task \d", told), told
    assert focus.get_description(), "there is no sentence"
    keys("Down")
    wait_for("the next lane", lambda: focus.get_name() != told)


# What GTK calls its own inner parts is not ours.
# The arrow of a button that opens a menu, and what is between two panes.
OF_GTK_INSIDE = ("GtkBuiltinIcon", "GtkPanedHandle")
OF_GTK_ITSELF = (Atspi.Role.COMBO_BOX, Atspi.Role.SCROLL_BAR, Atspi.Role.MENU, Atspi.Role.SPIN_BUTTON)


def class_names(accessible):
    """Things whose name is that of a class: nobody has given them one."""
    for child in children(accessible):
        name, role = name_and_role(child)
        if role in OF_GTK_ITSELF:
            continue
        if name and name not in OF_GTK_INSIDE and re.match(r"(Gtk|Pl)[A-Z]\w+$", name):
            yield "%s as a %s" % (name, role.value_name)
        yield from class_names(child)


def check_names(window):
    """Every panel has a name that means something, or none; the picture can be walked through; how the run came out
    is an alert."""
    check_page_names(window)
    picture = next(one for one in descendants(window.app) if (name_and_role(one)[0] or "").startswith("Timeline"))
    lanes = [name_and_role(one)[0] for one in children(picture)]
    assert any(lane.startswith("Worker 5") for lane in lanes), lanes
    assert any("40 of 40 results right" in (name or "") and role == Atspi.Role.ALERT
               for name, role in map(name_and_role, descendants(window.app))), "the outcome is not told"


def told(window, words, role=None):
    return any(words in (name or "") and (role is None or its_role == role)
               for name, its_role in map(name_and_role, descendants(window.app)))


def check_more(window):
    """What the form keeps folded away is not there until it is unfolded, and has a name and a value then."""
    assert not told(window, "Calls", Atspi.Role.SPIN_BUTTON), "it is not folded"
    keys("alt+e")
    set_value(window, "Calls", 3)
    set_value(window, "Calls", 1)


def check_kinds(window):
    """The table of kinds is measured at an action of the window, and tells its rows."""
    window.activate("page", GLib.Variant("s", "pool"))
    wait_for("the action", lambda: window.enabled("compare-kinds"))
    window.call("Activate", GLib.Variant("(sava{sv})", ("compare-kinds", [], {})), "()")
    wait_for("the table", lambda: told(window, "Processes and threads on this machine"))


def check_page_names(window):
    found = list(class_names(window.app))
    assert not found, "named after its class: " + ", ".join(sorted(set(found)))


def check_lessons(window):
    """A lesson from its question to what is said of it; the listing says in words when a line ran."""
    keys("alt+5")
    window.find("Which line comes first?")
    walk_to("That of the worker", lambda: has_focus(window.find("That of the worker")))
    keys("space")
    keys("71")  # F5 by its place: by name, xdotool holds Alt with it where the key map is newer
    wait_for("the verdict", lambda: told(window, "As expected.", Atspi.Role.ALERT))
    wait_for("the guess beside it", lambda: told(window, "Your guess: That of the worker"))
    listing = wait_for("the listing", lambda: next((one for one in descendants(window.app)
                                                    if name_and_role(one) in (("Python", Atspi.Role.LIST), ("C", Atspi.Role.LIST))), None))
    walk_to("the listing", lambda: any(has_focus(one) for one in children(listing)))
    for _ in range(4):
        keys("Down")
    wait_for("when the line ran", lambda: any(re.match(r"Line \d+: ", text or "") for text in window.texts()))


def main():
    steps = [("pipe", lambda w, d: check_run(w, d, 3, 12, "Pipe")),
             ("shared array", lambda w, d: check_run(w, d, 5, 40, "Shared array")),
             ("selection", lambda w, d: check_selection(w)),
             ("names", lambda w, d: check_names(w)),
             ("more", lambda w, d: check_more(w)),
             ("lessons", lambda w, d: check_lessons(w)),
             ("names of the lessons", lambda w, d: check_page_names(w)),
             ("kinds", lambda w, d: check_kinds(w))]
    failed = 0
    print("1..%d" % (len(steps) + 1), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        window = Window(sys.argv[1])
        try:
            focus_window(window.process.pid)
            for number, (name, step) in enumerate(steps, 1):
                try:
                    step(window, folder)
                    print("ok %d - %s" % (number, name), flush=True)
                except (AssertionError, TimeoutError, GLib.Error, ElementTree.ParseError) as error:
                    failed += 1
                    print("not ok %d - %s" % (number, name), flush=True)
                    print("# " + str(error).replace("\n", "\n# "), flush=True)
        finally:
            warnings = window.close()
    failed += bool(warnings)
    print("%s %d - no warning" % ("not ok" if warnings else "ok", len(steps) + 1), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
