from multiprocessing import get_context


def work():
    print("At work")


# No "if __name__ == '__main__':" here: the child comes by, too.
child = get_context("spawn").Process(target=work)
child.start()
child.join()
print(f"Exit code of the child: {child.exitcode}")
