import os
import signal
import sys
import time
from multiprocessing import Process

ENDS = {
    "return": lambda: None,
    "exit(3)": lambda: sys.exit(3),
    "exit(300)": lambda: sys.exit(300),
    "exit(-1)": lambda: sys.exit(-1),
    "abort": os.abort,
    "bad address": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "terminate": lambda: time.sleep(60),
    "kill": lambda: time.sleep(60),
}


def end(name):
    ENDS[name]()


if __name__ == "__main__":
    for name in ENDS:
        child = Process(target=end, args=(name,))
        child.start()
        if name in ("terminate", "kill"):
            getattr(child, name)()
        child.join()
        print(f"{name}: {child.exitcode}")
