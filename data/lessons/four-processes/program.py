from multiprocessing import Process


def show(number):
    print(f"Process {number}: {number}")


if __name__ == "__main__":
    processes = [Process(target=show, args=(number,)) for number in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    print("Main process finishes.")
