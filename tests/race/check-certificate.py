#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Re-checks a certificate of a race, knowing nothing but the file.

  check-certificate.py FILE.csv

Each increment names the store it read. From what was read in the end lead the survivors back to
the counter's first value; everything else is lost. Prints the account of each part; exits 1 with a
reason when it does not balance or the file contradicts itself.
"""
import csv
import sys

FIRST = ("0", "0")


class Wrong(Exception):
    pass


def require(condition, reason, *args):
    if not condition:
        raise Wrong(reason % args)


def read(path):
    parts = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            part = parts.setdefault(row["part"], {"lock": row["lock"], "made": {}, "final": None})
            if row["worker"] == "final":
                require(part["final"] is None, "part %s ends twice", row["part"])
                part["final"] = row
            else:
                key = (row["worker"], row["increment"])
                require(key not in part["made"], "increment %s of worker %s is there twice", *key[::-1])
                part["made"][key] = row
    return parts


def check(number, part):
    made, final = part["made"], part["final"]
    require(final is not None, "part %s has no end", number)
    counts = {}
    for worker, _ in made:
        counts[worker] = counts.get(worker, 0) + 1
    for key, row in made.items():
        require(1 <= int(key[1]) <= counts[key[0]], "worker %s leaves out increments", key[0])
        require(int(row["stored_value"]) == int(row["read_value"]) + 1, "%s of %s did not add one", *key[::-1])
        parent = (row["read_worker"], row["read_increment"])
        require(parent == FIRST or parent in made, "%s of %s read a store nobody made", *key[::-1])
        stored = 0 if parent == FIRST else int(made[parent]["stored_value"])
        require(stored == int(row["read_value"]), "%s of %s read what was not stored", *key[::-1])
    survivors = set()
    at, value = (final["read_worker"], final["read_increment"]), int(final["read_value"])
    while at != FIRST:
        require(at in made, "the end reads a store nobody made")
        require(int(made[at]["stored_value"]) == value, "the survivors do not count down one by one")
        survivors.add(at)
        at, value = (made[at]["read_worker"], made[at]["read_increment"]), value - 1
    require(value == 0, "the survivors end at %d, not at 0", value)
    for key, row in made.items():
        require((row["lost"] == "0") == (key in survivors), "%s of %s is on the wrong side", *key[::-1])
    require(len(survivors) == int(final["read_value"]), "survivors and final value differ")
    return len(made), len(survivors)


def verify(path):
    parts = read(path)
    require(parts, "there is nothing in it")
    return {n: (part["lock"],) + check(n, part) for n, part in parts.items()}


if __name__ == "__main__":
    try:
        for number, (lock, made, survivors) in verify(sys.argv[1]).items():
            print(f"part {number}, {lock}: {survivors} survivors + {made - survivors} lost = {made} made")
    except Wrong as wrong:
        sys.exit(f"{sys.argv[1]}: {wrong}")
