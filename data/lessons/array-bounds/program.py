from multiprocessing import Array, Process


def write_last(numbers):
    numbers[-1] = 7


if __name__ == "__main__":
    numbers = Array("i", 5)
    print("New:", numbers[:])
    child = Process(target=write_last, args=(numbers,))
    child.start()
    child.join()
    print("Last one written by the child:", numbers[:])
    try:
        print("Index 5:", numbers[5])
    except IndexError:
        print("Index 5: an error")
    print("A slice of two:", numbers[3:])
    try:
        numbers[1:3] = [7, 8, 9]
        print("Three into two:", numbers[:])
    except ValueError:
        print("Three into two: an error")
    numbers[1:3] = [8, 9]
    print("Two into two:", numbers[:])
