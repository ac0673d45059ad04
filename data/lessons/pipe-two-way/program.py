from multiprocessing import Pipe, Process


def answer(end):
    for number in iter(end.recv, None):
        end.send(number * number)


def attempt(what, action):
    try:
        action()
        print(f"{what}: done")
    except OSError:
        print(f"{what}: refused")


if __name__ == "__main__":
    ours, theirs = Pipe()
    child = Process(target=answer, args=(theirs,))
    child.start()
    for number in (3, 5):
        ours.send(number)
        print(f"Square of {number}: {ours.recv()}")
    ours.send(None)
    child.join()
    receiver, sender = Pipe(duplex=False)
    attempt("Sending where one only receives", lambda: receiver.send(1))
    attempt("Receiving where one only sends", sender.recv)
