#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The arrows of app/DESIGN.md, checked: who may include whom, and who may link what.

  check-layers.py includes APP_FOLDER
  check-layers.py newer APP_FOLDER
  check-layers.py links RUNNER CLI
  check-layers.py self-test APP_FOLDER CC
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

# Each folder may include itself, what stands here, and the system's headers.
ALLOWED = {
    'base': set(),
    'log': set(),
    'plan': {'base', 'log'},
    'engine': {'log'},
    'record': {'log'},
    'trace': {'log', 'plan', 'base'},
    'control': {'trace', 'plan', 'log', 'base'},
    'paint': {'trace', 'log', 'base', 'plan'},
    'cli': {'control', 'paint', 'trace', 'plan', 'log', 'base'},
    'ui': {'control', 'paint', 'trace', 'plan', 'log', 'base'},
}
# After fork a worker may call hardly anything, and a program that is not ours has nothing else: these know libc only.
LIBC_ONLY = {'log', 'engine', 'record'}
LIBRARY_HEADER = re.compile(r'^(glib|gio|gobject|gmodule|json-glib|cairo|pango|gdk|gsk|gtk|graphene)\b')
TOOLKIT_HEADER = re.compile(r'^(gtk|gdk|gsk)\b')
CAIRO_HEADER = re.compile(r'^(cairo|pango)')
DRAWING_FOLDERS = {'paint', 'ui', 'cli'}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)

RUNNER_MAY_LINK = re.compile(
    r'^(libc|libpthread|libm|librt|libgcc_s|libasan|libubsan|ld-linux[-\w]*|ld64|ld)\.so|^ld-musl|^libc\.musl')
TOOLKIT_LIBRARY = re.compile(r'^lib(gtk|gdk|adwaita)-?\d')


# What a newer GTK deprecates (it goes on working until GTK 5), and the one file that may call it. There is no
# other way yet on GTK 4.8; what has one is called nowhere.
DEPRECATED = [
    (re.compile(r'\bgtk_(widget_get_)?style_context(?!_\w+_provider_for_display)'), 'ui/widgets/pl-widget-theme.c'),
    (re.compile(r'\bgtk_file_chooser|\bGtkFileChooser'), 'ui/widgets/pl-file-dialog.c'),
    (re.compile(r'\bGtkShortcuts(Window|Section|Group|Shortcut)'), 'ui/pl-shortcuts.c'),
    (re.compile(r'\bgtk_(dialog|message_dialog|info_bar|assistant|combo_box|tree_view|cell_\w+|list_store|'
                r'color_button|font_button|statusbar|lock_button|volume_button)_|'
                r'\bgtk_widget_(show|hide|get_allocation|get_allocated_\w+|translate_coordinates|size_allocate_\w+) |'
                r'\bgtk_css_provider_load_from_data|\bgtk_snapshot_render_|\bgtk_show_uri|'
                r'\bgdk_pixbuf_get_from|\bgdk_texture_new_for_pixbuf'), None),
]


def newer_faults(app):
    return ['%s says %s: a newer GTK deprecates it' % (os.path.relpath(path, app), match.group(0).strip())
            for path in sources(os.path.join(app, 'ui'))
            for pattern, home in DEPRECATED if os.path.relpath(path, app) != home
            for match in pattern.finditer(open(path, encoding='utf-8').read())]


def sources(app):
    for folder, _, names in sorted(os.walk(app)):
        for name in sorted(names):
            if name.endswith(('.c', '.h')):
                yield os.path.join(folder, name)


def fault_of(app, path, quoted, header):
    """Why the file may not include the header, or None."""
    layer = os.path.relpath(path, app).split(os.sep)[0]
    if layer not in ALLOWED:
        return 'the folder %s is not in the layer table' % layer
    if not quoted:
        if layer in LIBC_ONLY and LIBRARY_HEADER.match(header):
            return '%s knows libc only' % layer
        if layer != 'ui' and TOOLKIT_HEADER.match(header):
            return 'only ui may include GTK'
        if layer not in DRAWING_FOLDERS and CAIRO_HEADER.match(header):
            return '%s does not draw' % layer
        return None
    # A quoted name is looked up beside the file first, then from app/.
    for start in (os.path.dirname(path), app):
        full = os.path.normpath(os.path.join(start, header))
        if os.path.exists(full):
            target = os.path.relpath(full, app).split(os.sep)[0]
            if target == '..':
                return 'it lies outside app/'
            if target != layer and target not in ALLOWED[layer]:
                return '%s may not know %s' % (layer, target)
            return None
    # Generated, like config.h; but a folder's name tells where it belongs.
    first = header.split('/')[0]
    if '/' in header and first != layer and first in ALLOWED and first not in ALLOWED[layer]:
        return '%s may not know %s' % (layer, first)
    if layer in LIBC_ONLY and LIBRARY_HEADER.match(header):
        return '%s knows libc only' % layer
    if layer != 'ui' and TOOLKIT_HEADER.match(header):
        return 'only ui may include GTK'
    return None


def include_faults(app):
    faults = []
    seen = 0
    for path in sources(app):
        with open(path, encoding='utf-8') as file:
            text = file.read()
        for quote, header in INCLUDE.findall(text):
            seen += 1
            fault = fault_of(app, path, quote == '"', header)
            if fault:
                faults.append('%s includes %s: %s' % (os.path.relpath(path, app), header, fault))
    if not seen:
        faults.append('no #include was found at all below ' + app)
    return faults


def needed(program):
    """The shared libraries the program itself asks for (not what those ask for)."""
    text = subprocess.run(['readelf', '-d', '-W', program], check=True, stdout=subprocess.PIPE,
                          universal_newlines=True).stdout
    return re.findall(r'\(NEEDED\).*\[([^\]]+)\]', text)


def loaded(program):
    """All it has in memory when it runs."""
    text = subprocess.run(['ldd', program], check=True, stdout=subprocess.PIPE,
                          universal_newlines=True).stdout
    return [os.path.basename(line.split()[0]) for line in text.splitlines() if line.strip()]


def link_faults(runner, cli):
    faults = ['paralane-runner links %s: it may know libc only' % library
              for library in needed(runner) if not RUNNER_MAY_LINK.match(library)]
    faults += ['paralane-cli loads %s: it has to do without GTK' % library
               for library in loaded(cli) if TOOLKIT_LIBRARY.match(library)]
    faults += ['paralane-cli loads %s: MPI is paralane-mpi\'s' % library
               for library in loaded(cli) if library.startswith('libmpi')]
    return faults


# What must be caught: (file below app/, line put into it, part of the message).
PLANTED = [
    ('trace/planted.c', '#include "engine/planted.h"', 'trace may not know engine'),
    ('trace/planted.h', '#include "../paint/planted.h"', 'trace may not know paint'),
    ('paint/planted.c', '#include "ui/planted.h"', 'paint may not know ui'),
    ('paint/planted.c', '#  include <gtk/gtk.h>', 'only ui may include GTK'),
    ('control/planted.c', '#include "engine/planted.h"', 'control may not know engine'),
    ('control/planted.c', '#include "gtk/gtk.h"', 'only ui may include GTK'),
    ('trace/planted.c', '#include <cairo.h>', 'trace does not draw'),
    ('log/planted.c', '#include <glib.h>', 'log knows libc only'),
    ('engine/planted.c', ' #include <gio/gio.h>', 'engine knows libc only'),
    ('engine/planted.c', '#include "plan/planted.h"', 'engine may not know plan'),
    ('record/planted.c', '#include <glib.h>', 'record knows libc only'),
    ('record/planted.c', '#include "control/planted.h"', 'record may not know control'),
    ('base/planted.h', '#include "log/planted.h"', 'base may not know log'),
    ('extra/planted.c', '#include <stdio.h>', 'not in the layer table'),
]


def self_test_includes(app, room):
    copy = os.path.join(room, 'app')
    shutil.copytree(app, copy)
    for layer in list(ALLOWED) + ['extra']:
        os.makedirs(os.path.join(copy, layer), exist_ok=True)
    for layer in ALLOWED:
        open(os.path.join(copy, layer, 'planted.h'), 'w').close()
    before = include_faults(copy)
    faults = []
    for name, line, message in PLANTED:
        path = os.path.join(copy, name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(line + '\n')
        caught = [fault for fault in include_faults(copy) if fault not in before]
        if len(caught) != 1 or message not in caught[0]:
            faults.append('planted in %s: %s; caught: %s' % (name, line, caught or 'nothing'))
        if name.endswith('.h'):
            open(path, 'w').close()
        else:
            os.remove(path)
    return faults


def self_test_newer(room):
    folder = os.path.join(room, 'newer', 'ui')
    os.makedirs(folder)
    with open(os.path.join(folder, 'planted.c'), 'w', encoding='utf-8') as file:
        file.write('gtk_widget_get_style_context (w);\ngtk_file_chooser_get_file (f);\ngtk_widget_show (w);\n'
                   'gtk_widget_set_visible (w, TRUE);\n')
    caught = newer_faults(os.path.dirname(folder))
    return [] if len(caught) == 3 else ['what a newer GTK deprecates; caught: %s' % (caught or 'nothing')]


def self_test_links(room, compiler):
    """Programs that link what they must not: a library named like GTK's, made on the spot."""
    gtk = os.path.join(room, 'libgtk-4.so.1')
    program = os.path.join(room, 'program')
    source = os.path.join(room, 'program.c')
    with open(source, 'w', encoding='utf-8') as file:
        file.write('int planted (void);\nint main (void) { return planted (); }\n')
    library = os.path.join(room, 'library.c')
    with open(library, 'w', encoding='utf-8') as file:
        file.write('int planted (void);\nint planted (void) { return 0; }\n')
    subprocess.run(compiler + ['-shared', '-fPIC', '-Wl,-soname,libgtk-4.so.1', '-o', gtk, library], check=True)
    subprocess.run(compiler + ['-o', program, source, gtk, '-Wl,-rpath,' + room], check=True)
    caught = link_faults(program, program)
    return [] if len(caught) == 2 else ['a program that links GTK; caught: %s' % (caught or 'nothing')]


def main():
    what, arguments = sys.argv[1], sys.argv[2:]
    if what == 'includes':
        faults = include_faults(*arguments)
    elif what == 'newer':
        faults = newer_faults(*arguments)
    elif what == 'links':
        faults = link_faults(*arguments)
    else:
        with tempfile.TemporaryDirectory() as room:
            faults = (self_test_includes(arguments[0], room) + self_test_newer(room)
                      + self_test_links(room, arguments[1:]))
    for fault in faults:
        print(fault)
    return 1 if faults else 0


sys.exit(main())
