# SPDX-License-Identifier: GPL-3.0-or-later
"""Python's own names for the lanes of a recording. Loaded at the start of every interpreter that is recorded; what the
program has under this name is loaded next. It tells by writing to a descriptor that nobody can have: without a recorder
that is an error that nobody sees."""

import _thread
import itertools
import os
import sys
import time

NOBODY = -7421
clock = time.monotonic_ns


def tells(words):
    """Until there is a better one."""
    return False


def say(what, text):
    words = 'paralane:%s %s' % (what, text)
    if tells(words):
        return
    try:
        os.write(NOBODY, words.encode('utf-8', 'replace'))
    except (OSError, ValueError):
        pass


def ask():
    """What the recorder puts between Python and its functions, written in C: packs, unpacks, between, marks; and tells, which is
    told words at once, but for those that are no text to it. None each: it has nothing for this Python."""
    say('give', '_paralane')
    return vars(sys).pop('_paralane', (None, None, None, None, tells))


# As in app/log/pl-record.h.
TRACKER, FORK_SERVER, POOL, FEEDER, MANAGER = 1, 2, 3, 4, 5
HELPERS = {
    '_handle_workers': POOL, '_handle_tasks': POOL, '_handle_results': POOL, '_feed': FEEDER,
    '_run_server': MANAGER, 'accepter': MANAGER, 'serve_client': MANAGER, 'handle_request': MANAGER,
}
OWNERS = ('multiprocessing.', 'concurrent.', 'joblib.externals.loky.', 'loky.')
# What takes less is not worth a word.
LEAST_NS = 20000
# After so many quick items in a row so many of the others are not looked at one by one.
QUICK, UNSEEN = 8, 256


def keep_look(new, old):
    """So that it is pickled and shown as the one it stands in for."""
    for name in ('__module__', '__name__', '__qualname__', '__doc__'):
        try:
            setattr(new, name, getattr(old, name))
        except AttributeError:
            pass
    return new


def leave_no_trace(error):
    """Takes the frame in which it was caught out of what a program prints of it. Before Python 3.11 it comes back."""
    error.__traceback__ = error.__traceback__.tb_next


def say_helper(target, default=0):
    helper = HELPERS.get(getattr(target, '__name__', ''), default)
    if helper and str(getattr(target, '__module__', '')).startswith(OWNERS):
        say('helper', helper)


def name_processes(module):
    bootstrap = module.BaseProcess._bootstrap

    def named(self, *arguments, **keywords):
        say('process', self._name)
        say_helper(getattr(self, '_target', None))
        watch_lines()
        return bootstrap(self, *arguments, **keywords)

    module.BaseProcess._bootstrap = keep_look(named, bootstrap)
    join = module.BaseProcess.join

    def joined(self, timeout=None):
        """Of a fork server's child: its end is to be had from a pipe."""
        popen = getattr(self, '_popen', None)
        if getattr(popen, 'method', '') != 'forkserver':
            return join(self, timeout)
        say('end-of', popen.pid)
        try:
            return join(self, timeout)
        finally:
            say('end-of', 0)

    module.BaseProcess.join = keep_look(joined, join)


def name_threads(module):
    bootstrap = module.Thread._bootstrap_inner

    def named(self):
        say('thread', self._name)
        if type(self).__name__ == '_ExecutorManagerThread':
            say('helper', POOL)
        else:
            say_helper(getattr(self, '_target', None))
        return bootstrap(self)

    module.Thread._bootstrap_inner = keep_look(named, bootstrap)
    join = module.Thread.join

    def joined(self, timeout=None):
        say('join', getattr(self, '_native_id', None) or 0)
        try:
            return join(self, timeout)
        finally:
            say('joined', 0)

    module.Thread.join = keep_look(joined, join)
    keep_whole_names(module)
    name_thread_locks(module)


def keep_whole_names(module):
    """From 3.14 on threads tell the kernel their names, which has room for 15 bytes of each."""
    tell_kernel = getattr(module.Thread, '_set_os_name', None)
    if tell_kernel is None:
        return

    def told(self):
        tell_kernel(self)
        say('thread', self._name)

    module.Thread._set_os_name = keep_look(told, tell_kernel)


def name_main(name, helper):
    def patch(module):
        main = module.main

        def named(*arguments, **keywords):
            say('process', name)
            say('helper', helper)
            return main(*arguments, **keywords)

        module.main = keep_look(named, main)
    return patch


# --- things: named by where the program makes them ---

# Where those things are made that a program asks Python for.
PARTS = ('multiprocessing', 'concurrent', 'joblib', 'loky', '/threading.py', '/queue.py')


def place():
    frame = sys._getframe(2)
    while frame is not None:
        path = frame.f_code.co_filename
        if (not any(part in path for part in PARTS) and path != __file__ and not path.startswith('<frozen')):
            return '%s:%d' % (os.path.basename(path), frame.f_lineno)
        frame = frame.f_back
    return 'Python'


def say_lock(lock, text):
    handle = getattr(getattr(lock, '_semlock', lock), 'handle', None)
    if isinstance(handle, int):
        say('lock', '%d %s' % (handle, text))


def say_pipe(connection, text):
    if connection is not None:
        try:
            say('pipe', '%d %s' % (connection.fileno(), text))
        except (OSError, ValueError, AttributeError):
            pass


def name_made(module, names, tell):
    for name in names:
        kind = getattr(module, name)

        def made(self, *arguments, _init=kind.__init__, _name=name, **keywords):
            _init(self, *arguments, **keywords)
            if type(self).__name__ == _name:
                tell(self, '%s, %s' % (_name, place()))

        kind.__init__ = keep_look(made, kind.__init__)


def name_locks(module):
    name_made(module, ('Lock', 'RLock', 'Semaphore', 'BoundedSemaphore'), say_lock)


class LockMaker:
    """Like a builtin function it is no method where it is put into a class."""

    def __init__(self, make, name):
        self._make = make
        self.__name__ = self.__qualname__ = name
        self.__module__, self.__doc__ = 'threading', make.__doc__
        self._left = 1000

    def __call__(self, *arguments, **keywords):
        lock = self._make(*arguments, **keywords)
        path = sys._getframe(1).f_code.co_filename
        # Those inside of threads and events are none of the program's.
        if self._left > 0 and not path.endswith('/threading.py'):
            self._left -= 1
            name = 'Queue' if path.endswith('/queue.py') else self.__name__
            say('lock-of', '%d %s, %s' % (id(lock), name, place()))
        return lock

    def __reduce__(self):
        return self.__name__


def name_thread_locks(module):
    """Up to the Python in which they are semaphores."""
    for name, last in (('Lock', (3, 12)), ('RLock', (3, 13))):
        make = getattr(module, name)
        if sys.version_info[:2] <= last and not isinstance(make, type):
            setattr(module, name, LockMaker(make, name))


def show_methods(word, kind, names):
    say(word, ' '.join(str(id(part)) for part in (kind, True, *map(vars(kind).get, names.split()))))


def show_thread_locks():
    """From the Python on in which they are no semaphores, but a byte behind the head of an object. As in rec-python.c."""
    if sys.version_info >= (3, 13) and _thread.LockType.__basicsize__ == 24:
        show_methods('locks', _thread.LockType, 'acquire acquire_lock __enter__ release release_lock __exit__ _at_fork_reinit')
    if sys.version_info[:2] == (3, 14) and _thread.RLock.__basicsize__ == 40:
        show_methods('rlocks', _thread.RLock, 'acquire __enter__ _acquire_restore release __exit__ _release_save _at_fork_reinit')


def name_queue(queue, text):
    say_pipe(getattr(queue, '_reader', None), text)
    for name, use in (('_rlock', 'reading'), ('_wlock', 'writing')):
        lock = getattr(queue, name, None)
        if lock is not None:
            say_lock(lock, '%s of %s' % (use, text))


def name_queues(module):
    name_made(module, ('Queue', 'JoinableQueue', 'SimpleQueue'), name_queue)


# --- work: items and what it takes to pack them ---

def call_name(function):
    function = getattr(function, 'func', function)
    return getattr(function, '__qualname__', None) or type(function).__qualname__


def say_item(function, arguments, took_ns):
    size = sum(map(sys.getsizeof, arguments))
    say('mark', '%s: %d B, %.3f ms' % (call_name(function), size, took_ns / 1e6))


# Nobody stands between a worker and what it calls: a frame of ours would be in what the program prints when that fails. It
# is watched by what it takes its items from, or from when a task is taken to when its result is put.

def watch(function, items, star):
    """The items of a chunk, as something to go through once. After some quick ones many are handed out at a time, and some of
    the next one by one again if those took longer than a single one may that is not worth a word. star: an item is all
    arguments of a call."""
    return itertools.chain.from_iterable(parts(function, items, star))


def parts(function, items, star):
    quick, done, said, start = 0, 0, False, clock()
    while done < len(items):
        part = items[done:done + 1] if quick < QUICK else items[done:done + UNSEEN]
        done += len(part)
        began = clock()
        yield part
        took = clock() - began
        if took < LEAST_NS:
            quick += 1
        elif len(part) == 1:
            say_item(function, part[0] if star else part, took)
            quick, said = 0, True
        else:
            quick = QUICK // 2
    calm[:] = (None, 0) if said else (call_name(function), (clock() - start) // len(items))
    if OWN_FILE:
        say('line', 0)


# Of the last chunk that was gone through, if no item was worth a word: its function, and how long one took.
calm = [None, 0]


def is_calm(function):
    """A chunk like the last one is not gone through, but looked at as a whole; if it takes long, the next one is gone through
    again."""
    return calm[0] is not None and not OWN_FILE and calm[0] == call_name(function)


def tell_whole(function, items, took_ns):
    if took_ns >= LEAST_NS + 2 * calm[1] * len(items):
        calm[0] = None


class Stand:
    """Stands in for something, but for one function of it."""

    def __init__(self, instead_of, **functions):
        self._instead_of = instead_of
        self.__dict__.update(functions)

    def __getattr__(self, name):
        return getattr(self.__dict__['_instead_of'], name)


def stand_between(tasks, results, look, tell):
    """Queues by which a worker takes its tasks and puts its results. look (task): the task to do instead, or the same; of that
    tell (task, took_ns) is called if it took long."""
    if between is None:
        return tasks, results
    get, put = between(tasks.get, results.put, look, tell)
    return Stand(tasks, get=get), Stand(results, put=put)


def tell_held_back(kind):
    """How many results are there that have to wait for an earlier one."""
    take = kind._set

    def told(self, i, obj):
        before = len(self._unsorted)
        take(self, i, obj)
        now = len(self._unsorted)
        if now != before:
            say('held', now)

    kind._set = keep_look(told, take)


def mark_pool(module):
    mapstar, starmapstar, worker = module.mapstar, module.starmapstar, module.worker
    reraises = getattr(module, '_helper_reraises_exception', None)

    def look(task):
        if type(task) is not tuple or len(task) != 5 or (task[2] is not mapstar and task[2] is not starmapstar):
            return task
        function, items = task[3][0]
        if type(items) is not tuple or len(items) == 1 or is_calm(function):
            return task
        return task[:3] + (((function, watch(function, items, task[2] is starmapstar)),),) + task[4:]

    def tell(task, took_ns):
        function, arguments = task[2], task[3]
        if function is reraises:
            return
        star = function is starmapstar
        if function is not mapstar and not star:
            say_item(function, arguments, took_ns)
            return
        function, items = arguments[0]
        if len(items) > 1:
            tell_whole(function, items, took_ns)
        elif items:
            say_item(function, items[0] if star else items, took_ns)

    def marked_worker(inqueue, outqueue, *arguments, **keywords):
        try:
            return worker(*stand_between(inqueue, outqueue, look, tell), *arguments, **keywords)
        except BaseException as error:
            leave_no_trace(error)
            raise

    module.worker = keep_look(marked_worker, worker)
    setup = module.Pool._setup_queues

    def named(self):
        setup(self)
        where = place()
        name_queue(getattr(self, '_inqueue', None), 'tasks, Pool, ' + where)
        name_queue(getattr(self, '_outqueue', None), 'results, Pool, ' + where)

    module.Pool._setup_queues = keep_look(named, setup)
    tell_held_back(module.IMapIterator)


class Batch(list):
    """The calls that joblib makes one after the other."""

    def __iter__(self):
        for call in list.__iter__(self):
            began = clock()
            yield call
            took = clock() - began
            if took >= LEAST_NS:
                say_item(call[0], call[1], took)


def mark_batches(module):
    call = module.BatchedCalls.__call__

    def marked(self):
        self.items = Batch(self.items)
        return call(self)

    module.BatchedCalls.__call__ = keep_look(marked, call)


def mark_executor(module):
    chunk, worker = module._process_chunk, module._process_worker

    def look(item):
        function = getattr(getattr(item, 'fn', None), 'func', None)
        if function is not chunk:
            return item
        function, items = item.fn.args[0], item.args[0]
        if type(items) is tuple and len(items) > 1 and not is_calm(function):
            item.args = (watch(function, items, True), *item.args[1:])
        return item

    def tell(item, took_ns):
        function = getattr(item, 'fn', None)
        if function is None:
            return
        if getattr(function, 'func', None) is not chunk:
            say_item(function, item.args, took_ns)
            return
        function, items = function.args[0], item.args[0]
        if type(items) is tuple and len(items) == 1:
            say_item(function, items[0], took_ns)
        elif type(items) is tuple:
            tell_whole(function, items, took_ns)

    def marked_worker(call_queue, result_queue, *arguments, **keywords):
        try:
            return worker(*stand_between(call_queue, result_queue, look, tell), *arguments, **keywords)
        except BaseException as error:
            leave_no_trace(error)
            raise

    module._process_worker = keep_look(marked_worker, worker)


def tell_packing(module):
    if packs is not None:
        pickler = module.ForkingPickler
        pickler.dumps = classmethod(packs(pickler.dumps.__func__))
        pickler.loads = staticmethod(unpacks(pickler.loads))


# --- lines: of one file of the program, if somebody asked for them ---

OWN_FILE = os.environ.get('PARALANE_LINES')
# After so many lines of a function it is told from where to where it goes, and no more while it stays there; after so many
# nobody looks any more: being traced takes time, whatever is looked at.
MOST_LINES, MOST_LOOKS = 2000, 50000
# Below these a child that was forked has frames of its parent.
ROOTS = ('_bootstrap', '_bootstrap_inner')
# Of each function: lines looked at, the first and the last of those told lately, and whether the last one told was a line, not
# all from the first to the last.
lines_told = {}


def leave_function(frame):
    """It goes on in the program's own file, or in nobody's."""
    frame = frame.f_back
    while frame is not None and frame.f_code.co_name not in ROOTS:
        if frame.f_code.co_filename == OWN_FILE:
            return say('line', frame.f_lineno)
        frame = frame.f_back
    say('line', 0)


def tell_line(frame):
    line = frame.f_lineno
    told = lines_told.get(frame.f_code)
    if told is None:
        told = lines_told[frame.f_code] = [0, line, line, True]
    told[0] += 1
    often = told[0] > MOST_LINES
    within = told[1] <= line <= told[2]
    if often and within and not told[3]:
        if told[0] > MOST_LOOKS:
            sys.settrace(None)
        return
    if told[0] == MOST_LINES // 2:
        told[1] = told[2] = line
    told[1], told[2] = min(told[1], line), max(told[2], line)
    told[3] = not often or not within
    say('line', '%d %d' % (told[1], told[2] - told[1]) if often and within else line)


def look(frame, event, argument):
    if event == 'line':
        tell_line(frame)
    elif event == 'return' and lines_told.get(frame.f_code, (0,))[0] <= MOST_LINES:
        leave_function(frame)
    return look


def enter(frame, event, argument):
    return look if frame.f_code.co_filename == OWN_FILE else None


def watch_lines():
    """In a child anew, however much its parent was looked at."""
    lines_told.clear()
    if OWN_FILE:
        sys.settrace(enter)


def watch_threads(module):
    name_threads(module)
    if OWN_FILE:
        module.settrace(enter)


PATCHES = {
    'multiprocessing.process': name_processes, 'threading': watch_threads,
    'multiprocessing.resource_tracker': name_main('resource tracker', TRACKER),
    'multiprocessing.forkserver': name_main('fork server', FORK_SERVER),
    'multiprocessing.synchronize': name_locks, 'multiprocessing.queues': name_queues,
    'multiprocessing.pool': mark_pool, 'concurrent.futures.process': mark_executor,
    'multiprocessing.reduction': tell_packing, 'joblib.parallel': mark_batches,
}
for loky in ('joblib.externals.loky', 'loky'):
    PATCHES[loky + '.backend.resource_tracker'] = name_main('resource tracker', TRACKER)


def find_elsewhere(name, path, target):
    """What all others would find: importlib.util would be a module that the program has not imported."""
    for finder in sys.meta_path:
        find = None if isinstance(finder, Finder) else getattr(finder, 'find_spec', None)
        spec = find(name, path, target) if find is not None else None
        if spec is not None:
            return spec
    return None


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
            spec = find_elsewhere(name, path, target)
        finally:
            self.busy.discard(name)
        if spec is None or not hasattr(spec.loader, 'exec_module'):
            return spec
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            try:
                patch(module)
            except Exception:
                pass  # another Python than those we know: without names, then

        try:
            spec.loader.exec_module = exec_module
        except AttributeError:
            pass
        return spec


def load_next():
    """The program's own sitecustomize, as if ours had never been there."""
    own = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [path for path in sys.path if os.path.abspath(path or '.') != own]
    sys.modules.pop('sitecustomize', None)
    # There may be none: whoever asked for it is told so, and what is in here lives on in those that were patched.
    import sitecustomize  # noqa: F401


packs, unpacks, between, marks, tells = ask()


def start():
    if marks is not None and hasattr(sys, 'audit'):
        sys.audit = marks(sys, sys.audit, *filter(None, [sys.audit.__text_signature__]))
    sys.meta_path.insert(0, Finder())
    for name, patch in PATCHES.items():
        if name in sys.modules:
            try:
                patch(sys.modules[name])
            except Exception:
                pass
    show_thread_locks()
    # Before what may not be there: then nothing that stands behind it is done.
    watch_lines()
    load_next()


start()
