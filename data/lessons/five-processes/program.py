from multiprocessing import Process


class Squarer(Process):
    def __init__(self, number):
        super().__init__()
        self.number = number

    def run(self):
        print(f"{self.number} squared is {self.number ** 2}")


if __name__ == "__main__":
    squarers = [Squarer(number) for number in range(5)]
    for squarer in squarers:
        squarer.start()
    for squarer in squarers:
        squarer.join()
