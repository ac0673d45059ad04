from multiprocessing import Array, Process


def double(numbers):
    for i in range(len(numbers)):
        numbers[i] *= 2


if __name__ == "__main__":
    numbers = Array("i", [1, 2, 3, 4, 5])
    print("Before:", numbers[:])
    process = Process(target=double, args=(numbers,))
    process.start()
    process.join()
    print("After:", numbers[:])
