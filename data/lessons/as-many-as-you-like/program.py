import os
import resource

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    pipes = 0
    try:
        while True:
            os.pipe()
            pipes += 1
    except OSError:
        print("Pipes:", pipes)
