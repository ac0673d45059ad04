#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates of real races hold; what was tampered with does not."""
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # nothing is left beside the sources

here = pathlib.Path(__file__).parent
spec = importlib.util.spec_from_file_location("check_certificate", here / "check-certificate.py")
checker = importlib.util.module_from_spec(spec)
spec.loader.exec_module(checker)


def race(cli, path, lock, workers, window):
    command = [cli, "race", "--lock", lock, "--workers", str(workers), "--increments", "500",
               "--window", window, "--certificate", str(path), "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def must_fail(path, text):
    path.write_text(text)
    try:
        checker.verify(path)
    except checker.Wrong:
        return
    raise AssertionError("a certificate that was tampered with passed")


def main(cli):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "race.csv"
        for lock, workers, window in (("none", 4, "yield"), ("atomic", 3, "none"), ("cas", 3, "spin:20"),
                                      ("mutex", 4, "none"), ("store", 2, "yield"), ("none", 1, "none")):
            result = race(cli, path, lock, workers, window)
            parts = checker.verify(path)
            assert list(parts) == ["1"], parts
            name, made, survivors = parts["1"]
            assert (name, made, survivors) == (lock, workers * 500, result["final"]), (parts, result)
            assert made - survivors == result["lost"], (parts, result)
        race(cli, path, "none", 3, "yield")
        text = path.read_text()
        lines = text.splitlines(keepends=True)
        must_fail(path, "".join(lines[:-1]))
        must_fail(path, "".join(lines[:5] + lines[6:]))
        must_fail(path, text.replace(",0\n", ",1\n", 1))
        cells = lines[1].split(",")
        cells[4] = str(int(cells[4]) + 1)
        must_fail(path, "".join([lines[0], ",".join(cells)] + lines[2:]))


main(sys.argv[1])
