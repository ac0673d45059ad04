from multiprocessing import Barrier, Process, Queue, set_start_method

SIZE, WORKERS = 64 << 20, 4


def mib(what):
    with open("/proc/self/smaps_rollup") as rollup:
        for line in rollup:
            if line.startswith(what):
                return int(line.split()[1]) / 1024


def work(data, barrier, answers):
    barrier.wait()
    rss, before = mib("Rss:"), mib("Pss:")
    barrier.wait()
    for at in range(0, SIZE, 4096):
        data[at] = 2
    barrier.wait()
    answers.put((rss, before, mib("Pss:")))
    barrier.wait()


if __name__ == "__main__":
    set_start_method("fork")
    data = bytearray(b"\1") * SIZE
    barrier, answers = Barrier(WORKERS), Queue()
    workers = [Process(target=work, args=(data, barrier, answers)) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    sizes = [answers.get() for _ in workers]
    for worker in workers:
        worker.join()
    rss, before, after = (sum(column) / WORKERS for column in zip(*sizes))
    print(f"RSS of a worker, MiB: {rss:.1f}")
    print(f"PSS of a worker, MiB: {before:.1f}")
    print(f"PSS after writing, MiB: {after:.1f}")
