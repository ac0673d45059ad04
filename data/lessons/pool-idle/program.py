import os
import time
from multiprocessing import Pool, active_children


def square(x):
    return x * x


def cpu_ms():
    ticks = 0
    for child in active_children():
        with open(f"/proc/{child.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks * 1000 // os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    with Pool(2) as pool:
        pool.map(square, range(10))
        time.sleep(0.2)
        before = cpu_ms()
        time.sleep(5)
        print("CPU, ms:", cpu_ms() - before)
