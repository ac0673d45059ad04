from multiprocessing import Process


def square(number):
    print(f"Square of {number}: {number * number}")


if __name__ == "__main__":
    process = Process(target=square, args=(5,))
    process.start()
    process.join()
    print("Process completed.")
