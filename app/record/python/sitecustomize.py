# SPDX-License-Identifier: GPL-3.0-or-later
"""Python's own names for the lanes of a recording. Loaded at the start of every interpreter that is recorded; what the
program has under this name is loaded next. It tells by writing to a descriptor that nobody can have: without a recorder
that is an error that nobody sees."""

import os
import sys

NOBODY = -7421


def say(what, text):
    try:
        os.write(NOBODY, ('paralane:%s %s' % (what, text)).encode('utf-8', 'replace'))
    except (OSError, ValueError):
        pass


def audit(event, arguments):
    if event == 'paralane.mark' and arguments:
        say('mark', str(arguments[0]))


def name_processes(module):
    bootstrap = module.BaseProcess._bootstrap

    def named(self, *arguments, **keywords):
        say('process', self._name)
        return bootstrap(self, *arguments, **keywords)

    module.BaseProcess._bootstrap = named


def name_threads(module):
    bootstrap = module.Thread._bootstrap_inner

    def named(self):
        say('thread', self._name)
        return bootstrap(self)

    module.Thread._bootstrap_inner = named


PATCHES = {'multiprocessing.process': name_processes, 'threading': name_threads}


class Finder:
    """Lets the others find a module, and looks at it once it is loaded."""

    def __init__(self):
        self.busy = set()

    def find_spec(self, name, path=None, target=None):
        patch = PATCHES.get(name)
        if patch is None or name in self.busy:
            return None
        self.busy.add(name)
        try:
            from importlib.util import find_spec
            spec = find_spec(name)
        finally:
            self.busy.discard(name)
        if spec is None or not hasattr(spec.loader, 'exec_module'):
            return spec
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            try:
                patch(module)
            except AttributeError:
                pass  # another Python than those we know

        try:
            spec.loader.exec_module = exec_module
        except AttributeError:
            pass
        return spec


def load_next():
    """The program's own sitecustomize, as if ours had never been there."""
    own = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [path for path in sys.path if os.path.abspath(path or '.') != own]
    mine = sys.modules.pop('sitecustomize', None)
    try:
        import sitecustomize  # noqa: F401
    except ImportError as error:
        if getattr(error, 'name', None) != 'sitecustomize':
            raise
        if mine is not None:
            sys.modules['sitecustomize'] = mine


def start():
    sys.addaudithook(audit)
    sys.meta_path.insert(0, Finder())
    for name, patch in PATCHES.items():
        if name in sys.modules:
            patch(sys.modules[name])
    load_next()


start()
