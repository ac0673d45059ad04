from multiprocessing import Array

if __name__ == "__main__":
    try:
        print("Without a size:", Array("i")[:])
    except TypeError:
        print("Without a size: an error")
    print("With size 1:", Array("i", 1)[:])
