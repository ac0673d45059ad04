#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order within app/, checked: no circles, nothing too large, and for each kind of run a room in
every layer, and nothing told to others that is nobody else's.

  check-house.py circles APP_FOLDER
  check-house.py exports APP_FOLDER
  check-house.py sizes APP_FOLDER
  check-house.py kinds APP_FOLDER
  check-house.py self-test APP_FOLDER
"""

import functools
import os
import re
import shutil
import sys
import tempfile

MOST_LINES = 600            # a file
MOST_FILES = 40             # a folder
MOST_FUNCTION_LINES = 50    # from its head to its last brace

# Comments, strings and characters, to be blanked, mostly with the preprocessor's lines.
SPOKEN = r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
NOISE = re.compile(SPOKEN + r'|^[ \t]*#(?:[^\n\\]|\\.|\\\n)*', re.DOTALL | re.MULTILINE)
# GNU style: the name begins a line, and the braces of a function do too.
FUNCTION = re.compile(r'^(?P<head>[A-Za-z_][^;{}=]*?\b(?P<name>\w+) \([^;{}]*\))\s*\n\{.*?^\}',
                      re.DOTALL | re.MULTILINE)
WORD = re.compile(r'[A-Za-z_]\w*')
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def sources(app):
    for folder, _, names in sorted(os.walk(app)):
        for name in sorted(names):
            if name.endswith(('.c', '.h')):
                yield os.path.relpath(os.path.join(folder, name), app)


@functools.lru_cache(maxsize=None)
def without_noise(text):
    return NOISE.sub(lambda match: re.sub(r'[^\n]', ' ', match.group()), text)


@functools.lru_cache(maxsize=None)
def functions(text):
    """(name, is nobody's but the file's, lines) of all that are defined. What app/record/ stands in for is libc's: whoever
    calls it within app/ gets libc's."""
    return [(match.group('name'), not {'static', 'PL_REC_EXPORT'}.isdisjoint(match.group('head').split()),
             match.group().count('\n') + 1)
            for match in FUNCTION.finditer(without_noise(text))]


@functools.lru_cache(maxsize=None)
def words(text):
    return frozenset(WORD.findall(without_noise(text)))


# --- circles

def circles(arrows):
    """The strongly connected parts of more than one room (Tarjan, without recursion)."""
    index, low, stack, found = {}, {}, [], []
    for start in sorted(arrows):
        if start in index:
            continue
        work = [(start, iter(sorted(arrows[start])))]
        index[start] = low[start] = len(index)
        stack.append(start)
        while work:
            room, rest = work[-1]
            following = next(rest, None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[room])
                if low[room] == index[room]:
                    part = stack[stack.index(room):]
                    del stack[stack.index(room):]
                    if len(part) > 1:
                        found.append(sorted(part))
            elif following not in index:
                index[following] = low[following] = len(index)
                stack.append(following)
                work.append((following, iter(sorted(arrows[following]))))
            elif following in stack:
                low[room] = min(low[room], index[following])
    return found


def call_arrows(app):
    """File -> files whose functions it names. A table of functions is no arrow to those who fill it in:
    it is the way for the lower one to reach the upper one."""
    texts = {path: read(os.path.join(app, path)) for path in sources(app) if path.endswith('.c')}
    home = {}
    for path, text in texts.items():
        for name, is_static, _ in functions(text):
            if not is_static:
                # The same name in two programs tells nothing.
                home[name] = None if name in home else path
    return {path: {home[word] for word in words(text) if home.get(word) not in (None, path)}
            for path, text in texts.items()}


def include_arrows(app):
    headers = {path for path in sources(app) if path.endswith('.h')}
    return {path: {name for name in INCLUDE.findall(read(os.path.join(app, path))) if name in headers}
            for path in headers}


def circle_faults(app):
    faults = []
    for what, arrows in (('call', call_arrows(app)), ('include', include_arrows(app))):
        if not any(arrows.values()):
            faults.append('nothing was found to %s anything below %s' % (what, app))
        for circle in circles(arrows):
            faults.append('these %s each other in a circle: %s' % (what, ', '.join(circle)))
    return faults


# --- exports

@functools.lru_cache(maxsize=None)
def named(text, keys):
    """What a text names, its macros too, where they are pasted with the key of any kind of run. To declare a function
    is not to name it."""
    text = re.sub(SPOKEN, ' ', text, flags=re.DOTALL)
    pasted = {name.replace('##key##', key) for name in re.findall(r'\w+##key##\w+', text) for key in keys}
    return pasted.union(WORD.findall(re.sub(r'^\w[\w* ]*[ *]\w+ \(', '(', text, flags=re.MULTILINE)))


def export_faults(app):
    tests = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    keys = tuple(kinds(app).values())
    namers = {}
    for folder in app, tests:
        for path in sources(folder):
            for word in named(read(os.path.join(folder, path)), keys):
                namers.setdefault(word, set()).add(os.path.join(folder, path))
    return ['%s: %s is named nowhere else: static, or not at all' % (path, name)
            for path in sources(app) if path.endswith('.c') and not path.startswith('record/')
            for name, is_static, _ in functions(read(os.path.join(app, path)))
            if not is_static and namers[name] <= {os.path.join(app, path)}]


# --- sizes

def size_faults(app):
    faults = []
    n_functions = 0
    for path in sources(app):
        text = read(os.path.join(app, path))
        lines = text.count('\n')
        if lines > MOST_LINES:
            faults.append('%s has %d lines, more than %d' % (path, lines, MOST_LINES))
        for function, _, lines in functions(text):
            n_functions += 1
            name = '%s: %s' % (path, function)
            if lines > MOST_FUNCTION_LINES:
                faults.append('%s has %d lines, more than %d' % (name, lines, MOST_FUNCTION_LINES))
    for folder, _, names in os.walk(app):
        if len(names) > MOST_FILES:
            faults.append('%s holds %d files, more than %d' % (os.path.relpath(folder, app), len(names), MOST_FILES))
    if n_functions < 100:
        faults.append('only %d functions were found below %s' % (n_functions, app))
    return faults


# --- kinds

def kinds(app):
    """{'POOL': 'pool', ...}, of the one list."""
    text = read(os.path.join(app, 'log/pl-run-kinds.h'))
    return dict(re.findall(r'^  X \((\w+), (\w+)\)', text, re.MULTILINE))


def recipe(app):
    """The lines of the table of rooms in DESIGN.md: (layer, what holds it, its table)."""
    text = read(os.path.join(app, 'DESIGN.md'))
    part = text[text.index('## A kind of run'):]
    part = part[:part.find('\n## ', 1)]
    rows = re.findall(r'^\| `(\w+)/` *\| `([^`]+)`[^|]*\| `([^`]+)`', part, re.MULTILINE)
    return rows


def required_members(header, struct):
    """Of the struct of a layer's table: those whose comment does not say that they may be NULL."""
    body = re.search(r'typedef struct \{((?:(?!typedef struct).)*?)\n\} %s;' % struct, header, re.DOTALL).group(1)
    required = []
    # A comment belongs to what it follows on its line, or else to what comes next.
    for comment, name, after in re.findall(
            r'((?:^  /\*.*?\*/\n)?)^  [^/\n]*?\(\*(\w+)\) \([^;]*;[ \t]*(/\*[^\n]*)?', body, re.DOTALL | re.MULTILINE):
        if 'NULL' not in re.sub(r'or NULL', '', comment + after):
            required.append(name)
    return required + re.findall(r'^  Pl\w+ (\w+);', body, re.MULTILINE)


def member_faults(app):
    """Each `const PlLAYERKind pl_LAYER_KEY` fills in all that its layer asks for."""
    faults = []
    seen = 0
    headers = [path for path in sources(app) if path.endswith('-kinds.h')]
    texts = {path: read(os.path.join(app, path)) for path in sources(app) if path.endswith('.c')}
    for header in headers:
        text = read(os.path.join(app, header))
        for struct, prefix in re.findall(r'extern const (Pl\w+) (pl_\w+_)##key;', text):
            members = required_members(text, struct)
            if not members:
                faults.append('%s asks for nothing' % header)
            for key in kinds(app).values():
                pattern = r'^const %s %s%s = \{(.*?)^\};' % (struct, prefix, key)
                found = [(path, match.group(1)) for path, text_of in texts.items() if prefix + key in text_of
                         for match in [re.search(pattern, text_of, re.DOTALL | re.MULTILINE)] if match]
                if len(found) != 1:
                    faults.append('%s%s is there %d times' % (prefix, key, len(found)))
                    continue
                seen += 1
                path, body = found[0]
                if key not in path.split('/'):
                    faults.append('%s%s does not live in a folder of its own: %s' % (prefix, key, path))
                faults += ['%s: %s%s has no %s' % (path, prefix, key, member) for member in members
                           if not re.search(r'\.%s = ' % member, body)]
    if not seen:
        faults.append('no table of kinds was found')
    return faults


def question_faults(app):
    """Who asks which kind a run is, instead of its table; a kind itself may say what it is."""
    faults = []
    for path in sources(app):
        text = read(os.path.join(app, path))
        for ident, key in kinds(app).items():
            asked = 'PL_RUN_' + ident in text and re.search(
                r'(?:[!=]=|\bcase) PL_RUN_%s\b|\bPL_RUN_%s [!=]=' % (ident, ident), without_noise(text))
            if asked and key not in path.split('/'):
                faults.append('%s asks for the kind: %s' % (path, asked.group()))
    return faults


def kind_faults(app):
    faults = member_faults(app) + question_faults(app)
    rows = recipe(app)
    layers = {layer for layer, _, _ in rows}
    wanted = {'log', 'plan', 'engine', 'trace', 'paint', 'ui', 'cli'}
    if layers != wanted or len(rows) != len(wanted):
        faults.append('DESIGN.md: a line for each of %s is wanted' % ', '.join(sorted(wanted)))
    for layer, room, table in rows:
        path = os.path.join(app, table)
        text = read(path) if os.path.isfile(path) else None
        if text is None:
            faults.append('DESIGN.md: there is no %s' % table)
        for ident, key in kinds(app).items():
            mine = room.replace('KEY', key)
            if not os.path.exists(os.path.join(app, mine)):
                faults.append('DESIGN.md: there is no %s' % mine)
            if text is not None and not re.search(r'PL_RUN_KINDS \(X\)|\bPL_RUN_%s\b' % ident, text):
                faults.append('%s has no line for PL_RUN_%s' % (table, ident))
    return faults


# --- what must be caught

def long_function(lines):
    return 'void\nplanted (void)\n{\n' + '  planted_too ();\n' * (lines - 4) + '}\n'


CALLS = 'void\nplanted_a (void)\n{\n  planted_b ();\n}\n', 'void\nplanted_b (void)\n{\n  planted_a ();\n}\n'

# (check, files: their text, or a change of it (from, to); part of the message)
PLANTED = [
    (circle_faults, {'base/a.c': CALLS[0], 'base/b.c': CALLS[1]}, 'call each other in a circle: base/a.c, base/b.c'),
    (circle_faults, {'base/a.c': CALLS[0], 'trace/pool/b.c': CALLS[1]},
     'call each other in a circle: base/a.c, trace/pool/b.c'),
    (circle_faults, {'base/a.h': '#include "base/b.h"\n', 'base/b.h': '#include "base/c.h"\n',
                     'base/c.h': '#include "base/a.h"\n'}, 'include each other in a circle: base/a.h, base/b.h, base/c.h'),
    (export_faults, {'base/a.h': 'int pl_planted (int a,\n                int b);\n', 'base/a.c':
                     'int\npl_planted (int a,\n            int b)\n{\n  return a ? pl_planted (b, a) : b;\n}\n',
                     'ui/a.c': '/* pl_planted () */\n'}, 'base/a.c: pl_planted is named nowhere else'),
    (size_faults, {'base/planted.c': long_function(51)}, 'base/planted.c: planted has 51 lines'),
    (size_faults, {'base/planted.h': '\n' * 601}, 'base/planted.h has 601 lines'),
    (size_faults, {'extra/%d.ui' % i: '' for i in range(41)}, 'extra holds 41 files'),
    (kind_faults, {'plan/scene/pl-plan-scene.c': ('.check = check, ', '')}, 'pl_plan_scene has no check'),
    (kind_faults, {'trace/race/pl-race-text.c': ('.worker_name = ', '.has_messages = !')},
     'pl_trace_race has no worker_name'),
    (kind_faults, {'cli/pool/run.c': ('const PlCliKind pl_cli_pool', 'static PlCliKind pl_cli_pool')},
     'pl_cli_pool is there 0 times'),
    (kind_faults, {'cli/scene/scene.c': ('  .command = {', '  .other = {')}, 'pl_cli_scene has no command'),
    (kind_faults, {'paint/pl-pictures.c': ('PL_RUN_RACE', 'PL_RUN_POOL')}, 'has no line for PL_RUN_RACE'),
    (kind_faults, {'ui/planted.c': 'int a = kind == PL_RUN_RACE;\n'}, 'ui/planted.c asks for the kind: == PL_RUN_RACE'),
    (kind_faults, {'cli/race/planted.c': 'case PL_RUN_POOL:\n'},
     'cli/race/planted.c asks for the kind: case PL_RUN_POOL'),
    (kind_faults, {'DESIGN.md': ('`engine/main.c`', '`engine/planted.c`')}, 'there is no engine/planted.c'),
    (kind_faults, {'DESIGN.md': ('`ui/KEY/`', '`ui/planted/KEY/`')}, 'there is no ui/planted/pool/'),
]
# What must pass: the largest that may be, calls one way, what others name, and what is only spoken of.
INNOCENT = {
    'base/planted.c': long_function(50), 'base/planted.h': '\n' * 600,
    'trace/race/planted.c': '  assert (kind == PL_RUN_RACE);\n',
    'ui/planted.c': '/* kind == PL_RUN_RACE */\nvoid (*all[]) (void) = { planted, planted_a };\n',
    'base/a.c': CALLS[0], 'base/b.c': 'void\nplanted_b (void)\n{\n  /* planted_a () */\n  puts ("planted_a");\n}\n',
    'record/planted.c': 'PL_REC_EXPORT int\nclose (int fd)\n{\n  return pl_log_fd (fd);\n}\n',
}


def plant(app, name, text):
    """Puts it there, and returns how it was: text, or None for a file that was not there."""
    path = os.path.join(app, name)
    before = read(path) if os.path.exists(path) else None
    if text is None:
        os.remove(path)
        return before
    if isinstance(text, tuple):
        text = before.replace(*text)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)
    return before


def self_test(app):
    faults = []
    with tempfile.TemporaryDirectory() as room:
        copy = os.path.join(room, 'app')
        shutil.copytree(app, copy)
        known = {check: check(copy) for check in (circle_faults, export_faults, size_faults, kind_faults)}
        for check, files, message in PLANTED + [(check, INNOCENT, None) for check in known]:
            before = {name: plant(copy, name, text) for name, text in files.items()}
            caught = [fault for fault in check(copy) if fault not in known[check]]
            if (message and not any(message in fault for fault in caught)) or (not message and caught):
                faults.append('planted in %s: %s; caught: %s' % (sorted(files)[:3], message, caught or 'nothing'))
            for name, text in before.items():
                plant(copy, name, text)
    return faults


def main():
    what, app = sys.argv[1:]
    faults = {'circles': circle_faults, 'exports': export_faults, 'sizes': size_faults, 'kinds': kind_faults,
              'self-test': self_test}[what](app)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


sys.exit(main())
