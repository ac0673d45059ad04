from multiprocessing import Process, current_process


def tell():
    print("I am", current_process().name)


if __name__ == "__main__":
    for process in [Process(target=tell), Process(target=tell, name="baker")]:
        process.start()
        process.join()
    tell()
