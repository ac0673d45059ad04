from multiprocessing import Process, Value

BITS = {"b": 8, "B": 8, "h": 16, "H": 16, "i": 32, "I": 32, "l": 64, "L": 64, "q": 64, "Q": 64}


def add_one(numbers):
    for number in numbers.values():
        number.value += 1


if __name__ == "__main__":
    numbers = {}
    for code, bits in BITS.items():
        numbers[code] = Value(code, 2 ** (bits - code.islower()) - 1)
    child = Process(target=add_one, args=(numbers,))
    child.start()
    child.join()
    for code, number in numbers.items():
        print(f"{code}: {number.value}")
    print(f"f: {Value('f', 0.1).value:.11f}")
    print("f, too large:", Value("f", 1e39).value)
